"""Imports: what a clause is, origins, cross-references, documents that wait to become visible."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column(
        "clauses", sa.Column("kind", sa.String(20), nullable=False, server_default="clause")
    )
    op.add_column("clauses", sa.Column("term", sa.Text))
    op.add_column("clauses", sa.Column("nature", sa.String(20)))
    op.add_column("clauses", sa.Column("lead", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "origins",
        sa.Column(
            "source_id",
            sa.String(80),
            sa.ForeignKey("sources.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("file_name", sa.Text),
        sa.Column("file_sha256", sa.String(64), index=True),
        sa.Column("size", sa.Integer),
        sa.Column("format", sa.String(20)),
        sa.Column("pages", sa.Integer),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("facts", sa.JSON, nullable=False),
        sa.Column("places", sa.Text, nullable=False),
        sa.Column("overlay", sa.Text),
        sa.Column("stated", sa.Text),
        sa.Column("hints", sa.Text, nullable=False, server_default="[]"),
        sa.Column("reading", sa.String(40), nullable=False, server_default=""),
        sa.Column("notices", sa.JSON, nullable=False),
        sa.Column("family", sa.String(40)),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("imported", _MOMENT, nullable=False),
    )
    op.create_table(
        "clause_references",
        sa.Column("pk", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column(
            "clause_id",
            sa.String(400),
            sa.ForeignKey("clauses.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("target", sa.String(400), index=True),
        sa.Column("document", sa.Text),
    )
    op.create_table(
        "pending_sources",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("file_sha256", sa.String(64), index=True),
        sa.Column("characters", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("staged", _MOMENT, nullable=False),
    )
