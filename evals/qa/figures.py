"""Figures with intervals from measured questions: over all, by split, by kind, by tag."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from evals.qa.choosing import conversation_of
from evals.qa.naming import KINDS, SPLITS, TAGS
from evals.results import Figure, Item
from evals.statistics import bootstrap

#: Gives a question's value; NOT_ASKED where the figure has nothing to do with it.
Value = Callable[[Item], "float | NotAsked | None"]


class NotAsked:
    """A figure does not apply to a question."""


NOT_ASKED = NotAsked()


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure: its name, what a report calls it, its unit, and its value for one question."""

    name: str
    label: str
    value: Value
    unit: str = "share"
    better: str = "higher"
    grouped: bool = True

    def values(self, items: Sequence[Item]) -> list[tuple[Item, float]]:
        """The items it applies to with their values; what could not be scored has the worst one."""
        found = ((item, self.value(item)) for item in items)
        asked = [(item, value) for item, value in found if not isinstance(value, NotAsked)]
        known = [value for _, value in asked if value is not None and math.isfinite(value)]
        return [
            (item, value if value is not None and math.isfinite(value) else self._worst(known))
            for item, value in asked
        ]

    def _worst(self, known: Sequence[float]) -> float:
        if self.better == "lower":
            return (
                max([1.0, *known]) if self.unit in ("share", "score") else max(known, default=0.0)
            )
        return 0.0


def measure_of(name: str) -> Value:
    """The value of an item's measure of that name."""

    def value(item: Item) -> float | NotAsked | None:
        return item.measures.get(name, None) if name in item.measures else NOT_ASKED

    return value


def right_where(name: str, *, holds: float | None = None) -> Value:
    """Right or not, of the items that have the measure ``name`` (as ``holds``, or unscored)."""

    def value(item: Item) -> float | NotAsked | None:
        if name not in item.measures:
            return NOT_ASKED
        if holds is not None and item.measures[name] not in (holds, None):
            return NOT_ASKED
        return float(bool(item.right))

    return value


@dataclass(frozen=True, slots=True)
class Grouped:
    """How figures are made: the seed, and which items were drawn together (one conversation)."""

    seed: int
    cluster_of: Callable[[Item], Hashable] = conversation_of

    def figures(self, items: Sequence[Item], measures: Sequence[Measure]) -> tuple[Figure, ...]:
        """Each measure over all items, then those that are grouped in each group."""
        found = [self.figure(items, one) for one in measures]
        for suffix, name, group in groups(items):
            some = [self.figure(group, one, suffix, name) for one in measures if one.grouped]
            found += [one for one in some if one.n]
        return tuple(found)

    def figure(
        self, items: Sequence[Item], measure: Measure, suffix: str = "", group: str = ""
    ) -> Figure:
        """The mean with its interval; without items that it applies to no value."""
        values = measure.values(items)
        interval = self.interval(values, lambda numbers, clusters: bootstrap.mean(
            numbers, clusters=clusters, seed=self.seed
        ))  # fmt: skip
        return self.written(measure, interval, len(values), suffix, group)

    def percentile(self, items: Sequence[Item], measure: Measure, share: float) -> Figure:
        """The percentile of ``measure`` with its interval."""
        values = measure.values(items)
        interval = self.interval(values, lambda numbers, clusters: bootstrap.percentile(
            numbers, share, clusters=clusters, seed=self.seed
        ))  # fmt: skip
        return self.written(measure, interval, len(values))

    def interval(
        self,
        values: Sequence[tuple[Item, float]],
        estimate: Callable[[list[float], list[Hashable]], bootstrap.Interval],
    ) -> bootstrap.Interval | None:
        if not values:
            return None
        clusters = [self.cluster_of(item) for item, _ in values]
        return estimate([value for _, value in values], clusters)

    def written(
        self,
        measure: Measure,
        interval: bootstrap.Interval | None,
        n: int,
        suffix: str = "",
        group: str = "",
    ) -> Figure:
        """The figure as the results hold it."""
        return Figure(
            name=f"{measure.name}{suffix}",
            label=f"{measure.label}（{group}）" if group else measure.label,
            value=interval.value if interval else None,
            low=interval.low if interval else None,
            high=interval.high if interval else None,
            unit=measure.unit,
            better=measure.better,
            n=n,
        )


def groups(items: Sequence[Item]) -> Iterator[tuple[str, str, list[Item]]]:
    """Suffix, name in Chinese and items of each split, kind and tag that occurs."""
    for split in _present(one.split for one in items):
        yield f"/split={split}", SPLITS.get(split, split), [i for i in items if i.split == split]
    for kind in _present(one.kind for one in items):
        yield f"/kind={kind}", KINDS.get(kind, kind), [i for i in items if i.kind == kind]
    for tag in _present(tag for one in items for tag in one.tags):
        yield f"/tag={tag}", TAGS.get(tag, tag), [i for i in items if tag in i.tags]


def _present(values: Iterable[str]) -> list[str]:
    return sorted({value for value in values if value})
