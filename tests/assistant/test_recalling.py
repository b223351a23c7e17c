"""A question may go back to a much earlier turn; a question that only sounds so is left alone."""

from __future__ import annotations

import pytest

from assistant.answering.condensing import Earlier, condense
from assistant.answering.recalling import goes_back, recall
from corpus.regions import Gazetteer

TURNS = (
    Earlier("标准由谁牵头起草？", "编制说明"),
    Earlier("漳州的任职条件是什么？", "漳州办法摘要"),
    Earlier("湖北要求几年经历？", "湖北意见"),
    *[Earlier("聘任制度要明确哪些内容？", "编制说明")] * 6,
)


def completed(said: str, gazetteer: Gazetteer) -> str:
    found = recall(said, TURNS, gazetteer)
    assert found is not None
    if not found.rest:
        return found.turn.standalone
    return condense(found.rest, found.turn, gazetteer).text


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("第二问里，由谁聘任？", "漳州由谁聘任"),
        ("第2个问题，那考核呢？", "漳州的考核是什么？"),
        ("再说一遍第二个问题", "漳州的任职条件是什么？"),
        ("回到第三个问题", "湖北要求几年经历？"),
        ("最开始问的那份文件什么时候审查的？", "标准什么时候审查的?"),
        ("一开始问的那个地方，考核呢？", "漳州的考核是什么？"),
        ("最开头聊的那个地方，首席质量官由谁聘任", "漳州首席质量官由谁聘任"),
        ("前面说的漳州，备案呢？", "漳州的备案是什么？"),
        ("回到漳州，培训呢？", "漳州的培训是什么？"),
        ("前面问的湖北那份意见里考核怎么说？", "湖北考核怎么说?"),
    ],
)
def test_a_turn_is_found_and_the_question_completed_from_it(
    said: str, whole: str, gazetteer: Gazetteer
) -> None:
    assert completed(said, gazetteer).rstrip("?？") == whole.rstrip("?？")


@pytest.mark.parametrize(
    "said",
    [
        "最早是谁提出的？",
        "企业一开始要做什么？",
        "最初提出首席质量官制度的是哪里？",
        "第一轮征求意见是什么时候？",
        "标准第二条是什么？",
        "第二次问卷是什么时候发的？",
        "前面几章讲什么？",
        "上面提到的企业有哪些？",
        "第九十九问",
        "那漳州呢？",
    ],
)
def test_what_names_no_turn_goes_back_to_none(said: str, gazetteer: Gazetteer) -> None:
    assert not goes_back(said) or recall(said, TURNS, gazetteer) is None


def test_turns_are_counted_as_the_page_counts_them(gazetteer: Gazetteer) -> None:
    turns = (TURNS[0], None, TURNS[1], *TURNS[3:])  # 谢谢 is a turn of the page too
    found = recall("第三问里，由谁聘任？", turns, gazetteer)
    assert found is not None
    assert found.turn.standalone == "漳州的任职条件是什么？"
    assert recall("第二问里，由谁聘任？", turns, gazetteer) is None
