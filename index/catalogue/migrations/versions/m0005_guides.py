"""The guided rollout: ways, tasks, evidence, events, self-checks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def _guide(*, primary_key: bool = False, index: bool = False) -> sa.Column[str]:
    return sa.Column(
        "guide",
        sa.String(40),
        sa.ForeignKey("guides.id", ondelete="CASCADE"),
        nullable=False,
        primary_key=primary_key,
        index=index,
    )


def upgrade() -> None:
    op.create_table(
        "guides",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column(
            "company",
            sa.String(40),
            sa.ForeignKey("companies.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("journey", sa.String(120), nullable=False),
        sa.Column("start", sa.String(10)),
        sa.Column("skipped", sa.JSON, nullable=False),
        sa.Column("weights", sa.JSON, nullable=False),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("updated", _TIME, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.create_index("ix_guides_company", "guides", ["company"], unique=True)
    op.create_table(
        "guide_tasks",
        _guide(primary_key=True),
        sa.Column("task", sa.String(120), primary_key=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("days", sa.Integer),
        sa.Column("updated", _TIME, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.create_table(
        "guide_evidence",
        sa.Column("id", sa.String(40), primary_key=True),
        _guide(index=True),
        sa.Column("task", sa.String(120), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64)),
        sa.Column("size", sa.Integer),
        sa.Column("url", sa.Text),
        sa.Column("added", _TIME, nullable=False),
        sa.Column("removed", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "guide_events",
        sa.Column("pk", sa.Integer, primary_key=True, autoincrement=True),
        _guide(),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
    )
    op.create_index("ix_guide_events_guide_pk", "guide_events", ["guide", "pk"])
    _self_checks()


def _self_checks() -> None:
    op.create_table(
        "assessments",
        sa.Column("id", sa.String(40), primary_key=True),
        _guide(index=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("started", _TIME, nullable=False),
        sa.Column("finished", _TIME),
    )
    op.create_table(
        "assessment_replies",
        sa.Column(
            "assessment",
            sa.String(40),
            sa.ForeignKey("assessments.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("check_id", sa.String(420), primary_key=True),
        sa.Column("reply", sa.String(10), nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("clause_id", sa.String(400), nullable=False),
        sa.Column("updated", _TIME, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
    )
