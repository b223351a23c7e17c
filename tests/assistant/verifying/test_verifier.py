"""What the verifier promises of every statement, whatever it says and however it is written."""

from __future__ import annotations

import re
import string
import time

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from assistant.verifying.models import Fault
from assistant.verifying.verifier import LONGEST, verify
from evals.verifying.statements import Library, read_shipped
from tests.assistant.verifying.texts import cited, faults, judged, source

CLAUSE = (
    "第二条　风筝制作单位应当在2031年8月前设立首席质量官，由法定代表人聘任（任期不少于三年）。\n"
    "鼓励小型单位参照执行，部分单位可以联合聘任；机场附近不得放飞，GB/T 99001—2031另有规定的，从其规定。"
)
FALSE = (
    "风筝制作单位应当在2032年8月前设立首席质量官。",
    "首席质量官由董事会聘任，任期不少于五年。",
    "小型单位应当参照执行。",
    "所有单位可以联合聘任。",
    "机场附近可以放飞。",
    "按GB/T 99002—2031和《放飞办法》第九条办理。",
    "蓝湖市风筝协会负责聘任首席质量官，浙江的做法相同。",
    "食堂每周供应两次红烧牛肉面。",
)
PUNCTUATED = [piece for piece in re.split(r"(?<=[，。；\n])", CLAUSE) if piece.strip("，。；\n")]
words = st.text(
    alphabet="风筝应当不得鼓励部分可3三年月第条GB/T《》“”（），。；—由局公司广东的 \n", max_size=120
)


@pytest.fixture(scope="module")
def library() -> Library:
    return read_shipped()


def test_a_statement_that_cites_nothing_is_not_supported() -> None:
    verdict = verify("风筝制作单位应当设立首席质量官。", [])
    assert not verdict.supported
    assert [reason.fault for reason in verdict.reasons] == [Fault.NO_EVIDENCE]


@given(st.text(max_size=60))
def test_nothing_that_cites_nothing_is_supported(statement: str) -> None:
    assert not verify(statement, []).supported


def test_every_sentence_of_the_library_passes_word_for_word(library: Library) -> None:
    sentences = library.sentences()
    assert len(sentences) > 600
    failed = [
        one.id
        for one in sentences
        if not (verdict := verify(one.text, library.cited(one.citations))).supported
        or not verdict.verbatim
    ]
    assert failed == []


@given(st.integers(0, len(PUNCTUATED) - 1), st.integers(1, len(PUNCTUATED)))
def test_pieces_of_a_clause_are_supported_word_for_word(start: int, count: int) -> None:
    verdict = judged("".join(PUNCTUATED[start : start + count]), CLAUSE)
    assert (verdict.supported, verdict.verbatim, verdict.coverage) == (True, True, 1.0)


