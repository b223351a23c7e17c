"""Which printed lines belong to one paragraph: told by indent, right edge, size, marks and gaps."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.reading.layout.letters import first_token, width_of
from corpus.reading.layout.marks import (
    has_mark,
    is_article,
    is_caption,
    is_closed,
    is_contents,
    is_history,
    is_numbered_title,
)
from corpus.reading.layout.order import Column
from corpus.reading.layout.page import Strip


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right edge of a column's text. ``pitch``: from one line to the next."""

    left: float
    right: float
    pitch: float


@dataclass(slots=True)
class Sheet:
    """What the whole document tells: the size of its running text, whether paragraphs are indented,
    whether marks stand at the left edge nevertheless."""

    size: float
    indented: bool
    flush_marks: bool
    scanned: bool
    margins: dict[tuple[int, int, int], Margins] = field(default_factory=dict)  # page, index, of

    def of(self, column: Column) -> Margins:
        return self.margins[column.page, column.index, column.of]


def sheet_of(columns: Sequence[Column], scanned: bool) -> Sheet:
    """Margins of each column, from those like it: left and right pages, first and second column."""
    strips = [s for c in columns for s in c.items if isinstance(s, Strip)]
    size = _body_size(strips)
    groups: dict[tuple[int, ...], list[Column]] = {}
    for column in columns:
        own = (column.page if scanned else column.page % 2, column.index, column.of)
        groups.setdefault(own, []).append(column)
    sheet = Sheet(size, False, False, scanned)
    everywhere: dict[tuple[int, int], Margins] = {}
    for column in columns:
        kind = (column.index, column.of)
        if kind not in everywhere:
            everywhere[kind] = _margins([c for c in columns if (c.index, c.of) == kind], size)
    for some in groups.values():
        usual = everywhere[some[0].index, some[0].of]
        margins = _margins(some, size)
        lines = sum(isinstance(i, Strip) for c in some for i in c.items)
        missing = (usual.right - usual.left) - (margins.right - margins.left)
        if lines < 6 and not (scanned and lines and missing < size):
            margins = usual
        elif scanned and missing > 1.2 * size:
            # No line on this page shows the left edge: all are indented.
            margins = Margins(
                min(margins.left, usual.left), max(margins.right, usual.right), margins.pitch
            )
        for column in some:
            sheet.margins[column.page, column.index, column.of] = margins
    sheet.indented = _is_indented(columns, sheet)
    sheet.flush_marks = _has_flush_marks(columns, sheet)
    return sheet


def _body_size(strips: Sequence[Strip]) -> float:
    """The size of most letters."""
    weights: dict[float, int] = {}
    for strip in strips:
        key = round(strip.size * 2) / 2
        weights[key] = weights.get(key, 0) + len(strip.text)
    if not weights:
        return 10.0
    best = max(weights, key=lambda key: weights[key])
    near = [s.size for s in strips if abs(s.size - best) <= 0.5]
    return statistics.median(near) if near else best


def _margins(columns: Sequence[Column], size: float) -> Margins:
    strips = [
        s
        for c in columns
        for s in c.items
        if isinstance(s, Strip) and 0.8 * size < s.size < 1.25 * size
    ] or [s for c in columns for s in c.items if isinstance(s, Strip)]
    if not strips:
        return Margins(0.0, 0.0, 0.0)
    left = _edge([s.left for s in strips], 0.4 * size)
    right = -_edge([-s.right for s in strips], 0.5 * size)
    steps = [
        b.bottom - a.bottom
        for c in columns
        for a, b in zip(c.items, c.items[1:], strict=False)
        if isinstance(a, Strip) and isinstance(b, Strip) and 0 < b.bottom - a.bottom < 4 * size
    ]
    return Margins(left, max(right, left + size), statistics.median(steps) if steps else 0.0)


