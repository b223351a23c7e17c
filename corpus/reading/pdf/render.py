"""A page of a PDF as a picture, as large as reading or showing it needs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from corpus.errors import BadInput
from corpus.reading.models import Limits

if TYPE_CHECKING:
    from PIL import Image

#: Printed letters are read well at this resolution; more costs time only.
DPI = 200.0
#: A page that would be drawn coarser than this cannot be read.
COARSEST = 36.0
#: Width or height of the largest picture drawn for reading.
_MOST_SIDE = 12_000


def picture_of(
    document: Any, number: int, limits: Limits, name: str, *, wide: int | None = None
) -> tuple[Image.Image, float]:
    """The page ``number`` (from 1) and the dots an inch it was drawn with: as many as reading needs,
    or as make it ``wide`` pixels wide, fewer for a large page.

    Raises BadInput when the page is damaged, or too large for ``limits.pixels`` to be read.
    """
    import pypdfium2

    try:
        page = document[number - 1]
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise BadInput(f"{name} 的第 {number} 页已损坏，画不出来；请重新取得文件。") from error
    try:
        width, height = page.get_size()
        wanted = DPI if wide is None else wide * 72 / max(width, 1e-6)
        dpi = fitting(width, height, limits, wanted)
        if not dpi > 0 or (wide is None and dpi < COARSEST):
            raise BadInput(
                f"{name} 的第 {number} 页有 {width / 72 * 2.54:.0f} × {height / 72 * 2.54:.0f} 厘米，"
                "大得画不出来；请把页面改为常用的大小后再导入。"
            )
        _check_pictures(page, number, limits, name)
        bitmap = page.render(scale=dpi / 72, may_draw_forms=False)
        try:
            return bitmap.to_pil().convert("RGB"), dpi
        finally:
            bitmap.close()
    except pypdfium2.PdfiumError as error:
        raise BadInput(f"{name} 的第 {number} 页已损坏，画不出来；请重新取得文件。") from error
    finally:
        page.close()


def _check_pictures(page: Any, number: int, limits: Limits, name: str) -> None:
    """A picture in the page may unpack to far more than the page shows."""
    import ctypes

    import pypdfium2.raw as raw

    wide, high = ctypes.c_uint(), ctypes.c_uint()
    kinds = [raw.FPDF_PAGEOBJ_IMAGE]
    for entry, _ in zip(page.get_objects(filter=kinds, max_depth=4), range(2000), strict=False):
        if not raw.FPDFImageObj_GetImagePixelSize(entry, wide, high):
            continue
        if wide.value * high.value > limits.pixels:
            raise BadInput(
                f"{name} 第 {number} 页的图片有 {wide.value} × {high.value} 像素，"
                f"超过上限 {limits.pixels / 1e6:.0f} 百万像素；请缩小后再导入，或调高上限。"
            )


def fitting(width: float, height: float, limits: Limits, dpi: float) -> float:
    """``dpi`` or as many as keep a page (in points) within ``limits.pixels`` and a side's length."""
    if not (width > 0 and height > 0):
        return 0.0
    inches, side = width * height / 72**2, max(width, height) / 72
    return min(dpi, math.sqrt(limits.pixels / inches), _MOST_SIDE / side)
