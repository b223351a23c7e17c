"""Ruled tables of a PDF page: its drawn lines, and the letters between them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from corpus.reading.layout.cells import cell_text
from corpus.reading.layout.page import PageLayout, Table
from corpus.reading.pdf.letters import Letter
from corpus.reading.pdf.lines import IsBold, strips_of
from corpus.reading.tables import Cell, Rule, grids_of, rows_of

_MOST_OBJECTS, _MOST_SEGMENTS, _DEPTH = 40_000, 400, 4
_THICK, _SHORT, _SLACK = 3.0, 4.0, 2.5
_MATRIX = tuple[float, float, float, float, float, float]


def take_tables(
    page: Any, layout: PageLayout, letters: Sequence[Letter], bold: IsBold
) -> list[Letter]:
    """Put the tables into ``layout``; gives the letters that stand in none."""
    across, down = _rules(page, layout)
    rest = list(letters)
    for grid in grids_of(across, down, _SLACK):
        inside: dict[Cell, list[Letter]] = {}
        outside = []
        for letter in rest:
            x, y = (letter.left + letter.right) / 2, letter.base - 0.35 * letter.size
            cell = grid.cell_at(x, y) if grid.covers(x, y) else None
            if cell is None:
                outside.append(letter)
            else:
                inside.setdefault(cell, []).append(letter)
        texts = {
            cell: cell_text(strips_of(own, layout, bold), cell.left, cell.right)
            for cell, own in inside.items()
        }
        rows = rows_of(grid, texts)
        if not rows or len(rows[0][1]) < 2:
            continue
        rest = outside
        left, right, top, bottom = grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1]
        layout.tables.append(
            Table(
                page=layout.number,
                left=left,
                top=top,
                right=right,
                bottom=bottom,
                edges=grid.xs,
                rows=[cells for _, cells in rows],
                boxes=[layout.box(left, grid.ys[n], right, grid.ys[n + 1]) for n, _ in rows],
            )
        )
    return rest


def _rules(page: Any, layout: PageLayout) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical lines, as lines, thin boxes and the sides of boxes."""
    import pypdfium2.raw as raw

    across: list[Rule] = []
    down: list[Rule] = []
    turn = (page.get_rotation() + layout.turned) % 360
    bounds = page.get_bbox()
    left_budget = [_MOST_OBJECTS]

    def add(x0: float, y0: float, x1: float, y1: float) -> None:
        from corpus.reading.pdf.letters import shown

        sides = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        left, top, right, bottom = shown(sides, bounds, turn)
        if bottom - top <= _THICK and right - left >= _SHORT:
            across.append(Rule((top + bottom) / 2, left, right))
        elif right - left <= _THICK and bottom - top >= _SHORT:
            down.append(Rule((left + right) / 2, top, bottom))

    def walk(count: int, get: Any, matrix: _MATRIX, depth: int) -> None:
        for index in range(count):
            left_budget[0] -= 1
            if left_budget[0] < 0:
                return
            entry = get(index)
            kind = raw.FPDFPageObj_GetType(entry)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                _path(raw, entry, matrix, add)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
                own = _times(_matrix_of(raw, entry), matrix)
                number = raw.FPDFFormObj_CountObjects(entry)
                walk(number, lambda n, e=entry: raw.FPDFFormObj_GetObject(e, n), own, depth + 1)

    whole = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    walk(raw.FPDFPage_CountObjects(page), lambda n: raw.FPDFPage_GetObject(page, n), whole, 0)
    if left_budget[0] < 0:
        return [], []
    return across, down


def _path(raw: Any, entry: Any, outer: _MATRIX, add: Any) -> None:
    import ctypes

    count = raw.FPDFPath_CountSegments(entry)
    if not 2 <= count <= _MOST_SEGMENTS:
        return
    fill, stroke = ctypes.c_int(), raw.FPDF_BOOL()
    raw.FPDFPath_GetDrawMode(entry, ctypes.byref(fill), ctypes.byref(stroke))
    matrix = _times(_matrix_of(raw, entry), outer)
    points: list[list[tuple[float, float]]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(entry, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        a, b, c, d, e, f = matrix
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            return
        if kind == raw.FPDF_SEGMENT_MOVETO or not points:
            points.append([point])
        else:
            points[-1].append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            points[-1].append(points[-1][0])
    if stroke.value:
        for part in points:
            for (x0, y0), (x1, y1) in itertools.pairwise(part):
                add(x0, y0, x1, y1)
    elif fill.value:
        for part in points:
            xs, ys = [p[0] for p in part], [p[1] for p in part]
            add(min(xs), min(ys), max(xs), max(ys))


def _matrix_of(raw: Any, entry: Any) -> _MATRIX:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(entry, matrix):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(first: _MATRIX, second: _MATRIX) -> _MATRIX:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
    )  # fmt: skip