def _edge(values: Sequence[float], near: float) -> float:
    """The lowest value that several lines share."""
    ordered = sorted(values)
    enough = max(2, len(ordered) // 25)
    for number, value in enumerate(ordered):
        end = number
        while end < len(ordered) and ordered[end] <= value + near:
            end += 1
        if end - number >= enough:
            return statistics.median(ordered[number:end])
    return ordered[0]


def _is_indented(columns: Sequence[Column], sheet: Sheet) -> bool:
    """Whether paragraphs begin two characters in: some lines do and most others do not."""
    inside = flush = 0
    for column in columns:
        margins = sheet.of(column)
        for strip in column.items:
            if isinstance(strip, Strip) and abs(strip.size - sheet.size) < 0.2 * sheet.size:
                ems = (strip.left - margins.left) / sheet.size
                inside += 1.4 < ems < 2.7
                flush += abs(ems) < 0.6
    return inside >= 2 and inside > 0.06 * (inside + flush)


def _has_flush_marks(columns: Sequence[Column], sheet: Sheet) -> bool:
    """Whether a line at the left edge begins with a mark behind a paragraph that surely ended."""
    for column in columns:
        margins = sheet.of(column)
        for before, after in zip(column.items, column.items[1:], strict=False):
            if (
                isinstance(before, Strip)
                and isinstance(after, Strip)
                and after.left - margins.left < sheet.size
                and margins.right - before.right > 5 * sheet.size
                and has_mark(after.text.lstrip())
            ):
                return True
    return False


def goes_on(
    before: Strip, after: Strip, first: Strip, sheet: Sheet, at: tuple[Column, Column]
) -> bool:
    """Whether ``after`` continues the paragraph that ``first`` begins and ``before`` ends so far."""
    old, new = sheet.of(at[0]), sheet.of(at[1])
    em = max(before.size, after.size)
    slack = 0.35 if sheet.scanned else 0.12
    if abs(before.size - after.size) > slack * em or before.kind is not after.kind:
        return False
    text, words = before.text.rstrip(), after.text.lstrip()
    if is_contents(text) or is_contents(words) or is_history(text, first.text, words):
        return False
    mark, closed = has_mark(words), is_closed(text)
    if closed and is_numbered_title(words):
        return False
    if before.bold and not after.bold and not closed and len(first.text) < 40 and not sheet.scanned:
        return False
    if (
        after.bold
        and not before.bold
        and not sheet.scanned
        and (after.width < 0.5 * (new.right - new.left) and not is_closed(words))
    ):
        return False
    short = old.right - before.right
    room = width_of(first_token(words)) * after.size + (0.9 if sheet.scanned else 0.6) * em
    if text[-1:] in "，、," and not mark:
        room += 2.5 * em
    full = short < room
    inset, own_inset = (after.left - new.left) / em, (before.left - old.left) / em
    centred = _is_centred(after, new, em)
    if em > 1.15 * sheet.size:
        return (
            at[0] is at[1]
            and not mark
            and not closed
            and not is_caption(text)
            and (sheet.scanned or before.bold == after.bold)
            and abs(first.size - after.size) < (0.2 if sheet.scanned else 0.05) * em
            and after.bottom - before.bottom < 2.6 * em
            and (full or (centred and _is_centred(before, old, em) and not has_mark(first.text)))
        )
    if not full:
        return False
    alike = abs(own_inset - short / em) < 0.7
    centred_above = before is first and own_inset > 0.5 and alike and inset < own_inset - 0.4
    if centred_above and not (sheet.indented and 1.4 < own_inset < 2.7):
        return False  # the first line of what is centred is the longest
    if at[0] is at[1] and old.pitch and after.bottom - before.bottom > 1.6 * old.pitch:
        return False
    if inset > 1.2:
        if centred and inset > 2.7:
            return not mark and not closed and own_inset < inset
        if centred and alike and 0.2 < own_inset < inset:
            return not mark and not closed
        if inset > 0.35 * (new.right - new.left) / em:
            return False  # set to the right: who signs, and when
        if abs(inset - own_inset) < 0.6:
            begins = sheet.indented and before is first and not has_mark(before.text)
            return not mark and not ((closed or begins) and 1.4 < inset < 2.7)
        hanging = has_mark(before.text) and before is first and 0 < inset - own_inset < 4.5
        return hanging and not mark and not (closed and own_inset < 0.6)
    if sheet.indented:
        return not (mark and sheet.flush_marks and (closed or is_article(words)))
    if mark:
        return not closed and not is_article(words)
    return True


def _is_centred(strip: Strip, margins: Margins, em: float) -> bool:
    before, behind = strip.left - margins.left, margins.right - strip.right
    return abs(before - behind) < 1.6 * em and before > 0.8 * em
