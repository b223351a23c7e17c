"""How texts become tokens."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.characters import fold, folded, simplify
from index.tokens import Tokeniser, domain_words
from index.word_table import open_word_table


@pytest.fixture(scope="module")
def tokeniser(word_folder: Path) -> Tokeniser:
    return Tokeniser(word_folder)


def test_domain_words_stay_whole_and_are_also_found_by_their_parts(tokeniser: Tokeniser) -> None:
    words = tokeniser.words("企业首席质量官的一票否决权")
    assert {"首席质量官", "质量", "一票否决权"} <= set(words)
    assert "的" not in words


def test_every_domain_word_is_one_token(tokeniser: Tokeniser) -> None:
    assert [w for w in domain_words() if w not in tokeniser.words(w)] == []


def test_width_case_and_script_do_not_matter(tokeniser: Tokeniser) -> None:
    plain = tokeniser.words("质量条件 GB/T 19001")
    assert tokeniser.words("質量條件 ＧＢ／Ｔ　１９００１") == plain
    assert {"gb/t", "gb", "19001"} <= set(plain)


def test_bigrams_do_not_cross_punctuation(tokeniser: Tokeniser) -> None:
    assert tokeniser.bigrams("聘任、授权a官") == ["聘任", "授权", "官"]


def test_mapped_dictionary_says_the_same_as_jieba(word_folder: Path) -> None:
    import jieba

    table = open_word_table(word_folder)
    frequencies, total = jieba.Tokenizer().gen_pfdict(jieba.get_dict_file())
    assert table.total == total
    sample = list(frequencies)[::997]
    assert {word: table.get(word) for word in sample} == {w: frequencies[w] for w in sample}
    assert table.get("没有这个词啊啊") is None


def test_damaged_dictionary_file_is_made_anew(tmp_path: Path) -> None:
    open_word_table(tmp_path)
    (file,) = tmp_path.glob("words-*.bin")
    whole = file.read_bytes()
    file.write_bytes(whole[:-7])
    assert open_word_table(tmp_path).get("质量")
    assert file.read_bytes() == whole


@settings(deadline=None)
@given(st.text(max_size=60))
def test_folded_positions_lie_in_the_text_and_rise(text: str) -> None:
    result = fold(text)
    assert len(result.origin) == len(result.text) + 1
    assert list(result.origin) == sorted(result.origin)
    assert all(0 <= place <= len(text) for place in result.origin)
    assert len(simplify(text)) == len(text)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet="首席质量官条件〔〕（）12aB，。 —", max_size=40))
def test_tokens_are_pieces_of_the_folded_text(tokeniser: Tokeniser, text: str) -> None:
    plain = folded(text)
    for token in tokeniser.words(text) + tokeniser.bigrams(text):
        assert token in plain
        assert " " not in token
