"""What a suite found, in one format: figures and items, written as JSON lines a run.

The first line of a file is the run (suite, configuration, library, versions, machine, figures), each
further line one item (a question, a statement, a document, an attack). Files lie in
``DATA/eval/runs`` and are the history that reports draw.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from corpus.errors import BadInput

#: Raised when older files can no longer be read as they are.
FORMAT = 1


class Figure(BaseModel):
    """One figure of a run.

    ``value`` None: nothing to measure on. ``low`` and ``high``: 95 % interval where one was computed.
    ``n``: over how many items. ``unit``: ``share`` (0 to 1), ``score`` (0 to 1, no share), ``ms``, ``s``,
    ``MB``, ``count``, ``per second``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str  # e.g. "right", "right/kind=time", "caught/number"
    label: str  # in Chinese, as a report shows it
    value: float | None
    unit: str = "share"
    n: int | None = None
    low: float | None = None
    high: float | None = None
    better: str = Field("higher", pattern="^(higher|lower|neither)$")

    @field_validator("value", "low", "high")
    @classmethod
    def _finite(cls, value: float | None) -> float | None:
        """A figure that is not a number is a failure to measure and is never averaged or hidden."""
        if value is not None and not math.isfinite(value):
            raise ValueError("a figure must be finite; count what could not be scored as failed")
        return value


class Item(BaseModel):
    """One thing that was tried. ``right`` None: it is measured, not judged."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    kind: str = ""
    split: str = ""  # dev, test, own
    tags: tuple[str, ...] = ()
    right: bool | None = None
    faults: tuple[str, ...] = ()
    measures: dict[str, float | None] = Field(default_factory=dict)
    detail: dict[str, Any] = Field(
        default_factory=dict
    )  # question, expected, retrieved, said, cited


class Run(BaseModel):
    """One suite, run once under one configuration."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = FORMAT
    suite: str
    started: datetime
    seconds: float
    configuration: str = "default"  # its name
    configuration_hash: str = ""
    library_hash: str = ""
    versions: dict[str, str] = Field(default_factory=dict)
    machine: dict[str, str | int | float] = Field(default_factory=dict)
    fast: bool = False
    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = ()  # for the reader, e.g. what was left out and why

    def figure(self, name: str) -> Figure | None:
        """The figure called ``name``."""
        return next((one for one in self.figures if one.name == name), None)


class Result(BaseModel):
    """A run with its items."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    run: Run
    items: tuple[Item, ...] = ()


def digest(value: object) -> str:
    """Twelve hexadecimal digits of the SHA-256 of ``value`` as canonical JSON."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def runs_folder(data_dir: Path) -> Path:
    """Where the runs of a data folder lie."""
    return data_dir / "eval" / "runs"


def write_result(result: Result, folder: Path) -> Path:
    """Write ``result`` as ``STARTED-SUITE-CONFIGURATION.jsonl`` in ``folder``, whole or not at all."""
    run = result.run
    folder.mkdir(parents=True, exist_ok=True)
    stamp = run.started.strftime("%Y%m%dT%H%M%S%f")
    name = f"{stamp}-{run.suite}-{_safe(run.configuration)}.jsonl"
    lines: Sequence[BaseModel] = (run, *result.items)
    text = "".join(f"{line.model_dump_json()}\n" for line in lines)
    partial = folder / f".{name}.part"
    partial.write_text(text, encoding="utf-8")
    return partial.replace(folder / name)


def read_result(path: Path) -> Result:
    """The result in ``path``. Raises BadInput when it is not one, or of another format."""
    try:
        first, *rest = path.read_text(encoding="utf-8").splitlines()
        found = json.loads(first)
        if found.get("format") != FORMAT:
            raise BadInput(f"{path.name} 是另一种格式的评测结果，请重新运行 cqo eval。")
        return Result(
            run=Run.model_validate(found),
            items=tuple(Item.model_validate_json(line) for line in rest),
        )
    except (ValueError, ValidationError, AttributeError) as error:
        raise BadInput(f"{path.name} 不是评测结果文件，或者已经损坏。") from error


def read_run(path: Path) -> Run | None:
    """The first line of ``path`` alone; None when it is not a run of this format."""
    try:
        with path.open(encoding="utf-8") as lines:
            run = Run.model_validate_json(next(lines, ""))
    except (OSError, ValidationError):
        return None
    return run if run.format == FORMAT else None


def history(folder: Path, suite: str | None = None) -> list[tuple[Path, Run]]:
    """The runs in ``folder``, the oldest first; files that are no runs are left out."""
    if not folder.is_dir():
        return []
    found = ((path, read_run(path)) for path in sorted(folder.glob("*.jsonl")))
    kept = [(path, run) for path, run in found if run and suite in (None, run.suite)]
    return sorted(kept, key=lambda one: one[1].started)


def latest(folder: Path, configuration: str = "default") -> list[Path]:
    """The newest file of each suite under ``configuration``, in the order of the suites' names."""
    newest: dict[str, Path] = {}
    for path, run in history(folder):
        if run.configuration == configuration:
            newest[run.suite] = path
    return [newest[suite] for suite in sorted(newest)]


def share(name: str, label: str, values: Iterable[bool], *, better: str = "higher") -> Figure:
    """The share of ``values`` that hold; without values None."""
    found = list(values)
    value = sum(found) / len(found) if found else None
    return Figure(name=name, label=label, value=value, n=len(found), better=better)


def _safe(name: str) -> str:
    return re.sub(r"[^0-9A-Za-z.-]+", "-", name).strip("-.") or "default"
