"""``cqo corpus overlay``, ``remove`` and ``export``: correct, take out and write out texts of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import click

from assistant.terminal.chinese import CqoCommand
from assistant.terminal.opening import assistant_of_settings
from corpus.errors import BadInput
from corpus.models import Document


@click.command(cls=CqoCommand)
@click.argument("source", metavar="资料编号")
@click.argument("file", metavar="[更正文件.yaml]", required=False, type=click.Path(path_type=Path))
@click.option("--remove", "taken_away", is_flag=True, help="撤销这份资料的更正，恢复原样。")
def overlay(source: str, file: Path | None, taken_away: bool) -> None:
    """用更正文件改正分条、文字和文件信息，原件不动；写法见 docs/import.md。"""
    if taken_away == (file is not None):
        raise BadInput("请写更正文件，或者用 --remove 撤销更正，二者选一。")
    with assistant_of_settings() as assistant:
        before, after = assistant.importer.apply_overlay(source, file)
    click.echo(
        f"{'已撤销更正' if taken_away else '已更正'}：{source}（{after.source.title}，{len(after.clauses)} 条）"
    )
    changes = list(changed_lines(before, after))
    for line in changes or ["分条没有变化。"]:
        click.echo(line)


@click.command(cls=CqoCommand)
@click.argument("sources", metavar="资料编号...", nargs=-1, required=True)
def remove(sources: tuple[str, ...]) -> int:
    """移除自己加入的资料；原文件不动。"""
    failed = 0
    with assistant_of_settings() as assistant:
        for source in dict.fromkeys(sources):
            try:
                assistant.importer.remove(source)
            except BadInput as error:
                failed += 1
                click.echo(error.message, err=True)
            else:
                click.echo(f"已移除：{source}")
    return 2 if failed else 0


@click.command(cls=CqoCommand)
@click.argument("source", metavar="资料编号")
@click.option(
    "-o",
    "--output",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="写到这个文件或文件夹；不写则为当前文件夹的 编号.md。",
)
def export(source: str, output: Path | None) -> None:
    """把一份资料写成开头带文件信息的 Markdown，可以再用 add 加入，条款不变。"""
    target = output or Path(f"{source}.md")
    if output is None and target.exists():
        raise BadInput(f"当前文件夹已有 {target.name}，请用 -o 写明要写到哪里。")
    with assistant_of_settings() as assistant:
        place = assistant.importer.export(source, target)
    click.echo(f"已写出：{place}")


def changed_lines(before: Document, after: Document) -> Iterator[str]:
    """What the corrections changed: lines of text, facts, then the tree."""
    from assistant.cli.library_views import tree_lines

    for number, (old, new) in enumerate(
        zip(before.text.split("\n"), after.text.split("\n"), strict=False), start=1
    ):
        if old != new:
            yield f"第 {number} 行：{old.strip()} → {new.strip()}"
    facts = before.source.model_dump(exclude={"clauses"})
    for name, value in after.source.model_dump(exclude={"clauses", "work"}).items():
        if facts[name] != value:
            yield f"{name}：{facts[name]} → {value}"
    old_tree, new_tree = tree_lines(before.clauses), tree_lines(after.clauses)
    for line in unified_diff(old_tree, new_tree, n=1, lineterm=""):
        if not line.startswith(("---", "+++", "@@")):
            yield line
