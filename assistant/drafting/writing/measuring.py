"""How wide text is printed, in widths of a Chinese character."""

from __future__ import annotations

import unicodedata

#: Punctuation that has a Chinese form and is printed as wide as a character.
_WIDE_MARKS = frozenset("“”‘’—…·、。〔〕")


def width(text: str) -> float:
    """Of the longest line, in widths of a Chinese character; Latin letters and digits take half of one."""
    return max((sum(map(_one, line)) for line in text.split("\n")), default=0.0)


def _one(character: str) -> float:
    if character in _WIDE_MARKS or unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn"):
        return 0.0
    return 0.5
