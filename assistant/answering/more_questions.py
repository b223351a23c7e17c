"""Known questions of imported texts, compared in the space of the library's own.

The library's questions alone make that space: an import moves no question of the library.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.answering.ngrams import NgramIndex
from corpus.asks import Ask

if TYPE_CHECKING:
    from index.encoder import Encoder, Vectors


class MoreQuestions:
    """Questions by clause. ``vectors`` and n-grams are made at the first use and kept."""

    def __init__(self, asks: Mapping[str, Sequence[Ask]]) -> None:
        grouped = {clause: tuple(found) for clause, found in asks.items() if found}
        self.clauses = tuple(grouped)
        self._texts = [ask.q for found in grouped.values() for ask in found]
        sizes = [len(found) for found in grouped.values()]
        self._starts = np.cumsum([0, *sizes])[: len(sizes)].astype(np.intp)
        self._sources = np.array([clause.split("#")[0] for clause in self.clauses])
        self._by_clause = {
            clause: " ".join(a.q for a in found) for clause, found in grouped.items()
        }
        self._prepared: tuple[str, Vectors, _Grams] | None = None

    def __bool__(self) -> bool:
        return bool(self.clauses)

    def asks_of(self, clause_id: str) -> str:
        """The questions of a clause in one string."""
        return self._by_clause.get(clause_id, "")

    def prepare(
        self,
        encoder: Encoder,
        mean: Vectors,
        projection: NDArray[np.float32],
        ngrams: NgramIndex,
    ) -> None:
        """Embed the questions (their vectors come from the encoder's cache where it has them)."""
        if self._prepared is not None and self._prepared[0] == encoder.fingerprint:
            return
        points: NDArray[np.float32] = np.matmul(
            encoder.encode_queries(self._texts) - mean, projection
        )
        lengths = np.linalg.norm(points, axis=-1, keepdims=True)
        unit = (points / np.maximum(lengths, 1e-9)).astype(np.float32)
        self._prepared = (encoder.fingerprint, unit, _Grams(self._texts, ngrams))

    def scores(
        self, question: str, point: Vectors, ngrams: NgramIndex, hidden: frozenset[str]
    ) -> Vectors:
        """Nearness to the nearest question of each clause; 0 for clauses of ``hidden`` sources."""
        if self._prepared is None:
            raise RuntimeError("prepare() comes first")
        _, vectors, grams = self._prepared
        cosines = (np.matmul(vectors, point) + grams.cosines(ngrams.weights(question))) / 2
        best: Vectors = np.maximum.reduceat(cosines, self._starts).astype(np.float32)
        if hidden:
            best = np.where(np.isin(self._sources, list(hidden)), np.float32(0), best)
        return best


class _Grams:
    """The n-grams of some texts, weighted as those of another index."""

    def __init__(self, texts: Sequence[str], ngrams: NgramIndex) -> None:
        rows: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, text in enumerate(texts):
            for gram, weight in ngrams.weights(text).items():
                rows[gram].append((place, weight))
        self._size = len(texts)
        self._rows = {
            gram: (
                np.array([place for place, _ in found], np.int32),
                np.array([weight for _, weight in found], np.float32),
            )
            for gram, found in rows.items()
        }

    def cosines(self, weights: Mapping[str, float]) -> NDArray[np.float32]:
        scores = np.zeros(self._size, np.float32)
        for gram, weight in weights.items():
            row = self._rows.get(gram)
            if row is not None:
                scores[row[0]] += np.float32(weight) * row[1]
        return scores
