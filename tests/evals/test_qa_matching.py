"""What counts as the same words, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.qa.matching import counted, missed, normalised, stands, stands_any


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("大专及以上学历、5年", "大專及以上學歷，５年。"),
        ("八个一行动", "深化实施“八个一”行动"),
        ("质量强国建设纲要", "《质量强国 建设纲要》"),
        ("任期三年", "任期3年"),
        ("任期3年", "聘期内任期三年，可以连任"),
        ("共16条", "办法共十六条"),
        ("不低于80%", "比例不低于百分之八十"),
        ("2020-2025年", "2020—2025年"),
        ("3～5年", "3~5年"),
        ("标准号是DB44/T 2461", "标准号是 ＤＢ44/T2461—2024"),
        ("国家标准。", "目前无相关国家标准和行业标准"),
        ("3、5年", "分别为3，5年"),
    ],
)
def test_the_same_words_in_another_spelling_stand(words: str, text: str) -> None:
    assert stands(words, text)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("5年", "15年以上"),
        ("5年", "2.5年"),
        ("6条", "共十六条"),
        ("六条", "共十六条"),
        ("第十", "第十一条"),
        ("2024年1", "2024年12月"),
        ("DB44/T 2461", "DB44/T 24611"),
        ("3年", "任期四年"),
        ("应当备案", "不备案"),
        ("", "什么都有"),
        ("“”", "什么都有"),
    ],
)
def test_other_words_do_not(words: str, text: str) -> None:
    assert not stands(words, text)


def test_numerals_that_count_nothing_stay_words() -> None:
    assert counted("统一规范，第一质量人") == normalised("统一规范，第一质量人")
    assert stands("统一", "由专人统一人员调配"), "the numeral reading must not hide the plain one"


def test_of_alternatives_one_suffices_and_what_is_missed_is_named() -> None:
    text = "须有5年以上质量管理经历"
    assert stands_any(("五年以上", "八年以上"), text)
    assert missed(["质量管理经历", ("十年", "本科")], text) == (("十年", "本科"),)


@given(st.text(alphabet="质量官三五十年条，、。（）“”0123456789.%ABab 　\n", max_size=20))
def test_a_spelling_is_its_own_spelling_and_stands_in_itself(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)
    if normalised(text).strip(".,:!?"):
        assert stands(text, text)
