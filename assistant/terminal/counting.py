"""How many of many are done: a bar on a terminal, nothing where the output goes to a file."""

from __future__ import annotations

import sys
from types import TracebackType

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


class CountBar:
    """Used in ``with``; ``step`` once for each that is done."""

    def __init__(self, title: str) -> None:
        self._shown = sys.stderr.isatty()
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("还要"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not self._shown,
        )
        self._task = self._progress.add_task(title, total=None)

    def step(self, total: int) -> None:
        self._progress.update(self._task, advance=1, total=total)

    def say(self, line: str, *, error: bool = False) -> None:
        """A line that stays, above the bar."""
        if self._shown and (error or sys.stdout.isatty()):
            self._progress.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(line, err=error)

    def __enter__(self) -> CountBar:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()
