"""A follow-up becomes a question that stands alone; a question that stands alone is left alone."""

from __future__ import annotations

import pytest

from assistant.answering.condensing import Condensed, Earlier, condense
from corpus.regions import Gazetteer

HUBEI = Earlier("湖北的任职条件是什么？", "湖北意见", ("hubei-guidance-2022#任职条件",))
NOTES = Earlier("标准由谁牵头起草？", "编制说明")
ROLES = Earlier("首席质量官和质量安全总监有什么区别？", "岗位指引")
NOTICE = Earlier("粤市监〔2023〕35号是什么文件？", "35号通知")
PAPER = Earlier("聘任书要写哪些内容？", "聘任书指引")
LABEL = Earlier("六（四）讲什么？", "编制说明")


def completed(text: str, earlier: Earlier | None, gazetteer: Gazetteer) -> str:
    return condense(text, earlier, gazetteer).text.rstrip("?？")


@pytest.mark.parametrize("said", ["那漳州呢？", "漳州呢", "那么漳州呢？", "换成漳州呢？", "漳州？"])
def test_another_place_takes_the_place_of_the_first(said: str, gazetteer: Gazetteer) -> None:
    assert completed(said, HUBEI, gazetteer) == "漳州的任职条件是什么"


def test_a_place_after_a_question_without_one_is_put_before_it(gazetteer: Gazetteer) -> None:
    earlier = Earlier("首席质量官要什么学历？")
    assert completed("那湖北呢？", earlier, gazetteer) == "湖北首席质量官要什么学历"


def test_a_place_after_a_comparison_leaves_one_place(gazetteer: Gazetteer) -> None:
    earlier = Earlier("湖北和漳州的任职条件有什么不同？")
    said = completed("上海呢？", earlier, gazetteer)
    assert said.startswith("上海的任职条件")
    assert "湖北" not in said
    assert "漳州" not in said


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("培训呢？", "湖北的培训是什么"),
        ("培训方面呢", "湖北的培训是什么"),
        ("那退出呢，有没有说法？", "湖北的退出是什么"),
    ],
)
def test_another_topic_keeps_the_place(said: str, whole: str, gazetteer: Gazetteer) -> None:
    assert completed(said, HUBEI, gazetteer) == whole


def test_another_topic_does_not_keep_the_number_asked_for(gazetteer: Gazetteer) -> None:
    earlier = Earlier("湖北要求几年经历？", "湖北意见")
    assert completed("培训呢？", earlier, gazetteer) == "湖北培训有什么规定"


@pytest.mark.parametrize("said", ["还有吗？", "继续", "详细说说", "再说点", "具体点"])
def test_more_repeats_the_question_and_says_so(said: str, gazetteer: Gazetteer) -> None:
    assert condense(said, HUBEI, gazetteer) == Condensed("湖北的任职条件是什么？", more=True)


@pytest.mark.parametrize(
    ("said", "earlier", "whole"),
    [
        ("它什么时候公开征求意见的？", NOTES, "标准什么时候公开征求意见的"),
        ("它要求企业做什么？", NOTICE, "粤市监〔2023〕35号要求企业做什么"),
        ("该文件是谁发的？", NOTICE, "粤市监〔2023〕35号是谁发的"),
        ("那里怎么培训？", HUBEI, "湖北怎么培训"),
        ("当地由谁备案？", HUBEI, "湖北由谁备案"),
    ],
)
def test_pronouns_become_what_they_stand_for(
    said: str, earlier: Earlier, whole: str, gazetteer: Gazetteer
) -> None:
    assert completed(said, earlier, gazetteer) == whole


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("后者由谁任命？", "质量安全总监由谁任命"),
        ("后面这个由谁任命？", "质量安全总监由谁任命"),
        ("前者由谁任命？", "首席质量官由谁任命"),
        ("前者呢，由谁任命？", "首席质量官呢,由谁任命"),
    ],
)
def test_the_latter_and_the_former(said: str, whole: str, gazetteer: Gazetteer) -> None:
    assert completed(said, ROLES, gazetteer).replace("，", ",") == whole


@pytest.mark.parametrize("said", ["六（五）呢？", "那六（五）呢"])
def test_another_label_is_looked_up_in_the_same_document(said: str, gazetteer: Gazetteer) -> None:
    assert completed(said, LABEL, gazetteer) == "编制说明六（五）讲什么"


def test_a_short_question_on_a_paper_names_the_paper(gazetteer: Gazetteer) -> None:
    assert completed("标准号要不要写上去？", PAPER, gazetteer) == "聘任书里标准号要不要写上去"


def test_a_question_without_a_subject_gets_the_earlier_one_as_a_guess(gazetteer: Gazetteer) -> None:
    said = condense("有几个章节？", NOTES, gazetteer)
    assert said.text.rstrip("?？") == "标准有几个章节"
    assert said.tentative


@pytest.mark.parametrize(
    "said",
    [
        "广东的标准由哪家单位牵头起草?",
        "首席质量官制度的适用范围是什么?",
        "编制说明里聘任制度明确哪些内容?",
        "上海的首席质量官由谁授权?",
    ],
)
@pytest.mark.parametrize("earlier", [HUBEI, NOTES, ROLES, PAPER])
def test_a_full_question_is_left_alone(said: str, earlier: Earlier, gazetteer: Gazetteer) -> None:
    assert condense(said, earlier, gazetteer) == Condensed(said)


def test_a_named_document_is_a_subject(gazetteer: Gazetteer) -> None:
    said = "质量强国纲要怎么说?"
    assert condense(said, HUBEI, gazetteer, names=["质量强国纲要"]) == Condensed(said)


def test_without_a_conversation_nothing_is_added(gazetteer: Gazetteer) -> None:
    assert condense("那漳州呢?", None, gazetteer) == Condensed("那漳州呢?")
    assert condense("还有吗?", None, gazetteer) == Condensed("还有吗?")


def test_traditional_follow_up_is_understood(gazetteer: Gazetteer) -> None:
    assert completed("那廣東呢？", HUBEI, gazetteer) == "广东的任职条件是什么"
