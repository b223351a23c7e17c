"""Intervals that hold what they promise, tests that give what books give."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from evals.statistics import bootstrap
from evals.statistics.paired import holm, mcnemar


def coverage(size: int, clusters: int, *, together: bool, runs: int = 300) -> float:
    """How often the interval of a mean of 0.7 holds it, each cluster all right or all wrong."""
    random = np.random.default_rng(7)
    held = 0
    keys = [n for n in range(clusters) for _ in range(size)]
    for run in range(runs):
        values = np.repeat(random.random(clusters) < 0.7, size).astype(float)
        found = bootstrap.mean(
            list(values), clusters=keys if together else None, seed=run, resamples=400
        )
        held += found.low <= 0.7 <= found.high
    return held / runs


def test_the_interval_holds_the_true_mean_in_about_95_of_100_runs() -> None:
    assert 0.90 <= coverage(1, 80, together=True) <= 0.98


def test_answers_of_one_conversation_are_drawn_together() -> None:
    assert coverage(5, 60, together=True) >= 0.90
    assert coverage(5, 60, together=False) < 0.80


def test_the_interval_narrows_as_questions_come_in() -> None:
    few, many = ([1.0, 0.0] * n for n in (10, 1000))
    widths = [(f := bootstrap.mean(v, seed=1)).high - f.low for v in (few, many)]
    assert widths[0] > 0.35
    assert widths[1] == pytest.approx(2 * 1.96 * 0.5 / 2000**0.5, rel=0.1)


def test_the_same_seed_gives_the_same_interval() -> None:
    values = [n / 97 for n in range(97)]
    assert bootstrap.mean(values, seed=3) == bootstrap.mean(values, seed=3)
    assert bootstrap.mean(values, seed=3) != bootstrap.mean(values, seed=4)


def test_a_percentile_is_the_nearest_rank_with_an_interval_around_it() -> None:
    values = [float(n) for n in range(1, 101)]
    middle, slow = (bootstrap.percentile(values, share, seed=1) for share in (0.5, 0.95))
    assert (middle.value, slow.value) == (50, 95)
    assert 35 < middle.low < 50 < middle.high < 65
    assert slow.low < 95 < slow.high <= 100
    assert bootstrap.percentile([7.0], 0.95, seed=1) == bootstrap.Interval(7, 7, 7)


def test_the_area_under_the_curve_is_scikit_learns() -> None:
    random = np.random.default_rng(5)
    positive, negative = random.normal(1, 1, 80).round(1), random.normal(0, 1, 50).round(1)
    found = bootstrap.auroc(list(positive), list(negative), seed=1)
    truth = [1] * 80 + [0] * 50
    assert found.value == pytest.approx(roc_auc_score(truth, [*positive, *negative]))
    assert found.low < found.value < found.high
    assert bootstrap.auroc([1.0, 2.0], [0.0], seed=1) == bootstrap.Interval(1, 1, 1)
    assert bootstrap.auroc([1.0], [1.0], seed=1).value == 0.5


def test_what_is_no_number_is_refused_and_not_dropped() -> None:
    for values in ([], [1.0, float("nan")]):
        with pytest.raises(ValueError, match="finite"):
            bootstrap.mean(values, seed=1)
    with pytest.raises(ValueError, match="cluster"):
        bootstrap.mean([1.0], clusters=["a", "b"], seed=1)


def test_a_difference_is_found_where_there_is_one() -> None:
    random = np.random.default_rng(3)
    first = list(random.random(200))
    second = [
        value + 0.1 + noise for value, noise in zip(first, random.normal(0, 0.2, 200), strict=True)
    ]
    found = bootstrap.paired_difference(first, second, seed=1)
    assert found.low > 0
    assert found.p < 0.01
    assert bootstrap.paired_difference(first, first, seed=1).p == 1


def test_without_a_difference_one_run_in_twenty_finds_one() -> None:
    random = np.random.default_rng(11)
    p = [
        bootstrap.paired_difference(
            [0.0] * 60, list(random.normal(0, 1, 60)), seed=n, resamples=400
        ).p
        for n in range(300)
    ]
    assert 0.02 <= sum(value < 0.05 for value in p) / len(p) <= 0.09


def test_mcnemar_is_as_in_books() -> None:
    # Agresti, Categorical Data Analysis: approval of a prime minister, 150 turn away, 86 towards.
    assert mcnemar(86, 150) == pytest.approx(3.7e-5, rel=0.05)
    # Siegel, Nonparametric Statistics, table D of the sign test: N = 10, x = 1 gives .011 one-tailed.
    assert mcnemar(1, 9) == pytest.approx(2 * 0.011, abs=0.001)
    assert mcnemar(0, 5) == pytest.approx(0.0625)
    assert mcnemar(4, 4) == mcnemar(0, 0) == 1


def test_holm_corrects_in_steps() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.9, 0.8]) == [1, 1]
    assert holm([]) == []
