"""The files that were imported, kept by SHA-256 in the data folder, so that a quote can be shown in them."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from index.errors import DataFolderError

FOLDER = "originals"
#: Endings that a kept file may have; any other name is kept without one.
ENDINGS = frozenset(
    ".pdf .docx .html .htm .md .markdown .txt .text .png .jpg .jpeg .tif .tiff .bmp .webp".split()
)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_BLOCK = 1 << 20


class Files(Protocol):
    """What is needed of the catalogue."""

    def files(self) -> frozenset[str]:
        """SHA-256 of every file that a source, visible or waiting, was read from."""
        ...


class Originals:
    """Files under ``data_dir/originals/<first two digits>/<sha256><ending>``; each content once."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / FOLDER

    def keep(self, path: Path, sha256: str) -> Path:
        """Copy a file in; where it lies then. The same content again changes nothing.

        The copy appears whole or not at all. Raises DataFolderError when it cannot be written, or
        when the file has changed since ``sha256`` was made.
        """
        known = self.path(sha256)
        if known is not None:
            return known
        place = self._parent(sha256) / (sha256 + _ending(path.name))
        temporary = ""
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".new-")
            digest = hashlib.sha256()
            with os.fdopen(handle, "wb") as target, path.open("rb") as source:
                while block := source.read(_BLOCK):
                    digest.update(block)
                    target.write(block)
                target.flush()
                os.fsync(target.fileno())
            if digest.hexdigest() != sha256:
                raise DataFolderError(f"文件在导入时被改动：{path.name}。请重新导入。")
            os.replace(temporary, place)
            temporary = ""
            _sync_folder(place.parent)
        except OSError as error:
            raise DataFolderError(
                f"原件无法保存：{path.name}（{error.strerror}）。请检查数据文件夹的磁盘空间和权限。"
            ) from error
        finally:
            if temporary:
                Path(temporary).unlink(missing_ok=True)
        return place

    def path(self, sha256: str) -> Path | None:
        """Where the file of that content lies; None when it is not kept."""
        folder = self._parent(sha256)
        for ending in ("", *sorted(ENDINGS)):
            place = folder / (sha256 + ending)
            if place.is_file():
                return place
        return None

    def drop(self, sha256: str, catalogue: Files) -> bool:
        """Remove a file that no source refers to any more; False when it stays or is not there."""
        place = self.path(sha256)
        if place is None or sha256 in catalogue.files():
            return False
        place.unlink(missing_ok=True)
        return True

    def orphans(self, catalogue: Files) -> tuple[Path, ...]:
        """Files that no source refers to, and copies that a kill left unfinished."""
        used = catalogue.files()
        return tuple(p for p in self._all() if p.name.partition(".")[0] not in used)

    def missing(self, catalogue: Files) -> tuple[str, ...]:
        """SHA-256 of the files that a source refers to and that are not kept."""
        return tuple(sorted(key for key in catalogue.files() if self.path(key) is None))

    def _all(self) -> Iterator[Path]:
        folders = self._folder.iterdir() if self._folder.is_dir() else ()
        for folder in sorted(f for f in folders if f.is_dir()):
            yield from sorted(p for p in folder.iterdir() if p.is_file())

    def _parent(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"not a SHA-256: {sha256!r}")
        return self._folder / sha256[:2]


def _ending(name: str) -> str:
    """The ending of a file's name where it is on the list, lower case; names are not trusted."""
    ending = os.path.splitext(name)[1].lower()
    return ending if ending in ENDINGS else ""


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut; Windows has no such call for folders."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
