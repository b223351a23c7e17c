"""Facts beside each other: rules between them, their names, and what a program is told of them."""

from __future__ import annotations

from typing import Any

from assistant.drafting.blueprint import Check, Column, FactSpec, FactType, Option, Rule
from assistant.drafting.facts.reading import describe, read_facts
from corpus.regions import Gazetteer


def spec(
    type_: FactType = FactType.TEXT, name: str = "fact", label: str = "某项", **more: Any
) -> FactSpec:
    return FactSpec(name=name, label=label, type=type_, **more)


POWERS = (Option(value="suggest", label="建议权"), Option(value="supervise", label="监督权"))
INDICATORS = (
    Column(name="item", label="指标", required=True),
    Column(name="weight", label="权重", type=FactType.PERCENT, required=True, total=100),
)

# -- rules ---------------------------------------------------------------------------------------

TERM = (
    spec(FactType.DATE, "start", "任期开始日"),
    spec(FactType.DATE, "end", "任期结束日"),
    spec(FactType.PERSON, "giver", "授权人"),
    spec(FactType.PERSON, "taker", "被授权人"),
    spec(FactType.TEXT, "meeting", "会议"),
)


def test_an_end_before_its_start_is_left_out(gazetteer: Gazetteer) -> None:
    rule = Rule(
        kind="order", facts=("start", "end"), message="任期结束日早于任期开始日，请核对两个日期。"
    )
    raw = {"start": "2026-04-01", "end": "2026-03-31"}
    facts = read_facts(TERM, [rule], raw, gazetteer)
    assert facts.raw == {"start": "2026-04-01"}
    assert facts.problems[0].name == "end"
    assert rule.message in facts.problems[0].message
    assert read_facts(TERM, [rule], raw | {"end": "2026-04-01"}, gazetteer).problems == ()


def test_two_that_must_differ(gazetteer: Gazetteer) -> None:
    rule = Rule(
        kind="different", facts=("giver", "taker"), message="授权人与被授权人不能是同一个人。"
    )
    facts = read_facts(TERM, [rule], {"giver": "陈甲", "taker": "陈 甲"}, gazetteer)
    assert [p.name for p in facts.problems] == ["taker"]
    assert set(facts.values) == {"giver"}


def test_facts_that_belong_together(gazetteer: Gazetteer) -> None:
    rule = Rule(kind="together", facts=("meeting", "start"), message="写了会议的，要写日期。")
    facts = read_facts(TERM, [rule], {"meeting": "第一次会议"}, gazetteer)
    assert [p.name for p in facts.problems] == ["start"]
    assert set(facts.values) == {"meeting"}
    assert read_facts(TERM, [rule], {}, gazetteer).problems == ()
    wrong = read_facts(TERM, [rule], {"meeting": "第一次会议", "start": "明天"}, gazetteer)
    assert len(wrong.problems) == 1  # a wrong date is not called missing as well


# -- names ---------------------------------------------------------------------------------------

COMPANY = (
    spec(name="company_name", label="企业全称", required=True),
    spec(name="address", label="注册地址"),
)


def test_a_fact_is_given_by_its_name_or_its_label(gazetteer: Gazetteer) -> None:
    facts = read_facts(COMPANY, [], {"企业全称*": "甲公司", "address": "乙路"}, gazetteer)
    assert facts.raw == {"company_name": "甲公司", "address": "乙路"}


def test_a_fact_given_twice_must_be_the_same(gazetteer: Gazetteer) -> None:
    twice = read_facts(COMPANY, [], {"企业全称": "甲公司", "company_name": "乙公司"}, gazetteer)
    assert "写了两次" in twice.problems[0].message
    assert twice.missing
    same = read_facts(COMPANY, [], {"企业全称": "甲公司", "company_name": "甲公司"}, gazetteer)
    assert same.raw == {"company_name": "甲公司"}


def test_an_unknown_fact_names_the_nearest(gazetteer: Gazetteer) -> None:
    raw: dict[Any, Any] = {"compny_name": "甲", "企业全程": "乙", "zzz": "丙", 3: "丁"}
    first, second, third, fourth = read_facts(COMPANY, [], raw, gazetteer, elsewhere=()).unknown
    assert "“compny_name”的事实，相近的是 company_name（企业全称）" in first.message
    assert "相近的是 company_name" in second.message
    assert "相近" not in third.message
    assert fourth.name == "3"


def test_facts_of_other_documents_are_not_called_unknown(gazetteer: Gazetteer) -> None:
    raw = {"cqo_name": "李乙", "own": "x"}
    assert [p.name for p in read_facts(COMPANY, [], raw, gazetteer).unknown] == ["own"]
    others = [spec(name="own", label="别的")]
    assert read_facts(COMPANY, [], {"own": "x"}, gazetteer, elsewhere=others).unknown == ()


def test_describe_tells_a_program_what_to_give() -> None:
    shown = describe(
        [
            spec(
                name="company_name",
                label="企业全称",
                required=True,
                example="示例公司",
                help="全称",
                longest=100,
            ),
            spec(FactType.CHOICE, options=POWERS),
            spec(FactType.COUNT, unit="年", least=1, most=3, group="任期"),
            spec(check=Check.REGION),
            spec(FactType.TABLE, columns=INDICATORS),
        ]
    )
    assert shown[0] == {
        "name": "company_name", "label": "企业全称", "type": "text", "required": True, "example": "示例公司",
        "help": "全称", "longest": 100,
    }  # fmt: skip
    assert shown[1]["options"][0] == {"value": "suggest", "label": "建议权"}
    assert (shown[2]["unit"], shown[2]["least"], shown[2]["most"], shown[2]["group"]) == (
        "年",
        1,
        3,
        "任期",
    )
    assert shown[3]["check"] == "region"
    assert shown[4]["columns"][1] == {
        "name": "weight",
        "label": "权重",
        "type": "percent",
        "required": True,
        "total": 100.0,
    }
