"""Is the evidence enough, and what is known to be missing."""

from __future__ import annotations

import re

import numpy as np
import pytest

from assistant.answering.evidence import Evidence, Place, weights
from assistant.answering.gating import (
    asserts,
    gap_of,
    judge,
    lacks_figure,
    unsupported_claims,
)
from assistant.answering.known_questions import Nearness
from assistant.answering.question import Question, read_question
from corpus.gaps import Gap
from corpus.library_files import read_gaps
from corpus.regions import Gazetteer
from tests.index.fakes import document

NUMBER = Gap(
    id="standard-number",
    title="标准编号",
    scope="广东",
    what="资料库中没有标准编号。",
    ask="请向省局核对。",
    asks=("标准号是多少", "编号是多少", "DB44多少"),
    keys=((("标准", "规范"), ("编号", "标准号")),),
    unless=("计划",),
)
TEMPLATE = NUMBER.model_copy(
    update={"id": "template", "scope": "任何", "keys": ((("模板",),),), "unless": ()}
)
GAPS = (NUMBER, TEMPLATE)


def asked(text: str, gazetteer: Gazetteer) -> Question:
    return read_question(text, lambda words: re.findall(r"\w\w", words), gazetteer)


def nearness(
    clause: str = "notes#一", score: float = 0.2, gap: Gap | None = None, to_gap: float = 0.0
) -> Nearness:
    """How near a question is to one clause's question and to one gap's."""
    return Nearness(
        clauses={clause: 0},
        best_scores=np.array([score], np.float32),
        answered_at=lambda place: None,
        gap=gap,
        gap_nearness=to_gap,
        gaps={gap.id: to_gap} if gap else {},
        neighbour=0.0,
    )


def evidence(text: str) -> Evidence:
    """The first sentence of a clause that says ``text``."""
    made = document("notes", f"一、概况\n{text}\n")
    (clause,) = made.clauses
    sentence = next(s for s in clause.sentences if not s.heading)
    return Evidence(Place(clause, made.source, "概况", 0), sentence.start, sentence.end)


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("标准的编号是多少", NUMBER),
        ("这个规范的标准号", NUMBER),
        ("标准立项计划的编号是多少", None),
        ("聘任书的编号", None),
        ("有没有模板", TEMPLATE),
    ],
)
def test_a_gap_is_known_by_its_key_words(text: str, gap: Gap | None, gazetteer: Gazetteer) -> None:
    assert gap_of(asked(text, gazetteer), GAPS, nearness(), elsewhere=False) == gap


def test_gaps_of_guangdong_do_not_hold_elsewhere(gazetteer: Gazetteer) -> None:
    number, template = asked("标准的编号", gazetteer), asked("有没有模板", gazetteer)
    assert gap_of(number, GAPS, nearness(), elsewhere=True) is None
    assert gap_of(number, GAPS, nearness(gap=NUMBER, to_gap=0.9), elsewhere=True) is None
    assert gap_of(template, GAPS, nearness(), elsewhere=True) == TEMPLATE


@pytest.mark.parametrize(
    ("to_gap", "to_clause", "found"), [(0.7, 0.3, True), (0.7, 0.65, False), (0.4, 0.1, False)]
)
def test_without_key_words_a_gap_must_be_near_and_nearer_than_any_clause(
    to_gap: float, to_clause: float, found: bool, gazetteer: Gazetteer
) -> None:
    question = asked("封面上那串数字填啥", gazetteer)
    near = nearness(score=to_clause, gap=NUMBER, to_gap=to_gap)
    assert (gap_of(question, GAPS, near, elsewhere=False) == NUMBER) is found


def test_a_guide_that_answers_goes_before_the_gap(gazetteer: Gazetteer) -> None:
    question = asked("写错标准编号怎么办", gazetteer)
    guided = nearness("guide-pitfalls#写错标准号", 0.8, NUMBER, 0.4)
    assert gap_of(question, GAPS, guided, elsewhere=False) is None
    hardly = nearness("guide-pitfalls#写错标准号", 0.42, NUMBER, 0.4)
    assert gap_of(question, GAPS, hardly, elsewhere=False) == NUMBER


def test_every_shipped_gap_says_what_is_missing_and_where_to_ask() -> None:
    for gap in read_gaps():
        assert gap.what.endswith("。"), gap.id
        assert gap.ask.endswith("。"), gap.id
        assert gap.scope in ("广东", "任何"), gap.id


@pytest.mark.parametrize(
    ("question", "text", "lacking"),
    [
        ("奖金是多少钱", "对优秀的给予表彰奖励。", True),
        ("奖金是多少钱", "每人奖励5万元。", False),
        ("考核权重占百分之几", "考核每年一次。", True),
        ("要多少学时", "培训不少于40学时。", False),
        ("由谁聘任", "对优秀的给予表彰奖励。", False),
    ],
)
def test_an_amount_is_in_the_text_or_is_not(
    question: str, text: str, lacking: bool, gazetteer: Gazetteer
) -> None:
    assert lacks_figure(asked(question, gazetteer), [evidence(text)]) is lacking


@pytest.mark.parametrize(
    ("question", "claims"),
    [
        ("征求意见收到了50条意见，对吗？", ["50条"]),
        ("征求意见收到了40条意见，对吗？", []),
        ("听说有3万家企业，采纳了6条", ["3万家"]),
        ("征求意见收到了50条意见", []),
        ("收到多少条意见？", []),
    ],
)
def test_a_figure_that_is_asserted_must_stand_in_a_quote(question: str, claims: list[str]) -> None:
    quotes = ["最终共收集意见40条。", "采纳意见建议6条，综合采纳7条。"]
    assert unsupported_claims(question, quotes) == claims


def test_what_asserts() -> None:
    assert asserts("标准是2023年发布的，对吧")
    assert not asserts("标准由谁牵头起草")


def test_more_evidence_never_makes_the_gate_stricter() -> None:
    gate = weights()["gate"]["weights"]
    good = {name for name, weight in gate.items() if weight > 0}
    assert "asked" in good
    nothing = judge({})
    everything = judge(dict.fromkeys(good, 1.0))
    assert not nothing.enough
    assert everything.enough
    assert 0 <= nothing.probability < everything.probability <= 1


def test_a_question_nearer_to_a_gap_or_to_another_field_is_let_through_less() -> None:
    held = {"asked": 0.6, "coverage_clause": 0.8, "cosine": 0.5}
    for name in ("gap_nearer", "neighbour_nearer"):
        assert judge({**held, name: 0.5}).probability <= judge(held).probability
