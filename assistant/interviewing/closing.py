"""The end of the interview: the answers once more, the day to start on, and the plan that a person confirms."""

from __future__ import annotations

from datetime import date

from assistant.answering.models import Asking, PageLink
from assistant.drafting.blueprint import FactSpec, FactType
from assistant.drafting.facts.dates import read_date, spoken
from assistant.drafting.facts.values import Refused
from assistant.guide_talk import task_link
from assistant.guiding.desk import GuideDesk
from assistant.guiding.way import Way
from assistant.interviewing.answers import Answers
from assistant.interviewing.steps import Steps, say
from assistant.interviewing.turned import Turned, guide_link
from assistant.interviewing.words import asks, corrected, says
from corpus.errors import BadInput

_START = FactSpec(name="start", label="开始日期", type=FactType.DATE)


class Closing:
    """Over the desk that stores when a company begins."""

    def __init__(self, desk: GuideDesk, steps: Steps, answers: Answers) -> None:
        self._desk, self._steps, self._answers = desk, steps, answers

    def answered(self, way: Way, asked: Asking, said: str) -> Turned | None:
        """None when the message is a question of the person's own."""
        if says("stop", said):
            return self._answers.stopped(way)
        if (wanted := self._answers.named(way, corrected(said))) is not None:
            return Turned(asking=self._steps.fact(way, wanted, correcting=True))
        if asked.step == "end":
            return self._ended(way, said)
        return self._planned(way, asked, said) if asked.step == "plan" else self._day(way, said)

    def _ended(self, way: Way, said: str) -> Turned | None:
        if says("to_start", said):
            return Turned(asking=self._steps.start(way))
        if (wanted := self._answers.named(way, said.strip("“”。 "))) is not None:
            return Turned(asking=self._steps.fact(way, wanted, correcting=True))
        if asks(said, softly=True):
            return None
        return Turned(say("no_fact"), self._steps.end(way))

    def _day(self, way: Way, said: str) -> Turned | None:
        today = self._desk.today()
        try:
            day = today if says("today", said) else _read(said)
            previewed = self._desk.previewed(way, day)
        except BadInput as error:
            if asks(said, softly=True):
                return None
            return Turned(error.message, self._steps.start(way))
        words = say("plan", **_told(previewed))
        return Turned(words, self._steps.plan(way, day), previewed.plan.notes)

    def _planned(self, way: Way, asked: Asking, said: str) -> Turned | None:
        if says("make", said):
            return self._made(way, date.fromisoformat(asked.start))
        if says("other_day", said):
            return Turned(asking=self._steps.start(way))
        turned = self._day(way, said)  # another day, typed at once
        if turned is not None and turned.asking is not None and turned.asking.step == "start":
            return Turned(say("not_understood", said=said[:20]), asked)
        return turned

    def _made(self, way: Way, start: date) -> Turned:
        if way.guide.start != start.isoformat():
            way = self._desk.set_start(way, start)
        links: tuple[PageLink, ...] = (guide_link(way),)
        if way.next:
            links += (task_link(way, way.next[0]),)
        return Turned(say("made", **_told(way)), links=links)


def _read(said: str) -> date:
    """Raises BadInput with the line of the reader of dates."""
    try:
        return date.fromisoformat(str(read_date(_START, said.strip(" 。吧开始")).raw))
    except Refused as error:
        raise BadInput(f"{_START.label}：{error.message}") from error


def _told(way: Way) -> dict[str, object]:
    first = min((one.start for one in way.plan.tasks), default=way.plan.start)
    return {
        "start": spoken(first),
        "end": spoken(way.plan.end),
        "count": len(way.plan.tasks),
    }
