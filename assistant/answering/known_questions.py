"""Compare a question with questions whose answer is known: of clauses, gaps, neighbours."""

from __future__ import annotations

import hashlib
import itertools
import os
import tempfile
import threading
import zipfile
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.answering.more_questions import MoreQuestions
from assistant.answering.ngrams import NgramIndex
from corpus.asks import Ask
from corpus.gaps import Gap

if TYPE_CHECKING:
    from index.encoder import Encoder, Vectors

#: Principal directions of the known questions in which questions are compared. The vectors of the
#: built-in model share a large common part ("a question on the CQO"); whitening takes it out.
#: Measured on evals/calibration (nearest question has the right clause): raw about .66 (on three of the
#: four files of questions there were then), whitened and with n-grams .76.
_DIRECTIONS = 96


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near (about 0 to 1) a question is to known questions.

    ``gap`` with ``gap_nearness``: the nearest known gap; None when there are no gaps. ``gaps``: gap id
    -> nearness. ``neighbour``: to the nearest question of a neighbouring field, which nothing here
    answers. ``closed``: gap id -> nearness, of the gaps that an imported text closes.
    """

    clauses: Mapping[str, int]  # clause id -> its place in ``best_scores``
    best_scores: Vectors  # [clauses] nearness to the nearest question of each clause
    answered_at: Callable[[int], str | None]  # place -> ``at`` of that question
    gap: Gap | None
    gap_nearness: float
    gaps: Mapping[str, float]
    neighbour: float
    closed: Mapping[str, float] = field(default_factory=dict)

    def without_gaps(self) -> Nearness:
        """The same for a question on a text that the known gaps are not about."""
        return replace(self, gap=None, gap_nearness=0.0, gaps={}, neighbour=0.0, closed={})

    @property
    def clause_nearness(self) -> float:
        """Nearness to the nearest question that a clause answers."""
        return float(self.best_scores.max()) if len(self.best_scores) else 0.0

    def of(self, clause_id: str) -> tuple[float, str | None]:
        """Nearness to a clause's nearest question, and that question's ``at``; 0 without questions."""
        place = self.clauses.get(clause_id)
        if place is None:
            return 0.0, None
        return float(self.best_scores[place]), self.answered_at(place)

    def guide_nearness(self, without: Collection[str] = ()) -> float:
        """Nearness to the nearest question, when a guide answers it; ``without``: clauses left out."""
        found = {c: float(self.best_scores[p]) for c, p in self.clauses.items() if c not in without}
        nearest = max(found, key=lambda clause: found[clause], default="")
        return found[nearest] if nearest.startswith("guide-") else 0.0

    def best(self, most: int) -> list[str]:
        """The clause ids whose questions are nearest, best first."""
        ids = list(self.clauses)
        return [ids[place] for place in (-self.best_scores).argsort(kind="stable")[:most]]


@dataclass(frozen=True, slots=True)
class Imported:
    """What imported texts change for one question.

    ``closed``: gap id -> the clauses that close it; ``hidden``: sources left out of this question.
    """

    questions: MoreQuestions
    closed: Mapping[str, Sequence[str]]
    hidden: frozenset[str] = frozenset()


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
        *,
        cache: Path | None = None,
    ) -> None:
        self._cache = cache
        grouped = {clause: tuple(found) for clause, found in asks.items() if found}
        self._asks = [ask for found in grouped.values() for ask in found]
        self._places = {clause: place for place, clause in enumerate(grouped)}
        sizes = [len(found) for found in grouped.values()]
        self._starts = np.array([0, *itertools.accumulate(sizes)][: len(sizes)], np.intp)
        self._gap_spans: list[tuple[Gap, int, int]] = []
        for gap in gaps:
            begin = self._gap_spans[-1][2] if self._gap_spans else 0
            self._gap_spans.append((gap, begin, begin + len(gap.asks)))
        self._gap_by_id = {gap.id: gap for gap in gaps}
        self._gaps = [ask for gap in gaps for ask in gap.asks]
        self._neighbours = tuple(neighbours)
        self._by_clause = {
            clause: " ".join(a.q for a in found) for clause, found in grouped.items()
        }
        self._lock = threading.Lock()
        self._prepared: _Prepared | None = None

    def asks_of(self, clause_id: str) -> str:
        """The known questions of a clause in one string."""
        return self._by_clause.get(clause_id, "")

    def texts(self) -> list[str]:
        """All known questions: those of clauses, of gaps, of neighbouring fields."""
        return [*(ask.q for ask in self._asks), *self._gaps, *self._neighbours]

    def prepare(self, encoder: Encoder) -> _Prepared:
        """Embed the known questions (once; then they are read from the cache) and whiten them."""
        with self._lock:
            if self._prepared is None or self._prepared.fingerprint != encoder.fingerprint:
                self._prepared = _kept(self.texts(), encoder, self._cache)
            return self._prepared

    def near(
        self,
        texts: Sequence[str],
        vectors: Sequence[Vectors],
        encoder: Encoder,
        *,
        imported: Imported | None = None,
    ) -> Nearness:
        """Nearness of a question given in one or more wordings with their vectors; the nearest counts.

        Nearness is the mean of the vectors' and the n-grams' cosine. ``imported``: what imported texts
        add to the known questions and which gaps they close.
        """
        known = self.prepare(encoder)
        points: list[Vectors] = []
        scores: Vectors = np.zeros(
            len(self._asks) + len(self._gaps) + len(self._neighbours), np.float32
        )
        for text, vector in zip(texts, vectors, strict=True):
            point: NDArray[np.float32] = np.matmul(vector - known.mean, known.projection)
            points.append(_unit(point))
            cosines = np.matmul(known.vectors, points[-1])
            scores = np.maximum(scores, (cosines + known.ngrams.cosines(text)) / 2)
        first, last = len(self._asks), len(self._asks) + len(self._gaps)
        asked, of_gaps, aside = scores[:first], scores[first:last], scores[last:]
        best_scores = np.maximum.reduceat(asked, self._starts) if first else asked
        gaps = {gap.id: float(of_gaps[begin:end].max()) for gap, begin, end in self._gap_spans}
        places: Mapping[str, int] = self._places
        closed: Mapping[str, float] = {}
        if imported is not None:
            places, best_scores = self._with_imported(
                imported, known, encoder, texts, points, gaps, best_scores
            )
            closed = {gap: score for gap, score in gaps.items() if gap in imported.closed}
            gaps = {gap: score for gap, score in gaps.items() if gap not in imported.closed}
        nearest = max(gaps, key=lambda g: gaps[g], default=None)
        return Nearness(
            clauses=places,
            best_scores=best_scores,
            answered_at=lambda place: self._at(asked, place),
            gap=self._gap_by_id[nearest] if nearest else None,
            gap_nearness=gaps[nearest] if nearest else 0.0,
            gaps=gaps,
            neighbour=float(aside.max()) if len(aside) else 0.0,
            closed=closed,
        )

    def _with_imported(
        self,
        imported: Imported,
        known: _Prepared,
        encoder: Encoder,
        texts: Sequence[str],
        points: Sequence[Vectors],
        gaps: Mapping[str, float],
        best_scores: Vectors,
    ) -> tuple[Mapping[str, int], Vectors]:
        """Places and nearness of the library's clauses and, behind them, of imported ones.

        The ways of asking for a closed gap are ways of asking for the clauses that close it.
        """
        more, closed = imported.questions, imported.closed
        scores: dict[str, float] = {}
        if more:
            more.prepare(encoder, known.mean, known.projection, known.ngrams)
            found = np.maximum.reduce(
                [
                    more.scores(text, point, known.ngrams, imported.hidden)
                    for text, point in zip(texts, points, strict=True)
                ]
            )
            scores = dict(zip(more.clauses, found.tolist(), strict=True))
        for gap, clauses in closed.items():
            for clause in clauses:
                if clause.split("#")[0] not in imported.hidden:
                    scores[clause] = max(scores.get(clause, 0.0), gaps.get(gap, 0.0))
        first = len(self._places)
        places = {**self._places, **{clause: first + i for i, clause in enumerate(scores)}}
        return places, np.concatenate([best_scores, np.array(list(scores.values()), np.float32)])

    def _at(self, asked: Vectors, place: int) -> str | None:
        if place >= len(self._starts):
            return None  # an imported clause
        begin = self._starts[place]
        end = self._starts[place + 1] if place + 1 < len(self._starts) else len(self._asks)
        nearest: Ask = self._asks[begin + int(asked[begin:end].argmax())]
        return nearest.at


def _kept(texts: Sequence[str], encoder: Encoder, folder: Path | None) -> _Prepared:
    """The prepared questions from their file in ``folder``, which is made when it is not there."""
    if folder is None:
        return _whitened(texts, encoder)
    digest = hashlib.sha256("\n".join((encoder.fingerprint, str(_DIRECTIONS), *texts)).encode())
    path = folder / f"known-questions-{digest.hexdigest()[:16]}.npz"
    try:
        with np.load(path) as kept:
            arrays = {name: kept[name] for name in kept.files}
        ngrams = NgramIndex({n[2:]: a for n, a in arrays.items() if n.startswith("n_")})
        return _Prepared(
            encoder.fingerprint, arrays["mean"], arrays["projection"], arrays["vectors"], ngrams
        )
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
        made = _whitened(texts, encoder)
        _keep(made, path)
        return made


def _keep(made: _Prepared, path: Path) -> None:
    """Write the file whole or not at all; a folder that cannot be written is no fault here."""
    arrays = {f"n_{name}": array for name, array in made.ngrams.arrays.items()}
    arrays |= {"mean": made.mean, "projection": made.projection, "vectors": made.vectors}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob("known-questions-*.npz"):
            old.unlink(missing_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".known-", suffix=".npz")
        with os.fdopen(handle, "wb") as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]  # numpy names allow_pickle only
        os.replace(name, path)
    except OSError:
        return


def _whitened(texts: Sequence[str], encoder: Encoder) -> _Prepared:
    vectors = encoder.encode_queries(list(texts))
    mean = vectors.mean(axis=0)
    centred = vectors - mean
    values, directions = np.linalg.eigh(centred.T @ centred)
    kept = min(_DIRECTIONS, len(texts) - 1, vectors.shape[1])
    scale = np.sqrt(np.maximum(values[::-1][:kept], 1e-9))
    reduced = directions[:, ::-1][:, :kept] / (scale + 1e-3 * scale[0])
    projection: NDArray[np.float32] = reduced.astype(np.float32)
    points: NDArray[np.float32] = np.matmul(centred, projection)
    return _Prepared(encoder.fingerprint, mean, projection, _unit(points), NgramIndex.of(texts))


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: NDArray[np.float32] = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit
