"""Print what ``cqo eval guide`` found."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from assistant.settings import Settings
from assistant.terminal.opening import assistant_of_settings, report_progress
from evals.guide.figures import MILLISECONDS, SECONDS, TASKS, GuideReport, run

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


def guide(settings: Settings, *, as_json: bool) -> int:
    """Plan, draw and pack for the example companies; 0 when every limit is met, else 1."""
    with assistant_of_settings():
        pass  # the index is built where there is none
    report = run(
        settings,
        sorted(EXAMPLES.glob("*.yaml")),
        progress=lambda done, total: report_progress("打包", done, total),
    )
    if as_json:
        click.echo(json.dumps(as_dict(report), ensure_ascii=False, indent=1))
    else:
        _print(report)
    return 0 if report.right else 1


def as_dict(report: GuideReport) -> dict[str, object]:
    return {**dataclasses.asdict(report), "tasks": TASKS, "right": report.right}


def _print(report: GuideReport) -> None:
    console = Console()
    console.print(
        f"{TASKS}项任务：排计划 {report.plan:.1f} 毫秒，画图 {report.charts:.1f} 毫秒"
        f"（要求合计小于 {MILLISECONDS:.0f} 毫秒；第一次 {report.first:.0f} 毫秒，含装入画图程序）。"
    )
    table = Table(title="打包")
    for name in ("企业", "文件", "待填", "MB", "秒"):
        table.add_column(name, justify="left" if name == "企业" else "right")
    for one in report.packages:
        cells = (str(one.documents), str(one.open_items), f"{one.megabytes:.1f}")
        table.add_row(one.company, *cells, f"{one.seconds:.1f}")
    console.print(table)
    console.print(f"要求每包小于 {SECONDS:.0f} 秒。")
    console.print("全部达到要求。" if report.right else "有没有达到要求的项目。")
