"""Facts and columns by their name or their Chinese label, and the nearest one to a name that is none."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Generic, Protocol, TypeVar

from assistant.drafting.facts.cleaning import cleaned, folded

#: What a form adds to a label: 企业全称*、企业全称（必填）.
_REQUIRED = re.compile(r"[*＊]|[（(](?:必填|选填)[）)]")
_LONGEST = 80


class Named(Protocol):
    """A fact or a column."""

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> str: ...


T = TypeVar("T", bound=Named)


def key_of(word: Any) -> str:
    """A name or label without what a form adds to it, for comparing."""
    try:
        return _key(str(word))
    except ValueError:  # a whole number of thousands of digits
        return ""


@lru_cache(maxsize=4096)
def _key(word: str) -> str:
    return folded(_REQUIRED.sub("", cleaned(word))).removesuffix(":")


class Names(Generic[T]):
    """Finds one of ``named``. A label that two of them share finds neither."""

    def __init__(self, named: Sequence[T]) -> None:
        labels = [key_of(one.label) for one in named]
        times = Counter(labels)
        by_label = zip(labels, named, strict=True)
        self._found = {label: one for label, one in by_label if times[label] == 1}
        self._found |= {key_of(one.name): one for one in named}

    def find(self, word: Any) -> T | None:
        return self._found.get(key_of(word))

    def nearest(self, word: Any) -> T | None:
        """The one that ``word`` may be a slip of."""
        near = difflib.get_close_matches(key_of(word)[:_LONGEST], self._found, n=1, cutoff=0.6)
        return self._found[near[0]] if near else None
