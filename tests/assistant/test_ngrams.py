"""Likeness of short texts by their characters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.ngrams import NgramIndex

TEXTS = ["标准由谁起草", "标准由谁批准", "全省有多少家企业"]


def test_the_same_words_are_one_and_no_common_character_is_zero() -> None:
    scores = NgramIndex(TEXTS).cosines("标准由谁起草")
    assert scores[0] == pytest.approx(1, abs=1e-5)
    assert scores[0] > scores[1] > scores[2] == 0


def test_punctuation_space_and_case_do_not_count() -> None:
    index = NgramIndex(["CQO由谁聘任"])
    assert index.cosines(" cqo，由谁 聘任？")[0] == pytest.approx(1, abs=1e-5)


def test_words_that_all_texts_share_count_less() -> None:
    scores = NgramIndex(["标准甲", "标准乙", "标准丙", "企业甲"]).cosines("标准甲")
    assert scores[3] > 0
    background = NgramIndex(["标准甲", "企业甲"], ["标准乙", "标准丙", "标准丁"])
    plain = NgramIndex(["标准甲", "企业甲"])
    assert background.cosines("企业甲")[0] > 0
    assert background.cosines("标准")[0] < plain.cosines("标准")[0]


@pytest.mark.parametrize("question", ["", "？！", "　"])
def test_nothing_is_like_nothing(question: str) -> None:
    assert not NgramIndex(TEXTS).cosines(question).any()
    assert NgramIndex([]).cosines("标准").shape == (0,)


@given(st.text(max_size=30))
def test_a_cosine_stays_between_zero_and_one(question: str) -> None:
    scores = NgramIndex([*TEXTS, question]).cosines(question)
    assert scores.dtype == np.float32
    assert (scores >= 0).all()
    assert (scores <= 1 + 1e-5).all()
