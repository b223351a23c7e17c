"""Which reader takes a file: told by its content, with the name as no more than a hint."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from corpus.reading.detecting import detect
from corpus.reading.models import Format, Limits, Reading, ReadProgress

#: Format -> the module below this folder whose ``read(path, limits, progress)`` takes it.
READERS: dict[Format, str] = {
    Format.PDF: "pdf.reader",
    Format.IMAGE: "picture.reader",
    Format.DOCX: "docx.reader",
    Format.HTML: "html.reader",
    Format.MARKDOWN: "text.reader",
    Format.TEXT: "text.reader",
}


def read_file(
    path: Path, limits: Limits | None = None, progress: ReadProgress | None = None
) -> Reading:
    """The text of a file. Raises BadInput with one Chinese line that names the file."""
    limits = limits or Limits()
    form = detect(path, limits)
    reader = import_module(f"corpus.reading.{READERS[form]}")
    reading: Reading = reader.read(path, limits, progress)
    return reading
