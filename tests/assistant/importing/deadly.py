"""Paths that harm the process that reads them: what a crash of a library, or a hang, looks like."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any, NoReturn


class DeadlyPath(type(Path())):  # type: ignore[misc]
    """Ends the process that looks at the file."""

    def stat(self, **_: Any) -> NoReturn:
        os._exit(9)


class EndlessPath(type(Path())):  # type: ignore[misc]
    """Never answers."""

    def stat(self, **_: Any) -> NoReturn:
        while True:
            threading.Event().wait()


class FaultyPath(type(Path())):  # type: ignore[misc]
    """A fault of the program."""

    def stat(self, **_: Any) -> NoReturn:
        raise ZeroDivisionError
