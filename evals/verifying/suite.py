"""The verifier as a suite: wrong statements caught, true ones let pass, milliseconds."""

from __future__ import annotations

from evals.results import Figure, Item
from evals.suites import Context, Found
from evals.verifying.figures import LIMITS, Group, VerifyReport, run
from evals.verifying.names import NAMES
from evals.verifying.statements import read_shipped


def verify(context: Context) -> Found:
    """All statements; the fast part is the same, it takes seconds."""
    report = run(
        read_shipped(), seed=context.seed, progress=lambda _, done, of: context.progress(done, of)
    )
    return Found(figures=_figures(report), items=_items(report))


def _figures(report: VerifyReport) -> tuple[Figure, ...]:
    made, written = report.made, report.false
    caught = [
        _of("caught", "改错的句子认出", made),
        _of("caught_written", "人写的错句认出", written),
    ]
    for kind in LIMITS:
        caught.append(_of(f"caught/{kind}", f"认出：{NAMES[kind]}", made, kind))
    alarms = [
        _alarm("rejected_verbatim", "原文被错拒", report.verbatim),
        _alarm("rejected_paraphrases", "转述被错拒", report.paraphrases),
        _alarm("rejected_second", "第二位作者的转述被错拒", report.second),
    ]
    times = [
        Figure(name="p50_ms", label="每句毫秒（中位）", value=report.median, unit="ms", better="lower"),
        Figure(name="p95_ms", label="每句毫秒（95%）", value=report.slow, unit="ms", better="lower"),
    ]  # fmt: skip
    return (*caught, *alarms, *times)


def _of(name: str, label: str, group: Group, kind: str | None = None) -> Figure:
    kinds = [kind] if kind else list(group.total)
    total = sum(group.total[k] for k in kinds)
    right = sum(group.right[k] for k in kinds)
    return Figure(name=name, label=label, value=right / total if total else None, n=total)


def _alarm(name: str, label: str, group: Group) -> Figure:
    total = group.total["true"]
    wrong = 1 - group.right["true"] / total if total else None
    return Figure(name=name, label=label, value=wrong, n=total, better="lower")


def _items(report: VerifyReport) -> tuple[Item, ...]:
    """The mistakes alone: what was judged rightly is in the figures."""
    groups = {
        "made": report.made, "false": report.false, "verbatim": report.verbatim,
        "paraphrases": report.paraphrases, "second": report.second,
    }  # fmt: skip
    return tuple(
        Item(
            id=f"{name}/{m.statement.id}/{m.statement.wrong or 'true'}/{number}",
            kind=m.statement.wrong or "true",
            right=False,
            faults=m.reasons or ("passed",),
            detail={"said": m.statement.text, "cited": list(m.statement.citations), "group": name},
        )
        for name, group in groups.items()
        for number, m in enumerate(group.mistakes)
    )
