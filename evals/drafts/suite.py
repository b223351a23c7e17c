"""Drafting as a suite: sixteen documents for each example company, traced and opened."""

from __future__ import annotations

from evals.drafts.companies import example_companies
from evals.drafts.figures import Drafted, DraftReport, run
from evals.results import Figure, Item, share
from evals.suites import Context, Found


def drafts(context: Context) -> Found:
    """All documents; converting by LibreOffice, half a minute and more, is left out of the fast part."""
    report = run(
        context.assistant().drafting.drafter,
        example_companies(),
        convert=not context.fast,
        progress=context.progress,
    )
    notes = ["快速评测不用 LibreOffice 转换。"] if context.fast else []
    if not context.fast and all(one.converted is None for one in report.documents):
        notes.append("没有 LibreOffice，没有转换成 PDF 检查。")
    return Found(_figures(report), tuple(map(_item, report.documents)), tuple(notes))


def _figures(report: DraftReport) -> tuple[Figure, ...]:
    documents = report.documents
    statements = round(report.total(lambda one: one.statements))
    traced = report.total(lambda one: one.traced)
    consistent = [not labels for labels in report.inconsistent.values()]
    converted = [one.converted for one in documents if one.converted is not None]
    return (
        share("right", "文件全部要求都达到", (not _faults(one) for one in documents)),
        Figure(name="traced", label="陈述有据", value=traced / statements if statements else None, n=statements),
        Figure(
            name="strays", label="来路不明的数字、名称、日期", unit="count", better="lower",
            value=report.total(lambda one: len(one.strays)), n=len(documents),
        ),
        share("based", "章节都有依据或注明企业自定", (not one.without_basis for one in documents)),
        share("consistent", "同一企业各文件一致", consistent),
        share("opened", "能打开", (one.opened for one in documents)),
        share("converted", "能转成 PDF", converted),
        Figure(name="open_items", label="待填项", unit="count", better="neither", value=report.total(lambda one: one.open_items)),
        Figure(name="slowest_s", label="最慢一份", unit="s", better="lower", value=report.slowest),
    )  # fmt: skip


def _faults(one: Drafted) -> tuple[str, ...]:
    found = {
        "traced": one.traced != one.statements,
        "strays": bool(one.strays),
        "based": bool(one.without_basis),
        "opened": not one.opened,
        "converted": one.converted is False,
    }
    return tuple(name for name, wrong in found.items() if wrong)


def _item(one: Drafted) -> Item:
    faults = _faults(one)
    return Item(
        id=f"{one.company}/{one.blueprint}",
        kind=one.blueprint,
        right=not faults,
        faults=faults,
        measures={
            "given": one.given, "used": one.used, "open_items": one.open_items,
            "statements": one.statements, "seconds": round(one.seconds, 3),
        },
        detail={"strays": list(one.strays), "without_basis": list(one.without_basis)},
    )  # fmt: skip
