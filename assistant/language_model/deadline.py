"""A moment by which something must be done."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deadline:
    """``at`` is a moment of ``time.monotonic()``, in seconds.

    ``stopped``: once somebody sets it no time is left, whatever the clock says.
    """

    at: float
    stopped: threading.Event | None = None

    @classmethod
    def after(cls, seconds: float, stopped: threading.Event | None = None) -> Deadline:
        return cls(time.monotonic() + seconds, stopped)

    def within(self, seconds: float) -> Deadline:
        """This deadline, or that many seconds from now when they are over before."""
        return Deadline(min(self.at, time.monotonic() + seconds), self.stopped)

    @property
    def was_stopped(self) -> bool:
        return self.stopped is not None and self.stopped.is_set()

    def left(self) -> float:
        """Seconds left, never below zero."""
        return 0.0 if self.was_stopped else max(0.0, self.at - time.monotonic())

    def passed(self) -> bool:
        return self.left() <= 0.0
