"""Read a stored document whole: source, clauses, references and origin of one state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from corpus.models import Document, Reference
from index.catalogue import rows
from index.catalogue.tables import ClauseRow, OriginRow, ReferenceRow, SourceRow


def read_document(connection: Connection, source_id: str) -> Document | None:
    """As it was stored; sides of boxes are rounded to 4 digits."""
    source = _one(connection, SourceRow, SourceRow.id == source_id)
    if source is None:
        return None
    clauses = connection.execute(
        select(ClauseRow.__table__)
        .where(ClauseRow.source_id == source_id)
        .order_by(ClauseRow.position)
    ).mappings()
    told = read_told(connection, source_id)
    return Document(
        source=rows.source_of(source),
        text=source["text"],
        clauses=tuple(rows.clause_of(dict(row)) for row in clauses),
        sha256=source["sha256"],
        references=read_references(connection, ClauseRow.source_id == source_id),
        notices=rows.notices_of(told) if told else (),
        family=told["family"] if told else None,
        confidence=told["confidence"] if told else 1.0,
        origin=rows.origin_of(told) if told else None,
    )


def read_references(connection: Connection, condition: Any) -> tuple[Reference, ...]:
    """Cross-references that meet a condition on ``ReferenceRow`` or ``ClauseRow``, in reading order."""
    query = (
        select(ReferenceRow.__table__)
        .join(ClauseRow, ClauseRow.id == ReferenceRow.clause_id)
        .where(condition)
        .order_by(ClauseRow.source_id, ClauseRow.position, ReferenceRow.start, ReferenceRow.pk)
    )
    return tuple(rows.reference_of(dict(row)) for row in connection.execute(query).mappings())


def read_told(connection: Connection, source_id: str) -> Mapping[str, Any] | None:
    """The row of ``origins``; None for a text of the shipped library."""
    return _one(connection, OriginRow, OriginRow.source_id == source_id)


def moment_of(told: Mapping[str, Any]) -> datetime:
    """When it was imported; SQLite gives times back without their zone."""
    moment: datetime = told["imported"]
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _one(connection: Connection, table: Any, condition: Any) -> Mapping[str, Any] | None:
    row = connection.execute(select(table.__table__).where(condition)).mappings().first()
    return dict(row) if row else None
