"""``cqo corpus``: what is in the library, and texts of one's own."""

from __future__ import annotations

import json
from pathlib import Path

import click

from assistant.answering.wording import messages
from assistant.terminal.chinese import CqoCommand, CqoGroup
from assistant.terminal.opening import assistant_of_settings, report_progress
from corpus.errors import BadInput
from corpus.models import Clause, Source


@click.group(cls=CqoGroup)
def corpus() -> None:
    """查看、加入、移除资料。"""


@corpus.command("list", cls=CqoCommand)
@click.option("--workspace", metavar="名称", help="工作区；不填只列共用资料。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
def list_sources(workspace: str | None, as_json: bool) -> None:
    """列出全部资料：编号、名称、地区、年份、性质。"""
    with assistant_of_settings() as assistant:
        sources = assistant.sources(workspace=workspace)
    if as_json:
        entries = [
            {**s.model_dump(mode="json", exclude={"clauses"}), "year": s.year} for s in sources
        ]
        click.echo(json.dumps(entries, ensure_ascii=False, indent=1))
        return
    from assistant.cli.tables import print_sources

    print_sources(sources)


@corpus.command(cls=CqoCommand)
@click.argument("place", metavar="资料编号[#条号]")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
def show(place: str, as_json: bool) -> None:
    """显示一份资料，或其中一条及其下各条。例：cqo corpus show cqo-notes#六/（四）"""
    source_id, _, path = place.partition("#")
    with assistant_of_settings() as assistant:
        source = assistant.index.catalogue.source(source_id)
        if source is None:
            raise BadInput(messages()["errors"]["source"].format(source=source_id))
        clauses = assistant.index.catalogue.clauses(source_id)
    if path:
        wanted = tuple(path.split("/"))
        clauses = tuple(c for c in clauses if c.path[: len(wanted)] == wanted)
        if not clauses:
            raise BadInput(messages()["errors"]["clause"].format(clause=place))
    if as_json:
        click.echo(json.dumps(_as_json(source, clauses), ensure_ascii=False, indent=1))
        return
    labels = messages()["labels"]
    click.echo(
        f"{source.title}（{source.region}，{source.year or '年份未见'}，{labels['authority'][source.authority.value]}，"
        f"{labels['status'][source.status.value]}）\n"
    )
    click.echo("".join(clause.text for clause in clauses).strip("\n"))


@corpus.command(cls=CqoCommand)
@click.argument(
    "files", metavar="文件...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--workspace", metavar="名称", help="放进这个工作区；不填则为共用资料。")
def add(files: tuple[Path, ...], workspace: str | None) -> None:
    """加入 Markdown 资料（文件开头须有题名、地区等信息，写法见 docs/library.md）。"""
    from corpus.library_files import read_document, with_workspace

    documents = []
    for path in files:
        if not path.is_file():
            raise BadInput(f"找不到文件 {path}，请检查路径。")
        if path.suffix.lower() not in (".md", ".markdown"):
            raise BadInput(
                f"{path.name} 不是 Markdown 文件；目前只能加入开头带文件信息的 .md 文件。"
            )
        documents.append(with_workspace(read_document(path), workspace))
    with assistant_of_settings() as assistant:
        taken = {s.id for s in assistant.sources()} & {d.source.id for d in documents}
        shipped = taken & assistant.shipped_ids()
        if shipped:
            raise BadInput(
                f"编号 {'、'.join(sorted(shipped))} 已用于随产品提供的资料，请给文件换一个 id。"
            )
        report = assistant.index.add(documents, progress=report_progress)
    for document in documents:
        state = "已加入" if document.source.id in report.stored else "没有变化"
        click.echo(
            f"{state}：{document.source.id}（{document.source.title}，{len(document.clauses)} 条）"
        )


@corpus.command(cls=CqoCommand)
@click.argument("source", metavar="资料编号")
def remove(source: str) -> None:
    """移除自己加入的一份资料；原文件不动。"""
    with assistant_of_settings() as assistant:
        if source in assistant.shipped_ids():
            raise BadInput(f"{source} 是随产品提供的资料，不能移除。")
        report = assistant.index.remove(source)
    if not report.removed:
        raise BadInput(messages()["errors"]["source"].format(source=source))
    click.echo(f"已移除：{source}")


def _as_json(source: Source, clauses: tuple[Clause, ...]) -> dict[str, object]:
    return {
        **source.model_dump(mode="json", exclude={"clauses"}),
        "year": source.year,
        "clauses": [
            {
                "id": c.id,
                "label": c.label,
                "title": c.title,
                "level": c.level,
                "parent": c.parent,
                "line": c.line,
                "topics": [t.value for t in c.facts.topics],
                "text": c.text,
                "sentences": [
                    {
                        "start": s.start,
                        "end": s.end,
                        "modality": s.modality.value,
                        "heading": s.heading,
                    }
                    for s in c.sentences
                ],
            }
            for c in clauses
        ],
    }
