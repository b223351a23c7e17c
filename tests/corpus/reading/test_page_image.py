"""Pages of originals as pictures."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from corpus.errors import BadInput
from corpus.reading.models import Limits
from corpus.reading.pdf.opening import opened
from corpus.reading.pdf.render import fitting, picture_of
from corpus.reading.picture.page_image import page_png
from tests.corpus.reading.making_pdf import HEIGHT, WIDTH, PdfPage, jpeg_of, write_pdf


def size_of(png: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.format == "PNG"
        return picture.size


def test_a_page_of_a_pdf_is_as_wide_as_asked(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", PdfPage(), PdfPage(rotate=90))
    assert size_of(page_png(path, 1, width=595)) == (WIDTH, HEIGHT)
    assert size_of(page_png(path, 2, width=842)) == (HEIGHT, WIDTH)


def test_ink_is_where_the_page_has_it(tmp_path: Path) -> None:
    page = PdfPage().rule(100, 200, 300, 200)
    png = page_png(write_pdf(tmp_path / "a.pdf", page), 1, width=1190)
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.convert("L").getpixel((400, 400)) < 128  # type: ignore[operator]
        assert picture.convert("L").getpixel((400, 420)) == 255


def test_a_picture_is_made_smaller_but_not_larger(tmp_path: Path) -> None:
    path = tmp_path / "图.png"
    Image.new("RGB", (400, 200)).save(path)
    assert size_of(page_png(path, 1, width=100)) == (100, 50)
    assert size_of(page_png(path, 1, width=1400)) == (400, 200)


def test_the_pages_of_a_tiff(tmp_path: Path) -> None:
    path = tmp_path / "多页.tiff"
    first = Image.new("L", (40, 30))
    first.save(path, save_all=True, append_images=[Image.new("L", (20, 50))])
    assert size_of(page_png(path, 2, width=1400)) == (20, 50)


def test_pages_that_are_not_there(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", PdfPage())
    for page in (0, 2):
        with pytest.raises(BadInput, match=f"没有第 {page} 页，只有 1 页"):
            page_png(path, page, width=100)
    picture = tmp_path / "图.png"
    Image.new("L", (4, 4)).save(picture)
    with pytest.raises(BadInput, match="没有第 2 页"):
        page_png(picture, 2, width=100)


def test_a_text_has_no_page_pictures(tmp_path: Path) -> None:
    path = tmp_path / "文.txt"
    path.write_text("第一条 本办法只用来检查导入。", encoding="utf-8")
    with pytest.raises(BadInput, match=r"文\.txt 不是 PDF 或图片"):
        page_png(path, 1, width=100)


def test_a_large_page_is_drawn_coarser(tmp_path: Path) -> None:
    limits = Limits(pixels=1_000_000)
    assert fitting(595, 842, limits, 200) < 104
    assert fitting(595, 842, Limits(), 200) == 200
    assert fitting(0, 842, Limits(), 200) == 0
    path = write_pdf(tmp_path / "a.pdf", PdfPage())
    with opened(path, limits) as document:
        picture, dpi = picture_of(document, 1, limits, path.name)
    assert picture.width * picture.height <= 1_010_000
    assert picture.width == pytest.approx(WIDTH * dpi / 72, abs=1)


def test_a_picture_in_a_page_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    page = PdfPage(picture=jpeg_of(Image.new("L", (1000, 1000))))
    path = write_pdf(tmp_path / "a.pdf", page)
    with opened(path, Limits()) as document, pytest.raises(BadInput, match="1000 × 1000 像素"):
        picture_of(document, 1, Limits(pixels=500_000), path.name)
