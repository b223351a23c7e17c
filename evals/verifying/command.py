"""Print what ``cqo eval verify`` found."""

from __future__ import annotations

import json

import click
from rich.console import Console
from rich.table import Table

from assistant.terminal.opening import report_progress
from evals.verifying.figures import FALSE_ALARMS, LIMITS, Group, VerifyReport, run
from evals.verifying.names import NAMES
from evals.verifying.statements import read_shipped


def verify(*, seed: int, failures: bool, as_json: bool) -> None:
    """Run the suite and print a table, or one JSON document."""
    report = run(read_shipped(), seed=seed, progress=report_progress)
    if as_json:
        click.echo(json.dumps(as_dict(report), ensure_ascii=False, indent=1))
        return
    _print(report)
    if failures:
        for name, group in (
            ("放过的错句", report.made),
            ("放过的人写错句", report.false),
            ("错拒的原文", report.verbatim),
            ("错拒的转述", report.paraphrases),
            ("错拒的第二位作者的转述", report.second),
        ):
            _print_mistakes(name, group)


def as_dict(report: VerifyReport) -> dict[str, object]:
    """The report as JSON: ``groups`` by group and kind ``[right, total]``, ``ms``, every mistake."""
    groups = {
        "made": report.made, "false": report.false, "verbatim": report.verbatim, "paraphrases": report.paraphrases,
        "second": report.second,
    }  # fmt: skip
    return {
        "groups": {
            name: {kind: [group.right[kind], group.total[kind]] for kind in group.total}
            for name, group in groups.items()
        },
        "ms": {"median": round(report.median, 2), "p95": round(report.slow, 2)},
        "mistakes": [
            {"group": name, "id": m.statement.id, "kind": m.statement.wrong, "text": m.statement.text,
             "citations": m.statement.citations, "reasons": m.reasons}
            for name, group in groups.items()
            for m in group.mistakes
        ],
    }  # fmt: skip


def _print(report: VerifyReport) -> None:
    table = Table(title="核对评测")
    for name in ("项目", "句数", "结果", "要求", "达到"):
        table.add_column(name, justify="left" if name == "项目" else "right")
    for kind, limit in LIMITS.items():
        _row(table, f"改错：{NAMES[kind]}", report.made, kind, limit)
    for kind in LIMITS:
        _row(table, f"人写错句：{NAMES[kind]}", report.false, kind, None)
    for name, group, most in (
        ("错拒：原文", report.verbatim, 0.0), ("错拒：人写转述", report.paraphrases, FALSE_ALARMS),
        ("错拒：第二位作者的转述", report.second, FALSE_ALARMS),
    ):  # fmt: skip
        wrong = 1 - group.share("true")
        met = "是" if wrong <= most else "否"
        table.add_row(name, str(group.total["true"]), f"{wrong:.1%}", f"≤ {most:.0%}", met)
    met = "是" if report.median < 5 else "否"
    times = f"{report.median:.1f} / {report.slow:.1f}"
    table.add_row("每句毫秒：中位 / 95%", str(len(report.milliseconds)), times, "< 5", met)
    Console().print(table)


def _row(table: Table, name: str, group: Group, kind: str, limit: float | None) -> None:
    if not group.total[kind]:
        return
    share = group.share(kind)
    shown = f"≥ {limit:.0%}" if limit is not None else ""
    met = "" if limit is None else "是" if share >= limit else "否"
    table.add_row(name, str(group.total[kind]), f"{int(share * 10000) / 100:.2f}%", shown, met)


def _print_mistakes(name: str, group: Group) -> None:
    click.echo(f"\n{name}：{len(group.mistakes)}")
    for mistake in group.mistakes:
        one = mistake.statement
        click.echo(
            f"  [{NAMES.get(one.wrong or '', '真')}] {one.text}〔{'，'.join(one.citations)}〕"
        )
        for reason in mistake.reasons:
            click.echo(f"      {reason}")
