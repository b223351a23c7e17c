"""Paragraphs and tables of a DOCX in reading order, with the numbers that lists give them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from corpus.reading.blocks import Block, split_lines
from corpus.reading.docx.inline import Content, Inline, direct_look
from corpus.reading.docx.names import child, is_on, short
from corpus.reading.docx.numbering import Numbering
from corpus.reading.docx.styles import Look, Styles
from corpus.reading.docx.tables import cells_of, rows_of, table_from
from corpus.reading.layout.marks import is_closed
from corpus.reading.models import LineKind
from corpus.reading.print_headings import Print

#: A paragraph with a heading style that is longer than this is text.
_LONGEST = 100
_WRAPPERS = frozenset(("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo"))


@dataclass(slots=True)
class _Paragraph:
    """``direct`` is what the paragraph says itself, ``look`` that with its styles."""

    style: str | None
    direct: Look
    look: Look
    content: Content
    row: int


@dataclass(slots=True)
class Story:
    """Reads the elements of a body, cell, note or text box.

    ``notes`` are the elements of notes by kind and id. ``prints`` collects how each paragraph of the
    body is printed, ``embedded`` counts files inside the file.
    """

    styles: Styles
    numbering: Numbering
    inline: Inline
    notes: dict[tuple[str, str], Any]
    prints: list[Print] = field(default_factory=list)
    embedded: int = 0
    _row: int = 0
    _depth: int = 0
    _waiting: _Paragraph | None = None  # its mark is deleted or hidden
    _hidden: bool = False

    def blocks(self, elements: Iterable[Any]) -> Iterator[Block]:
        """In order; a paragraph whose mark is deleted or hidden is one with the one behind it."""
        outer = self._waiting, self._hidden
        self._waiting = None
        self._depth += 1
        for element in elements:
            yield from self._element(element)
        yield from self._last()
        self._depth -= 1
        self._waiting, self._hidden = outer

    def _last(self) -> Iterator[Block]:
        """The paragraph that waits for another, when none comes."""
        last, self._waiting = self._waiting, None
        if last is not None:
            yield from self._finished(last)

    def _element(self, element: Any) -> Iterator[Block]:
        name = short(element.tag)
        if name == "w:p":
            yield from self._paragraph(element)
        elif name == "w:tbl":
            yield from self._table(element)
        elif name in _WRAPPERS:
            for entry in element:
                yield from self._element(entry)
        elif name == "mc:AlternateContent":
            choice = child(element, "mc:Choice")
            for entry in choice if choice is not None else ():
                yield from self._element(entry)
        elif name == "w:altChunk":
            self.embedded += 1

    # -- paragraphs --------------------------------------------------------------------------------

    def _paragraph(self, element: Any) -> Iterator[Block]:
        self._row += 1
        style, direct, properties = direct_look(element)
        style = style or self.styles.paragraph
        look = direct.over(self.styles.look(style)).over(self.styles.default)
        paragraph = _Paragraph(style, direct, look, self.inline.read(element, look), self._row)
        if self._waiting is not None:
            paragraph = _merged(self._waiting, paragraph, hidden=self._hidden)
            self._waiting = None
        mark = child(properties, "w:rPr") if properties is not None else None
        deleted = mark is not None and child(mark, "w:del") is not None
        hidden = mark is not None and bool(
            is_on(child(mark, "w:vanish")) or is_on(child(mark, "w:specVanish"))
        )
        if deleted or hidden:
            self._waiting, self._hidden = paragraph, hidden
            return
        yield from self._finished(paragraph)

    def _finished(self, paragraph: _Paragraph) -> Iterator[Block]:
        content, look = paragraph.content, paragraph.look
        text = content.text
        number = self._number(paragraph)
        if text.strip() or not number.startswith("•"):
            text = number + text.lstrip() if number else text
        kind, level = self._kind(paragraph, text)
        found = split_lines(text, paragraph.row, kind, level)
        if found and self._depth == 1:
            self.prints.append(
                Print(
                    found,
                    centred=look.align == "center",
                    bold=content.bold,
                    size=content.size,
                    letters=content.letters,
                )
            )
        yield from found
        for box in content.boxes:
            yield from self.blocks(box)
        yield from self._notes(content, paragraph.row)

    def _number(self, paragraph: _Paragraph) -> str:
        num_id = paragraph.look.num_id
        if not num_id:
            return ""
        direct = paragraph.direct
        if direct.ilvl is not None or direct.num_id is not None:
            ilvl = paragraph.look.ilvl or 0
        else:
            ilvl = self.numbering.level_of(num_id, paragraph.look.ilvl, paragraph.style)
        return self.numbering.next(num_id, ilvl)

    def _kind(self, paragraph: _Paragraph, text: str) -> tuple[LineKind, int | None]:
        level = self.styles.level(paragraph.style, paragraph.look.outline)
        words = text.strip()
        if level is not None and len(words) <= _LONGEST and (level == 0 or not is_closed(words)):
            return LineKind.HEADING, level
        if self.styles.is_caption(paragraph.style):
            return LineKind.CAPTION, None
        return LineKind.TEXT, None

    def _notes(self, content: Content, row: int) -> Iterator[Block]:
        for kind, key in content.notes:
            element = self.notes.pop((kind, key), None)
            if element is None:
                continue
            mark = self.inline.marks[kind, key]
            words = " ".join(block.text for block in self.blocks(element))
            yield Block(f"[{mark}] {words}".strip(), row, LineKind.FOOTNOTE)

    # -- tables --------------------------------------------------------------------------------------

    def _table(self, element: Any) -> Iterator[Block]:
        """Rows in Markdown; a table of one column is a frame around paragraphs."""
        rows: list[tuple[int, list[tuple[int, bool, list[Block]]]]] = []
        for row in rows_of(element):
            if row is None:
                self.inline.deleted += 1
                continue
            first = self._row + 1
            cells = [
                (column, goes_on, list(self.blocks(cell)))
                for column, goes_on, cell in cells_of(row)
            ]
            rows.append((first, cells))
        yield from table_from(rows)


def _merged(before: _Paragraph, after: _Paragraph, *, hidden: bool) -> _Paragraph:
    """Two paragraphs on one line: the heading before a hidden mark leads, behind a deleted one the
    paragraph that was kept."""
    first, second = before.content, after.content
    content = Content(
        [*first.words, *second.words],
        [*first.notes, *second.notes],
        [*first.boxes, *second.boxes],
        first.heavy + second.heavy,
        first.letters + second.letters,
        max(first.size, second.size),
    )
    leads = before if hidden and first.text.strip() else after
    return _Paragraph(leads.style, leads.direct, leads.look, content, before.row)
