"""The progress of an import: a bar on a terminal, nothing where the output goes to a file."""

from __future__ import annotations

import sys
from types import TracebackType

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from assistant.importing.models import ImportEvent

_STAGES = {"reading": "读取", "embedding": "计算向量", "storing": "存入"}
_UNITS = {"reading": "页", "embedding": "字", "storing": "份"}
_LONGEST_NAME = 24


class ImportBar:
    """Used in ``with``; ``event`` may be called from any thread."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[told]}"),
            console=Console(stderr=True),
            transient=True,
            disable=not self._shown,
        )
        self._tasks: dict[str, TaskID] = {}

    def event(self, event: ImportEvent) -> None:
        """Show where the import is."""
        if not self._shown:
            return
        stage = _STAGES.get(event.stage, event.stage)
        name = event.file or ""
        short = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
        plain = short.replace("[", "（").replace("]", "）")
        if event.stage not in self._tasks:
            self._tasks[event.stage] = self._progress.add_task(stage, total=None, told="")
        self._progress.update(
            self._tasks[event.stage],
            description=f"{stage} {plain}",
            completed=event.done,
            total=event.total or None,
            told=told_of(event),
        )

    def say(self, line: str, *, error: bool = False) -> None:
        """A line that stays, above the bar."""
        if self._shown and (error or sys.stdout.isatty()):
            self._progress.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            click.echo(line, err=error)

    def __enter__(self) -> ImportBar:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()


def told_of(event: ImportEvent) -> str:
    """``1200/5000 字，800 字/秒，还要 0:05``."""
    unit = _UNITS.get(event.stage, "")
    parts = [f"{event.done}/{event.total} {unit}" if event.total else f"{event.done} {unit}"]
    if event.rate:
        parts.append(f"{event.rate:.0f} {unit}/秒")
    if event.left is not None:
        minutes, seconds = divmod(int(event.left), 60)
        parts.append(f"还要 {minutes}:{seconds:02d}")
    return "，".join(parts)
