"""``cqo draft set`` and ``cqo draft batch``: all documents of one company, and of each company of a table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from assistant.drafting.blueprints import BLUEPRINTS, plan_of
from assistant.terminal.chinese import CqoCommand
from assistant.terminal.opening import assistant_of_settings
from corpus.errors import BadInput

_FOLDER = click.option(
    "-o",
    "--output",
    metavar="文件夹",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="写到这个文件夹；没有则建立。",
)
_ONLY = click.option(
    "--blueprint",
    "only",
    metavar="蓝本",
    multiple=True,
    help="只写这几份，可以写多次；不写则全部。",
)
_FORMAT = click.option(
    "--format", type=click.Choice(["docx", "md", "pdf"]), default="docx", help="默认 docx。"
)
_JSON = click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")


@click.command("set", cls=CqoCommand)
@click.option(
    "--profile",
    "path",
    metavar="文件",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="企业的事实文件（YAML），documents: 下可以写各份文件自己的事实。",
)
@_FOLDER
@_ONLY
@_FORMAT
@click.option("--no-basis", is_flag=True, help="不附依据对照表。")
@_JSON
def set_(
    path: Path, output: Path, only: tuple[str, ...], format: Any, no_basis: bool, as_json: bool
) -> None:
    """为一家企业写出整套文件，附目录和待填清单。"""
    from assistant.drafting.facts.files import load_facts
    from assistant.drafting.sets import write_set

    facts = load_facts(path)
    with assistant_of_settings() as assistant:
        report = write_set(
            assistant.drafting.drafter,
            facts,
            output,
            blueprints=_blueprints(only),
            format=format,
            basis=not no_basis,
        )
    if as_json:
        content = {
            "documents": [
                {
                    "blueprint": d.blueprint,
                    "code": d.code,
                    "title": d.title,
                    "file": d.name,
                    "open": len(d.open_items),
                }
                for d in report.documents
            ],
            "problems": [
                {"blueprint": b, "name": p.name, "message": p.message} for b, p in report.problems
            ],
            "inconsistent": [one.label for one in report.inconsistent],
        }
        click.echo(json.dumps(content, ensure_ascii=False, indent=1))
        return
    click.echo(
        f"已写出 {len(report.documents)} 份文件：{output}，待填 {report.open_items} 处（见 00-待填清单.md）。"
    )
    for message in dict.fromkeys(one.message for _, one in report.problems):
        click.echo(f"没有采用：{message}")
    for one in report.inconsistent:
        click.echo(f"各文件不一致：{one.label}")


@click.command(cls=CqoCommand)
@click.argument(
    "table", metavar="表格", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@_FOLDER
@_ONLY
@_FORMAT
@_JSON
def batch(table: Path, output: Path, only: tuple[str, ...], format: Any, as_json: bool) -> int:
    """为表格（.xlsx、.csv）的每一行写出一套文件；有一行不对也继续，最后给出报告。"""
    from assistant.drafting.batch import REPORT, RowDone, run_batch

    def told(number: int, row: RowDone) -> None:
        if not as_json:
            result = row.error or (
                "已有，未重做" if row.skipped else f"{row.documents} 份，待填 {row.open_items} 处"
            )
            click.echo(f"第{row.number}行 {row.company or '（没有企业全称）'}：{result}")

    with assistant_of_settings() as assistant:
        done = run_batch(
            assistant.drafting.drafter,
            table,
            output,
            blueprints=_blueprints(only),
            format=format,
            progress=told,
        )
    failed = sum(bool(one.error) for one in done)
    if as_json:
        click.echo(json.dumps([_row(one) for one in done], ensure_ascii=False, indent=1))
    else:
        click.echo(f"共 {len(done)} 行，{failed} 行没有生成；报告：{output / REPORT}")
    return 1 if failed == len(done) else 0


def _row(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


def _blueprints(only: tuple[str, ...]) -> tuple[str, ...]:
    for one in only:
        plan_of(one)  # names the known ones
    if len(set(only)) != len(only):
        raise BadInput("同一份蓝本写了两次。")
    return tuple(one for one in BLUEPRINTS if one in only) if only else BLUEPRINTS
