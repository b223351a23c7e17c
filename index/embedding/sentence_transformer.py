"""Any other model, by name or folder, through sentence-transformers; on CUDA when there is one."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.embedding.engine import Vectors
from index.embedding.errors import EmbeddingError
from index.embedding.onnx_engine import PASSAGE_PREFIX, QUERY_PREFIX

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

REVISION = 1  # raise when this file changes what vectors come out
_E5 = re.compile(r"(^|[-_.])e5([-_.]|$)")


def is_e5(model: str) -> bool:
    """Whether the name is of the e5 family, trained with prefixes; its instruct kin has prompts."""
    name = re.split(r"[/\\]", model.rstrip("/\\").lower())[-1]
    return bool(_E5.search(name)) and "instruct" not in name


class SentenceTransformerEmbeddings:
    """A sentence-transformers model with our names; loads torch when it is made."""

    def __init__(self, model: str, *, threads: int | None = None) -> None:
        """``model``: a name on Hugging Face or a folder. Raises EmbeddingError if it cannot load."""
        self.name = model.rstrip("/\\")
        self._model = _load(self.name)
        if threads:
            import torch

            torch.set_num_threads(threads)
        self.dimensions = self.encode_query("维数").shape[0]
        label = self.name if _is_hub_name(self.name) else Path(self.name).name
        digest = _digest(self._model)
        self.fingerprint = f"{label}/sentence-transformers/{REVISION}/{digest}"

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Texts to be found: float32 [texts, dimensions], each of length 1."""
        return self._encode(texts, PASSAGE_PREFIX, query=False)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Questions: float32 [texts, dimensions], each of length 1."""
        return self._encode(texts, QUERY_PREFIX, query=True)

    def encode_query(self, text: str) -> Vectors:
        """One question: float32 [dimensions]."""
        vector: Vectors = self.encode_queries([text])[0]
        return vector

    def _encode(self, texts: Sequence[str], prefix: str, *, query: bool) -> Vectors:
        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        encode = self._model.encode_query if query else self._model.encode_document
        vectors = encode(
            list(texts),
            prompt=prefix if is_e5(self.name) else None,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, np.float32)


def _is_hub_name(model: str) -> bool:
    return bool(re.fullmatch(r"[\w.-]+(/[\w.-]+)?", model)) and not model.startswith(".")


def _load(model: str) -> SentenceTransformer:
    """The model from this machine; from the network only if it is not here and that is allowed."""
    if not Path(model).exists() and not _is_hub_name(model):
        raise EmbeddingError(f"向量模型文件夹不存在：{model}。请检查路径，或改用内置模型 builtin。")
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EmbeddingError(
            "加载其他向量模型需要 sentence-transformers。请安装：pip install sentence-transformers"
        ) from error
    try:
        return SentenceTransformer(model, local_files_only=True)
    except Exception as error:  # whatever the model's own files raise
        if Path(model).exists() or os.environ.get("HF_HUB_OFFLINE") == "1":
            raise _cannot_load(model, error) from error
    try:
        return SentenceTransformer(model)
    except Exception as error:  # network, name and file errors of many libraries
        raise _cannot_load(model, error) from error


def _cannot_load(model: str, error: Exception) -> EmbeddingError:
    reason = (str(error).strip().splitlines() or [""])[0][:160]
    return EmbeddingError(
        f"无法加载向量模型“{model}”（{type(error).__name__}：{reason}）。"
        "离线时请先在联网的机器上下载该模型，把文件夹拷到本机并改填文件夹路径；或改用内置模型 builtin。"
    )


def _digest(model: SentenceTransformer) -> str:
    """Twelve hex digits that change with the weights: names, shapes, first 256 values of each."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        head = tensor.flatten()[:256].float().cpu().numpy()
        digest.update(f"{name}{tuple(tensor.shape)}".encode())
        digest.update(head.tobytes())
    return digest.hexdigest()[:12]
