"""What every write of the guided rollout does: wait for others, note what happened, say that the way was worked on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, insert, update
from sqlalchemy.exc import IntegrityError

from index.catalogue.guide_records import Conflict
from index.catalogue.guide_tables import GuideEventRow, GuideRow


def alone(connection: Connection) -> None:
    """Nobody else is here until the transaction ends. SQLite's writers wait for each other anyway."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('cqo-guides'))")


def insert_new(connection: Connection, table: Any, **values: Any) -> None:
    """A new row. Raises Conflict when somebody else made it a moment ago (not on SQLite, which locks)."""
    try:
        connection.execute(insert(table).values(**values))
    except IntegrityError as error:
        raise Conflict(1) from error


def one_row(result: CursorResult[Any]) -> bool:
    return result.rowcount == 1


def touch(connection: Connection, guide_id: str) -> None:
    """The way was worked on: it comes first in the list. Its revision is that of its own settings."""
    connection.execute(
        update(GuideRow).where(GuideRow.id == guide_id).values(updated=datetime.now(UTC))
    )


def event(
    connection: Connection, guide_id: str, kind: str, subject: str, detail: Mapping[str, Any]
) -> None:
    connection.execute(
        insert(GuideEventRow).values(
            guide=guide_id, at=datetime.now(UTC), kind=kind, subject=subject, detail=dict(detail)
        )
    )
