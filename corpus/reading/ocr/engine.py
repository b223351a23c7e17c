"""The recogniser of printed text: one for each process, offline, from the models in its package."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import CqoError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Quads = NDArray[np.float32]  # n × 4 corners × (x, y), clockwise from the top left

#: Lines are found on a picture of at most this many pixels a side, read from the full one.
_FINDING_SIDE = 1600
_MODELS = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
}
_lock = threading.Lock()
_engine: Any = None


@dataclass(frozen=True, slots=True)
class Words:
    """What a line's picture says. ``at``: where each character that is no space stands, as a share
    of the picture's width; ``confidence`` 0 to 1."""

    text: str
    confidence: float
    at: tuple[float, ...]


def find_lines(picture: Pixels) -> Quads:
    """The corners of each line of a picture (BGR)."""
    import numpy as np

    with _lock:
        found = _loaded()(picture, use_det=True, use_cls=False, use_rec=False)
    boxes = getattr(found, "boxes", None)
    if boxes is None or not len(boxes):
        return np.zeros((0, 4, 2), dtype=np.float32)
    return np.asarray(boxes, dtype=np.float32)


def upside_down(lines: Sequence[Pixels]) -> bool:
    """Whether most of these pictures of lines stand on their head."""
    if not lines:
        return False
    with _lock:
        _, result = _loaded().cls_and_rotate(list(lines))
    turned = sum(score if label == "180" else -score for label, score in result.cls_res)
    return bool(turned > 0)


def read_lines(lines: Sequence[Pixels]) -> list[Words]:
    """The words of pictures that show a level line each."""
    if not lines:
        return []
    with _lock:
        result = _loaded().recognize_txt(list(lines))
    return [
        Words(text, float(score), _places(text, info))
        for text, score, info in zip(result.txts, result.scores, result.word_results, strict=True)
    ]


def _places(text: str, info: Any) -> tuple[float, ...]:
    columns = [column for word in info.word_cols for column in word] if info is not None else []
    letters = sum(not c.isspace() for c in text)
    whole = float(info.line_txt_len) if info is not None else 0.0
    if len(columns) != letters or whole <= 0:
        return ()
    return tuple((column + 0.5) / whole for column in columns)


def _loaded() -> Any:
    global _engine
    if _engine is None:
        _engine = _load()
    return _engine


def _load() -> Any:
    try:
        import rapidocr
    except ImportError as error:
        raise CqoError(
            "文字识别需要 rapidocr：请运行 pip install rapidocr 后再导入扫描件。"
        ) from error
    # The package logs each model that it loads.
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    folder = Path(rapidocr.__file__).parent / "models"
    missing = [name for name in _MODELS.values() if not (folder / name).is_file()]
    if missing:
        raise CqoError(f"文字识别的模型缺少 {missing[0]}：请重新安装 rapidocr。")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.max_side_len": _FINDING_SIDE,
            "Global.return_word_box": True,
            "EngineConfig.onnxruntime.intra_op_num_threads": max(1, min(2, cores or 1)),
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            # With a path given, nothing is looked up or fetched.
            **{f"{part}.model_path": str(folder / name) for part, name in _MODELS.items()},
        }
    )
