"""Cut a long sentence down to the part that answers, as one unbroken quote of it."""

from __future__ import annotations

import re
from collections.abc import Callable

_OPEN, _CLOSE = "（(“「『《【〔", "）)”」』》】〕"
_LEADING = re.compile(
    r"^(?:其中[，,]?|同时[，,]|此外[，,]|另外[，,]|因此[，,]|但是?[，,]|而且[，,]?|并且[，,]?|目前[，,](?=全省|无))"
)
#: Sentences up to this many characters are quoted whole.
WHOLE = 72
#: A quote that is cut keeps at least this many characters.
SHORTEST = 8


def clauses_of(sentence: str) -> list[tuple[int, int]]:
    """Positions of the parts of ``sentence`` between commas and semicolons outside brackets."""
    parts, depth, start = [], 0, 0
    for position, char in enumerate(sentence):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and char in "，；,;：":
            parts.append((start, position + 1))
            start = position + 1
    if start < len(sentence):
        parts.append((start, len(sentence)))
    return parts


def without_leading(sentence: str) -> int:
    """Number of characters of connecting words at the start of ``sentence`` (其中, 同时，…)."""
    match = _LEADING.match(sentence)
    return match.end() if match else 0


def best_part(
    sentence: str,
    score: Callable[[str], float],
    *,
    keep: float = 0.92,
    holding: str | None = None,
) -> tuple[int, int]:
    """The shortest run of parts whose ``score`` is at least ``keep`` of the whole sentence's.

    Positions in ``sentence``; the outer comma or semicolon is left out. The first part is added when
    the run would begin with a word that needs what stands before it. ``holding``: a piece that the run
    must hold; a run that does need not reach the whole sentence's score.
    """
    whole = (without_leading(sentence), len(sentence))
    if len(sentence) <= WHOLE:
        return whole
    parts = clauses_of(sentence)
    target = score(sentence) * (keep if holding is None else 0.75)
    best = whole
    for first in range(len(parts)):
        for last in range(first, len(parts)):
            begin, end = parts[first][0], parts[last][1]
            piece = sentence[begin:end]
            if end - begin >= best[1] - best[0] or len(piece) < SHORTEST:
                continue
            if holding is not None and holding not in piece:
                continue
            if score(piece) >= target and not _dangling(piece):
                best = (begin, end)
                break
    begin, end = best
    begin += without_leading(sentence[begin:end])
    while end > begin and sentence[end - 1] in "，；,;：":
        end -= 1
    return begin, end


_DANGLING = re.compile(r"^(?:并|及|以及|和|与|或|而|则|从而|进而|为.{0,6}提供|其|该|对其|把它|使)")


def _dangling(piece: str) -> bool:
    """Whether ``piece`` leans on words before it."""
    return bool(_DANGLING.match(piece))
