"""``cqo corpus``: what is in the library, listed and read; the commands that change it join here."""

from __future__ import annotations

import json
from datetime import date

import click

from assistant.answering.wording import messages
from assistant.cli.library_changing import export, overlay, remove
from assistant.cli.library_checking import check
from assistant.cli.library_importing import add
from assistant.library.listing import Shelves
from assistant.service import LocalAssistant
from assistant.terminal.chinese import CqoCommand, CqoGroup
from assistant.terminal.opening import assistant_of_settings
from corpus.errors import BadInput
from corpus.models import Clause, Source
from corpus.versions import Versions

#: How a text stands among its versions, as a person reads it.
_STANDINGS = {
    "current": "现行",
    "superseded": "旧版",
    "draft": "草案",
    "repealed": "已废止",
    "coming": "尚未施行",
    None: "效力未核",
}


@click.group(cls=CqoGroup)
def corpus() -> None:
    """查看、加入、更正、移除资料。"""


for _command in (check, add, overlay, remove, export):
    corpus.add_command(_command)


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
        versions = _versions(assistant, source)
    if path:
        wanted = tuple(path.split("/"))
        clauses = tuple(c for c in clauses if c.path[: len(wanted)] == wanted)
        if not clauses:
            raise BadInput(messages()["errors"]["clause"].format(clause=place))
    if as_json:
        told = {**_as_json(source, clauses), "versions": versions}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    labels = messages()["labels"]
    click.echo(
        f"{source.title}（{source.region}，{source.year or '年份未见'}，{labels['authority'][source.authority.value]}，"
        f"{labels['status'][source.status.value]}）"
    )
    for version in versions if len(versions) > 1 else ():
        day = f"，{version['effective']} 起施行" if version["effective"] else ""
        number = f"，{version['number']}" if version["number"] else ""
        name = _STANDINGS[version["standing"]]
        click.echo(f"版本：{name} {version['title']}（{version['id']}{number}{day}）")
    click.echo("")
    click.echo("".join(clause.text for clause in clauses).strip("\n"))


def _versions(assistant: LocalAssistant, source: Source) -> list[dict[str, str | None]]:
    """All versions of the text's work, the one in force first, with how each stands."""
    sources = tuple(assistant.sources(workspace=source.workspace))
    versions = Versions(sources, date.today())
    shelves = Shelves(sources, assistant.shipped_ids(), versions, assistant.gazetteer)
    return [
        {
            "id": one.id,
            "title": one.title,
            "number": one.number,
            "issued": one.issued,
            "effective": one.effective,
            "standing": shelves.standing(one),
        }
        for one in versions.of(source.id) or (source,)
    ]


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
