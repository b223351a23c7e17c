"""What the web page, the API and the command line ask of the assistant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol, TypedDict, Unpack

from assistant.answering.models import Answer, Comparison
from assistant.importing.models import FileResult, ImportProgress, Overrides
from assistant.profile.models import Profile
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


#: What a reader says: of an answer useful or useless, of a clause that it was cited wrongly.
Verdict = Literal["useful", "useless", "wrong-citation"]


@dataclass(frozen=True, slots=True)
class GivenFeedback:
    """A verdict on answer number ``turn`` of a conversation, from 1, as it stands now.

    ``clause_id``: the clause that was cited wrongly; empty for the answer as a whole. Without a verdict
    an earlier one is withdrawn.
    """

    conversation: str
    turn: int
    verdict: Verdict | None
    clause_id: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and its answer.

    It is version ``version`` of ``versions``, from 1. ``verdict`` and ``note`` are what the reader said
    of it, ``wrong`` the clauses that the reader says were cited wrongly.
    """

    question: str
    answer: Answer
    asked: datetime
    version: int = 1
    versions: int = 1
    verdict: Verdict | None = None
    note: str = ""
    wrong: frozenset[str] = frozenset()


class AskOptions(TypedDict, total=False):
    """How a question is asked; each may be left out.

    ``replaces``: number of the turn, from 1, of which this is a new version. ``profile``: what is known
    of the enterprise of the person who asks.
    """

    region: str | None
    workspace: str | None
    conversation: str | None
    replaces: int | None
    profile: Profile | None


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A stored conversation."""

    id: str
    title: str
    turns: int
    updated: datetime


class Assistant(Protocol):
    """The service behind every surface. Raises corpus.errors.BadInput with one Chinese line."""

    def ask(self, question: str, **options: Unpack[AskOptions]) -> Answer: ...

    def stream(self, question: str, **options: Unpack[AskOptions]) -> Iterator[Answer]:
        """The answer as it grows, statement by statement; the last one is complete and stored."""
        ...

    def stop(self, conversation: str) -> bool:
        """Hang up on the model that answers there; what was verified stays. False when none does."""
        ...

    def choose_version(self, conversation: str, turn: int, version: int) -> None:
        """Go back to an earlier version of a turn, or forth; both count from 1."""
        ...

    def give_feedback(self, feedback: GivenFeedback) -> None: ...

    def read_profile(self, message: str) -> Profile:
        """What a message says of the writer's own enterprise."""
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

    def warm_up(self) -> None:
        """Load what answers need; no language model is asked."""
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