@given(st.text(alphabet="风筝线长骨架纸面的，。；（）「」— \n", min_size=1, max_size=80), st.data())
def test_any_span_of_a_clause_without_negation_or_force_is_supported(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = text[start : data.draw(st.integers(start + 1, len(text)))]
    assume(re.search(r"[\u4e00-\u9fff]", span))
    assert judged(span, cited(text)).verbatim


@pytest.mark.parametrize(
    ("statement", "clause"),
    [
        ("在机场附近放飞风筝。", "风筝制作单位不得在机场附近放飞风筝。"),
        ("小型单位参照本办法执行。", "鼓励小型单位参照本办法执行。"),
        ("推荐性地方标准发布实施。", "本规范拟作为推荐性地方标准发布实施。"),
        ("大型单位应当设立首席质量官。", "部分大型单位应当设立首席质量官。"),
    ],
)
def test_words_torn_from_what_turns_them_are_no_quotation(statement: str, clause: str) -> None:
    verdict = judged(statement, clause)
    assert not verdict.supported
    assert not verdict.verbatim


def test_quotes_of_the_writer_must_stand_in_the_clauses() -> None:
    statement, clauses = "机场附近不得放飞。", [cited(CLAUSE)]
    assert verify(statement, clauses, quotes=["机场附近 不得放飞；"]).supported
    verdict = verify(statement, clauses, quotes=["机场附近严禁放飞"])
    assert [reason.fault for reason in verdict.reasons] == [Fault.QUOTE]
    assert "机场附近严禁放飞" in verdict.reasons[0].message


@pytest.mark.parametrize("statement", FALSE)
def test_every_fault_is_explained_in_chinese_by_its_words(statement: str) -> None:
    verdict = judged(statement, CLAUSE)
    assert not verdict.supported
    assert verdict.reasons
    for reason in verdict.reasons:
        assert reason.words
        assert re.search(r"[\u4e00-\u9fff]{2,}.*。$", reason.message)
        assert "\n" not in reason.message
        assert "None" not in reason.message
        assert not re.search(r"[{}]", reason.message)


@given(words)
def test_the_same_statement_has_the_same_verdict(statement: str) -> None:
    assert judged(statement, CLAUSE) == judged(statement, CLAUSE)


@pytest.mark.parametrize("statement", FALSE)
def test_the_order_of_clauses_does_not_matter(statement: str) -> None:
    one, other = cited(CLAUSE), cited("放飞线的长度不少于50米。", label="第三条")
    verdict = verify(statement, [one, other])
    assert verdict.supported == verify(statement, [other, one]).supported is False


@pytest.mark.parametrize(
    "statement", ["", " ", "\n\n", "。。。", "，；：", "😀😀", "一一一", "()[]", "\x00\x01"]
)
def test_a_statement_that_says_nothing_is_not_supported(statement: str) -> None:
    verdict = judged(statement, CLAUSE)
    assert not verdict.supported
    assert verdict.reasons[0].fault is Fault.CONTENT


SIZE = 10_000
HOSTILE = {
    "one character": "质" * SIZE,
    "numerals": "一" * SIZE,
    "great numbers": "万亿" * 400 + "家" + "万亿" * (SIZE // 2),
    "a great percentage": "百分之" + "万亿" * 400,
    "digits": "9" * 400 + "万亿家",
    "more digits": "9" * SIZE,
    "grouped digits": "1," * (SIZE // 2),
    "punctuation": "，。、" * (SIZE // 3),
    "emoji": "😀🪁" * (SIZE // 2),
    "control characters": "\x00\x07\u202e\u200b" * (SIZE // 4),
    "braces": "{}{{words}}%s" * (SIZE // 13),
    "patterns": r"(.*)+[a-z\d]{3,}|^$?" * (SIZE // 20),
    "brackets": "（" * SIZE,
    "titles": "《甲乙》" * (SIZE // 4),
    "open titles": "《" * SIZE,
    "quotation marks": "“甲”" * (SIZE // 3),
    "labels": "第五条" * (SIZE // 3),
    "dotted labels": "1." * (SIZE // 2),
    "dates": "2031年8月" * (SIZE // 7),
    "places": "广东" * (SIZE // 2),
    "doers": "由甲负责" * (SIZE // 4),
    "bodies": "公司和" * (SIZE // 3),
    "lists": "甲乙、" * (SIZE // 3),
    "negations": "不" * SIZE,
    "surnames": "王李" * (SIZE // 2),
    "percentages": "百分之" * (SIZE // 3),
    "lone surrogate": "风筝\ud800" * 20,
    "long sentence": "风筝制作单位应当设立首席质量官" * (SIZE // 15),
    "Latin": "ab " * (SIZE // 3),
    "white space": " " * SIZE + "。",
    "many lines": "风筝\n" * (SIZE // 3),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_statements_and_clauses_are_judged_in_time(name: str) -> None:
    text = HOSTILE[name]
    begun = time.process_time()
    judged(text, CLAUSE)
    judged(text[:LONGEST], CLAUSE)
    judged("在2031年8月前由甲公司设立3名首席质量官，见《甲》第五条。", text)
    judged("在2031年8月前设立首席质量官。", cited(CLAUSE, text))
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("name", ["braces", "patterns", "brackets", "quotation marks", "emoji"])
def test_hostile_titles_are_only_titles(name: str) -> None:
    clause = cited(CLAUSE, of=source(title=HOSTILE[name][:300], short_title=HOSTILE[name][:24]))
    assert judged("机场附近不得放飞。", clause).supported
    assert Fault.LABEL in faults(f"{HOSTILE[name][:24]}第九条规定，机场附近禁止放飞。", clause)


def test_a_text_is_sent_back_to_be_verified_sentence_by_sentence() -> None:
    verdict = judged("机场附近不得放飞，这是规定。" * 200, CLAUSE)
    assert not verdict.supported
    assert "逐句核对" in verdict.reasons[0].message


@settings(max_examples=150)
@given(words, words)
@example("由", "由")
@example("“", "”")
@example("0000年0月", "9999年99月")
def test_no_text_makes_it_fail(statement: str, clause: str) -> None:
    verdict = judged(statement, clause)
    assert 0 <= verdict.coverage <= 1
    assert verdict.supported == (not verdict.reasons)


@given(st.text(alphabet=string.printable + "风筝第条年月日〔〕零一百万亿½①", max_size=60))
def test_any_characters_are_judged(statement: str) -> None:
    assert isinstance(judged(statement, CLAUSE).supported, bool)
