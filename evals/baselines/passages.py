"""What a baseline finds: pieces of the library's texts, and the clauses they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.answering.citing import Quoted
from corpus.models import Clause, Document
from index.chunks import UNSEARCHED


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text, as its part in each clause; ``score`` grows with likeness to the question."""

    pieces: tuple[Quoted, ...]
    score: float = 0.0

    @property
    def clause_ids(self) -> tuple[str, ...]:
        return tuple(piece.clause.id for piece in self.pieces)

    @property
    def length(self) -> int:
        """Characters that are read."""
        return sum(piece.end - piece.start for piece in self.pieces)


class Searcher(Protocol):
    """Finds passages for a question."""

    name: str
    title: str  # in Chinese, as a report calls it

    def search(self, question: str, k: int) -> Sequence[Passage]:
        """The ``k`` best, best first."""
        ...


def overlapped(document: Document, start: int, end: int) -> tuple[Quoted, ...]:
    """The part of ``document.text[start:end]`` in each clause, without outer white space."""
    found = []
    for clause in document.clauses:
        first, last = max(start, clause.start), min(end, clause.end)
        piece = _trimmed(clause, first - clause.start, last - clause.start)
        if first < last and piece is not None:
            found.append(Quoted(document.source, clause, *piece))
    return tuple(found)


def clause_passages(documents: Iterable[Document]) -> list[Passage]:
    """Every clause that says something, as a passage of its own."""
    return [
        Passage((Quoted(document.source, clause, *piece),))
        for document in documents
        for clause in document.clauses
        if clause.kind not in UNSEARCHED and clause.body
        if (piece := _trimmed(clause, 0, len(clause.text))) is not None
    ]


def _trimmed(clause: Clause, start: int, end: int) -> tuple[int, int] | None:
    """The span without white space at its ends; None when nothing is left."""
    text = clause.text[start:end]
    if not text.strip():
        return None
    return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
