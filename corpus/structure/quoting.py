"""Which places of a text are quoted by an amendment: 将第五条修改为：“第五条 ……”."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from corpus.structure.lines import Line

#: A quotation that the line opens and does not close.
_OPENS = re.compile(
    r"(?:修改为|改为|增加|作为|如下|规定|表述为|调整为|修订为)[^“\n]{0,40}(“)[^”\n]*$", re.M
)
_MARKS = re.compile("[“”]")
_MOST_MARKS = 80


def quotations(folded: str) -> list[tuple[int, int]]:
    """Start and end of each quotation of an amendment that runs over several lines."""
    found: list[tuple[int, int]] = []
    for match in _OPENS.finditer(folded):
        start = match.start(1)
        if found and start < found[-1][1]:
            continue
        end = _end_of(folded, start)
        if end is not None:
            found.append((start, end))
    return found


def _end_of(folded: str, start: int) -> int | None:
    """Offset behind the ” that closes the “ at ``start``; each paragraph may begin with “ again."""
    depth = 0
    for count, match in enumerate(_MARKS.finditer(folded, start)):
        if count > _MOST_MARKS:
            return None
        position = match.start()
        if match.group() == "“":
            again = depth == 1 and folded[max(0, position - 1)] in "\n 　"
            again = again and not folded[folded.rfind("\n", 0, position) + 1 : position].strip()
            depth += not again
        else:
            depth -= 1
            if depth == 0:
                return match.end()
    return None


def quoted_lines(folded: str, lines: Sequence[Line]) -> frozenset[int]:
    """Indexes of the lines that stand inside such a quotation."""
    places = quotations(folded)
    if not places:
        return frozenset()
    starts = [start for start, _ in places]
    inside = set()
    for index, line in enumerate(lines):
        at = bisect_right(starts, line.start) - 1
        if at >= 0 and line.start < places[at][1]:
            inside.add(index)
    return frozenset(inside)
