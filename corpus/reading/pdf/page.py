"""One page of a PDF by its text layer, and whether it must be read as a picture instead."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from corpus.models import Notice
from corpus.reading.layout.letters import is_garbage
from corpus.reading.layout.page import PageLayout
from corpus.reading.models import LeftOut, Limits
from corpus.reading.pdf.letters import read_letters
from corpus.reading.pdf.lines import strips_of, take_vertical
from corpus.reading.pdf.tables import take_tables


class PageKind(StrEnum):
    """What a page is read by."""

    TEXT = "text"
    PICTURE = "picture"
    BLANK = "blank"


#: Fewer letters than this beside a picture of the page are a stamp or a page number.
_FEW = 60


def read_page(document: Any, number: int, limits: Limits, name: str) -> tuple[PageLayout, PageKind]:
    """The page's lines and tables, not yet in order. A damaged page is empty and has a notice."""
    import pypdfium2

    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        damaged = Notice("page-damaged", f"第 {number} 页已损坏，没有读出。", page=number)
        return PageLayout(number, 0, 0, notices=[damaged]), PageKind.BLANK
    try:
        text_page = page.get_textpage()
        try:
            return _read(page, text_page, number)
        finally:
            text_page.close()
    except pypdfium2.PdfiumError:
        damaged = Notice("page-damaged", f"第 {number} 页已损坏，没有读出。", page=number)
        width, height = page.get_size()
        return PageLayout(number, width, height, notices=[damaged]), PageKind.BLANK
    finally:
        page.close()


def _read(page: Any, text_page: Any, number: int) -> tuple[PageLayout, PageKind]:
    found = read_letters(page, text_page)
    layout = PageLayout(number, found.width, found.height, turned=found.turn)
    words = "".join(letter.text for letter in found.letters)
    inked = sum(not c.isspace() for c in words)
    if is_garbage(words, found.unmapped):
        message = f"第 {number} 页的文字层是乱码，改按图片识别；请核对原件。"
        layout.notices.append(Notice("text-layer-garbage", message, page=number))
        return layout, PageKind.PICTURE
    if inked < _FEW:
        covered, drawn = _pictures(page)
        if covered > 0.35 or (inked == 0 and (covered > 0.01 or drawn > 30)):
            return layout, PageKind.PICTURE
        if inked == 0:
            return layout, PageKind.BLANK
    if found.cut:
        message = f"第 {number} 页的文字异常多，只读了前一部分；请核对原件。"
        layout.notices.append(Notice("page-cut", message, page=number))
    if found.slanted.strip():
        layout.left_out.append(LeftOut(found.slanted.strip(), "watermark", number))
    upright, vertical = take_vertical(found.letters)
    turned = found.turned.strip()
    if vertical or len(turned) > 1:
        words = " ".join(part for part in (vertical, turned) if part)
        layout.left_out.append(LeftOut(words, "vertical", number))
        message = f"第 {number} 页有竖排或横置的文字，没有读入正文；请核对原件。"
        layout.notices.append(Notice("text-turned", message, page=number))
    bold = _Weights(text_page)
    rest = take_tables(page, layout, upright, bold)
    layout.strips = strips_of(rest, layout, bold)
    return layout, PageKind.TEXT


class _Weights:
    """Whether a letter's font is a bold one, asked once for each run of letters."""

    def __init__(self, text_page: Any) -> None:
        self._page = text_page

    def __call__(self, index: int) -> bool:
        import ctypes

        import pypdfium2.raw as raw

        if raw.FPDFText_GetFontWeight(self._page, index) >= 600:
            return True
        buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        size = raw.FPDFText_GetFontInfo(self._page, index, buffer, 128, ctypes.byref(flags))
        name = buffer.raw[: max(0, min(size, 128) - 1)].decode("utf-8", "replace").lower()
        return any(word in name for word in ("bold", "heavy", "black", "simhei", "黑体", "fzhei"))


def _pictures(page: Any) -> tuple[float, int]:
    """The share of the page that pictures cover, and the number of drawn shapes."""
    import pypdfium2.raw as raw

    width, height = page.get_size()
    covered, drawn = 0.0, 0
    shapes: Sequence[int] = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING, raw.FPDF_PAGEOBJ_TEXT)
    for count, entry in enumerate(page.get_objects(max_depth=3), start=1):
        if entry.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = entry.get_bounds()
            covered += max(0.0, right - left) * max(0.0, top - bottom)
        elif entry.type in shapes:
            drawn += 1
        if count >= 5000:
            break
    return covered / max(1.0, width * height), drawn
