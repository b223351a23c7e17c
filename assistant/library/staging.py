"""The folder for uploads that are not stored yet: emptied when the server ends, or when it died."""

from __future__ import annotations

import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

FOLDER = "uploads"
_LOCK = ".lock"
_LONGEST_NAME = 150  # bytes in UTF-8, ending included
_LONGEST_ENDING = 12


class Staging:
    """``data_dir/uploads/<this server>/<upload>/<name>``. Made at the first upload."""

    def __init__(self, data_dir: Path) -> None:
        self._root = data_dir / FOLDER
        self._own: Path | None = None
        self._lock: FileLock | None = None

    def open(self) -> None:
        """Make this server's folder and remove those of servers that are gone."""
        if self._own is not None:
            return
        self._root.mkdir(parents=True, exist_ok=True)
        for other in self._root.iterdir():
            self._remove_abandoned(other)
        own = self._root / secrets.token_hex(8)
        own.mkdir()
        lock = FileLock(own / _LOCK)
        lock.acquire(timeout=5)
        self._own, self._lock = own, lock

    def place(self, upload: str, name: str) -> Path:
        """Where the upload's file is written, under a name that is safe here."""
        self.open()
        assert self._own is not None
        folder = self._own / upload
        folder.mkdir()
        return folder / name

    def remove(self, path: Path) -> None:
        """Remove the folder of one upload."""
        shutil.rmtree(path.parent, ignore_errors=True)

    def close(self) -> None:
        """Remove this server's folder."""
        if self._lock is not None:
            self._lock.release()
        if self._own is not None:
            shutil.rmtree(self._own, ignore_errors=True)
        self._own = self._lock = None

    @staticmethod
    def _remove_abandoned(folder: Path) -> None:
        """A living server holds the lock in its folder."""
        lock = FileLock(folder / _LOCK)
        with suppress(Timeout, OSError):
            lock.acquire(timeout=0)
            lock.release()
            shutil.rmtree(folder, ignore_errors=True)


def safe_name(name: str) -> str:
    """What is kept of a name that a browser sent: no folders, no control characters, not too long."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join("_" if char in '<>:"|?*' else char for char in bare if char.isprintable())
    stem, dot, ending = kept.strip(" .").rpartition(".")
    if not dot:
        stem, ending = ending, ""
    ending = ending[:_LONGEST_ENDING]
    room = _LONGEST_NAME - len(ending.encode()) - 1
    short = stem.strip(" .").encode()[:room].decode(errors="ignore") or "文件"
    return f"{short}.{ending}" if ending else short
