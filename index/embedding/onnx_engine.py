"""The built-in model on ONNX Runtime. Imports onnxruntime, tokenizers and numpy, and only when needed.

A question uses one thread (about 7 ms). Passages go in batches of like length, one batch a thread:
measured faster than one batch over several threads, and batches that fit the processor's cache
faster than large ones. Activations are quantised over the batch, so a passage's vector depends a
little on its neighbours (cosine about .999 between runs).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding import bundled
from index.embedding.cores import available_cores
from index.embedding.engine import Vectors
from index.embedding.errors import EmbeddingError
from index.embedding.unigram import MAX_TOKENS, QuickUnigram

if TYPE_CHECKING:
    from tokenizers import Tokenizer

QUERY_PREFIX = "query: "
PASSAGE_PREFIX = "passage: "
DIMENSION = 384
BATCH_TOKENS = 512  # padding included
PAD = 1

#: Questions up to this many are embedded one by one: reading the bulk tokeniser takes about a second.
_FEW = 16


class OnnxE5Embeddings:
    """multilingual-e5-small in int8; speaks the methods of LangChain's ``Embeddings``.

    Model and tokenizer are read at first use, or by :meth:`warm`; safe to share between threads.
    """

    dimensions = DIMENSION

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        """``folder``: from :func:`bundled.unpack`; ``threads``: default the cores we may use."""
        self.folder = folder
        self.fingerprint = bundled.fingerprint(folder)
        self._threads = threads
        self._lock = threading.Lock()
        self._session: Any = None
        self._tokenizer: Tokenizer | None = None
        self._quick: QuickUnigram | None = None

    def warm(self) -> None:
        """Read what a question needs: about 0.3 s. Raises EmbeddingError where a file is damaged."""
        with self._lock:
            try:
                self._quick = self._quick or QuickUnigram(self.folder)
                self._session = self._session or _open_session(self.folder / bundled.MODEL_FILE)
            except (OSError, ValueError, KeyError, RuntimeError) as error:
                raise self._damaged() from error

    def encode_query(self, text: str) -> Vectors:
        """One question: float32 [384]. Beyond 512 tokens the text is cut off."""
        if self._session is None:
            self.warm()
        assert self._quick is not None
        vector: Vectors = self._run([self._quick.encode(QUERY_PREFIX + _sound(text))])[0]
        return vector

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Questions: float32 [texts, 384]; many are embedded in batches, as passages are."""
        if len(texts) > _FEW:
            return self._encode_bulk(QUERY_PREFIX, texts)
        rows = [self.encode_query(text) for text in texts]
        return np.stack(rows) if rows else np.empty((0, DIMENSION), np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Texts to be found: float32 [texts, 384]. Beyond 512 tokens a text is cut off."""
        return self._encode_bulk(PASSAGE_PREFIX, texts)

    def _encode_bulk(self, prefix: str, texts: Sequence[str]) -> Vectors:
        out = np.empty((len(texts), DIMENSION), np.float32)
        if not texts:
            return out
        self.warm()
        tokenizer = self._bulk_tokenizer()
        encodings = tokenizer.encode_batch_fast([prefix + _sound(text) for text in texts])
        ids = [encoding.ids for encoding in encodings]

        def fill(batch: list[int]) -> None:
            out[batch] = self._run([ids[place] for place in batch])

        threads = self._threads or available_cores()
        batches = list(batches_by_length([len(tokens) for tokens in ids]))
        with ThreadPoolExecutor(max(1, min(threads, len(batches)))) as pool:
            for _ in pool.map(fill, batches):
                pass
        return out

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's name for :meth:`encode_passages`."""
        return [[float(x) for x in row] for row in self.encode_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """LangChain's name for :meth:`encode_query`."""
        return [float(x) for x in self.encode_query(text)]

    def _run(self, ids: list[list[int]]) -> Vectors:
        longest = max(map(len, ids))
        tokens = np.full((len(ids), longest), PAD, np.int64)
        mask = np.zeros((len(ids), longest), np.int64)
        for row, text in enumerate(ids):
            tokens[row, : len(text)] = text
            mask[row, : len(text)] = 1
        feed = {"input_ids": tokens, "attention_mask": mask}
        vectors: Vectors = self._session.run(None, feed)[0]
        return vectors

    def _bulk_tokenizer(self) -> Tokenizer:
        with self._lock:
            if self._tokenizer is None:
                from tokenizers import Tokenizer

                path = self.folder / "tokenizer.json"
                try:
                    tokenizer = Tokenizer.from_buffer(path.read_bytes())
                except Exception as error:  # tokenizers raises Exception itself
                    raise self._damaged() from error
                tokenizer.enable_truncation(MAX_TOKENS)
                self._tokenizer = tokenizer
            return self._tokenizer

    def _damaged(self) -> EmbeddingError:
        return EmbeddingError(f"内置向量模型文件已损坏：{self.folder}。请删除该文件夹后重试。")


def batches_by_length(lengths: Sequence[int], budget: int = BATCH_TOKENS) -> Iterator[list[int]]:
    """Places of texts in batches, longest first; padded size of a batch <= budget, or one text."""
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda place: -lengths[place]):
        if batch and (len(batch) + 1) * lengths[batch[0]] > budget:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def _open_session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        os.fspath(path), options, providers=["CPUExecutionProvider"]
    )


def _sound(text: str) -> str:
    """The text without lone surrogates, which no tokenizer accepts."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
