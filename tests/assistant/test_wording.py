"""What is no question is refused in one Chinese line; what is one comes in one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.wording import clean_question, simplified
from corpus.errors import BadInput

LIMIT = 1000


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("", "问题是空的"),
        (" \t\n\u3000", "问题是空的"),
        ("？！……", "只有标点"),
        ("😀😀", "只有标点"),
        ("\x00\x01\x1b", "控制字符"),
        ("\u200b\u202e\ufeff", "控制字符"),
        ("质" * 5000, "5000 字，超过 1000 字"),
        ("Who drafted the standard?", "中文提问"),
        ("ＡＢＣ", "中文提问"),
    ],
)
def test_what_is_no_question_is_refused_in_one_chinese_line(question: str, reason: str) -> None:
    with pytest.raises(BadInput, match=reason) as refused:
        clean_question(question, limit=LIMIT)
    assert refused.value.exit_code == 2
    assert "\n" not in refused.value.message
    assert refused.value.message.endswith("。")


@pytest.mark.parametrize(
    ("question", "cleaned"),
    [
        ("  标准由谁\n牵头起草？ ", "标准由谁 牵头起草？"),
        ("标准\x00由谁\u200b起草", "标准由谁起草"),
        ("标准\ud83d由谁\udcff起草", "标准由谁起草"),  # halves of characters cannot be stored
        ("ＣＱＯ要什么学历", "ＣＱＯ要什么学历"),
        ("DB44/T 2461", "DB44/T 2461"),
        ("Hello!", "Hello!"),
        ("質量官由誰聘任", "質量官由誰聘任"),
        ("质" * LIMIT, "质" * LIMIT),
    ],
)
def test_a_question_is_kept_as_the_user_wrote_it(question: str, cleaned: str) -> None:
    assert clean_question(question, limit=LIMIT) == cleaned


@given(st.text(max_size=60))
def test_any_text_is_cleaned_or_refused(text: str) -> None:
    try:
        cleaned = clean_question(text, limit=50)
    except BadInput:
        return
    assert cleaned == cleaned.strip() != ""
    assert clean_question(cleaned, limit=50) == cleaned


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("標準由誰牽頭起草", "标准由谁牵头起草"),
        ("首席質量官的聘任制度要明確哪些內容", "首席质量官的聘任制度要明确哪些内容"),
        ("ＣＱＯ　１２３", "CQO 123"),
        ("粤市监〔２０２３〕３５号", "粤市监〔2023〕35号"),
        ("第六部分的（五）讲什么", "六（五）讲什么"),
        ("第六部分第五条", "第六部分第五条"),
        ("（一）《规范》——“八个一”", "（一）《规范》——“八个一”"),
    ],
)
def test_one_form(text: str, plain: str) -> None:
    assert simplified(text) == plain


@given(st.text(alphabet="标准由谁起草，。《》〔〕（）“”12ab", max_size=40))
def test_simplified_half_width_text_stays_as_it_is(text: str) -> None:
    assert simplified(text) == text
