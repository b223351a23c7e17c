"""The chat's answers on a company's own progress: what is next, how far, where to confirm a change.

They come from the guide's state and the clauses that its tasks rest on. Nothing is changed here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from assistant.answering.models import Clarification, Option, PageLink
from assistant.answering.replies import Reply, first_quote
from assistant.answering.shelf import Shelf
from assistant.answering.wording import simplified
from assistant.settings import Settings
from prompts.loading import load_prompts

if TYPE_CHECKING:
    from assistant.guiding.desk import GuideDesk
    from assistant.guiding.journey import Task
    from assistant.guiding.planning import Planned
    from assistant.guiding.way import Way

#: Companies offered, tasks named beside the first, clauses quoted for a task, candidates for a name.
_OFFERED, _BESIDE, _QUOTED, _LIKELY = 6, 3, 3, 4
_ROUTE = "guide"


class GuideTalk:
    """Looks at nothing but the words of a question until they sound like one of its own."""

    def __init__(self, desk: Callable[[], GuideDesk], shelf: Shelf, settings: Settings) -> None:
        self._desk, self._shelf, self._settings = desk, shelf, settings

    def reply(self, question: str) -> Reply | None:
        """The reply; None for all other questions, and where no company has begun."""
        text = simplified(question)
        if not _patterns()["hint"].search(text) or not may_tell(self._settings):
            return None
        names = self._desk().names()
        named = [(key, name) for key, name in names.items() if simplified(name) in text]
        for _, name in named:
            text = text.replace(simplified(name), "")
        bare = _patterns()["fillers"].sub("", text)
        found = _asked(bare, text)
        if found is None or not names:
            return None
        kind, match = found
        if len(named or names) > 1:
            titles = _titles() if kind == "task" else ()
            return None if kind == "task" and not _fits(match, titles) else _which(question, names)
        way = self._desk().way((named or [*names.items()])[0][0])
        if kind == "next":
            return self._next(way)
        if kind == "state":
            return self._state(way)
        return self._of_task(way, kind, match)

    def _next(self, way: Way) -> Reply:
        said = [_progress(way)]
        tasks = way.next
        if not tasks:
            said.append(_say("finished"))
            return self._made(way, said)
        first = tasks[0]
        said.append(
            _say("doing" if way.state.get(first.id) == "doing" else "now", **_told(way, first))
        )
        if tasks[1:]:
            said.append(_say("beside", titles=_named(tasks[1 : 1 + _BESIDE])))
        return self._made(way, said, first)

    def _state(self, way: Way) -> Reply:
        phases = []
        for phase in way.route.journey.phases:
            own = [task.id for task in phase.tasks if task.id in way.planned]
            done = sum(way.state.get(name) == "done" for name in own)
            if own:
                phases.append(_say("phase", title=phase.title, done=done, total=len(own)))
        said = [_progress(way), _say("phases", phases="，".join(phases))]
        if not way.next:
            return self._made(way, [*said, _say("finished")])
        first = way.next[0]
        doing = way.state.get(first.id) == "doing"
        return self._made(
            way, [*said, _say("doing" if doing else "now", **_told(way, first))], first
        )

    def _of_task(self, way: Way, kind: str, match: re.Match[str]) -> Reply | None:
        """How far a task is, or where it is changed; None when no task is called that."""
        likely = _likely(match["task"], way.route.tasks.values())
        if kind == "task" and len(likely) != 1:
            return None
        if len(likely) != 1:
            names = _named(likely[:_LIKELY])
            words = _say("which_task", titles=names) if likely else _say("no_task")
            links = tuple(task_link(way, task) for task in likely[:_LIKELY])
            return Reply(said=words, route=_ROUTE, links=(*links, _overview(way)))
        task = likely[0]
        left = next((o for o in way.plan.left_out if o.task.id == task.id), None)
        if left is not None:
            return self._made(way, [_say("left_out", title=task.title, reason=left.reason)], task)
        if kind == "change":
            state = _states()[_table()["states"][match["state"]]]
            return self._made(way, [_say("change", **_told(way, task), state=state)], task)
        state = _states()[way.state.get(task.id, "todo")]
        said = [_say("task", **_told(way, task), state=state)]
        if blockers := way.blockers(task):
            said.append(_say("waits", titles=_named(blockers)))
        return self._made(way, said, task)

    def _made(self, way: Way, said: list[str], task: Task | None = None) -> Reply:
        """The words, and the clauses that the task rests on, quoted."""
        quotes = (first_quote(self._shelf, key) for key in (task.clauses if task else ()))
        pieces = tuple(piece for piece in quotes if piece is not None)[:_QUOTED]
        links = (task_link(way, task),) if task else ()
        notes = [_say("contradiction", message=m) for m in self._desk().contradictions(way)]
        count = len(self._desk().open_questions(way))
        notes += [_say("open_questions", count=count)] if count else []
        return Reply(
            pieces=pieces,
            said="\n".join(said),
            route=_ROUTE,
            notes=tuple(notes),
            links=(*links, _overview(way)),
        )


def may_tell(settings: Settings) -> bool:
    """Whether whoever may ask may also see the guide: its pages are open to the same people."""
    from assistant.library.guard import is_loopback

    if settings.library_writable == "everyone":
        return True
    return settings.library_writable != "nobody" and is_loopback(settings.host)


def _asked(bare: str, text: str) -> tuple[str, re.Match[str]] | None:
    """What is asked for, by the whole sentence: ``bare`` without fillers, ``text`` as it was said."""
    if own := _patterns()["own"].fullmatch(text):
        return "state", own
    for kind in ("next", "state", "change", "task"):
        match = _patterns()[kind].fullmatch(bare)
        if match is not None:
            return kind, match
    return None


def _which(question: str, names: Mapping[str, str]) -> Reply:
    options = tuple(
        Option(label=name, ask=f"{name}：{question}") for name in [*names.values()][:_OFFERED]
    )
    clarify = Clarification(about="company", question=_say("which"), options=options)
    return Reply(said=_say("several", count=len(names)), route=_ROUTE, clarify=clarify)


def _titles() -> tuple[str, ...]:
    from assistant.guiding.journeys import route_of

    return tuple(task.title for task in route_of().journey.tasks)


def _fits(match: re.Match[str], titles: tuple[str, ...]) -> bool:
    return sum(match["task"] in title for title in titles) == 1


def _likely(name: str, tasks: object) -> list[Task]:
    """Tasks called that: by the whole title, else by a part of it."""
    known: list[Task] = list(tasks)  # type: ignore[call-overload]
    exact = [task for task in known if task.title == name]
    return exact or [task for task in known if name in task.title]


def _told(way: Way, task: Task) -> dict[str, object]:
    planned: Planned = next(one for one in way.plan.tasks if one.task.id == task.id)
    done_when = "；".join(line.rstrip("。") for line in task.done_when) + "。"
    return {
        "title": task.title,
        "owner": planned.owner,
        "start": planned.start.isoformat(),
        "end": planned.end.isoformat(),
        "done_when": done_when,
    }


def _progress(way: Way) -> str:
    done, total = way.progress
    end = way.plan.end.isoformat()
    return _say("progress", company=way.company.name, done=done, total=total, end=end)


def _named(tasks: object) -> str:
    found: list[Task] = list(tasks)  # type: ignore[call-overload]
    return "、".join(f"“{task.title}”" for task in found)


def task_link(way: Way, task: Task) -> PageLink:
    path = f"guide/{way.company.id}/tasks/{task.id}"
    return PageLink(label=_say("open_task", title=task.title), path=path)


def _overview(way: Way) -> PageLink:
    label = _say("open_guide", company=way.company.name)
    return PageLink(label=label, path=f"guide/{way.company.id}")


def _states() -> Mapping[str, str]:
    from assistant.guiding.charts import STATES

    return {str(key): words for key, words in STATES.items()}


def _say(name: str, **values: object) -> str:
    return str(_table()["texts"][name]).format(**values)


def _table() -> dict[str, dict[str, str]]:
    return load_prompts("guide_talk")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    names = ("hint", "fillers", "next", "state", "own", "task", "change")
    return {name: re.compile(str(load_prompts("guide_talk")[name])) for name in names}
