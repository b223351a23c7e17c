"""The word lists are consistent: no word stands for two things, none is missing or empty."""

from __future__ import annotations

from collections import Counter

from assistant.verifying.folding import plain
from assistant.verifying.lexicon import lexicon, masked
from prompts.loading import load_prompts

WORDS = load_prompts("verifying")


def test_a_word_belongs_to_one_group_of_one_meaning() -> None:
    counts = Counter(word for group in WORDS["same"] for word in group)
    assert [word for word, count in counts.items() if count > 1] == []
    assert all(len(group) > 1 for group in WORDS["same"])


def test_words_are_spelt_as_texts_are_compared() -> None:
    lists = [*WORDS["same"], WORDS["tentative"], WORDS["negations"], WORDS["not_negations"],
             *WORDS["quantifiers"].values(), WORDS["not_quantifiers"], *WORDS["bounds"].values()]  # fmt: skip
    words = [str(word) for some in lists for word in some]
    assert all(words)
    assert [word for word in words if plain(word).text != word] == []


def test_the_lists_are_those_that_the_verifier_asks_for() -> None:
    assert set(WORDS["quantifiers"]) == {"every", "all", "some", "only"}
    assert set(WORDS["bounds"]) == {"least", "most", "about"}
    assert set(WORDS) == {
        "same", "idle", "tentative", "negations", "not_negations", "quantifiers", "not_quantifiers", "bounds",
    }  # fmt: skip


def test_masking_keeps_positions() -> None:
    text = "不断改进，不得放飞"
    assert masked(text, lexicon().not_negation) == "##改进，不得放飞"
