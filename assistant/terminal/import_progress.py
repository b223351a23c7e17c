"""The progress of an import, stage by stage."""

from __future__ import annotations

from rich.progress import TaskID, TextColumn

from assistant.importing.models import ImportEvent
from assistant.terminal.bar import Bar

_STAGES = {"reading": "读取", "embedding": "计算向量", "storing": "存入"}
_UNITS = {"reading": "页", "embedding": "字", "storing": "份"}
_LONGEST_NAME = 24


class ImportBar(Bar):
    """``event`` may be called from any thread."""

    def __init__(self) -> None:
        super().__init__(TextColumn("{task.fields[told]}"))
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
