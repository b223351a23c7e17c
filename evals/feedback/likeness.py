"""Whether two questions ask the same: the same places and numbers, nearly the same words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from assistant.answering.wording import simplified
from corpus.regions import Gazetteer

#: Share of pairs of characters in common (Dice, 1945) from which wordings count as one question.
ALIKE = 0.75
_NUMBERS = re.compile(r"\d+|[〇零一二三四五六七八九十百]+")
_UNSAID = re.compile(r"[\W_]+|请问|一下|吗|呢|啊|吧|的|了")

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Wording:
    """A question as it is compared."""

    plain: str
    pairs: frozenset[str]
    numbers: tuple[str, ...]
    places: frozenset[str]

    def like(self, other: Wording) -> bool:
        """Places and numbers make another question however alike the words are."""
        if self.numbers != other.numbers or self.places != other.places:
            return False
        if self.plain == other.plain:
            return True
        both = len(self.pairs) + len(other.pairs)
        if 2 * min(len(self.pairs), len(other.pairs)) < ALIKE * both:  # too long or short
            return False
        return 2 * len(self.pairs & other.pairs) >= ALIKE * both > 0


def wording(question: str, region: str | None, gazetteer: Gazetteer) -> Wording:
    """``region``: the place that was chosen beside the question."""
    plain = plainly(question)
    places = {one.name for one in gazetteer.mentioned(simplified(question))}
    return Wording(
        plain=plain,
        pairs=frozenset(plain[at : at + 2] for at in range(len(plain) - 1)),
        numbers=tuple(_NUMBERS.findall(plain)),
        places=frozenset(places or ({region} if region else set())),
    )


@lru_cache(maxsize=4096)
def plainly(question: str) -> str:
    """The words that matter, in one spelling."""
    spelt = simplified(question).lower()
    return _UNSAID.sub("", spelt) or spelt.strip()


def grouped(things: Sequence[Thing], wording_of: Callable[[Thing], Wording]) -> list[list[Thing]]:
    """Things whose questions are alike, together; each group is known by its first member."""
    groups: list[tuple[Wording, list[Thing]]] = []
    for thing in things:
        own = wording_of(thing)
        for first, members in groups:
            if first.like(own):
                members.append(thing)
                break
        else:
            groups.append((own, [thing]))
    return [members for _, members in groups]
