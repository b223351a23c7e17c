"""What ``cqo draft`` prints for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from assistant.drafting.blueprint import FactSpec
from assistant.drafting.blueprints import Plan
from assistant.drafting.document import Document, OpenItem
from assistant.drafting.draft import Draft, DraftSection

_ORIGINS = {"template": "蓝本", "model": "语言模型", "hand": "手改", "restored": "恢复"}
_SIGNS = {"equal": ("", ""), "insert": ("[+", "+]"), "delete": ("[-", "-]")}


def print_blueprints(lines: Sequence[Mapping[str, Any]]) -> None:
    for one in lines:
        click.echo(f"{one['code']:<5}{one['id']:<24}{one['title']}\n     {one['purpose']}")


def print_drafts(lines: Sequence[Mapping[str, Any]]) -> None:
    if not lines:
        click.echo("还没有保存的草稿。在网页“起草”里写，或者 cqo draft new … --save。")
    for one in lines:
        stale = f"，{one['stale']} 节事实已变" if one["stale"] else ""
        click.echo(
            f"{one['id'][:12]}  {one['code']} {one['title']}（{one['company'] or '未填企业'}），"
            f"待填 {one['open']}{stale}"
        )


def print_facts(specs: Sequence[FactSpec]) -> None:
    """The facts as a form for people, by group."""
    from assistant.drafting.facts.yaml_form import how_to

    groups = list(dict.fromkeys(spec.group for spec in specs))
    group = None
    for spec in sorted(specs, key=lambda one: groups.index(one.group)):
        if spec.group != group:
            group = spec.group
            click.echo(click.style(f"\n{group or '其他'}", bold=True))
        must = "（必填）" if spec.required else ""
        click.echo(f"  {spec.name:<24}{spec.label}{must}")
        for words in (how_to(spec), spec.help, f"例：{spec.example}" if spec.example else ""):
            if words:
                click.echo(f"  {'':<24}  {words}")
        for column in spec.columns:
            click.echo(f"  {'':<24}  · {column.name}  {column.label}")


def print_made(
    made: Draft, document: Document, plan: Plan, *, output: Path | None, saved: bool
) -> None:
    """Where the document is, what a person has to look at, and what is still open."""
    if output is not None:
        click.echo(f"已写出：{output}（{made.title}）")
    if saved:
        click.echo(f"已存为草稿：{made.id[:12]}")
    for one in made.sections:
        for note in one.notes:
            click.echo(f"{one.title}：{note}")
    print_open_items(document.open_items)
    if plan.blueprint.confirm_before:
        click.echo("签发前请核对：")
    for line in plan.blueprint.confirm_before:
        click.echo(f"  {line}")


def print_open_items(items: Sequence[OpenItem]) -> None:
    if items:
        click.echo(f"待填 {len(items)} 处：")
    for one in items:
        click.echo(f"  {one.label}" + (f"（{one.advice}）" if one.advice else ""))


def print_sections(sections: Iterable[DraftSection]) -> None:
    for one in sections:
        click.echo(f"{one.id:<24}{one.title}{_marks(one)}")


def print_section(one: DraftSection, lines: str) -> None:
    click.echo(click.style(one.title, bold=True) + _marks(one))
    click.echo(lines)
    for note in one.notes:
        click.echo(f"注意：{note}")


def print_versions(one: DraftSection) -> None:
    for number, version in enumerate(one.versions, 1):
        wish = f"，要求：{version.wish}" if version.wish else ""
        made = version.made.astimezone()
        click.echo(f"第{number}版  {made:%Y-%m-%d %H:%M}  {_ORIGINS[version.origin]}{wish}")


def print_difference(pieces: Iterable[Mapping[str, str]]) -> None:
    """What was added stands in [+ +], what was left out in [- -]."""
    for piece in pieces:
        before, behind = _SIGNS[piece["op"]]
        click.echo(f"{before}{piece['text']}{behind}", nl=False)
    click.echo()


def _marks(one: DraftSection) -> str:
    marks = [_ORIGINS[one.origin]] if one.origin != "template" else []
    marks += ["已锁定"] if one.locked else []
    marks += ["事实已变，未更新"] if one.stale else []
    return f"（{'，'.join(marks)}）" if marks else ""
