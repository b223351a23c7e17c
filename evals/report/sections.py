"""What a report shows of one suite: its figures, tables by group and by system, and how it was run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.gates import GateOutcome
from evals.report.numbers import Change, change, exact, interval, shown, state, target
from evals.results import Figure, Result, Run
from evals.suites import suite_of

#: Groups of questions: in the name of a figure, and what the table is called.
_GROUPS = {"split": "题组", "kind": "类别", "tag": "难点"}
#: So many measures behind the same stroke make a system, not a part.
_SYSTEM = 3
#: The figure that stands for a suite; another one where it was not measured.
_LEADS = {
    "qa": "right", "decline": "right", "retrieval": "recall@5/ours", "verify": "caught", "drafts": "right",
    "import": "equal/docx", "injection": "held", "speed": "warm_p95_ms",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A figure in a list, with its target and its change where there are any."""

    name: str
    label: str
    value: str
    interval: str
    n: int | None
    change: Change | None
    outcome: GateOutcome | None

    @property
    def target(self) -> str:
        return target(self.outcome) if self.outcome else ""

    @property
    def state(self) -> str:
        return state(self.outcome) if self.outcome else ""

    @property
    def missed(self) -> bool:
        return self.outcome is not None and not self.outcome.passed


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in a grid. ``best``: no other of its column is better."""

    value: str
    interval: str
    best: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A group or a system with a cell for each column."""

    label: str
    n: int | None
    cells: tuple[Cell, ...]
    own: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of several figures by group or by system."""

    title: str
    head: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    systems: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A suite of the report."""

    name: str
    title: str
    about: str
    run: Run
    items: int
    rows: tuple[Row, ...]
    grids: tuple[Grid, ...]
    lead: Row | None
    before: Run | None

    @property
    def gated(self) -> bool:
        """Whether a figure of it has a target."""
        return any(row.outcome for row in self.rows)


def section_of(result: Result, before: Run | None, outcomes: Sequence[GateOutcome]) -> Section:
    """The section of a suite. ``before``: what it is compared with."""
    run = result.run
    suite = suite_of(run.suite)
    gated = {one.figure: one for one in outcomes if one.suite == run.suite}
    rows = {figure.name: _row(figure, before, gated.get(figure.name)) for figure in run.figures}
    rows |= {name: _unmeasured(one) for name, one in gated.items() if name not in rows}
    systems = _systems(run.figures)
    apart = {figure.name for grid in systems for _, line in grid for figure in line if figure}
    return Section(
        name=run.suite,
        title=suite.title if suite else run.suite,
        about=suite.about if suite else "",
        run=run,
        items=len(result.items),
        rows=tuple(row for name, row in rows.items() if not _group(name) and name not in apart),
        grids=(*map(_system_grid, systems), *_group_grids(run)),
        lead=rows.get(_lead(run)),
        before=before,
    )


def previous(run: Run, earlier: Sequence[Run]) -> Run | None:
    """The last run before ``run`` of the same suite, configuration and extent."""
    found = [
        one for one in earlier
        if (one.suite, one.configuration, one.fast) == (run.suite, run.configuration, run.fast)
        and one.started < run.started
    ]  # fmt: skip
    return max(found, key=lambda one: one.started, default=None)


def lead_figure(run: Run) -> Figure | None:
    """The figure that stands for a run."""
    return run.figure(_lead(run))


def _lead(run: Run) -> str:
    name = _LEADS.get(run.suite, "")
    if run.figure(name) is None and run.figures:
        return run.figures[0].name
    return name


def _row(figure: Figure, before: Run | None, outcome: GateOutcome | None) -> Row:
    return Row(
        name=figure.name,
        label=figure.label,
        value=_beside(figure, outcome),
        interval=interval(figure),
        n=figure.n,
        change=change(figure, before),
        outcome=outcome,
    )


def _beside(figure: Figure, outcome: GateOutcome | None) -> str:
    """The value; with more digits where it would look like the target that it misses."""
    value = shown(figure.value, figure.unit)
    if outcome is None or outcome.passed or figure.value is None:
        return value
    return (
        value if value != shown(outcome.limit, outcome.unit) else exact(figure.value, figure.unit)
    )


def _unmeasured(outcome: GateOutcome) -> Row:
    return Row(outcome.figure, outcome.label, shown(None, outcome.unit), "", None, None, outcome)


