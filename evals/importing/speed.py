"""How long a 300-page PDF, a scanned page and a batch of files take, and how much memory."""

from __future__ import annotations

import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evals.importing.probe import probe
from evals.importing.rendering import Progress, page_count, render
from evals.importing.rendering_blocks import Block, blocks_of
from evals.importing.rendering_docx import write_docx
from evals.importing.rendering_html import write_print_page
from evals.importing.rendering_pdf import convert, office
from evals.importing.rendering_scan import write_scan
from evals.importing.rendering_variant import VERSION, variant_of
from evals.importing.texts import SampleText, even_sample

PAGES = 300
_LETTERS_A_PAGE = 620  # of 16 points on A4 with official margins, at most
_SCANNED, _ROUNDS, _BATCH = 4, 3, 12


@dataclass(frozen=True, slots=True)
class SpeedFigures:
    """Wall seconds are medians of three processes; memory is the most a process held, in MB."""

    pages: int
    pdf_seconds: float
    pdf_read_seconds: float
    pdf_parse_seconds: float
    pdf_processor_seconds: float
    pdf_megabytes: float
    ocr_pages: int
    ocr_seconds_a_page: float
    ocr_processor_seconds_a_page: float
    ocr_megabytes: float
    batch_files: int
    batch_megabytes: float
    largest_megabytes: float


def measure_speed(
    texts: Sequence[SampleText], folder: Path, progress: Progress | None = None
) -> SpeedFigures:
    """Render what is missing, then measure each in processes of its own. Raises BadInput."""
    folder.mkdir(parents=True, exist_ok=True)
    long = long_pdf(texts, folder)
    runs = []
    for done in range(1, _ROUNDS + 1):
        runs.append(probe([long]))
        if progress:
            progress(f"{PAGES} 页 PDF", done, _ROUNDS)
    scan = folder / f"{long.stem}.scan.pdf"
    if not scan.exists():
        _scan(long, scan)
    recognised = probe([scan])
    files = [item.files["pdf"] for item in render(even_sample(texts, _BATCH), ["pdf"], folder)]
    largest = max(files, key=page_count)
    batch, alone = probe(files), probe([largest])

    def median(name: str) -> float:
        return statistics.median(float(run[name]) for run in runs)

    return SpeedFigures(
        pages=int(runs[0]["pages"]),
        pdf_seconds=median("seconds"),
        pdf_read_seconds=median("read_seconds"),
        pdf_parse_seconds=median("parse_seconds"),
        pdf_processor_seconds=median("processor_seconds"),
        pdf_megabytes=max(run["peak_mb"] for run in runs),
        ocr_pages=int(recognised["pages"]),
        ocr_seconds_a_page=recognised["seconds"] / max(recognised["pages"], 1),
        ocr_processor_seconds_a_page=recognised["processor_seconds"] / max(recognised["pages"], 1),
        ocr_megabytes=recognised["peak_mb"],
        batch_files=len(files),
        batch_megabytes=batch["peak_mb"],
        largest_megabytes=alone["peak_mb"],
    )


def long_pdf(texts: Sequence[SampleText], folder: Path) -> Path:
    """A PDF of exactly 300 pages: the texts one behind the other, again from the first if needed."""
    blocks: list[Block] = []
    letters, turn = 0, 0
    while letters < PAGES * _LETTERS_A_PAGE:
        for block in blocks_of(texts[turn % len(texts)].text):
            if block.kind == "title" and blocks:
                block = replace(block, kind="heading", level=1)
            blocks.append(block)
            letters += len(block.text)
        turn += 1
    path = folder / f"long-{texts[0].key}-{len(blocks)}-v{VERSION}.pdf"
    if path.exists():
        return path
    source = folder / "long" / (path.stem + (".docx" if office() else ".html"))
    source.parent.mkdir(exist_ok=True)
    if office():
        write_docx(blocks, replace(variant_of(0), automatic=False, size=16), source)
    else:
        write_print_page(blocks, source)
    convert([source], source.parent)
    part = path.with_suffix(".part")
    _first_pages(source.with_suffix(".pdf"), part, PAGES)
    os.replace(part, path)
    return path


def _first_pages(pdf: Path, target: Path, pages: int) -> None:
    import pypdfium2

    whole, cut = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new()
    try:
        cut.import_pages(whole, pages=list(range(min(pages, len(whole)))))
        cut.save(str(target))
    finally:
        cut.close()
        whole.close()


def _scan(long: Path, target: Path) -> None:
    some = target.with_suffix(".some.pdf")
    _first_pages(long, some, _SCANNED)
    part = target.with_suffix(".part")
    write_scan(some, part, seed=1)
    os.replace(part, target)
