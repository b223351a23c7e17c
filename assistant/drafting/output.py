"""A document as a file: its content, a name that every system takes, written whole or not at all."""

from __future__ import annotations

import os
import unicodedata
import uuid
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal

from assistant.drafting.document import Document
from corpus.errors import BadInput

Format = Literal["docx", "md", "pdf"]
FORMATS: Mapping[str, Format] = {"docx": "docx", "md": "md", "pdf": "pdf"}
MEDIA: Mapping[Format, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
}
#: Seconds that LibreOffice may take.
_CONVERTING = 120
_UNSAFE = str.maketrans(dict.fromkeys('<>:"/\\|?*', "_"))
#: Names that Windows keeps for devices, whatever stands behind a dot.
_RESERVED = frozenset(
    ["CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))]
)
#: Bytes of a name; most file systems take 255, and an ending and a number come behind it.
_LONGEST_BYTES = 200
#: Begins the name of a file that is being written.
_UNFINISHED = ".new-"


def file_of(
    document: Document, format: Format, *, basis: bool = True, comments: bool = False
) -> bytes:
    """The document as a file. Raises BadInput where LibreOffice is missing for a PDF."""
    if format == "md":
        from assistant.drafting.writing.markdown import markdown_of

        return markdown_of(document, basis=basis).encode("utf-8")
    from assistant.drafting.writing.docx import docx_of

    content = docx_of(document, basis=basis, comments=comments)
    if format == "docx":
        return content
    from assistant.drafting.writing.pdf import pdf_of

    return pdf_of(content, _CONVERTING)


def file_name(title: str, longest: int = 80) -> str:
    """A title as a file name that every system takes; at most ``longest`` characters.

    >>> file_name('关于"甲/乙"的决定')
    '关于_甲_乙_的决定'
    >>> file_name("con.x"), file_name("..")
    ('_con.x', '未命名文件')
    """
    words = unicodedata.normalize("NFC", title).translate(_UNSAFE)
    clean = "".join(c for c in words if c.isprintable()).strip(" .")[:longest]
    clean = clean.encode("utf-8", "ignore")[:_LONGEST_BYTES].decode("utf-8", "ignore").rstrip(" .")
    if clean.split(".")[0].rstrip().upper() in _RESERVED:
        clean = f"_{clean}"
    return clean or "未命名文件"


def refuse_existing(path: Path) -> None:
    """Raises BadInput for a file that is there: it is kept."""
    if path.exists():
        raise BadInput(
            f"已有文件 {path.name}，没有改动它；请用 -o 写明另一个文件，或加 --force 覆盖。"
        )


def make_folder(folder: Path) -> None:
    """Raises BadInput where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(
            f"文件夹 {folder} 建不了（{error.strerror}），请检查路径和权限，或换一个位置。"
        ) from error


def write_file(path: Path, content: bytes, *, replace: bool = True) -> None:
    """The file appears whole or not at all. Without ``replace`` one that is there is kept.

    Raises BadInput when it may not be replaced or the folder cannot be written.
    """
    temporary = path.parent / f"{_UNFINISHED}{uuid.uuid4().hex[:12]}"
    try:
        _write(temporary, content)
        if not replace:
            refuse_existing(path)
        os.replace(temporary, path)
    except OSError as error:
        raise BadInput(
            f"文件 {path} 写不进去（{error.strerror or error}），请检查文件夹、权限和磁盘空间。"
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink()


def clear_unfinished(folder: Path) -> None:
    """Remove what ``write_file`` left behind when its process was killed."""
    for path in folder.glob(f"{_UNFINISHED}*"):
        path.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    """A new file with the rights that the user's other files get, on the disk before it gets its name."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
