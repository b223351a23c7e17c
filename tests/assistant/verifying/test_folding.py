"""A quote is found whatever its spelling, and its place in the text as it was written is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.verifying.folding import find_quote, plain

CLAUSE = "第三条　风筝制作单位应当\n“按照图样”制作（不少于３层），并于２０３１年—２０３２年自查。"


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("风筝制作单位应当", "风筝制作单位应当"),
        ("不少于3层", "不少于３层"),  # width
        ("制作(不少于3层),并于", "制作（不少于３层），并于"),  # brackets, commas
        ("应当「按照图样」制作", "应当\n“按照图样”制作"),  # quotation marks
        ("2031年-2032年", "２０３１年—２０３２年"),  # dashes
        ("风筝 制作 单位", "风筝制作单位"),  # spaces
        ("单位应当“按照", "单位应当\n“按照"),  # line break in the clause
        ("风筝制作\n单位", "风筝制作单位"),  # line break in the quote
        ("，风筝制作单位应当。", "风筝制作单位应当"),  # punctuation around it
        ("風箏製作單位", "风筝制作单位"),  # Traditional script
        ("**风筝**制作", "风筝制作"),  # marks of Markdown
    ],
)
def test_a_quote_is_found_in_another_spelling(quote: str, found: str) -> None:
    place = find_quote(quote, CLAUSE)
    assert place is not None
    assert CLAUSE[slice(*place)] == found


@pytest.mark.parametrize("quote", ["", "  ", "。，、", "风筝制作者", "按照图纸", "2031年至", "层3"])
def test_other_words_are_not_found(quote: str) -> None:
    assert find_quote(quote, CLAUSE) is None


def test_an_empty_text_holds_no_quote() -> None:
    assert find_quote("风筝", "") is None
    assert find_quote("风筝", "\n\n") is None


def test_ligatures_and_fractions_map_back_to_the_character_written() -> None:
    text = "长㎝：½，第①项。"
    place = find_quote("第1项", text)
    assert place is not None
    assert text[slice(*place)] == "第①项"


@given(st.text(max_size=80))
def test_positions_of_any_text_stay_inside_it(text: str) -> None:
    whole = plain(text)
    assert len(whole.origin) == len(whole.text)
    assert all(0 <= place < max(1, len(text)) for place in whole.origin)
    assert list(whole.origin) == sorted(whole.origin)


@given(st.text(alphabet="风筝应当１2，。（）“”\n 　—甲乙", min_size=1, max_size=60), st.data())
def test_a_piece_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    piece = text[start:end]
    place = find_quote(piece, text)
    outer = ' \n\t.,;:!?"'
    if plain(piece).text.strip(outer):
        assert place is not None
        found = plain(text[slice(*place)]).text.replace("\n", "").strip(outer)
        assert found == plain(piece).text.replace("\n", "").strip(outer)
