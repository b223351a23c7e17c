"""Reads and writes of the guided rollout. A change of what somebody else changed meanwhile is refused."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from index.catalogue.conversations import utc
from index.catalogue.draft_tables import CompanyRow
from index.catalogue.guide_evidence import GuideEvidence
from index.catalogue.guide_records import (
    Assessment,
    Conflict,
    Event,
    Evidence,
    Guide,
    StoredReply,
    TaskState,
)
from index.catalogue.guide_tables import (
    AssessmentRow,
    GuideEventRow,
    GuideEvidenceRow,
    GuideRow,
    GuideTaskRow,
    ReplyRow,
)
from index.catalogue.guide_writing import alone, event, insert_new, one_row, touch

__all__ = [
    "Assessment",
    "Conflict",
    "Event",
    "Evidence",
    "Guide",
    "GuideStore",
    "StoredReply",
    "TaskState",
]


#: What can be said of a task.
_OF_TASK = ("state", "reason", "note", "owner", "days", "ticked")


class GuideStore(GuideEvidence):
    """Writing raises DataFolderError where the data folder is read-only, Conflict on a stale revision."""

    # -- ways ------------------------------------------------------------------------------------

    def begin(self, name: str, facts: Mapping[str, Any], journey: str, start: str | None) -> Guide:
        """The way of the company called ``name``. Company (with ``facts``) and way are made where there
        is none, in one transaction: two who begin at once begin one.
        """
        now = datetime.now(UTC)
        with self._database.writing() as connection:
            alone(connection)
            company = connection.scalar(
                select(CompanyRow.id).where(CompanyRow.name == name).order_by(CompanyRow.updated)
            )
            if company is None:
                company = uuid.uuid4().hex
                connection.execute(
                    insert(CompanyRow).values(
                        id=company, name=name, facts=dict(facts), updated=now, revision=1
                    )
                )
            if not connection.scalar(select(GuideRow.id).where(GuideRow.company == company)):
                key = uuid.uuid4().hex
                connection.execute(
                    insert(GuideRow).values(
                        id=key,
                        company=company,
                        journey=journey,
                        start=start,
                        skipped=[],
                        weights={},
                        created=now,
                        updated=now,
                        revision=1,
                    )
                )
                event(connection, key, "begun", journey, {"start": start})
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
            changed = connection.execute(
                update(GuideRow)
                .where(GuideRow.id == guide_id, GuideRow.revision == revision)
                .values(**values, updated=datetime.now(UTC), revision=revision + 1)
            )
            if not one_row(changed):
                present = connection.scalar(
                    select(GuideRow.revision).where(GuideRow.id == guide_id)
                )
                raise Conflict(present or 0)
            event(connection, guide_id, "changed", "", values)

    def remove(self, guide_id: str) -> frozenset[str]:
        """Forget the way with all that belongs to it. Gives the SHA-256 of its files, which are still there."""
        with self._database.writing() as connection:
            files = select(GuideEvidenceRow.sha256).where(
                GuideEvidenceRow.guide == guide_id, GuideEvidenceRow.sha256.is_not(None)
            )
            found = frozenset(str(one) for one in connection.scalars(files))
            connection.execute(delete(GuideRow).where(GuideRow.id == guide_id))
        return found

    # -- tasks -----------------------------------------------------------------------------------

    def tasks(self, guide_id: str) -> dict[str, TaskState]:
        """By task id; what has no row is to do."""
        with self._database.reading() as connection:
            rows = connection.execute(
                select(GuideTaskRow.__table__).where(GuideTaskRow.guide == guide_id)
            ).all()
        return {row.task: _task(row) for row in rows}

    def set_task(self, guide_id: str, task: str, revision: int, **values: Any) -> TaskState:
        """Change some of state, reason, note, owner, days, ticked. ``revision``: the one that was read."""
        with self._database.writing() as connection:
            row = connection.execute(_one(guide_id, task)).first()
            before = _task(row) if row else TaskState(task)
            if before.revision != revision:
                raise Conflict(before.revision)
            made: dict[str, Any] = {name: getattr(before, name) for name in _OF_TASK} | values
            made |= {"updated": datetime.now(UTC), "revision": revision + 1}
            where = (GuideTaskRow.guide == guide_id, GuideTaskRow.task == task)
            if row is None:
                insert_new(connection, GuideTaskRow, guide=guide_id, task=task, **made)
            elif not one_row(
                connection.execute(
                    update(GuideTaskRow)
                    .where(*where, GuideTaskRow.revision == revision)
                    .values(**made)
                )
            ):
                raise Conflict(revision + 1)
            detail = {"before": {k: getattr(before, k) for k in values}, "after": values}
            event(connection, guide_id, "task", task, detail)
            touch(connection, guide_id)
        return self.tasks(guide_id)[task]

    # -- self-checks -----------------------------------------------------------------------------

    def start_assessment(self, guide_id: str, title: str, source: str) -> str:
        """Raises Conflict while another self-check of the way is not finished."""
        key, now = uuid.uuid4().hex, datetime.now(UTC)
        with self._database.writing() as connection:
            alone(connection)
            unfinished = select(AssessmentRow.id).where(
                AssessmentRow.guide == guide_id, AssessmentRow.finished.is_(None)
            )
            if connection.scalar(unfinished):
                raise Conflict(0)
            connection.execute(
                insert(AssessmentRow).values(
                    id=key, guide=guide_id, title=title, source=source, started=now, finished=None
                )
            )
            event(connection, guide_id, "assessment", title, {"started": key})
            touch(connection, guide_id)
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
        """By check id, the oldest first."""
        query = (
            select(ReplyRow.__table__)
            .where(ReplyRow.assessment == assessment_id)
            .order_by(ReplyRow.updated, ReplyRow.check)
        )
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
            if not present:
                insert_new(connection, ReplyRow, assessment=assessment_id, check=check, **made)
            elif not one_row(
                connection.execute(
                    update(ReplyRow).where(*where, ReplyRow.revision == revision).values(**made)
                )
            ):
                raise Conflict(revision + 1)
        return self.replies(assessment_id)[check]

    def finish_assessment(self, guide_id: str, assessment_id: str, finished: bool) -> None:
        at = datetime.now(UTC) if finished else None
        with self._database.writing() as connection:
            connection.execute(
                update(AssessmentRow)
                .where(AssessmentRow.id == assessment_id, AssessmentRow.guide == guide_id)
                .values(finished=at)
            )
            event(connection, guide_id, "assessment", assessment_id, {"finished": finished})

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
        tuple(row.ticked),
        utc(row.updated),
        row.revision,
    )
