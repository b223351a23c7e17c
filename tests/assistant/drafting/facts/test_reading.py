"""Facts are taken as people write them, spoken as documents write them, or refused with what to do."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from assistant.drafting.blueprint import Column, FactSpec, FactType, Option
from assistant.drafting.facts.reading import read_facts
from assistant.drafting.facts.values import Facts
from corpus.regions import Gazetteer

POWERS = (
    Option(value="suggest", label="建议权"),
    Option(value="supervise", label="监督权"),
    Option(value="stop", label="停工、停产提请权"),
)


def spec(
    type_: FactType = FactType.TEXT, name: str = "fact", label: str = "某项", **more: Any
) -> FactSpec:
    return FactSpec(name=name, label=label, type=type_, **more)


@pytest.fixture
def read(gazetteer: Gazetteer) -> Any:
    def one(given: Any, type_: FactType = FactType.TEXT, **more: Any) -> Facts:
        return read_facts([spec(type_, **more)], [], {"fact": given}, gazetteer, elsewhere=())

    return one


def text(facts: Facts) -> str:
    assert not facts.problems, facts.problems
    return facts.values["fact"].text


def problem(facts: Facts) -> str:
    assert "fact" not in facts.values, facts.values
    (found,) = facts.problems
    assert "\n" not in found.message
    assert found.message.startswith(f"{found.label}：")
    assert found.message.endswith("。")
    return found.message


# -- dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [
        "2026年3月1日", "2026-3-1", "2026/3/1", "2026.3.1", "2026-03-01", "２０２６－０３－０１", "2026 年 3 月 1 日",
        "20260301", 20260301, "二〇二六年三月一日", date(2026, 3, 1), datetime(2026, 3, 1, 9, 30), "2026-03-01 00:00:00",
        "2026-03-01T00:00:00Z", " 2026年3月1号 ",
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_form_that_leaves_no_doubt(read: Any, given: Any) -> None:
    facts = read(given, FactType.DATE)
    assert text(facts) == "2026年3月1日"
    assert facts.raw == {"fact": "2026-03-01"}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("2026-02-30", "日历上没有“2026-02-30”这一天"),
        ("2025年2月29日", "日历上没有"),
        ("2026-13-01", "日历上没有"),
        ("1948-12-31", "1949到2100"),
        ("2101-01-01", "1949到2100"),
        ("3/1/2026", "看不出是哪一天"),
        ("2026年3月", "看不出是哪一天"),
        ("2026-3/1", "看不出是哪一天"),
        ("明天", "看不出是哪一天"),
        (46082, "设为日期格式"),
        (True, "不是日期"),
        (["2026-03-01", "x"], "不是日期"),
    ],
)
def test_a_date_that_is_none_is_refused(read: Any, given: Any, says: str) -> None:
    assert says in problem(read(given, FactType.DATE))


# -- numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "spoken", "raw"),
    [
        ("5万元", "50,000元", 50000), ("50,000", "50,000元", 50000), (50000, "50,000元", 50000),
        ("５万", "50,000元", 50000), ("0.5亿元", "50,000,000元", 50_000_000), ("¥1,234.50", "1,234.50元", 1234.5),
        ("人民币 300 元整", "300元", 300), (0.1 + 0.2, "0.30元", 0.3), ("1.23456万元", "12,345.60元", 12345.6), (0, "0元", 0),
    ],
)  # fmt: skip
def test_money_is_spoken_in_yuan(read: Any, given: Any, spoken: str, raw: float) -> None:
    facts = read(given, FactType.MONEY)
    assert text(facts) == spoken
    assert facts.raw["fact"] == raw


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("-5", "负数"), ("5,00", "看不出是多少钱"), ("1.234", "到分为止"), ("约5万", "看不出"), ("5万美元", "看不出"),
        (float("nan"), "不是可以用的数"), (float("inf"), "不是可以用的数"), (10**400, "数太大"), (True, "请填数字"),
        ("99999999亿元", "核对单位"), ([5], "请填数字"),
    ],
)  # fmt: skip
def test_money_that_is_none_is_refused(read: Any, given: Any, says: str) -> None:
    assert says in problem(read(given, FactType.MONEY))


@pytest.mark.parametrize(
    ("given", "spoken"),
    [("30%", "30%"), ("30", "30%"), (30, "30%"), ("３０％", "30%"), (2.5, "2.5%"), ("0.5%", "0.5%"), ("百分之30", "30%"),
     (0, "0%")],
)  # fmt: skip
def test_a_percent_is_spoken_with_its_sign(read: Any, given: Any, spoken: str) -> None:
    facts = read(given, FactType.PERCENT)
    assert text(facts) == spoken
    assert (
        text(read(facts.raw["fact"], FactType.PERCENT)) == spoken
    )  # what is stored is read the same


def test_a_bare_fraction_could_be_meant_either_way(read: Any) -> None:
    assert "看不出0.3是0.3%还是30%" in problem(read(0.3, FactType.PERCENT))
    assert "看不出0.3是0.3%还是30%" in problem(read("0.3", FactType.PERCENT))


@pytest.mark.parametrize("given", ["101%", "-1%", "三成", "30%-40%", True])
def test_a_percent_that_is_none_is_refused(read: Any, given: Any) -> None:
    problem(read(given, FactType.PERCENT))


@pytest.mark.parametrize("given", [3, "3", "３", "3年", "3 年", 3.0, "3.0"])
def test_a_count_is_spoken_with_its_unit(read: Any, given: Any) -> None:
    facts = read(given, FactType.COUNT, unit="年")
    assert text(facts) == "3年"
    assert facts.raw == {"fact": 3}


@pytest.mark.parametrize(
    ("given", "says"),
    [("三年", "阿拉伯数字"), ("3.5", "不是整数"), (2.5, "不是整数"), ("0", "1到10"), (11, "1到10"), (True, "不是数"),
     ("3个月", "单位是“年”")],
)  # fmt: skip
def test_a_count_is_a_whole_number_within_its_bounds(read: Any, given: Any, says: str) -> None:
    assert says in problem(read(given, FactType.COUNT, unit="年", least=1, most=10))


# -- choices -------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["suggest", "建议权", " 建议权 ", "SUGGEST", ["建议权"]])
def test_a_choice_is_given_by_value_or_label(read: Any, given: Any) -> None:
    facts = read(given, FactType.CHOICE, options=POWERS)
    assert (facts.raw["fact"], text(facts)) == ("suggest", "建议权")


@pytest.mark.parametrize("given", ["否决权", True, 1, ["建议权", "监督权"], {"a": 1}])
def test_a_choice_that_is_none_lists_the_options(read: Any, given: Any) -> None:
    assert "建议权、监督权、停工、停产提请权" in problem(
        read(given, FactType.CHOICE, options=POWERS)
    )


@pytest.mark.parametrize(
    "given",
    [
        "停工、停产提请权、建议权", "建议权，停工、停产提请权", ["stop", "suggest"], "suggest;stop", "停工、停产提请权\n建议权",
        ["建议权", "停工、停产提请权", "建议权"], "建议权、 stop、",
    ],
)  # fmt: skip
def test_choices_stand_in_the_order_of_the_options(read: Any, given: Any) -> None:
    facts = read(given, FactType.CHOICES, options=POWERS)
    assert facts.raw["fact"] == ["suggest", "stop"]
    assert facts.values["fact"].items == ("建议权", "停工、停产提请权")


def test_choices_name_what_is_none(read: Any) -> None:
    said = problem(read("建议权、否决权、放行权", FactType.CHOICES, options=POWERS))
    assert "没有“否决权”、“放行权”这几项" in said


@pytest.mark.parametrize(
    ("given", "taken"),
    [("是", True), ("有", True), (True, True), ("true", True), ("否", False), ("无", False), (False, False), ("No", False)],
)  # fmt: skip
def test_yes_and_no(read: Any, given: Any, taken: bool) -> None:
    facts = read(given, FactType.YES_NO)
    assert facts.values["fact"].raw is taken
    assert text(facts) == ("是" if taken else "否")


@pytest.mark.parametrize("given", ["也许", 1, 0, ["是"]])
def test_neither_yes_nor_no_is_refused(read: Any, given: Any) -> None:
    assert "请填“是”或者“否”" in problem(read(given, FactType.YES_NO))


# -- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("李乙", "李乙"), ("张　三", "张三"), ("阿卜杜·热合曼", "阿卜杜·热合曼"), ("阿卜杜•热合曼", "阿卜杜·热合曼"),
        ("John Smith", "John Smith"), ("𠮷田", "𠮷田"), ("O'Neil", "O'Neil"),
    ],
)  # fmt: skip
def test_a_person_has_a_name(read: Any, given: str, name: str) -> None:
    assert text(read(given, FactType.PERSON)) == name


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("张三先生", "带了称呼“先生”"), ("李四女士", "带了称呼"), ("王五同志", "带了称呼"), ("张", "2到30个字"), ("张三1", "“1”"),
        ("张三、李四", "只填一个人"), ("待定", "请留空"), ("·· ··", "不是姓名"), ("李<乙>", "“<”"), ("甲" * 31, "31个字"),
        (12345, "请填姓名"),
        ("张三😀", "“😀”"),
    ],
)  # fmt: skip
def test_a_person_is_not_a_title_a_number_or_two(read: Any, given: Any, says: str) -> None:
    assert says in problem(read(given, FactType.PERSON))


@pytest.mark.parametrize(
    "given",
    [
        "质量部\n检验中心", ["质量部", "检验中心"], "1. 质量部\n2. 检验中心", "（一）质量部\n（二）检验中心",
        "- 质量部\n\n-检验中心\n",
        "·质量部\r\n· 检验中心", "一、质量部\n二、检验中心", "①质量部\n②检验中心", ["1、质量部\n2、检验中心"],
        "(1) 质量部\n（2） 检验中心", ["- 1. 质量部", None, "", "检验中心"],
    ],
)  # fmt: skip
def test_lines_lose_the_numbers_that_a_person_typed(read: Any, given: Any) -> None:
    facts = read(given, FactType.LINES)
    assert facts.values["fact"].items == ("质量部", "检验中心")
    assert facts.raw["fact"] == ["质量部", "检验中心"]
    assert text(facts) == "质量部、检验中心"


@pytest.mark.parametrize("given", ["无", "没有", ["无"], "/", "", "  \n ", [], None, "- \n1. "])
def test_no_lines_are_not_given(read: Any, given: Any) -> None:
    facts = read(given, FactType.LINES)
    assert not facts.values
    assert not facts.problems


def test_numbers_that_belong_to_a_line_stay(read: Any) -> None:
    lines = ("2.5万吨以上", "-5℃以下", "3号线", "2026年投产", "10kV")
    assert read(list(lines), FactType.LINES).values["fact"].items == lines


def test_a_text_says_how_long_it_is_and_may_be(read: Any) -> None:
    assert problem(read("甲" * 200, longest=100)) == "某项：有200个字，最多100个字，请缩短。"
    assert "第2行有11个字，最多10个字" in problem(
        read(["甲", "乙" * 11], FactType.LINES, longest=10)
    )


@pytest.mark.parametrize(
    ("given", "taken"), [(5, "5"), (5.0, "5"), (98.5, "98.5"), (date(2026, 3, 1), "2026年3月1日")]
)
def test_a_text_may_be_given_as_a_number_or_date(read: Any, given: Any, taken: str) -> None:
    assert text(read(given)) == taken


@pytest.mark.parametrize("given", [True, {"a": "b"}, ["a", "b"], b"x", object()])
def test_a_text_is_no_list_and_no_mapping(read: Any, given: Any) -> None:
    problem(read(given))


def test_paragraphs_keep_their_breaks_and_one_line_does_not(read: Any) -> None:
    assert text(read("第一段\r\n\n 第二段 ", FactType.PARAGRAPH)) == "第一段\n第二段"
    assert text(read("第一段\r\n\n 第二段 ")) == "第一段 第二段"


# -- tables --------------------------------------------------------------------------------------

INDICATORS = (
    Column(name="item", label="指标", required=True),
    Column(name="weight", label="权重", type=FactType.PERCENT, required=True, total=100),
    Column(name="due", label="完成时间", type=FactType.DATE),
)


def test_a_table_is_given_by_names_or_labels_of_its_columns(read: Any) -> None:
    rows = [
        {"item": "合格率", "权重": "60%", "due": "2026-12-31"},
        {},
        {"指标": "投诉", "weight": 40, "due": None},
    ]
    facts = read(rows, FactType.TABLE, columns=INDICATORS)
    assert facts.values["fact"].rows == (
        {"item": "合格率", "weight": "60%", "due": "2026年12月31日"},
        {"item": "投诉", "weight": "40%", "due": ""},
    )
    assert facts.raw["fact"] == [
        {"item": "合格率", "weight": 60, "due": "2026-12-31"},
        {"item": "投诉", "weight": 40},
    ]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (
            [{"item": "甲", "weight": 60}, {"item": "乙", "weight": 30}],
            "“权重”合计是90%，应当是100%",
        ),
        ([{"item": "甲", "weight": "33.3"}, {"item": "乙", "weight": "66.6"}], "合计是99.9%"),
        ([{"weight": 100}], "第1行没有填“指标”"),
        (
            [{"item": "甲", "weight": 100, "wieght": 1}],
            "第1行有不认识的列“wieght”，可用的列：指标、权重、完成时间",
        ),
        ([{"item": "甲", "weight": 100, "due": "明天"}], "第1行“完成时间”：“明天”看不出是哪一天"),
        ([{"item": "甲", "指标": "乙", "weight": 100}], "“指标”写了两次"),
        (["甲"], "没有写列名"),
        ("甲", "一行一行的列表"),
        ([{"item": "甲", "weight": 1}] * 501, "有501行，最多500行"),
        ([{"item": "长" * 501, "weight": 100}], "有501个字，最多500个字"),
        ([{"weight": 1}] * 9, "另有6处"),
    ],
)
def test_a_table_names_the_row_and_column_of_what_is_wrong(read: Any, rows: Any, says: str) -> None:
    assert says in problem(read(rows, FactType.TABLE, columns=INDICATORS))


@pytest.mark.parametrize("rows", [[], [{}], [{"item": ""}], None, [None]])
def test_an_empty_table_is_not_given(read: Any, rows: Any) -> None:
    facts = read(rows, FactType.TABLE, columns=INDICATORS)
    assert not facts.values
    assert not facts.problems
