"""Whether a question names a source."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.evidence import Evidence

#: Characters of a piece of a name, at least.
_PIECE = 3
_SHORTEST = 4


def names(text: str, sources: Sequence[str]) -> bool:
    """Whether one of the names stands in ``text``, in one piece or two (五省市 … 评价规范).

    >>> names("五省市一起发的那本评价规范由谁牵头", ["五省市评价规范"])
    True
    """
    return any(
        all(piece in text for piece in (name[:cut], name[cut:]))
        for name in sources
        for cut in (0, *range(_PIECE, len(name) - _PIECE + 1))
    )


def names_of(picks: Sequence[Evidence]) -> tuple[str, ...]:
    """Names of the picks' sources."""
    return tuple(
        name
        for p in picks
        for name in (p.place.source.title, *p.place.source.aliases)
        if len(name) >= _SHORTEST
    )
