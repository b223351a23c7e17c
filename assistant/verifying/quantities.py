"""Numbers, amounts, percentages, periods and dates of a text, in one form whatever their spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.verifying.lexicon import lexicon
from assistant.verifying.remembering import remembered

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CHINESE = "[〇零一二两三四五六七八九十百千万亿]{1,24}"
#: What a number counts. One family is one unit: 40条意见 and 意见40条, 11个部门 and 十一部门.
_COUNTED = (
    "家|名|位|人次|人|条|项|个|份|部门|部|款|章节|章|节|篇|页|批次|批|期|届|次|种|类|级|岁|场|轮|套|省|市|区|县|地|方面|"
    "阶段|环节|步|大类|权|字|门|所|支|起|件|台|辆|座|面|张|本|组|层|档|席|处|镇|村|户|行业|企业|单位|城市|机构|指标|原则|主题|"
    "部分|要素|程序|票|分|倍"
)
_PERIODS = {"年": 12.0, "个月": 1.0, "月": 1.0, "周": -7.0, "星期": -7.0, "天": -1.0, "日": -1.0}
_HOURS = "学时|课时|小时|分钟"
_MONEY = "万元|亿元|千元|元|万美元|美元"
_UNIT = rf"个?工作日|个月|周年|周|星期|天|{_HOURS}|{_MONEY}|(?:个)?(?:{_COUNTED})|年|月|日|%"
_NUMBER = re.compile(
    rf"(?:(?P<arabic>{_ARABIC})(?P<times>[百千]?[万亿])?|(?P<chinese>{_CHINESE}))(?P<more>余|多|几)?"
    rf"(?P<unit>{_UNIT})?"
)
_PERCENT = re.compile(
    rf"百分之(?P<chinese>{_CHINESE})|(?P<whole>百分百)|(?P<tenths>[一二两三四五六七八九])成(?![为立果])"
)
_YEAR = r"(?P<year>(?:19|20)\d\d|[一二][〇零一二三四五六七八九]{3})"
_MONTH, _DAY = (
    r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])",
    r"(?P<day>3[01]|[12]\d|0?[1-9])",
)
_DATE = re.compile(
    rf"{_YEAR}年(?:{_MONTH}(?:(?:至|到|-)(?P<until>1[0-2]|0?[1-9]))?月(?:{_DAY}[日号])?)?"
    rf"|{_YEAR.replace('year', 'year2')}[-./]{_MONTH.replace('month', 'month2')}(?:[-./]{_DAY.replace('day', 'day2')})?(?![\d号])"
    rf"|(?<![\d个])(?P<month3>1[0-2]|[1-9])(?:(?:至|到|-)(?P<until3>1[0-2]|[1-9]))?月(?!份?以)(?:(?P<day3>3[01]|[12]\d|[1-9])[日号])?"
    rf"|(?<!\d)(?P<year4>(?:19|20)\d\d)(?:-(?P<year5>(?:19|20)\d\d))(?=年)"
)
_HALF = re.compile(r"半(?P<unit>年|个月|天)")
_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWER = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text. ``unit``: count, percent, money, month, day, workday, hour, fold, or bare.

    ``bound``: least, most, about or "". ``text[start:end]`` is the number with its unit.
    """

    value: float
    unit: str
    bound: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is stated; month and day 0 when they are not. ``year`` 0: not stated."""

    year: int
    month: int
    day: int
    start: int
    end: int

    def within(self, other: Day) -> bool:
        """Whether ``other`` states this date, or one in the time that this one names."""
        return (
            self.year in (other.year, 0)
            and (self.month == other.month or not self.month)
            and (self.day == other.day or not self.day)
        )


def value_of(numeral: str) -> float:
    """Value of a Chinese numeral with 万 and 亿.

    >>> value_of("两万"), value_of("十一"), value_of("二〇二三"), value_of("一万六千")
    (20000.0, 11.0, 2023.0, 16000.0)
    """
    if not any(c in "十百千万亿" for c in numeral):
        return float("".join(str(_DIGIT[c]) for c in numeral))
    total = section = digit = 0
    for c in numeral:
        if c in _DIGIT:
            digit = _DIGIT[c]
        elif c in _POWER:
            section += (digit or 1) * _POWER[c]
            digit = 0
        else:
            below = section + digit
            if c == "亿":  # 一万亿: all before it
                total = (total + below or 1) * 100_000_000
            else:
                total += (below or 1) * 10_000
            section = digit = 0
    return float(total + section + digit)


@remembered
def dates_of(text: str) -> tuple[Day, ...]:
    """Dates of a folded text; a month alone has the year that was named before it."""
    found: list[Day] = []
    year = 0
    for m in _DATE.finditer(text):
        if m["year4"]:
            found += [Day(int(m[y]), 0, 0, m.start(), m.end()) for y in ("year4", "year5")]
            continue
        if not (m["year"] or m["year2"]) and m["month3"] and _is_period(text, m):
            continue
        year = _number(m["year"] or m["year2"]) or year
        month = _number(m["month"] or m["month2"] or m["month3"])
        day = _number(m["day"] or m["day2"] or m["day3"])
        found.append(Day(year, month, day, m.start(), m.end()))
        until = _number(m["until"] or m["until3"])
        found += [Day(year, n, 0, m.start(), m.end()) for n in range(month + 1, until + 1)]
    return tuple(found)


def _is_period(text: str, match: re.Match[str]) -> bool:
    return text[max(0, match.start() - 1) : match.start()] in ("满", "每")


def _number(words: str | None) -> int:
    if not words:
        return 0
    return int(words) if words.isdigit() else int(value_of(words))


@remembered
def quantities_of(text: str) -> tuple[Quantity, ...]:
    """Numbers of a folded text from left to right, dates aside.

    Document numbers and labels must be blanked out before (``assistant.verifying.naming``).
    """
    taken = [(d.start, d.end) for d in dates_of(text)]
    found = list(_percentages(text))
    found += [
        Quantity(
            6 if m["unit"] == "年" else 0.5,
            "month" if m["unit"] == "年" else m["unit"],
            "",
            *m.span(),
        )
        for m in _HALF.finditer(text)
    ]
    taken += [(q.start, q.end) for q in found]
    for match in _NUMBER.finditer(text):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        quantity = _quantity(text, match)
        if quantity is not None:
            found.append(quantity)
    return tuple(sorted(found, key=lambda q: q.start))


def _percentages(text: str) -> Iterator[Quantity]:
    for match in _PERCENT.finditer(text):
        if match["whole"] or match["chinese"] == "百":
            value = 100.0
        else:
            value = value_of(match["chinese"]) if match["chinese"] else _DIGIT[match["tenths"]] * 10
        yield Quantity(float(value), "percent", _bound(text, *match.span()), *match.span())


#: 十分重要 is no number, nor is 一 in these words.
_VERY = re.compile(r"十分(?=[\u4e00-\u9fff])(?![之以及制和或为])")
_ONE_IN_WORDS = frozenset("统一 唯一 之一 同一 第一 进一".split())


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    words, unit = match["unit"] or "", ""
    before = text[match.start() - 1 : match.start()]
    if match["arabic"]:
        if before == "第":
            return Quantity(float(match["arabic"].replace(",", "")), "ordinal", "", *match.span())
        if before.isascii() and (before.isalpha() or before in "/-.") and before:
            return None  # part of a document number or a label
        value = float(match["arabic"].replace(",", ""))
        for scale in match["times"] or "":
            value *= {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}[scale]
    else:
        if before == "第":
            return Quantity(value_of(match["chinese"]), "ordinal", "", *match.span())
        if (
            not words
            or text[match.end() : match.end() + 1] == "一"
            or match["chinese"] in ("百", "千", "万", "亿", "百千")
        ):
            return None
        if text[match.start() - 1 : match.start() + 1] in _ONE_IN_WORDS:
            return None
        if _VERY.match(text, match.start()):
            return None
        value = value_of(match["chinese"])
    value, unit = _in_unit(value, words)
    bound = _bound(text, *match.span()) or ("least" if match["more"] else "")
    return Quantity(value, unit, bound, *match.span())


def _in_unit(value: float, words: str) -> tuple[float, str]:
    bare = words.removeprefix("个") if words not in ("个", "个月") else words
    if words in _PERIODS or bare in ("年", "月", "周年"):
        factor = _PERIODS.get(words, _PERIODS.get(bare.removeprefix("周"), 1.0))
        return (value * factor, "month") if factor > 0 else (value * -factor, "day")
    if bare == "工作日":
        return value, "workday"
    if words == "%":
        return value, "percent"
    if words == "倍":
        return value, "fold"
    if words in ("学时", "课时", "小时"):
        return value, "hour"
    if words == "分钟":
        return value / 60, "hour"
    if words.endswith("元"):
        scale = {"万": 10_000, "亿": 100_000_000, "千": 1000}.get(words[0], 1)
        return value * scale, "money"
    return value, "count" if words else "bare"


#: Words of ``lexicon().bounds`` that stand behind the number; the others stand before it.
_BEHIND = frozenset("以上 以下 以内 之内 内 左右 上下 余 多".split())


def _bound(text: str, start: int, end: int) -> str:
    """least, most or about, by the words right before and behind the number."""
    before, behind = text[max(0, start - 4) : start], text[end : end + 3]
    for kind, words in lexicon().bounds.items():
        for word in words:
            if word in _BEHIND:
                if behind.removeprefix("(含)").removeprefix("及").startswith(word):
                    return kind
            elif before.endswith(word) and not (word == "满" and before.endswith("不满")):
                return kind
    return ""


def same_value(one: Quantity, other: Quantity) -> bool:
    """Whether both state the same number of the same sort of thing."""
    if abs(one.value - other.value) > 1e-6 * max(1.0, abs(one.value)):
        return False
    return one.unit == other.unit or "bare" in (one.unit, other.unit)
