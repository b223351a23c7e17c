"""``cqo corpus check``: what files would become, without storing anything; needs no index and no model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from assistant.cli.library_options import overrides_of, stating
from assistant.terminal.chinese import CqoCommand
from corpus.errors import CqoError
from corpus.models import Document


@click.command(cls=CqoCommand)
@click.argument(
    "files", metavar="文件...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@stating
@click.option(
    "--overlay",
    metavar="更正文件",
    type=click.Path(path_type=Path),
    help="先套用这个更正文件再看。",
)
@click.option("--no-ocr", is_flag=True, help="不识别扫描件和图片里的文字。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
def check(
    files: tuple[Path, ...],
    overlay: Path | None,
    no_ocr: bool,
    as_json: bool,
    **stated: Any,
) -> int:
    """查看文件会变成哪些条款：分条、文件信息、可疑之处；什么都不存。"""
    from assistant.cli.library_views import document_as_json, print_document
    from assistant.importing.limits import manner_of
    from assistant.importing.overlay import read_overlay
    from assistant.importing.process import Task
    from assistant.importing.selecting import chosen_files
    from assistant.importing.service import read_alone
    from assistant.settings import settings
    from assistant.terminal.import_progress import ImportBar

    overrides = overrides_of(stated)
    corrections = read_overlay(overlay) if overlay else None
    manner = manner_of(settings(), ocr=False if no_ocr else None)
    entries: list[dict[str, Any]] = []
    failed = 0
    for one in chosen_files(files):
        documents: tuple[Document, ...] = ()
        error = one.error
        if error is None:
            task = Task(one.path, overrides, manner.limits, manner.seconds, overlay=corrections)
            try:
                with ImportBar() as bar:
                    documents = read_alone(task, bar.event)
            except CqoError as problem:
                error = problem.message
        if error is not None:
            failed += 1
            click.echo(error, err=True)
        if as_json:
            told = [document_as_json(document) for document in documents]
            entries.append({"file": str(one.path), "error": error, "documents": told})
            continue
        for document in documents:
            print_document(document)
    if as_json:
        click.echo(json.dumps({"files": entries, "failed": failed}, ensure_ascii=False, indent=1))
    return 2 if failed else 0
