"""Conversations: versions of a turn, how an answer was made, and what readers say of answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("version_of", sa.Integer))
    op.add_column(
        "messages", sa.Column("current", sa.Boolean, nullable=False, server_default=sa.true())
    )
    op.add_column("messages", sa.Column("configuration", sa.JSON))
    op.create_table(
        "feedback",
        sa.Column("pk", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column(
            "message",
            sa.Integer,
            sa.ForeignKey("messages.pk", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("clause_id", sa.String(400), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("given", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("message", "clause_id", name="uq_feedback_message"),
    )
