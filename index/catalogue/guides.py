"""Reads and writes of the guided rollout. A change of what somebody else changed meanwhile is refused."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from index.catalogue.conversations import utc
from index.catalogue.database import Database
from index.catalogue.guide_tables import (
    AssessmentRow,
    GuideEventRow,
    GuideEvidenceRow,
    GuideRow,
    GuideTaskRow,
    ReplyRow,
)


class Conflict(Exception):
    """Somebody else stored a newer ``revision`` of what was to be changed."""

    def __init__(self, revision: int) -> None:
        super().__init__(revision)
        self.revision = revision


@dataclass(frozen=True, slots=True)
class Guide:
    id: str
    company: str
    journey: str
    start: str | None
    skipped: tuple[str, ...]
    weights: Mapping[str, float]
    created: datetime
    updated: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class TaskState:
    """``revision`` 0: nothing is stored, the task is to do."""

    task: str
    state: str = "todo"
    reason: str = ""
    note: str = ""
    owner: str = ""
    days: int | None = None
    updated: datetime | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    id: str
    task: str
    name: str
    sha256: str | None
    size: int | None
    url: str | None
    added: datetime


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    kind: str
    subject: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Assessment:
    id: str
    title: str
    source: str
    started: datetime
    finished: datetime | None


@dataclass(frozen=True, slots=True)
class StoredReply:
    check: str
    reply: str
    evidence: str
    note: str
    words: str
    clause_id: str
    updated: datetime
    revision: int


class GuideStore:
    """Writing raises DataFolderError where the data folder is read-only, Conflict on a stale revision."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- ways ------------------------------------------------------------------------------------

    def begin(self, company: str, journey: str, start: str | None) -> Guide:
        """The company's way, made when there is none."""
        now = datetime.now(UTC)
        with self._database.writing() as connection:
            row = connection.execute(
                select(GuideRow.__table__).where(GuideRow.company == company)
            ).first()
            if row is None:
                values: dict[str, Any] = {
                    "id": uuid.uuid4().hex,
                    "company": company,
                    "journey": journey,
                    "start": start,
                    "skipped": [],
                    "weights": {},
                    "created": now,
                    "updated": now,
                    "revision": 1,
                }
                connection.execute(insert(GuideRow).values(**values))
                _event(connection, values["id"], "begun", journey, {"start": start})
        found = self.of_company(company)
        assert found is not None
        return found

    def guides(self) -> list[Guide]:
        """Newest change first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                select(GuideRow.__table__).order_by(GuideRow.updated.desc())
            ).all()
        return [_guide(row) for row in rows]

    def guide(self, guide_id: str) -> Guide | None:
        with self._database.reading() as connection:
            row = connection.execute(
                select(GuideRow.__table__).where(GuideRow.id == guide_id)
            ).first()
        return _guide(row) if row else None

    def of_company(self, company: str) -> Guide | None:
        with self._database.reading() as connection:
            row = connection.execute(
                select(GuideRow.__table__).where(GuideRow.company == company)
            ).first()
        return _guide(row) if row else None

    def change(self, guide_id: str, revision: int, **values: Any) -> None:
        """Set ``start``, ``skipped`` or ``weights``."""
        with self._database.writing() as connection:
            present = connection.scalar(select(GuideRow.revision).where(GuideRow.id == guide_id))
            if present != revision:
                raise Conflict(present or 0)
            connection.execute(
                update(GuideRow)
                .where(GuideRow.id == guide_id)
                .values(**values, updated=datetime.now(UTC), revision=revision + 1)
            )
            _event(connection, guide_id, "changed", "", values)

    def remove(self, guide_id: str) -> None:
        """Forget the way with all that belongs to it."""
        with self._database.writing() as connection:
            connection.execute(delete(GuideRow).where(GuideRow.id == guide_id))

    # -- tasks -----------------------------------------------------------------------------------

    def tasks(self, guide_id: str) -> dict[str, TaskState]:
        """By task id; what has no row is to do."""
        with self._database.reading() as connection:
            rows = connection.execute(
                select(GuideTaskRow.__table__).where(GuideTaskRow.guide == guide_id)
            ).all()
        return {row.task: _task(row) for row in rows}

    def set_task(self, guide_id: str, task: str, revision: int, **values: Any) -> TaskState:
        """Change some of state, reason, note, owner, days. ``revision`` is the one that was read."""
        with self._database.writing() as connection:
            row = connection.execute(_one(guide_id, task)).first()
            before = _task(row) if row else TaskState(task)
            if before.revision != revision:
                raise Conflict(before.revision)
            made: dict[str, Any] = {
                name: getattr(before, name) for name in ("state", "reason", "note", "owner", "days")
            } | values
            made |= {"updated": datetime.now(UTC), "revision": revision + 1}
            if row is None:
                connection.execute(insert(GuideTaskRow).values(guide=guide_id, task=task, **made))
            else:
                connection.execute(
                    update(GuideTaskRow)
                    .where(GuideTaskRow.guide == guide_id, GuideTaskRow.task == task)
                    .values(**made)
                )
            detail = {"before": {k: getattr(before, k) for k in values}, "after": values}
            _event(connection, guide_id, "task", task, detail)
        return self.tasks(guide_id)[task]

    # -- evidence --------------------------------------------------------------------------------

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
    ) -> str:
        """The id of the new piece of evidence."""
        key = uuid.uuid4().hex
        with self._database.writing() as connection:
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
            _event(
                connection, guide_id, "evidence", task, {"added": name, "url": url, "size": size}
            )
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
            _event(connection, guide_id, "evidence", row.task, {"removed": row.name})

    # -- self-checks -----------------------------------------------------------------------------

    def start_assessment(self, guide_id: str, title: str, source: str) -> str:
        key, now = uuid.uuid4().hex, datetime.now(UTC)
        with self._database.writing() as connection:
            connection.execute(
                insert(AssessmentRow).values(
                    id=key, guide=guide_id, title=title, source=source, started=now, finished=None
                )
            )
            _event(connection, guide_id, "assessment", title, {"started": key})
        return key

    def assessments(self, guide_id: str) -> list[Assessment]:
        """Oldest first."""
        query = select(AssessmentRow.__table__).where(AssessmentRow.guide == guide_id)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(AssessmentRow.started)).all()
        return [
            Assessment(
                r.id, r.title, r.source, utc(r.started), utc(r.finished) if r.finished else None
            )
            for r in rows
        ]

    def replies(self, assessment_id: str) -> dict[str, StoredReply]:
        """By check id."""
        query = select(ReplyRow.__table__).where(ReplyRow.assessment == assessment_id)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return {
            r.check_id: StoredReply(
                r.check_id,
                r.reply,
                r.evidence,
                r.note,
                r.words,
                r.clause_id,
                utc(r.updated),
                r.revision,
            )
            for r in rows
        }

    def reply(self, assessment_id: str, check: str, revision: int, **values: Any) -> StoredReply:
        """Store an answer; ``values``: reply, evidence, note, words, clause_id."""
        where = (ReplyRow.assessment == assessment_id, ReplyRow.check == check)
        with self._database.writing() as connection:
            present = connection.scalar(select(ReplyRow.revision).where(*where)) or 0
            if present != revision:
                raise Conflict(present)
            made = values | {"updated": datetime.now(UTC), "revision": revision + 1}
            if present:
                connection.execute(update(ReplyRow).where(*where).values(**made))
            else:
                connection.execute(
                    insert(ReplyRow).values(assessment=assessment_id, check=check, **made)
                )
        return self.replies(assessment_id)[check]

    def finish_assessment(self, guide_id: str, assessment_id: str, finished: bool) -> None:
        at = datetime.now(UTC) if finished else None
        with self._database.writing() as connection:
            connection.execute(
                update(AssessmentRow)
                .where(AssessmentRow.id == assessment_id, AssessmentRow.guide == guide_id)
                .values(finished=at)
            )
            _event(connection, guide_id, "assessment", assessment_id, {"finished": finished})

    # -- history ---------------------------------------------------------------------------------

    def events(self, guide_id: str, limit: int = 200) -> list[Event]:
        """Newest first."""
        query = (
            select(GuideEventRow.__table__)
            .where(GuideEventRow.guide == guide_id)
            .order_by(GuideEventRow.pk.desc())
            .limit(limit)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return [Event(utc(r.at), r.kind, r.subject, r.detail) for r in rows]


def _one(guide_id: str, task: str) -> Any:
    return select(GuideTaskRow.__table__).where(
        GuideTaskRow.guide == guide_id, GuideTaskRow.task == task
    )


def _event(
    connection: Connection, guide_id: str, kind: str, subject: str, detail: Mapping[str, Any]
) -> None:
    connection.execute(
        insert(GuideEventRow).values(
            guide=guide_id, at=datetime.now(UTC), kind=kind, subject=subject, detail=dict(detail)
        )
    )


def _guide(row: Any) -> Guide:
    skipped: Sequence[str] = row.skipped
    return Guide(
        row.id,
        row.company,
        row.journey,
        row.start,
        tuple(skipped),
        row.weights,
        utc(row.created),
        utc(row.updated),
        row.revision,
    )


def _task(row: Any) -> TaskState:
    return TaskState(
        row.task,
        row.state,
        row.reason,
        row.note,
        row.owner,
        row.days,
        utc(row.updated),
        row.revision,
    )
