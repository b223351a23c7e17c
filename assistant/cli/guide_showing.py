"""What ``cqo guide`` prints: progress, a task, what a self-check came to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import click

from assistant.guiding.charts import STATES
from assistant.guiding.checks import CheckList


def print_json(content: object) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=1))


def print_way(shown: Mapping[str, Any]) -> None:
    """``shown`` as ``GuideView.way`` gives it."""
    click.echo(
        f"{shown['company']}：{shown['done']}/{shown['total']} 项完成，计划到 {shown['end']} 完成。"
    )
    for phase in shown["phases"]:
        click.echo(click.style(f"\n{phase['title']}", bold=True) + f"  {phase['purpose']}")
        for task in phase["tasks"]:
            when = f"{task['start']} 至 {task['end']}" if task["start"] else task["left_out"] or ""
            click.echo(f"  [{STATES[task['state']]}] {task['title']}（{task['id']}）  {when}")
    for line in shown["notes"]:
        print_warning(line)
    print_contradictions(shown["contradictions"])
    for line in shown["to_ask"]:
        click.echo(f"待向当地市场监督管理部门核实：{line}")
    if shown["open_questions"]:
        click.echo(
            f"访谈还有 {shown['open_questions']} 个问题没有回答：cqo guide start {shown['company']}"
        )


def print_warning(line: str) -> None:
    click.echo(click.style(f"注意：{line}", fg="yellow"))


def print_contradictions(lines: Iterable[str]) -> None:
    found = list(lines)
    for line in found:
        print_warning(line)
    if found:
        click.echo("改一项回答：cqo guide answer 名称=新的值（等号后面留空则收回）")


def print_task(task: Mapping[str, Any]) -> None:
    """``task`` as ``GuideView.task`` gives it."""
    head = click.style(f"{task['title']}（{task['id']}）", bold=True)
    click.echo(f"{head}  [{STATES[task['state']]}]")
    signs = f"；批准或签署：{task['signs']}" if task["signs"] else ""
    click.echo(f"  负责：{task['owner']}{signs}")
    least, most = task["days"]
    usual = f"{most}" if least == most else f"{least} 至 {most}"
    click.echo(f"  时间：{task['start']} 至 {task['end']}（建议 {usual} 个工作日）")
    click.echo(f"  为什么：{task['why']}")
    for number, line in enumerate(task["what"], 1):
        click.echo(f"  {number}. {line}")
    for one in task["produces"]:
        click.echo(f"  产出：{one['title']}（cqo draft new {one['id']}）")
    marks = ["（已做到）" if line in task["ticked"] else "" for line in task["done_when"]]
    lines = [line.rstrip("。") + mark for line, mark in zip(task["done_when"], marks, strict=True)]
    click.echo(f"  完成标准：{'；'.join(lines)}。")
    for hint in task["hints"]:
        click.echo(f"  提醒：{hint['text']}")
    click.echo("  依据：" + "".join(f"〔{one['mark']}〕" for one in task["clauses"]))
    click.echo(f"  做完以后：cqo guide done {task['id']}\n")


def print_checks(checks: CheckList) -> None:
    for one in checks.checks:
        click.echo(f"{one.id}  {one.text}〔{one.mark}〕")


def print_result(result: Mapping[str, Any]) -> None:
    """``result`` as ``result_view`` gives it."""
    click.echo(f"已答 {result['answered']}/{result['asked']} 项，做到 {_share(result['share'])}。")
    for one in result["scores"]:
        before = "" if one["before"] is None else f"，上一次 {_share(one['before'])}"
        counts = (
            f"是{one['yes']} 部分{one['partly']} 否{one['no']} 不适用{one['na']} 未答{one['open']}"
        )
        click.echo(f"  {one['title']}：做到 {_share(one['share'])}（{counts}）{before}")
    if result["comparison"]:
        click.echo(result["comparison"]["said"])
    for number, gap in enumerate(result["gaps"], 1):
        click.echo(f"  差距{number}：{gap['text']}（{gap['reason']}）〔{gap['mark']}〕")


def _share(share: float | None) -> str:
    return "—" if share is None else f"{share:.0%}"
