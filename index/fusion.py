"""Reciprocal rank fusion of ranked lists.

Source: Cormack, Clarke, Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank
Learning Methods", SIGIR 2009; here with a weight for each list.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def fuse(
    rankings: Mapping[str, Sequence[K]], *, constant: float, weights: Mapping[str, float]
) -> list[tuple[K, float]]:
    """Keys by ``sum of weight / (constant + rank)`` over the lists that hold them, best first.

    Ranks count from 1. Equal scores keep the order in which the lists first name them.
    """
    scores: dict[K, float] = {}
    for name, ranking in rankings.items():
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + weights[name] / (constant + rank)
    return sorted(scores.items(), key=lambda item: -item[1])
