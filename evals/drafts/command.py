"""Print what ``cqo eval drafts`` found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from assistant.drafting.blueprints import plan_of
from assistant.terminal.opening import assistant_of_settings, report_progress
from evals.drafts.companies import example_companies
from evals.drafts.figures import SECONDS, Drafted, DraftReport, run

#: Characters of a line of the table.
_WIDTH = 118


def drafts(folder: Path | None, *, convert: bool, as_json: bool) -> int:
    """Draft for each facts file in ``folder`` (docs/examples); 0 when every limit is met, else 1."""
    companies = example_companies(folder)
    with assistant_of_settings() as assistant:
        report = run(
            assistant.drafting.drafter,
            companies,
            convert=convert,
            progress=lambda done, total: report_progress("起草", done, total),
        )
    if as_json:
        click.echo(json.dumps(as_dict(report), ensure_ascii=False, indent=1))
    else:
        _print(report)
    return 0 if report.right else 1


def as_dict(report: DraftReport) -> dict[str, object]:
    """The report as JSON, a document a line."""
    return {
        "documents": [vars(one) | {"seconds": round(one.seconds, 3)} for one in report.documents],
        "inconsistent": report.inconsistent,
        "slowest": round(report.slowest, 3),
        "right": report.right,
    }


def _print(report: DraftReport) -> None:
    table = Table(title="起草评测")
    for name in (
        "文件",
        "份",
        "给的事实",
        "写进",
        "待填",
        "陈述",
        "有据",
        "来路不明",
        "缺依据",
        "最慢秒",
        "打开",
        "转 PDF",
    ):
        table.add_column(name, justify="left" if name == "文件" else "right")
    for blueprint in dict.fromkeys(one.blueprint for one in report.documents):
        own = [one for one in report.documents if one.blueprint == blueprint]
        table.add_row(plan_of(blueprint).blueprint.title, *_row(own))
    console = Console(width=_WIDTH)
    console.print(table)
    statements = report.total(lambda one: one.statements)
    traced = report.total(lambda one: one.traced)
    console.print(
        f"陈述有据 {traced:.0f}/{statements:.0f}；最慢 {report.slowest:.2f} 秒（要求小于 {SECONDS:.0f} 秒）。"
    )
    for company, labels in report.inconsistent.items():
        told = "一致" if not labels else "不一致：" + "、".join(labels)
        console.print(f"{company} 各文件之间：{told}")
    console.print("全部达到要求。" if report.right else "有没有达到要求的项目。")


def _row(own: Sequence[Drafted]) -> tuple[str, ...]:
    tried = [one.converted for one in own if one.converted is not None]
    return (
        str(len(own)),
        str(sum(one.given for one in own)),
        str(sum(one.used for one in own)),
        str(sum(one.open_items for one in own)),
        str(sum(one.statements for one in own)),
        str(sum(one.traced for one in own)),
        str(sum(len(one.strays) for one in own)),
        str(sum(len(one.without_basis) for one in own)),
        f"{max(one.seconds for one in own):.2f}",
        f"{sum(one.opened for one in own)}/{len(own)}",
        f"{sum(tried)}/{len(tried)}" if tried else "没有试",
    )
