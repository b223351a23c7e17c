"""Answers of every shape as HTML: marks, labels, tables, what is missing; nothing is ever markup."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from assistant.answering.models import Answer, Missing, Statement
from assistant.profile.models import Fact, Profile
from assistant.protocol import Turn
from assistant.web import render
from assistant.web.answer_view import TurnView, answer_view, turn_views
from assistant.web.memory import KEPT, Memory, memory_of
from assistant.web.sources_panel import SourcesPanel
from assistant.web.texts import Language, texts
from tests.web.library_assistant import LibraryAssistant

ASSISTANT = LibraryAssistant()
HARM = '<img src=x onerror="harm()">&{{7*7}}'


def chat_of(answer: Answer, language: Language = "zh") -> str:
    return render.chat(language, [TurnView(1, answer.question, answer_view(answer, 1))])


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_languages_have_words_for_everything(language: Language) -> None:
    for name, words in texts(language):
        assert words or name == "about_original"
    assert texts(language).of("authority", "digest")
    assert texts(language).of("authority", "unheard-of") == "unheard-of"


def test_a_mark_names_clause_and_statement() -> None:
    html = chat_of(ASSISTANT.ask("建设流程分哪几步？"))
    assert 'id="turn-1-statement-1"' in html
    assert 'data-clause="cqo-notes#六/（二）" data-turn="1" data-user="turn-1-statement-1"' in html
    assert "〔编制说明 六（二）〕" in html


def test_a_statement_from_elsewhere_says_so_once() -> None:
    answer = ASSISTANT.ask("湖北对任职条件怎么规定？")
    assert words_of(chat_of(answer)).count("外地参考") == 1
    lead = "湖北（2022年，摘要，外地参考）："
    led = answer.statements[0].model_copy(update={"lead": lead, "group": "湖北"})
    html = words_of(chat_of(answer.model_copy(update={"statements": (led,)})))
    assert html.count("外地参考") == 1
    twice = words_of(chat_of(answer.model_copy(update={"statements": (led, led)})))
    assert twice.count(lead.rstrip("：")) == 1


def test_a_guangdong_statement_is_not_labelled_as_from_elsewhere() -> None:
    assert "外地参考" not in chat_of(ASSISTANT.ask("建设流程分哪几步？"))


@pytest.mark.parametrize(("support", "label"), [("advice", "建议"), ("verified", "转述")])
def test_what_is_not_verbatim_is_labelled(support: str, label: str) -> None:
    answer = ASSISTANT.ask("建设流程分哪几步？")
    said = Statement.model_validate({**answer.statements[0].model_dump(), "support": support})
    html = chat_of(answer.model_copy(update={"statements": (said,)}))
    assert f'<span class="tag">{label}</span>' in html


def test_a_partial_answer_says_which_part_is_missing() -> None:
    html = words_of(chat_of(ASSISTANT.ask("培训每年多少学时？")))
    assert "能力提升" in html
    assert "其中这一部分没有查到 培训每年多少学时，资料库里没有。" in html
    assert "可以问广东省市场监督管理局" in html


def test_a_declined_answer_offers_related_clauses() -> None:
    html = chat_of(ASSISTANT.ask("标准号是多少？"))
    assert "资料库里没有标准正文和标准号" in html
    assert "〔编制说明 九〕" in html
    assert "1 处相关条款" in html


def test_a_comparison_shows_each_place_and_the_empty_one() -> None:
    html = chat_of(ASSISTANT.ask("比较各地任职条件"))
    assert html.count('<tr role="row" id="turn-1-row-') == 3
    assert words_of(html).count("外地参考") == 2
    assert "资料库里没有这个地方的相关内容" in html
    assert "各地规定不同" in html


def test_what_a_long_table_does_not_hold_comes_before_it() -> None:
    answer = ASSISTANT.ask("比较各地任职条件")
    partial = answer.model_copy(
        update={"status": "partial", "missing": Missing(what="广东没有写年限。", ask="问。")}
    )
    html = chat_of(partial)
    assert html.index("广东没有写年限") < html.index("<table")


def test_a_follow_up_shows_the_question_it_was_taken_for() -> None:
    answer = ASSISTANT.ask("湖北呢？").model_copy(update={"standalone": "湖北的任职条件是什么？"})
    assert "按这个问题作答：湖北的任职条件是什么？" in chat_of(answer)


def test_small_talk_is_plain_words() -> None:
    answer = Answer(question="你好", status="answered", answer="您好。", route="chat")
    assert '<p class="plain">您好。</p>' in chat_of(answer)


def test_nothing_in_an_answer_is_markup() -> None:
    answer = ASSISTANT.ask("建设流程分哪几步？")
    statement = Statement(
        text=HARM, citations=("cqo-notes#六/（二）",), lead=HARM, group="组" + HARM
    )
    citation = answer.citations[0].model_copy(update={"mark": HARM, "quote": HARM, "source": HARM})
    bad = Answer(
        question=HARM,
        status="partial",
        answer=HARM,
        statements=(statement,),
        citations=(citation,),
        missing=Missing(what=HARM, ask=HARM, related=("cqo-notes#六/（二）",)),
        notes=(HARM,),
        standalone=HARM + "?",
    )
    panel = SourcesPanel(ASSISTANT).of_turn(Memory(), Turn(HARM, bad, datetime.now(UTC)), 1)
    for html in (chat_of(bad), panel.cards, panel.reader, render.problem("zh", HARM)):
        assert "<img src=x" not in html
        assert 'onerror="harm' not in html
    assert "{{7*7}}" in chat_of(bad)


def test_a_clause_that_is_gone_is_said_in_the_panel() -> None:
    panel = SourcesPanel(ASSISTANT).open(Memory(), "no-such#一", 1, "")
    assert "没有条款 no-such#一" in panel.reader


def test_nothing_that_readers_say_is_markup() -> None:
    answer = ASSISTANT.ask("建设流程分哪几步？")
    turn = Turn(HARM, answer, datetime.now(UTC), 1, 2, "useless", HARM)
    fact = Fact(value=HARM[:40], words=HARM, message=HARM)
    for html in (
        render.chat("zh", turn_views([turn]), editing=1),
        render.profile("zh", Profile(region=fact, certificate=fact)),
    ):
        assert "<img src=x" not in html
        assert "&lt;img src=x" in html


def test_turns_are_numbered_from_one() -> None:
    name = ASSISTANT.new_conversation()
    for question in ("建设流程分哪几步？", "标准号是多少？"):
        ASSISTANT.ask(question, conversation=name)
    turns: list[Turn] = list(ASSISTANT.turns(name))
    assert [view.number for view in turn_views(turns)] == [1, 2]


@pytest.mark.parametrize("stored", [None, 7, [], {"language": "fr"}, {"known": "abc"}])
def test_a_strange_memory_of_a_browser_is_a_fresh_one(stored: object) -> None:
    assert memory_of(stored) == Memory()


def test_a_browser_keeps_its_newest_conversations() -> None:
    memory = Memory()
    for number in range(KEPT + 5):
        memory = memory.continuing(f"c{number}")
    memory = memory.continuing("c30")
    assert memory.known[:2] == ("c30", f"c{KEPT + 4}")
    assert len(memory.known) == KEPT
    assert memory_of(memory.stored()) == memory
