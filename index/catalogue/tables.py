"""The tables of the catalogue (SQLAlchemy 2, portable between SQLite and PostgreSQL)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    Boolean,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    true,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
_CLAUSE_ID = String(400)
_SOURCE_ID = String(80)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar = {dict[str, Any]: JSON, list[Any]: JSON}


class StateRow(Base):
    """What holds for the whole catalogue: ``generation``, ``vectors``, ``tokens``."""

    __tablename__ = "state"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class SourceRow(Base):
    """A text and its front matter; ``facts`` is the whole ``corpus.models.Source``."""

    __tablename__ = "sources"

    id: Mapped[str] = mapped_column(_SOURCE_ID, primary_key=True)
    workspace: Mapped[str | None] = mapped_column(String(80), index=True)
    region: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(40))
    authority: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]]
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))  # of text, front matter, clauses, chunking
    stored: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ClauseRow(Base):
    """A clause; ``sentences`` is a list of ``[start, end, modality, heading]``."""

    __tablename__ = "clauses"

    id: Mapped[str] = mapped_column(_CLAUSE_ID, primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    parent: Mapped[str | None] = mapped_column(_CLAUSE_ID)
    path: Mapped[list[Any]]
    label: Mapped[str] = mapped_column(String(400))
    label_key: Mapped[str] = mapped_column(String(400), index=True)  # index.labels.label_key
    title: Mapped[str] = mapped_column(Text)
    level: Mapped[int] = mapped_column(Integer)
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    line: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    sentences: Mapped[list[Any]]
    facts: Mapped[dict[str, Any]]
    kind: Mapped[str] = mapped_column(String(20), default="clause", server_default="clause")
    term: Mapped[str | None] = mapped_column(Text)
    nature: Mapped[str | None] = mapped_column(String(20))
    lead: Mapped[str] = mapped_column(Text, default="", server_default="")


class OriginRow(Base):
    """The file that a source was read from, and how sure its structure is; none for shipped texts.

    ``facts`` is a list of ``[name, value, start, end]``, ``notices`` of ``[code, message, line,
    page]``; ``places`` as ``rows.compact_places`` writes them. Without a file the columns of the
    file are empty.
    """

    __tablename__ = "origins"

    source_id: Mapped[str] = mapped_column(
        ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True
    )
    file_name: Mapped[str | None] = mapped_column(Text)
    file_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    size: Mapped[int | None] = mapped_column(Integer)
    format: Mapped[str | None] = mapped_column(String(20))
    pages: Mapped[int | None] = mapped_column(Integer)
    part: Mapped[int] = mapped_column(Integer, default=1)
    facts: Mapped[list[Any]]
    places: Mapped[str] = mapped_column(Text)
    overlay: Mapped[str | None] = mapped_column(Text)
    stated: Mapped[str | None] = mapped_column(Text)
    hints: Mapped[str] = mapped_column(Text, default="[]", server_default="[]")
    reading: Mapped[str] = mapped_column(String(40), default="", server_default="")
    notices: Mapped[list[Any]]
    family: Mapped[str | None] = mapped_column(String(40))
    confidence: Mapped[float] = mapped_column(Float)
    imported: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ReferenceRow(Base):
    """A cross-reference: ``clause.text[start:end]`` names a clause (``target``) or a document."""

    __tablename__ = "clause_references"

    pk: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    clause_id: Mapped[str] = mapped_column(ForeignKey("clauses.id", ondelete="CASCADE"), index=True)
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    target: Mapped[str | None] = mapped_column(_CLAUSE_ID, index=True)
    document: Mapped[str | None] = mapped_column(Text)


class PendingRow(Base):
    """A document that is read and embedded, and waits to become visible (``index.importing``).

    No reader looks here. ``content`` is ``catalogue.pending.packed``.
    """

    __tablename__ = "pending_sources"

    id: Mapped[str] = mapped_column(_SOURCE_ID, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    file_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    characters: Mapped[int] = mapped_column(Integer)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    staged: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ChunkRow(Base):
    """A piece of a clause as it is searched; ``clause.text[start:end]`` is what may be quoted."""

    __tablename__ = "chunks"

    pk: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(420), unique=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"), index=True)
    clause_id: Mapped[str] = mapped_column(ForeignKey("clauses.id", ondelete="CASCADE"), index=True)
    start: Mapped[int] = mapped_column(Integer)
    end: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(Text)
    heading: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))  # of title, heading and body

    #: A key is never given again, so that a key remembered by a reader means one chunk or none.
    __table_args__ = ({"sqlite_autoincrement": True},)


class ChunkTopicRow(Base):
    """A theme of a chunk's clause (its own, else its nearest ancestor's)."""

    __tablename__ = "chunk_topics"

    chunk_pk: Mapped[int] = mapped_column(
        ForeignKey("chunks.pk", ondelete="CASCADE"), primary_key=True
    )
    topic: Mapped[str] = mapped_column(String(40), primary_key=True)

    __table_args__ = (Index("ix_chunk_topics_topic", "topic"),)


class ClauseNumberRow(Base):
    """A document number that a clause's text mentions (``index.numbers``), for exact look-up."""

    __tablename__ = "clause_numbers"

    clause_id: Mapped[str] = mapped_column(
        ForeignKey("clauses.id", ondelete="CASCADE"), primary_key=True
    )
    serial: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)
    body: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[str] = mapped_column(String(4), primary_key=True)


class ConversationRow(Base):
    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    workspace: Mapped[str | None] = mapped_column(String(80), index=True)
    title: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class MessageRow(Base):
    """One version of a turn: what was asked, as it was understood, and the answer's JSON.

    ``version_of`` is the ``pk`` of the turn's first version (none for the first itself); of a turn's
    versions one is ``current``. ``configuration`` says how the answer was made.
    """

    __tablename__ = "messages"

    pk: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[str] = mapped_column(String(20))
    question: Mapped[str] = mapped_column(Text)
    standalone: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[dict[str, Any] | None]
    created: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    version_of: Mapped[int | None] = mapped_column(Integer)
    current: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    configuration: Mapped[dict[str, Any] | None]


class FeedbackRow(Base):
    """What a reader says of an answer, or of one clause that it cites (``clause_id`` not empty)."""

    __tablename__ = "feedback"

    pk: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    message: Mapped[int] = mapped_column(ForeignKey("messages.pk", ondelete="CASCADE"))
    clause_id: Mapped[str] = mapped_column(_CLAUSE_ID, default="")
    verdict: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")
    given: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    __table_args__ = (UniqueConstraint("message", "clause_id", name="uq_feedback_message"),)
