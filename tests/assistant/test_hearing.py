"""Dialect and misspelt terms are understood; a question that is written well is not touched."""

from __future__ import annotations

import pytest

from assistant.answering.misspelt import Misspelt
from assistant.answering.spoken import standard_wording
from assistant.answering.wording import simplified
from assistant.service import LocalAssistant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("呢份標準有冇講邊幾個原則", "这份标准有没有讲哪几个原则"),
        ("喺邊度備案", "在哪里备案"),
        ("老細話唔使聘任書得唔得", "老板说不用聘任书行不行"),
        ("首席质量官啷个考核", "首席质量官怎么考核"),
        ("啥辰光要备案", "什么时候要备案"),
        ("俺们厂咋整", "我们厂怎么办"),
    ],
)
def test_dialect_words_become_standard_chinese(said: str, meant: str) -> None:
    assert standard_wording(said) == meant


@pytest.mark.parametrize(
    "said", ["点名表怎么填？", "别啰嗦，直接说", "聘任书由谁签发？", "标准第二点讲什么"]
)
def test_standard_chinese_is_left_alone(said: str) -> None:
    assert standard_wording(said) == simplified(said)


TERMS = ("聘任", "备案", "授权书", "评价规范", "首席质量官", "漳州", "什么要求")
DICTIONARY = {"管理": 1e-4, "平价": 1e-5, "公示": 1e-5}


def misspelt(known: str = "") -> Misspelt:
    """With a cut that knows the words of ``DICTIONARY`` alone; ``known`` stands in the library."""

    def cut(text: str) -> list[str]:
        found, place = [], 0
        while place < len(text):
            size = 2 if text[place : place + 2] in DICTIONARY else 1
            found.append(text[place : place + size])
            place += size
        return found

    return Misspelt(TERMS, lambda piece: piece in known, cut, lambda word: DICTIONARY.get(word, 0.0))  # fmt: skip


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("备按找谁", "备案找谁"),
        ("收权书怎么写", "授权书怎么写"),
        ("江苏平价规范", "江苏评价规范"),
        ("首席质量管的聘认", "首席质量官的聘任"),
        ("首席量质官", "首席质量官"),
        ("首席质官", "首席质量官"),
        ("章州的要求", "漳州的要求"),
        ("州漳的要求", "漳州的要求"),
    ],
)  # fmt: skip
def test_terms_are_mended(said: str, meant: str) -> None:
    assert misspelt().mended(said) == meant


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("首席质量官的聘任和备案", ""),
        ("首席质量管理做法", ""),  # a common word is not cut in two
        ("平价的产品", ""),  # a word of its own
        ("收权书", "收权书"),  # it stands in the library
        ("申请人的姓名", ""),
    ],
)
def test_what_is_written_well_stays(said: str, known: str) -> None:
    assert misspelt(known).mended(said) == said


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("江苏平价规范里的评价原责有哪些", "江苏评价规范里的评价原则有哪些"),
        ("漳洲的聘认条件", "漳州的聘任条件"),
        ("標準有冇講備案", "标准有没有讲备案"),
    ],
)
def test_the_library_s_terms_are_known(assistant: LocalAssistant, said: str, plain: str) -> None:
    assert assistant.hearing.plain(said) == plain


def test_a_well_written_question_is_not_even_folded(assistant: LocalAssistant) -> None:
    question = "《企业首席质量官制度建设规范》由谁牵头起草？"
    assert assistant.hearing.plain(question) == question
    assert assistant.ask(question).standalone is None


def test_the_reader_sees_how_a_misspelt_question_was_understood(assistant: LocalAssistant) -> None:
    answer = assistant.ask("聘认制度要明确哪些内容？")
    assert answer.status == "answered"
    assert answer.question == "聘认制度要明确哪些内容？"
    assert answer.standalone == "聘任制度要明确哪些内容?"
