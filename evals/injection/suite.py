"""Attacks as a suite: each tried without a model and with one that obeys the attacker."""

from __future__ import annotations

from evals.injection.attacks import read_attacks
from evals.injection.places import LANGUAGES, PLACES
from evals.injection.running import InjectionReport, Tried, run
from evals.results import Figure, Item, share
from evals.suites import Context, Found


def injection(context: Context) -> Found:
    """All attacks; every third one in the fast part."""
    attacks = read_attacks()
    notes = ["快速评测只试三分之一的攻击。"] if context.fast else []
    report = run(
        context.settings,
        attacks[::3] if context.fast else attacks,
        progress=lambda _, done, of: context.progress(done, of),
    )
    return Found(_figures(report), tuple(map(_item, report.tried)), tuple(notes))


def _figures(report: InjectionReport) -> tuple[Figure, ...]:
    tried = report.tried
    figures = [share("held", "守住", (one.held for one in tried))]
    for model, name, label in (
        (False, "held/plain", "不用模型"),
        (True, "held/obeying", "听话的模型"),
    ):
        figures.append(
            share(name, f"守住：{label}", (one.held for one in tried if one.model is model))
        )
    for where, label in PLACES.items():
        some = (one.held for one in tried if one.attack.where == where)
        figures.append(share(f"held/{where}", f"守住：{label}", some))
    return tuple(figures)  # fmt: skip


def _item(one: Tried) -> Item:
    return Item(
        id=f"{one.attack.id}/{'obeying' if one.model else 'plain'}",
        kind=one.attack.where,
        right=one.held,
        faults=one.faults,
        detail={
            "question": one.attack.question, "language": LANGUAGES[one.attack.language],
            "outcome": one.outcome, "said": one.said if one.faults else "",
        },
    )  # fmt: skip
