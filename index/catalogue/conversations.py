"""Conversations and their turns, so that a follow-up question can be completed."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, insert, select

from index.catalogue.database import Database
from index.catalogue.tables import ConversationRow, MessageRow


@dataclass(frozen=True, slots=True)
class Conversation:
    id: str
    workspace: str | None
    title: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """A turn. ``standalone`` is the question as completed, ``answer`` the JSON of the answer."""

    role: str
    question: str
    standalone: str | None
    answer: dict[str, Any] | None
    created: datetime


class Conversations:
    """Reads and writes; writing raises DataFolderError where the data folder is read-only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(
        self, conversation_id: str | None = None, *, workspace: str | None = None, title: str = ""
    ) -> Conversation:
        """The conversation of that id, made when it is not there; without an id, a new one."""
        key = conversation_id or uuid.uuid4().hex[:12]
        with self._database.writing() as connection:
            found = connection.execute(
                select(ConversationRow.__table__).where(ConversationRow.id == key)
            ).first()
            if found is None:
                created = datetime.now(UTC)
                made = Conversation(key, workspace, title, created)
                connection.execute(insert(ConversationRow).values(asdict(made)))
                return made
        return _conversation(found)

    def get(self, conversation_id: str) -> Conversation | None:
        query = select(ConversationRow.__table__).where(ConversationRow.id == conversation_id)
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        return _conversation(row) if row else None

    def recent(self, workspace: str | None = None, *, limit: int = 50) -> list[Conversation]:
        """Newest first; of one workspace, or those that belong to none."""
        query = (
            select(ConversationRow.__table__)
            .where(ConversationRow.workspace == workspace)
            .order_by(ConversationRow.created.desc())
            .limit(limit)
        )
        with self._database.reading() as connection:
            return [_conversation(row) for row in connection.execute(query)]

    def append(
        self,
        conversation_id: str,
        question: str,
        *,
        answer: dict[str, Any] | None = None,
        standalone: str | None = None,
        role: str = "user",
    ) -> Message:
        """Add a turn; the conversation must exist. Its first question becomes its title."""
        message = Message(role, question, standalone, answer, datetime.now(UTC))
        with self._database.writing() as connection:
            connection.execute(
                insert(MessageRow).values(
                    conversation_id=conversation_id,
                    role=role,
                    question=question,
                    standalone=standalone,
                    answer=answer,
                    created=message.created,
                )
            )
            connection.execute(
                ConversationRow.__table__.update()  # type: ignore[attr-defined]
                .where(ConversationRow.id == conversation_id, ConversationRow.title == "")
                .values(title=question[:60])
            )
        return message

    def messages(self, conversation_id: str, *, last: int | None = None) -> list[Message]:
        """Turns in order, or only the ``last`` ones of them."""
        query = (
            select(MessageRow.__table__)
            .where(MessageRow.conversation_id == conversation_id)
            .order_by(MessageRow.pk.desc())
            .limit(last)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return [
            Message(r.role, r.question, r.standalone, r.answer, _utc(r.created))
            for r in reversed(rows)
        ]

    def remove(self, conversation_id: str) -> bool:
        with self._database.writing() as connection:
            result = connection.execute(
                delete(ConversationRow).where(ConversationRow.id == conversation_id)
            )
            return bool(result.rowcount)


def _conversation(row: Any) -> Conversation:
    return Conversation(row.id, row.workspace, row.title, _utc(row.created))


def _utc(moment: datetime) -> datetime:
    """SQLite gives times back without their zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
