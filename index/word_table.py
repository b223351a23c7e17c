"""jieba's dictionary as a memory-mapped table, so that no process loads half a million words.

jieba builds (or unmarshals) a dict of 498,000 prefixes, 1.0 to 1.2 s and 80 MB in every process.
Here the same numbers lie in one file: sorted 64-bit hashes of the words, then their frequencies.
A look-up is a binary search in the mapped file; opening costs under a millisecond.
"""

from __future__ import annotations

import hashlib
import logging
import mmap
import os
import struct
import tempfile
from array import array
from bisect import bisect_left
from pathlib import Path
from typing import Any

_MAGIC = b"CQOWORD1"
_HEADER = struct.Struct("<8sQQ")  # magic, number of words, sum of frequencies


class WordTable:
    """Frequencies of words and of their prefixes (0), as ``jieba.Tokenizer.FREQ`` is used.

    Words added at run time lie over the mapped ones. Every look-up is remembered, at most
    ``_REMEMBERED`` of them.
    """

    _REMEMBERED = 200_000

    def __init__(self, hashes: Any, counts: Any, total: int) -> None:
        self._hashes, self._counts, self.total = hashes, counts, total
        self._added: dict[str, int] = {}
        self._seen: dict[str, int | None] = {}

    def get(self, word: str, default: int | None = None) -> int | None:
        count = self._seen.get(word, -1)
        if count == -1:
            count = self._look_up(word)
            if len(self._seen) >= self._REMEMBERED:
                self._seen.clear()
            self._seen[word] = count
        return default if count is None else count

    def __contains__(self, word: str) -> bool:
        return self.get(word) is not None

    def __getitem__(self, word: str) -> int:
        count = self.get(word)
        if count is None:
            raise KeyError(word)
        return count

    def __setitem__(self, word: str, count: int) -> None:
        self._added[word] = count
        self._seen.pop(word, None)

    def _look_up(self, word: str) -> int | None:
        if word in self._added:
            return self._added[word]
        key = _hash(word)
        place = bisect_left(self._hashes, key)
        if place < len(self._hashes) and self._hashes[place] == key:
            return int(self._counts[place])
        return None


def open_word_table(folder: Path | None) -> WordTable:
    """The table of jieba's own dictionary, made in ``folder`` on first use (about 2 s, 6 MB).

    Where the folder cannot be written (or is None), the table is made in memory for this process.
    """
    import jieba

    jieba.setLogLevel(logging.ERROR)
    if folder is None:
        return _parse(_table_bytes())
    path = folder / f"words-jieba-{jieba.__version__}.bin"
    table = _open(path)
    if table is not None:
        return table
    content = _table_bytes()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".words-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, path)
    except OSError:
        return _parse(content)
    return _open(path) or _parse(content)


def _table_bytes() -> bytes:
    """Hash and frequency of each word and prefix of jieba's dictionary, sorted by hash."""
    import jieba

    frequencies, total = jieba.Tokenizer().gen_pfdict(jieba.get_dict_file())
    rows = sorted((_hash(word), count) for word, count in frequencies.items())
    hashes, counts = array("Q", (h for h, _ in rows)), array("I", (c for _, c in rows))
    return _HEADER.pack(_MAGIC, len(rows), total) + hashes.tobytes() + counts.tobytes()


def _open(path: Path) -> WordTable | None:
    try:
        with path.open("rb") as file:
            return _parse(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):
        return None


def _parse(content: mmap.mmap | bytes) -> WordTable:
    """Raises ValueError when the file is not a whole table of this machine's byte order."""
    if len(content) < _HEADER.size:
        raise ValueError("truncated")
    magic, size, total = _HEADER.unpack(content[: _HEADER.size])
    middle, end = _HEADER.size + 8 * size, _HEADER.size + 12 * size
    if magic != _MAGIC or len(content) != end:
        raise ValueError("not a word table")
    view = memoryview(content)
    return WordTable(view[_HEADER.size : middle].cast("Q"), view[middle:end].cast("I"), total)


def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")
