"""Tables of a DOCX: rows, merged cells, tables in cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from corpus.reading.blocks import Block, table_blocks
from corpus.reading.docx.names import child, number, short, value
from corpus.reading.models import LineKind

_WRAPPERS = frozenset(("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo"))
_RULE = re.compile(r"[|\s-]+")
_MOST_COLUMNS = 200

#: Column, whether the cell only continues one to its left or above it, and what stands in it.
ReadCell = tuple[int, bool, list[Block]]


def rows_of(table: Any) -> Iterator[Any | None]:
    """The rows; None for one that a tracked change deletes."""
    for entry in table:
        name = short(entry.tag)
        if name == "w:tr":
            properties = child(entry, "w:trPr")
            deleted = properties is not None and child(properties, "w:del") is not None
            yield None if deleted else entry
        elif name in _WRAPPERS:
            yield from rows_of(entry)


def cells_of(row: Any) -> Iterator[tuple[int, bool, Any]]:
    """The column of each cell, whether it continues another, and the cell."""
    properties = child(row, "w:trPr")
    skipped = child(properties, "w:gridBefore") if properties is not None else None
    column = min(_MOST_COLUMNS, max(0, (number(skipped) or 0) if skipped is not None else 0))
    for cell in _cells(row):
        span, goes_on = 1, False
        properties = child(cell, "w:tcPr")
        for entry in properties if properties is not None else ():
            name = short(entry.tag)
            if name == "w:gridSpan":
                span = max(1, number(entry) or 1)
            elif name in ("w:vMerge", "w:hMerge"):
                goes_on = (value(entry) or "continue") == "continue"
        if column < _MOST_COLUMNS:
            yield column, goes_on, cell
        column = min(_MOST_COLUMNS, column + span)


def _cells(row: Any) -> Iterator[Any]:
    for entry in row:
        name = short(entry.tag)
        if name == "w:tc":
            yield entry
        elif name in _WRAPPERS:
            yield from _cells(entry)


def table_from(rows: Sequence[tuple[int, Sequence[ReadCell]]]) -> list[Block]:
    """The rows with the number of their first paragraph as Markdown, their footnotes behind them.

    The words of merged cells stand in the first; a table of a single column is no table.
    """
    if all(len(cells) <= 1 for _, cells in rows):
        return [block for _, cells in rows for _, _, blocks in cells for block in blocks]
    notes: list[Block] = []
    shown = []
    for first, cells in rows:
        words = [""] * (max((column for column, _, _ in cells), default=-1) + 1)
        for column, goes_on, blocks in cells:
            notes += [b for b in blocks if b.kind is LineKind.FOOTNOTE]
            if not goes_on:
                words[column] = _words(blocks)
        shown.append((first, words))
    return [*table_blocks(shown), *notes]


def _words(blocks: Sequence[Block]) -> str:
    """A cell in one line; the cells of a table inside it divided by spaces."""
    parts = []
    for block in blocks:
        if block.kind is LineKind.FOOTNOTE:
            continue
        if block.kind is LineKind.TABLE:
            if not _RULE.fullmatch(block.text):
                parts.append(" ".join(block.text.replace("|", " ").split()))
            continue
        parts.append(" ".join(block.text.split()))
    return " ".join(parts)
