"""Compare two results pair by pair."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.errors import BadInput
from evals.qa.choosing import conversation_of
from evals.results import Item, Result
from evals.statistics.bootstrap import Difference, paired_difference
from evals.statistics.paired import holm, mcnemar

SEED = 20261127
#: Measures where less is better, in any suite; a figure of the same name that says so counts too.
_LOWER = frozenset(
    {"declined_wrongly", "mix_ups", "milliseconds", "seconds", "strays", "open_items"}
)
#: Measures that say what was done, not how well; listed, never called better or worse.
_NEITHER = frozenset({"attempted", "statements", "characters", "given", "used", "threshold"})
#: Fields by which a question of another result is the same question.
_SAME = ("asked", "question")


@dataclass(frozen=True, slots=True)
class Pair:
    """One question in both results."""

    first: Item
    second: Item

    @property
    def change(self) -> str:
        """``better``, ``worse`` or ``same`` from the first to the second, by right and wrong."""
        if self.first.right == self.second.right:
            return "same"
        return "better" if self.second.right else "worse"

    @property
    def judged(self) -> bool:
        return self.first.right is not None and self.second.right is not None


@dataclass(frozen=True, slots=True)
class MeasureDifference:
    """A measure in both results: its means, the difference with its interval, p alone and after Holm."""

    name: str
    better: str  # higher, lower, neither
    n: int
    first: float
    second: float
    difference: Difference
    p_corrected: float

    @property
    def significant(self) -> bool:
        """Whether there being no difference is less likely than 1 in 20, all measures considered."""
        return self.p_corrected < 0.05

    @property
    def improved(self) -> bool | None:
        """Whether the second is better; None where neither way is, or nothing changed."""
        if self.better == "neither" or not self.difference.value:
            return None
        return (self.difference.value > 0) == (self.better == "higher")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two results. ``left_out``: ids that only one of them has, or has as another question."""

    first: Result
    second: Result
    pairs: tuple[Pair, ...]
    left_out: tuple[str, ...]
    measures: tuple[MeasureDifference, ...]
    p_right: float

    @property
    def better(self) -> tuple[Pair, ...]:
        return self._changed("better")

    @property
    def worse(self) -> tuple[Pair, ...]:
        return self._changed("worse")

    @property
    def same(self) -> tuple[Pair, ...]:
        return self._changed("same")

    def _changed(self, change: str) -> tuple[Pair, ...]:
        return tuple(one for one in self.pairs if one.judged and one.change == change)


def compare(a: Result, b: Result) -> Comparison:
    """From ``a`` to ``b``, on the questions they share. Raises BadInput where they share none.

    Measures are compared on what both judge; items that are only measured (points of a curve) count
    where there is nothing else.
    """
    if a.run.suite != b.run.suite:
        raise BadInput(f"两个结果不是同一套件的（{a.run.suite}、{b.run.suite}），不能比较。")
    pairs, left_out = paired(a.items, b.items)
    if not pairs:
        raise BadInput("两个结果没有相同的题，不能比较。")
    changed = [one.change for one in pairs if one.judged]
    return Comparison(
        first=a,
        second=b,
        pairs=pairs,
        left_out=left_out,
        measures=_differences([one for one in pairs if one.judged] or pairs, _directions(a, b)),
        p_right=mcnemar(changed.count("better"), changed.count("worse")),
    )


def paired(
    first: Iterable[Item], second: Iterable[Item]
) -> tuple[tuple[Pair, ...], tuple[str, ...]]:
    """The questions of both, and the ids of the others."""
    before, after = ({one.id: one for one in items} for items in (first, second))
    shared = [key for key in before if key in after and _same(before[key], after[key])]
    kept = set(shared)
    left = tuple(key for key in dict.fromkeys((*before, *after)) if key not in kept)
    return tuple(Pair(before[key], after[key]) for key in shared), left


def _same(one: Item, other: Item) -> bool:
    return all(one.detail.get(name) == other.detail.get(name) for name in _SAME)


def _directions(*results: Result) -> dict[str, str]:
    """By name, which way a measure is better, as the runs' figures say it."""
    figures = [figure for result in results for figure in result.run.figures]
    return {one.name.partition("/")[0]: one.better for one in figures}


def _differences(
    pairs: Sequence[Pair], directions: dict[str, str]
) -> tuple[MeasureDifference, ...]:
    """Every measure that some pair has in both; p corrected over those that are better or worse."""
    names = dict.fromkeys(
        n for one in pairs for n in one.first.measures if n in one.second.measures
    )
    made = [_difference(name, pairs, _direction(name, directions)) for name in names]
    tested = [place for place, one in enumerate(made) if one["better"] != "neither"]
    corrected = holm([made[place]["difference"].p for place in tested])
    p = dict(zip(tested, corrected, strict=True))
    return tuple(
        MeasureDifference(**one, p_corrected=p.get(place, 1.0)) for place, one in enumerate(made)
    )


def _direction(name: str, directions: dict[str, str]) -> str:
    if name in _NEITHER:
        return "neither"
    return "lower" if name in _LOWER else directions.get(name, "higher")


def _difference(name: str, pairs: Sequence[Pair], better: str) -> dict[str, Any]:
    """What could not be scored is as bad as the worst of both, at best 0 or 1 as a share goes."""
    shared = [one for one in pairs if name in one.first.measures and name in one.second.measures]
    raw = [[_number(item.measures[name]) for item in (p.first, p.second)] for p in shared]
    known = [value for row in raw for value in row if value is not None]
    worst = max([1.0, *known]) if better == "lower" else min([0.0, *known])
    first, second = ([worst if row[n] is None else row[n] for row in raw] for n in (0, 1))
    clusters = [conversation_of(one.first) for one in shared]
    found = paired_difference(_floats(first), _floats(second), clusters=clusters, seed=SEED)
    return {
        "name": name, "better": better, "n": len(shared), "difference": found,
        "first": sum(_floats(first)) / len(first), "second": sum(_floats(second)) / len(second),
    }  # fmt: skip


def _number(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _floats(values: Iterable[float | None]) -> list[float]:
    return [float(value) for value in values if value is not None]
