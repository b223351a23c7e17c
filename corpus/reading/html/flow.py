"""Elements of an article to paragraphs, list items, headings and rows of tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from corpus.reading.blocks import Block, table_blocks
from corpus.reading.docx.numerals import numeral
from corpus.reading.html.article import BLOCK, words_of
from corpus.reading.html.furniture import SILENT, line_reason
from corpus.reading.html.page import plain_codes
from corpus.reading.html.tables import grid_of, is_data
from corpus.reading.layout.letters import WIDE
from corpus.reading.layout.marks import has_mark
from corpus.reading.models import LineKind
from corpus.reading.print_headings import Print

_SPACE = re.compile(r"[ \t\r\n\f]+")
_NO_WIDTH = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_INDENT = re.compile("(?:[\u00a0\u2002\u2009 ]{2}|[\u3000\u2003])")
_BLANKS = str.maketrans(dict.fromkeys("\u00a0\u2002\u2003\u2009", " "))
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_SIZES = {1: 15, 2: 20, 3: 24, 4: 27, 5: 36, 6: 48, 7: 72}  # of <font size>, in half points
_LENGTH = re.compile(r"font-size\s*:\s*([\d.]+)\s*(px|pt|rem|em)", re.IGNORECASE)
_PER_UNIT = {"px": 1.5, "pt": 2.0, "rem": 24.0, "em": 24.0}
_CENTRE = re.compile(r"text-align\s*:\s*(center|left|right|justify)", re.IGNORECASE)
_WEIGHT = re.compile(r"font-weight\s*:\s*(bold|[6-9]00|normal|[1-5]00)", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
_NOTE_CLASS = re.compile(r"\bMso(?:Footnote|Endnote)Text\b")
_NOTE = re.compile(r"\[\d{1,3}\]")
_FORMS = {
    "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "lower-alpha": "lowerLetter",
    "upper-alpha": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCountingThousand", "simp-chinese-informal": "chineseCountingThousand",
    "cjk-decimal": "ideographDigital",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Look:
    """How letters are printed here. ``size`` in half points, 0 where nothing says."""

    bold: bool = False
    centred: bool = False
    size: int = 0
    kept: bool = False  # white space as it stands


@dataclass(slots=True)
class Flow:
    """Collects the blocks. ``out`` are elements to leave out; ``left`` the words left out with reason."""

    out: dict[Any, str]
    blocks: list[Block] = field(default_factory=list)
    prints: list[Print] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    pictures: int = 0
    inside: bool = True  # in an article, not in a cell
    _row: int = 0
    _words: list[str] = field(default_factory=list)
    _prefix: str = ""
    _heavy: int = 0
    _letters: int = 0
    _size: int = 0

    def take(self, element: Any, *, title: bool = False) -> None:
        """All of an element of the article."""
        before = len(self.blocks)
        self._element(element, _Look(), None)
        self._flush(_Look(), None)
        for block in self.blocks[before:] if title else ():
            block.kind, block.level = LineKind.HEADING, 0

    def _element(self, element: Any, look: _Look, level: int | None) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in SILENT:
            return
        if element in self.out:
            words = words_of(element)
            if words:
                self.left.append((words, self.out[element]))
            return
        if tag == "br":
            self._words.append("\n")
            return
        if tag == "img":
            self.pictures += 1
            return
        if tag in BLOCK:
            self._flush(look, level)
            self._block(element, _looks(element, look))
            return
        self._children(element, _looks(element, look), level)

    def _block(self, element: Any, look: _Look) -> None:
        tag = element.tag
        if tag == "table" and is_data(element):
            self._table(element)
            return
        if tag in ("ol", "ul"):
            self._list(element, look)
            return
        level = 1 if "MsoTitle" in (element.get("class") or "") else _HEADINGS.get(tag)
        look = replace(look, kept=True) if tag == "pre" else look
        before = len(self.blocks)
        self._children(element, look, level)
        self._flush(look, level)
        if _NOTE_CLASS.search(element.get("class") or ""):
            for block in self.blocks[before:]:
                block.kind = LineKind.FOOTNOTE if _NOTE.match(block.text) else block.kind

    def _children(self, element: Any, look: _Look, level: int | None) -> None:
        self._say(element.text, look)
        for child in element:
            self._element(child, look, level)
            self._say(child.tail, look)

    def _say(self, text: str | None, look: _Look) -> None:
        if not text:
            return
        words = _NO_WIDTH.sub("", plain_codes(text))
        if not look.kept:
            words = _SPACE.sub(_collapsed, words)
        self._words.append(words)
        letters = len(words.strip())
        self._letters += letters
        if letters:
            self._heavy += letters if look.bold else 0
            self._size = max(self._size, look.size)

    def _flush(self, look: _Look, level: int | None) -> None:
        """End the paragraph: its lines, each behind a line break, become blocks."""
        text = "".join(self._words).replace("\r", "")
        heavy, letters, size = self._heavy, self._letters, self._size
        self._words, self._heavy, self._letters, self._size = [], 0, 0, 0
        if not text.strip():
            return
        self._row += 1
        found: list[Block] = []
        apart = True
        for raw in text.split("\n"):
            line = _closed_up(raw).strip()
            if not line:
                apart = True
                continue
            if self._prefix:
                line = line if has_mark(line) else self._prefix + line
                self._prefix = ""
            reason = line_reason(line) if self.inside else None
            if reason is not None:
                self.left.append((line, reason))
                continue
            tight = not (apart or _INDENT.match(raw)) and bool(found)
            found.append(_block(line, self._row, level, tight, first=not found))
            apart = False
        self.blocks += found
        if found:
            bold = letters > 0 and heavy >= 0.9 * letters
            self.prints.append(Print(found, look.centred, bold, size, letters))

    def _list(self, element: Any, look: _Look) -> None:
        numbers = _numbers(element) if element.tag == "ol" else None
        for child in element:
            if child.tag == "li" and numbers is not None and child not in self.out:
                self._flush(look, None)
                self._prefix = numbers.next(child)
            self._element(child, look, None)
            self._flush(look, None)
            self._prefix = ""
            self._say(child.tail, look)
        self._flush(look, None)

    def _table(self, table: Any) -> None:
        caption = table.find("caption")
        if caption is not None:
            words = words_of(caption)
            self._row += 1
            if words:
                self.blocks.append(Block(words, self._row, LineKind.CAPTION))
        rows = []
        for cells in grid_of(table):
            first = self._row + 1
            shown = [self._cell(cell) if cell is not None else "" for cell in cells]
            self._row = max(self._row, first)
            rows.append((first, shown))
        self.blocks += table_blocks(rows)

    def _cell(self, cell: Any) -> str:
        inner = Flow(self.out, inside=False, _row=self._row)
        inner._children(cell, _Look(), None)
        inner._flush(_Look(), None)
        self._row = inner._row
        self.left += inner.left
        self.pictures += inner.pictures
        parts = [
            block.text.replace("|", " ") if block.kind is LineKind.TABLE else block.text
            for block in inner.blocks
            if block.kind is not LineKind.TABLE or not re.fullmatch(r"[|\s-]+", block.text)
        ]
        return " ".join(" ".join(parts).split())


def _block(line: str, row: int, level: int | None, tight: bool, *, first: bool) -> Block:
    """``level`` is that of the tag: 1 of <h1>, which is a title until it is known whether it is."""
    if level is None or (level > 1 and not first):
        return Block(line, row, tight=tight)
    return Block(line, row, LineKind.HEADING, level - 1, tight)


def _collapsed(match: re.Match[str]) -> str:
    """White space of the source: one space; where the source has a line break, nothing between
    Chinese characters."""
    text, start, end = match.string, match.start(), match.end()
    if "\n" in match[0] or "\r" in match[0]:
        before, after = text[start - 1 : start], text[end : end + 1]
        if before and after and WIDE.match(before) and WIDE.match(after):
            return ""
    return " "


def _closed_up(line: str) -> str:
    return line.translate(_BLANKS)


def _looks(element: Any, look: _Look) -> _Look:
    """What the element says itself, over what is around it."""
    tag, style = element.tag, element.get("style") or ""
    bold, centred, size, kept = look.bold, look.centred, look.size, look.kept
    if tag in ("b", "strong", "th", *_HEADINGS):
        bold = True
    if tag == "center":
        centred = True
    align = (element.get("align") or "").lower()
    if align and tag in BLOCK:
        centred = align == "center"
    if tag == "font":
        given = (element.get("size") or "").strip()
        if given.isdigit():
            size = _SIZES.get(int(given), size)
    if style:
        weight, side, length = _WEIGHT.search(style), _CENTRE.search(style), _LENGTH.search(style)
        if weight is not None:
            bold = weight[1].lower() == "bold" or weight[1][0] in "6789"
        if side is not None:
            centred = side[1].lower() == "center"
        if (
            length is not None
            and len(length[1]) < 8
            and length[1].count(".") < 2
            and length[1] != "."
        ):
            size = round(float(length[1]) * _PER_UNIT[length[2].lower()])
        kept = kept or "white-space:pre" in style.replace(" ", "").lower()
    return _Look(bold, centred, size, kept)


@dataclass(slots=True)
class _Numbers:
    """The numbers of an <ol>, as a browser writes them."""

    form: str
    count: int
    step: int

    def next(self, item: Any) -> str:
        given = (item.get("value") or "").strip()
        if given.lstrip("-").isdigit() and len(given) < 7:
            self.count = int(given)
        style = _LIST_STYLE.search(item.get("style") or "")
        words = (
            ""
            if style is not None and style[1].lower() == "none"
            else numeral(self.count, self.form)
        )
        self.count += self.step
        if not words:
            return ""
        return f"{words}、" if self.form.startswith("chinese") else f"{words}. "


def _numbers(element: Any) -> _Numbers | None:
    style = _LIST_STYLE.search(element.get("style") or "")
    kind = style[1].lower() if style is not None else (element.get("type") or "").strip()
    if kind == "none":
        return None
    start = (element.get("start") or "").strip()
    first = int(start) if start.lstrip("-").isdigit() and len(start) < 7 else 1
    return _Numbers(_FORMS.get(kind, "decimal"), first, 1)


def notes_placed(blocks: Sequence[Block]) -> list[Block]:
    """Footnotes, which pages have at their end, behind the paragraph that first has their mark."""
    notes = {
        note[0]: b for b in blocks if b.kind is LineKind.FOOTNOTE and (note := _NOTE.match(b.text))
    }
    own = {id(note) for note in notes.values()}
    placed: list[Block] = []
    for block in blocks:
        if id(block) in own:
            continue
        placed.append(block)
        for mark in dict.fromkeys(_NOTE.findall(block.text)):
            if mark in notes:
                placed.append(notes.pop(mark))
    return [*placed, *notes.values()]


def without_repeats(blocks: Sequence[Block]) -> list[Block]:
    """The title above the container and the same title at the beginning of the text as one."""
    titles = [n for n, block in enumerate(blocks[:6]) if block.level == 0]
    if not titles:
        return list(blocks)
    bare = re.sub(r"\s", "", blocks[titles[0]].text)
    again = {
        n
        for n, block in enumerate(blocks[:10])
        if n > titles[0] and re.sub(r"\s", "", block.text) == bare
    }
    return [block for n, block in enumerate(blocks) if n not in again]
