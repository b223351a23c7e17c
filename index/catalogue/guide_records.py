"""What the store of the guided rollout gives: records, and what a stale write raises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


class Conflict(Exception):
    """Somebody else stored a newer ``revision`` of what was to be changed."""

    def __init__(self, revision: int) -> None:
        super().__init__(revision)
        self.revision = revision


@dataclass(frozen=True, slots=True)
class Guide:
    id: str
    company: str
    journey: str
    start: str | None
    skipped: tuple[str, ...]
    weights: Mapping[str, float]
    created: datetime
    updated: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class TaskState:
    """``revision`` 0: nothing is stored, the task is to do. ``ticked``: lines of its 完成条件 that hold."""

    task: str
    state: str = "todo"
    reason: str = ""
    note: str = ""
    owner: str = ""
    days: int | None = None
    ticked: tuple[str, ...] = ()
    updated: datetime | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    id: str
    task: str
    name: str
    sha256: str | None
    size: int | None
    url: str | None
    added: datetime


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    kind: str
    subject: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Assessment:
    id: str
    title: str
    source: str
    started: datetime
    finished: datetime | None


@dataclass(frozen=True, slots=True)
class StoredReply:
    check: str
    reply: str
    evidence: str
    note: str
    words: str
    clause_id: str
    updated: datetime
    revision: int
