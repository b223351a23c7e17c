"""``cqo draft set`` and ``cqo draft batch``: all documents of one company, and of each company of a table."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli.drafting_options import BASIS, JSON, echo_json, plan_called
from assistant.drafting.blueprints import BLUEPRINTS
from assistant.drafting.output import FORMATS
from assistant.terminal.chinese import CqoCommand
from assistant.terminal.opening import assistant_of_settings
from corpus.errors import BadInput

if TYPE_CHECKING:
    from assistant.drafting.batch import BatchReport, RowDone
    from assistant.drafting.sets import SetReport

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
    help="只写这几份，可以写多次；不写则全部十六种。",
)
_FORMAT = click.option(
    "--format", type=click.Choice(list(FORMATS)), default="docx", help="默认 docx。"
)


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
@BASIS
@click.option("--force", is_flag=True, help="覆盖文件夹里已有的同名文件。")
@JSON
def set_(
    path: Path,
    output: Path,
    only: tuple[str, ...],
    format: str,
    no_basis: bool,
    force: bool,
    as_json: bool,
) -> None:
    """为一家企业写出整套文件，附目录和待填清单，并核对各文件是否一致。"""
    from assistant.drafting.facts.files import load_facts
    from assistant.drafting.sets import write_set, wrong_facts

    facts, blueprints = load_facts(path), _blueprints(only)
    with assistant_of_settings() as assistant:
        drafter = assistant.drafting.drafter
        wrong = wrong_facts(drafter, facts, blueprints)
        if wrong:
            more = f"另有{len(wrong) - 1}处不对。" if len(wrong) > 1 else ""
            raise BadInput(f"{wrong[0].message}{more}用 cqo draft facts --all 查看每项怎样填。")
        report = write_set(
            drafter,
            facts,
            output,
            blueprints=blueprints,
            format=FORMATS[format],
            basis=not no_basis,
            replace=force,
        )
    echo_json(_set_json(report)) if as_json else _print_set(report, output)


@click.command(cls=CqoCommand)
@click.argument(
    "table", metavar="表格", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@_FOLDER
@_ONLY
@_FORMAT
@BASIS
@click.option("--anew", is_flag=True, help="已经做完的行也重做。")
@JSON
def batch(
    table: Path,
    output: Path,
    only: tuple[str, ...],
    format: str,
    no_basis: bool,
    anew: bool,
    as_json: bool,
) -> None:
    """为表格（.xlsx、.csv）的每一行写出一套文件；有一行不对也继续，最后给出报告。

    中途停下以后用同一张表再运行，做完的行不重做。cqo draft facts --all -o 表格.xlsx 可以写出一张空表。
    """
    from assistant.drafting.batch import REPORT, Job, run_batch
    from assistant.terminal.counting import CountBar

    job = Job(_blueprints(only), FORMATS[format], not no_basis, anew)
    with assistant_of_settings() as assistant, CountBar("起草") as bar:

        def told(row: RowDone, total: int) -> None:
            bar.step(total)
            if row.error:
                bar.say(_row_line(row), error=True)
            elif not as_json:
                bar.say(_row_line(row))

        report = run_batch(assistant.drafting.drafter, table, output, job, progress=told)
    for line in report.unread:
        click.echo(line, err=True)
    if as_json:
        echo_json(_batch_json(report))
    else:
        click.echo(
            f"共 {len(report.rows)} 行，{len(report.failed)} 行没有生成；报告：{output / REPORT}"
        )
    if len(report.failed) == len(report.rows):
        raise BadInput(f"一行也没有生成，原因见 {output / REPORT}。")


def _blueprints(only: tuple[str, ...]) -> tuple[str, ...]:
    wanted = {plan_called(one).blueprint.id for one in only}
    return tuple(one for one in BLUEPRINTS if one in wanted) if only else BLUEPRINTS


def _print_set(report: SetReport, output: Path) -> None:
    from assistant.drafting.overview import difference_line

    click.echo(f"已写出 {len(report.documents)} 份文件：{output}")
    for one in report.documents:
        left = f"，待填 {len(one.open_items)} 处" if one.open_items else ""
        click.echo(f"  {one.name}{left}")
    if report.open_items:
        click.echo(f"共 {report.open_items} 处待填，见“待填清单”。")
    if report.inconsistent:
        click.echo("各文件不一致的事实：")
        for different in report.inconsistent:
            click.echo(f"  {difference_line(different)}")
    else:
        click.echo("各文件的人名、日期、权限等一致。")


def _set_json(report: SetReport) -> dict[str, Any]:
    from assistant.drafting.view import difference_view

    return {
        "company": report.company,
        "files": report.files,
        "documents": [
            {
                "blueprint": one.blueprint,
                "code": one.code,
                "title": one.title,
                "number": one.number,
                "file": one.name,
                "signers": list(one.signers),
                "open_items": [
                    {"name": item.name, "label": item.label, "advice": item.advice}
                    for item in one.open_items
                ],
            }
            for one in report.documents
        ],
        "missing": [{"name": s.name, "label": s.label} for s in report.missing.values()],
        "inconsistent": [difference_view(one) for one in report.inconsistent],
    }


def _row_line(row: RowDone) -> str:
    left = f"，{row.documents} 份，待填 {row.open_items} 处" if not row.error else ""
    wrong = f"；{'；'.join(row.problems)}" if row.problems else ""
    return f"第{row.number}行 {row.company or '（没有企业全称）'}：{row.result}{left}{wrong}"


def _batch_json(report: BatchReport) -> dict[str, Any]:
    rows = [asdict(one) | {"result": one.result} for one in report.rows]
    return {"rows": rows, "failed": len(report.failed), "unread": list(report.unread)}
