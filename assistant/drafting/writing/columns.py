"""How wide the columns of a table are, by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.drafting.writing.measuring import width

_TOKEN = re.compile(r"[!-~]+")
#: Characters: no column is narrower; a name or header up to this length stays on one line.
_NARROWEST, _ONE_LINE = 2.5, 6.0
#: A date stays on one line.
_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_PADDING = 1.2
#: Some programs put space between digits and characters.
_DATE_SLACK = 1.2
#: Of a form: a name up to this length stays on one line; room to write by hand.
_NAME, _LONG_NAME, _VALUE = 9.0, 13.0, 6.0


def column_widths(columns: Sequence[Sequence[str]], total: float) -> list[float]:
    """Widths that sum up to ``total``, in characters; ``columns`` are the texts of each, header first.

    Each gets what its longest word needs; the rest goes where much is written.
    """
    longest = [max(map(_whole, column), default=0.0) + _PADDING for column in columns]
    if sum(longest) <= total:
        return [one * total / sum(longest) for one in longest]
    least = [min(_least(column), one) for column, one in zip(columns, longest, strict=True)]
    if sum(least) >= total:
        return [one * total / sum(least) for one in least]
    return _shared(columns, longest, least, total)


def form_widths(columns: Sequence[Sequence[str]], total: float) -> list[float]:
    """Widths of a form's columns: names take what they need, the values share the rest."""
    names = [max(map(_name, column), default=0.0) for column in columns[0::2]]
    values = columns[1::2]
    least = [max(_VALUE, _least(["", *column])) for column in values]
    rest = total - sum(names) - len(names) * _PADDING
    if not values or rest < sum(least):
        return column_widths(columns, total)
    longest = [max(map(_whole, column), default=0.0) + _PADDING for column in values]
    more = [min(max(longest[n] - one, 0.0), total) + _VALUE for n, one in enumerate(least)]
    left = rest - sum(least)
    shared = [one + left * extra / sum(more) for one, extra in zip(least, more, strict=True)]
    widths: list[float] = []
    for place in range(len(columns)):
        widths.append(shared[place // 2] if place % 2 else names[place // 2] + _PADDING)
    return widths


def _name(text: str) -> float:
    """A name takes one line, two lines, or more of a wider column."""
    return min(width(text), _NAME if width(text) <= 2 * _NAME else _LONG_NAME)


def _whole(text: str) -> float:
    """On one line."""
    return width(text) + (_DATE_SLACK if _DATE.search(text) else 0.0)


def _least(column: Sequence[str]) -> float:
    header = min(width(column[0]), _ONE_LINE) if column else 0.0
    tokens = [width(token) for text in column for token in _TOKEN.findall(text)]
    dates = [width(date) + _DATE_SLACK for text in column for date in _DATE.findall(text)]
    return max(_NARROWEST, header, *tokens, *dates, 0.0) + _PADDING


def _shared(
    columns: Sequence[Sequence[str]], longest: list[float], least: list[float], total: float
) -> list[float]:
    widths = list(least)
    weights = [max(sum(width(text) for text in column), 1.0) ** 0.5 for column in columns]
    open_ones = set(range(len(columns)))
    left = total - sum(widths)
    while left > 0.01 and open_ones:
        share = left / sum(weights[n] for n in open_ones)
        for n in sorted(open_ones):
            more = min(weights[n] * share, longest[n] - widths[n])
            widths[n] += more
            left -= more
        full = {n for n in open_ones if longest[n] - widths[n] < 0.01}
        if not full:
            break
        open_ones -= full
    return [one * total / sum(widths) for one in widths]
