"""``cqo draft section``: one section of a stored draft, read, edited, locked, written anew, put back."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from assistant.drafting.desk import DraftDesk
from assistant.drafting.draft import Draft, DraftSection
from assistant.drafting.marked import plain
from assistant.terminal.chinese import CqoCommand
from assistant.terminal.opening import assistant_of_settings
from corpus.errors import BadInput

_ORIGINS = {"template": "蓝本", "model": "语言模型", "hand": "手改", "restored": "恢复"}


@click.command("section", cls=CqoCommand)
@click.argument("draft", metavar="草稿")
@click.argument("section", metavar="[节]", required=False)
@click.option("--text", metavar="文件", help="用这个文件（- 为标准输入）的文字替换这一节。")
@click.option("--wish", metavar="要求", help="请语言模型按这句话改写；需要设置语言模型。")
@click.option("--refresh", is_flag=True, help="按蓝本和现在的事实重新生成。")
@click.option("--lock/--unlock", "locked", default=None, help="锁定或解锁。")
@click.option("--restore", type=click.IntRange(1), metavar="第几版", help="恢复以前的版本。")
@click.option("--versions", is_flag=True, help="列出各个版本。")
@click.option("--diff", nargs=2, type=click.IntRange(1), metavar="甲 乙", help="比较两个版本。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档。")
def section(
    draft: str,
    section: str | None,
    text: str | None,
    wish: str | None,
    refresh: bool,
    locked: bool | None,
    restore: int | None,
    versions: bool,
    diff: tuple[int, int] | None,
    as_json: bool,
) -> None:
    """看或改保存的草稿里的一节；不写节名则列出各节。"""
    with assistant_of_settings() as assistant:
        desk = assistant.drafting
        found = desk.get(draft)
        if section is None:
            _list(found, as_json)
            return
        changes = [text is not None, bool(wish), refresh, locked is not None, restore is not None]
        if sum(changes) > 1:
            raise BadInput(
                "一次只做一件事：--text、--wish、--refresh、--lock、--restore 只写一个。"
            )
        if any(changes):
            found = _changed(desk, found, section, text, wish, locked, restore)
        one = next((s for s in found.sections if s.id == section), None)
        if one is None:
            raise BadInput(
                f"没有“{section}”这一节，现有：{'、'.join(s.id for s in found.sections)}。"
            )
        _show(desk, found, one, versions, diff, as_json)


def _changed(
    desk: DraftDesk,
    found: Draft,
    section: str,
    text: str | None,
    wish: str | None,
    locked: bool | None,
    restore: int | None,
) -> Draft:
    if text is not None:
        return desk.edit(found.id, section, _read(text), found.revision)
    if wish:
        return desk.regenerate(found.id, section, found.revision, wish)
    if locked is not None:
        return desk.lock(found.id, section, locked, found.revision)
    if restore is not None:
        return desk.restore(found.id, section, restore, found.revision)
    return desk.refresh(found.id, section, found.revision)


def _read(name: str) -> str:
    if name == "-":
        return sys.stdin.read()
    try:
        return Path(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"文件 {name} 读不出来，请检查路径，并存成 UTF-8。") from error


def _list(found: Draft, as_json: bool) -> None:
    if as_json:
        lines = [
            {"id": s.id, "title": s.title, "origin": s.origin, "locked": s.locked, "stale": s.stale}
            for s in found.sections
        ]
        click.echo(json.dumps(lines, ensure_ascii=False, indent=1))
        return
    for one in found.sections:
        click.echo(f"{one.id:<24}{one.title}{_marks(one)}")


def _marks(one: DraftSection) -> str:
    marks = [_ORIGINS[one.origin]] if one.origin != "template" else []
    marks += ["已锁定"] if one.locked else []
    marks += ["事实已变，未更新"] if one.stale else []
    return f"（{'，'.join(marks)}）" if marks else ""


def _show(
    desk: DraftDesk,
    found: Draft,
    one: DraftSection,
    versions: bool,
    diff: tuple[int, int] | None,
    as_json: bool,
) -> None:
    from assistant.drafting.view import diff_of, draft_view

    if as_json:
        shown = next(s for s in draft_view(desk, found)["sections"] if s["id"] == one.id)
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
        return
    if versions:
        for number, version in enumerate(one.versions, 1):
            wish = f"，要求：{version.wish}" if version.wish else ""
            made = version.made.astimezone()
            click.echo(f"第{number}版  {made:%Y-%m-%d %H:%M}  {_ORIGINS[version.origin]}{wish}")
        return
    if diff:
        if max(diff) > len(one.versions):
            raise BadInput(f"“{one.title}”现有{len(one.versions)}版，没有第{max(diff)}版。")
        before, after = (plain(one.versions[n - 1].text) for n in diff)
        for piece in diff_of(before, after):
            signs = {"equal": ("", ""), "insert": ("[+", "+]"), "delete": ("[-", "-]")}[piece["op"]]
            click.echo(f"{signs[0]}{piece['text']}{signs[1]}", nl=False)
        click.echo()
        return
    click.echo(click.style(one.title, bold=True) + _marks(one))
    click.echo(desk.drafter.editable(found, one.id))
    for note in one.notes:
        click.echo(f"注意：{note}")
