"""Cut text into the words by which it is searched: jieba's words and character bigrams."""

from __future__ import annotations

import hashlib
import logging
import re
import threading
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from index.characters import folded
from index.word_table import open_word_table

#: Changes when the tokens of a text change for a reason that words.txt does not show.
_VERSION = "1"
_CJK = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RUN = re.compile(rf"[{_CJK}]+|[a-z0-9]+(?:[./][a-z0-9]+)*|\w+")
_STOP = frozenset(
    (
        *"的了是在和与或及等对为以其之有被把从向于由也都就还而但并吗呢吧啊么呀",
        *("什么", "怎么", "哪些", "哪个", "多少", "如何", "请问", "一下", "可以", "是否"),
        *("我们", "你们", "他们", "这个", "那个"),
        *("the", "a", "an", "of", "to", "and", "in", "is"),
    )
)


class Tokeniser:
    """Tokens of texts and questions. One per data folder; thread-safe.

    ``folder`` holds the mapped dictionary (see ``index.word_table``); None keeps it in memory.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    @cached_property
    def version(self) -> str:
        """What stored tokens were made with; those of another version are remade."""
        import jieba

        content = f"{_VERSION}\n{jieba.__version__}\n{domain_words_text()}"
        return hashlib.sha256(content.encode()).hexdigest()[:16]

    def words(self, text: str) -> list[str]:
        """Words of ``text`` in order, long words also as the words inside them; no stop words."""
        found: list[str] = []
        with self._lock:
            for run in _RUN.findall(folded(text)):
                if "\u3400" <= run[0] <= "\u9fff" or run[0] == "〇":
                    found.extend(self._cutter.cut_for_search(run))
                else:
                    found.extend(_latin(run))
        return [word for word in found if word not in _STOP]

    def cut(self, text: str) -> list[str]:
        """The words of ``text``, which they make up again when joined."""
        with self._lock:
            return list(self._cutter.cut(text))

    def bigrams(self, text: str) -> list[str]:
        """Every two neighbouring Chinese characters of ``text``, in order; a lone one by itself."""
        found: list[str] = []
        for run in _RUN.findall(folded(text)):
            if not ("\u3400" <= run[0] <= "\u9fff" or run[0] == "〇"):
                continue
            found.extend([run] if len(run) == 1 else (run[i : i + 2] for i in range(len(run) - 1)))
        return found

    def commonness(self, word: str) -> float:
        """Share of ``word`` among the words that jieba's dictionary was counted on; 0 if unknown."""
        table = self._cutter.FREQ
        return int(table.get(word, 0) or 0) / int(table.total)

    @cached_property
    def _cutter(self) -> Any:
        import jieba

        jieba.setLogLevel(logging.ERROR)
        cutter = jieba.Tokenizer()
        table = open_word_table(self._folder)
        cutter.FREQ, cutter.total, cutter.initialized = table, table.total, True
        for word in domain_words():
            cutter.add_word(word)
        return cutter


def domain_words() -> tuple[str, ...]:
    """The words of ``words.txt``, which jieba would cut apart."""
    lines = (line.split("#")[0].strip() for line in domain_words_text().splitlines())
    return tuple(line for line in lines if line)


def domain_words_text() -> str:
    return resources.files("index").joinpath("words.txt").read_text(encoding="utf-8")


def _latin(run: str) -> list[str]:
    """``gb/t`` and ``4.2.1`` as one token, and their parts."""
    parts = re.split(r"[./]", run)
    return [run, *parts] if len(parts) > 1 else [run]
