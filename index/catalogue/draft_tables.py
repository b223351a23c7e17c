"""Tables of drafting: profiles of companies, and drafts of documents."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from index.catalogue.tables import Base

_ID = String(40)


class CompanyRow(Base):
    """A company's profile: facts that several documents and the guide share, asked once."""

    __tablename__ = "companies"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    workspace: Mapped[str | None] = mapped_column(String(80), index=True)
    name: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]]
    updated: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    revision: Mapped[int] = mapped_column(Integer)


class DraftRow(Base):
    """A draft; ``content`` is the whole ``assistant.drafting.draft.Draft``."""

    __tablename__ = "drafts"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    workspace: Mapped[str | None] = mapped_column(String(80), index=True)
    blueprint: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(Text)
    company: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Any]]
    created: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    revision: Mapped[int] = mapped_column(Integer)
