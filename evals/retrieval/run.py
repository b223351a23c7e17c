"""``cqo eval retrieval --beir DIR``: how well and how fast the index finds what is right."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from evals.retrieval.beir import BeirSet, documents_of, read_beir
from evals.retrieval.metrics import ndcg, percentile, recall, reciprocal_rank
from index.build import BuildProgress
from index.reranking import Reranker
from index.retrieval import Mode
from index.store import EncoderFactory, Index, open_index

DEPTH = 100


@dataclass(frozen=True, slots=True)
class RetrievalReport:
    """Means over the questions; times are wall times, the embedding of the question included."""

    name: str
    mode: Mode
    passages: int
    questions: int
    recall_1: float
    recall_5: float
    recall_10: float
    recall_100: float
    mrr_10: float
    ndcg_10: float
    index_seconds: float  # of the run that made the index, remembered with it
    query_p50_ms: float
    query_p95_ms: float
    reranker: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def run_beir(
    folder: Path,
    *,
    data_dir: Path,
    embedder: EncoderFactory,
    mode: Mode = "hybrid",
    limit: int | None = None,
    reranker: Reranker | None = None,
    reranker_name: str | None = None,
    progress: BuildProgress | None = None,
) -> RetrievalReport:
    """Index the corpus of a BEIR folder (once: kept in ``data_dir/eval/NAME-HASH``) and ask its
    questions, at most ``limit`` of them. Raises BadInput when the folder is not one.
    """
    beir = read_beir(folder)
    with open_index(
        data_dir / "eval" / f"{folder.resolve().name}-{beir.sha256[:12]}",
        embedder=embedder,
        reranker=reranker,
    ) as index:
        seconds = _indexed(index, beir, progress)
        report = _asked(index, beir, folder.resolve().name, mode, limit, seconds)
        return replace(report, reranker=reranker_name if mode == "hybrid" else None)


def report_table(*reports: RetrievalReport) -> str:
    """The reports as a table for the terminal, a line a mode."""
    lines = [
        "模式      R@1    R@5    R@10   R@100  MRR@10 nDCG@10 建索引 秒  p50 毫秒  p95 毫秒",
    ]
    for r in reports:
        figures = (r.recall_1, r.recall_5, r.recall_10, r.recall_100, r.mrr_10, r.ndcg_10)
        cells = "  ".join(f"{figure:.4f}"[1:] if figure < 1 else "1.000" for figure in figures)
        lines.append(
            f"{r.mode:<9} {cells}   {r.index_seconds:>8.1f} {r.query_p50_ms:>9.1f} "
            f"{r.query_p95_ms:>9.1f}"
        )
    first = reports[0]
    reread = next((r.reranker for r in reports if r.reranker), None)
    note = f"，hybrid 用 {reread} 重排" if reread else ""
    return f"{first.name}：{first.passages} 段，{first.questions} 问{note}\n" + "\n".join(lines)


def _indexed(index: Index, beir: BeirSet, progress: BuildProgress | None) -> float:
    """Seconds that making the index took, now or when it was made."""
    known = index.catalogue.states().get("eval_seconds")
    report = index.build(documents_of(beir), progress=progress, sentences=False)
    if known is None or report.written:
        known = f"{report.seconds:.1f}"
        index.catalogue.set_state("eval_seconds", known)
    return float(known)


def _asked(
    index: Index, beir: BeirSet, name: str, mode: Mode, limit: int | None, seconds: float
) -> RetrievalReport:
    questions = beir.questions[:limit]
    index.retriever.search("热身", k=DEPTH, mode=mode)
    scores: list[tuple[float, ...]] = []
    times: list[float] = []
    for key, text in questions:
        begun = time.perf_counter()
        hits = index.retriever.search(text, k=DEPTH, mode=mode)
        times.append((time.perf_counter() - begun) * 1000)
        ranked = list(dict.fromkeys(beir.passages[int(hit.source_id[1:])][0] for hit in hits))
        gains = beir.gains[key]
        scores.append(
            (
                *(recall(ranked, gains, k) for k in (1, 5, 10, 100)),
                reciprocal_rank(ranked, gains, 10),
                ndcg(ranked, gains, 10),
            )
        )
    means = [sum(column) / len(scores) for column in zip(*scores, strict=True)] or [0.0] * 6
    return RetrievalReport(
        name=name,
        mode=mode,
        passages=len(beir.passages),
        questions=len(questions),
        recall_1=means[0],
        recall_5=means[1],
        recall_10=means[2],
        recall_100=means[3],
        mrr_10=means[4],
        ndcg_10=means[5],
        index_seconds=seconds,
        query_p50_ms=percentile(times, 0.5),
        query_p95_ms=percentile(times, 0.95),
    )
