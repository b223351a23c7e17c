"""Tables of the guided rollout: a company's way, its tasks, evidence, self-checks and what happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, DateTime, ForeignKey, Index, Integer, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from index.catalogue.tables import Base

_ID = String(40)
_NAME = String(120)


def _way() -> Any:
    return mapped_column(ForeignKey("guides.id", ondelete="CASCADE"), primary_key=True)


class GuideRow(Base):
    """A company on its way. ``skipped`` are questions passed over, ``weights`` those of groups of checks."""

    __tablename__ = "guides"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    company: Mapped[str] = mapped_column(
        ForeignKey("companies.id", ondelete="CASCADE"), index=True, unique=True
    )
    journey: Mapped[str] = mapped_column(_NAME)
    start: Mapped[str | None] = mapped_column(String(10))
    skipped: Mapped[list[Any]]
    weights: Mapped[dict[str, Any]]
    created: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    revision: Mapped[int] = mapped_column(Integer)


class GuideTaskRow(Base):
    """How far a task is; without a row it is to do. ``ticked``: lines of what must be true when it is done."""

    __tablename__ = "guide_tasks"

    guide: Mapped[str] = _way()
    task: Mapped[str] = mapped_column(_NAME, primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(Text)
    days: Mapped[int | None] = mapped_column(Integer)
    ticked: Mapped[list[Any]] = mapped_column(server_default="[]")
    updated: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    revision: Mapped[int] = mapped_column(Integer)


class GuideEvidenceRow(Base):
    """A file (``sha256``) or a link (``url``) that shows that a task or a check is done."""

    __tablename__ = "guide_evidence"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    guide: Mapped[str] = mapped_column(ForeignKey("guides.id", ondelete="CASCADE"), index=True)
    task: Mapped[str] = mapped_column(_NAME)
    name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None] = mapped_column(Integer)
    url: Mapped[str | None] = mapped_column(Text)
    added: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    removed: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


class GuideEventRow(Base):
    """What happened, oldest first; never changed."""

    __tablename__ = "guide_events"

    pk: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    guide: Mapped[str] = mapped_column(ForeignKey("guides.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(Text)
    detail: Mapped[dict[str, Any]]

    __table_args__ = (Index("ix_guide_events_guide_pk", "guide", "pk"),)


class AssessmentRow(Base):
    """A self-check; ``source`` is the title of the text that its checks are from."""

    __tablename__ = "assessments"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    guide: Mapped[str] = mapped_column(ForeignKey("guides.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    started: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    finished: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ReplyRow(Base):
    """The answer to one check: yes, partly, no or na, what shows it, and the check as it was read."""

    __tablename__ = "assessment_replies"

    assessment: Mapped[str] = mapped_column(
        ForeignKey("assessments.id", ondelete="CASCADE"), primary_key=True
    )
    check: Mapped[str] = mapped_column("check_id", String(420), primary_key=True)
    reply: Mapped[str] = mapped_column(String(10))
    evidence: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    clause_id: Mapped[str] = mapped_column(String(400))
    updated: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    revision: Mapped[int] = mapped_column(Integer)
