"""Tests for two results on the same questions."""

from __future__ import annotations

from collections.abc import Sequence


def mcnemar(better: int, worse: int) -> float:
    """Two-sided exact p that as many get better as get worse: binomial on the questions that changed.

    Source: McNemar, Psychometrika 1947; exact form in Agresti, *Categorical Data Analysis*, 11.1. One
    where nothing changed.
    """
    from scipy.stats import binomtest  # type: ignore[import-untyped]

    changed = better + worse
    return float(binomtest(better, changed, 0.5).pvalue) if changed else 1.0


def holm(p_values: Sequence[float]) -> list[float]:
    """The p values, corrected for there being several (Holm, Scand. J. Statistics 1979), in their order."""
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    corrected = [0.0] * len(p_values)
    reached = 0.0
    for rank, place in enumerate(order):
        reached = max(reached, min(1.0, (len(p_values) - rank) * p_values[place]))
        corrected[place] = reached
    return corrected
