"""Compressed streams of a PDF that unpack to far more than they should are found before they are."""

from __future__ import annotations

import mmap
import re
import zlib
from pathlib import Path

from corpus.errors import BadInput
from corpus.reading.models import Limits

_STREAM = re.compile(rb"stream\r?\n")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
#: Deflate packs at most about a thousand to one, so that a short stream cannot unpack to much.
_MOST_RATIO, _SMALL = 1032, 16 * 1024
_ONE = 256 * 1024 * 1024  # bytes of one stream, unless they are packed at a plain ratio
_STEP = 1024 * 1024


def check_streams(path: Path, limits: Limits) -> None:
    """Raises BadInput when the streams unpack to more than ``limits`` allow."""
    total = 0
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            for match in _STREAM.finditer(data):
                start = match.end()
                head = data[max(0, match.start() - 600) : match.start()]
                head = head[head.rfind(b" obj") + 1 :]
                layers = len(_FLATE.findall(head))
                if not layers:
                    continue
                end = data.find(b"endstream", start)
                end = len(data) if end < 0 else end
                packed = end - start
                if packed < _SMALL and layers == 1:
                    total += packed  # counted as small; see _MOST_RATIO
                    continue
                size = _unpacked(data, start, end, layers)
                total += size
                if total > limits.unpacked_bytes or (size > _ONE and size > limits.ratio * packed):
                    raise BadInput(
                        f"{path.name} 中的压缩数据展开后过大（像压缩炸弹），没有读；请核对文件来源。"
                    )
    except (OSError, ValueError) as error:
        raise BadInput(f"读不了 {path.name}：{error}。") from error


def _unpacked(data: mmap.mmap, start: int, end: int, layers: int) -> int:
    """Bytes that come out, counted without keeping them."""
    tools = [zlib.decompressobj() for _ in range(min(layers, 4))]
    total = 0
    try:
        for at in range(start, end, 64 * 1024):
            total += _through(tools, data[at : min(end, at + 64 * 1024)])
            if total > _ONE * 4:
                break
    except zlib.error:
        pass  # damaged; the reader will see
    return total


def _through(tools: list[zlib._Decompress], data: bytes) -> int:
    if not tools:
        return len(data)
    size = 0
    while data:
        out = tools[0].decompress(data, _STEP)
        size = max(size, 0) + (_through(tools[1:], out) if len(tools) > 1 else len(out))
        if tools[0].eof:
            break  # what stands behind the end is never consumed
        data = tools[0].unconsumed_tail
        if size > _ONE * 4:
            break
    return size
