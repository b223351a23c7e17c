"""Picture files (PNG, JPEG, TIFF, BMP, WebP): each page read by OCR."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import BadInput
from corpus.reading.layout.page import PageLayout
from corpus.reading.layout.reading import reading_of
from corpus.reading.models import Format, Limits, Reading, ReadProgress
from corpus.reading.picture.opening import pictures_of

if TYPE_CHECKING:
    from PIL import Image

#: More pixels than an A3 page at 300 dpi has take time and do not read better.
_ENOUGH = 20_000_000


def read(path: Path, limits: Limits, progress: ReadProgress | None = None) -> Reading:
    """Raises BadInput when the file is damaged, is too large or shows no words at all."""
    if not limits.ocr:
        raise BadInput(f"{path.name} 是图片；请开启文字识别（OCR）后再导入。")
    pages: list[PageLayout] = []
    letters = 0
    for number, total, picture in pictures_of(path, limits):
        page = _recognised(picture, number)
        letters += page.letters
        if letters > limits.characters:
            raise BadInput(
                f"{path.name} 的文字超过上限 {limits.characters} 字；请拆分后再导入，或调高上限。"
            )
        pages.append(page)
        if progress is not None:
            progress(number, total)
    if not letters:
        raise BadInput(f"{path.name} 中没有认出文字；请检查图片是否清楚、是否放正。")
    return reading_of(pages, Format.IMAGE)


def _recognised(picture: Image.Image, number: int) -> PageLayout:
    """The page with positions in the pixels of ``picture``."""
    from corpus.reading.ocr.page import recognise

    width, height = picture.size
    factor = math.sqrt(width * height / _ENOUGH)
    if factor <= 1:
        return recognise(picture, number)
    small = picture.convert("RGB").resize(
        (max(1, round(width / factor)), max(1, round(height / factor)))
    )
    page = recognise(small, number)
    page.scale(width / small.width)
    return page
