"""Render texts to the formats that are measured, once: what is in the work folder is used again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evals.importing.rendering_blocks import blocks_of
from evals.importing.rendering_docx import write_docx
from evals.importing.rendering_html import write_html, write_print_page
from evals.importing.rendering_pdf import convert, office
from evals.importing.rendering_scan import write_scan
from evals.importing.rendering_variant import VERSION, Variant, variant_of, with_table
from evals.importing.texts import SampleText

FORMATS = ("pdf", "docx", "html", "scan")
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text of the sample, as it was rendered (with its table), and its file in each format."""

    text: SampleText
    variant: Variant
    files: dict[str, Path]


def render(
    sample: Sequence[SampleText],
    formats: Iterable[str],
    folder: Path,
    *,
    progress: Progress | None = None,
) -> tuple[Rendered, ...]:
    """Each text in each of ``formats``. Raises BadInput when a program is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = set(formats)
    rendered = [_prepared(text, position) for position, text in enumerate(sample)]
    if wanted & {"docx", "pdf", "scan"} and (office() or "docx" in wanted):
        _each(rendered, folder, "docx", _docx, progress)
    if wanted & {"pdf", "scan"}:
        _pdfs(rendered, folder)
    if "html" in wanted:
        _each(rendered, folder, "html", _html, progress)
    if "scan" in wanted:
        _each(rendered, folder, "scan", _scan, progress)
    for item in rendered:
        for name in set(item.files) - wanted:
            del item.files[name]
    return tuple(rendered)


def page_count(pdf: Path) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _prepared(text: SampleText, position: int) -> Rendered:
    variant = variant_of(position)
    if variant.table:
        text = replace(text, text=with_table(text.text), articles=None)
    return Rendered(text, variant, {})


def _name(item: Rendered, name: str) -> str:
    ending = {"scan": "scan.pdf"}.get(name, name)
    return f"{item.text.key}-{item.variant.seed}-v{VERSION}.{ending}"


def _each(
    items: Sequence[Rendered],
    folder: Path,
    name: str,
    write: Callable[[Rendered, Path], object],
    progress: Progress | None,
) -> None:
    for done, item in enumerate(items, start=1):
        path = folder / _name(item, name)
        if not path.exists():
            part = path.with_suffix(".part")
            write(item, part)
            os.replace(part, path)
        item.files[name] = path
        if progress:
            progress(f"生成 {name}", done, len(items))


def _docx(item: Rendered, path: Path) -> None:
    write_docx(blocks_of(item.text.text), item.variant, path)


def _html(item: Rendered, path: Path) -> None:
    write_html(blocks_of(item.text.text), item.variant, path)


def _scan(item: Rendered, path: Path) -> None:
    write_scan(item.files["pdf"], path, seed=item.variant.seed)


def _pdfs(items: Sequence[Rendered], folder: Path) -> None:
    """PDFs that are not there yet, from the DOCX files or from pages for a browser."""
    sources = []
    for item in items:
        path = folder / _name(item, "pdf")
        item.files["pdf"] = path
        if path.exists():
            continue
        if office():
            sources.append(item.files["docx"])
        else:
            page = folder / "print" / f"{path.stem}.html"
            page.parent.mkdir(exist_ok=True)
            write_print_page(blocks_of(item.text.text), page)
            sources.append(page)
    convert(sources, folder)
