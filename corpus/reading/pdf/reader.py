"""PDF files: the text layer page by page; a page without one, or with garbage, is read by OCR."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus.errors import BadInput
from corpus.models import Notice
from corpus.reading.layout.page import PageLayout
from corpus.reading.layout.reading import reading_of
from corpus.reading.models import Format, Limits, Reading, ReadProgress
from corpus.reading.pdf.opening import opened
from corpus.reading.pdf.page import PageKind, read_page


def read(path: Path, limits: Limits, progress: ReadProgress | None = None) -> Reading:
    """Raises BadInput when the file cannot be opened, is too large or holds no words at all."""
    with opened(path, limits) as document:
        total = len(document)
        pages: list[PageLayout] = []
        letters = scanned = 0
        unread: list[str] = []
        for number in range(1, total + 1):
            layout, kind = read_page(document, number, limits, path.name)
            if kind is PageKind.PICTURE:
                try:
                    layout = _recognised(document, layout, limits, path.name)
                    scanned += 1
                except BadInput as error:  # the other pages may be read
                    unread.append(error.message)
                    notice = f"第 {number} 页是图片，没有读出；请核对原件。"
                    layout.notices.append(Notice("page-unread", notice, page=number))
            letters += layout.letters
            if letters > limits.characters:
                raise BadInput(
                    f"{path.name} 的文字超过上限 {limits.characters} 字；请拆分后再导入，或调高上限。"
                )
            pages.append(layout)
            if progress is not None:
                progress(number, total)
        title = _title(document)
    if not letters:
        if unread:
            raise BadInput(unread[0])
        raise BadInput(f"{path.name} 中没有认出文字；请检查扫描是否清楚，或换有文字层的版本。")
    form = Format.SCAN if scanned * 2 > total else Format.PDF
    return reading_of(pages, form, title=title, notices=_mixed(pages, scanned))


def _recognised(document: Any, layout: PageLayout, limits: Limits, name: str) -> PageLayout:
    if not limits.ocr:
        raise BadInput(f"{name} 是扫描件，没有文字层；请开启文字识别（OCR）后再导入。")
    from corpus.reading.ocr.page import recognise
    from corpus.reading.pdf.render import picture_of

    picture, dpi = picture_of(document, layout.number, limits, name)
    read = recognise(picture, layout.number)
    read.notices[:0] = layout.notices
    read.left_out[:0] = layout.left_out
    # Positions in points, like those of pages with a text layer.
    read.scale(72 / dpi)
    return read


def _mixed(pages: list[PageLayout], scanned: int) -> list[Notice]:
    if not scanned or scanned == len(pages):
        return []
    numbers = [str(page.number) for page in pages if page.scanned]
    shown = "、".join(numbers[:8]) + (" 等" if len(numbers) > 8 else "")
    return [Notice("pages-by-ocr", f"第 {shown} 页没有可用的文字层，按图片识别；请核对原件。")]


def _title(document: Any) -> str | None:
    try:
        title = str(document.get_metadata_value("Title")).strip()
    except Exception:  # the title is no more than a hint
        return None
    return title or None
