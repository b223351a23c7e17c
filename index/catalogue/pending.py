"""Documents that are read and embedded and wait to become visible: on disk, so that a kill loses none.

They lie in a table of their own that no reader looks at; ``index.importing`` moves them, a group at
a time, into the catalogue together with their words and vectors.
"""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, or_, select

from corpus.models import Clause, Document
from index.catalogue import rows
from index.catalogue.database import Database
from index.catalogue.tables import PendingRow

_log = logging.getLogger(__name__)
_FORM = 1  # of what ``packed`` writes; what is of another form is dropped


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document that waits, and the digest that it will be stored under."""

    document: Document
    digest: str


class Pending:
    """The waiting documents. Each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def stage(self, document: Document, digest: str) -> None:
        """Put a document in the queue, in place of one of the same id."""
        content = packed(document)
        with self._database.writing() as connection:
            connection.execute(delete(PendingRow).where(PendingRow.id == document.source.id))
            connection.execute(
                insert(PendingRow).values(
                    id=document.source.id,
                    digest=digest,
                    file_sha256=document.origin.file_sha256 if document.origin else None,
                    characters=len(document.text),
                    content=content,
                    staged=datetime.now(UTC),
                )
            )

    def ids(self) -> tuple[str, ...]:
        """In the order in which they were staged."""
        query = select(PendingRow.id).order_by(PendingRow.staged, PendingRow.id)
        with self._database.reading() as connection:
            return tuple(connection.scalars(query))

    def files(self) -> frozenset[str]:
        """SHA-256 of the originals of waiting documents."""
        query = select(PendingRow.file_sha256).where(PendingRow.file_sha256.is_not(None))
        with self._database.reading() as connection:
            return frozenset(key for key in connection.scalars(query) if key)

    def group(self, *, characters: int) -> tuple[Waiting, ...]:
        """The first in the queue, about so many characters of text; at least one when any waits."""
        query = select(PendingRow.id, PendingRow.characters).order_by(
            PendingRow.staged, PendingRow.id
        )
        with self._database.reading() as connection:
            keys: list[str] = []
            size = 0
            for key, length in connection.execute(query):
                if keys and size + length > characters:
                    break
                keys.append(key)
                size += length
            found = {
                row.id: row
                for row in connection.execute(
                    select(PendingRow.id, PendingRow.digest, PendingRow.content).where(
                        PendingRow.id.in_(keys)
                    )
                )
            }
        waiting, damaged = [], []
        for key in keys:
            try:
                waiting.append(Waiting(unpacked(found[key].content), found[key].digest))
            except (ValueError, KeyError, TypeError, zlib.error) as error:
                _log.warning("待入库的资料无法读出，已放弃，请重新导入：%s（%s）", key, error)
                damaged.append((key, found[key].digest))
        if damaged:
            with self._database.writing() as connection:
                forget(connection, damaged)
            return (*waiting, *(() if waiting else self.group(characters=characters)))
        return tuple(waiting)

    def drop(self, source_id: str) -> bool:
        """Take a document out of the queue; False when it was not there."""
        with self._database.writing() as connection:
            result = connection.execute(delete(PendingRow).where(PendingRow.id == source_id))
            return bool(result.rowcount)


def forget(connection: Connection, texts: Sequence[tuple[str, str]]) -> None:
    """Take texts (id, digest) out of the queue; one that was staged anew meanwhile stays."""
    for start in range(0, len(texts), 200):
        same = [
            and_(PendingRow.id == key, PendingRow.digest == digest)
            for key, digest in texts[start : start + 200]
        ]
        connection.execute(delete(PendingRow).where(or_(*same)))


def count(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(PendingRow)) or 0


def packed(document: Document) -> bytes:
    """A document as compressed JSON; the text of a clause is left out, for it is a part of the text."""
    content = {
        "form": _FORM,
        "source": document.source.model_dump(mode="json"),
        "text": document.text,
        "sha256": document.sha256,
        "clauses": [_clause(clause) for clause in document.clauses],
        "references": [rows.reference_row(reference) for reference in document.references],
        "told": rows.origin_row(document),
    }
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str)
    return zlib.compress(plain.encode("utf-8", "surrogatepass"), 1)


def unpacked(content: bytes) -> Document:
    """Raises ValueError, KeyError, TypeError or zlib.error when it is damaged or of another form."""
    plain: dict[str, Any] = json.loads(zlib.decompress(content).decode("utf-8", "surrogatepass"))
    if plain.get("form") != _FORM:
        raise ValueError(f"form {plain.get('form')}")
    text, told = plain["text"], plain["told"]
    return Document(
        source=rows.source_of({"facts": plain["source"]}),
        text=text,
        clauses=tuple(_clause_of(row, text) for row in plain["clauses"]),
        sha256=plain["sha256"],
        references=tuple(rows.reference_of(row) for row in plain["references"]),
        notices=rows.notices_of(told) if told else (),
        family=told["family"] if told else None,
        confidence=told["confidence"] if told else 1.0,
        origin=rows.origin_of(told) if told else None,
    )


def _clause(clause: Clause) -> rows.Row:
    row = rows.clause_row(clause)
    del row["text"], row["label_key"]
    return row


def _clause_of(row: Mapping[str, Any], text: str) -> Clause:
    return rows.clause_of({**row, "text": text[row["start"] : row["end"]]})
