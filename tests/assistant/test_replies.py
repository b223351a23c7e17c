"""What was found becomes an answer; what was not found is said."""

from __future__ import annotations

import pytest

from assistant.answering.citing import Quoted
from assistant.answering.models import Missing
from assistant.answering.replies import Reply, fixed, joined, notes_for, to_answer
from assistant.answering.routing import Route, Routed
from corpus.models import ClauseFacts, Document
from corpus.structure.tree import parse_clauses
from tests.index.fakes import NOTES, document

LACKING = Missing(what="没有编号。", ask="请向省局核对。")


def quoted(made: Document, clause_id: str, *, lead: str = "") -> Quoted:
    """The first sentence of a clause that is no heading."""
    clause = next(c for c in made.clauses if c.id == clause_id)
    sentence = next(s for s in clause.sentences if not s.heading)
    return Quoted(made.source, clause, sentence.start, sentence.end, lead)


@pytest.fixture
def notes() -> Document:
    return document("notes", NOTES, short_title="编制说明")


def test_a_part_without_an_answer_makes_the_whole_partial(notes: Document) -> None:
    first, second = quoted(notes, "notes#一"), quoted(notes, "notes#二/（一）")
    reply = joined(
        [
            ("由谁起草", Reply(pieces=(first,))),
            ("编号是多少", Reply(missing=LACKING, related=(second,))),
        ]
    )
    answer = to_answer(reply, "由谁起草，编号是多少？")
    assert answer.status == "partial"
    assert answer.missing is not None
    assert (answer.missing.what, answer.missing.ask) == ("没有编号。", "请向省局核对。")
    assert answer.missing.related == ("notes#二/（一）",)
    assert [s.group for s in answer.statements] == ["由谁起草"]
    assert {c.clause_id for c in answer.citations} == {"notes#一", "notes#二/（一）"}
    assert answer.answer.endswith("没有编号。请向省局核对。")


def test_parts_that_are_all_answered_make_an_answer(notes: Document) -> None:
    parts = [("由谁起草", "notes#一"), ("有哪些原则", "notes#二/（一）"), ("再问", "notes#一")]
    answer = to_answer(joined([(q, Reply((quoted(notes, c),))) for q, c in parts]), "？")
    assert answer.status == "answered"
    assert [s.citations for s in answer.statements] == [("notes#一",), ("notes#二/（一）",)]


def test_parts_that_are_all_missing_are_declined_each_by_name() -> None:
    other = Missing(what="没有日期。", ask="请查公告。")
    answer = to_answer(joined([("甲", Reply(missing=LACKING)), ("乙", Reply(missing=other))]), "？")
    assert answer.status == "declined"
    assert answer.statements == ()
    assert answer.missing is not None
    assert answer.missing.what == "没有编号。没有日期。"


def test_a_part_that_is_itself_partial_stays_so(notes: Document) -> None:
    half = Reply(pieces=(quoted(notes, "notes#一"),), missing=LACKING)
    whole = Reply(pieces=(quoted(notes, "notes#二/（一）"),))
    assert joined([("甲", half), ("乙", whole)]).status == "partial"


@pytest.mark.parametrize(
    ("route", "status", "said"),
    [
        ("greeting", "answered", "您好，我是质官助手"),
        ("thanks", "answered", "不客气"),
        ("identity", "answered", "我是质官助手"),
        ("injection", "declined", "不会被当作指令执行"),
        ("invent", "declined", "不编造"),
        ("off-topic", "declined", "与企业首席质量官制度无关"),
    ],
)
def test_fixed_replies_state_nothing_of_the_library(route: Route, status: str, said: str) -> None:
    answer = to_answer(fixed(Routed(route)), "？")
    assert answer.status == status
    assert said in answer.answer
    assert (answer.statements, answer.citations) == ((), ())


def with_facts(facts: ClauseFacts) -> Quoted:
    text = "一、推行情况\n全省已有近两万家企业设置首席质量官。\n"
    made = document("notes", text, short_title="编制说明")
    (clause,) = parse_clauses("notes", text, facts={"一": facts})
    sentence = next(s for s in clause.sentences if not s.heading)
    return Quoted(made.source, clause, sentence.start, sentence.end)


def test_a_figure_out_of_date_is_told_with_its_mark() -> None:
    stale = with_facts(ClauseFacts(stale="“近两万家”是2023年3月的数字。"))
    assert notes_for([stale, stale]) == ("编制说明 一：“近两万家”是2023年3月的数字。",)
    other = with_facts(ClauseFacts(stale="“三万家”是旧数。"))
    assert notes_for([other]) == ()


def test_what_was_not_verified_is_told() -> None:
    (note,) = notes_for([with_facts(ClauseFacts(unverified=True))])
    assert "未核" in note
