"""Gates: what a figure must reach; read from ``gates.toml``, checked, and only ever raised.

A gate is written ``right = ">= 0.93"`` or ``declined_wrongly = "<= 0.05"``.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import tomlkit

from corpus.errors import BadInput
from evals.results import Figure, Result
from evals.suites import suite_of

FILE = Path(__file__).parent / "gates.toml"
#: The table of figures that only the whole suite has, not its fast part.
FULL = "full"
#: The table of gates that were loosened on purpose: suite and figure, and why.
LOOSENED = "loosened"
#: A gate is raised to the figure rounded to its disadvantage: one question more or less is no news.
_DIGITS = {"share": 3, "score": 3}
_SIGNS = {"higher": ">=", "lower": "<="}
_WRITTEN = re.compile(r"(>=|<=)\s*(\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Gate:
    """The least value of a figure, or the most where ``better`` is lower. ``full``: in whole runs only."""

    suite: str
    figure: str
    limit: float
    better: str = "higher"
    full: bool = False

    def worse_than(self, other: Gate) -> bool:
        """Whether this gate lets more pass than ``other``."""
        return self.limit > other.limit if self.better == "lower" else self.limit < other.limit

    def passed_by(self, value: float) -> bool:
        return value <= self.limit if self.better == "lower" else value >= self.limit

    @property
    def written(self) -> str:
        """As it stands in the file."""
        return f"{_SIGNS[self.better]} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class GateOutcome:
    """A gate held against a run. ``value`` None: the figure was not measured, which is a failure."""

    suite: str
    figure: str
    label: str
    limit: float
    value: float | None
    better: str
    passed: bool
    unit: str = "share"


def read_gates(path: Path = FILE) -> tuple[Gate, ...]:
    """The gates of a file. Raises BadInput for what is no gate, with its place."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"门槛文件 {path.name} 读不出来：{error}") from error
    found = [*_gates(path, tables, full=False)]
    whole = tables.get(FULL, {})
    if not isinstance(whole, dict):
        raise BadInput(f"{path.name} 的 {FULL} 应是一组套件。")
    return (*found, *_gates(path, whole, full=True))


def _gates(path: Path, tables: Mapping[str, object], *, full: bool) -> Iterable[Gate]:
    for suite, figures in tables.items():
        if suite in (FULL, LOOSENED) and not full:
            continue
        if suite_of(suite) is None or not isinstance(figures, dict):
            raise BadInput(f"{path.name} 中没有“{suite}”这个套件，请改名或删去。")
        for figure, limit in figures.items():
            written = _WRITTEN.fullmatch(str(limit).strip())
            if written is None:
                raise BadInput(
                    f'{path.name} 中 {suite} 的 {figure} 应写成 ">= 0.93" 或 "<= 0.05"，写的是 {limit!r}。'
                )
            better = "lower" if written[1] == "<=" else "higher"
            yield Gate(suite, figure, float(written[2]), better, full)


def check(results: Sequence[Result], gates: Sequence[Gate]) -> tuple[GateOutcome, ...]:
    """Every gate of the suites in ``results``, held against them."""
    runs = {result.run.suite: result.run for result in results}
    return tuple(
        _outcome(gate, runs[gate.suite].figure(gate.figure))
        for gate in gates
        if gate.suite in runs and not (gate.full and runs[gate.suite].fast)
    )


def _outcome(gate: Gate, figure: Figure | None) -> GateOutcome:
    if figure is None:
        return GateOutcome(
            gate.suite, gate.figure, gate.figure, gate.limit, None, gate.better, False
        )
    if figure.better != gate.better:
        raise BadInput(
            f"{gate.suite} 的 {gate.figure}（{figure.label}）方向写反了，请改 {FILE.name} 里的大于或小于号。"
        )
    value = figure.value
    passed = value is not None and gate.passed_by(value)
    return GateOutcome(
        gate.suite, gate.figure, figure.label, gate.limit, value, gate.better, passed, figure.unit
    )


def failed(results: Sequence[Result], gates: Sequence[Gate]) -> tuple[GateOutcome, ...]:
    """The gates that ``results`` miss."""
    return tuple(outcome for outcome in check(results, gates) if not outcome.passed)


def raised(results: Sequence[Result], gates: Sequence[Gate]) -> tuple[Gate, ...]:
    """The gates that could be stricter by these results, as they could be."""
    runs = {result.run.suite: result.run for result in results}
    found = []
    for gate in gates:
        run = runs.get(gate.suite)
        figure = run.figure(gate.figure) if run else None
        if figure is None or figure.value is None or figure.unit in ("ms", "s", "MB"):
            continue  # times belong to a machine
        stricter = replace(gate, limit=_rounded(figure))
        if gate.worse_than(stricter):
            found.append(stricter)
    return tuple(found)


def _rounded(figure: Figure) -> float:
    value = float(figure.value or 0.0)
    step: int = 10 ** _DIGITS.get(figure.unit, 0)
    rounded = (
        math.ceil(value * step - 1e-9)
        if figure.better == "lower"
        else math.floor(value * step + 1e-9)
    )
    return rounded / step  # fmt: skip


def write_raised(stricter: Sequence[Gate], path: Path = FILE) -> None:
    """Put the gates in the file in the place of laxer ones; comments and order stay."""
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    present = {(gate.suite, gate.figure, gate.full): gate for gate in read_gates(path)}
    for gate in stricter:
        was = present.get((gate.suite, gate.figure, gate.full))
        if was is None or not was.worse_than(gate):
            raise BadInput(
                f"{path.name} 中 {gate.suite} 的 {gate.figure} 不能改成 {gate.written}：门槛只升不降。"
            )
        tables = document[FULL] if gate.full else document
        tables[gate.suite][gate.figure] = gate.written  # type: ignore[index]
    partial = path.with_suffix(".part")
    partial.write_text(tomlkit.dumps(document), encoding="utf-8")
    partial.replace(path)
