"""PDF through a real LibreOffice."""

from __future__ import annotations

import io
import stat
import time
from pathlib import Path

import pypdfium2
import pytest

from assistant.drafting.writing import pdf
from assistant.drafting.writing.docx import docx_of
from corpus.errors import BadInput
from tests.assistant.drafting.writing.samples import STYLES, sample

with_office = pytest.mark.skipif(not pdf.available(), reason="no LibreOffice")


@with_office
@pytest.mark.parametrize("style", STYLES)
def test_document_becomes_pages(style: str) -> None:
    made = pdf.pdf_of(docx_of(sample(style)), 120)
    pages = pypdfium2.PdfDocument(io.BytesIO(made))
    text = pages[0].get_textpage().get_text_range()
    assert "关于聘任李乙为首席质量官的决定" in text
    assert "— 1 —" in text
    assert len(pages) >= 3


def test_without_libreoffice_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "office", lambda: None)
    assert not pdf.available()
    with pytest.raises(BadInput, match="没有 LibreOffice"):
        pdf.pdf_of(b"", 1)


def test_a_program_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "soffice"
    script.write_text("#!/bin/sh\nsleep 60 &\nwait\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(pdf, "office", lambda: str(script))
    begun = time.monotonic()
    with pytest.raises(BadInput, match=r"超过 0\.5 秒"):
        pdf.pdf_of(docx_of(sample()), 0.5)
    assert time.monotonic() - begun < 20


def test_a_program_that_makes_nothing_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "soffice"
    script.write_text("#!/bin/sh\nexit 0\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(pdf, "office", lambda: str(script))
    with pytest.raises(BadInput, match="没有转成 PDF"):
        pdf.pdf_of(docx_of(sample()), 20)


def test_only_missing_fonts_get_a_stand_in() -> None:
    found = pdf._substitutes(frozenset(("Noto Serif CJK SC", "黑体")))
    assert found["仿宋_GB2312"] == "Noto Serif CJK SC"
    assert "黑体" not in found
