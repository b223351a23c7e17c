"""The catalogue of sources and clauses: the truth from which words and vectors are derived."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from corpus.models import Clause, Document, Origin, Reference, Source
from index.catalogue import reading, rows
from index.catalogue.conversations import Conversations
from index.catalogue.database import Database
from index.catalogue.feedback import FeedbackStore
from index.catalogue.pending import Pending, forget
from index.catalogue.storing import Prepared, erase, prepare, put
from index.catalogue.tables import (
    ChunkRow,
    ClauseNumberRow,
    ClauseRow,
    OriginRow,
    ReferenceRow,
    SourceRow,
    StateRow,
)
from index.filters import Filters
from index.lexical import Lexical
from index.numbers import Number

_REMEMBERED_SOURCES = 2_000
_REMEMBERED_FILTERS = 64
_BATCH = 50


@dataclass(frozen=True, slots=True)
class ChunkPlace:
    """Where a chunk lies: ``clause.text[start:end]``."""

    pk: int
    id: str
    source_id: str
    clause_id: str
    start: int
    end: int


class Catalogue:
    """Reads return the corpus's dataclasses and are remembered until the catalogue changes.

    Thread-safe. Other processes' changes are seen at the next ``states`` (a search asks for it).
    ``headings``: whether chunks are found by what stands above them too (``index.chunks``).
    """

    def __init__(self, database: Database, lexical: Lexical, *, headings: bool = True) -> None:
        self.database, self._lexical, self.headings = database, lexical, headings
        self.conversations = Conversations(database)
        self.feedback = FeedbackStore(database)
        self.pending = Pending(database)
        self._lock = threading.RLock()
        self._held = threading.local()
        self._seen = -1
        self._sources: dict[str, Source] | None = None
        self._trees: dict[str, dict[str, Clause]] = {}
        self._places: dict[int, ChunkPlace] | None = None
        self._chosen: dict[Filters, tuple[Source, ...]] = {}
        self._passing: dict[Filters, frozenset[int]] = {}

    # -- writing ---------------------------------------------------------------------------------

    def store(self, document: Document) -> bool:
        """Store a text, replacing the one of the same id, in one transaction.

        Returns False when exactly this is stored already. Raises DataFolderError.
        """
        return bool(self.store_all([document]))

    def store_all(
        self, documents: Sequence[Document], progress: Callable[[int], None] | None = None
    ) -> list[str]:
        """Store texts, ``_BATCH`` in a transaction; ids of those that were new or different.

        ``progress`` is called with how many texts are done. Killed between two transactions, the
        texts of the first are stored whole, those of the second not at all.
        """
        known, stored = self.digests(), []
        for start in range(0, len(documents), _BATCH):
            batch = []
            for document in documents[start : start + _BATCH]:
                digest = rows.digest_of(document, headings=self.headings)
                if known.get(document.source.id) != digest:
                    batch.append(prepare(document, digest, self._lexical, headings=self.headings))
            if batch:
                with self.database.writing() as connection:
                    put(connection, self._lexical, batch)
                    self._next_generation(connection)
            stored += [text.document.source.id for text in batch]
            if progress:
                progress(min(start + _BATCH, len(documents)))
        return stored

    def publish(self, texts: Sequence[Prepared], states: Mapping[str, str]) -> None:
        """Make waiting texts visible, in place of those of the same ids, in one transaction.

        In it the generation grows by one and the lines of ``states`` are written.
        """
        with self.database.writing() as connection:
            put(connection, self._lexical, texts)
            forget(connection, [(t.document.source.id, t.digest) for t in texts])
            self._next_generation(connection)
            for key, value in states.items():
                self.put_state(connection, key, value)

    def remove(self, source_id: str) -> bool:
        """Remove a text with its clauses, words and chunks; False when it was not there."""
        with self.database.writing() as connection:
            found = bool(erase(connection, self._lexical, [source_id]))
            if found:
                self._next_generation(connection)
        return found

    def set_state(self, key: str, value: str) -> None:
        """Write a line of ``state``; does not count as a change of the texts."""
        with self.database.writing() as connection:
            self.put_state(connection, key, value)

    @staticmethod
    def put_state(connection: Connection, key: str, value: str) -> None:
        connection.execute(delete(StateRow).where(StateRow.key == key))
        connection.execute(insert(StateRow).values(key=key, value=value))

    def _next_generation(self, connection: Connection) -> None:
        query = select(StateRow.value).where(StateRow.key == "generation")
        self.put_state(connection, "generation", str(int(connection.scalar(query) or 0) + 1))

    # -- reading ---------------------------------------------------------------------------------

    def states(self) -> dict[str, str]:
        """All lines of ``state``; what was remembered is forgotten when the texts have changed."""
        held: dict[str, str] | None = getattr(self._held, "lines", None)
        if held is not None:
            return held
        with self.database.reading() as connection:
            lines = {
                r.key: r.value for r in connection.execute(select(StateRow.key, StateRow.value))
            }
        generation = int(lines.get("generation", 0))
        with self._lock:
            if generation != self._seen:
                self._seen, self._sources, self._places = generation, None, None
                self._trees, self._passing, self._chosen = {}, {}, {}
        return lines

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Within it this thread reads ``state`` once: one question is answered from one generation."""
        if getattr(self._held, "lines", None) is not None:
            yield
            return
        self._held.lines = self.states()
        try:
            yield
        finally:
            self._held.lines = None

    @property
    def generation(self) -> int:
        """Grows with each change of the texts; 0 when nothing was ever stored."""
        return int(self.states().get("generation", 0))

    def digests(self) -> dict[str, str]:
        """By source id; a digest changes with the text, its facts and its clauses."""
        with self.database.reading() as connection:
            query = select(SourceRow.id, SourceRow.digest)
            return {row.id: row.digest for row in connection.execute(query)}

    def sources(self, filters: Filters | None = None) -> tuple[Source, ...]:
        """Sources that pass, by id. Without filters: all, of every workspace (for maintenance).

        Those that wait to become visible (``pending``) are not among them.
        """
        if filters is None:
            return tuple(self._all_sources().values())
        with self._lock:
            if filters not in self._chosen:
                query = select(SourceRow.id).where(filters.of_sources()).order_by(SourceRow.id)
                with self.database.reading() as connection:
                    keys = list(connection.scalars(query))
                if len(self._chosen) >= _REMEMBERED_FILTERS:
                    self._chosen.clear()
                found = tuple(source for key in keys if (source := self.source(key)) is not None)
                self._chosen[filters] = found
            return self._chosen[filters]

    def source(self, source_id: str) -> Source | None:
        return self._all_sources().get(source_id)

    def document(self, source_id: str) -> Document | None:
        """A text whole, with its origin, references and notices; all of one state."""
        with self.database.reading() as connection:
            return reading.read_document(connection, source_id)

    def origin(self, source_id: str) -> Origin | None:
        """The file that a source was read from; None for the shipped library."""
        with self.database.reading() as connection:
            told = reading.read_told(connection, source_id)
        return rows.origin_of(told) if told else None

    def imported(self, source_id: str) -> datetime | None:
        """When (UTC) a source was imported; None for the shipped library."""
        with self.database.reading() as connection:
            told = reading.read_told(connection, source_id)
        return reading.moment_of(told) if told else None

    def by_file(self, sha256: str) -> tuple[str, ...]:
        """Ids of the sources that were read from the file of that SHA-256, in their order in it."""
        query = (
            select(OriginRow.source_id)
            .where(OriginRow.file_sha256 == sha256)
            .order_by(OriginRow.part, OriginRow.source_id)
        )
        with self.database.reading() as connection:
            return tuple(connection.scalars(query))

    def by_text(self, sha256: str) -> tuple[str, ...]:
        """Ids of the sources, of every workspace, whose text has that SHA-256."""
        query = select(SourceRow.id).where(SourceRow.sha256 == sha256).order_by(SourceRow.id)
        with self.database.reading() as connection:
            return tuple(connection.scalars(query))

    def files(self) -> frozenset[str]:
        """SHA-256 of the files that sources were read from, of those too that wait in ``pending``."""
        query = select(OriginRow.file_sha256).where(OriginRow.file_sha256.is_not(None))
        with self.database.reading() as connection:
            found = {key for key in connection.scalars(query) if key}
        return self.pending.files() | found

    def references_of(self, clause_id: str) -> tuple[Reference, ...]:
        """Cross-references that stand in the clause, from left to right."""
        with self.database.reading() as connection:
            return reading.read_references(connection, ReferenceRow.clause_id == clause_id)

    def references_to(self, clause_id: str) -> tuple[Reference, ...]:
        """Cross-references that mean the clause, by source and order."""
        with self.database.reading() as connection:
            return reading.read_references(connection, ReferenceRow.target == clause_id)

    def text(self, source_id: str) -> str | None:
        """The whole text as it was read."""
        with self.database.reading() as connection:
            return connection.scalar(select(SourceRow.text).where(SourceRow.id == source_id))

    def clauses(self, source_id: str) -> tuple[Clause, ...]:
        """Clauses of a source in reading order; empty when there is no such source."""
        return tuple(self._tree(source_id).values())

    def clause(self, clause_id: str) -> Clause | None:
        return self._tree(clause_id.partition("#")[0]).get(clause_id)

    def children(self, clause_id: str) -> tuple[Clause, ...]:
        return tuple(c for c in self._siblings_tree(clause_id) if c.parent == clause_id)

    def parents(self, clause_id: str) -> tuple[Clause, ...]:
        """Ancestors, outermost first."""
        line: list[Clause] = []
        clause = self.clause(clause_id)
        while clause and clause.parent and (clause := self.clause(clause.parent)):
            line.insert(0, clause)
        return tuple(line)

    def siblings(self, clause_id: str) -> tuple[Clause, ...]:
        """Clauses of the same parent in reading order, without the clause itself."""
        clause = self.clause(clause_id)
        if clause is None:
            return ()
        return tuple(
            c
            for c in self._siblings_tree(clause_id)
            if c.parent == clause.parent and c.level == clause.level and c.id != clause_id
        )

    def neighbours(self, clause_id: str) -> tuple[Clause | None, Clause | None]:
        """The clause before and the clause behind in reading order."""
        line = self._siblings_tree(clause_id)
        place = next((i for i, c in enumerate(line) if c.id == clause_id), None)
        if place is None:
            return None, None
        before = line[place - 1] if place else None
        return before, line[place + 1] if place + 1 < len(line) else None

    def with_label(self, key: str, filters: Filters, *, ending: bool = False) -> tuple[Clause, ...]:
        """Clauses whose label reads ``key`` (``index.labels.label_key``), by source and order.

        With ``ending`` also those whose label ends so.
        """
        column = ClauseRow.label_key
        wanted = column.endswith(key, autoescape=True) if ending else column == key
        query = (
            select(ClauseRow.id)
            .join(SourceRow, SourceRow.id == ClauseRow.source_id)
            .where(wanted, filters.of_sources())
            .order_by(ClauseRow.source_id, ClauseRow.position)
        )
        with self.database.reading() as connection:
            keys = list(connection.scalars(query))
        return tuple(clause for key in keys if (clause := self.clause(key)) is not None)

    def mentioning(self, number: Number, filters: Filters) -> tuple[Clause, ...]:
        """Clauses whose text mentions the document number."""
        query = (
            select(ClauseNumberRow.clause_id, ClauseNumberRow.body, ClauseNumberRow.year)
            .join(ClauseRow, ClauseRow.id == ClauseNumberRow.clause_id)
            .join(SourceRow, SourceRow.id == ClauseRow.source_id)
            .where(ClauseNumberRow.serial == number.serial, filters.of_sources())
            .order_by(ClauseRow.source_id, ClauseRow.position)
        )
        with self.database.reading() as connection:
            found = connection.execute(query).all()
        keys = [
            row.clause_id
            for row in found
            if number.covers(Number(row.body, row.year, number.serial))
        ]
        return tuple(c for key in dict.fromkeys(keys) if (c := self.clause(key)) is not None)

    def places(self) -> dict[int, ChunkPlace]:
        """All chunks by primary key."""
        with self._lock:
            if self._places is None:
                query = select(
                    ChunkRow.pk,
                    ChunkRow.id,
                    ChunkRow.source_id,
                    ChunkRow.clause_id,
                    ChunkRow.start,
                    ChunkRow.end,
                )
                with self.database.reading() as connection:
                    self._places = {r.pk: ChunkPlace(*r) for r in connection.execute(query)}
            return self._places

    def passing(self, filters: Filters) -> frozenset[int]:
        """Primary keys of the chunks that pass; remembered until the texts change."""
        with self._lock:
            if filters not in self._passing:
                with self.database.reading() as connection:
                    keys = frozenset(connection.scalars(filters.chunk_keys()))
                if len(self._passing) >= _REMEMBERED_FILTERS:
                    self._passing.clear()
                self._passing[filters] = keys
            return self._passing[filters]

    def _all_sources(self) -> dict[str, Source]:
        with self._lock:
            if self._sources is None:
                query = select(SourceRow.id, SourceRow.facts).order_by(SourceRow.id)
                with self.database.reading() as connection:
                    found = connection.execute(query).mappings().all()
                self._sources = {row["id"]: rows.source_of(dict(row)) for row in found}
            return self._sources

    def _tree(self, source_id: str) -> dict[str, Clause]:
        with self._lock:
            tree = self._trees.get(source_id)
            if tree is None:
                query = (
                    select(ClauseRow.__table__)
                    .where(ClauseRow.source_id == source_id)
                    .order_by(ClauseRow.position)
                )
                with self.database.reading() as connection:
                    found = connection.execute(query).mappings().all()
                tree = {row["id"]: rows.clause_of(dict(row)) for row in found}
                if len(self._trees) >= _REMEMBERED_SOURCES:
                    self._trees.clear()
                self._trees[source_id] = tree
            return tree

    def _siblings_tree(self, clause_id: str) -> list[Clause]:
        return list(self._tree(clause_id.partition("#")[0]).values())
