"""A draft as it is stored and shown: facts, sections with their versions, what a person chose."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

#: Who wrote a section's text: the blueprint, a language model, a person, or an earlier version put back.
Origin = Literal["template", "model", "hand", "restored"]
#: ``shown``: with its mark 可选条款; ``adopted``: as the company's own rule, the mark only in the basis table.
Chosen = Literal["shown", "adopted"]


class Version(BaseModel):
    """A text that a section had. ``text`` is in the text form of ``assistant.drafting.marked``."""

    model_config = ConfigDict(extra="forbid")

    text: str
    origin: Origin
    made: datetime
    wish: str = ""  # what a person asked the model for


class DraftSection(BaseModel):
    """A section; its present text is the last of ``versions``.

    ``stale``: facts or choices changed since a person wrote or locked it, and the text was not touched.
    ``notes``: Chinese lines for the person who edits, such as why a model's text was not taken.
    """

    model_config = ConfigDict(extra="forbid")

    id: str
    title: str
    versions: list[Version] = Field(min_length=1)
    locked: bool = False
    stale: bool = False
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return self.versions[-1].text

    @property
    def origin(self) -> Origin:
        return self.versions[-1].origin

    @property
    def kept(self) -> bool:
        """Whether new facts must not overwrite it."""
        return self.locked or self.origin in ("hand", "restored", "model")


class Draft(BaseModel):
    """``facts`` as a facts file holds them; ``chosen`` by ``SECTION/OPTION`` of the blueprint.

    ``revision`` counts what was stored: who saves an older one is refused.
    """

    model_config = ConfigDict(extra="forbid")

    id: str
    blueprint: str
    title: str
    company: str = ""
    facts: dict[str, Any] = Field(default_factory=dict)
    chosen: dict[str, Chosen] = Field(default_factory=dict)
    sections: list[DraftSection] = Field(default_factory=list)
    created: datetime
    updated: datetime
    revision: int = 0
