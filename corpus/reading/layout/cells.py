"""The words of a table's cell in one line."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from corpus.reading.layout.letters import LOWERED, RAISED, WIDE, first_token, width_of
from corpus.reading.layout.marks import has_mark, is_closed
from corpus.reading.layout.page import Strip, one_line, side_by_side


def between(before: str, after: str) -> str:
    """What stands between two printed lines of a paragraph: a space between Latin words only."""
    last, first = before[-1:], after[:1]
    if not last or not first or WIDE.match(last) or WIDE.match(first):
        return ""
    return " "


def joined(before: str, after: str) -> str:
    """Two printed lines of a paragraph as one; a word divided by a hyphen is made whole."""
    before, after = before.rstrip(), after.lstrip()
    divided = len(before) > 1 and before[-1] == "-" and before[-2].islower()
    if divided and after[:1].islower():
        return before[:-1] + after
    return before + between(before, after) + after


def cell_text(strips: Sequence[Strip], left: float, right: float) -> str:
    """Lines that are broken at the cell's side are joined, others divided by a space."""
    lines = [one_line(row) for row in side_by_side(list(strips))]
    if not lines:
        return ""
    text = lines[0].text
    inner = max(line.right for line in lines)
    for before, after in itertools.pairwise(lines):
        room = min(inner, right) - before.right
        needed = (width_of(first_token(after.text)) + 0.8) * after.size
        if room > needed or (has_mark(after.text) and is_closed(before.text)):
            text = f"{text.rstrip()} {after.text.lstrip()}"
        else:
            text = joined(text, after.text)
    return " ".join(text.replace(RAISED, "").replace(LOWERED, "").split())
