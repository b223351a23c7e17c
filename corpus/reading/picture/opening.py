"""The pages of a picture file, checked for size before they are unpacked, and set upright."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import BadInput
from corpus.reading.models import Limits

if TYPE_CHECKING:
    from PIL import Image

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")


def pictures_of(
    path: Path, limits: Limits, page: int | None = None
) -> Iterator[tuple[int, int, Image.Image]]:
    """Number (from 1), count and picture of each page, or of ``page`` only; only TIFF files have
    several. Raises BadInput when the file is damaged or larger than ``limits`` allow."""
    from PIL import Image, ImageOps

    damaged = BadInput(f"{path.name} 不是完整的图片，可能已损坏；请重新取得文件。")
    try:
        with warnings.catch_warnings():
            # Told by ``limits`` instead; odd tags of a TIFF do no harm.
            warnings.simplefilter("ignore")
            with Image.open(path, formats=_FORMATS) as file:
                total = _count(file, path, limits)
                for number in range(1, total + 1) if page is None else [page]:
                    if not 1 <= number <= total:
                        raise BadInput(f"{path.name} 没有第 {number} 页，只有 {total} 页。")
                    if total > 1:
                        file.seek(number - 1)
                    _check(file, path, limits)
                    file.load()
                    upright = ImageOps.exif_transpose(file)
                    yield number, total, upright if upright is not file else file.copy()
    except (BadInput, GeneratorExit):
        raise
    except Image.DecompressionBombError as error:
        raise _too_large(path, limits) from error
    except (FileNotFoundError, PermissionError, IsADirectoryError) as error:
        raise BadInput(f"读不了 {path.name}：{error.strerror}；请检查路径和文件权限。") from error
    except MemoryError as error:
        raise _too_large(path, limits) from error
    except Exception as error:  # decoders raise all kinds of errors over damaged files
        raise damaged from error


def _count(file: Any, path: Path, limits: Limits) -> int:
    total = int(getattr(file, "n_frames", 1)) if file.format == "TIFF" else 1
    if total > limits.pages:
        raise BadInput(
            f"{path.name} 有 {total} 页，超过上限 {limits.pages} 页；请拆分后再导入，或调高上限。"
        )
    return total


def _check(file: Any, path: Path, limits: Limits) -> None:
    width, height = file.size
    if width * height > limits.pixels:
        raise _too_large(path, limits, f"有 {width} × {height} 像素，")


def _too_large(path: Path, limits: Limits, size: str = "") -> BadInput:
    return BadInput(
        f"{path.name} {size}超过上限 {limits.pixels / 1e6:.0f} 百万像素；请缩小后再导入，或调高上限。"
    )
