"""A ZIP package opened with suspicion: every byte that is unpacked is counted."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO

from corpus.errors import BadInput
from corpus.reading.models import Limits

#: Parts of a package and bytes of its directory; Word writes some dozens of parts.
MOST_PARTS = 10_000
_MOST_DIRECTORY = 4 * 1024 * 1024
#: A part up to this size may be packed as tightly as it likes: a long table of blanks is.
_FREE = 16 * 1024 * 1024
_STEP = 64 * 1024
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    ValueError,
    OSError,
)


class Package:
    """The parts of a ZIP by name, for a ``with`` block. Raises BadInput where a limit or the format is broken."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path, self._limits = path, limits
        self._unpacked = self._size = 0
        self._check_directory()
        try:
            self._zip = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise self.broken() from error
        self._parts: dict[str, zipfile.ZipInfo] = {}
        try:
            self._take_parts()
        except BadInput:
            self._zip.close()
            raise

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._parts)

    def read(self, name: str, *, most: int | None = None) -> bytes:
        """All of a part. Raises BadInput when it is larger than ``most`` bytes."""
        pieces, size = [], 0
        with self.open(name) as part:
            while piece := part.read(_STEP):
                size += len(piece)
                if most is not None and size > most:
                    raise BadInput(
                        f"{self._path.name} 的部件 {name} 过大，不能导入；请另存后再试。"
                    )
                pieces.append(piece)
        return b"".join(pieces)

    def open(self, name: str) -> Part:
        """A part as a stream that counts. Raises BadInput when there is none."""
        info = self._parts.get(name)
        if info is None:
            raise BadInput(
                f"{self._path.name} 缺少部件 {name}，可能已损坏；请用 Word 或 WPS 打开后另存。"
            )
        if info.flag_bits & 1:
            raise BadInput(f"{self._path.name} 已加密，需要密码；请去掉密码后再导入。")
        try:
            return Part(self, self._zip.open(info), info)
        except _BROKEN as error:
            raise self.broken() from error

    def count(self, size: int, part: int, packed: int) -> None:
        """Take note of ``size`` bytes more, ``part`` of the part so far. Raises BadInput."""
        packed = min(packed, self._size)  # the directory may say anything
        self._unpacked += size
        too_dense = part > _FREE and part > self._limits.ratio * max(packed, 1)
        if too_dense or self._unpacked > self._limits.unpacked_bytes:
            raise BadInput(
                f"{self._path.name} 解压后异常膨胀，像是压缩炸弹，已停止读取；"
                "如确是正常文件，请用 Word 或 WPS 另存后再导入。"
            )

    def broken(self) -> BadInput:
        return BadInput(
            f"{self._path.name} 已损坏或没有下载完；请重新取得文件，或用 Word、WPS 修复后另存。"
        )

    def _take_parts(self) -> None:
        entries = self._zip.infolist()
        if len(entries) > MOST_PARTS:
            raise self._too_many()
        for info in entries:
            name = info.filename.replace("\\", "/")
            if name.startswith("/") or ".." in PurePosixPath(name).parts or ":" in name[:3]:
                raise BadInput(
                    f"{self._path.name} 含有不安全的部件名，不能导入；请用 Word 或 WPS 另存后再试。"
                )
            self._parts.setdefault(name, info)

    def _too_many(self) -> BadInput:
        return BadInput(
            f"{self._path.name} 的部件过多（上限 {MOST_PARTS} 个），不能导入；请另存后再试。"
        )

    def _check_directory(self) -> None:
        """Look at the size of the directory before ``zipfile`` makes an object of each entry."""
        try:
            with self._path.open("rb") as file:
                self._size = file.seek(0, 2)
                file.seek(max(0, self._size - 65_557 - 76))
                tail = file.read()
        except OSError as error:
            raise BadInput(f"读不了 {self._path.name}：{error.strerror}。") from error
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) < at + 22:
            raise self.broken()
        sizes = [struct.unpack_from("<L", tail, at + 12)[0]]
        wide = at - 76
        if at >= 20 and tail[at - 20 : at - 16] == b"PK\x06\x07" and wide >= 0:
            sizes = [struct.unpack_from("<Q", tail, wide + 40)[0]]
        if sizes[0] > _MOST_DIRECTORY:
            raise self._too_many()


class Part:
    """A part as it is unpacked, with ``read`` and ``close`` as parsers want them."""

    def __init__(self, package: Package, stream: IO[bytes], info: zipfile.ZipInfo) -> None:
        self._package, self._stream, self._info = package, stream, info
        self._size = 0

    def read(self, size: int = _STEP) -> bytes:
        """At most ``size`` bytes. Raises BadInput beyond a limit or where the part is damaged."""
        try:
            piece = self._stream.read(_STEP if size < 0 else min(size, _STEP))
        except _BROKEN as error:
            raise self._package.broken() from error
        self._size += len(piece)
        self._package.count(len(piece), self._size, self._info.compress_size)
        return piece

    def close(self) -> None:
        self._stream.close()

    def __enter__(self) -> Part:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
