"""Pages as laid out to a reading: order, paragraphs, headings, tables, footnotes, and where all stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.models import Box, Notice, Place
from corpus.reading.layout.cells import joined
from corpus.reading.layout.furniture import take_furniture
from corpus.reading.layout.headings import mark_headings
from corpus.reading.layout.joining import Sheet, goes_on, sheet_of
from corpus.reading.layout.letters import LOWERED, RAISED, close_up, is_spread
from corpus.reading.layout.marks import is_caption
from corpus.reading.layout.notes import take_notes
from corpus.reading.layout.order import Column, in_order
from corpus.reading.layout.page import PageLayout, Strip, Table
from corpus.reading.models import Format, LeftOut, Line, LineKind, Page, Reading
from corpus.reading.tables import markdown_row, markdown_rule

_RAISED = re.compile(f"{RAISED}(.*?){LOWERED}")


@dataclass(slots=True)
class Paragraph:
    """A logical line: its printed lines with the offset in ``text`` at which each begins."""

    text: str
    first: Strip
    pieces: list[tuple[int, Box]]
    kind: LineKind = LineKind.TEXT
    level: int | None = None
    confidence: list[tuple[float, int]] = field(default_factory=list)
    centred: bool = False
    notes: list[Paragraph] = field(default_factory=list)


def reading_of(
    pages: Sequence[PageLayout],
    form: Format,
    *,
    title: str | None = None,
    notices: Sequence[Notice] = (),
) -> Reading:
    """All of ``pages`` as one text."""
    for page in pages:
        if is_spread([strip.text for strip in page.strips]):
            for strip in page.strips:
                strip.text = close_up(strip.text)
    take_furniture(pages)
    columns = in_order(pages)
    sheet = sheet_of(columns, _mostly_scanned(pages))
    notes = take_notes(columns, sheet.size)
    left_out = [entry for page in pages for entry in page.left_out]
    paragraphs = _paragraphs(columns, sheet, left_out)
    mark_headings(paragraphs, sheet.size, scanned=sheet.scanned)
    paragraphs = _with_notes(paragraphs, notes)
    text, lines = _lines(paragraphs)
    return Reading(
        format=form,
        text=text,
        lines=lines,
        pages=tuple(
            Page(page.number, round(page.shown[0], 2), round(page.shown[1], 2), page.confidence)
            for page in pages
        ),
        title=title,
        left_out=tuple(sorted(left_out, key=lambda entry: entry.page or 0)),
        notices=(*notices, *(notice for page in pages for notice in page.notices)),
    )


def _mostly_scanned(pages: Sequence[PageLayout]) -> bool:
    filled = [page for page in pages if page.strips]
    return sum(page.scanned for page in filled) * 2 > len(filled)


def _paragraphs(
    columns: Sequence[Column], sheet: Sheet, left_out: list[LeftOut]
) -> list[Paragraph]:
    found: list[Paragraph] = []
    last: tuple[Strip, Column] | None = None
    table: Table | None = None
    for column in columns:
        for item in column.items:
            if isinstance(item, Table):
                if last is not None and is_caption(found[-1].text):
                    found[-1].kind = LineKind.CAPTION
                found += _table(item, table, left_out, found[-1] if found else None)
                table, last = item, None
                continue
            if not item.text.strip():
                continue
            if last is not None and goes_on(
                last[0], item, found[-1].first, sheet, (last[1], column)
            ):
                _lengthen(found[-1], item)
            else:
                found.append(_begin(item, column, sheet))
            last, table = (item, column), None
    return found


def _begin(strip: Strip, column: Column, sheet: Sheet) -> Paragraph:
    margins = sheet.of(column)
    before, behind = strip.left - margins.left, margins.right - strip.right
    centred = before > 2.7 * strip.size and abs(before - behind) < 2 * strip.size
    text = strip.text.strip()
    paragraph = Paragraph(text, strip, [(0, strip.box)], centred=centred)
    if is_caption(text) and (centred or text.startswith(("图", "圖", "表", "续"))):
        paragraph.kind = LineKind.CAPTION
    if strip.confidence is not None:
        paragraph.confidence.append((strip.confidence, len(text)))
    return paragraph


def _lengthen(paragraph: Paragraph, strip: Strip) -> None:
    text = joined(paragraph.text, strip.text)
    words = strip.text.strip()
    paragraph.pieces.append((len(text) - len(words), strip.box))
    paragraph.text = text
    if strip.confidence is not None:
        paragraph.confidence.append((strip.confidence, len(words)))


def _table(
    table: Table, above: Table | None, left_out: list[LeftOut], found_before: Paragraph | None
) -> list[Paragraph]:
    """The rows; a table that continues the one ``above`` has no second header."""
    width = len(table.rows[0])
    rows = list(zip(table.rows, table.boxes, strict=True))
    continued = (
        above is not None
        and above.page + 1 == table.page
        and len(above.rows[0]) == width
        and len(above.edges) == len(table.edges)
        and all(abs(a - b) < 6 for a, b in zip(above.edges, table.edges, strict=True))
    )
    found = []
    if continued and above is not None:
        while rows and len(rows) > 1 and rows[0][0] == above.rows[0]:
            left_out.append(LeftOut(" ".join(rows[0][0]), "table-header", table.page))
            rows.pop(0)
        if rows and found_before is not None and _is_rest(rows[0][0]):
            _continue_row(found_before, rows.pop(0), table)
        table.rows[0] = above.rows[0]
    for number, (cells, box) in enumerate(rows):
        found.append(_row(markdown_row(cells), table, box))
        if number == 0 and not continued:
            found.append(_row(markdown_rule(width), table, box))
    return found


def _is_rest(cells: Sequence[str]) -> bool:
    """Whether a row is what the page before had no room for: few of its cells hold words."""
    return not cells[0] and sum(map(bool, cells)) * 2 <= len(cells)


def _continue_row(row: Paragraph, rest: tuple[tuple[str, ...], Box], table: Table) -> None:
    cells = row.text[2:-2].split(" | ")
    if len(cells) != len(rest[0]):
        return
    words = [joined(a.strip(), b) if b else a for a, b in zip(cells, rest[0], strict=True)]
    row.text = markdown_row(words)
    row.pieces.append((len(row.text), rest[1]))


def _row(text: str, table: Table, box: Box) -> Paragraph:
    strip = Strip(table.page, text, table.left, table.top, table.right, table.bottom, 0.0, box)
    row = Paragraph(text, strip, [(0, box)], LineKind.TABLE)
    if table.confidence is not None:
        row.confidence.append((table.confidence, len(text)))
    return row


def _with_notes(
    paragraphs: list[Paragraph], notes: dict[int, list[tuple[str, Strip, list[Strip]]]]
) -> list[Paragraph]:
    """Footnotes behind the paragraph that refers to them, or behind the last one of their page."""
    waiting = {(page, mark) for page, entries in notes.items() for mark, _, _ in entries}
    for paragraph in paragraphs:
        _show_marks(paragraph, waiting)
    found: list[Paragraph] = []
    placed: dict[int, list[Paragraph]] = {}
    for page, entries in notes.items():
        for mark, first, rest in entries:
            note = Paragraph("", first, [], LineKind.FOOTNOTE)
            words = _RAISED.sub("", first.text).strip()
            note.text, note.pieces = f"[{mark}] {words}".strip(), [(0, first.box)]
            for strip in rest:
                _lengthen(note, strip)
            owner = next(
                (
                    n
                    for n, p in enumerate(paragraphs)
                    if f"[{mark}]" in p.text and any(box.page == page for _, box in p.pieces)
                ),
                None,
            )
            if owner is None:
                before = [n for n, p in enumerate(paragraphs) if p.pieces[0][1].page <= page]
                owner = before[-1] if before else 0
            placed.setdefault(owner, []).append(note)
    for number, paragraph in enumerate(paragraphs):
        found.append(paragraph)
        found += placed.get(number, [])
    return found if paragraphs else [note for some in placed.values() for note in some]


def _show_marks(paragraph: Paragraph, waiting: set[tuple[int, str]]) -> None:
    """A raised mark as ``[1]`` when a footnote of its page has it, else as it is printed."""
    match = _RAISED.search(paragraph.text)
    while match:
        mark = match[1].strip("[]〔〕")
        pages = {box.page for _, box in paragraph.pieces}
        shown = f"[{mark}]" if any((page, mark) in waiting for page in pages) else match[1]
        change = len(shown) - len(match[0])
        paragraph.text = paragraph.text[: match.start()] + shown + paragraph.text[match.end() :]
        paragraph.pieces = [
            (start + change if start > match.start() else start, box)
            for start, box in paragraph.pieces
        ]
        match = _RAISED.search(paragraph.text)


def _lines(paragraphs: Sequence[Paragraph]) -> tuple[str, tuple[Line, ...]]:
    """The text, and its lines. A blank line stands between paragraphs, so that nobody takes two of
    them for one that is wrapped; the rows of a table follow one another."""
    parts: list[str] = []
    lines: list[Line] = []
    offset = 0
    for paragraph in paragraphs:
        text = paragraph.text.replace(RAISED, "").replace(LOWERED, "")
        if not text:
            continue
        if lines:
            rows = lines[-1].kind is paragraph.kind is LineKind.TABLE
            parts.append("\n" if rows else "\n\n")
            offset += len(parts[-1])
        starts = [offset + min(start, len(text)) for start, _ in paragraph.pieces]
        ends = [*starts[1:], offset + len(text)]
        places = tuple(
            Place(start, end, box=box)
            for start, end, (_, box) in zip(starts, ends, paragraph.pieces, strict=True)
        )
        letters = sum(n for _, n in paragraph.confidence)
        sure = sum(c * n for c, n in paragraph.confidence) / letters if letters else None
        lines.append(
            Line(
                offset,
                offset + len(text),
                paragraph.kind,
                paragraph.level,
                places,
                round(sure, 4) if sure is not None else None,
            )
        )
        parts.append(text)
        offset += len(text)
    return "".join(parts), tuple(lines)
