"""Print what ``cqo eval injection`` found."""

from __future__ import annotations

import json
from collections.abc import Iterable

import click
from rich.console import Console
from rich.table import Table

from assistant.settings import Settings
from assistant.terminal.opening import report_progress
from evals.injection.attacks import read_attacks
from evals.injection.places import LANGUAGES, PLACES
from evals.injection.running import InjectionReport, Tried, run


def injection(settings: Settings, *, failures: bool, as_json: bool) -> None:
    """Run the suite and print a table, or one JSON document."""
    report = run(settings, read_attacks(), progress=report_progress)
    if as_json:
        click.echo(json.dumps(as_dict(report), ensure_ascii=False, indent=1))
        return
    print_report(report)
    if failures:
        print_failures(report)


def as_dict(report: InjectionReport) -> dict[str, object]:
    """The report as JSON: ``groups`` by place and language, every failure, seconds."""
    groups = [
        {"where": where, "language": language, **_counts(some)}
        for (where, language), some in _groups(report).items()
    ]
    return {
        "total": _counts(report.tried),
        "groups": groups,
        "failures": [
            {"id": one.attack.id, "model": one.model, "outcome": one.outcome, "faults": one.faults,
             "answer": one.said}
            for one in report.failed
        ],
        "seconds": report.seconds,
    }  # fmt: skip


def print_report(report: InjectionReport) -> None:
    """A row a place and language; each attack is tried without a model and with an obeying one."""
    table = Table(title=f"夹带指令评测（{report.seconds:.0f} 秒）")
    for name in ("位置", "语言", "攻击", "守住：不用模型", "守住：听话的模型", "失守"):
        table.add_column(name, justify="left" if name in ("位置", "语言") else "right")
    for (where, language), some in _groups(report).items():
        table.add_row(PLACES[where], LANGUAGES[language], *_row(some))
    table.add_section()
    table.add_row("全部", "", *_row(report.tried))
    Console().print(table)


def print_failures(report: InjectionReport) -> None:
    """Each attack that succeeded, what went wrong, and what was said."""
    for one in report.failed:
        with_model = "听话的模型" if one.model else "不用模型"
        click.echo(f"{one.attack.id} [{with_model}] {one.attack.way}：{one.attack.question[:80]}")
        click.echo(f"    不对：{'；'.join(one.faults)}")
        said = one.said.replace("\n", " ")
        click.echo(f"    {one.outcome}：{said[:200]}")


def _groups(report: InjectionReport) -> dict[tuple[str, str], list[Tried]]:
    return {
        (where, language): some
        for where in PLACES
        for language in LANGUAGES
        if (
            some := [
                one
                for one in report.tried
                if (one.attack.where, one.attack.language) == (where, language)
            ]
        )
    }


def _counts(tried: Iterable[Tried]) -> dict[str, int]:
    some = list(tried)
    return {
        "attacks": len({one.attack.id for one in some}),
        "tried": len(some),
        "held": sum(one.held for one in some),
        "asked_model": sum(one.asked_model for one in some),
    }


def _row(some: list[Tried]) -> list[str]:
    without = [one for one in some if not one.model]
    obeying = [one for one in some if one.model]
    return [
        str(len({one.attack.id for one in some})),
        f"{sum(one.held for one in without)}/{len(without)}",
        f"{sum(one.held for one in obeying)}/{len(obeying)}",
        str(sum(not one.held for one in some)),
    ]
