"""Print what ``cqo eval drafts`` found."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from assistant.terminal.opening import assistant_of_settings, report_progress
from corpus.errors import BadInput
from evals.drafts.figures import SECONDS, Drafted, DraftReport, run

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def drafts(folder: Path | None, *, convert: bool, as_json: bool) -> int:
    """Draft for each facts file in ``folder`` (docs/examples); 0 when every limit is met, else 1."""
    companies = sorted((folder or EXAMPLES).glob("*.yaml"))
    if not companies:
        raise BadInput(f"文件夹 {(folder or EXAMPLES).name} 里没有企业事实文件（*.yaml）。")
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
        "企业",
        "文件",
        "事实 给/用",
        "待填",
        "陈述 有据/全部",
        "来路不明",
        "缺依据",
        "秒",
        "打开",
        "转 PDF",
    ):
        table.add_column(name)
    for one in report.documents:
        table.add_row(*_row(one))
    console = Console()
    console.print(table)
    statements = report.total(lambda one: one.statements)
    traced = report.total(lambda one: one.traced)
    console.print(
        f"陈述有据 {traced:.0f}/{statements:.0f}；最慢 {report.slowest:.2f} 秒（要求小于 {SECONDS:.0f} 秒）。"
    )
    for company, labels in report.inconsistent.items():
        console.print(
            f"{company} 各文件之间：{'一致' if not labels else '不一致：' + '、'.join(labels)}"
        )
    console.print("全部达到要求。" if report.right else "有没有达到要求的项目。")


def _row(one: Drafted) -> tuple[str, ...]:
    yes = {True: "是", False: "否", None: "没有 LibreOffice"}
    return (
        one.company,
        one.blueprint,
        f"{one.given}/{one.used}",
        str(one.open_items),
        f"{one.traced}/{one.statements}",
        "、".join(one.strays) or "无",
        "、".join(one.without_basis) or "无",
        f"{one.seconds:.2f}",
        yes[one.opened],
        yes[one.converted],
    )
