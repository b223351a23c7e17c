"""What a reader gives: the text of a file, line by line, with where each line stands in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from corpus.models import Notice, Place


class Format(StrEnum):
    """Formats that are told apart by content, never by the name alone."""

    PDF = "pdf"
    SCAN = "scan"  # a PDF whose pages are pictures, read by OCR
    IMAGE = "image"  # PNG, JPEG, TIFF …, read by OCR
    DOCX = "docx"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"


class LineKind(StrEnum):
    """What the format itself says about a line; structure decides what it means."""

    TEXT = "text"
    HEADING = "heading"  # heading style, <h2>, #
    TABLE = "table"  # a row in Markdown form: | 项目 | 要求 |
    CAPTION = "caption"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line of the text: ``reading.text[start:end]``, without its line break.

    Lines that a page breaks softly are joined to one; ``places`` tell where its pieces stand, with
    offsets into the text. ``level`` is what the format says: 0 the title, 1 the outermost heading.
    ``confidence`` is that of OCR, 0 to 1.
    """

    start: int
    end: int
    kind: LineKind = LineKind.TEXT
    level: int | None = None
    places: tuple[Place, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the original; ``width`` and ``height`` in points (1/72 inch), in pixels for an image."""

    number: int
    width: float
    height: float
    confidence: float | None = None  # mean of OCR; None for a text layer


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of the original that are no text of it: running headers, page numbers, navigation."""

    text: str
    reason: str  # page-header, page-footer, page-number, navigation, watermark …
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as text. ``lines`` cover every character of ``text`` but the line breaks between them."""

    format: Format
    text: str
    lines: tuple[Line, ...]
    pages: tuple[Page, ...] = ()
    title: str | None = None  # what the format names as title (<title>, document properties)
    left_out: tuple[LeftOut, ...] = ()
    notices: tuple[Notice, ...] = ()
    encoding: str | None = None  # of a text file


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader accepts; beyond it the file is refused with one Chinese line."""

    file_bytes: int = 200 * 1024 * 1024
    unpacked_bytes: int = 1024 * 1024 * 1024  # of the parts of a DOCX together
    ratio: int = 200  # unpacked to packed
    pages: int = 2000
    characters: int = 20_000_000
    pixels: int = 120_000_000  # of one image or rendered page
    ocr: bool = True


#: Called with pages (or steps) done and in all; total 0 when not known yet.
ReadProgress = Callable[[int, int], None]
