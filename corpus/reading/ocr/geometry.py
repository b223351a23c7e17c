"""Pictures of pages made upright and level, and the pictures of lines cut from them."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

    from corpus.reading.ocr.engine import Pixels, Quads

#: Degrees; a page that is set more askew is no scan of a page.
_MOST_SKEW = 8.0
_LEAST_SKEW = 0.04


@dataclass(frozen=True, slots=True)
class Sides:
    """Upright rectangle around a line, in pixels."""

    left: float
    top: float
    right: float
    bottom: float


def pixels_of(picture: Image.Image) -> Pixels:
    """Blue, green and red of a picture on white paper."""
    import numpy as np
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        above = picture.convert("RGBA")
        paper = Image.new("RGBA", above.size, "white")
        picture = Image.alpha_composite(paper, above)
    if picture.mode.startswith("I") or picture.mode == "F":
        values = np.asarray(picture, dtype=np.float32)
        low, high = float(values.min()), float(values.max())
        grey = (values - low) * (255.0 / (high - low) if high > low else 0.0)
        picture = Image.fromarray(grey.astype(np.uint8))
    return np.ascontiguousarray(np.asarray(picture.convert("RGB"), dtype=np.uint8)[:, :, ::-1])


def turned(picture: Pixels, degrees: int) -> Pixels:
    """The picture turned clockwise by 0, 90, 180 or 270 degrees."""
    import numpy as np

    return np.ascontiguousarray(np.rot90(picture, -(degrees // 90) % 4))


def stands_on_side(quads: Quads) -> bool:
    """Whether most of the lines run from the top down."""
    upright = level = 0.0
    for corners in quads:
        width, height = _width(corners), _height(corners)
        if height > 1.5 * width:
            upright += height
        elif width > 1.5 * height:
            level += width
    return upright > 1.5 * level


def skew_of(quads: Quads, most: float = _MOST_SKEW) -> float:
    """Degrees by which most long lines fall to the right; 0 when it is more than ``most``."""
    slopes: list[tuple[float, float]] = []
    for corners in quads:
        width = _width(corners)
        if width > 4 * _height(corners):
            (x0, y0), (x1, y1) = (corners[0] + corners[3]) / 2, (corners[1] + corners[2]) / 2
            slopes.append((math.degrees(math.atan2(y1 - y0, x1 - x0)), width))
    total = sum(width for _, width in slopes)
    passed = 0.0
    for slope, width in sorted(slopes):
        passed += width
        if passed >= total / 2:
            return slope if _LEAST_SKEW < abs(slope) <= most else 0.0
    return 0.0


class Leveller:
    """Turns a picture and places on it by a few degrees about its middle, and places back."""

    def __init__(self, width: float, height: float, skew: float) -> None:
        import cv2
        import numpy as np

        self.skew = skew
        middle = (width / 2, height / 2)
        self._forth = cv2.getRotationMatrix2D(middle, skew, 1.0).astype(np.float32)
        self._back = cv2.getRotationMatrix2D(middle, -skew, 1.0).astype(np.float32)

    def picture(self, pixels: Pixels) -> Pixels:
        import cv2
        import numpy as np

        if not self.skew:
            return pixels
        height, width = pixels.shape[:2]
        level = cv2.warpAffine(
            pixels,
            self._forth,
            (width, height),
            flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return np.asarray(level, dtype=np.uint8)

    def level(self, quads: Quads) -> Quads:
        return quads @ self._forth[:, :2].T + self._forth[:, 2]

    def as_shown(self, sides: Sides) -> Sides:
        """The rectangle around a level one, on the picture as it was."""
        import numpy as np

        corners = np.array(
            [
                [sides.left, sides.top],
                [sides.right, sides.top],
                [sides.right, sides.bottom],
                [sides.left, sides.bottom],
            ],
            dtype=np.float32,
        )
        return around(corners @ self._back[:, :2].T + self._back[:, 2])


def around(corners: Quads) -> Sides:
    left, top = corners.min(axis=0)
    right, bottom = corners.max(axis=0)
    return Sides(float(left), float(top), float(right), float(bottom))


def cut(picture: Pixels, corners: Quads) -> Pixels:
    """The picture of one line, straight."""
    import cv2
    import numpy as np

    width = max(4, round(_width(corners)))
    height = max(4, round(_height(corners)))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    line = cv2.warpPerspective(
        picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(line, dtype=np.uint8)


def split_at(corners: Quads, xs: list[float]) -> list[Quads]:
    """A line's corners divided where the upright lines ``xs`` of a table cross it."""
    import numpy as np

    (x0, _), (x1, _) = corners[0], corners[1]
    shares = [0.0, *sorted((x - x0) / (x1 - x0) for x in xs if x0 < x < x1), 1.0]
    top, bottom = (corners[0], corners[1]), (corners[3], corners[2])
    parts = []
    for start, end in itertools.pairwise(shares):
        points = [
            top[0] + (top[1] - top[0]) * start,
            top[0] + (top[1] - top[0]) * end,
            bottom[0] + (bottom[1] - bottom[0]) * end,
            bottom[0] + (bottom[1] - bottom[0]) * start,
        ]
        parts.append(np.array(points, dtype=np.float32))
    return parts


def widened(corners: Quads, before: float, behind: float) -> Quads:
    """The corners moved outwards along the line."""
    import numpy as np

    along = (corners[1] - corners[0]) / max(1.0, float(np.hypot(*(corners[1] - corners[0]))))
    back, forth = -before * along, behind * along
    return corners + np.array([back, forth, forth, back], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Ink:
    """Where the letters of a line's picture begin and end, as shares of its width; their ``height``
    and the thickness of their strokes in pixels, about."""

    start: float
    end: float
    height: float
    stroke: float


def ink_of(line: Pixels) -> Ink:
    import cv2
    import numpy as np

    grey = cv2.GaussianBlur(cv2.cvtColor(line, cv2.COLOR_BGR2GRAY), (3, 3), 0)
    _, dark = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    if dark.mean() > 0.5:
        dark = 1 - dark  # light letters on a dark ground
    columns = np.flatnonzero(dark.sum(axis=0) >= 2)
    if not len(columns):
        return Ink(0.0, 1.0, 0.0, 0.0)
    rows = np.flatnonzero(dark.sum(axis=1) >= 2)
    area = int(dark.sum())
    edge = area - int(cv2.erode(dark, np.ones((3, 3), dtype=np.uint8)).sum())
    width = line.shape[1]
    return Ink(
        float(columns[0] / width),
        float((columns[-1] + 1) / width),
        float(np.ptp(rows) + 1) if len(rows) else 0.0,
        2 * area / max(1, edge),
    )


def _width(corners: Quads) -> float:
    return float(max(math.dist(corners[0], corners[1]), math.dist(corners[3], corners[2])))


def _height(corners: Quads) -> float:
    return float(max(math.dist(corners[0], corners[3]), math.dist(corners[1], corners[2])))
