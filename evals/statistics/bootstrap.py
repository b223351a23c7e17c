"""Percentile bootstrap, seeded and vectorised; whole clusters are drawn where values share one.

Sources: Efron and Tibshirani, *An Introduction to the Bootstrap* (1993), chapters 13 and 16; drawing
whole clusters: Field and Welsh, "Bootstrapping clustered data" (JRSS B, 2007). Where all values are the
same the interval has no width: it says nothing of how few there are.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RESAMPLES = 2000
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with the interval that holds it in 95 of 100 cases."""

    value: float
    low: float
    high: float


def mean(
    values: Sequence[float],
    *,
    clusters: Sequence[Hashable] | None = None,
    seed: int,
    resamples: int = RESAMPLES,
) -> Interval:
    """Mean of ``values``, at least one. ``clusters``: what belongs together, one key a value."""
    numbers = _numbers(values)
    places, counts = _drawn(len(numbers), clusters, seed, resamples)
    sums = np.bincount(places, weights=numbers)
    found = (counts @ sums) / (counts @ np.bincount(places))
    return _interval(float(numbers.mean()), found)


def percentile(
    values: Sequence[float],
    share: float,
    *,
    clusters: Sequence[Hashable] | None = None,
    seed: int,
    resamples: int = RESAMPLES,
) -> Interval:
    """Nearest-rank percentile of ``values``, at least one; ``share`` from 0 to 1."""
    numbers = _numbers(values)
    places, counts = _drawn(len(numbers), clusters, seed, resamples)
    order = np.argsort(numbers, kind="stable")
    ordered = numbers[order]
    reached = np.cumsum(counts[:, places[order]], axis=1)
    wanted = np.maximum(np.ceil(share * reached[:, -1]), 1)
    found = ordered[(reached >= wanted[:, None]).argmax(axis=1)]
    rank = max(int(np.ceil(share * len(ordered))), 1)
    return _interval(float(ordered[rank - 1]), found)


def auroc(
    positive: Sequence[float],
    negative: Sequence[float],
    *,
    seed: int,
    resamples: int = RESAMPLES,
) -> Interval:
    """Area under the ROC curve of scores of positives against negatives, at least one of each.

    The value is scikit-learn's; in the resamples, drawn from each side, it is the share of pairs in
    the right order, which is the same (Hanley and McNeil, Radiology 1982).
    """
    from sklearn.metrics import roc_auc_score

    high, low = _numbers(positive), _numbers(negative)
    truth = np.concatenate([np.ones(len(high)), np.zeros(len(low))])
    value = float(roc_auc_score(truth, np.concatenate([high, low])))
    won = (high[:, None] > low[None, :]) + 0.5 * (high[:, None] == low[None, :])
    _, of_high = _drawn(len(high), None, seed, resamples)
    _, of_low = _drawn(len(low), None, seed + 1, resamples)
    found = np.einsum("bi,ij,bj->b", of_high, won, of_low, optimize=True)
    return _interval(value, found / (len(high) * len(low)))


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean of b - a over pairs, its interval, and the two-sided p of there being none."""

    value: float
    low: float
    high: float
    p: float


def paired_difference(
    a: Sequence[float],
    b: Sequence[float],
    *,
    clusters: Sequence[Hashable] | None = None,
    seed: int,
    resamples: int = RESAMPLES,
) -> Difference:
    """Mean of ``b - a``, pair by pair, at least one pair.

    ``p``: share of resamples of the differences moved to mean 0 that are as far from 0 as the mean
    found, this one counted in (Davison and Hinkley, *Bootstrap Methods*, 1997, 4.2.3).
    """
    numbers = _numbers(b) - _numbers(a)
    found = mean(list(numbers), clusters=clusters, seed=seed, resamples=resamples)
    places, counts = _drawn(len(numbers), clusters, seed, resamples)
    centred = np.bincount(places, weights=numbers - found.value)
    moved = (counts @ centred) / (counts @ np.bincount(places))
    as_far = int(np.sum(np.abs(moved) >= abs(found.value) - 1e-12))
    p = (as_far + 1) / (resamples + 1)
    return Difference(found.value, found.low, found.high, min(1.0, p))


def _numbers(values: Sequence[float]) -> Floats:
    numbers = np.asarray(values, np.float64)
    if numbers.size == 0 or not np.isfinite(numbers).all():
        raise ValueError(
            "values must be finite and at least one; count what cannot be scored as failed"
        )
    return numbers


def _drawn(
    size: int, clusters: Sequence[Hashable] | None, seed: int, resamples: int
) -> tuple[NDArray[np.int64], Floats]:
    """The cluster of each value, and how often each cluster is drawn: [resamples, clusters]."""
    keys = list(range(size)) if clusters is None else list(clusters)
    if len(keys) != size:
        raise ValueError("one cluster a value")
    number = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    places = np.array([number[key] for key in keys], np.int64)
    count = len(number)
    drawn = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), resamples)
    return places, drawn.astype(np.float64)


def _interval(value: float, found: Floats) -> Interval:
    edge = (1 - LEVEL) / 2
    low, high = np.quantile(found, [edge, 1 - edge])
    return Interval(value, float(low), float(high))
