"""The plan as an iCalendar file: a whole day for each task's end, with a reminder ahead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from assistant.guiding.way import Way

#: How long ahead a calendar reminds.
_AHEAD = timedelta(days=1)


def ics_of(way: Way, *, now: datetime | None = None) -> bytes:
    """RFC 5545: an all-day event a task, from its first to its last day, and an alarm the day before it
    ends unless it is done. An event keeps its UID, so that a calendar that is imported again moves it.
    """
    from icalendar import Alarm, Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//CQO assistant//guide//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"首席质量官制度实施计划（{way.company.name}）")
    for one in way.plan.tasks:
        event = Event()
        event.add("uid", f"{one.task.id}-{way.guide.id}@cqo-assistant")
        event.add("dtstamp", now or datetime.now(UTC))
        event.add("summary", f"{one.task.title}（{one.owner}）")
        event.add("dtstart", one.start)
        event.add("dtend", one.end + timedelta(days=1))
        event.add(
            "description", "\n".join((*one.task.what, "完成标准：" + "；".join(one.task.done_when)))
        )
        event.add("categories", [one.phase.title])
        if way.state.get(one.task.id) != "done":
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", f"明天应完成：{one.task.title}")
            alarm.add("trigger", one.end - one.start - _AHEAD + timedelta(hours=9))
            event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
