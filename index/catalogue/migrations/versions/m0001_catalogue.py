"""Sources, clauses, chunks, conversations; words in FTS5 where the database is SQLite."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "state",
        sa.Column("key", sa.String(40), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("workspace", sa.String(80), index=True),
        sa.Column("region", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("authority", sa.String(40), nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("stored", _MOMENT, nullable=False),
    )
    op.create_table(
        "clauses",
        sa.Column("id", sa.String(400), primary_key=True),
        _reference("source_id", "sources.id"),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("parent", sa.String(400)),
        sa.Column("path", sa.JSON, nullable=False),
        sa.Column("label", sa.String(400), nullable=False),
        sa.Column("label_key", sa.String(400), nullable=False, index=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sentences", sa.JSON, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
    )
    op.create_table(
        "chunks",
        sa.Column("pk", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(420), nullable=False, unique=True),
        _reference("source_id", "sources.id"),
        _reference("clause_id", "clauses.id", sa.String(400)),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("heading", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "chunk_topics",
        sa.Column(
            "chunk_pk",
            sa.Integer,
            sa.ForeignKey("chunks.pk", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("topic", sa.String(40), primary_key=True),
    )
    op.create_index("ix_chunk_topics_topic", "chunk_topics", ["topic"])
    op.create_table(
        "clause_numbers",
        sa.Column(
            "clause_id",
            sa.String(400),
            sa.ForeignKey("clauses.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("serial", sa.String(40), primary_key=True, index=True),
        sa.Column("body", sa.String(40), primary_key=True),
        sa.Column("year", sa.String(4), primary_key=True),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("workspace", sa.String(80), index=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("created", _MOMENT, nullable=False),
    )
    op.create_table(
        "messages",
        sa.Column("pk", sa.Integer, primary_key=True, autoincrement=True),
        _reference("conversation_id", "conversations.id"),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("standalone", sa.Text),
        sa.Column("answer", sa.JSON),
        sa.Column("created", _MOMENT, nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE chunk_words USING fts5(title, heading, body, pairs, "
            "tokenize=\"unicode61 remove_diacritics 0 tokenchars './'\")"
        )


def _reference(name: str, target: str, type_: sa.String | None = None) -> sa.Column[str]:
    return sa.Column(
        name,
        type_ or sa.String(80),
        sa.ForeignKey(target, ondelete="CASCADE"),
        nullable=False,
        index=True,
    )
