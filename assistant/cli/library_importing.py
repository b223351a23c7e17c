"""``cqo corpus add``: files, folders and patterns into the library."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli.library_options import overrides_of, stating
from assistant.importing.selecting import printable
from assistant.terminal.chinese import CqoCommand

if TYPE_CHECKING:
    from assistant.importing.models import FileResult, ImportReport

_OUTCOMES = {
    "stored": "已加入",
    "updated": "已更新",
    "unchanged": "没有变化",
    "duplicate": "重复",
    "failed": "未能加入",
}


@click.command(cls=CqoCommand)
@click.argument(
    "files", metavar="文件...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@stating
@click.option("--no-ocr", is_flag=True, help="不识别扫描件和图片里的文字。")
@click.option(
    "--jobs",
    metavar="个数",
    type=click.IntRange(1, 64),
    help="同时读取几个文件；不写则为可用核数。",
)
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
def add(
    files: tuple[Path, ...], no_ocr: bool, jobs: int | None, as_json: bool, **stated: Any
) -> int:
    """加入文件、文件夹（含其下各层）或 *.pdf 这样的一批文件；没有变化的跳过，坏文件不影响其他文件。

    可加入 PDF、扫描件和图片、Word（docx）、网页、纯文本和 Markdown；开头带文件信息的 Markdown 见 docs/library.md。
    """
    from assistant.importing.models import FileResult, ImportReport, Outcome
    from assistant.importing.selecting import chosen_files
    from assistant.terminal.import_progress import ImportBar
    from assistant.terminal.opening import assistant_of_settings

    overrides = overrides_of(stated)
    chosen = chosen_files(files)
    if all(one.error for one in chosen):
        results = [FileResult(one.path, Outcome.FAILED, error=one.error) for one in chosen]
        report = ImportReport(tuple(results), 0.0)
        for result in results:
            click.echo(result.error, err=True)
    else:
        with assistant_of_settings() as assistant, ImportBar() as bar:

            def told(result: FileResult) -> None:
                if result.error is not None:
                    bar.say(result.error, error=True)
                elif not as_json:
                    bar.say(line_of(result))

            report = assistant.importer.add(
                files,
                overrides,
                jobs=jobs,
                ocr=False if no_ocr else None,
                progress=bar.event,
                on_file=told,
            )
    if as_json:
        click.echo(json.dumps(as_document(report), ensure_ascii=False, indent=1))
    elif len(report.files) > 1 and report.failed < len(report.files):
        print_summary(report)
    return 2 if report.failed else 0


def line_of(result: FileResult) -> str:
    """One line on what became of a file that did not fail."""
    name, file = _OUTCOMES[result.outcome.value], printable(result.path.name)
    behind = f"；{result.note}" if result.note else ""
    if not result.documents:
        return f"{name}：{file}{f'（{result.note}）' if result.note else ''}"
    if len(result.documents) == 1:
        source = result.documents[0].source
        texts = f"{source.id}（{source.title}，{result.clauses} 条）"
    else:
        texts = "、".join(f"{one.source.id}（{one.source.title}）" for one in result.documents)
        texts += f"，共 {result.clauses} 条"
    doubts = sum(len(one.notices) for one in result.documents)
    look = f"；{doubts} 处请核对" if doubts else ""
    return f"{name}：{texts}，取自 {file}{behind}{look}"


def print_summary(report: ImportReport) -> None:
    """How many files had which outcome, and what failed."""
    from rich.console import Console
    from rich.table import Table

    counts = Counter(result.outcome.value for result in report.files)
    click.echo(f"共 {len(report.files)} 个文件，{report.seconds:.1f} 秒：")
    table = Table()
    table.add_column("结果")
    table.add_column("文件数", justify="right")
    for outcome, name in _OUTCOMES.items():
        if counts[outcome]:
            table.add_row(name, str(counts[outcome]))
    Console().print(table)


def as_document(report: ImportReport) -> dict[str, Any]:
    """What ``cqo corpus add --json`` prints."""
    return {
        "files": [
            {
                "file": str(result.path),
                "outcome": result.outcome.value,
                "error": result.error,
                "note": result.note,
                "clauses": result.clauses,
                "sources": [
                    {
                        "id": one.source.id,
                        "title": one.source.title,
                        "region": one.source.region,
                        "notices": [
                            {"code": n.code, "message": n.message, "line": n.line, "page": n.page}
                            for n in one.notices
                        ],
                    }
                    for one in result.documents
                ],
            }
            for result in report.files
        ],
        "failed": report.failed,
        "seconds": round(report.seconds, 3),
    }
