"""A number is the same number whatever its spelling; other numbers, units and ranges are not."""

from __future__ import annotations

import pytest

from assistant.verifying.folding import plain
from assistant.verifying.models import Fault
from assistant.verifying.naming import names_of
from assistant.verifying.quantities import dates_of, quantities_of, same_value, value_of
from tests.assistant.verifying.texts import faults


def quantities(text: str) -> list[tuple[float, str, str]]:
    blanked = names_of(plain(text).text).blanked
    return [(q.value, q.unit, q.bound) for q in quantities_of(blanked)]


def dates(text: str) -> list[tuple[int, int, int]]:
    return [(d.year, d.month, d.day) for d in dates_of(plain(text).text)]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("十", 10), ("十一", 11), ("二十", 20), ("一百零五", 105), ("两万", 20_000), ("三千二百", 3200),
     ("一万六千", 16_000), ("一亿二千万", 120_000_000), ("二〇三一", 2031), ("〇", 0)],
)  # fmt: skip
def test_chinese_numerals_have_their_value(numeral: str, value: float) -> None:
    assert value_of(numeral) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("近两万家", [(20_000, "count", "about")]),
        ("近20,000家", [(20_000, "count", "about")]),
        ("近2万家", [(20_000, "count", "about")]),
        ("三年以上", [(36, "month", "least")]),
        ("不少于3年", [(36, "month", "least")]),
        ("36个月", [(36, "month", "")]),
        ("半年", [(6, "month", "")]),
        ("百分之二十", [(20, "percent", "")]),
        ("20%", [(20, "percent", "")]),
        ("20％", [(20, "percent", "")]),
        ("两成", [(20, "percent", "")]),
        ("百分百", [(100, "percent", "")]),
        ("十一部门", [(11, "count", "")]),
        ("11个部门", [(11, "count", "")]),
        ("20个工作日", [(20, "workday", "")]),
        ("二十个工作日内", [(20, "workday", "most")]),
        ("两周", [(14, "day", "")]),
        ("14天", [(14, "day", "")]),
        ("3倍", [(3, "fold", "")]),
        ("90分钟", [(1.5, "hour", "")]),
        ("16学时", [(16, "hour", "")]),
        ("500万元", [(5_000_000, "money", "")]),
        ("三百余家", [(300, "count", "least")]),
        ("第十一届", [(11, "ordinal", "")]),
        ("第3次", [(3, "ordinal", "")]),
        ("不足1.5米", [(1.5, "bare", "most")]),
    ],
)
def test_numbers_are_read_with_unit_and_range(
    text: str, expected: list[tuple[float, str, str]]
) -> None:
    assert quantities(text) == expected


@pytest.mark.parametrize(
    "text", ["统一管理", "一致同意", "十分重要", "千家万户", "GB/T 1.1—2020", "粤示标〔2031〕5号", "同一单位", "唯一"]
)  # fmt: skip
def test_what_is_no_number_is_not_read_as_one(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2012年8月", [(2012, 8, 0)]),
        ("2012-08", [(2012, 8, 0)]),
        ("2012.8", [(2012, 8, 0)]),
        ("2012年8月3日", [(2012, 8, 3)]),
        ("2012/08/03", [(2012, 8, 3)]),
        ("二〇一二年八月", [(2012, 8, 0)]),
        ("2012年1至2月", [(2012, 1, 0), (2012, 2, 0)]),
        ("2012年10月，12月", [(2012, 10, 0), (2012, 12, 0)]),
        ("2012年", [(2012, 0, 0)]),
        ("2012—2014年", [(2012, 0, 0), (2014, 0, 0)]),
        ("每3个月", []),
        ("满8月", []),
    ],
)
def test_dates_are_read_whatever_their_spelling(
    text: str, expected: list[tuple[int, int, int]]
) -> None:
    assert dates(text) == expected


def test_a_date_said_less_exactly_is_still_that_date() -> None:
    (year,), (day,) = dates_of("2012年"), dates_of("2012年8月3日")
    assert year.within(day)
    assert not day.within(year)


def test_numbers_of_another_sort_are_not_the_same() -> None:
    three = {unit: quantities_of(f"3{unit}")[0] for unit in ("年", "个月", "%", "家", "倍")}
    assert not any(same_value(a, b) for m, a in three.items() for n, b in three.items() if m != n)
    assert same_value(quantities_of("三家")[0], quantities_of("3个")[0])


CLAUSE = "截至2031年8月，全市近两万家单位参加，其中20%在三年以上，材料于20个工作日内报送。"


@pytest.mark.parametrize(
    "statement",
    [
        "2031-08的时候，全市参加的单位近20,000家。",
        "全市有近2万家单位参加。",
        "参加的单位中百分之二十在3年以上。",
        "参加的单位中两成在三年以上。",
        "材料在二十个工作日内报送。",
    ],
)
def test_the_same_number_in_another_spelling_passes(statement: str) -> None:
    assert faults(statement, CLAUSE) == set()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("全市近三万家单位参加。", Fault.NUMBER),
        ("全市近2,000家单位参加。", Fault.NUMBER),
        ("其中30%在三年以上。", Fault.NUMBER),
        ("其中三成在三年以上。", Fault.NUMBER),
        ("其中20%在三年以下。", Fault.NUMBER),
        ("其中20%在五年以上。", Fault.NUMBER),
        ("材料于20日内报送。", Fault.NUMBER),
        ("材料于30个工作日内报送。", Fault.NUMBER),
        ("截至2031年9月，全市近两万家单位参加。", Fault.DATE),
        ("截至2030年8月，全市近两万家单位参加。", Fault.DATE),
        ("截至2031年8月5日，全市近两万家单位参加。", Fault.DATE),
    ],
)
def test_another_number_is_caught(statement: str, fault: Fault) -> None:
    assert fault in faults(statement, CLAUSE)
