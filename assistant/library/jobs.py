"""One uploaded file on its way into the library, and how far it is."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.importing.models import FileResult, ImportEvent, Overrides
from corpus.models import Document


class State(StrEnum):
    """Where an upload is. It leaves the list when a person gives it up."""

    RECEIVING = "receiving"  # 正在上传
    WAITING = "waiting"  # 排队等候读取
    READING = "reading"  # 正在读取
    READY = "ready"  # 等待确认
    QUEUED = "queued"  # 排队等候加入
    STORING = "storing"  # 正在加入
    STORED = "stored"  # 已加入
    FAILED = "failed"  # 未能加入


#: States in which something goes on by itself.
BUSY = frozenset({State.RECEIVING, State.WAITING, State.READING, State.QUEUED, State.STORING})


@dataclass
class Job:
    """Changed by one thread at a time: the request's, the reader's or the writer's."""

    id: str
    name: str
    size: int  # bytes announced; 0 when not announced
    path: Path
    state: State = State.RECEIVING
    received: int = 0  # bytes
    event: ImportEvent | None = None
    error: str | None = None
    documents: tuple[Document, ...] = ()
    edits: tuple[Overrides, ...] = ()  # one a document
    result: FileResult | None = None
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    cancel: threading.Event = field(default_factory=threading.Event)

    def shown(self, position: int | None) -> dict[str, Any]:
        """As JSON; ``position`` in its queue from 1."""
        event = self.event
        return {
            "id": self.id,
            "name": self.name,
            "size": self.size or self.received,
            "received": self.received,
            "state": self.state.value,
            "busy": self.state in BUSY,
            "stopping": self.cancel.is_set(),
            "position": position,
            "progress": None
            if event is None
            else {
                "stage": event.stage,
                "done": event.done,
                "total": event.total,
                "rate": event.rate,
                "left": event.left,
            },
            "error": self.error,
            "created": self.created.isoformat(timespec="seconds"),
            "titles": [one.source.title for one in self.documents],
            "stored": self._stored(),
        }

    def _stored(self) -> dict[str, Any] | None:
        if self.result is None:
            return None
        return {
            "outcome": self.result.outcome.value,
            "note": self.result.note,
            "sources": [
                {"id": one.source.id, "title": one.source.title} for one in self.result.documents
            ],
        }
