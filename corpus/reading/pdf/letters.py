"""The letters of a PDF page, with where they stand on the page as it is shown."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

from corpus.reading.layout.letters import plain

#: A page with more letters is cut here; no printed page holds as many.
MOST = 60_000


class Letter(NamedTuple):
    """``base`` is the line it stands on, from the top; ``number`` its own in the text page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float
    number: int


@dataclass(slots=True)
class PageLetters:
    """``turned`` and ``slanted`` are the texts that stand at right or other angles to the rest."""

    width: float
    height: float
    letters: list[Letter]
    turned: str
    slanted: str
    unmapped: int
    cut: bool
    turn: int  # clockwise, from the page as it is shown to level lines


def read_letters(page: Any, text_page: Any) -> PageLetters:
    """Letters in the order of the file. A page whose text is turned is read as if turned back."""
    found, unmapped, cut = _found(text_page)
    main = _main_angle(Counter(entry.angle for entry in found if not entry.text.isspace()))
    # pdfium counts clockwise: what is turned so far must be turned back.
    turn = -main % 360
    bounds = page.get_bbox()
    upright: list[Letter] = []
    turned: list[str] = []
    slanted: list[str] = []
    for entry in found:
        off = (entry.angle - main) % 360
        if 3 < off % 90 < 87:
            slanted.append(entry.text)
        elif 3 < off < 357:
            turned.append(entry.text)
        else:
            upright.append(_letter(entry, bounds, turn))
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    if turn in (90, 270):
        width, height = height, width
    back = (turn - page.get_rotation()) % 360
    return PageLetters(
        width, height, upright, "".join(turned), "".join(slanted), unmapped, cut, back
    )


class _Entry(NamedTuple):
    """A letter as the file has it, in points from the bottom left."""

    angle: int
    text: str
    sides: tuple[float, float, float, float]
    x: float
    y: float
    size: float
    number: int


def _found(text_page: Any) -> tuple[list[_Entry], int, bool]:
    """The letters, how many have no character, and whether there were too many."""
    import ctypes

    import pypdfium2.raw as raw

    count = max(0, raw.FPDFText_CountChars(text_page))
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    at_x, at_y, at_box, at_matrix = map(ctypes.byref, (x, y, box, matrix))
    found: list[_Entry] = []
    unmapped = 0
    for number in range(min(count, MOST)):
        if raw.FPDFText_IsGenerated(text_page, number) == 1:
            continue
        code = raw.FPDFText_GetUnicode(text_page, number)
        if code in (0, 0xFFFD, 0xFFFE, 0xFFFF) or (
            raw.FPDFText_HasUnicodeMapError(text_page, number) == 1
        ):
            unmapped += 1
            if code in (0, 0xFFFE, 0xFFFF):
                continue
        text = plain(code)
        if not text:
            continue
        raw.FPDFText_GetCharOrigin(text_page, number, at_x, at_y)
        raw.FPDFText_GetLooseCharBox(text_page, number, at_box)
        raw.FPDFText_GetMatrix(text_page, number, at_matrix)
        size = raw.FPDFText_GetFontSize(text_page, number) * math.hypot(matrix.c, matrix.d)
        angle = _degrees(raw.FPDFText_GetCharAngle(text_page, number))
        sides = (box.left, box.bottom, box.right, box.top)
        if all(map(math.isfinite, (*sides, x.value, y.value, size))):
            found.append(_Entry(angle, text, sides, x.value, y.value, size, number))
    return found, unmapped, count > MOST


def _degrees(angle: float) -> int:
    return round(math.degrees(angle)) % 360 if math.isfinite(angle) else 0


def _letter(entry: _Entry, bounds: tuple[float, ...], turn: int) -> Letter:
    left, top, right, bottom = shown(entry.sides, bounds, turn)
    base = shown((entry.x, entry.y, entry.x, entry.y), bounds, turn)[1]
    size = abs(entry.size) or bottom - top
    return Letter(entry.text, left, top, right, bottom, base, size, entry.number)


def _main_angle(angles: Counter[int]) -> int:
    """0, 90, 180 or 270, whichever most letters stand at."""
    quarters: Counter[int] = Counter()
    for angle, number in angles.items():
        if (angle + 3) % 90 <= 6:
            quarters[round(angle / 90) % 4 * 90] += number
    return quarters.most_common(1)[0][0] if quarters else 0


def shown(
    sides: tuple[float, ...], bounds: tuple[float, ...], turn: int
) -> tuple[float, float, float, float]:
    """A rectangle of the file (left, bottom, right, top) on the page turned by ``turn`` clockwise."""
    left, bottom, right, top = sides
    page_left, page_bottom, page_right, page_top = bounds
    if turn == 90:
        return (bottom - page_bottom, left - page_left, top - page_bottom, right - page_left)
    if turn == 180:
        return (page_right - right, bottom - page_bottom, page_right - left, top - page_bottom)
    if turn == 270:
        return (page_top - top, page_right - right, page_top - bottom, page_right - left)
    return (left - page_left, page_top - top, right - page_left, page_top - bottom)
