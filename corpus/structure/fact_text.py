"""A text as the reader of document facts sees it: folded without moving a character, by lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

_NARROW = (
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "‐‑‒–—―−─－﹣"), "-")
    | dict.fromkeys(map(ord, "\u3000\xa0"), " ")
)
_EDGE = 20_000
#: Characters before a line's words that are no part of them: Markdown marks and white space.
_OUTER = " \t\u3000\xa0#*>_|"
#: The text proper begins here; a title, a cover and what stands under the title come before.
_BODY = re.compile(
    r"第\s*(?:一|1)\s*[编章节条](?:\s|\S)|[一1]\s*[、.．]\s*\S|1\s+\S|前\s*言$|引\s*言$|目\s*[次录]$|总\s*则$|[^。]{2,40}:$"
)
_MOST_LINES = 60
_NUMERALS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": "0",
    "○": "0",
    "O": "0",
}

_CJK_YEAR = "[〇零○O0一二三四五六七八九]{4}"
_CJK_SMALL = "[一二三四五六七八九十]{1,3}"
#: 2024年9月27日, 2024-09-27, 2024.9.27, 二〇二四年九月二十七日, 2024年9月.
DATE = (
    rf"(?:(?<!\d)(?:19|20)\d\d\s*(?:年\s*\d{{1,2}}\s*月(?:\s*\d{{1,2}}\s*日)?|\s?[-./]\s?\d{{1,2}}\s?[-./]\s?\d{{1,2}}(?!\d))"
    rf"|{_CJK_YEAR}\s*年\s*{_CJK_SMALL}\s*月(?:\s*{_CJK_SMALL}\s*日)?)"
)
_DATE_PARTS = re.compile(
    r"([^年月日\s./-]+)\s*[年./-]\s*([^年月日\s./-]+)\s*[月./-]?\s*([^年月日\s./-]*)"
)


@dataclass(frozen=True, slots=True)
class FactLine:
    """``text[start:end]`` without marks and outer white space; ``words`` is the same folded."""

    start: int
    end: int
    words: str
    number: int  # of the lines that hold anything, from 0
    heading: int  # number of # before it


@dataclass(frozen=True)
class FactText:
    """``folded`` has the length of ``text``: what is found in it stands there in ``text``."""

    text: str
    folded: str
    lines: tuple[FactLine, ...]
    head: tuple[FactLine, ...]  # before the text proper

    def line_of(self, offset: int) -> FactLine | None:
        """The line that holds ``offset``."""
        return next((line for line in self.lines if line.start <= offset < line.end), None)


def fact_text(text: str) -> FactText:
    """``text`` made ready for reading its facts."""
    folded = _folded(text)
    lines = tuple(_lines(folded))
    head: list[FactLine] = []
    for line in lines[:_MOST_LINES]:
        if line.number > 0 and _BODY.match(line.words):
            break
        head.append(line)
    return FactText(text, folded, lines, tuple(head))


def _lines(folded: str) -> Iterator[FactLine]:
    offset = number = 0
    for raw in folded.splitlines(keepends=True):
        words = raw.strip().strip(_OUTER)
        if words and not words.startswith(("<!--", "---", "![")):
            start = offset + raw.index(words[0])
            heading = (
                len(raw) - len(raw.lstrip().lstrip("#")) if raw.lstrip().startswith("#") else 0
            )
            yield FactLine(start, start + len(words), words, number, heading)
            number += 1
        offset += len(raw)


def _folded(text: str) -> str:
    """Narrow, Simplified, dashes as ``-``; every character at its place. The middle of a long text,
    where no fact needs it, stays as it is.
    """
    if text.isascii():
        return text
    if len(text) > 2 * _EDGE:
        return _folded(text[:_EDGE]) + text[_EDGE:-_EDGE] + _folded(text[-_EDGE:])
    return _simplified(text.translate(_NARROW))


def _simplified(text: str) -> str:
    """Traditional characters as Simplified ones, when the text holds any."""
    if not any("\u3400" <= c <= "\u9fff" and not _common(c) for c in set(text)):
        return text
    import opencc

    simple = str(opencc.OpenCC("t2s").convert(text))
    return simple if len(simple) == len(text) else text


@cache
def _common(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def iso_date(written: str) -> str | None:
    """The date of a match of ``DATE``: ``2024-09-27``, or ``2024-09``; None when there is no such day."""
    parts = _DATE_PARTS.match(written)
    if parts is None:
        return None
    year = int("".join(_NUMERALS.get(c, c) for c in parts[1]))
    month = _small(parts[2])
    if not parts[3]:
        return f"{year:04}-{month:02}" if 1 <= month <= 12 else None
    try:
        return date(year, month, _small(parts[3])).isoformat()
    except ValueError:
        return None


def _small(numeral: str) -> int:
    """9, 九, 十一 and 二十七 as a number; 0 when it is none."""
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    digits = [_NUMERALS.get(c, "") for c in (tens if ten else "", ones)]
    if not ten:
        return int(digits[1] or 0) if len(ones) == 1 else 0
    return 10 * int(digits[0] or 1) + int(digits[1] or 0)
