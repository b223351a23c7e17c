"""Files that show that a task is done, kept by SHA-256 in the data folder, each content once."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from corpus.errors import BadInput
from index.errors import DataFolderError

FOLDER = "evidence"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
#: Characters of a file name.
_NAME = 120
#: Begins the name of a file that is being written; seconds after which nobody writes it any more.
_UNFINISHED, _OLD = ".new-", 24 * 3600


class EvidenceFiles:
    """Files under ``data_dir/evidence/<first two digits>/<sha256>``."""

    def __init__(self, data_dir: Path, limit: int) -> None:
        self._folder, self.limit = data_dir / FOLDER, limit

    def keep(self, name: str, blocks: Iterable[bytes]) -> tuple[str, int]:
        """SHA-256 and bytes of the file, which appears whole or not at all.

        Raises BadInput when it is larger than the limit or empty, DataFolderError when it cannot be written.
        """
        temporary = ""
        digest, size = hashlib.sha256(), 0
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._clear_unfinished()
            handle, temporary = tempfile.mkstemp(dir=self._folder, prefix=_UNFINISHED)
            with os.fdopen(handle, "wb") as file:
                for block in blocks:
                    size += len(block)
                    self.check_size(name, size)
                    digest.update(block)
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
            if not size:
                raise BadInput(f"文件 {safe_name(name)} 是空的，没有加入。")
            place = self._place(digest.hexdigest())
            place.parent.mkdir(exist_ok=True)
            os.replace(temporary, place)
            temporary = ""
        except OSError as error:
            raise DataFolderError(
                f"证据文件无法保存：{safe_name(name)}（{error.strerror}）。请检查数据文件夹的磁盘空间和权限。"
            ) from error
        finally:
            if temporary:
                Path(temporary).unlink(missing_ok=True)
        return digest.hexdigest(), size

    def _clear_unfinished(self) -> None:
        """Remove what a process that was killed left behind, not what another one is writing."""
        old = time.time() - _OLD
        for path in self._folder.glob(f"{_UNFINISHED}*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < old:
                    path.unlink()

    def forget(self, sha256: str) -> None:
        """Remove the file; one that cannot be removed now (somebody reads it) is left for ``old``."""
        with suppress(OSError):
            self._place(sha256).unlink(missing_ok=True)

    def old(self) -> frozenset[str]:
        """SHA-256 of the files that came here long enough ago to be spoken of, if ever they will be."""
        before = time.time() - _OLD
        found = set()
        for path in self._folder.glob("[0-9a-f][0-9a-f]/*"):
            with suppress(FileNotFoundError):
                if _SHA256.fullmatch(path.name) and path.stat().st_mtime < before:
                    found.add(path.name)
        return frozenset(found)

    def check_size(self, name: str, size: int) -> None:
        """Raises BadInput that names the limit."""
        if size > self.limit:
            megabytes = self.limit // (1 << 20)
            raise BadInput(
                f"文件 {safe_name(name)} 太大，单个证据文件最大 {megabytes} MB；"
                "请压缩、拆分，或者只登记存放位置的链接。"
            )

    def path(self, sha256: str) -> Path | None:
        place = self._place(sha256)
        return place if place.is_file() else None

    def _place(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"not a SHA-256: {sha256!r}")
        return self._folder / sha256[:2] / sha256


def safe_name(name: str) -> str:
    """A name that every file system takes, of at most 120 characters, with its ending.

    >>> safe_name('会议/纪要:"一"?.pdf')
    '会议_纪要__一__.pdf'
    """
    clean = _UNSAFE.sub("_", name).strip(" .") or "未命名"
    stem, ending = os.path.splitext(clean)
    return f"{stem[: _NAME - len(ending)]}{ending}"
