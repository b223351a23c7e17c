"""Lists, denials, near-verbatim edits and added words: what is put into a clause's mouth is caught."""

from __future__ import annotations

import pytest

from assistant.verifying.models import Fault
from tests.assistant.verifying.texts import cited, faults, judged

LIST = "风筝制作单位应当保存图样、检验记录、合格证、放飞照片。"
LONG = "风筝制作单位应当在每批风筝出厂前检验骨架和纸面，检验记录由质量负责人签字后保存三年。"


def test_a_list_is_taken_over_in_any_order_and_in_part() -> None:
    assert judged("应当保存合格证、图样、放飞照片和检验记录。", LIST).supported
    assert judged("应当保存图样、合格证等。", LIST).supported


def test_a_thing_smuggled_into_a_list_is_caught() -> None:
    assert Fault.CONTENT in faults("应当保存图样、检验记录、购货发票、放飞照片。", LIST)


def test_what_a_clause_denies_is_not_affirmed() -> None:
    clause = "材料写了纸面的要求，没有写骨架的抗风等级。"
    assert Fault.NEGATION in faults("材料对骨架的抗风等级有要求，写了骨架的抗风等级。", clause)
    assert judged("骨架的抗风等级，材料没有写。", clause).supported


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (LONG.replace("三年", "五年"), Fault.NUMBER),
        (LONG.replace("应当", "可以"), Fault.MODALITY),
        (LONG.replace("应当", "不应当"), Fault.NEGATION),
        (LONG.replace("检验骨架", "仅检验骨架"), Fault.QUANTIFIER),
        (LONG.replace("质量负责人", "蓝湖市风筝协会"), Fault.NAME),
    ],
)
def test_one_word_changed_in_a_sentence_is_caught(statement: str, fault: Fault) -> None:
    assert fault in faults(statement, LONG)


@pytest.mark.parametrize(
    "added",
    ["，违者由公安机关处以罚款", "，所需经费从财政列支", "，并向社会公众公开每季度的销售额", "，有关人员应持证上岗"],
)  # fmt: skip
def test_words_added_to_a_true_sentence_are_caught(added: str) -> None:
    assert not judged(LONG.rstrip("。") + added + "。", LONG).supported


@pytest.mark.parametrize(
    "statement",
    [
        "风筝制作单位在每批风筝出厂前，应当检验骨架和纸面。",
        "检验记录由质量负责人签字，保存3年。",
        "按照这一条，每批风筝出厂前应检验纸面、骨架。",
    ],
)
def test_the_same_in_another_order_passes(statement: str) -> None:
    assert judged(statement, LONG).supported


def test_a_statement_about_something_else_is_not_supported() -> None:
    verdict = judged("食堂每周供应两次红烧牛肉面，免费加蛋。", LONG)
    assert Fault.CONTENT in {reason.fault for reason in verdict.reasons}
    assert verdict.coverage < 0.3


def test_headings_and_lead_ins_count_as_said() -> None:
    item = cited("（二）检验记录；", "风筝制作单位应当保存下列材料：", "第二章 材料")
    assert judged("风筝制作单位应当保存检验记录。", item).supported
