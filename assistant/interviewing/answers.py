"""The interview's facts: an answer is read and stored, passed over, gone back to; then the next is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from assistant.answering.models import Asking, Option
from assistant.clash import Clash
from assistant.drafting.blueprint import FactSpec, FactType
from assistant.drafting.facts.reading import read_value
from assistant.drafting.facts.values import Refused, Value
from assistant.guiding.desk import GuideDesk
from assistant.guiding.interview_order import (
    Item,
    is_left,
    item_before,
    item_of,
    items_of,
    next_item,
)
from assistant.guiding.planning import contradictions
from assistant.guiding.said_answers import is_open, readings, row_said
from assistant.guiding.way import Way
from assistant.interviewing.steps import Steps, option, say, value_text
from assistant.interviewing.turned import Turned, interview_link
from assistant.interviewing.words import asks, corrected, insisted, says
from corpus.errors import BadInput
from corpus.regions import Gazetteer

#: What is said instead of an answer, and is one of a fact that takes any words too.
_COMMANDS = (
    "stop",
    "pass_question",
    "pass_item",
    "back_item",
    "back_question",
    "resume",
    "keep",
    "enough",
)


class Answers:
    """Over the desk that stores them."""

    def __init__(
        self,
        desk: GuideDesk,
        steps: Steps,
        gazetteer: Gazetteer,
        progress: Callable[[str], bool],
    ) -> None:
        """``progress``: whether a message asks how far the company is, which is no answer."""
        self._desk, self._steps = desk, steps
        self._gazetteer, self._progress = gazetteer, progress

    def answered(
        self, way: Way, asked: Asking, said: str, wrote: Mapping[str, Any]
    ) -> Turned | None:
        """None when the message is a question of the person's own."""
        item = item_of(way, asked.fact)
        if item is None:  # it is not asked any more: something else was answered elsewhere
            return self.after(way, asked, "")
        forced = insisted(said)
        if forced is None:
            command = next((one for one in _COMMANDS if says(one, said)), None)
            turned = self._command(way, asked, item, command) if command else None
            if turned is not None:
                return turned
            if (wanted := self.named(way, corrected(said))) is not None:
                return Turned(asking=self._steps.fact(way, wanted, correcting=asked.correcting))
            if self._is_question(item.spec, said):
                return None
        words = said if forced is None else forced
        try:
            if item.spec.columns:
                return self._row(way, asked, item, words, wrote)
            given, value = self._read(item.spec, words)
        except BadInput as error:
            if forced is None and not is_open(item.spec) and asks(said, softly=True):
                return None
            return Turned(error.message, self._again(way, asked, item))
        return self._store(way, asked, item, given, value, wrote)

    def named(self, way: Way, words: str) -> Item | None:
        """The fact whose name the words begin with, or the only one whose name holds what they are up to
        为 or 改成."""
        items = items_of(way, every=True)
        ahead = [one for one in items if words.startswith(one.spec.label)]
        if ahead:
            return max(ahead, key=lambda one: len(one.spec.label))
        words = re.split("改?[为成]|[：:=”]", words)[0].strip()
        likely = [one for one in items if len(words) > 1 and words in one.spec.label]
        return likely[0] if len(likely) == 1 else None

    def after(
        self,
        way: Way,
        asked: Asking,
        said: str,
        passed: tuple[str, ...] = (),
        notes: tuple[str, ...] = (),
        wrote: Mapping[str, Any] | None = None,
    ) -> Turned:
        """The next open fact, or the summary. A question that is left is passed over as a whole, so that
        it is not asked again."""
        here = (asked.question, asked.fact)
        item = None if asked.correcting else next_item(way, here, passed)
        moved = not asked.correcting and (item is None or item.question.id != asked.question)
        if moved and is_left(way, asked.question):
            way = self._desk.skip(way, asked.question)
        if item is None:
            asking = self._steps.end(way)
            said = "\n".join(filter(None, (said, say("end"))))
            asks_for = way.plan.to_ask
            notes += (say("to_ask", asks="".join(asks_for)),) if asks_for else ()
            fact = ""  # whatever does not go together is told once more
        else:
            asking = self._steps.fact(way, item, () if moved else passed)
            fact = asked.fact
        told, fixes = self._contradicted(way, fact) if item is None or wrote else ((), ())
        update = {"wrote": dict(wrote or {}), "actions": (*fixes, *asking.actions)}
        return Turned(said, asking.model_copy(update=update), (*told, *notes))

    def _command(self, way: Way, asked: Asking, item: Item, command: str) -> Turned | None:
        """None when the words are not meant so here."""
        spec, value = item.spec, way.facts.values.get(item.spec.name)
        if command == "stop":
            return self.stopped(way)
        if command == "resume":
            return Turned(asking=self._again(way, asked, item))
        if command == "keep":
            return self.after(way, asked, say("unchanged", label=spec.label), asked.passed)
        if command == "enough":
            return self._passed(way, asked, item, value) if spec.columns else None
        if command == "pass_item":
            return self._passed(way, asked, item, value)
        if command == "pass_question":
            if asked.correcting:
                return self.after(way, asked, say("unchanged", label=spec.label))
            return self.after(self._desk.skip(way, asked.question), asked, say("skipped"))
        before = item_before(way, item.key, question=command == "back_question")
        if before is None:
            return Turned(say("at_first"), self._again(way, asked, item))
        passed = asked.passed if before.question.id == asked.question else ()
        return Turned(asking=self._steps.fact(way, before, passed))

    def _passed(self, way: Way, asked: Asking, item: Item, value: Value | None) -> Turned:
        if value is not None:
            return self.after(way, asked, "", asked.passed)
        said = say("left_empty", label=item.spec.label)
        return self.after(way, asked, said, (*asked.passed, item.spec.name))

    def stopped(self, way: Way) -> Turned:
        total = len(self._desk.questions(way))
        done = total - len(self._desk.open_questions(way))
        return Turned(say("stopped", total=total, done=done), links=(interview_link(way),))

    def _is_question(self, spec: FactSpec, said: str) -> bool:
        softly = is_open(spec) or spec.type is FactType.PERSON
        return asks(said, softly=softly) or self._progress(said)

    def _read(self, spec: FactSpec, said: str) -> tuple[Any, Value | None]:
        """What is stored and how it reads. Raises BadInput with the reader's own line."""
        first = ""
        for given in readings(spec, said):
            try:
                return given, read_value(spec, given, self._gazetteer)
            except Refused as error:
                first = first or f"{spec.label}：{error.message}"
        raise BadInput(first)

    def _again(self, way: Way, asked: Asking, item: Item) -> Asking:
        return self._steps.fact(way, item, asked.passed, correcting=asked.correcting)

    def _row(
        self, way: Way, asked: Asking, item: Item, said: str, wrote: Mapping[str, Any]
    ) -> Turned:
        """Rows behind those that there are; the table stays open for more."""
        spec, before = item.spec, self._seen(asked, item, wrote)
        kept = asked.seen if isinstance(asked.seen, list) else []
        rows = [*kept, *(row_said(spec, line) for line in said.split("\n"))]
        turned = self._stored(way, asked, item, rows, before)
        if isinstance(turned, Turned):
            return turned
        asking = self._steps.fact(turned, item, asked.passed, correcting=asked.correcting)
        stored = {spec.name: turned.company.facts.get(spec.name)}
        words = say("kept_row", label=spec.label, count=len(rows))
        return Turned(words, asking.model_copy(update={"wrote": stored}))

    def _store(
        self,
        way: Way,
        asked: Asking,
        item: Item,
        given: Any,
        value: Value | None,
        wrote: Mapping[str, Any],
    ) -> Turned:
        spec = item.spec
        if value is None and spec.name not in way.facts.values:
            return self._passed(way, asked, item, None)
        turned = self._stored(way, asked, item, given, self._seen(asked, item, wrote), value)
        if isinstance(turned, Turned):
            return turned
        now = turned.facts.values.get(spec.name)
        said = say("kept", label=spec.label, value=value_text(spec, now))
        if now is None:
            said = say("left_empty", label=spec.label)
        one = spec.type is FactType.LINES and now is not None and len(now.items) == 1
        notes = (say("one_line"),) if one and now and "、" in now.items[0] else ()
        turned = self._taken_up(turned, asked, item)
        stored = {spec.name: turned.company.facts.get(spec.name)}
        passed = tuple(one for one in asked.passed if one != spec.name)
        return self.after(turned, asked, said, passed, notes, stored)

    def _taken_up(self, way: Way, asked: Asking, item: Item) -> Way:
        """A question that was passed over as a whole is asked again once one of it is answered."""
        others = [one for one in item.question.facts if one != item.spec.name]
        whole = not any(one in way.facts.values for one in others)
        if asked.correcting or item.question.id not in way.guide.skipped or not whole:
            return way
        return self._desk.skip(way, item.question.id, skipped=False)

    @staticmethod
    def _seen(asked: Asking, item: Item, wrote: Mapping[str, Any]) -> Any:
        """The fact as it must still be stored: as it was shown, or as the replaced turn left it."""
        return wrote.get(item.spec.name, asked.seen)

    def _stored(
        self,
        way: Way,
        asked: Asking,
        item: Item,
        given: Any,
        before: Any,
        value: Value | None = None,
    ) -> Way | Turned:
        name = item.spec.name
        try:
            return self._desk.answer(way, {name: given}, {name: before})
        except Clash:
            way = self._desk.way(way.guide.id)
        present = way.facts.values.get(name)
        if present is not None and value is not None and present.raw == value.raw:
            return way  # somebody said the same
        key = "clash" if present is not None else "clash_empty"
        said = say(key, label=item.spec.label, value=value_text(item.spec, present))
        return Turned(said, self._again(way, asked, item))

    @staticmethod
    def _contradicted(way: Way, fact: str) -> tuple[tuple[str, ...], tuple[Option, ...]]:
        """What does not go together, all of it or what ``fact`` has a part in, and buttons to correct it."""
        found = [one for one in contradictions(way.route, way.facts) if fact in ("", *one.facts)]
        labels = {spec.name: spec.label for spec in way.route.specs}
        facts = dict.fromkeys(name for one in found for name in one.facts)
        lines = tuple(say("contradiction", message=one.message) for one in found)
        return lines, tuple(option("correct", label=labels[name]) for name in facts)
