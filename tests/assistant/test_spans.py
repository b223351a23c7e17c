"""A long sentence is cut to the part that answers, and that part is one unbroken piece of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.spans import WHOLE, best_part, clauses_of, without_leading

LONG = (
    "2024年3月，通过广东省市场监督管理局向社会公开征求广东省地方标准《企业首席质量官制度建设规范》"
    "（征求意见稿）的意见，最终共收集意见40条，经研究后全部反馈到编制工作组。"
)
SENTENCES = st.text(alphabet="企业应其中并及，；：、（）《》。质量官40 ", max_size=160)


@given(SENTENCES)
def test_the_parts_of_a_sentence_join_to_the_sentence(sentence: str) -> None:
    parts = clauses_of(sentence)
    assert "".join(sentence[a:b] for a, b in parts) == sentence


@given(SENTENCES, st.sampled_from(["质量", "40", "企业", "其"]), st.booleans())
def test_the_best_part_is_always_a_slice(sentence: str, word: str, held: bool) -> None:
    holding = word if held and word in sentence else None
    begin, end = best_part(sentence, lambda piece: piece.count(word) + 0.1, holding=holding)
    assert 0 <= begin <= end <= len(sentence)
    assert len(sentence[begin:end]) == end - begin
    if len(sentence) > WHOLE and word not in "，；,;：其":
        assert (holding or "") in sentence[begin:end]


@given(SENTENCES)
def test_leading_words_are_within_the_sentence(sentence: str) -> None:
    assert 0 <= without_leading(sentence) <= len(sentence)


def test_commas_in_brackets_and_titles_do_not_part() -> None:
    parts = clauses_of("甲，乙（丙，丁）；戊：己。")
    assert [("甲，乙（丙，丁）；戊：己。")[a:b] for a, b in parts] == [
        "甲，",
        "乙（丙，丁）；",
        "戊：",
        "己。",
    ]


def test_a_short_sentence_is_quoted_whole_without_its_connecting_word() -> None:
    sentence = "其中聘任制度明确了任职条件，履职制度明确了工作职责。"
    begin, end = best_part(sentence, lambda piece: 1.0)
    assert sentence[begin:end] == "聘任制度明确了任职条件，履职制度明确了工作职责。"


def test_a_long_sentence_is_cut_to_what_answers() -> None:
    begin, end = best_part(LONG, lambda piece: float("40条" in piece))
    assert LONG[begin:end] == "最终共收集意见40条"


def test_the_cut_holds_what_it_must_hold() -> None:
    begin, end = best_part(LONG, lambda piece: float("40条" in piece), holding="征求意见稿")
    assert "征求意见稿" in LONG[begin:end]
    assert "40条" in LONG[begin:end]


def test_a_piece_that_leans_on_what_stands_before_it_is_not_quoted_alone() -> None:
    sentence = (
        f"{'企业按照本规范建立并实施首席质量官制度和相应的保障机制' * 3}，并由董事会作出授权。"
    )
    begin, end = best_part(sentence, lambda piece: float("授权" in piece))
    assert not sentence[begin:end].startswith("并")
    assert "授权" in sentence[begin:end]
