"""Ruled lines in the picture of a page, and the tables that they make of its lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from corpus.models import Box
from corpus.reading.layout.cells import cell_text
from corpus.reading.layout.page import PageLayout, Strip, Table
from corpus.reading.ocr.geometry import Sides
from corpus.reading.tables import Cell, Grid, Rule, grids_of, rows_of

if TYPE_CHECKING:
    from corpus.reading.ocr.engine import Pixels

#: Of a letter's size: shorter lines are strokes, thicker ones are bars.
_LONG, _TALL, _THICK, _SLACK = 2.2, 1.35, 0.3, 0.3
_OUTSIDE = 0.6
#: Height of letters, in pixels, at which lines are looked for.
_FINE = 32.0


def find_grids(level: Pixels, size: float, lines: Sequence[Sides]) -> list[Grid]:
    """The tables of a level picture whose letters are ``size`` pixels high and stand in ``lines``."""
    import cv2
    import numpy as np

    grey = cv2.cvtColor(level, cv2.COLOR_BGR2GRAY)
    # In a coarse picture strokes and lines run together; in a fine one there is nothing to gain.
    scale = _FINE / size
    method = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=method)
    marked = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, int(2 * _FINE) | 1, 18
    )
    dark = np.asarray(marked, dtype=np.uint8)
    across, down = [], []
    for x, y, w, h in _lines(dark, (int(_LONG * _FINE), 1), (9, 3)):
        if h <= _THICK * _FINE:
            side = Sides(x / scale, y / scale, (x + w) / scale, (y + h) / scale)
            if not _is_stroke(side, lines, size):
                across.append(Rule((side.top + side.bottom) / 2, side.left, side.right))
    for x, y, w, h in _lines(dark, (1, int(_TALL * _FINE)), (3, 9)):
        if w <= _THICK * _FINE:
            side = Sides(x / scale, y / scale, (x + w) / scale, (y + h) / scale)
            if not _is_stroke(side, lines, size):
                down.append(Rule((side.left + side.right) / 2, side.top, side.bottom))
    return grids_of(across, down, _SLACK * size)


def _is_stroke(rule: Sides, lines: Sequence[Sides], size: float) -> bool:
    """Whether this belongs to a letter: it stands in a line of words and hardly leaves it."""
    for line in lines:
        wide = min(rule.right, line.right) - max(rule.left, line.left)
        high = min(rule.bottom, line.bottom) - max(rule.top, line.top)
        outside = (rule.right - rule.left - wide) + (rule.bottom - rule.top - high)
        if wide > 0 and high > 0 and outside < _OUTSIDE * size:
            return True
    return False


def _lines(
    dark: Pixels, kernel: tuple[int, int], near: tuple[int, int]
) -> list[tuple[int, int, int, int]]:
    """Left, top, width and height of what is as long as ``kernel`` and hangs together."""
    import cv2

    shape = cv2.getStructuringElement(cv2.MORPH_RECT, near)
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, shape)
    long = cv2.morphologyEx(
        closed, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel)
    )
    # Pieces of a line that is a little askew lie in neighbouring rows.
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(long, shape), connectivity=8)
    grown = (near[0] - 1, near[1] - 1)
    return [
        (
            int(x + grown[0] // 2),
            int(y + grown[1] // 2),
            max(1, int(w) - grown[0]),
            max(1, int(h) - grown[1]),
        )
        for x, y, w, h, _ in stats[1:count]
    ]


def crossing(grids: Sequence[Grid], left: float, right: float, middle: float) -> list[float]:
    """The sides of cells that divide a line from ``left`` to ``right``."""
    found = []
    for grid in grids:
        if not grid.ys[0] <= middle <= grid.ys[-1]:
            continue
        slack = 0.01 * (grid.xs[-1] - grid.xs[0])
        for cell in grid.cells:
            if cell.top <= middle <= cell.bottom:
                found += [x for x in (cell.left, cell.right) if left + slack < x < right - slack]
    return sorted(set(found))


def take_tables(layout: PageLayout, grids: Sequence[Grid], shown: Callable[[Sides], Box]) -> None:
    """Put the tables into ``layout`` and take the lines that stand in them out of its strips.

    ``shown`` gives the box on the page of a place on the level picture.
    """
    for grid in grids:
        inside: dict[Cell, list[Strip]] = {}
        outside = []
        for strip in layout.strips:
            x, y = (strip.left + strip.right) / 2, strip.middle
            cell = grid.cell_at(x, y) if grid.covers(x, y) else None
            if cell is None:
                outside.append(strip)
            else:
                inside.setdefault(cell, []).append(strip)
        texts = {cell: cell_text(own, cell.left, cell.right) for cell, own in inside.items()}
        rows = rows_of(grid, texts)
        if not rows or len(rows[0][1]) < 2:
            continue
        layout.strips = outside
        left, right, top, bottom = grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1]
        sure = [
            (strip.confidence, len(strip.text))
            for own in inside.values()
            for strip in own
            if strip.confidence is not None
        ]
        letters = sum(n for _, n in sure)
        layout.tables.append(
            Table(
                page=layout.number,
                left=left,
                top=top,
                right=right,
                bottom=bottom,
                edges=grid.xs,
                rows=[cells for _, cells in rows],
                boxes=[shown(Sides(left, grid.ys[n], right, grid.ys[n + 1])) for n, _ in rows],
                confidence=sum(c * n for c, n in sure) / letters if letters else None,
            )
        )
