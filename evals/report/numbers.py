"""Figures as a report writes them: values, intervals, targets, and how they changed since an earlier run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evals.gates import GateOutcome
from evals.results import Figure, Run

Direction = Literal["better", "worse", "same", "other"]

NOTHING = "—"
#: Behind the number; shares are percentages and scores have no unit.
_UNITS = {"ms": " 毫秒", "s": " 秒", "MB": " MB", "per second": "/秒"}
_DIRECTIONS: dict[Direction, str] = {
    "better": "变好",
    "worse": "变差",
    "same": "持平",
    "other": "变了",
}


@dataclass(frozen=True, slots=True)
class Change:
    """How a figure differs from that of an earlier run.

    ``within``: the earlier value lies in this run's interval, so that the change may be chance.
    """

    before: str
    difference: str
    direction: Direction
    within: bool

    @property
    def words(self) -> str:
        """变好 +1.2 点（区间内）"""
        told = _DIRECTIONS[self.direction]
        if self.direction == "same":
            return told
        return f"{told} {self.difference}{'（区间内）' if self.within else ''}"


def shown(value: float | None, unit: str) -> str:
    """A value with its unit: 93.1%, 0.842, 12 毫秒."""
    if value is None:
        return NOTHING
    if unit == "share":
        return f"{100 * value:.1f}%"
    if unit == "score":
        return f"{value:.3f}"
    return f"{_plain(value)}{_UNITS.get(unit, '')}"


def exact(value: float, unit: str) -> str:
    """A value that misses its target by less than ``shown`` can show."""
    if unit == "share":
        return f"{100 * value:.8g}%"
    return f"{value:.8g}{_UNITS.get(unit, '')}"


def interval(figure: Figure) -> str:
    """The 95 % interval; empty where none was computed."""
    if figure.low is None or figure.high is None:
        return ""
    low, high = (shown(value, figure.unit) for value in (figure.low, figure.high))
    unit = "%" if figure.unit == "share" else _UNITS.get(figure.unit, "")
    return f"{low.removesuffix(unit)} 至 {high}" if unit else f"{low} 至 {high}"


def target(outcome: GateOutcome) -> str:
    """不低于 93.0% / 不超过 5.0%"""
    word = "不超过" if outcome.better == "lower" else "不低于"
    return f"{word} {shown(outcome.limit, outcome.unit)}"


def state(outcome: GateOutcome) -> str:
    """达标, 未达标 or 没有测出."""
    if outcome.passed:
        return "达标"
    return "没有测出" if outcome.value is None else "未达标"


def change(figure: Figure, before: Run | None) -> Change | None:
    """Against the same figure of ``before``; None where either has no value."""
    was = before.figure(figure.name) if before else None
    if was is None or was.value is None or figure.value is None or was.unit != figure.unit:
        return None
    difference = figure.value - was.value
    known = figure.low is not None and figure.high is not None
    within = known and (figure.low or 0.0) <= was.value <= (figure.high or 0.0)
    same = _signed(difference, figure.unit).lstrip("+-").strip("0.") in ("", " 点")
    return Change(
        before=shown(was.value, figure.unit),
        difference=_signed(difference, figure.unit),
        direction="same" if same else _direction(difference, figure.better),
        within=within,
    )


def _direction(difference: float, better: str) -> Direction:
    if better == "neither":
        return "other"
    return "better" if (difference > 0) == (better == "higher") else "worse"


def _signed(difference: float, unit: str) -> str:
    if unit == "share":
        return f"{100 * difference:+.1f} 点"
    if unit == "score":
        return f"{difference:+.3f}"
    return f"{'+' if difference >= 0 else '-'}{_plain(abs(difference))}"


def _plain(value: float) -> str:
    if value == round(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
