"""A comparison as JSON and as tables on the screen."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from evals.comparing.pairing import Comparison, MeasureDifference, Pair
from evals.qa.naming import FAULTS, KINDS
from evals.results import Result

_NAMES = {
    "cited_recall": "应引的条款引到",
    "cited_precision": "引的条款对",
    "points": "要点",
    "forbidden_free": "没有说不该说的",
    "quotes": "引文逐字",
    "declined_rightly": "该拒的拒了",
    "declined_wrongly": "不该拒的拒了",
    "premise_held": "前提有错的没有顺着说",
    "mix_ups": "串了地区或年份",
    "attempted": "作答",
    "statements": "句数",
    "characters": "字数",
    "milliseconds": "毫秒",
    "seconds": "秒",
}
_RECALL = "retrieved_recall@"


def as_dict(comparison: Comparison) -> dict[str, object]:
    """The comparison as JSON."""
    return {
        "suite": comparison.first.run.suite,
        "first": _run(comparison.first),
        "second": _run(comparison.second),
        "questions": len(comparison.pairs),
        "left_out": list(comparison.left_out),
        "same": len(comparison.same),
        "better": [_pair(one) for one in comparison.better],
        "worse": [_pair(one) for one in comparison.worse],
        "p_right": comparison.p_right,
        "measures": [
            {**dataclasses.asdict(one), "significant": one.significant, "improved": one.improved}
            for one in comparison.measures
        ],
    }


def print_comparison(comparison: Comparison, console: Console | None = None) -> None:
    """Counts, the measures, and the questions that got better and worse."""
    out = console or Console(width=120)
    out.print(_measures(comparison))
    out.print(
        f"同答 {len(comparison.same)} 题，变好 {len(comparison.better)} 题，变差 {len(comparison.worse)} 题；"
        f"全对与否的差别：McNemar 精确检验 p = {_p(comparison.p_right)}。"
    )
    if comparison.left_out:
        out.print(f"{len(comparison.left_out)} 题只在一个结果里，或题目改过，没有比较。")
    out.print("各项差别的 95% 区间由配对自助法得出；p 已按 Holm 法对多项比较校正。")
    _print_changed(out, "变差", comparison.worse)
    _print_changed(out, "变好", comparison.better)


def _measures(comparison: Comparison) -> Table:
    first, second = (escape(_name(r)) for r in (comparison.first, comparison.second))
    table = Table(title=f"{first} → {second}（{len(comparison.pairs)} 题）")
    table.add_column("项目")
    for name in ("题数", "前", "后", "差", "95% 区间", "p（Holm）", "结论"):
        table.add_column(name, justify="right")
    for one in comparison.measures:
        table.add_row(*_row(one))
    return table


def _row(one: MeasureDifference) -> tuple[str, ...]:
    found = one.difference
    return (
        escape(label_of(one.name)),
        str(one.n),
        f"{one.first:.3f}",
        f"{one.second:.3f}",
        f"{found.value:+.3f}",
        f"{found.low:+.3f} ～ {found.high:+.3f}",
        "—" if one.better == "neither" else _p(one.p_corrected),
        _verdict(one),
    )


def _verdict(one: MeasureDifference) -> str:
    if one.improved is None:
        return "—"
    if not one.significant:
        return "分不出"
    return "变好" if one.improved else "变差"


def _print_changed(out: Console, title: str, pairs: Sequence[Pair]) -> None:
    if not pairs:
        return
    out.print(f"\n[bold]{title}的题[/bold]")
    for pair in pairs:
        item = pair.first
        kind = KINDS.get(item.kind, item.kind)
        out.print(f"{item.id}（{kind}）{escape(str(item.detail.get('question', '')))}")
        faults = (pair.second if title == "变差" else pair.first).faults
        if faults:
            told = "；".join(FAULTS.get(fault, fault) for fault in faults)
            out.print(f"    {'现在' if title == '变差' else '原来'}：{escape(told)}")


def label_of(name: str) -> str:
    """What a measure is called."""
    if name.startswith(_RECALL):
        return f"应引的条款排在前{name.removeprefix(_RECALL)}"
    return _NAMES.get(name, name)


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def _name(result: Result) -> str:
    return f"{result.run.configuration} {result.run.started:%Y-%m-%d %H:%M}"


def _run(result: Result) -> dict[str, object]:
    run = result.run
    return {
        "configuration": run.configuration,
        "configuration_hash": run.configuration_hash,
        "library_hash": run.library_hash,
        "started": run.started.isoformat(),
    }


def _pair(pair: Pair) -> dict[str, object]:
    return {
        "id": pair.first.id,
        "kind": pair.first.kind,
        "split": pair.first.split,
        "question": pair.first.detail.get("question"),
        "faults_before": list(pair.first.faults),
        "faults_after": list(pair.second.faults),
    }
