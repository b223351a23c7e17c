"""Running headers, footers and page numbers: told by where they stand and what comes again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.reading.layout.page import PageLayout, Strip, side_by_side
from corpus.reading.models import LeftOut

#: Rows looked at from either end of a page.
_ROWS = 3
_NUMBER = re.compile(
    r"[-—–─·•.~\s]*(?:第?\s*\d{1,4}\s*[页頁]?|[ivxlcIVXLC]{1,7}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ]{1,3})[-—–─·•.~\s]*"
    r"|第\s*[\d一二三四五六七八九十百]+\s*[页頁]\s*[,，/、]?\s*(?:[共总]\s*[\d一二三四五六七八九十百]+\s*[页頁])?"
    r"|[Pp]age\s*\d+(?:\s*(?:of|/)\s*\d+)?|\d{1,4}\s*/\s*\d{1,4}"
)
_DIGITS = re.compile(r"\d+|[ivxIVX]+(?![A-Za-z])|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ]+")


def take_furniture(pages: Sequence[PageLayout]) -> None:
    """Move the words that are no text of the document from ``strips`` to ``left_out``."""
    tops = [_edge_rows(page, top=True) for page in pages]
    feet = [_edge_rows(page, top=False) for page in pages]
    for edge, reason in ((tops, "page-header"), (feet, "page-footer")):
        repeated = _repeated(pages, edge)
        for number, page in enumerate(pages):
            gone: list[tuple[Strip, str]] = []
            for depth, row in enumerate(edge[number]):
                words = " ".join(strip.text.strip() for strip in row)
                if _is_number(words) and _outside(page, row, edge[number], depth, edge is tops):
                    gone += [(strip, "page-number") for strip in row]
                elif (number, depth) in repeated or _doubles_title(page, row, edge is tops):
                    gone += [(strip, reason) for strip in row]
                else:
                    break
            _remove(page, gone)


def _edge_rows(page: PageLayout, *, top: bool) -> list[list[Strip]]:
    """The outermost rows; a table is no furniture and nothing beyond it is looked at."""
    rows = side_by_side(page.strips, page.scanned)
    limits = [(t.top, t.bottom) for t in page.tables]
    rows = rows[:_ROWS] if top else rows[::-1][:_ROWS]
    kept = []
    for row in rows:
        at = row[0].middle
        if any((at > high) if top else (at < low) for high, low in limits):
            break
        if (at > 0.25 * page.height) if top else (at < 0.75 * page.height):
            break
        kept.append(row)
    return kept


def _key(row: list[Strip]) -> str:
    words = "".join(strip.text for strip in row)
    return _DIGITS.sub("#", re.sub(r"\s+", "", words))


def _repeated(
    pages: Sequence[PageLayout], edges: Sequence[list[list[Strip]]]
) -> set[tuple[int, int]]:
    """Rows (page, depth) whose words stand at the same height of other pages too."""
    places: dict[str, list[tuple[int, int, float]]] = {}
    for number, rows in enumerate(edges):
        for depth, row in enumerate(rows):
            places.setdefault(_loose(_key(row)), []).append(
                (number, depth, row[0].middle / max(1.0, pages[number].height))
            )
    found: set[tuple[int, int]] = set()
    filled = sum(bool(rows) for rows in edges)
    for key, where in places.items():
        if not key or key.startswith("|"):
            continue
        heights = Counter(round(at * 100) for _, _, at in where)
        near = [
            (number, depth)
            for number, depth, at in where
            if sum(heights[round(at * 100) + d] for d in (-1, 0, 1)) >= 2
        ]
        enough = {number for number, _ in near}
        neighbours = any(n + 1 in enough or n + 2 in enough for n in enough)
        if len(enough) >= 3 or (len(enough) == 2 and (filled <= 4 or neighbours)):
            found.update(near)
    return found


def _loose(key: str) -> str:
    """``key`` without punctuation, which OCR reads now so, now so."""
    return re.sub(r"[^\w#]", "", key)


def _is_number(words: str) -> bool:
    return _NUMBER.fullmatch(words.strip()) is not None and len(words) <= 24


def _outside(
    page: PageLayout, row: list[Strip], rows: Sequence[list[Strip]], depth: int, top: bool
) -> bool:
    """Whether a number stands in the margin, apart from the lines next to it."""
    at = row[0].middle / max(1.0, page.height)
    if not (at < 0.12 if top else at > 0.86):
        return False
    inner = rows[depth + 1] if depth + 1 < len(rows) else None
    if inner is None:
        return True
    gap = (inner[0].top - row[0].bottom) if top else (row[0].top - inner[0].bottom)
    return gap > 0.6 * inner[0].size


def _doubles_title(page: PageLayout, row: list[Strip], top: bool) -> bool:
    """A header above the first page repeats the title that stands below it in larger letters."""
    if not top or row[0].middle > 0.1 * page.height:
        return False
    words = re.sub(r"\s+", "", "".join(strip.text for strip in row))
    if len(words) < 4:
        return False
    larger = [s for s in page.strips if s.size > 1.25 * row[0].size and s not in row]
    most = max((s.size for s in larger), default=0.0)
    largest = sorted((s for s in larger if s.size > 0.9 * most), key=lambda s: s.middle)
    return words in re.sub(r"\s+", "", "".join(s.text for s in largest))


def _remove(page: PageLayout, gone: Sequence[tuple[Strip, str]]) -> None:
    taken = {id(strip) for strip, _ in gone}
    page.strips = [strip for strip in page.strips if id(strip) not in taken]
    page.left_out += [LeftOut(strip.text.strip(), reason, page.number) for strip, reason in gone]
