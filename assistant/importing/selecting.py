"""Which files are meant: files as named, folders with all below them, patterns such as ``*.pdf``."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

#: Endings of files that a folder is searched for; a file named by itself may have any.
ENDINGS = frozenset(
    ".pdf .docx .docm .doc .wps .rtf .html .htm .md .markdown .txt .text "
    ".png .jpg .jpeg .tif .tiff .bmp .webp".split()
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file to import, or why there is none."""

    path: Path
    error: str | None = None


def chosen_files(paths: Sequence[Path]) -> tuple[Chosen, ...]:
    """The files in the order named, those of a folder by name, each once."""
    seen: set[str] = set()
    found = []
    for path in paths:
        for one in _of(path):
            key = os.path.normcase(os.path.abspath(one.path))
            if key not in seen:
                seen.add(key)
                found.append(one)
    return tuple(found)


def _of(path: Path) -> Iterator[Chosen]:
    try:
        if path.is_dir():
            yield from _of_folder(path)
            return
        if path.is_file():
            yield Chosen(path)
            return
        exists = path.exists()
    except (OSError, ValueError):  # a name too long, or with a zero character
        exists = False
    if exists:
        yield Chosen(path, f"{path.name} 不是普通文件，不能加入。")
        return
    name = str(path)
    matches = sorted(glob.glob(name, recursive=True)) if glob.has_magic(name) else []
    if not matches:
        yield Chosen(path, f"找不到文件 {printable(name)}，请检查路径。")
    for match in matches:
        if not _hidden(Path(match).name):
            yield from _of(Path(match))


def _of_folder(folder: Path) -> Iterator[Chosen]:
    """All files of known endings below; links to folders are not followed."""
    found: list[Path] = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _hidden(name))
        found += [
            Path(place, name)
            for name in names
            if not _hidden(name) and Path(name).suffix.lower() in ENDINGS
        ]
    files = [path for path in sorted(found) if path.is_file()]
    if not files:
        yield Chosen(folder, f"文件夹 {printable(str(folder))} 里没有可以加入的文件。")
    yield from (Chosen(path) for path in files)


def _hidden(name: str) -> bool:
    """Hidden files and the lock files that an office program leaves beside an open document."""
    return name.startswith((".", "~$"))


def printable(name: str) -> str:
    """A name that may be shown on one line: odd characters are replaced."""
    return "".join(char if char.isprintable() else "?" for char in name)[:200]
