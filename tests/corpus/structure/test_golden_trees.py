"""Trees of texts that are nasty on purpose, one for each rule of structure and each family.

A text is ``golden/NAME.txt``, its tree ``golden/NAME.tree``; both spell hidden characters as ``\\uXXXX``.
After a wanted change write the trees anew with ``REGENERATE_GOLDEN=1 pytest tests/corpus/structure`` and
read the diff.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.corpus.structure.tree_text import meant, tree_text

GOLDEN = Path(__file__).parent / "golden"


def check(name: str) -> None:
    """The tree of ``golden/NAME.txt`` is the one that is kept beside it."""
    text = meant((GOLDEN / f"{name}.txt").read_text("utf-8"))
    kept, tree = GOLDEN / f"{name}.tree", tree_text(text)
    if os.environ.get("REGENERATE_GOLDEN"):
        kept.write_text(tree, "utf-8", newline="\n")
    assert tree == kept.read_text("utf-8")


def test_rule_01_number_decides_the_level() -> None:
    check("rule_01_number_decides_the_level")


def test_rule_02_heading_stays_with_its_text() -> None:
    check("rule_02_heading_stays_with_its_text")


def test_rule_03_list_items_belong_to_the_clause_above() -> None:
    check("rule_03_list_items_belong_to_the_clause_above")


def test_rule_04_hanging_paragraph_belongs_to_the_parent() -> None:
    check("rule_04_hanging_paragraph_belongs_to_the_parent")


def test_rule_05_paragraphs_of_an_article() -> None:
    check("rule_05_paragraphs_of_an_article")


@pytest.mark.parametrize(
    "what",
    [
        "not_headings_in_a_standard",
        "not_headings_in_a_law",
        "contents_and_page_furniture",
        "contents_of_a_law",
        "counted_things",
    ],
)
def test_rule_06_what_is_no_heading(what: str) -> None:
    check(f"rule_06_{what}")


@pytest.mark.parametrize("what", ["cross_references_are_edges", "references_in_a_law"])
def test_rule_07_cross_references_are_edges(what: str) -> None:
    check(f"rule_07_{what}")


def test_rule_08_tables_notes_examples_stay_with_the_clause() -> None:
    check("rule_08_tables_notes_examples_stay_with_the_clause")


def test_rule_09_terms_and_definitions() -> None:
    check("rule_09_terms_and_definitions")


def test_rule_10_annexes_are_roots() -> None:
    check("rule_10_annexes_are_roots")


@pytest.mark.parametrize(
    "what",
    [
        "characters_fold",
        "characters_of_a_standard",
        "characters_of_an_official_document",
    ],
)
def test_rule_11_characters_fold(what: str) -> None:
    check(f"rule_11_{what}")


@pytest.mark.parametrize(
    "what", ["missing_and_repeated_numbers", "missing_and_repeated_numbers_of_a_standard"]
)
def test_rule_12_missing_and_repeated_numbers(what: str) -> None:
    check(f"rule_12_{what}")


def test_rule_13_modality_of_each_sentence() -> None:
    check("rule_13_modality_of_each_sentence")


def test_rule_14_facts_stand_in_the_preamble_and_closing() -> None:
    check("rule_14_facts_stand_in_the_preamble_and_closing")


def test_rule_15_no_family_fits() -> None:
    check("rule_15_no_family_fits")


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("family_*.txt")), ids=lambda path: path.stem)
def test_family_and_mixture(path: Path) -> None:
    check(path.stem)


def test_every_golden_text_is_checked() -> None:
    """No text without a tree, no tree without a text."""
    texts = {path.stem for path in GOLDEN.glob("*.txt")}
    assert texts == {path.stem for path in GOLDEN.glob("*.tree")}


def test_a_page_out_of_the_middle_of_a_standard() -> None:
    check("family_page_of_a_standard")
