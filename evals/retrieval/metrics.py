"""Retrieval metrics over ranked ids and the ids that are right.

Sources: Manning, Raghavan, Schütze, *Introduction to Information Retrieval* (2008), chapter 8;
nDCG after Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques" (TOIS 2002)
with the linear gain that trec_eval uses and BEIR reports.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence


def recall(ranked: Sequence[str], gains: Mapping[str, int], k: int) -> float:
    """Share of the right ids that are among the first ``k``."""
    right = {key for key, gain in gains.items() if gain > 0}
    return sum(key in right for key in ranked[:k]) / len(right) if right else 0.0


def reciprocal_rank(ranked: Sequence[str], gains: Mapping[str, int], k: int) -> float:
    """1 / rank of the first right id among the first ``k``, else 0."""
    ranks = (rank for rank, key in enumerate(ranked[:k], start=1) if gains.get(key, 0) > 0)
    return 1.0 / rank if (rank := next(ranks, 0)) else 0.0


def ndcg(ranked: Sequence[str], gains: Mapping[str, int], k: int) -> float:
    """Discounted cumulated gain of the first ``k`` over that of the best possible order."""
    best = _dcg(sorted((g for g in gains.values() if g > 0), reverse=True)[:k])
    return _dcg([max(gains.get(key, 0), 0) for key in ranked[:k]]) / best if best else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """Nearest-rank percentile; ``share`` from 0 to 1."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def _dcg(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))
