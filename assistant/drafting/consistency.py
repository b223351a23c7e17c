"""Whether the documents of one company agree: the same person, dates and powers in all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.drafting.blueprint import TELLING, FactSpec
from assistant.drafting.blueprints import shared_facts
from assistant.drafting.draft import Draft, DraftSection
from assistant.drafting.facts.reading import read_value
from assistant.drafting.facts.values import Refused
from assistant.drafting.marked import Masked, facts_in
from corpus.regions import Gazetteer

_NO_PLACES = Gazetteer(())  # stored facts are checked already


@dataclass(frozen=True, slots=True)
class Told:
    """What one draft says of a fact; ``section`` when an older value still stands in its words."""

    draft: str
    title: str
    value: Any
    section: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A shared fact that is told differently."""

    fact: str
    label: str
    values: tuple[Told, ...]


def differences(drafts: Sequence[Draft]) -> tuple[Difference, ...]:
    """Shared facts that differ between drafts of one company, or between a draft's facts and its words.

    A text that nobody overwrites (edited, locked, put back, a model's) may still have a value from before.
    """
    older = [
        (draft, section, set(_older(draft, section)))
        for draft in drafts
        for section in draft.sections
    ]
    found: list[Difference] = []
    for name, spec in shared_facts().items():
        if spec.varies:
            continue
        told = [Told(d.id, d.title, d.facts[name]) for d in drafts if name in d.facts]
        left = [
            Told(draft.id, draft.title, words, section.title)
            for draft, section, values in older
            for fact, words in sorted(values)
            if fact == name
        ]
        if left or len({_key(one.value) for one in told}) > 1:
            found.append(Difference(name, spec.label, (*told, *left)))
    return tuple(found)


def _key(value: Any) -> str:
    """The same for the same items in another order."""
    return repr(sorted(value, key=repr) if isinstance(value, list) else value)


def _older(draft: Draft, section: DraftSection) -> Iterator[tuple[str, str]]:
    """Facts by name with words of them that are no longer true and stand in the section."""
    if not section.kept:
        return
    masked = Masked(section.text)
    for name, words in dict.fromkeys(facts_in(section.text)):
        if not _true(draft, name, words):
            yield name, words
    for name, words in _said_before(section):
        if words in masked.text and not _true(draft, name, words):
            yield name, words


def _said_before(section: DraftSection) -> Iterator[tuple[str, str]]:
    """Names and dates that earlier versions had as facts: a person may have typed them over."""
    found = (pair for version in section.versions[:-1] for pair in facts_in(version.text))
    for name, words in dict.fromkeys(found):
        spec = shared_facts().get(name)
        if spec is not None and spec.type in TELLING and len(words) >= 2:
            yield name, words


def _true(draft: Draft, name: str, words: str) -> bool:
    """Whether the draft's facts say these words; of facts that are not shared nothing is said."""
    spec = shared_facts().get(name)
    return spec is None or words in _spoken(spec, draft.facts.get(name))


def _spoken(spec: FactSpec, raw: Any) -> frozenset[str]:
    """All words by which a document writes the fact: as a whole, an item, a cell."""
    unchecked = _unchecked(spec)
    try:
        value = read_value(unchecked, raw, _NO_PLACES)
    except Refused:
        return frozenset()
    if value is None:
        return frozenset()
    cells = (cell for row in value.rows for cell in row.values())
    return frozenset((value.text, *value.items, *cells))


@cache
def _unchecked(spec: FactSpec) -> FactSpec:
    return spec.model_copy(update={"check": None})
