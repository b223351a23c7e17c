"""Titles and headings by the size and weight of their letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus.reading.layout.marks import is_closed, is_contents
from corpus.reading.models import LineKind

if TYPE_CHECKING:
    from corpus.reading.layout.reading import Paragraph

_LONGEST = 60


def mark_headings(paragraphs: Sequence[Paragraph], size: float, *, scanned: bool) -> None:
    """State ``kind`` and ``level`` where the print is clear: the title 0, larger letters 1 and on."""
    body = sum(len(p.text) for p in paragraphs if not p.first.bold)
    weighs = body > 0.7 * sum(len(p.text) for p in paragraphs)
    larger = 1.3 if scanned else 1.12
    plain = [p for p in paragraphs if _may_be(p)]
    title = _title(plain, size)
    if title is not None:
        title.kind, title.level = LineKind.HEADING, 0
    found = [
        p
        for p in plain
        if p is not title
        and (
            p.first.size >= larger * size
            or (weighs and p.first.bold and p.first.size > (0.85 if scanned else 0.95) * size)
        )
    ]
    sizes = _sizes([p.first.size for p in found], 0.15 if scanned else 0.04)
    for paragraph in found:
        paragraph.kind = LineKind.HEADING
        near = min(range(len(sizes)), key=lambda n: abs(sizes[n] - paragraph.first.size))
        paragraph.level = near + 1


def _may_be(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return (
        paragraph.kind is LineKind.TEXT
        and len(text) <= _LONGEST
        and len(paragraph.pieces) <= 3
        and not is_closed(text)
        and text[-1:] not in "，、,"
        and not is_contents(text)
        and any(c.isalpha() for c in text)
    )


def _title(paragraphs: Sequence[Paragraph], size: float) -> Paragraph | None:
    """The largest line among the first of the document: centred, much larger than the text, or
    larger than any other line."""
    first = [p for p in paragraphs[:12] if p.first.page <= 2 and p.first.size >= 1.25 * size]
    if not first:
        return None
    best = max(first, key=lambda p: p.first.size)
    clear = best.centred or best.first.size > 1.5 * size
    largest = all(p.first.size * 1.04 < best.first.size for p in paragraphs if p is not best)
    return best if clear or largest else None


def _sizes(sizes: Sequence[float], near: float) -> list[float]:
    """Distinct sizes, largest first."""
    found: list[float] = []
    for size in sorted(sizes, reverse=True):
        if not found or found[-1] - size > near * found[-1]:
            found.append(size)
    return found
