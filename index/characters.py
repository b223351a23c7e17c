"""Fold characters so that equal words compare equal: width, case, Traditional script, dashes.

``fold`` keeps for every folded character the position it came from, so that what is found in the
folded text can be shown in the text as it was written.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast

#: Hyphens and dashes of document numbers: 2461—2024, 19001-2016, 2461－2024.
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−─－﹣"), "-")
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; ``origin[i]`` is the position in the given text of folded character ``i``.

    ``origin`` has one entry more than the text: the length of the given text.
    """

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Positions in the given text of ``self.text[start:end]`` (``end > start``)."""
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """NFKC and lower case character by character, dashes as ``-``, Simplified script."""
    pieces: list[str] = []
    origin: list[int] = []
    for position, char in enumerate(simplify(text)):
        if char in _INVISIBLE:
            continue
        piece = unicodedata.normalize("NFKC", char).lower().translate(_DASHES)
        pieces.append(piece)
        origin.extend([position] * len(piece))
    origin.append(len(text))
    return Folded("".join(pieces), tuple(origin))


def folded(text: str) -> str:
    """``fold(text).text`` without the positions, faster for long texts."""
    plain = unicodedata.normalize("NFKC", simplify(text)).lower().translate(_DASHES)
    return "".join(c for c in plain if c not in _INVISIBLE)


def simplify(text: str) -> str:
    """Traditional characters as Simplified ones, each at its place.

    OpenCC is asked only when the text holds a character outside GB 2312 (30 ms once, to load it):
    nearly all Traditional characters are outside, nearly all Simplified ones are inside.
    """
    if _in_gb2312(text) or not any("\u3400" <= c <= "\u9fff" and not _in_gb2312(c) for c in text):
        return text
    simple = _opencc().convert(text)
    return simple if len(simple) == len(text) else text.translate(_one_by_one(text))


def _in_gb2312(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _one_by_one(text: str) -> dict[int, str]:
    convert = _opencc().convert
    return {ord(c): s for c in set(text) if len(s := convert(c)) == 1}


@cache
def _opencc() -> _Converter:
    import opencc

    return cast(_Converter, opencc.OpenCC("t2s"))
