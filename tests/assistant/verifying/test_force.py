"""What is required stays required, what is encouraged stays encouraged; nothing is turned round or widened."""

from __future__ import annotations

import pytest

from assistant.verifying.force import force_of, negations
from assistant.verifying.models import Fault
from corpus.models import Authority, Kind, Modality
from tests.assistant.verifying.texts import cited, faults, source

REQUIRED = "风筝制作单位应当在出厂前检验骨架。"
ADVISED = "风筝制作单位宜在出厂前检验骨架。"
ALLOWED = "风筝制作单位可以在出厂前检验骨架。"
ENCOURAGED = "鼓励风筝制作单位在出厂前检验骨架。"
PLAIN = "风筝制作单位在出厂前检验骨架。"
INTENDED = "本规范拟作为推荐性地方标准。"


@pytest.mark.parametrize(
    ("statement", "clause"),
    [
        ("风筝制作单位必须在出厂前检验骨架。", REQUIRED),
        ("出厂前，风筝制作单位须检验骨架。", REQUIRED),
        ("要求风筝制作单位在出厂前检验骨架。", REQUIRED),
        ("风筝制作单位在出厂前宜检验骨架。", ADVISED),
        ("提倡风筝制作单位在出厂前检验骨架。", ENCOURAGED),
        ("风筝制作单位可在出厂前检验骨架。", ALLOWED),
        ("本规范打算作为推荐性地方标准。", INTENDED),
        ("对风筝骨架的要求见附录。", "风筝骨架的要求见附录。"),  # 要求 is a noun
    ],
)
def test_the_same_force_in_other_words_passes(statement: str, clause: str) -> None:
    assert Fault.MODALITY not in faults(statement, clause)


@pytest.mark.parametrize(
    ("statement", "clause"),
    [
        ("风筝制作单位应当在出厂前检验骨架。", ENCOURAGED),
        ("要求风筝制作单位在出厂前检验骨架。", ENCOURAGED),
        ("风筝制作单位应在出厂前检验骨架。", ADVISED),
        ("风筝制作单位必须在出厂前检验骨架。", ALLOWED),
        ("风筝制作单位应当在出厂前检验骨架。", PLAIN),
        ("风筝制作单位宜在出厂前检验骨架。", REQUIRED),
        ("风筝制作单位可以在出厂前检验骨架。", REQUIRED),
        ("鼓励风筝制作单位在出厂前检验骨架。", REQUIRED),
        ("风筝制作单位在出厂前检验骨架。", ENCOURAGED),
        ("小型单位应当参照执行。", "大型单位应当检验骨架，小型单位可以参照执行。"),
        ("大型单位可以检验骨架。", "大型单位应当检验骨架，小型单位可以参照执行。"),
        ("本规范是推荐性地方标准。", INTENDED),
        ("本规范已作为推荐性地方标准。", INTENDED),
    ],
)
def test_force_is_neither_raised_nor_lowered(statement: str, clause: str) -> None:
    assert Fault.MODALITY in faults(statement, clause)


def test_advice_of_a_guide_may_be_passed_on_as_advice_only() -> None:
    guide = source(title="风筝示例指引", kind=Kind.GUIDE, authority=Authority.GUIDE)
    advice = cited("建议骨架的图纸由专业人员审核。", of=guide)
    assert faults("按我们的建议，骨架的图纸应请专业人员审核。", advice) == set()
    assert Fault.MODALITY in faults("骨架的图纸必须由专业人员审核。", advice)
    assert Fault.MODALITY in faults("建议：骨架的图纸必须由专业人员审核。", advice)
    law = cited("骨架的图纸由专业人员审核。")
    assert Fault.MODALITY in faults("建议骨架的图纸应由专业人员审核。", law)


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("应当检验", Modality.REQUIREMENT),
        ("不能使用", Modality.REQUIREMENT),
        ("宜检验", Modality.RECOMMENDATION),
        ("鼓励检验", Modality.ENCOURAGEMENT),
        ("可以检验", Modality.PERMISSION),
    ],
)
def test_words_of_force_are_known(text: str, force: Modality) -> None:
    assert force in force_of(text)


