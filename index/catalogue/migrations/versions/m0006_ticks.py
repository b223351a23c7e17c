"""What is ticked off of a task's 完成条件."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    ticked = sa.Column("ticked", sa.JSON, nullable=False, server_default="[]")
    op.add_column("guide_tasks", ticked)
