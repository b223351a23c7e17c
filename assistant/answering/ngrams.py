"""Cosine of character n-grams between a question and many short texts."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_NOT_WORD = re.compile(r"[^\w]+")
_LENGTHS = (1, 2, 3)


class NgramIndex:
    """TF-IDF over character n-grams of 1 to 3, sublinear counts, length 1 vectors.

    Source of the weighting: Salton and Buckley, "Term-weighting approaches in automatic text
    retrieval", 1988 (1 + log tf, log idf, cosine normalisation). Held as arrays (n-grams by their
    64-bit hash, postings one after the other), so that it can be kept in a file.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.arrays = dict(arrays)
        self._keys, self._idf = arrays["keys"], arrays["idf"]
        self._starts = arrays["starts"]
        self._places, self._weights = arrays["places"], arrays["weights"]
        self._size = int(arrays["size"][0])
        self._unseen = math.log(1 + self._size) + 1

    @classmethod
    def of(cls, texts: Sequence[str]) -> NgramIndex:
        """The index of ``texts``."""
        grams = [_grams(text) for text in texts]
        documents = Counter(gram for found in grams for gram in found)
        idf = {g: math.log((1 + len(texts)) / (1 + df)) + 1 for g, df in documents.items()}
        order = sorted(idf, key=_key)
        rows: dict[str, list[tuple[int, float]]] = {gram: [] for gram in order}
        for place, found in enumerate(grams):
            for gram, weight in _weighted(found, idf).items():
                rows[gram].append((place, weight))
        postings = [pair for gram in order for pair in rows[gram]]
        sizes = [len(rows[gram]) for gram in order]
        return cls(
            {
                "keys": np.array([_key(gram) for gram in order], np.uint64),
                "idf": np.array([idf[gram] for gram in order], np.float32),
                "starts": np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64),
                "places": np.array([place for place, _ in postings], np.int32),
                "weights": np.array([weight for _, weight in postings], np.float32),
                "size": np.array([len(texts)], np.int64),
            }
        )

    def cosines(self, question: str) -> NDArray[np.float32]:
        """float32 [texts]: 0 (nothing shared) to 1."""
        scores = np.zeros(self._size, np.float32)
        for gram, weight in self.weights(question).items():
            row = self._row(gram)
            if row >= 0:
                begin, end = self._starts[row], self._starts[row + 1]
                scores[self._places[begin:end]] += weight * self._weights[begin:end]
        return scores

    def weights(self, text: str) -> dict[str, float]:
        """The n-grams of ``text`` with their weights in this index, length 1."""
        counts = _grams(text)
        rows = {gram: self._row(gram) for gram in counts}
        idf = {g: float(self._idf[row]) if row >= 0 else self._unseen for g, row in rows.items()}
        return _weighted(counts, idf)

    def _row(self, gram: str) -> int:
        key = np.uint64(_key(gram))
        row = int(np.searchsorted(self._keys, key))
        return row if row < len(self._keys) and self._keys[row] == key else -1


def _weighted(counts: Mapping[str, int], idf: Mapping[str, float]) -> dict[str, float]:
    raw = {gram: (1 + math.log(count)) * idf[gram] for gram, count in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
    return {gram: weight / length for gram, weight in raw.items()}


def _key(gram: str) -> int:
    return int.from_bytes(hashlib.blake2b(gram.encode(), digest_size=8).digest(), "little")


def _grams(text: str) -> Counter[str]:
    bare = _NOT_WORD.sub("", text.lower())
    return Counter(bare[i : i + n] for n in _LENGTHS for i in range(len(bare) - n + 1))
