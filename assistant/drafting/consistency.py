"""Whether the documents of one company agree: the same person, dates and powers in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.drafting.blueprints import shared_facts
from assistant.drafting.draft import Draft
from assistant.drafting.marked import facts_in


@dataclass(frozen=True, slots=True)
class Told:
    """What one draft says of a fact; ``section`` when an older value stands in a kept text."""

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
    """Shared facts that differ between drafts of one company, or between a draft and a text kept in it."""
    found: list[Difference] = []
    for name, spec in shared_facts().items():
        if spec.varies:
            continue
        told = [Told(d.id, d.title, d.facts[name]) for d in drafts if name in d.facts]
        told += [one for draft in drafts for one in _kept(draft, name)]
        if len({_key(one.value) for one in told if not one.section}) > 1 or any(
            one.section for one in told
        ):
            found.append(Difference(name, spec.label, tuple(told)))
    return tuple(found)


def _kept(draft: Draft, name: str) -> list[Told]:
    """Texts that nobody overwrites and that still have an older value: they are marked stale."""
    return [
        Told(draft.id, draft.title, words, one.title)
        for one in draft.sections
        if one.kept and one.stale
        for fact, words in facts_in(one.text)
        if fact == name
    ]


def _key(value: Any) -> str:
    return repr(value)
