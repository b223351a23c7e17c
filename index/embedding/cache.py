"""An engine that never embeds the same text twice: vectors by content hash, on disk."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.embedding.engine import Engine, Vectors
from index.embedding.vector_store import Role, VectorStore

BATCH_TEXTS = 256  # embedded, then committed: what a killed run loses at most
QUERIES_KEPT = 512  # in memory, about 1 MB

#: Called with texts done, texts in all, and texts embedded a second so far (0 before the first).
EmbedProgress = Callable[[int, int, float], None]


def text_key(text: str) -> bytes:
    """SHA-256 of the text in UTF-8, 32 bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


class CachedEmbedder:
    """An engine with its cache; also an engine itself. Safe to share between threads."""

    def __init__(self, engine: Engine, data_dir: Path) -> None:
        self.engine = engine
        self.fingerprint = engine.fingerprint
        self.dimensions = engine.dimensions
        self._store = VectorStore(data_dir, engine.fingerprint)
        self._queries: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def caches(self) -> bool:
        """Whether new vectors are kept on disk; False in a data folder that cannot be written."""
        return self._store.writable

    def encode_passages(
        self, texts: Sequence[str], progress: EmbedProgress | None = None
    ) -> Vectors:
        """Texts to be found: float32 [texts, dimensions], in the order of the texts."""
        return self._encode(Role.PASSAGE, texts, progress)

    def encode_queries(
        self, texts: Sequence[str], progress: EmbedProgress | None = None
    ) -> Vectors:
        """Many questions at once, kept on disk like passages (evaluations ask the same again)."""
        return self._encode(Role.QUERY, texts, progress)

    def encode_query(self, text: str) -> Vectors:
        """One question: float32 [dimensions]; kept in memory only, so that it leaves no trace."""
        with self._lock:
            if text in self._queries:
                self._queries.move_to_end(text)
                return self._queries[text].copy()
        vector = self.engine.encode_query(text)
        with self._lock:
            self._queries[text] = vector.copy()
            if len(self._queries) > QUERIES_KEPT:
                self._queries.popitem(last=False)
        return vector

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's name for :meth:`encode_passages`."""
        return [[float(x) for x in row] for row in self.encode_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """LangChain's name for :meth:`encode_query`."""
        return [float(x) for x in self.encode_query(text)]

    def close(self) -> None:
        """Close the cache file."""
        self._store.close()

    def _encode(self, role: Role, texts: Sequence[str], progress: EmbedProgress | None) -> Vectors:
        keys = [text_key(text) for text in texts]
        known = self._store.get(role, list(dict.fromkeys(keys)))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        report = progress or (lambda done, total, rate: None)
        report(len(known), len(known) + len(missing), 0.0)
        self._embed_missing(role, missing, known, report)
        out = np.empty((len(keys), self.dimensions), np.float32)
        for place, key in enumerate(keys):
            out[place] = known[key]
        return out

    def _embed_missing(
        self,
        role: Role,
        missing: dict[bytes, str],
        known: dict[bytes, Vectors],
        report: EmbedProgress,
    ) -> None:
        """Embed batch by batch into ``known``; each batch is committed before the next."""
        engine = self.engine
        encode = engine.encode_passages if role is Role.PASSAGE else engine.encode_queries
        total, before, began = len(known) + len(missing), len(known), time.perf_counter()
        keys = list(missing)
        for start in range(0, len(keys), BATCH_TEXTS):
            batch = keys[start : start + BATCH_TEXTS]
            vectors = encode([missing[key] for key in batch])
            self._store.put(role, batch, vectors)
            known.update(zip(batch, vectors, strict=True))
            done = len(known) - before
            report(len(known), total, done / (time.perf_counter() - began))
