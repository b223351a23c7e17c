"""Rows of the pieces of evidence of a way, and which files no row speaks of any more."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, update

from index.catalogue.conversations import utc
from index.catalogue.database import Database
from index.catalogue.guide_records import Conflict, Evidence
from index.catalogue.guide_tables import GuideEvidenceRow
from index.catalogue.guide_writing import alone, event, touch


class GuideEvidence:
    """Part of the store of the guided rollout."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def evidence(self, guide_id: str) -> list[Evidence]:
        """Oldest first, without what was removed."""
        query = select(GuideEvidenceRow.__table__).where(
            GuideEvidenceRow.guide == guide_id, GuideEvidenceRow.removed.is_(False)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(GuideEvidenceRow.added)).all()
        return [Evidence(r.id, r.task, r.name, r.sha256, r.size, r.url, utc(r.added)) for r in rows]

    def add_evidence(
        self,
        guide_id: str,
        task: str,
        name: str,
        *,
        sha256: str | None = None,
        size: int | None = None,
        url: str | None = None,
        there: Callable[[], bool] = lambda: True,
    ) -> str:
        """The id of the new piece of evidence. Raises Conflict when its file is not ``there`` any more."""
        key = uuid.uuid4().hex
        with self._database.writing() as connection:
            alone(connection)
            if not there():
                raise Conflict(0)
            connection.execute(
                insert(GuideEvidenceRow).values(
                    id=key,
                    guide=guide_id,
                    task=task,
                    name=name,
                    sha256=sha256,
                    size=size,
                    url=url,
                    added=datetime.now(UTC),
                    removed=False,
                )
            )
            detail = {"added": name, "url": url, "size": size}
            event(connection, guide_id, "evidence", task, detail)
            touch(connection, guide_id)
        return key

    def remove_evidence(self, guide_id: str, evidence_id: str) -> None:
        """Take it off the list; the history still says that it was there."""
        with self._database.writing() as connection:
            row = connection.execute(
                select(GuideEvidenceRow.task, GuideEvidenceRow.name).where(
                    GuideEvidenceRow.id == evidence_id, GuideEvidenceRow.guide == guide_id
                )
            ).first()
            if row is None:
                return
            connection.execute(
                update(GuideEvidenceRow)
                .where(GuideEvidenceRow.id == evidence_id)
                .values(removed=True)
            )
            event(connection, guide_id, "evidence", row.task, {"removed": row.name})

    def without_rows(self, files: Iterable[str]) -> frozenset[str]:
        """Those of ``files`` (SHA-256) that no way speaks of."""
        with self._database.reading() as connection:
            return frozenset(files) - _spoken_of(connection)

    def forget_files(self, files: Iterable[str], forget: Callable[[str], None]) -> None:
        """Call ``forget`` with each of ``files`` that no way speaks of. Meanwhile nobody can add one:
        who has just sent the same file finds it gone (``add_evidence``), not lost behind a row.
        """
        with self._database.writing() as connection:
            alone(connection)
            for sha256 in sorted(frozenset(files) - _spoken_of(connection)):
                forget(sha256)


def _spoken_of(connection: Connection) -> frozenset[str]:
    query = select(GuideEvidenceRow.sha256).where(GuideEvidenceRow.sha256.is_not(None)).distinct()
    return frozenset(str(one) for one in connection.scalars(query))
