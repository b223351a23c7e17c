"""Where pieces of a text stand in its original: places cut out, moved and looked up."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from corpus.models import Notice, Place
from corpus.reading.models import Reading


def places_of(reading: Reading, start: int, end: int) -> tuple[Place, ...]:
    """Places of the lines between, with offsets from ``start``."""
    found = []
    for line in reading.lines:
        if line.end <= start or line.start >= end:
            continue
        for place in line.places:
            first, last = max(place.start, start), min(place.end, end)
            if first < last:
                found.append(Place(first - start, last - start, place.box, place.row))
    return tuple(sorted(found, key=lambda place: place.start))


def moved_places(before: str, after: str, places: Sequence[Place]) -> tuple[Place, ...]:
    """Places of ``before`` in ``after``, which differs from it within lines only."""
    if before == after:
        return tuple(places)
    old, new = line_starts(before), line_starts(after)

    def moved(position: int) -> int:
        row = bisect_right(old, position) - 1
        end = new[row + 1] - 1 if row + 1 < len(new) else len(after)
        return min(new[row] + position - old[row], end)

    found = (Place(moved(p.start), moved(p.end), p.box, p.row) for p in places)
    return tuple(place for place in found if place.start < place.end)


def line_starts(text: str) -> list[int]:
    """Offset of each line's first character."""
    starts, at = [0], text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


class Pages:
    """On which page of the original a place of the text stands."""

    def __init__(self, text: str, places: Sequence[Place]) -> None:
        self._starts = line_starts(text)
        boxed = [(place.start, place.box.page) for place in places if place.box]
        self._at, self._page = [at for at, _ in boxed], [page for _, page in boxed]

    def line(self, position: int) -> int:
        """The 1-based line of the text."""
        return bisect_right(self._starts, position)

    def page(self, position: int) -> int | None:
        """The page of the piece that stands at the position or is the last before it."""
        if not self._at:
            return None
        return self._page[max(0, bisect_right(self._at, position) - 1)]

    def of_notice(self, notice: Notice) -> Notice:
        """The notice with the page of its line."""
        if notice.page is not None or notice.line is None or notice.line > len(self._starts):
            return notice
        end = self._starts[notice.line] if notice.line < len(self._starts) else None
        last = end - 1 if end is not None else self._starts[-1]
        return replace(notice, page=self.page(last))
