"""Known gaps: what the library does not hold, how people ask for it, and where to ask instead."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from corpus.models import Topic


class Part(StrEnum):
    """A part of a standard that a question can ask for."""

    CLAUSES = "clauses"  # 正文条款
    TERMS = "terms"  # 术语条目
    ANNEXES = "annexes"  # 附录
    REFERENCES = "references"  # 规范性引用文件
    DRAFTERS = "drafters"  # 主要起草人
    UNITS = "units"  # 起草单位


class Fills(BaseModel):
    """What an imported standard must hold to close the gap: all of facts, parts and topics.

    ``words`` is a regular expression: a clause on one of the topics must hold it, else the standard
    is silent on the matter (a clause on qualifications that does not speak of education).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether no text closes the gap."""
        return not (self.topics or self.facts or self.parts)


class Gap(BaseModel):
    """One thing that is known to be missing.

    ``keys`` are alternatives; an alternative is a list of groups; a question matches when one
    alternative has a hit in every group and no word of ``unless`` occurs. ``scope`` is 广东 when the
    gap concerns the standard or Guangdong alone, 任何 when it holds for every place.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)

    id: str
    title: str
    scope: str
    what: str
    ask: str
    asks: tuple[str, ...] = Field(min_length=3)
    keys: tuple[tuple[tuple[str, ...], ...], ...]
    unless: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    references: tuple[Topic, ...] = ()
    fills: Fills = Fills()
    voids: tuple[str, ...] = ()  # clauses of the library that are no longer true once it is closed

    def matches(self, question: str) -> bool:
        """Whether ``question`` (normalised) asks for this."""
        if any(word in question for word in self.unless):
            return False
        return any(
            all(any(word in question for word in group) for group in groups) for groups in self.keys
        )
