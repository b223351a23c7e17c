"""What parsing gives: the clauses of a text, how sure that is, and the doubtful places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.models import Clause, Notice, Reference


@dataclass(frozen=True, slots=True)
class Hint:
    """What the file's format says of the 1-based line ``line`` of the text.

    ``kind`` is a value of ``corpus.reading.models.LineKind``, or what a person states: ``stated``
    is a heading, ``plain`` is none. ``level`` 0 is the title, 1 the outermost heading; ``label`` the
    number of a stated heading (4.2, 第五条) where the line itself does not show it.
    """

    line: int
    kind: str
    level: int | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """The joined texts of ``clauses`` are the whole text. ``votes`` counts headings by family."""

    clauses: tuple[Clause, ...]
    family: str
    confidence: float
    notices: tuple[Notice, ...] = ()
    references: tuple[Reference, ...] = ()
    votes: Mapping[str, int] = field(default_factory=dict)
