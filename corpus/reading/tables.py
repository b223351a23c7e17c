"""Ruled lines to the cells of tables, and tables to Markdown rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Rule(NamedTuple):
    """A horizontal or vertical line; ``at`` is its y or x, the others its ends."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, spanned rows and columns counted from ``row`` and ``column``."""

    row: int
    column: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one table; ``xs`` and ``ys`` are its lines from left to right and top down."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cell, ...]

    def cell_at(self, x: float, y: float) -> Cell | None:
        for cell in self.cells:
            if cell.left <= x <= cell.right and cell.top <= y <= cell.bottom:
                return cell
        return None

    def covers(self, x: float, y: float) -> bool:
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]


#: More lines on a page than this are a drawing.
MOST_RULES = 4000
_MOST_CELLS = 6000


def grids_of(across: Iterable[Rule], down: Iterable[Rule], slack: float) -> list[Grid]:
    """Tables from horizontal and vertical lines; ends that miss by ``slack`` still meet."""
    across, down = _merged(across, slack), _merged(down, slack)
    if not across or not down or len(across) + len(down) > MOST_RULES:
        return []
    grids = []
    for horizontal, vertical in _touching(across, down, slack):
        grid = _grid(horizontal, vertical, slack)
        if grid is not None:
            grids.append(grid)
    return sorted(grids, key=lambda g: (g.ys[0], g.xs[0]))


def _merged(rules: Iterable[Rule], slack: float) -> list[Rule]:
    """Lines that lie on one another or continue one another as one."""
    merged: list[Rule] = []
    for rule in sorted(rules):
        near = (n for n in range(len(merged) - 1, -1, -1) if rule.at - merged[n].at <= slack)
        for number in near:
            other = merged[number]
            if rule.start <= other.end + slack and other.start <= rule.end + slack:
                merged[number] = Rule(
                    other.at, min(rule.start, other.start), max(rule.end, other.end)
                )
                break
        else:
            merged.append(rule)
    return merged


def _touching(
    across: Sequence[Rule], down: Sequence[Rule], slack: float
) -> list[tuple[list[Rule], list[Rule]]]:
    """The lines that hang together."""
    parents = list(range(len(across) + len(down)))

    def root(n: int) -> int:
        while parents[n] != n:
            parents[n] = parents[parents[n]]
            n = parents[n]
        return n

    for i, flat in enumerate(across):
        for j, upright in enumerate(down):
            if (
                flat.start - slack <= upright.at <= flat.end + slack
                and upright.start - slack <= flat.at <= upright.end + slack
            ):
                parents[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, flat in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(flat)
    for j, upright in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(upright)
    return [group for group in groups.values() if group[0] and group[1]]


def _levels(values: Iterable[float], slack: float) -> list[float]:
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > slack:
            levels.append(value)
    return levels


def _grid(across: list[Rule], down: list[Rule], slack: float) -> Grid | None:
    ys = _levels((rule.at for rule in across), slack)
    sides = [rule.at for rule in down]
    # The outer lines at the sides are often left away.
    ends = [min(r.start for r in across), max(r.end for r in across)]
    sides += [x for x in ends if min(abs(x - side) for side in sides) > 3 * slack]
    xs = _levels(sides, slack)
    heads = [min(r.start for r in down), max(r.end for r in down)]
    ys = _levels([*ys, *(y for y in heads if min(abs(y - s) for s in ys) > 3 * slack)], slack)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 2 or not 2 <= rows * columns <= _MOST_CELLS:
        return None

    def ruled(rules: Sequence[Rule], at: float, middle: float) -> bool:
        return any(
            abs(rule.at - at) <= slack and rule.start - slack <= middle <= rule.end + slack
            for rule in rules
        )

    owner = {(r, c): (r, c) for r in range(rows) for c in range(columns)}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while owner[place] != place:
            place = owner[place]
        return place

    for r in range(rows):
        for c in range(columns):
            x, y = (xs[c] + xs[c + 1]) / 2, (ys[r] + ys[r + 1]) / 2
            for place, line, at, middle in (
                ((r, c + 1), down, xs[c + 1], y),
                ((r + 1, c), across, ys[r + 1], x),
            ):
                if place in owner and not ruled(line, at, middle):
                    first, second = sorted((root((r, c)), root(place)))
                    owner[second] = first
    members: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place in owner:
        members.setdefault(root(place), []).append(place)
    cells = []
    for places in members.values():
        top, bottom = min(r for r, _ in places), max(r for r, _ in places)
        left, right = min(c for _, c in places), max(c for _, c in places)
        if (bottom - top + 1) * (right - left + 1) != len(places):
            return None  # no table: cells are rectangles
        cells.append(Cell(top, left, xs[left], ys[top], xs[right + 1], ys[bottom + 1]))
    if len(cells) < 2 or len({cell.column for cell in cells}) < 2:
        return None
    return Grid(tuple(xs), tuple(ys), tuple(sorted(cells, key=lambda c: (c.row, c.column))))


def rows_of(grid: Grid, texts: dict[Cell, str]) -> list[tuple[int, tuple[str, ...]]]:
    """The rows that hold words, with their number; the words of merged cells stand in the first."""
    rows = [[""] * (len(grid.xs) - 1) for _ in range(len(grid.ys) - 1)]
    for cell, text in texts.items():
        rows[cell.row][cell.column] = text
    narrow = 0.02 * (grid.xs[-1] - grid.xs[0])
    used = [
        c
        for c in range(len(grid.xs) - 1)
        if any(row[c] for row in rows) or grid.xs[c + 1] - grid.xs[c] > narrow
    ]
    return [(n, tuple(row[c] for c in used)) for n, row in enumerate(rows) if any(row)]


def markdown_row(cells: Sequence[str]) -> str:
    """``| a | b |``

    >>> markdown_row(["甲", "乙|丙"])
    '| 甲 | 乙｜丙 |'
    """
    return "| " + " ".join(f"{cell.replace('|', '｜').strip()} |" for cell in cells)


def markdown_rule(columns: int) -> str:
    return "| " + " | ".join(["---"] * columns) + " |"
