"""A Word file as the checker reads it: paragraphs with automatic numbers apart from typed words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import BadInput
from corpus.reading.detecting import detect
from corpus.reading.docx.inline import Inline, direct_look
from corpus.reading.docx.names import child, short
from corpus.reading.docx.numbering import Numbering
from corpus.reading.docx.parts import Parts
from corpus.reading.docx.styles import Styles
from corpus.reading.docx.tables import cells_of, rows_of
from corpus.reading.models import Format, Limits
from corpus.reading.packing import Package

#: A document to sign is far smaller.
_LIMITS = Limits(
    file_bytes=50 * 1024 * 1024, unpacked_bytes=400 * 1024 * 1024, characters=3_000_000
)
_WRAPPERS = frozenset(("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo"))
_N = "[零〇一二三四五六七八九十百0-9]"
#: What names a place: 第三条, 第二章 聘任, 三、组织, or a heading by its style.
_PLACE = re.compile(rf"第{_N}+[章节条]|{_N}{{1,3}}、")
#: Titles of what our own writer puts behind a document.
_ANNEX = ("依据对照表", "待填清单")
_NEAR = 18


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``label`` is the number that a list gives, ``text`` what was typed. ``table``: it stands in a cell,
    ``row`` are the texts of that row. ``annex``: behind 依据对照表 or 待填清单."""

    number: int
    text: str
    label: str = ""
    near: str = ""
    heading: bool = False
    table: bool = False
    row: tuple[str, ...] = ()
    annex: bool = False

    @property
    def whole(self) -> str:
        return self.label + self.text


@dataclass
class Paper:
    """Paragraphs in reading order, and what stands beside them."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)  # headers and footers
    comments: int = 0
    revisions: int = 0

    @property
    def body(self) -> Iterator[Paragraph]:
        """All but the annexes of our own writer."""
        return (one for one in self.paragraphs if not one.annex)


def read_paper(path: Path) -> Paper:
    """Raises BadInput for what is no DOCX, encrypted, damaged, too large, or an old DOC."""
    try:
        if detect(path, _LIMITS) is not Format.DOCX:
            raise BadInput(f"{path.name} 不是 Word 文件（.docx）；请选择 .docx 文件再检查。")
        with Package(path, _LIMITS) as package:
            return _Reader(Parts(package, path), path).read()
    except BadInput as error:
        # The reader of files speaks of importing.
        raise BadInput(error.message.replace("导入", "检查")) from error


class _Reader:
    def __init__(self, parts: Parts, path: Path) -> None:
        self._parts, self._path = parts, path
        self._styles = Styles.of(parts.one("styles"))
        self._numbering = Numbering(parts.one("numbering"), self._styles)
        self._inline = Inline(self._styles)
        self._paper = Paper()
        self._near = ""
        self._annex = False
        self._letters = 0

    def read(self) -> Paper:
        for element in self._parts.text():
            self._element(element)
        paper = self._paper
        for kind in ("header", "footer"):
            for root in self._parts.all(kind):
                paper.margins += [words for words in map(_words, root) if words.strip()]
        for root in self._parts.all("comments"):
            paper.comments += len(root)
        paper.revisions += self._inline.inserted + self._inline.deleted
        return paper

    def _element(self, element: Any) -> None:
        name = short(element.tag)
        if name == "w:p":
            self._take(element, table=False)
        elif name == "w:tbl":
            self._table(element)
        elif name in _WRAPPERS:
            self._paper.revisions += name in ("w:ins", "w:moveTo")
            for entry in element:
                self._element(entry)

    def _table(self, table: Any) -> None:
        for row in rows_of(table):
            if row is None:
                self._paper.revisions += 1
                continue
            cells = [cell for _, goes_on, cell in cells_of(row) if not goes_on]
            texts = tuple(_words(cell) for cell in cells)
            for cell in cells:
                self._cell(cell, texts)

    def _cell(self, cell: Iterable[Any], texts: tuple[str, ...]) -> None:
        for entry in cell:
            name = short(entry.tag)
            if name == "w:p":
                self._take(entry, table=True, row=texts)
            elif name == "w:tbl":
                self._table(entry)
            elif name in _WRAPPERS:
                self._cell(entry, texts)

    def _take(self, element: Any, *, table: bool, row: tuple[str, ...] = ()) -> None:
        style, direct, properties = direct_look(element)
        style = style or self._styles.paragraph
        look = direct.over(self._styles.look(style)).over(self._styles.default)
        content = self._inline.read(element, look)
        label = self._label(style, direct, look)
        text = content.text.strip()
        if properties is not None and (mark := child(properties, "w:rPr")) is not None:
            self._paper.revisions += sum(short(e.tag) in ("w:ins", "w:del") for e in mark)
        self._count(len(text))
        level = self._styles.level(style, look.outline)
        heading = level is not None and len(text) <= 100
        if not table and text.replace(" ", "") in _ANNEX and (heading or self._late()):
            self._annex = True
        if not table:
            self._remember(label + text, heading)
        paragraph = Paragraph(
            len(self._paper.paragraphs) + 1,
            text,
            label.strip(),
            self._near,
            heading,
            table,
            row,
            self._annex,
        )
        self._paper.paragraphs.append(paragraph)
        for box in content.boxes:
            self._cell(box, ())

    def _label(self, style: str | None, direct: Any, look: Any) -> str:
        if not look.num_id:
            return ""
        level = look.ilvl or 0
        if direct.ilvl is None and direct.num_id is None:
            level = self._numbering.level_of(look.num_id, look.ilvl, style)
        return self._numbering.next(look.num_id, level)

    def _late(self) -> bool:
        """An annex is not the first thing in a file."""
        return len(self._paper.paragraphs) > 2

    def _remember(self, text: str, heading: bool) -> None:
        mark = _PLACE.match(text)
        if mark is None and not heading:
            return
        if mark is not None and mark[0].endswith("条"):
            self._near = mark[0]
        else:
            text = "".join(text.split("\n"))
            self._near = text[:_NEAR].rstrip() + ("…" if len(text) > _NEAR else "")

    def _count(self, letters: int) -> None:
        self._letters += letters
        if self._letters > _LIMITS.characters:
            raise BadInput(
                f"{self._path.name} 的文字超过上限 {_LIMITS.characters} 字；请拆分后再检查。"
            )


def _words(element: Any) -> str:
    return "".join(e.text or "" for e in element.iter() if short(e.tag) == "w:t")
