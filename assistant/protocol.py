"""What the web page, the API and the command line ask of the assistant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from assistant.answering.models import Answer, Comparison
from assistant.importing.models import FileResult, ImportProgress, Overrides
from corpus.models import Clause, Document, Source


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause in its document, for the reader beside an answer."""

    source: Source
    clause: Clause
    parents: tuple[Clause, ...]  # outermost first
    before: tuple[Clause, ...]  # neighbours in reading order, nearest last
    after: tuple[Clause, ...]
    children: tuple[Clause, ...]
    outline: tuple[tuple[str, str, int], ...]  # clause id, words, level: the whole document


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and its answer."""

    question: str
    answer: Answer
    asked: datetime


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A stored conversation."""

    id: str
    title: str
    turns: int
    updated: datetime


class Assistant(Protocol):
    """The service behind every surface. Raises corpus.errors.BadInput with one Chinese line."""

    def ask(
        self,
        question: str,
        *,
        region: str | None = None,
        workspace: str | None = None,
        conversation: str | None = None,
    ) -> Answer: ...

    def stream(
        self,
        question: str,
        *,
        region: str | None = None,
        workspace: str | None = None,
        conversation: str | None = None,
    ) -> Iterator[Answer]:
        """The answer as it grows, statement by statement; the last one is complete and stored."""
        ...

    def compare(
        self, topic: str, regions: Sequence[str] = (), *, workspace: str | None = None
    ) -> Comparison: ...

    def view(self, clause_id: str) -> ClauseView:
        """The clause in its document. Raises BadInput when there is no such clause."""
        ...

    def sources(self, *, workspace: str | None = None) -> Sequence[Source]: ...

    def regions(self) -> Sequence[str]:
        """Places with at least one source: 广东 first, its cities, 全国, then the others."""
        ...

    def starters(self, *, english: bool = False) -> Sequence[str]:
        """Questions to begin with, each known to be answered by the library."""
        ...

    def new_conversation(self) -> str: ...

    def conversations(self) -> Sequence[ConversationSummary]: ...

    def turns(self, conversation: str) -> Sequence[Turn]: ...

    def export_markdown(self, conversation: str) -> str: ...

    def health(self) -> dict[str, object]:
        """What /healthz returns: ``{"status": "ok", "sources": 61, "clauses": 480, …}``."""
        ...


class FileImporter(Protocol):
    """What the library page asks of the importer. Raises CqoError with one Chinese line.

    ``progress`` is called from any thread; when ``cancelled`` says so the work stops soon and leaves
    nothing behind.
    """

    def check(
        self,
        path: Path,
        overrides: Overrides = ...,
        *,
        progress: ImportProgress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> tuple[Document, ...]:
        """Read a file without storing anything."""
        ...

    def store(
        self,
        path: Path,
        documents: Sequence[Document],
        edits: Sequence[Overrides] = (),
        *,
        progress: ImportProgress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> FileResult:
        """Store what ``check`` gave for ``path``, each document with its own edited facts."""
        ...

    def edit(self, source_id: str, overrides: Overrides) -> Document:
        """Change the facts of a stored text."""
        ...

    def remove(self, source_id: str) -> None:
        """Remove a stored text; those that come with the product are refused."""
        ...

    def export(self, source_id: str, target: Path) -> Path:
        """Write a text as Markdown with front matter; where it lies."""
        ...
