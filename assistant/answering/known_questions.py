"""Compare a question with questions whose answer is known: of clauses, gaps, neighbours."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answering.ngrams import NgramIndex
from corpus.asks import Ask
from corpus.gaps import Gap

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.encoder import Encoder, Vectors

#: Principal directions of the known questions in which questions are compared. The vectors of the
#: built-in model share a large common part ("a question on the CQO"); whitening takes it out.
#: Measured on evals/calibration (nearest question has the right clause): raw .66, whitened .76.
_DIRECTIONS = 96


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near (about 0 to 1) a question is to known questions.

    ``clauses``: clause id -> (best nearness, ``at`` of that ask). ``gap`` with ``gap_nearness``: the
    nearest known gap; None when there are no gaps.
    """

    clauses: Mapping[str, tuple[float, str | None]]
    gap: Gap | None
    gap_nearness: float
    gaps: Mapping[str, float]  # gap id -> nearness
    neighbour: float  # to the nearest question of a neighbouring field, which nothing here answers

    @property
    def clause_nearness(self) -> float:
        """Nearness to the nearest question that a clause answers."""
        return max((near for near, _ in self.clauses.values()), default=0.0)

    def best(self, most: int) -> list[str]:
        """The clause ids whose asks are nearest, best first."""
        return sorted(self.clauses, key=lambda c: -self.clauses[c][0])[:most]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Known questions in a form in which they are compared."""

    fingerprint: str
    mean: Vectors  # [d]
    projection: NDArray[np.float32]  # [d, directions]
    vectors: Vectors  # [questions, directions], length 1
    ngrams: NgramIndex


class KnownQuestions:
    """The known questions and their vectors; the vectors come from the encoder's cache."""

    def __init__(
        self,
        asks: Mapping[str, Sequence[Ask]],
        gaps: Sequence[Gap],
        neighbours: Sequence[str] = (),
    ) -> None:
        self._neighbours = tuple(neighbours)
        self._clauses = [(clause, ask) for clause, entries in asks.items() for ask in entries]
        self._gaps = [(gap, ask) for gap in gaps for ask in gap.asks]
        self._by_clause = {clause: " ".join(a.q for a in found) for clause, found in asks.items()}
        self._lock = threading.Lock()
        self._prepared: _Prepared | None = None

    def asks_of(self, clause_id: str) -> str:
        """The known questions of a clause in one string."""
        return self._by_clause.get(clause_id, "")

    def texts(self) -> list[str]:
        """All known questions: those of clauses, of gaps, of neighbouring fields."""
        asked = [ask.q for _, ask in self._clauses] + [ask for _, ask in self._gaps]
        return [*asked, *self._neighbours]

    def prepare(self, encoder: Encoder) -> _Prepared:
        """Embed the known questions (once; then they are read from the cache) and whiten them."""
        with self._lock:
            if self._prepared is None or self._prepared.fingerprint != encoder.fingerprint:
                self._prepared = _whitened(self.texts(), encoder)
            return self._prepared

    def near(self, texts: Sequence[str], vectors: Sequence[Vectors], encoder: Encoder) -> Nearness:
        """Nearness of a question given in one or more wordings with their vectors; the nearest counts.

        Nearness is the mean of the vectors' and the n-grams' cosine.
        """
        import numpy as np

        if not self.texts():
            return Nearness({}, None, 0.0, {}, 0.0)
        known = self.prepare(encoder)
        scores = None
        for text, vector in zip(texts, vectors, strict=True):
            point: NDArray[np.float32] = np.matmul(vector - known.mean, known.projection)
            cosines = np.matmul(known.vectors, _unit(point))
            found_now = (cosines + known.ngrams.cosines(text)) / 2
            scores = found_now if scores is None else np.maximum(scores, found_now)
        assert scores is not None
        found: dict[str, tuple[float, str | None]] = {}
        for (clause, ask), score in zip(self._clauses, scores, strict=False):
            if clause not in found or score > found[clause][0]:
                found[clause] = (float(score), ask.at)
        first, last = len(self._clauses), len(self._clauses) + len(self._gaps)
        tail = scores[first:last]
        neighbour = float(scores[last:].max()) if self._neighbours else 0.0
        best = int(tail.argmax()) if len(tail) else -1
        gap = self._gaps[best][0] if best >= 0 else None
        gaps: dict[str, float] = {}
        for (one, _), score in zip(self._gaps, tail, strict=True):
            gaps[one.id] = max(gaps.get(one.id, 0.0), float(score))
        return Nearness(found, gap, float(tail[best]) if best >= 0 else 0.0, gaps, neighbour)


def _whitened(texts: Sequence[str], encoder: Encoder) -> _Prepared:
    import numpy as np

    vectors = encoder.encode_queries(list(texts))
    mean = vectors.mean(axis=0)
    centred = vectors - mean
    values, directions = np.linalg.eigh(centred.T @ centred)
    kept = min(_DIRECTIONS, len(texts) - 1, vectors.shape[1])
    scale = np.sqrt(np.maximum(values[::-1][:kept], 1e-9))
    reduced = directions[:, ::-1][:, :kept] / (scale + 1e-3 * scale[0])
    projection: NDArray[np.float32] = reduced.astype(np.float32)
    points: NDArray[np.float32] = np.matmul(centred, projection)
    return _Prepared(encoder.fingerprint, mean, projection, _unit(points), NgramIndex(texts))


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: NDArray[np.float32] = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit
