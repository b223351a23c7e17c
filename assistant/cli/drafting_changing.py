"""Commands on a stored draft: a section read, edited, locked, written anew, put back; the whole as a file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from assistant.cli.drafting_options import (
    BASIS,
    COMMENTS,
    FORCE,
    FORMAT,
    JSON,
    echo_json,
    format_of,
    ready_to_write,
)
from assistant.cli.drafting_views import (
    print_difference,
    print_open_items,
    print_section,
    print_sections,
    print_versions,
)
from assistant.drafting.desk import DraftDesk, section_of
from assistant.drafting.draft import Draft, DraftSection
from assistant.drafting.output import write_file
from assistant.terminal.chinese import CqoCommand
from assistant.terminal.opening import assistant_of_settings
from corpus.errors import BadInput


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
@JSON
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
    """看或改保存的草稿里的一节；不写节名则列出各节。草稿编号可以只写开头几位。"""
    changes = [text is not None, wish is not None, refresh, locked is not None, restore is not None]
    if wish is not None and not wish.strip():
        raise BadInput("--wish 后面要写明怎样改写；要按蓝本重新生成，请用 --refresh。")
    if sum(changes) > 1:
        raise BadInput(
            "一次只做一件事：--text、--wish、--refresh、--lock、--unlock、--restore 只写一个。"
        )
    with assistant_of_settings() as assistant:
        desk = assistant.drafting
        found = desk.find(draft)
        if section is None:
            if any(changes):
                raise BadInput("请写明改哪一节；不带选项运行 cqo draft section 草稿 可以列出各节。")
            _list(found, as_json)
            return
        if any(changes):
            found = _changed(desk, found, section, text, wish, locked, restore)
        one = section_of(found, section)
        if diff:
            _compare(desk, found, one, diff, as_json)
        elif as_json:
            _as_json(desk, found, one)
        elif versions:
            print_versions(one)
        else:
            print_section(one, desk.drafter.editable(found, one.id))


@click.command("export", cls=CqoCommand)
@click.argument("draft", metavar="草稿")
@click.option(
    "-o",
    "--output",
    metavar="文件",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="写到这个文件（.docx、.md 或 .pdf）；已有的文件不改动，除非加 --force。",
)
@FORMAT
@BASIS
@COMMENTS
@FORCE
def export(
    draft: str, output: Path, format: str | None, no_basis: bool, comments: bool, force: bool
) -> None:
    """把保存的草稿写成文件。"""
    kind = format_of(output, format)
    ready_to_write(output, force)
    with assistant_of_settings() as assistant:
        desk = assistant.drafting
        found = desk.find(draft)
        content, _, _ = desk.file(found, kind, basis=not no_basis, comments=comments)
        write_file(output, content, replace=force)
        click.echo(f"已写出：{output}（{found.title}）")
        print_open_items(desk.document(found).open_items)


@click.command("remove", cls=CqoCommand)
@click.argument("draft", metavar="草稿")
def remove(draft: str) -> None:
    """删除保存的草稿；已经写出的文件不受影响。"""
    with assistant_of_settings() as assistant:
        found = assistant.drafting.find(draft)
        assistant.drafting.remove(found.id)
    click.echo(f"已删除草稿：{found.title}")


def _changed(
    desk: DraftDesk,
    found: Draft,
    section: str,
    text: str | None,
    wish: str | None,
    locked: bool | None,
    restore: int | None,
) -> Draft:
    """Raises Clash when somebody else stored a newer one meanwhile."""
    if text is not None:
        return desk.edit(found.id, section, _read(text), found.revision)
    if wish is not None:
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
        return Path(name).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"文件 {name} 读不出来，请检查路径，并存成 UTF-8。") from error


def _list(found: Draft, as_json: bool) -> None:
    if not as_json:
        print_sections(found.sections)
        return
    names = ("id", "title", "origin", "locked", "stale")
    echo_json([{name: getattr(one, name) for name in names} for one in found.sections])


def _compare(
    desk: DraftDesk, found: Draft, one: DraftSection, numbers: tuple[int, int], as_json: bool
) -> None:
    from assistant.drafting.view import version_view

    if max(numbers) > len(one.versions):
        raise BadInput(f"“{one.title}”现有{len(one.versions)}版，没有第{max(numbers)}版。")
    before, after = numbers
    view = version_view(desk, found, one, after, before)
    echo_json(view) if as_json else print_difference(view["diff"])


def _as_json(desk: DraftDesk, found: Draft, one: DraftSection) -> None:
    from assistant.drafting.view import draft_view

    shown = next(s for s in draft_view(desk, found)["sections"] if s["id"] == one.id)
    echo_json(shown | {"revision": found.revision})
