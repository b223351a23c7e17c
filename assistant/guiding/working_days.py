"""Working days in China: weekends, public holidays and the days worked instead of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

#: A plan ends before that.
_LAST_YEAR = 2100


def is_working_day(day: date) -> bool:
    """Whether people work on ``day``.

    For years whose arrangement the State Council has published (package chinesecalendar), as it says;
    for others Monday to Friday without the statutory holidays, see ``is_arranged``.
    """
    if is_arranged(day.year):
        import chinese_calendar

        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5 and day not in _statutory(day.year)


def is_arranged(year: int) -> bool:
    """Whether the year's holidays and days worked instead of them are known."""
    return year in _arranged_years()


def working_days(start: date) -> Iterator[date]:
    """Working days from ``start`` on."""
    day = start
    while day.year <= _LAST_YEAR:
        if is_working_day(day):
            yield day
        day += timedelta(days=1)


def first_working_day(day: date) -> date:
    """``day`` itself, or the next working day."""
    return next(working_days(day))


def after(start: date, days: int) -> date:
    """The last of ``days`` working days that begin on ``start``, a working day counted as the first.

    >>> after(date(2026, 9, 30), 2)
    datetime.date(2026, 10, 8)
    """
    found = working_days(start)
    for _ in range(days - 1):
        next(found)
    return next(found)


def next_working_day(day: date) -> date:
    """The first working day behind ``day``."""
    return first_working_day(day + timedelta(days=1))


@cache
def _arranged_years() -> frozenset[int]:
    from chinese_calendar.constants import holidays, workdays

    return frozenset(day.year for day in holidays) & frozenset(day.year for day in workdays)


@cache
def _statutory(year: int) -> frozenset[date]:
    """The public holidays by law, without the days that weekends are swapped for.

    全国年节及纪念日放假办法 as in force since 2025: New Year, four days of Spring Festival from its eve,
    Qingming, two days from 1 May, Dragon Boat, Mid-Autumn, three days from 1 October. Days of the
    lunar calendar by lunar_python.
    """
    from lunar_python import Lunar, Solar

    def lunar(month: int, day: int) -> date:
        solar = Lunar.fromYmd(year, month, day).getSolar()
        return date(solar.getYear(), solar.getMonth(), solar.getDay())

    spring = lunar(1, 1)
    clear = Solar.fromYmd(year, 4, 1).getLunar().getJieQiTable()["清明"]
    days = [date(year, 1, 1), lunar(5, 5), lunar(8, 15)]
    days += [spring + timedelta(days=n) for n in range(-1, 3)]
    days.append(date(clear.getYear(), clear.getMonth(), clear.getDay()))
    days += [date(year, 5, 1), date(year, 5, 2), *(date(year, 10, n) for n in (1, 2, 3))]
    return frozenset(days)
