"""The picture of a page to its lines and tables: found, levelled and read by OCR."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.models import Box, Notice
from corpus.reading.layout.letters import CJK, width_of
from corpus.reading.layout.page import PageLayout, Strip
from corpus.reading.models import LeftOut
from corpus.reading.ocr.engine import Words, find_lines, read_lines, upside_down
from corpus.reading.ocr.geometry import (
    Ink,
    Leveller,
    Sides,
    around,
    cut,
    ink_of,
    pixels_of,
    skew_of,
    split_at,
    stands_on_side,
    turned,
    widened,
)
from corpus.reading.ocr.spaces import divided, spaced
from corpus.reading.ocr.tables import crossing, find_grids, take_tables
from corpus.reading.ocr.text import typeset
from corpus.reading.tables import Grid

if TYPE_CHECKING:
    from PIL import Image

    from corpus.reading.ocr.engine import Pixels, Quads

#: Below the first a line is no text; below the second a person should look at it.
_UNCLEAR, _DOUBTFUL = 0.5, 0.85
#: Thickness of bold strokes, of that of others in letters that differ in size by less than a fifth.
_BOLD, _ALIKE = 1.28, 0.2
#: Of a Chinese character's width: what is empty at its sides, and its height.
_BEARING, _TALL = 0.1, 0.92
#: Degrees against the other lines; a watermark.
_SLANTED = 10.0
#: Fewer pixels a side show no letters.
_SMALLEST = 12
#: Height of a letter, of that of a line as it is found.
_USUAL_SHARE = 0.82
_HALF_EMPTY_BEFORE, _HALF_EMPTY_BEHIND = "（《〈「『【〔“‘", "）》〉」』】〕”’，。、；：！？"


@dataclass(slots=True)
class _Found:
    """A line on the level picture and what it says; ``em``: width of a Chinese character, 0 where it is not told,
    ``sure`` when several tell it."""

    corners: Quads
    words: Words
    ink: Ink
    em: float
    sure: bool


def recognise(picture: Image.Image, page: int) -> PageLayout:
    """The lines and tables of a picture, positions in its pixels. A page may be empty."""
    pixels = pixels_of(picture)
    height, width = pixels.shape[:2]
    layout = PageLayout(page, width, height, scanned=True)
    if min(width, height) < _SMALLEST:
        return layout
    pixels, quads, layout.turned = _upright(pixels)
    layout.height, layout.width = pixels.shape[:2]
    if not len(quads):
        return layout
    leveller = Leveller(layout.width, layout.height, skew_of(quads))
    level, corners = leveller.picture(pixels), leveller.level(quads)
    heights = [sides.bottom - sides.top for sides in map(around, corners)]
    size = _USUAL_SHARE * statistics.median(heights)
    grids = find_grids(level, size, [around(one) for one in corners])
    lines = [part for one in corners for part in _parts(one, grids, corners, size)]

    def shown(sides: Sides) -> Box:
        seen = leveller.as_shown(sides)
        return layout.box(seen.left, seen.top, seen.right, seen.bottom)

    _fill(layout, _read(level, lines), shown)
    take_tables(layout, grids, shown)
    return layout


def _upright(pixels: Pixels) -> tuple[Pixels, Quads, int]:
    """The picture with its lines level and on their feet, its lines, and how it was turned."""
    quads, turn = find_lines(pixels), 0
    if stands_on_side(quads):
        turn = 90
        pixels = turned(pixels, turn)
        quads = find_lines(pixels)
    longest = sorted(quads, key=lambda c: around(c).left - around(c).right)[:12]
    if upside_down([cut(pixels, corners) for corners in longest]):
        turn += 180
        pixels = turned(pixels, 180)
        quads = find_lines(pixels)
    return pixels, quads, turn


def _parts(corners: Quads, grids: Sequence[Grid], every: Quads, size: float) -> list[Quads]:
    """The line, divided by the table it stands in; a free one with the quotation marks at its ends,
    which are too small to be found with it."""
    sides = around(corners)
    middle = (sides.top + sides.bottom) / 2
    if any(grid.covers(sides.left, middle) or grid.covers(sides.right, middle) for grid in grids):
        xs = crossing(grids, sides.left, sides.right, middle)
        return split_at(corners, xs) if xs else [corners]
    before, behind = 0.4 * size, 0.9 * size
    for other in map(around, every):
        if other.top < middle < other.bottom:
            if other.right > sides.right:
                behind = min(behind, max(0.0, (other.left - sides.right) / 2))
            if other.left < sides.left:
                before = min(before, max(0.0, (sides.left - other.right) / 2))
    return [widened(corners, before, behind)]


def _read(level: Pixels, lines: Sequence[Quads]) -> list[_Found]:
    cuts = [cut(level, corners) for corners in lines]
    found = []
    for corners, line, words in zip(lines, cuts, read_lines(cuts), strict=True):
        if words.text.strip():
            em, sure = _em(words)
            found.append(_Found(corners, words, ink_of(line), em * line.shape[1], sure))
    return found


def _em(words: Words) -> tuple[float, bool]:
    """The width of a Chinese character as a share of the line's, and whether several agree on it."""
    letters = [c for c in words.text if not c.isspace()]
    if len(letters) != len(words.at):
        return 0.0, False
    steps = [
        words.at[index] - words.at[index - 1]
        for index in range(1, len(letters))
        if CJK.match(letters[index - 1]) and CJK.match(letters[index])
    ]
    if not steps:
        return 0.0, False
    usual = statistics.median(steps)
    near = [step for step in steps if 0.7 * usual <= step <= 1.3 * usual]
    return (statistics.fmean(near) if near else usual), len(near) >= 3


