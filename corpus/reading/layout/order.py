"""Reading order: columns of a page, and the lines and tables in them from the top down."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.reading.layout.page import PageLayout, Strip, Table, one_line, side_by_side

Item = Strip | Table


@dataclass(slots=True)
class Column:
    """A stretch of a page that is read from the top down; the ``index``-th of ``of`` side by side."""

    page: int
    index: int
    of: int
    items: list[Item] = field(default_factory=list)


def in_order(pages: Sequence[PageLayout]) -> list[Column]:
    """The columns of all pages. What divides one page's columns helps to find another's."""
    firm = [_gutter(page.strips, None) for page in pages]
    shares = [x / page.width for x, page in zip(firm, pages, strict=True) if x is not None]
    columns: list[Column] = []
    for page, gutter in zip(pages, firm, strict=True):
        if gutter is None and shares:
            gutter = _gutter(page.strips, statistics.median(shares) * page.width)
        columns += _columns(page, gutter)
    return columns


def _columns(page: PageLayout, gutter: float | None) -> list[Column]:
    if gutter is None:
        return [Column(page.number, 0, 1, _down(page.strips, page.tables, page.scanned))]
    found: list[Column] = []
    sides: tuple[list[Strip], list[Strip]] = ([], [])
    tables: tuple[list[Table], list[Table]] = ([], [])
    across: list[Item] = []

    def close_across() -> None:
        if across:
            strips = [i for i in across if isinstance(i, Strip)]
            wide = [i for i in across if isinstance(i, Table)]
            found.append(Column(page.number, 0, 1, _down(strips, wide, page.scanned)))
            across.clear()

    def close_sides() -> None:
        for index in (0, 1):
            if sides[index] or tables[index]:
                own, ruled = list(sides[index]), list(tables[index])
                found.append(Column(page.number, index, 2, _down(own, ruled, page.scanned)))
                sides[index].clear()
                tables[index].clear()

    entries: list[tuple[float, list[Item]]] = [
        (row[0].middle, list(row)) for row in side_by_side(page.strips, page.scanned)
    ]
    entries += [(table.top, [table]) for table in page.tables]
    for _, row in sorted(entries, key=lambda e: e[0]):
        if any(item.left < gutter < item.right for item in row):
            close_sides()
            across += row
            continue
        close_across()
        for item in row:
            side = int(item.left >= gutter)
            if isinstance(item, Table):
                tables[side].append(item)
            else:
                sides[side].append(item)
    close_across()
    close_sides()
    return found


def _gutter(strips: Sequence[Strip], expected: float | None) -> float | None:
    """The x between two columns of running text, or None. ``expected`` is where other pages have it,
    so that fewer lines will do."""
    if len(strips) < (2 if expected else 8):
        return None
    size = statistics.median(s.size for s in strips)
    left, right = min(s.left for s in strips), max(s.right for s in strips)
    if right - left < 20 * size:
        return None
    best: tuple[int, float] | None = None
    starts = [expected] if expected else [left + (right - left) * n / 60 for n in range(18, 43)]
    for x in starts:
        before = [s for s in strips if s.right <= x + 0.3 * size]
        after = [s for s in strips if s.left >= x - 0.3 * size]
        crossing = len(strips) - len(before) - len(after)
        if expected:
            if before and crossing <= 0.5 * len(strips):
                return x
            continue
        if len(before) < 4 or len(after) < 4 or crossing > 0.4 * len(strips):
            continue
        if not (_is_running(before, left, x) and _is_running(after, x, right)):
            continue
        if best is None or crossing < best[0]:
            inner = max(s.right for s in before), min(s.left for s in after)
            best = (crossing, sum(inner) / 2 if inner[0] < inner[1] else x)
    return best[1] if best else None


def _is_running(strips: Sequence[Strip], left: float, right: float) -> bool:
    """Whether these are lines of text, not the cells of a table: they fill their column."""
    fill = statistics.median(s.width for s in strips) / max(1.0, right - left)
    return fill > 0.55 and statistics.median(len(s.text) for s in strips) >= 8


def _down(strips: list[Strip], tables: Sequence[Table], scanned: bool) -> list[Item]:
    items: list[Item] = [one_line(row) for row in side_by_side(strips, scanned)]
    for table in sorted(tables, key=lambda t: t.top):
        at = next(
            (n for n, item in enumerate(items) if item.top >= table.top - 1 and item is not table),
            len(items),
        )
        items.insert(at, table)
    return items
