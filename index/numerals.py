"""Chinese numerals up to 9,999 as digits."""

from __future__ import annotations

import re

NUMERAL = "[〇零一二两三四五六七八九十百千]+"
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_RUN = re.compile(NUMERAL)


def number_of(numeral: str) -> int:
    """Value of a Chinese numeral.

    >>> number_of("十"), number_of("二十七"), number_of("一百零五"), number_of("二〇二三")
    (10, 27, 105, 2023)
    """
    if not any(char in _UNITS for char in numeral):
        return int("".join(str(_DIGITS[char]) for char in numeral))
    total, digit = 0, 0
    for char in numeral:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def arabic(text: str) -> str:
    """``text`` with each Chinese numeral as digits."""
    return _RUN.sub(lambda match: str(number_of(match.group())), text)
