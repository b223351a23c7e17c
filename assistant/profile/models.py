"""The facts of an enterprise as its people told them in a chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

FactName = Literal[
    "region",
    "industry",
    "headcount",
    "size",
    "quality_head",
    "safety_director",
    "certificate",
]
FACTS: tuple[FactName, ...] = get_args(FactName)
#: Facts that a sentence about the enterprise begins with.
_TOLD: tuple[FactName, ...] = ("region", "headcount", "size", "industry")
#: Characters of a value, and of the message it was read from.
LONGEST, _MESSAGE = 40, 200


class Fact(BaseModel):
    """A fact, the words that say it and the message they stand in; both empty when typed by hand."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    value: str = Field(min_length=1, max_length=LONGEST)
    words: str = ""
    message: str = ""

    @classmethod
    def read(cls, value: str, words: str, message: str) -> Fact:
        return cls(value=value[:LONGEST], words=words[:LONGEST], message=message[:_MESSAGE])


class Profile(BaseModel):
    """What is known of an enterprise; None where nobody said anything."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    region: Fact | None = None
    industry: Fact | None = None
    headcount: Fact | None = None
    size: Fact | None = None
    quality_head: Fact | None = None
    safety_director: Fact | None = None
    certificate: Fact | None = None

    @classmethod
    def typed(cls, values: Mapping[str, str], before: Profile | None = None) -> Profile:
        """What a person typed, empty where nothing is; what stands in ``before`` keeps its origin."""
        known = before.known() if before else {}
        made: dict[FactName, Fact] = {}
        for name in FACTS:
            value = " ".join(values.get(name, "").split())[:LONGEST]
            kept = known.get(name)
            if value:
                made[name] = kept if kept and kept.value == value else Fact(value=value)
        return cls(**made)

    def known(self) -> dict[FactName, Fact]:
        """The facts that there are, in their order."""
        found = ((name, getattr(self, name)) for name in FACTS)
        return {name: fact for name, fact in found if fact is not None}

    def updated(self, other: Profile) -> Profile:
        """This profile with the facts of ``other`` in the place of older ones."""
        return self.model_copy(update={str(name): fact for name, fact in other.known().items()})

    def told(self) -> tuple[str, ...]:
        """Region, headcount, size and industry in a few words each: 佛山, 200人, 注塑厂."""
        known = self.known()
        return tuple(known[name].value for name in _TOLD if name in known)
