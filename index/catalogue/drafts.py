"""Stores companies' profiles and drafts. A change of what somebody else changed meanwhile is refused."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from index.catalogue.conversations import utc
from index.catalogue.database import Database
from index.catalogue.draft_tables import CompanyRow, DraftRow
from index.catalogue.guides import Conflict


@dataclass(frozen=True, slots=True)
class CompanyRecord:
    """A company's profile: facts as a facts file holds them."""

    id: str
    name: str
    facts: Mapping[str, Any]
    updated: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """A stored draft; ``content`` is the JSON of ``assistant.drafting.draft.Draft``."""

    id: str
    blueprint: str
    title: str
    company: str
    content: Mapping[str, Any]
    created: datetime
    updated: datetime
    revision: int


class DraftStore:
    """Writing raises DataFolderError where the data folder is read-only, Conflict on a stale revision."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- drafts ----------------------------------------------------------------------------------

    def drafts(self, company: str | None = None) -> list[DraftRecord]:
        """Newest change first; of one company, or all."""
        query = select(DraftRow.__table__).order_by(DraftRow.updated.desc(), DraftRow.id)
        if company is not None:
            query = query.where(DraftRow.company == company)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return [_draft(row) for row in rows]

    def draft(self, draft_id: str) -> DraftRecord | None:
        query = select(DraftRow.__table__).where(DraftRow.id == draft_id)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return _draft(row) if row else None

    def put_draft(self, record: DraftRecord) -> int:
        """Store a draft over its revision ``record.revision`` (0: a new one); the revision then.

        Raises Conflict, with revision 0 where it was removed meanwhile.
        """
        values = {
            "blueprint": record.blueprint,
            "title": record.title,
            "company": record.company,
            "content": dict(record.content),
            "updated": record.updated,
            "revision": record.revision + 1,
        }
        row = {"id": record.id, "created": record.created, **values}
        with self._database.writing() as connection:
            _put(connection, DraftRow, row, values, record.revision)
        return record.revision + 1

    def remove_draft(self, draft_id: str) -> bool:
        """False when there is none."""
        with self._database.writing() as connection:
            return bool(
                connection.execute(delete(DraftRow).where(DraftRow.id == draft_id)).rowcount
            )

    # -- companies -------------------------------------------------------------------------------

    def companies(self) -> list[CompanyRecord]:
        """Newest change first."""
        query = select(CompanyRow.__table__).order_by(CompanyRow.updated.desc(), CompanyRow.id)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return [_company(row) for row in rows]

    def company(self, company_id: str) -> CompanyRecord | None:
        query = select(CompanyRow.__table__).where(CompanyRow.id == company_id)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return _company(row) if row else None

    def put_company(
        self, company_id: str | None, name: str, facts: Mapping[str, Any], revision: int
    ) -> CompanyRecord:
        """Store a profile over its ``revision`` (0: a new one). Raises Conflict as for a draft."""
        record = CompanyRecord(
            company_id or uuid.uuid4().hex, name, dict(facts), datetime.now(UTC), revision + 1
        )
        values = {
            "name": record.name,
            "facts": record.facts,
            "updated": record.updated,
            "revision": record.revision,
        }
        with self._database.writing() as connection:
            _put(connection, CompanyRow, {"id": record.id, **values}, values, revision)
        return record

    def remove_company(self, company_id: str) -> bool:
        """Forget a profile, with the guide's records of it; drafts stay. False when there is none."""
        with self._database.writing() as connection:
            done = connection.execute(delete(CompanyRow).where(CompanyRow.id == company_id))
            return bool(done.rowcount)


def _put(
    connection: Connection,
    table: type[CompanyRow] | type[DraftRow],
    row: Mapping[str, Any],
    values: Mapping[str, Any],
    revision: int,
) -> None:
    """Store ``row``, or change it by ``values``, where it still has ``revision``. Raises Conflict.

    The condition is part of the statement: under PostgreSQL two writers may have read the same revision.
    """
    present = select(table.revision).where(table.id == row["id"])
    if not revision:
        if found := connection.scalar(present):
            raise Conflict(found)
        connection.execute(insert(table).values(**row))
        return
    same = (table.id == row["id"]) & (table.revision == revision)
    if not connection.execute(update(table).where(same).values(**values)).rowcount:
        raise Conflict(connection.scalar(present) or 0)


def _draft(row: Any) -> DraftRecord:
    return DraftRecord(
        row.id,
        row.blueprint,
        row.title,
        row.company,
        row.content,
        utc(row.created),
        utc(row.updated),
        row.revision,
    )


def _company(row: Any) -> CompanyRecord:
    return CompanyRecord(row.id, row.name, row.facts, utc(row.updated), row.revision)
