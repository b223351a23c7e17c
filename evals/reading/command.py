"""Run ``cqo eval reading`` and print its figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from assistant.service import encoder_factory
from assistant.settings import Settings
from assistant.terminal.opening import report_progress
from evals.reading.run import Asked, ask_all, auroc, reading_index
from evals.reading.sets import read_reading
from evals.retrieval.metrics import percentile

#: What the issue asks for: share in the two best sentences, and area under the decline curve.
TWO, AREA = 0.78, 0.97


@dataclass(frozen=True, slots=True)
class ReadingFigures:
    """Shares from 0 to 1 over ``questions``; ``area`` with half of the passages removed."""

    part: str
    questions: int
    passage_first: float
    passage_five: float
    first: float
    two: float
    by_words: float
    by_library: float
    area: float
    p50_ms: float
    p95_ms: float


def run(settings: Settings, folder: Path, *, limit: int | None, seed: int, as_json: bool) -> None:
    """Ask the questions with all passages and with half. Raises BadInput."""
    data = read_reading(folder, limit=limit)
    encoder = encoder_factory(settings, report_progress)()
    runs = []
    for drawn in (None, seed):
        with reading_index(
            data, settings.data_dir, encoder, seed=drawn, progress=report_progress
        ) as (index, gone):
            runs.append(ask_all(data, index, gone, report_progress))
    full, half = runs
    middle = len(full) // 2
    parts = [
        figures("前半（调参用过）", full[:middle], half[:middle]),
        figures("后半", full[middle:], half[middle:]),
        figures("全部", full, half),
    ]
    if as_json:
        report = {"name": data.name, "seed": seed, "parts": [asdict(part) for part in parts]}
        click.echo(json.dumps(report, ensure_ascii=False, indent=1))
        return
    print_figures(data.name, len(data.beir.passages), parts)


def figures(part: str, full: Sequence[Asked], half: Sequence[Asked]) -> ReadingFigures:
    """Means over the questions of one part."""
    count = max(1, len(full))
    times = [one.ms for one in full]
    return ReadingFigures(
        part=part,
        questions=len(full),
        passage_first=sum(one.rank == 0 for one in full) / count,
        passage_five=sum(one.rank is not None and one.rank < 5 for one in full) / count,
        first=sum(one.first for one in full) / count,
        two=sum(one.two for one in full) / count,
        by_words=sum(one.by_words for one in full) / count,
        by_library=sum(one.by_library for one in full) / count,
        area=auroc([one.confidence for one in half], [one.there for one in half]),
        p50_ms=percentile(times, 0.5),
        p95_ms=percentile(times, 0.95),
    )


def print_figures(name: str, passages: int, parts: Sequence[ReadingFigures]) -> None:
    """A table, a line a part."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"阅读：{name}，{passages} 段")
    names = (
        "题",
        "题数",
        "段落第一",
        "段落前五",
        "第一句",
        "前两句",
        "只按词",
        "资料库选句",
        "AUROC",
        "毫秒",
    )
    for column in names:
        table.add_column(column, justify="left" if column == "题" else "right")
    for p in parts:
        shares = (p.passage_first, p.passage_five, p.first, p.two, p.by_words, p.by_library)
        table.add_row(
            p.part,
            str(p.questions),
            *(f"{100 * share:.1f}%" for share in shares),
            f"{p.area:.3f}",
            f"{p.p50_ms:.0f}",
        )
    Console(width=120).print(table)
    click.echo(
        f"要求：前两句 {TWO:.0%}，移走一半段落后 AUROC {AREA}。答案须在原段落的这两句里，别处的同样文字不算。"
    )
