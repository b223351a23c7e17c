"""Dates: impossible ones, terms of office that differ or end before they begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.drafting.checking.finding import Finding, found
from assistant.drafting.checking.paper import Paper, Paragraph
from corpus.structure.folding import number_of

_DAY = r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
_WRITTEN = re.compile(_DAY)
_DIGITS = re.compile(r"(?<![\d.\-/])((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?![\d.\-/])")
_MONTH = re.compile(r"\d{4}\s*年\s*(\d{1,2})\s*月(?!\s*\d)")
_ZERO = re.compile(r"\d{4}年(?:0\d月(?:\d{1,2}日)?|\d{1,2}月0\d日)")
_TERM = re.compile(
    rf"(?:任期|聘期|聘任期限)[^。；\d]{{0,12}}{_DAY}\s*(?:起)?\s*[，,]?\s*(?:至|到|—+|－|-|~|～)\s*{_DAY}"
)
_CELL_TERM = re.compile(rf"{_DAY}\s*(?:起)?\s*(?:至|到|—+|－|-|~|～)\s*{_DAY}")
_YEARS = re.compile(r"任期(?:为|是|一般为)?\s*(\d|[一二两三四五六])\s*年")
_FORCE = re.compile(rf"自\s*{_DAY}\s*起(?:施行|生效|实施|执行)")


@dataclass(frozen=True, slots=True)
class _Term:
    paragraph: Paragraph
    words: str
    start: date
    end: date


def dates(paper: Paper) -> Iterator[Finding]:
    terms: list[_Term] = []
    for one in paper.body:
        yield from _impossible(one)
        terms += _terms(one)
    yield from _orders(terms)
    yield from _differing(terms)
    yield from _lengths(paper, terms)
    yield from _forces(paper)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _impossible(one: Paragraph) -> Iterator[Finding]:
    days = [(m[0], _day(m[1], m[2], m[3])) for m in _WRITTEN.finditer(one.text)]
    days += [(m[0], _day(m[1], m[3], m[4])) for m in _DIGITS.finditer(one.text)]
    wrong = [words for words, day in days if day is None]
    wrong += [m[0] for m in _MONTH.finditer(one.text) if not 1 <= int(m[1]) <= 12]
    if wrong:
        yield found(one, wrong, "没有这个日期；请核对年、月、日。", "错误")
    if zero := _ZERO.search(one.text):
        yield found(one, zero[0], "成文日期等的月、日不补零，如2026年3月1日。")


def _terms(one: Paragraph) -> Iterator[_Term]:
    named = one.table and any(cell.strip() in ("任期", "聘期", "聘任期限") for cell in one.row)
    for match in (_CELL_TERM if named else _TERM).finditer(one.text):
        start, end = _day(match[1], match[2], match[3]), _day(match[4], match[5], match[6])
        if start and end:
            yield _Term(one, match[0], start, end)


def _orders(terms: list[_Term]) -> Iterator[Finding]:
    for term in terms:
        if term.end <= term.start:
            yield found(term.paragraph, term.words, "任期的结束日不晚于开始日；请核对。", "错误")


def _differing(terms: list[_Term]) -> Iterator[Finding]:
    """Against the first term that is written."""
    told: set[tuple[date, date]] = set()
    for term in terms[1:]:
        first = terms[0]
        if (term.start, term.end) == (first.start, first.end) or (term.start, term.end) in told:
            continue
        told.add((term.start, term.end))
        where = f"第{first.paragraph.number}段写的是{_said(first.start)}至{_said(first.end)}"
        half = term.start == first.start or term.end == first.end
        yield found(
            term.paragraph,
            term.words,
            f"任期前后写得不一样，{where}；请核对。",
            "错误" if half else "提醒",
        )


def _lengths(paper: Paper, terms: list[_Term]) -> Iterator[Finding]:
    """任期三年, and dates that make another number of years."""
    if not terms:
        return
    term = terms[0]
    for one in paper.body:
        match = _YEARS.search(one.text)
        years = number_of(match[1]) if match is not None else None
        if match is None or years is None:
            continue
        months = (term.end.year - term.start.year) * 12 + term.end.month - term.start.month
        if abs(months - 12 * years) > 1:
            dates_ = f"{_said(term.start)}至{_said(term.end)}"
            yield found(one, match[0], f"任期的年数与起止日期（{dates_}）对不上；请核对。")


def _forces(paper: Paper) -> Iterator[Finding]:
    first = ""
    for one in paper.body:
        for match in _FORCE.finditer(one.text):
            day = _day(match[1], match[2], match[3])
            words = _said(day) if day else ""
            if first and words and words != first:
                yield found(
                    one, match[0], f"施行或者生效的日期前后不一样，前面写的是{first}；请核对。"
                )
            first = first or words


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
