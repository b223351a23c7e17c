"""Draft every document for the example companies and measure what may be promised of it."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.drafting.blueprints import BLUEPRINTS
from assistant.drafting.document import Document, Run
from assistant.drafting.draft import Draft
from assistant.drafting.drafter import Drafter
from assistant.drafting.facts.files import load_facts
from assistant.drafting.parsing import parse
from assistant.drafting.statements import doubt_of
from evals.drafts.tracing import allowed_words, strays

#: Seconds of a document without a model.
SECONDS = 3.0


@dataclass(frozen=True)
class Drafted:
    """One document of one company. ``opened``: by python-docx; ``converted``: by LibreOffice, None where it is missing."""

    company: str
    blueprint: str
    given: int
    used: int
    open_items: int
    statements: int
    traced: int
    strays: tuple[str, ...]
    without_basis: tuple[str, ...]
    seconds: float
    opened: bool
    converted: bool | None


@dataclass
class DraftReport:
    """All documents, and facts that differ between documents of one company."""

    documents: list[Drafted] = field(default_factory=list)
    inconsistent: dict[str, list[str]] = field(default_factory=dict)

    def total(self, of: Callable[[Drafted], float]) -> float:
        return sum(of(one) for one in self.documents)

    @property
    def slowest(self) -> float:
        return max((one.seconds for one in self.documents), default=0.0)

    @property
    def right(self) -> bool:
        """Whether every limit is met."""
        return all(
            one.traced == one.statements
            and not one.strays
            and not one.without_basis
            and one.opened
            and one.converted is not False
            and one.seconds < SECONDS
            for one in self.documents
        ) and not any(self.inconsistent.values())


def run(
    drafter: Drafter,
    companies: Sequence[Path],
    *,
    convert: bool,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> DraftReport:
    """Draft the sixteen documents for each facts file in ``companies``."""
    report = DraftReport()
    total = len(companies) * len(BLUEPRINTS)
    for path in companies:
        facts = load_facts(path)
        drafts: list[Draft] = []
        for blueprint in BLUEPRINTS:
            names = {spec.name for spec in drafter.plans(blueprint).specs}
            given = {k: v for k, v in facts.of(blueprint).items() if k in names}
            drafted, draft = _drafted(drafter, path.stem, blueprint, given, convert=convert)
            report.documents.append(drafted)
            drafts.append(draft)
            progress(len(report.documents), total)
        report.inconsistent[path.stem] = _differences(drafts)
    return report


def _drafted(
    drafter: Drafter, company: str, blueprint: str, given: dict[str, Any], *, convert: bool
) -> tuple[Drafted, Draft]:
    from assistant.drafting.writing.docx import docx_of

    started = time.perf_counter()
    draft = drafter.new(blueprint, given)
    document = drafter.assembled(draft).document
    content = docx_of(document)
    seconds = time.perf_counter() - started
    statements = [s for one in draft.sections for p in parse(one.text) for s in p.statements]
    texts = drafter.texts()
    based = {row.section_id for row in document.basis}
    facts = drafter.filling(draft).facts
    made = Drafted(
        company=company,
        blueprint=blueprint,
        given=len(facts.values),
        used=len(_used(document) & facts.values.keys()),
        open_items=len(document.open_items),
        statements=len(statements),
        traced=sum(doubt_of(one, texts) is None for one in statements),
        strays=tuple(one.words for one in strays(document, allowed_words(drafter, draft))),
        without_basis=tuple(one.title for one in draft.sections if one.id not in based),
        seconds=seconds,
        opened=_opens(content),
        converted=_converts(content) if convert else None,
    )
    return made, draft


def _used(document: Document) -> set[str]:
    """Names of facts that are printed."""
    return {run.name for run in _runs(document) if run.kind == "fact"}


def _runs(document: Document) -> list[Run]:
    closing = document.closing
    found = [*document.title, *document.company, *document.number, *document.addressee]
    found += [*document.copies, *closing.company, *closing.date, *closing.receipt]
    for line in (*closing.signers, *closing.approval):
        found += line.runs
    for block in document.blocks:
        found += block.runs
        found += [run for row in block.rows for cell in row for run in cell]
    return found


def _opens(content: bytes) -> bool:
    import docx

    return bool(docx.Document(io.BytesIO(content)).paragraphs)


def _converts(content: bytes) -> bool | None:
    from assistant.drafting.writing.pdf import available, pdf_of

    return pdf_of(content, 120).startswith(b"%PDF") if available() else None


def _differences(drafts: Sequence[Draft]) -> list[str]:
    """Labels of facts that two documents of one company tell differently."""
    from assistant.drafting.consistency import differences

    return [one.label for one in differences(drafts)]
