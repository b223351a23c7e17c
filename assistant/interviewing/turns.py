"""What the interview makes of a message at each of its steps; here the steps before it begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assistant.answering.asked_back import chosen
from assistant.answering.models import Asking, Clarification, PageLink
from assistant.answering.shelf import Shelf
from assistant.answering.wording import simplified, without_markup
from assistant.guiding.desk import GuideDesk
from assistant.guiding.interview_order import item_of, next_item
from assistant.guiding.said_answers import is_open
from assistant.guiding.way import NoSuchWay, Way
from assistant.interviewing.answers import Answers
from assistant.interviewing.closing import Closing
from assistant.interviewing.steps import Steps, say
from assistant.interviewing.turned import Turned
from assistant.interviewing.words import asks, begins, company_in, insisted, says
from corpus.errors import BadInput
from corpus.regions import Gazetteer

#: Characters of a message that are said back.
_SAID = 20


class Turns:
    """Over one guide desk."""

    def __init__(
        self,
        desk: GuideDesk,
        shelf: Shelf,
        gazetteer: Gazetteer,
        progress: Callable[[str], bool],
    ) -> None:
        self._desk, self._progress = desk, progress
        self._steps = Steps(desk, shelf)
        self._answers = Answers(desk, self._steps, gazetteer, progress)
        self._closing = Closing(desk, self._steps, self._answers)

    # -- proposing -------------------------------------------------------------------------------

    def names(self) -> list[str]:
        """Names of companies, those on their way first."""
        ways = self._desk.names().values()
        others = (str(one.name) for one in self._desk.companies.companies())
        return list(dict.fromkeys([*ways, *others]))

    def proposed(self, message: str) -> Turned:
        """The interview, offered for the company that is named, the only one, or one to choose."""
        words, names = say("propose", total=self._steps.total()), self.names()
        named = [one for one in names if simplified(one) in simplified(message)]
        new = "" if named else company_in(message)
        if len(named) == 1 or new:
            return Turned(words, self._begin_step(named[0] if named else new))
        if not names:
            return Turned(words, self._steps.name())
        if len(names) == 1:
            return Turned(words, self._begin_step(names[0]))
        return Turned(words, self._steps.company(named or names))

    def not_here(self) -> Turned:
        """Without a conversation there is nowhere to go on from."""
        link = PageLink(label=say("open_guide"), path="guide")
        return Turned(say("no_conversation"), links=(link,))

    def _begin_step(self, name: str) -> Asking:
        return self._steps.begin(name, self._way(name))

    def _way(self, name: str) -> Way | None:
        try:
            return self._desk.way(name)
        except NoSuchWay:
            return None

    # -- a message while something is asked ------------------------------------------------------

    def answered(self, asked: Asking, said: str, wrote: Mapping[str, Any]) -> Turned | None:
        """The reply; None when the message is a question of the person's own, to be answered as ever."""
        if begins(said, self.names()) and not says("resume", said) and not says("confirm", said):
            return self.proposed(said)
        said = _numbered(asked, said)
        if asked.step == "company":
            return self._company(asked, said)
        if asked.step == "name":
            return self._name(asked, said)
        if asked.step == "begin":
            return self._begin(asked, said)
        if says("other", said) and said.endswith("企业"):
            return self.proposed("")
        try:
            way = self._desk.way(asked.guide)
        except NoSuchWay:
            return None if self._is_question(said) else Turned(say("gone"))
        if asked.step != "fact":
            return self._closing.answered(way, asked, said)
        return self._answers.answered(way, asked, said, wrote)

    def again(self, asked: Asking) -> Turned:
        """What is still asked, as things stand now; answered elsewhere meanwhile, what comes then."""
        if asked.step in ("company", "name", "begin"):
            return Turned(asking=asked)
        try:
            way = self._desk.way(asked.guide)
        except NoSuchWay:
            return Turned(notes=(say("gone"),))
        if asked.step == "end":
            return Turned(asking=self._steps.end(way))
        if asked.step == "start":
            return Turned(asking=self._steps.start(way))
        if asked.step == "plan":
            return Turned(asking=asked)
        item = item_of(way, asked.fact)
        if item is None:
            turned = self._answers.after(way, asked, "")
            return Turned(asking=turned.asking)
        asking = self._steps.fact(way, item, asked.passed, correcting=asked.correcting)
        return Turned(asking=asking)

    def maybe_answer(self, asked: Asking, said: str) -> str:
        """A line for who meant an answer that reads like a question; empty where that is not likely."""
        if asked.step != "fact" or asks(said, softly=False) or self._progress(said):
            return ""
        try:
            item = item_of(self._desk.way(asked.guide), asked.fact)
        except NoSuchWay:
            return ""
        return say("maybe_answer", label=asked.item) if item and is_open(item.spec) else ""

    def _company(self, asked: Asking, said: str) -> Turned | None:
        names = {one.ask: one.label for one in asked.choices}
        offered = Clarification(about="company", question=asked.ask, options=asked.choices)
        found = next((n for n in self.names() if simplified(n) in simplified(said)), None)
        found = found or names.get(chosen(said, offered) or "")
        if found:
            return self._opened(found)
        if says("decline", said):
            return Turned(say("declined"))
        if says("other", said):
            return Turned(asking=self._steps.name())
        if new := company_in(said):
            return Turned(asking=self._begin_step(new))
        return None if self._is_question(said) else self._not_understood(said, asked)

    def _name(self, asked: Asking, said: str) -> Turned | None:
        if says("decline", said) or says("stop", said):
            return Turned(say("declined"))
        forced = insisted(said)
        if forced is None and self._is_question(said):
            return None
        words = forced if forced is not None else company_in(said) or said
        name = " ".join(without_markup(words).split()).strip("“”。，, ")
        return Turned(asking=self._begin_step(name)) if name else Turned(asking=asked)

    def _begin(self, asked: Asking, said: str) -> Turned | None:
        if says("decline", said) or says("stop", said):
            return Turned(say("declined"))
        if says("confirm", said) or said in [one.ask for one in asked.choices]:
            return self._opened(asked.company)
        if says("other", said):
            others = [one for one in self.names() if one != asked.company]
            known = asked.guide and others
            return Turned(asking=self._steps.company(others) if known else self._steps.name())
        if new := company_in(said):
            return Turned(asking=self._begin_step(new))
        return None if self._is_question(said) else self._not_understood(said, asked)

    def _opened(self, name: str) -> Turned:
        """The interview of that company from where it stands; the company is made when it is new."""
        known = self._way(name)
        try:
            way = known or self._desk.begin(name)
        except BadInput as error:
            return Turned(error.message, self._steps.name())
        words = say("resumed" if known else "begun", company=way.company.name)
        item = next_item(way)
        if item is None:
            return Turned("\n".join((words, say("end"))), self._steps.end(way))
        return Turned(words, self._steps.fact(way, item))

    def _is_question(self, said: str) -> bool:
        return asks(said, softly=True) or self._progress(said)

    @staticmethod
    def _not_understood(said: str, asked: Asking) -> Turned:
        return Turned(say("not_understood", said=said[:_SAID]), asked)


def _numbered(asked: Asking, said: str) -> str:
    """A number that was typed stands for the button; facts read their numbers themselves."""
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < 3 else 0
    if asked.step == "fact" or not 1 <= number <= len(asked.choices):
        return said
    return asked.choices[number - 1].ask
