"""The pieces of a page that PDF pages, scans and pictures have in common: lines, tables, pages."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace

from corpus.models import Box, Notice
from corpus.reading.models import LeftOut, LineKind


@dataclass(slots=True)
class Strip:
    """A line as it stands on the page, in the page's units from its top left corner.

    ``size`` is that of the letters; ``box`` where it stands on the original, as shares of the page.
    """

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    box: Box
    bold: bool = False
    confidence: float | None = None
    kind: LineKind = LineKind.TEXT

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(slots=True)
class Table:
    """A ruled table on a page. ``edges`` are the left and right sides of its columns."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    edges: tuple[float, ...]
    rows: list[tuple[str, ...]]
    boxes: list[Box]
    confidence: float | None = None


@dataclass(slots=True)
class PageLayout:
    """What was found on a page, not yet in reading order.

    Positions are on the page turned clockwise by ``turned`` degrees, so that its lines are level;
    boxes on the page as it is shown. ``scanned``: positions are those of OCR.
    """

    number: int
    width: float
    height: float
    strips: list[Strip] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    confidence: float | None = None
    scanned: bool = False
    turned: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Shares of the page, inside it."""

        def share(value: float, whole: float) -> float:
            return round(min(1.0, max(0.0, value / whole)), 5) if whole > 0 else 0.0

        left, right = share(left, self.width), share(right, self.width)
        top, bottom = share(top, self.height), share(bottom, self.height)
        if self.turned == 90:
            left, top, right, bottom = top, 1 - right, bottom, 1 - left
        elif self.turned == 180:
            left, top, right, bottom = 1 - right, 1 - bottom, 1 - left, 1 - top
        elif self.turned == 270:
            left, top, right, bottom = 1 - bottom, left, 1 - top, right
        return Box(self.number, left, top, right, bottom)

    @property
    def letters(self) -> int:
        """Characters that were read, before anything is left out."""
        cells = (cell for table in self.tables for row in table.rows for cell in row)
        return sum(len(strip.text) for strip in self.strips) + sum(map(len, cells))

    def scale(self, factor: float) -> None:
        """Give all positions and sizes in another unit; boxes are shares and stay."""
        self.width, self.height = self.width * factor, self.height * factor
        for strip in self.strips:
            strip.left, strip.right = strip.left * factor, strip.right * factor
            strip.top, strip.bottom = strip.top * factor, strip.bottom * factor
            strip.size *= factor
        for table in self.tables:
            table.left, table.right = table.left * factor, table.right * factor
            table.top, table.bottom = table.top * factor, table.bottom * factor
            table.edges = tuple(edge * factor for edge in table.edges)

    @property
    def shown(self) -> tuple[float, float]:
        """Width and height of the page as it is shown."""
        if self.turned in (90, 270):
            return self.height, self.width
        return self.width, self.height


def union(first: Box, second: Box) -> Box:
    """The smallest box around two of one page."""
    return Box(
        first.page,
        min(first.left, second.left),
        min(first.top, second.top),
        max(first.right, second.right),
        max(first.bottom, second.bottom),
    )


def side_by_side(strips: list[Strip], scanned: bool = False) -> list[list[Strip]]:
    """Rows from the top down; in a row the strips that share most of their height, left to right."""
    rows: list[list[Strip]] = []
    for strip in sorted(strips, key=lambda s: (s.middle, s.left)):
        for row in rows[-3:]:
            low = min(s.bottom for s in row)
            high = max(s.top for s in row)
            shared = min(low, strip.bottom) - max(high, strip.top)
            shortest = min(strip.height, *(s.height for s in row))
            if shared >= (0.5 if scanned else 0.4) * max(shortest, 0.1):
                row.append(strip)
                break
        else:
            rows.append([strip])
    for row in rows:
        row.sort(key=lambda s: s.left)
    rows.sort(key=lambda row: min(s.top for s in row))
    return rows


def one_line(row: list[Strip]) -> Strip:
    """The strips of a row as one: words far apart are divided by two spaces, page numbers of a table
    of contents by a tab."""
    first = row[0]
    if len(row) == 1:
        return first
    text = first.text
    for before, after in itertools.pairwise(row):
        gap = after.left - before.right
        if after is row[-1] and after.text.strip().isdigit() and gap > 3 * after.size:
            text += "\t"
        elif gap > 0.6 * max(before.size, after.size):
            text += "  "
        elif text[-1:].isascii() and after.text[:1].isascii() and gap > 0.15 * after.size:
            text += " "
        text += after.text
    box = first.box
    for other in row[1:]:
        box = union(box, other.box)
    known = [(s.confidence, len(s.text)) for s in row if s.confidence is not None]
    letters = sum(n for _, n in known)
    widest = max(row, key=lambda s: len(s.text))
    return replace(
        first,
        text=text,
        left=min(s.left for s in row),
        top=min(s.top for s in row),
        right=max(s.right for s in row),
        bottom=max(s.bottom for s in row),
        size=widest.size,
        bold=all(s.bold for s in row),
        box=box,
        confidence=sum(c * n for c, n in known) / letters if letters else None,
    )
