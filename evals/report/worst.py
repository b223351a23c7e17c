"""The answers that went most wrong, with what a person needs to see why.

Blind questions are counted and never shown: whoever reads them while improving the product spoils them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from evals.qa.naming import FAULTS, KINDS, SPLITS
from evals.questions_schema import Split
from evals.results import Item

SHOWN = 20
_STATUS = {"answered": "作答", "partial": "部分作答", "declined": "拒答"}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A question that was answered wrongly. ``gold``: entries, each with its alternatives."""

    id: str
    question: str
    before: tuple[str, ...]
    kind: str
    split: str
    faults: tuple[str, ...]
    expect: str
    status: str
    gold: tuple[tuple[str, ...], ...]
    retrieved: tuple[str, ...]
    cited: tuple[str, ...]
    said: str
    missed: tuple[str, ...]
    forbidden: tuple[str, ...]
    mixed: tuple[str, ...]
    error: str

    @property
    def accepted(self) -> frozenset[str]:
        """All clauses that are right to cite."""
        return frozenset(key for entry in self.gold for key in entry)


@dataclass(frozen=True, slots=True)
class Blind:
    """Blind questions that were answered wrongly: how many, and what was wrong."""

    count: int
    faults: tuple[tuple[str, int], ...]


def worst(items: Iterable[Item], limit: int = SHOWN) -> tuple[Wrong, ...]:
    """The worst first: what failed to run, then by the number of faults and what was missed."""
    wrong = [item for item in items if item.right is False and item.split != Split.TEST]
    return tuple(_wrong(item) for item in sorted(wrong, key=_badness)[:limit])


def blind(items: Iterable[Item]) -> Blind:
    """What may be said of blind questions."""
    wrong = [item for item in items if item.right is False and item.split == Split.TEST]
    faults = Counter(name for item in wrong for name in item.faults)
    named = tuple((FAULTS.get(name, name), count) for name, count in faults.most_common())
    return Blind(len(wrong), named)


def _badness(item: Item) -> tuple[Any, ...]:
    measures = item.measures
    return (
        "error" not in item.faults,
        -len(item.faults),
        measures.get("cited_recall") or 0.0,
        measures.get("points") or 0.0,
        item.id,
    )


def _wrong(item: Item) -> Wrong:
    detail = item.detail
    return Wrong(
        id=item.id,
        question=str(detail.get("question", "")),
        before=_words(detail.get("before")),
        kind=KINDS.get(item.kind, item.kind),
        split=SPLITS.get(item.split, item.split),
        faults=tuple(FAULTS.get(name, name) for name in item.faults),
        expect=" 或 ".join(_STATUS.get(one, one) for one in _words(detail.get("expect"))),
        status=_STATUS.get(str(detail.get("status", "")), str(detail.get("status", ""))),
        gold=_entries(detail.get("gold", detail.get("expected"))),
        retrieved=_words(detail.get("retrieved")),
        cited=_words(detail.get("cited")),
        said=str(detail.get("said", "")),
        missed=_joined(detail.get("missed")),
        forbidden=_joined(detail.get("forbidden")),
        mixed=_joined(detail.get("mixed")),
        error=str(detail.get("error") or ""),
    )


def _listed(value: object) -> Sequence[Any]:
    """What a result file holds in a place: a list, one value, or nothing."""
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else (value,)


def _words(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in _listed(value))


def _entries(value: object) -> tuple[tuple[str, ...], ...]:
    return tuple(_words(one) for one in _listed(value))


def _joined(value: object) -> tuple[str, ...]:
    """Each entry in a line: alternatives with 或 between them."""
    return tuple(" 或 ".join(_words(one)) for one in _listed(value))
