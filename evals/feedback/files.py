"""Files that two people may write at once: one at a time, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import BadInput

_WAIT_SECONDS = 10


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Nobody else changes the questions below ``folder`` meanwhile. Raises BadInput."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "candidates.lock", timeout=_WAIT_SECONDS):
            yield
    except Timeout as error:
        raise BadInput("别的窗口正在保存候选题，这次没有保存，请过几秒再试。") from error
    except OSError as error:
        raise BadInput(
            f"不能写入 {folder}，候选题没有保存，请检查文件夹的权限和磁盘空间。"
        ) from error


def write_whole(path: Path, text: str) -> None:
    """Put ``text`` in the place of the file, so that whoever reads sees the old or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.part")
    with partial.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
