"""Dates as people write them to days of the calendar, spoken 2026年3月1日."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from assistant.drafting.blueprint import FactSpec
from assistant.drafting.facts.cleaning import narrowed, quoted
from assistant.drafting.facts.values import Refused, Value

FIRST_YEAR, LAST_YEAR = 1949, 2100
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_TIME = r"(?:\s*[T ]\s*00:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?)?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]",
        rf"(\d{{4}})\s*([-/.])\s*(\d{{1,2}})\s*\2\s*(\d{{1,2}}){_TIME}",
        r"(\d{4})(\d{2})(\d{2})",
    )
)
_CHINESE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_HOW = "请写成2026-03-01这样的年月日"


def spoken(day: date) -> str:
    """As a Chinese document writes it: 2026年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def read_date(spec: FactSpec, given: Any) -> Value:
    """``raw`` is ISO 8601. Raises Refused."""
    day = _day(given)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refused(f"{spoken(day)}的年份不在{FIRST_YEAR}到{LAST_YEAR}之间，请核对后改正。")
    return Value(day.isoformat(), spoken(day))


def _day(given: Any) -> date:
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise Refused(f"{quoted(given)}不是日期，{_HOW}；在 Excel 里请把单元格设为日期格式。")
    if isinstance(given, int) and not 10_000_000 <= given <= 99_999_999:
        raise Refused(
            f"{quoted(given)}是数字，不是日期，{_HOW}；在 Excel 里请把单元格设为日期格式。"
        )
    return _written(str(given))


def _written(text: str) -> date:
    words = narrowed(text)
    parts = _parts(words)
    if parts is None:
        raise Refused(f"{quoted(text)}看不出是哪一天，{_HOW}。")
    try:
        return date(*parts)
    except ValueError as error:
        raise Refused(f"日历上没有{quoted(words)}这一天，请核对后改正。") from error


def _parts(words: str) -> tuple[int, int, int] | None:
    """Year, month and day; None when the words are in no form that leaves no doubt."""
    for form in _FORMS:
        if found := form.fullmatch(words):
            year, month, day = (int(part) for part in found.groups() if part.isdecimal())
            return year, month, day
    if found := _CHINESE.fullmatch(words):
        year = int(found[1].translate(_CHINESE_DIGITS))
        return year, _up_to_99(found[2]), _up_to_99(found[3])
    return None


def _up_to_99(words: str) -> int:
    """The number that is meant; 0 for words that are none.

    >>> [_up_to_99(words) for words in ("三", "十", "十二", "三十", "三十一", "一一")]
    [3, 10, 12, 30, 31, 0]
    """
    if "十" not in words:
        return int(words.translate(_CHINESE_DIGITS)) if len(words) == 1 else 0
    tens, _, ones = words.partition("十")
    digits = [
        (part or usual).translate(_CHINESE_DIGITS) for part, usual in ((tens, "一"), (ones, "零"))
    ]
    if any(len(digit) != 1 or not digit.isdecimal() for digit in digits):
        return 0
    return int(digits[0]) * 10 + int(digits[1])
