"""Results and gates as tables in the terminal, as wide as it is."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from evals.gates import GateOutcome
from evals.report.numbers import shown, state, target
from evals.report.sections import Section, section_of
from evals.results import Result
from evals.suites import suite_of

_WIDEST = 110
#: Below this the intervals are left out.
_ROOMY = 76


def print_table(results: Sequence[Result], outcomes: Sequence[GateOutcome] = ()) -> None:
    """The figures of each suite (without its groups), with targets where there are any."""
    console = _console()
    roomy = console.width >= _ROOMY
    for result in results:
        section = section_of(result, None, outcomes)
        console.print(_table(section, roomy=roomy))
        for grid in section.grids:
            if grid.systems and roomy:
                console.print(f"{grid.title}见报告（--report）。", style="dim")
        for note in section.run.notes:
            console.print(Text(note, style="dim"))
    _print_sum(console, outcomes)


def print_gates(outcomes: Sequence[GateOutcome]) -> None:
    """Every gate with what was reached; those missed say so in words."""
    console = _console()
    table = _empty("门槛")
    for name in ("评测", "指标"):
        table.add_column(name, overflow="fold")
    for name in ("结果", "目标"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("结论", no_wrap=True)
    last = ""
    for one in outcomes:
        suite = suite_of(one.suite)
        title = suite.title if suite else one.suite
        table.add_row(
            Text("" if title == last else title),
            Text(one.label),
            shown(one.value, one.unit),
            target(one),
            _verdict(one),
        )
        last = title
    console.print(table)
    _print_sum(console, outcomes)


def _table(section: Section, *, roomy: bool) -> Table:
    run = section.run
    extent = "，快速" if run.fast else ""
    table = _empty(f"{section.title}（{section.items} 条，{run.seconds:.0f} 秒{extent}）")
    table.add_column("指标", overflow="fold")
    table.add_column("结果", justify="right", no_wrap=True)
    if roomy:
        table.add_column("95%区间", justify="right", no_wrap=True)
        table.add_column("数量", justify="right", no_wrap=True)
    table.add_column("目标", no_wrap=not roomy, overflow="fold")
    for row in section.rows:
        reached = Text(row.target)
        if row.outcome:
            reached = Text.assemble(row.target, " ", _verdict(row.outcome))
        wide = (row.interval, "" if row.n is None else str(row.n)) if roomy else ()
        table.add_row(Text(row.label), row.value, *wide, reached)
    return table


def _verdict(outcome: GateOutcome) -> Text:
    return Text(state(outcome), style="green" if outcome.passed else "bold red")


def _print_sum(console: Console, outcomes: Sequence[GateOutcome]) -> None:
    if outcomes:
        missed = sum(not one.passed for one in outcomes)
        told = f"{missed} 项未达标" if missed else "全部达标"
        console.print(f"{len(outcomes)} 项有目标，{told}。")


def _console() -> Console:
    console = Console(highlight=False, emoji=False, markup=False)
    console.width = min(console.width, _WIDEST)
    return console


def _empty(title: str) -> Table:
    return Table(
        title=Text(title),
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
        padding=(0, 2, 0, 0),
    )
