"""What is said of one body, place or thing is not said of another."""

from __future__ import annotations

import pytest

from assistant.verifying.models import Fault
from tests.assistant.verifying.texts import cited, faults, judged, source

WRONG = {Fault.SUBJECT, Fault.NUMBER, Fault.CONTENT, Fault.PLACE, Fault.DATE}


def test_an_act_belongs_to_the_one_that_does_it() -> None:
    clause = cited("首席质量官由法定代表人聘任，由董事会考核。图样由蓝湖风筝协会归口。")
    assert faults("首席质量官由企业法定代表人聘任。", clause) == set()
    assert faults("首席质量官由董事会考评。", clause) == set()
    assert Fault.SUBJECT in faults("首席质量官由董事会聘任。", clause)
    assert Fault.SUBJECT in faults("首席质量官由工会任命。", clause)
    assert Fault.SUBJECT in faults("首席质量官由法定代表人考核。", clause)


def test_bodies_do_not_change_places() -> None:
    clause = cited("图样由蓝湖市市场监督管理局批准，由蓝湖风筝协会归口。")
    assert judged("图样由蓝湖市市场监管局批准，由蓝湖风筝协会归口。", clause).supported
    assert Fault.SUBJECT in faults("图样由蓝湖风筝协会批准，由蓝湖市市场监督管理局归口。", clause)


FUJIAN = cited(
    "福建办法要求首席质量官有3年以上风筝制作经历，由法定代表人聘任。",
    of=source("fj", "福建风筝示例办法", region="福建"),
)
HUBEI = cited(
    "湖北意见要求首席质量官有5年以上风筝检验经历，且具有中级职称。",
    of=source("hb", "湖北风筝示例意见", region="湖北", issued="2032-04"),
)


@pytest.mark.parametrize(
    "statement",
    [
        "福建要求首席质量官有3年以上风筝制作经历，湖北要求有5年以上风筝检验经历。",
        "湖北要求首席质量官具有中级职称。",
        "福建和湖北都要求首席质量官有风筝方面的经历。",
        "两地都对首席质量官的经历作了要求。",
    ],
)
def test_each_place_keeps_its_own_rule(statement: str) -> None:
    assert judged(statement, FUJIAN, HUBEI).reasons == ()


@pytest.mark.parametrize(
    "statement",
    [
        "福建要求首席质量官有5年以上风筝制作经历。",
        "湖北要求首席质量官有3年以上风筝检验经历，福建要求有5年以上。",
        "福建要求首席质量官具有中级职称且有风筝检验经历。",
        "湖北的首席质量官由法定代表人聘任。",
        "福建和湖北都要求首席质量官有3年以上经历。",
        "福建与湖北均要求首席质量官有5年以上经历。",
    ],
)
def test_rules_of_two_places_are_not_mixed(statement: str) -> None:
    assert faults(statement, FUJIAN, HUBEI) & WRONG


def test_what_one_place_rules_is_not_said_of_another() -> None:
    assert faults("浙江要求首席质量官有3年以上风筝制作经历。", FUJIAN) == {Fault.PLACE}
    assert faults("2035年的湖北意见要求首席质量官具有中级职称。", HUBEI) == {Fault.DATE}
    assert faults("2032年4月的湖北意见要求首席质量官具有中级职称。", HUBEI) == set()


def test_the_body_that_issued_a_text_may_be_named_with_it() -> None:
    town = source("town", "蓝湖市风筝示例通知", issuer="蓝湖市市场监督管理局", issued="2031-03")
    clause = cited("通知提出2035年在风筝制作单位全面推行首席质量官。", of=town)
    statement = "蓝湖市市场监管局2031年3月的通知提出，2035年在风筝制作单位全面推行首席质量官。"
    assert judged(statement, clause).reasons == ()


PARALLEL = "首席质量官承担直接责任，企业法人承担法定责任。第4章是骨架要求，第5章是纸面指标。"


@pytest.mark.parametrize(
    "statement",
    [
        "企业法人承担的是法定责任。",
        "首席质量官承担直接责任，企业法人则承担法定责任。",
        "首席质量官和企业法人分别承担直接责任、法定责任。",
        "第5章是纸面指标。",
    ],
)
def test_parallel_pieces_keep_their_parts(statement: str) -> None:
    assert Fault.SUBJECT not in faults(statement, PARALLEL)


@pytest.mark.parametrize(
    "statement", ["企业法人承担直接责任。", "首席质量官承担法定责任。", "第4章是纸面指标。"]
)
def test_parts_of_parallel_pieces_are_not_crossed(statement: str) -> None:
    assert faults(statement, PARALLEL) & {Fault.SUBJECT, Fault.LABEL}


def test_values_of_one_thing_are_not_given_to_another() -> None:
    clause = cited("大型风筝的骨架检验费为300元，小型风筝的纸面登记费为20元。")
    assert judged("小型风筝纸面登记费20元。", clause).supported
    assert Fault.NUMBER in faults("小型风筝的纸面登记费为300元。", clause)
    years = cited("竹骨风筝推行首席质量官是2031年，布面风筝开始登记备案是2033年。")
    assert faults("布面风筝开始登记备案是2031年。", years) & {Fault.DATE, Fault.SUBJECT}


DUTY = "首席质量官对风筝安全事故承担直接责任，首席质量官不得兼任车间负责人。"


@pytest.mark.parametrize(
    "statement",
    [
        "总经理对风筝安全事故承担直接责任。",
        "车间负责人不得兼任首席质量官。",
    ],
)
def test_a_duty_is_not_laid_on_another(statement: str) -> None:
    assert Fault.SUBJECT in faults(statement, DUTY)


@pytest.mark.parametrize(
    "statement",
    [
        "CQO对风筝安全事故承担直接责任。",
        "首席质量官不能兼任车间负责人。",
        "车间负责人不得由首席质量官兼任。",
        "禁止首席质量官兼任车间负责人。",
    ],
)
def test_the_same_duty_in_other_words_passes(statement: str) -> None:
    assert judged(statement, DUTY).reasons == ()


def test_things_joined_by_and_may_change_places() -> None:
    assert judged("骨架和纸面。", "应检验纸面和骨架。").supported
