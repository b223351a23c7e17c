"""Tables that break well over pages: a header that is repeated, rows that are not split, forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.drafting.document import Block, Runs, text_of
from assistant.drafting.writing.columns import column_widths, form_widths
from assistant.drafting.writing.elements import Element, el, paragraph
from assistant.drafting.writing.inline import References, words
from assistant.drafting.writing.measuring import width

_SHADE = "F2F2F2"
#: From this number of columns on the letters are smaller.
_MANY = 6
#: A table of so few rows is kept on one page.
_FEW = 6
#: Characters up to which the cells of a column are centred.
_SHORT = 7
#: Least heights of rows in twips: usual, to be signed or sealed, to be written into.
_ROW, _SIGNED, _OPINION = 480, 850, 1500
_MARGIN = 85
_SIGNING = re.compile(r"签字|签名|签章|盖章|签收")
_WRITING = re.compile(r"意见|裁决|结论")


@dataclass(frozen=True, slots=True)
class Cell:
    """``align``: left, centre, name (of a column or value), band (names the rows below it)."""

    content: list[Element]
    align: str = "left"
    span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """``leads``: it is kept with the row below it."""

    cells: Sequence[Cell]
    header: bool = False
    height: int = 0
    leads: bool = False


def table_of(block: Block, total: int, references: References | None) -> Element:
    """The table of the block, ``total`` twips wide."""
    rows = [row for row in block.rows if row]
    count = max((len(row) for row in rows), default=1)
    small = count >= _MANY and not block.form
    made = [_form_row(row, count, references) for row in rows] if block.form else None
    if made is None:
        made = _plain_rows(rows, count, references)
    widths = _widths(block, rows, count, total, small)
    return grid(made, widths, small=small)


def _widths(
    block: Block, rows: Sequence[Sequence[Runs]], count: int, total: int, small: bool
) -> list[int]:
    if len(block.widths) == count and sum(block.widths) > 0:
        parts = list(block.widths)
    else:
        columns: list[list[str]] = [[] for _ in range(count)]
        for row in rows:
            alone = len(row) if len(row) == count or not block.form else len(row) - 1
            for column, cell in zip(columns, row[:alone], strict=False):
                column.append(text_of(cell))
        share = form_widths if block.form else column_widths
        parts = share(columns, total / ((10.5 if small else 12) * 20))
    return exactly(parts, total)


def exactly(parts: Sequence[float], total: int) -> list[int]:
    """Whole twips in proportion to ``parts``, with the sum ``total``."""
    widths = [int(total * part / sum(parts)) for part in parts]
    widths[-1] += total - sum(widths)
    return widths


def _plain_rows(
    rows: Sequence[Sequence[Runs]], count: int, references: References | None
) -> list[Row]:
    aligns = [_alignment(rows[1:], column) for column in range(count)]
    made: list[Row] = []
    for number, row in enumerate(rows):
        header = number == 0 and len(rows) > 1
        cells = [
            Cell(words(cell, references), "name" if header else aligns[column])
            for column, cell in enumerate(row)
        ]
        cells += [Cell([]) for _ in range(count - len(row))]
        made.append(Row(cells, header))
    return made


def _alignment(rows: Sequence[Sequence[Runs]], column: int) -> str:
    texts = [text_of(row[column]) for row in rows if column < len(row)]
    return "centre" if all(width(text) <= _SHORT for text in texts) else "left"


def _form_row(row: Sequence[Runs], count: int, references: References | None) -> Row:
    cells = [
        Cell(words(cell, references), _form_alignment(place, row)) for place, cell in enumerate(row)
    ]
    cells[-1] = replace(cells[-1], span=count - len(row) + 1)
    return Row(cells, height=_height(row))


def _form_alignment(place: int, row: Sequence[Runs]) -> str:
    if place % 2:
        return "left"
    alone = len(row) == 1
    return "left" if alone and width(text_of(row[0])) > 2 * _SHORT else "name"


def _height(row: Sequence[Runs]) -> int:
    texts = [text_of(cell).strip() for cell in row]
    empty = any(not value for value in texts[1::2])
    names = " ".join(texts[0::2])
    if empty and len(row) == 2 and _WRITING.search(names):
        return _OPINION
    return _SIGNED if empty and _SIGNING.search(names) else _ROW


# -- the grid ----------------------------------------------------------------------------------------


def grid(rows: Sequence[Row], widths: Sequence[int], *, small: bool = False) -> Element:
    """``w:tbl`` of the rows; ``widths`` of its columns in twips."""
    table = el("w:tbl", _properties(sum(widths)))
    table.append(el("w:tblGrid", *(el("w:gridCol", w=one) for one in widths)))
    together = len(rows) <= _FEW
    for number, row in enumerate(rows):
        keep = row.header or row.leads or (together and number < len(rows) - 1)
        table.append(_row(row, widths, "CqoSmallCell" if small else "CqoCell", keep))
    return table


def _properties(total: int) -> Element:
    borders = el("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(el(f"w:{side}", val="single", sz=4, space=0, color="000000"))
    margins = el("w:tblCellMar")
    for side, size in (("top", 45), ("left", _MARGIN), ("bottom", 45), ("right", _MARGIN)):
        margins.append(el(f"w:{side}", w=size, type="dxa"))
    return el(
        "w:tblPr",
        el("w:tblW", w=total, type="dxa"),
        el("w:jc", val="center"),
        borders,
        el("w:tblLayout", type="fixed"),
        margins,
    )


def _row(row: Row, widths: Sequence[int], style: str, keep: bool) -> Element:
    properties = el("w:trPr", el("w:cantSplit"))
    if row.height:
        properties.append(el("w:trHeight", val=row.height, hRule="atLeast"))
    if row.header:
        properties.append(el("w:tblHeader"))
    made = el("w:tr", properties)
    column = 0
    for cell in row.cells:
        made.append(_cell(cell, sum(widths[column : column + cell.span]), style, keep))
        column += cell.span
    return made


def _cell(cell: Cell, total: int, style: str, keep: bool) -> Element:
    properties = el("w:tcPr", el("w:tcW", w=total, type="dxa"))
    if cell.span > 1:
        properties.append(el("w:gridSpan", val=cell.span))
    if cell.align in ("name", "band"):
        properties.append(el("w:shd", val="clear", color="auto", fill=_SHADE))
    properties.append(el("w:vAlign", val="center"))
    ending = {"left": "", "centre": "Centred", "name": "Name", "band": "Name"}[cell.align]
    left = el("w:jc", val="left") if cell.align == "band" else None
    line = paragraph(style + ending, cell.content, el("w:keepNext") if keep else None, left)
    return el("w:tc", properties, line)
