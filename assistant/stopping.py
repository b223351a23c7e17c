"""Answers that are being written and may be stopped by the person who asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Stopping:
    """Which conversations are being answered. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answering: dict[str, list[threading.Event]] = {}

    @contextmanager
    def answering(self, conversation: str | None) -> Iterator[threading.Event]:
        """While an answer is written; the event is set when it shall end."""
        event = threading.Event()
        key = conversation or ""
        with self._lock:
            self._answering.setdefault(key, []).append(event)
        try:
            yield event
        finally:
            with self._lock:
                self._answering[key].remove(event)
                if not self._answering[key]:
                    del self._answering[key]

    def stop(self, conversation: str) -> bool:
        """End the answers of that conversation; False when none is being written."""
        with self._lock:
            events = list(self._answering.get(conversation, ())) if conversation else []
        for event in events:
            event.set()
        return bool(events)
