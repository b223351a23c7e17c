"""Write texts into the catalogue's tables, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from corpus.models import Document
from index.catalogue import rows
from index.catalogue.tables import (
    ChunkRow,
    ChunkTopicRow,
    ClauseNumberRow,
    ClauseRow,
    OriginRow,
    ReferenceRow,
    SourceRow,
)
from index.chunks import Chunk, chunks_of
from index.lexical import Lexical, Words


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text with all that is derived from it, made before the write lock is taken."""

    document: Document
    digest: str
    chunks: tuple[Chunk, ...]
    words: tuple[Words, ...]


def prepare(
    document: Document, digest: str, lexical: Lexical, *, headings: bool = True
) -> Prepared:
    chunks = tuple(chunks_of(document, headings=headings))
    return Prepared(document, digest, chunks, tuple(lexical.words_of(c) for c in chunks))


def put(connection: Connection, lexical: Lexical, texts: Sequence[Prepared]) -> None:
    """Insert the texts, in place of those of the same ids."""
    ids = [text.document.source.id for text in texts]
    erase(connection, lexical, ids)
    clauses = [clause for text in texts for clause in text.document.clauses]
    chunks = [chunk for text in texts for chunk in text.chunks]
    words = [line for text in texts for line in text.words]
    _insert(connection, SourceRow, [rows.source_row(t.document, t.digest) for t in texts])
    _insert(connection, ClauseRow, [rows.clause_row(clause) for clause in clauses])
    _insert(connection, ClauseNumberRow, [n for c in clauses for n in rows.number_rows(c)])
    origins = [row for t in texts if (row := rows.origin_row(t.document)) is not None]
    _insert(connection, OriginRow, origins)
    references = [r for text in texts for r in text.document.references]
    _insert(connection, ReferenceRow, [rows.reference_row(r) for r in references])
    _insert(connection, ChunkRow, [rows.chunk_row(chunk) for chunk in chunks])
    keys = _chunk_keys(connection, ids)
    topics = [
        {"chunk_pk": keys[chunk.id], "topic": topic.value}
        for chunk in chunks
        for topic in dict.fromkeys(chunk.topics)
    ]
    _insert(connection, ChunkTopicRow, topics)
    lexical.write(connection, zip((keys[c.id] for c in chunks), words, strict=True))


def erase(connection: Connection, lexical: Lexical, source_ids: Sequence[str]) -> int:
    """Delete texts with their clauses, chunks and words; how many were there."""
    lexical.erase(connection, list(_chunk_keys(connection, source_ids).values()))
    result = connection.execute(delete(SourceRow).where(SourceRow.id.in_(source_ids)))
    return result.rowcount


def _chunk_keys(connection: Connection, source_ids: Sequence[str]) -> dict[str, int]:
    query = select(ChunkRow.id, ChunkRow.pk).where(ChunkRow.source_id.in_(source_ids))
    return {row.id: row.pk for row in connection.execute(query)}


def _insert(connection: Connection, table: type, values: list[rows.Row]) -> None:
    if values:
        connection.execute(insert(table), values)
