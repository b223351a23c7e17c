"""A bar on a terminal that goes when it is done; nothing where the output goes to a file."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn


class Bar:
    """Used in ``with``. ``columns`` stand behind the title and the bar itself."""

    def __init__(self, *columns: ProgressColumn) -> None:
        self._shown = sys.stderr.isatty()
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            *columns,
            console=Console(stderr=True),
            transient=True,
            disable=not self._shown,
        )

    def say(self, line: str, *, error: bool = False) -> None:
        """A line that stays, above the bar."""
        if self._shown and (error or sys.stdout.isatty()):
            self._progress.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(line, err=error)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()
