"""Word files: text with the numbers of lists, tables, notes and text boxes, without running a macro."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import BadInput
from corpus.models import Notice
from corpus.reading.blocks import Block, text_and_lines
from corpus.reading.detecting import checked_size
from corpus.reading.docx.inline import Inline
from corpus.reading.docx.names import short, value
from corpus.reading.docx.numbering import Numbering
from corpus.reading.docx.parts import Parts
from corpus.reading.docx.story import Story
from corpus.reading.docx.styles import Styles
from corpus.reading.models import Format, LeftOut, Limits, LineKind, Reading, ReadProgress
from corpus.reading.packing import Package
from corpus.reading.print_headings import mark_headings

_EVERY = 500  # blocks between two words of progress


def read(path: Path, limits: Limits, progress: ReadProgress | None = None) -> Reading:
    """Raises BadInput when the file is damaged, unsafe, beyond a limit, or holds no words."""
    checked_size(path, limits)
    with Package(path, limits) as package:
        parts = Parts(package, path)
        styles = Styles.of(parts.one("styles"))
        story = Story(
            styles, Numbering(parts.one("numbering"), styles), Inline(styles), _notes(parts)
        )
        blocks: list[Block] = []
        letters = 0
        for number, block in enumerate(story.blocks(parts.text())):
            blocks.append(block)
            letters += len(block.text)
            if letters > limits.characters:
                raise BadInput(
                    f"{path.name} 的文字超过上限 {limits.characters} 字；请拆分后再导入，或调高上限。"
                )
            if progress is not None and number % _EVERY == 0:
                progress(number, 0)
        left_out = tuple(_left_out(parts, story))
        title = parts.title()
        macros = any(name.lower().endswith("vbaproject.bin") for name in package.names)
    if not any(c.isalnum() for block in blocks for c in block.text):
        if story.inline.pictures:
            raise BadInput(
                f"{path.name} 只有图片，没有文字；请另存为 PDF 再导入，以便识别图片中的文字。"
            )
        raise BadInput(f"{path.name} 中没有文字；请检查是否选对了文件。")
    if not any(block.kind is LineKind.HEADING and block.level for block in blocks):
        mark_headings(story.prints)
    text, lines = text_and_lines(blocks)
    if progress is not None:
        progress(len(blocks), len(blocks))
    notices = tuple(_notices(story, macros=macros))
    return Reading(Format.DOCX, text, lines, title=title, left_out=left_out, notices=notices)


def _notes(parts: Parts) -> dict[tuple[str, str], Any]:
    """Footnotes and endnotes by kind and id, without the lines that divide them from the text."""
    found: dict[tuple[str, str], Any] = {}
    for kind in ("footnote", "endnote"):
        root = parts.one(f"{kind}s")
        for entry in root if root is not None else ():
            key = value(entry, "id")
            if key is not None and value(entry, "type") in (None, "normal"):
                found[kind, key] = entry
    return found


def _left_out(parts: Parts, story: Story) -> Iterator[LeftOut]:
    """Running headers and footers, comments and empty form fields, each once."""
    seen: set[tuple[str, str]] = set()
    for kind, reason in (
        ("header", "page-header"),
        ("footer", "page-footer"),
        ("comments", "comment"),
    ):
        for root in parts.all(kind):
            entries = list(root) if kind == "comments" else [root]
            for entry in entries:
                words = _plain_words(entry)
                if words and (reason, words) not in seen:
                    seen.add((reason, words))
                    yield LeftOut(words, reason)
    for words in dict.fromkeys(filter(None, story.inline.placeholders)):
        yield LeftOut(words, "placeholder")


def _plain_words(element: Any) -> str:
    parts = [
        entry.text or "" if short(entry.tag) == "w:t" else " "
        for entry in element.iter()
        if short(entry.tag) in ("w:t", "w:tab", "w:p", "w:br")
    ]
    return " ".join("".join(parts).split())


def _notices(story: Story, *, macros: bool) -> Iterator[Notice]:
    inline = story.inline
    if inline.inserted or inline.deleted:
        yield Notice(
            "tracked-changes",
            f"文件有未处理的修订（插入 {inline.inserted} 处、删除 {inline.deleted} 处），"
            "按接受全部修订后的文字读取，请核对。",
        )
    if inline.pictures:
        yield Notice(
            "pictures-unread", f"文件有 {inline.pictures} 张图片或嵌入对象，其中的文字没有读取。"
        )
    if story.embedded:
        yield Notice("embedded-unread", f"文件中嵌入了 {story.embedded} 个别的文件，没有读取。")
    if macros:
        yield Notice("macros", "文件含有宏，没有读取，也没有运行。")
