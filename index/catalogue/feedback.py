"""What readers say of answers and of the clauses that answers cite."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select

from index.catalogue.conversations import utc
from index.catalogue.database import Database
from index.catalogue.tables import FeedbackRow, MessageRow


@dataclass(frozen=True, slots=True)
class Feedback:
    """A verdict on a stored answer, or on the clause ``clause_id`` that it cites."""

    conversation: str
    message: int  # pk of the version of the turn that was judged
    clause_id: str  # empty: the answer as a whole
    verdict: str
    note: str
    given: datetime


class FeedbackStore:
    """Reads and writes; writing raises DataFolderError where the data folder is read-only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def give(self, message: int, verdict: str, *, clause_id: str = "", note: str = "") -> None:
        """Store a verdict in the place of an earlier one on the same answer or clause."""
        with self._database.writing() as connection:
            connection.execute(_of(message, clause_id))
            connection.execute(
                insert(FeedbackRow).values(
                    message=message,
                    clause_id=clause_id,
                    verdict=verdict,
                    note=note,
                    given=datetime.now(UTC),
                )
            )

    def withdraw(self, message: int, *, clause_id: str = "") -> None:
        """Forget the verdict, if there is one."""
        with self._database.writing() as connection:
            connection.execute(_of(message, clause_id))

    def given(self, conversation_id: str | None = None) -> list[Feedback]:
        """Oldest first; of one conversation, or all there is."""
        query = (
            select(FeedbackRow.__table__, MessageRow.conversation_id)
            .join(MessageRow, MessageRow.pk == FeedbackRow.message)
            .order_by(FeedbackRow.pk)
        )
        if conversation_id is not None:
            query = query.where(MessageRow.conversation_id == conversation_id)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return [
            Feedback(r.conversation_id, r.message, r.clause_id, r.verdict, r.note, utc(r.given))
            for r in rows
        ]


def _of(message: int, clause_id: str):  # type: ignore[no-untyped-def]
    return delete(FeedbackRow).where(
        FeedbackRow.message == message, FeedbackRow.clause_id == clause_id
    )
