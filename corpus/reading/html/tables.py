"""Tables of a page: those that hold data, those that only lay it out, merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_MOST_COLUMNS, _MOST_ROWS = 200, 20_000
_BORDER = re.compile(
    r"border(?:-\w+)*\s*:[^;]*\b(?:solid|double|dashed|dotted|inset|outset|ridge|groove)",
    re.IGNORECASE,
)
_NAMES = re.compile(r"table|grid|datagrid|mso\w*table\w*", re.IGNORECASE)


def rows_of(table: Any) -> Iterator[Any]:
    """The rows of the table itself, those of tables inside it aside."""
    for entry in table:
        if entry.tag == "tr":
            yield entry
        elif entry.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in entry if row.tag == "tr")


def cells_of(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def is_data(table: Any) -> bool:
    """Whether the table holds rows and columns to be read as such."""
    rows = [cells_of(row) for row in rows_of(table)]
    rows = [cells for cells in rows if cells]
    widest = max((len(cells) for cells in rows), default=0)
    if widest < 2 or (table.get("role") or "").lower() in ("presentation", "none"):
        return False
    if table.find("caption") is not None or any(c.tag == "th" for cells in rows for c in cells):
        return True
    if _has_border(table, rows):
        return True
    if any(cell.find(".//table") is not None for cells in rows for cell in cells):
        return False
    lengths = [len("".join(cell.itertext()).strip()) for cells in rows for cell in cells]
    if max(lengths) > 300 and max(lengths) >= 0.6 * sum(lengths):
        return False
    widths = [_width(cells) for cells in rows]
    alike = widths.count(max(widths))
    return len(rows) >= 2 and alike >= 0.8 * len(rows) and max(lengths) <= 300


def _has_border(table: Any, rows: list[list[Any]]) -> bool:
    border = (table.get("border") or "").strip().removesuffix("px")
    if border not in ("", "0") or _BORDER.search(table.get("style") or ""):
        return True
    if any(_NAMES.fullmatch(name) for name in (table.get("class") or "").split()):
        return True
    styled = sum(
        _BORDER.search(cell.get("style") or "") is not None for cells in rows for cell in cells
    )
    return styled * 2 >= sum(map(len, rows))


def _width(cells: list[Any]) -> int:
    return sum(_span(cell, "colspan") for cell in cells)


def _span(cell: Any, name: str) -> int:
    try:
        return max(1, min(_MOST_COLUMNS, int((cell.get(name) or "1").strip())))
    except ValueError:
        return 1


def grid_of(table: Any) -> Iterator[list[Any | None]]:
    """Row by row the cell that begins in each column; None where another one reaches."""
    reaching: dict[int, int] = {}  # column -> rows that a cell above still takes
    for number, row in enumerate(rows_of(table)):
        if number >= _MOST_ROWS:
            return
        shown: list[Any | None] = []
        new: dict[int, int] = {}
        for cell in cells_of(row):
            _skip(shown, reaching)
            if len(shown) >= _MOST_COLUMNS:
                break
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            first = len(shown)
            shown += [cell, *[None] * (min(_MOST_COLUMNS - first, wide) - 1)]
            if high > 1:
                new |= dict.fromkeys(range(first, len(shown)), high - 1)
        _skip(shown, reaching)
        reaching = {column: left - 1 for column, left in reaching.items() if left > 1} | new
        yield shown


def _skip(shown: list[Any | None], reaching: dict[int, int]) -> None:
    """Fill the columns that cells above reach into."""
    while reaching.get(len(shown), 0) > 0 and len(shown) < _MOST_COLUMNS:
        shown.append(None)
