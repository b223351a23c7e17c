"""Alembic's entry: runs the migrations on the connection that ``catalogue.database`` hands over."""

from __future__ import annotations

from alembic import context

from index.catalogue import draft_tables, guide_tables  # noqa: F401  # part of the metadata
from index.catalogue.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
context.run_migrations()
