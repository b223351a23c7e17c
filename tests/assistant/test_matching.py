"""How much of a question's words a text holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.matching import (
    HEADING,
    SYNONYM,
    WeightedTerms,
    alike,
    bigram_share,
    coverage,
    share_of,
    standardised,
    weigh_terms,
)
from assistant.answering.question import Question, read_question
from corpus.regions import Gazetteer

TEXT = st.text(alphabet="质量官企业应聘任起草牵头", max_size=20)


def test_a_term_held_whole_by_a_synonym_in_part_or_not() -> None:
    assert share_of("起草", "由公司牵头起草") == 1
    assert share_of("起草", "由公司编写") == SYNONYM
    assert 0 < share_of("质量安全总监", "食品安全总监") < SYNONYM
    assert share_of("起草", "由公司批准") == 0
    assert share_of("abc", "ab") == 0


def test_a_heading_counts_less_than_the_sentence() -> None:
    terms = WeightedTerms({"任职条件": 3.0, "湖北": 1.0})
    assert coverage(terms, "湖北的任职条件") == 1
    assert coverage(terms, "湖北要求本科", "任职条件") == pytest.approx((1 + 3 * HEADING) / 4)
    assert coverage(WeightedTerms({}), "湖北") == 0


@given(TEXT, TEXT)
def test_likeness_is_a_share_and_has_no_direction(one: str, other: str) -> None:
    assert 0 <= alike(one, other) == alike(other, one) <= 1
    assert 0 <= bigram_share(one, other) <= 1
    assert not one[1:] or alike(one, one) == 1


@given(st.lists(st.floats(-100, 100), max_size=20))
def test_standardised_values_have_no_mean(values: list[float]) -> None:
    scores = standardised(values)
    assert len(scores) == len(values)
    assert sum(scores) == pytest.approx(0, abs=1e-4)


@pytest.fixture
def question(gazetteer: Gazetteer) -> Question:
    return read_question("首席质量官社保老板", lambda text: [], gazetteer)


def weights(question: Question, *terms: str, held: int = 0, common: float = 0.0) -> list[float]:
    asked = replace(question, terms=terms)
    found = weigh_terms(asked, lambda term: held, 400, lambda term: common).weights
    return list(found.values())


def test_a_rare_term_weighs_more_and_a_generic_one_a_quarter(question: Question) -> None:
    rare, often = weights(question, "授权", held=3), weights(question, "授权", held=200)
    assert rare > often
    (generic,) = weights(question, "企业", held=3)
    assert generic == pytest.approx(rare[0] / 4)


def test_a_term_that_no_clause_holds_weighs_by_how_rare_it_is(question: Question) -> None:
    everyday = weights(question, "老板", common=1e-3)
    special = weights(question, "社保", common=1e-8)
    assert everyday < special


def test_a_word_inside_a_longer_one_is_left_to_it(question: Question) -> None:
    asked = replace(question, terms=("质量安全", "质量安全总监"))
    assert list(weigh_terms(asked, lambda t: 1, 400, lambda t: 0.0).weights) == ["质量安全总监"]
