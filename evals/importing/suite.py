"""Import as a suite: the documents that we draft, rendered to other formats, come back clause by clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from assistant.drafting.blueprints import BLUEPRINTS
from assistant.drafting.facts.files import load_facts
from assistant.drafting.writing.markdown import markdown_of
from assistant.service import LocalAssistant
from corpus.errors import BadInput
from evals.drafts.companies import example_companies
from evals.importing.rendered import FileFigures, FormatFigures, import_rendered
from evals.importing.rendering import render
from evals.importing.rendering_pdf import printer
from evals.importing.report import NAMES
from evals.importing.texts import SampleText, even_sample, read_folder
from evals.results import Figure, Item, share
from evals.suites import Context, Found

_FAST, _SCANS = 6, 1
_MARKUP = re.compile(r"^#+ |\*\*|\\(?=\W)")


def importing(context: Context) -> Found:
    """The sixteen documents of one company as DOCX, HTML, PDF and one as a scan; six as DOCX and HTML when fast."""
    folder = context.work / "texts"
    texts = read_folder(_written(context.assistant(), folder))
    formats, notes = _formats(fast=context.fast)
    results = [
        _measured(texts if name != "scan" else _shortest(texts), name, context) for name in formats
    ]
    figures = [_figure(one) for one in results]
    failed = sum(len(one.failed) for one in results)
    total = sum(len(one.files) for one in results)
    figures.append(
        Figure(name="failed", label="没有导入的文件", unit="count", better="lower", value=failed, n=total)
    )  # fmt: skip
    whole = [file.whole for one in results for file in one.files if file.error is None]
    figures.append(share("whole", "各条拼接等于原文", whole))
    scan = next((one for one in results if one.format == "scan"), None)
    if scan is not None:
        figures.append(
            Figure(name="characters/scan", label="扫描件的字认对", value=scan.characters)
        )
    items = tuple(_item(file) for one in results for file in one.files)
    return Found(tuple(figures), items, notes)


def _written(assistant: LocalAssistant, folder: Path) -> Path:
    """The documents of the first example company as Markdown."""
    folder.mkdir(parents=True)
    facts = load_facts(example_companies()[0])
    drafter = assistant.drafting.drafter
    for blueprint in BLUEPRINTS:
        names = {spec.name for spec in drafter.plans(blueprint).specs}
        given = {k: v for k, v in facts.of(blueprint).items() if k in names}
        document = drafter.assembled(drafter.new(blueprint, given)).document
        text = _plain(markdown_of(document, basis=False))
        (folder / f"{blueprint}.txt").write_text(text, encoding="utf-8")
    return folder


def _plain(markdown: str) -> str:
    """Without markup and without forms: the renderer sets plain lines and adds tables of its own."""
    lines = (line for line in markdown.splitlines() if not line.startswith(("|", "---")))
    return "\n".join(_MARKUP.sub("", line) for line in lines)


def _formats(*, fast: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What can be rendered here, and a line on what is left out."""
    if fast:
        return ("docx", "html"), ("快速评测只比较 6 份文件的 DOCX 和网页。",)
    try:
        printer()
    except BadInput:
        return ("docx", "html"), ("没有 LibreOffice 也没有 Chromium，没有比较 PDF 和扫描件。",)
    if find_spec("rapidocr") is None:
        return ("docx", "html", "pdf"), ("没有安装 rapidocr，没有比较扫描件。",)
    return ("docx", "html", "pdf", "scan"), ()


def _shortest(texts: Sequence[SampleText]) -> list[SampleText]:
    return sorted(texts, key=lambda text: len(text.text))[:_SCANS]


def _measured(texts: Sequence[SampleText], name: str, context: Context) -> FormatFigures:
    sample = even_sample(texts, _FAST) if context.fast else tuple(texts)
    folder = context.work / "rendered"
    items = render(sample, [name], folder)
    return import_rendered(
        items, name, folder, progress=lambda _, done, of: context.progress(done, of)
    )


def _figure(one: FormatFigures) -> Figure:
    """Of a scan the labels found, of the others the clauses that are equal."""
    scan = one.format == "scan"
    return Figure(
        name=f"{'labels' if scan else 'equal'}/{one.format}",
        label=f"{NAMES[one.format]}：{'条号找到' if scan else '条款相同'}",
        value=one.labels if scan else one.equal,
        n=one.clauses,
    )


def _item(file: FileFigures) -> Item:
    right = file.error is None and file.share == 1.0
    return Item(
        id=f"{file.file}/{file.format}",
        kind=file.format,
        right=right,
        faults=() if right else (file.error or "different",),
        measures={"share": file.share, "clauses": file.clauses, "seconds": round(file.seconds, 3)},
        detail={"differences": [vars_of(d) for d in file.differences[:3]]},
    )


def vars_of(difference: object) -> dict[str, str]:
    """A difference as the report shows it."""
    names = ("path", "what", "expected", "found")
    return {name: str(getattr(difference, name, ""))[:200] for name in names}