@pytest.mark.parametrize(
    "text", ["相应的材料", "可靠的骨架", "便宜的线", "任职要求", "基本要求和方法"]
)
def test_words_that_only_look_like_force_have_none(text: str) -> None:
    assert force_of(text) == set()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("不得放飞", 1),
        ("没有规定", 1),
        ("禁止放飞", 1),
        ("不断改进", 0),
        ("不少于三层", 0),
        ("线的长短不同", 0),
        ("未来三年", 0),
        ("不过图样没有看到", 1),
        ("“不合格”三个字", 0),
        ("没有人不知道", 2),
    ],
)
def test_negations_are_counted_and_their_lookalikes_are_not(text: str, count: int) -> None:
    assert negations(text) == count


@pytest.mark.parametrize(
    ("statement", "clause"),
    [
        ("风筝可以在机场附近放飞。", "风筝不得在机场附近放飞。"),
        ("风筝不得在公园里放飞。", "风筝可以在公园里放飞。"),
        ("编制说明写了放飞线的长度。", "编制说明没有写放飞线的长度。"),
        ("编制说明没有写放飞线的长度。", "编制说明写了放飞线的长度。"),
        ("风筝的纸面已经检验。", "风筝的纸面未经检验。"),
        ("骨架属于本规范的范围。", "骨架不属于本规范的范围。"),
        ("风筝制作单位不应当在出厂前检验骨架。", REQUIRED),
        ("连续两年检验合格的风筝骨架，应当重做。", "连续两年检验不合格的风筝骨架，应当重做。"),
        ("纸面可以有破损。", "纸面不得有破损。"),
    ],
)
def test_nothing_is_turned_round(statement: str, clause: str) -> None:
    assert faults(statement, clause) & {Fault.NEGATION, Fault.MODALITY}


@pytest.mark.parametrize(
    ("statement", "clause"),
    [
        ("在机场附近，风筝不能放飞。", "风筝不得在机场附近放飞。"),
        ("机场附近禁止放飞风筝。", "风筝不得在机场附近放飞。"),
        ("放飞线的长度，编制说明未写。", "编制说明没有写放飞线的长度。"),
    ],
)
def test_a_denial_in_other_words_passes(statement: str, clause: str) -> None:
    assert Fault.NEGATION not in faults(statement, clause)


@pytest.mark.parametrize(
    ("statement", "clause"),
    [
        ("所有风筝的骨架应当检验。", "部分风筝的骨架应当检验。"),
        ("风筝的骨架均应当检验。", "风筝的骨架应当检验。"),
        ("仅大型风筝的骨架应当检验。", "大型风筝的骨架应当检验。"),
        ("大型风筝的骨架应当检验。", "部分大型风筝的骨架应当检验。"),
        ("多数风筝的骨架应当检验。", "所有风筝的骨架应当检验。"),
        ("采纳的意见只有三条风筝骨架意见。", "采纳的意见有三条风筝骨架意见。"),
    ],
)
def test_a_statement_says_all_some_or_only_where_the_clause_does(
    statement: str, clause: str
) -> None:
    assert Fault.QUANTIFIER in faults(statement, clause)


@pytest.mark.parametrize(
    ("statement", "clause"),
    [
        ("全体风筝的骨架都应当检验。", "所有风筝的骨架均应当检验。"),
        ("纸面和骨架都应当检验。", "纸面、骨架应当检验。"),
        ("只有大型风筝的骨架应当检验。", "仅大型风筝的骨架应当检验。"),
        ("全面检验骨架的安全。", "全面检验骨架安全。"),
    ],
)
def test_the_same_extent_in_other_words_passes(statement: str, clause: str) -> None:
    assert Fault.QUANTIFIER not in faults(statement, clause)
