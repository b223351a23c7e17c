"""Retrieval as a suite: are the clauses of the gold questions found, by us and by common ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

import evals
from evals.qa.choosing import told
from evals.questions_schema import FOLDER, GoldQuestion, read_questions
from evals.results import Figure, Item
from evals.retrieval.gold import DEPTH, Asked, asked, standalone
from evals.retrieval.run import RetrievalReport, run_beir
from evals.retrieval.systems import System, baselines, ours
from evals.statistics import bootstrap
from evals.suites import Context, Found
from index.retrieval import Mode

#: Laid beside a checkout by those who have it; too large to ship.
BEIR = Path(next(iter(evals.__path__))).parent.parent / "shared" / "data" / "statutes-dev"
_LABELS = {
    "recall@1": "第 1 段找到", "recall@3": "前 3 段找到", "recall@5": "前 5 段找到",
    "recall@10": "前 10 段找到", "mrr@10": "首个正确段名次的倒数（前 10）",
    "ndcg@10": "排序质量 nDCG（前 10）", "characters@10": "前 10 段要读的字数",
}  # fmt: skip
_SCORES = ("mrr@10", "ndcg@10")


def retrieval(context: Context) -> Found:
    """Our own questions; the BEIR set beside the checkout in whole runs only."""
    notes: list[str] = []
    questions = standalone(read_questions(FOLDER), context.split)
    assistant = context.assistant()
    systems = [*ours(assistant), *baselines(assistant, notes)]
    found: dict[str, list[Asked]] = {}
    for number, system in enumerate(systems):
        found[system.name] = [asked(q, system.search(q.question)) for q in questions]
        context.progress(number + 1, len(systems))
    figures = [
        figure
        for system in systems
        for figure in figures_of(system, found[system.name], context.seed)
    ]
    figures += _beir(context, notes)
    items = [
        _item(question, {name: every[n] for name, every in found.items()})
        for n, question in enumerate(questions)
    ]
    return Found(tuple(figures), tuple(items), tuple(notes))


def figures_of(system: System, found: Sequence[Asked], seed: int) -> list[Figure]:
    """Means over the questions, with 95 % intervals."""
    return [
        _figure(name, system, [one.measures()[name] for one in found], seed) for name in _LABELS
    ]


def _figure(name: str, system: System, values: Sequence[float], seed: int) -> Figure:
    sure = bootstrap.mean(values, seed=seed) if values else None
    length = name == "characters@10"
    return Figure(
        name=f"{name}/{system.name}",
        label=f"{_LABELS[name]}：{system.title}",
        value=sure.value if sure else None,
        unit="count" if length else "score" if name in _SCORES else "share",
        n=len(values),
        low=sure.low if sure else None,
        high=sure.high if sure else None,
        better="neither" if length else "higher",
    )


def _item(question: GoldQuestion, found: Mapping[str, Asked]) -> Item:
    own = found["ours"]
    return Item(
        id=question.id,
        kind=question.kind.value,
        split=question.split.value,
        tags=tuple(tag.value for tag in question.tags),
        right=own.recall(DEPTH) == 1.0,
        faults=() if own.recall(DEPTH) == 1.0 else ("not found",),
        measures={
            f"{name}/{system}": value
            for system, one in found.items()
            for name, value in one.measures().items()
        },
        detail=told(question, {"retrieved": list(own.clauses)}),
    )


def _beir(context: Context, notes: list[str]) -> list[Figure]:
    """By each mode over the set beside the checkout; embedding it takes minutes the first time."""
    if not BEIR.is_dir():
        notes.append("没有另外的法条检索题（BEIR 格式），只用本产品的评测题。")
        return []
    if context.fast:
        notes.append("快速评测不跑另外的法条检索题。")
        return []
    modes = get_args(Mode)
    assistant = context.assistant()
    reports = [
        run_beir(
            BEIR, data_dir=Path(context.settings.data_dir), embedder=assistant.index.encoder,
            mode=mode, progress=lambda _, done, total: context.progress(done, total),
        )
        for mode in modes
    ]  # fmt: skip
    return [figure for report in reports for figure in _beir_figures(report)]


def _beir_figures(report: RetrievalReport) -> list[Figure]:
    values = {
        "recall@1": report.recall_1, "recall@5": report.recall_5, "recall@10": report.recall_10,
        "recall@100": report.recall_100, "mrr@10": report.mrr_10, "ndcg@10": report.ndcg_10,
    }  # fmt: skip
    figures = [
        Figure(
            name=f"beir/{name}/{report.mode}",
            label=f"法条检索 {name}（{report.mode}）",
            value=value,
            unit="score" if name in _SCORES else "share",
            n=report.questions,
        )
        for name, value in values.items()
    ]
    return [
        *figures,
        Figure(
            name=f"beir/p95_ms/{report.mode}", label=f"法条检索 每题毫秒（95%，{report.mode}）",
            value=report.query_p95_ms, unit="ms", better="lower",
        ),
    ]  # fmt: skip
