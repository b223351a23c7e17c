"""How many of many are done."""

from __future__ import annotations

from rich.progress import MofNCompleteColumn, TextColumn, TimeRemainingColumn

from assistant.terminal.bar import Bar


class CountBar(Bar):
    """``step`` once for each that is done."""

    def __init__(self, title: str) -> None:
        super().__init__(MofNCompleteColumn(), TextColumn("还要"), TimeRemainingColumn())
        self._task = self._progress.add_task(title, total=None)

    def step(self, total: int) -> None:
        self._progress.update(self._task, advance=1, total=total)
