"""In which order the facts of the interview are asked one by one, and which of them are still to be asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.drafting.blueprint import FactSpec, FactType
from assistant.drafting.facts.values import Facts, Value
from assistant.guiding.journey import Question
from assistant.guiding.planning import NAME, contradictions, questions, specs_of
from assistant.guiding.way import Way

#: A value of each kind whose every value counts as given: yes-no and choices can be either.
_ANY: Mapping[FactType, Value] = {
    kind: Value(raw, "—", ("—",))
    for kind, raw in {
        FactType.TEXT: "—",
        FactType.PARAGRAPH: "—",
        FactType.PERSON: "—",
        FactType.LINES: ["—"],
    }.items()
}


@dataclass(frozen=True, slots=True)
class Item:
    """One fact of one question; ``number`` of ``count`` in its question, both from 1."""

    question: Question
    spec: FactSpec
    number: int
    count: int

    @property
    def key(self) -> tuple[str, str]:
        return self.question.id, self.spec.name


def items_of(way: Way, *, every: bool = False) -> tuple[Item, ...]:
    """All that this company is asked, in the order of the journey.

    A fact that could only contradict what was said is not asked unless ``every`` one is wanted: no name
    where there is no candidate. The company's name is known from the start.
    """
    found: list[Item] = []
    for question in questions(way.route, way.facts):
        own = (one for one in specs_of(way.route, question) if one.name != NAME)
        asked = [one for one in own if every or _is_asked(way, one)]
        found += (Item(question, spec, at, len(asked)) for at, spec in enumerate(asked, 1))
    return tuple(found)


def item_of(way: Way, fact: str) -> Item | None:
    """Where a fact is asked, whether or not it is this time."""
    usual = next((one for one in items_of(way) if one.spec.name == fact), None)
    return usual or next((one for one in items_of(way, every=True) if one.spec.name == fact), None)


def next_item(
    way: Way, behind: tuple[str, str] | None = None, passed: Collection[str] = ()
) -> Item | None:
    """The next open fact behind the one that was asked, else the first open one; None when all is asked.

    ``passed``: facts of that question which were passed over.
    """
    items = items_of(way)
    here = behind[0] if behind else ""
    left = [
        one
        for one in items
        if one.question.id not in way.guide.skipped
        and one.spec.name not in way.facts.values
        and not (one.question.id == here and one.spec.name in passed)
    ]
    at = _place(items, behind)
    return next((one for one in left if items.index(one) > at), left[0] if left else None)


def item_before(way: Way, key: tuple[str, str], *, question: bool) -> Item | None:
    """The fact ahead of this one, or (``question``) the first one of the question ahead."""
    items = items_of(way)
    ahead = items[: max(0, _place(items, key))]
    if not question:
        return ahead[-1] if ahead else None
    others = [one for one in ahead if one.question.id != key[0]]
    if not others:
        return ahead[0] if ahead else None
    return next(one for one in others if one.question.id == others[-1].question.id)


def is_left(way: Way, question_id: str) -> bool:
    """Whether something of the question is not answered, as the terminal reckons."""
    asked = next((q for q in questions(way.route, way.facts) if q.id == question_id), None)
    return asked is not None and any(f not in way.facts.values for f in asked.facts if f != NAME)


def _is_asked(way: Way, spec: FactSpec) -> bool:
    given = _ANY.get(spec.type)
    if spec.name in way.facts.values or given is None:
        return True
    before = contradictions(way.route, way.facts)
    behind = contradictions(way.route, _with(way.facts, spec.name, given))
    return not any(one not in before for one in behind if spec.name in one.facts)


def _with(facts: Facts, name: str, value: Any) -> Facts:
    return replace(facts, values={**facts.values, name: value})


def _place(items: Sequence[Item], key: tuple[str, str] | None) -> int:
    """Where the fact stands; -1 when it is asked no more."""
    return next((at for at, one in enumerate(items) if one.key == key), -1)