def _fill(layout: PageLayout, found: Sequence[_Found], shown: Callable[[Sides], Box]) -> None:
    letters = sure = 0.0
    doubtful: list[Strip] = []
    strokes: list[tuple[Strip, float]] = []
    for line in found:
        slanted = abs(skew_of(line.corners[None], most=90.0)) > _SLANTED
        if slanted or line.words.confidence < _UNCLEAR:
            reason = "watermark" if slanted else "unclear"
            layout.left_out.append(LeftOut(line.words.text, reason, layout.number))
            continue
        for strip in _strips(line, layout.number, shown):
            layout.strips.append(strip)
            strokes.append((strip, line.ink.stroke))
            letters += len(strip.text)
            sure += len(strip.text) * line.words.confidence
            if line.words.confidence < _DOUBTFUL:
                doubtful.append(strip)
    _mark_bold(strokes)
    layout.confidence = round(sure / letters, 4) if letters else None
    if doubtful:
        layout.notices.append(_notice(doubtful, layout.number))


def _strips(line: _Found, page: int, shown: Callable[[Sides], Box]) -> list[Strip]:
    """The line, in pieces where it reaches over two columns."""
    sides = around(line.corners)
    width, height = max(1.0, sides.right - sides.left), sides.bottom - sides.top
    start, end = sides.left + line.ink.start * width, sides.left + line.ink.end * width
    size = _size(line, end - start, height)
    middle = (sides.top + sides.bottom) / 2
    strips = []
    pieces = divided(line.words, size / width)
    for number, words in enumerate(pieces):
        text = typeset(spaced(words, size / width))
        left = start if number == 0 else sides.left + words.at[0] * width - size / 2
        right = end
        if number < len(pieces) - 1:
            right = sides.left + words.at[-1] * width + size / 2
        # Half of such a character is empty, on the side where the line ends.
        left -= size / 2 if number == 0 and text[0] in _HALF_EMPTY_BEFORE else 0
        right += size / 2 if words is pieces[-1] and text[-1] in _HALF_EMPTY_BEHIND else 0
        strips.append(
            Strip(
                page=page,
                text=text,
                left=left,
                top=middle - size / 2,
                right=right,
                bottom=middle + size / 2,
                size=size,
                box=shown(Sides(left, sides.top, right, sides.bottom)),
                confidence=words.confidence,
            )
        )
    return strips


def _size(line: _Found, width: float, height: float) -> float:
    """The width of a Chinese character: by their distances, in a line of few of them by its width."""
    if line.em and line.sure:
        return line.em
    text = "".join(line.words.text.split())
    ems = width_of(text)
    ems -= 0.5 * (text[0] in _HALF_EMPTY_BEFORE) + 0.5 * (text[-1] in _HALF_EMPTY_BEHIND)
    size = min(width / max(ems - _BEARING, 0.5), 1.1 * height)
    if CJK.search(text) and 0.6 * size < line.ink.height / _TALL < size:
        size = line.ink.height / _TALL  # Latin letters and digits may stand apart
    return min(size, 1.1 * line.em) if line.em else size


def _mark_bold(strokes: Sequence[tuple[Strip, float]]) -> None:
    """Lines whose strokes are thicker than those of most letters of their size."""
    for strip, stroke in strokes:
        alike = [
            (other, len(peer.text))
            for peer, other in strokes
            if abs(peer.size - strip.size) < _ALIKE * strip.size
        ]
        if len(alike) < 3:
            continue
        half, passed = sum(n for _, n in alike) / 2, 0
        for usual, number in sorted(alike):
            passed += number
            if passed >= half:
                strip.bold = stroke > _BOLD * usual
                break


def _notice(doubtful: Sequence[Strip], page: int) -> Notice:
    worst = sorted(doubtful, key=lambda s: s.confidence or 0.0)[:3]
    shown = "、".join(f"“{strip.text[:16]}”" for strip in worst)
    more = " 等" if len(doubtful) > len(worst) else ""
    message = f"第 {page} 页有 {len(doubtful)} 行识别把握不大：{shown}{more}；请核对原件。"
    return Notice("ocr-doubtful", message, page=page)
