"""One page of an original as a PNG picture, to show a quote where it is printed."""

from __future__ import annotations

import io
from pathlib import Path

from corpus.errors import BadInput
from corpus.reading.detecting import detect
from corpus.reading.models import Format, Limits
from corpus.reading.pdf.opening import opened
from corpus.reading.pdf.render import picture_of
from corpus.reading.picture.opening import pictures_of


def page_png(path: Path, page: int, *, width: int, limits: Limits | None = None) -> bytes:
    """The page, counted from 1, about ``width`` pixels wide; a picture file is never enlarged.

    Raises BadInput when the file has no pages to show or not this one.
    """
    limits = limits or Limits()
    form = detect(path, limits)
    if form is Format.PDF:
        with opened(path, limits, streams_checked=True) as document:
            if not 1 <= page <= len(document):
                raise BadInput(f"{path.name} 没有第 {page} 页，只有 {len(document)} 页。")
            picture, _ = picture_of(document, page, limits, path.name, wide=width)
    elif form is Format.IMAGE:
        _, _, picture = next(pictures_of(path, limits, page))
        picture = picture.convert("RGB")
        picture.thumbnail((width, max(width, picture.height * width // picture.width)))
    else:
        raise BadInput(f"{path.name} 不是 PDF 或图片，没有页面图像；请查看文字。")
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()
