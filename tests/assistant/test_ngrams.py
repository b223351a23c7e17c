"""Likeness of short texts by their characters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.ngrams import NgramIndex

TEXTS = ["标准由谁起草", "标准由谁批准", "全省有多少家企业"]


def test_the_same_words_are_one_and_no_common_character_is_zero() -> None:
    scores = NgramIndex.of(TEXTS).cosines("标准由谁起草")
    assert scores[0] == pytest.approx(1, abs=1e-5)
    assert scores[0] > scores[1] > scores[2] == 0


def test_punctuation_space_and_case_do_not_count() -> None:
    index = NgramIndex.of(["CQO由谁聘任"])
    assert index.cosines(" cqo，由谁 聘任？")[0] == pytest.approx(1, abs=1e-5)


def test_words_that_all_texts_share_count_less() -> None:
    scores = NgramIndex.of(["标准甲", "标准乙", "标准丙", "企业甲"]).cosines("标准甲")
    assert scores[0] > 0.99
    assert scores[1] == pytest.approx(scores[2])
    assert scores[1] < 0.5


def test_an_index_can_be_kept_as_arrays() -> None:
    index = NgramIndex.of(TEXTS)
    again = NgramIndex({name: array.copy() for name, array in index.arrays.items()})
    assert (again.cosines("标准由谁发布") == index.cosines("标准由谁发布")).all()


@pytest.mark.parametrize("question", ["", "？！", "　"])
def test_nothing_is_like_nothing(question: str) -> None:
    assert not NgramIndex.of(TEXTS).cosines(question).any()
    assert NgramIndex.of([]).cosines("标准").shape == (0,)


@given(st.text(max_size=30))
def test_a_cosine_stays_between_zero_and_one(question: str) -> None:
    scores = NgramIndex.of([*TEXTS, question]).cosines(question)
    assert scores.dtype == np.float32
    assert (scores >= 0).all()
    assert (scores <= 1 + 1e-5).all()
