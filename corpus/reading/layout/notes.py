"""Footnotes: lines in smaller letters at the foot of a column that begin with a mark."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.reading.layout.letters import LOWERED, RAISED
from corpus.reading.layout.order import Column
from corpus.reading.layout.page import Strip

_NOTE = re.compile(
    rf"(?:{RAISED}(.+?){LOWERED}|(\[\d{{1,3}}\]|〔\d{{1,3}}〕|[①-⑳]|\d{{1,3}}(?=\s)|[*＊†‡]+))\s*"
)
#: A page's footnotes: mark, first line and the lines that follow it.
Notes = dict[int, list[tuple[str, Strip, list[Strip]]]]


def take_notes(columns: Sequence[Column], size: float) -> Notes:
    """Take the footnotes out of ``columns``. ``size`` is that of the running text."""
    notes: Notes = {}
    raised = {
        (strip.page, mark.strip("[]〔〕"))
        for column in columns
        for strip in column.items
        if isinstance(strip, Strip)
        for mark in re.findall(f"(?<!^){RAISED}(.+?){LOWERED}", strip.text)
    }
    for column in columns:
        start = len(column.items)
        while start:
            item = column.items[start - 1]
            if not isinstance(item, Strip) or item.size > 0.93 * size:
                break
            start -= 1
        small = [item for item in column.items[start:] if isinstance(item, Strip)]
        while small:
            match = _NOTE.match(small[0].text)
            mark = (match[1] or match[2]).strip("[]〔〕") if match else ""
            if match and (column.page, mark) in raised:
                break
            small.pop(0)
            start += 1
        if not small:
            continue
        del column.items[start:]
        found = notes.setdefault(column.page, [])
        for strip in small:
            match = _NOTE.match(strip.text)
            mark = (match[1] or match[2]).strip("[]〔〕") if match else ""
            if match and (column.page, mark) in raised:
                strip.text = strip.text[match.end() :]
                found.append((mark, strip, []))
            else:
                found[-1][2].append(strip)
    return notes