def _group(name: str) -> tuple[str, str, str] | None:
    """``right/kind=time`` as measure, group, value."""
    measure, _, rest = name.rpartition("/")
    group, equals, value = rest.partition("=")
    return (measure, group, value) if equals and group in _GROUPS else None


def _group_grids(run: Run) -> list[Grid]:
    found: dict[str, dict[str, dict[str, Figure]]] = {}
    for figure in run.figures:
        if parts := _group(figure.name):
            measure, group, value = parts
            found.setdefault(group, {}).setdefault(value, {})[measure] = figure
    return [_group_grid(run, group, lines) for group, lines in found.items()]


def _group_grid(run: Run, group: str, lines: Mapping[str, Mapping[str, Figure]]) -> Grid:
    measures = list(dict.fromkeys(name for line in lines.values() for name in line))
    labels = {name: one.label if (one := run.figure(name)) else name for name in measures}
    return Grid(
        title=f"按{_GROUPS[group]}",
        head=_GROUPS[group],
        columns=tuple(labels.values()),
        lines=tuple(
            Line(
                label=_group_label(value, line, labels),
                n=max((one.n or 0 for one in line.values()), default=None),
                cells=tuple(_cell(line.get(name)) for name in measures),
            )
            for value, line in lines.items()
        ),
    )


def _group_label(value: str, line: Mapping[str, Figure], labels: Mapping[str, str]) -> str:
    """The group in Chinese: what a figure's label says beyond that of the measure."""
    for name, figure in line.items():
        if figure.label.startswith(labels[name]) and figure.label.endswith("）"):
            return figure.label.removeprefix(labels[name])[1:-1]
    return value


#: A system's name, and its figure for each column.
_Lines = list[tuple[str, list[Figure | None]]]


def _systems(figures: Sequence[Figure]) -> list[_Lines]:
    """Figures named ``MEASURE/SYSTEM``, put together where systems have the same measures."""
    by_system: dict[str, dict[str, Figure]] = {}
    for figure in figures:
        measure, stroke, system = figure.name.rpartition("/")
        if stroke and not _group(figure.name):
            by_system.setdefault(system, {})[measure] = figure
    tables: dict[tuple[str, ...], _Lines] = {}
    for system, found in by_system.items():
        for prefix in dict.fromkeys(name.rpartition("/")[0] for name in found):
            own = {name: one for name, one in found.items() if name.rpartition("/")[0] == prefix}
            if len(own) >= _SYSTEM:
                tables.setdefault(tuple(own), []).append((system, list(own.values())))
    return list(tables.values())


def _system_grid(lines: _Lines) -> Grid:
    first = lines[0][1]
    best = [_best([line[at] for _, line in lines]) for at in range(len(first))]
    return Grid(
        title="与通行做法比较" if any(name == "ours" for name, _ in lines) else "按做法",
        head="做法",
        columns=tuple(_parted(one)[0] if one else "" for one in first),
        lines=tuple(
            Line(
                label=next((_parted(one)[1] for one in line if one), name) or name,
                n=next((one.n for one in line if one), None),
                cells=tuple(
                    _cell(one, best=one is not None and one.value == best[at])
                    for at, one in enumerate(line)
                ),
                own=name == "ours" or name.startswith("ours-") or name == "weighed",
            )
            for name, line in lines
        ),
        systems=True,
    )  # fmt: skip


def _parted(figure: Figure) -> tuple[str, str]:
    """``前 5 段找到：本产品检索`` or ``法条检索 mrr@10（hybrid）`` as measure and system."""
    measure, colon, system = figure.label.partition("：")
    if colon:
        return measure, system
    system = figure.name.rpartition("/")[2]
    for end in (f"（{system}）", f"，{system}）"):
        if figure.label.endswith(end):
            rest = figure.label.removesuffix(end)
            return (f"{rest}）" if end.startswith("，") else rest), system
    return figure.label, system


def _best(column: Sequence[Figure | None]) -> float | None:
    known = [one for one in column if one is not None and one.value is not None]
    if len(known) < 2 or known[0].better == "neither":
        return None
    values = [one.value for one in known if one.value is not None]
    return min(values) if known[0].better == "lower" else max(values)


def _cell(figure: Figure | None, *, best: bool = False) -> Cell:
    if figure is None:
        return Cell("", "")
    return Cell(shown(figure.value, figure.unit), interval(figure), best)
