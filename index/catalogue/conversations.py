"""Conversations and their turns, so that a follow-up question can be completed."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from index.catalogue.database import Database
from index.catalogue.tables import ConversationRow, MessageRow

#: What the versions of a turn share: the key of its first version.
_turn_key = func.coalesce(MessageRow.version_of, MessageRow.pk)


@dataclass(frozen=True, slots=True)
class Conversation:
    id: str
    workspace: str | None
    title: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """A turn. ``standalone`` is the question as completed, ``answer`` the JSON of the answer.

    ``turn`` is what its versions share; this is version ``version`` of ``versions``, from 1.
    ``configuration`` says how the answer was made.
    """

    role: str
    question: str
    standalone: str | None
    answer: dict[str, Any] | None
    created: datetime
    pk: int = 0
    turn: int = 0
    version: int = 1
    versions: int = 1
    configuration: dict[str, Any] | None = None


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
        configuration: dict[str, Any] | None = None,
        version_of: int | None = None,
    ) -> None:
        """Add a turn, or the newest version of the turn ``version_of``, which becomes its current one.

        The conversation must exist. Its first question becomes its title.
        """
        with self._database.writing() as connection:
            if version_of is not None:
                connection.execute(
                    update(MessageRow).where(_turn_key == version_of).values(current=False)
                )
            connection.execute(
                insert(MessageRow).values(
                    conversation_id=conversation_id,
                    role=role,
                    question=question,
                    standalone=standalone,
                    answer=answer,
                    created=datetime.now(UTC),
                    version_of=version_of,
                    current=True,
                    configuration=configuration,
                )
            )
            connection.execute(
                update(ConversationRow)
                .where(ConversationRow.id == conversation_id, ConversationRow.title == "")
                .values(title=question[:60])
            )

    def messages(
        self, conversation_id: str, *, last: int | None = None, before: int | None = None
    ) -> list[Message]:
        """Current versions of the turns in order, or only the ``last`` ones of them.

        ``before``: only turns that come before this one.
        """
        own = MessageRow.conversation_id == conversation_id
        query = (
            select(MessageRow.__table__, _turn_key.label("turn"))
            .where(own, MessageRow.current)
            .order_by(_turn_key.desc())
            .limit(last)
        )
        if before is not None:
            query = query.where(before > _turn_key)
        others = select(MessageRow.pk, _turn_key.label("turn")).where(own).order_by(MessageRow.pk)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
            versions: dict[int, list[int]] = {}
            for pk, turn in connection.execute(others):
                versions.setdefault(turn, []).append(pk)
        return [_message(row, versions[row.turn]) for row in reversed(rows)]

    def declined(self) -> list[Message]:
        """Current versions of turns whose answer declines, of every conversation, oldest first.

        Each is told as the only version of its turn.
        """
        status = MessageRow.answer["status"].as_string()
        query = (
            select(MessageRow.__table__, _turn_key.label("turn"))
            .where(MessageRow.current, status == "declined")
            .order_by(MessageRow.pk)
        )
        with self._database.reading() as connection:
            return [_message(row, [row.pk]) for row in connection.execute(query)]

    def message(self, pk: int) -> Message:
        """One stored version of a turn; it must exist."""
        query = select(MessageRow.__table__, _turn_key.label("turn")).where(MessageRow.pk == pk)
        with self._database.reading() as connection:
            row = connection.execute(query).one()
            versions = select(MessageRow.pk).where(_turn_key == row.turn).order_by(MessageRow.pk)
            return _message(row, list(connection.execute(versions).scalars()))

    def choose(self, conversation_id: str, turn: int, version: int) -> bool:
        """Make that version, from 1, of a turn its current one; False when there is none."""
        own = (MessageRow.conversation_id == conversation_id, _turn_key == turn)
        with self._database.writing() as connection:
            query = select(MessageRow.pk).where(*own).order_by(MessageRow.pk)
            keys = connection.execute(query).scalars().all()
            if not 1 <= version <= len(keys):
                return False
            connection.execute(
                update(MessageRow).where(*own).values(current=MessageRow.pk == keys[version - 1])
            )
        return True

    def remove(self, conversation_id: str) -> bool:
        with self._database.writing() as connection:
            result = connection.execute(
                delete(ConversationRow).where(ConversationRow.id == conversation_id)
            )
            return bool(result.rowcount)


def _conversation(row: Any) -> Conversation:
    return Conversation(row.id, row.workspace, row.title, utc(row.created))


def _message(row: Any, versions: list[int]) -> Message:
    return Message(
        row.role,
        row.question,
        row.standalone,
        row.answer,
        utc(row.created),
        row.pk,
        row.turn,
        versions.index(row.pk) + 1,
        len(versions),
        row.configuration,
    )


def utc(moment: datetime) -> datetime:
    """SQLite gives times back without their zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
