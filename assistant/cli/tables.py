"""Tables on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from assistant.answering.models import Comparison
from assistant.answering.wording import messages
from corpus.models import Source


def print_comparison(comparison: Comparison) -> None:
    """A row a source: place, year, authority, quotes with their marks."""
    labels = messages()["labels"]
    table = Table(title=f"各地对比：{comparison.topic}", show_lines=True)
    for name in ("地区", "年份", "来源", "规定"):
        table.add_column(name, overflow="fold")
    marks = {c.clause_id: c.mark for c in comparison.citations}
    for row in comparison.rows:
        if row.cell is None:
            table.add_row(row.region, "—", "—", "资料库中没有这一主题的内容")
            continue
        said = "\n".join(
            f"{quote}〔{marks[clause]}〕"
            for quote, clause in zip(row.cell.quotes, row.cell.citations, strict=True)
        )
        kind = f"{labels['authority'][row.authority]}·{labels['status'][row.status]}"
        table.add_row(row.region, str(row.year or "未见"), f"{row.source}\n{kind}", said)
    console = Console()
    console.print(table)
    if comparison.note:
        console.print(comparison.note, markup=False)


def print_sources(sources: Sequence[Source]) -> None:
    """A row a source: id, title, region, year, authority."""
    labels = messages()["labels"]
    table = Table(title=f"资料库（{len(sources)} 份）")
    table.add_column("编号", no_wrap=True)
    for name in ("名称", "地区", "年份", "性质", "效力"):
        table.add_column(name, overflow="fold")
    for source in sources:
        table.add_row(
            source.id,
            source.title,
            source.region,
            str(source.year or "未见"),
            labels["authority"][source.authority.value],
            labels["status"][source.status.value],
        )
    Console().print(table)
