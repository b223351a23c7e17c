"""Parallel pieces of a clause, 甲承担直接责任，乙承担法定责任: a statement may not give one the other's part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.verifying.content import in_one_wording, pairs_of, segments_of
from assistant.verifying.evidence import Evidence
from assistant.verifying.force import negations
from assistant.verifying.models import Fault, Reason
from assistant.verifying.remembering import remembered

#: Pieces so far apart in a text, and so long, are still parallel.
_APART, _LONG = 5, 80
#: Characters that parallel pieces share between their two sides: 承担, 表示, 章是.
_FRAME = 2
#: Parallel pieces share so much of the shorter one.
_ALIKE = 0.37
#: Said of several things at once.
_BOTH = re.compile(r"都|均|分别|各")
#: A statement names a thing when it has so much of its words.
_MOST = 0.75
_UNIT = re.compile(r"(?:[^,.;:!?\n]|(?<=\d)[.,](?=\d))+")
_TITLE = re.compile(r"《[^《》]*》")
_ITEMS = re.compile(r"、|以及|及|和|与|或|\"\"")
_VALUES = re.compile(r"\d+(?:\.\d+)*")

Things = tuple[frozenset[str], ...]
Sides = tuple[Things, Things]


@dataclass(frozen=True, slots=True)
class _Parallel:
    """Two pieces of one form. Each side has the words that only it has, thing by thing."""

    first: Sides
    second: Sides
    words: tuple[str, str]


def check_crossing(statement: str, evidence: Evidence) -> Iterator[Reason]:
    """Faults of a folded statement: the left side of one piece with the right side of another."""
    parallels = [p for text in evidence.texts for p in _parallels(text)]
    if not parallels:
        return
    for _, segment in segments_of(statement):
        if negations(segment) or _BOTH.search(segment):
            continue
        words = _words(segment)
        for parallel in parallels:
            for one, other in ((0, 1), (1, 0)):
                sides = (parallel.first, parallel.second)
                left, right = sides[one], sides[other]
                if (
                    _names(left[0], words)
                    and _names(right[1], words)
                    and not _touches(left[1], words)
                    and not _touches(right[0], words)
                ):
                    message = f"所引条款写的是“{parallel.words[one]}”和“{parallel.words[other]}”，这里配错了。"
                    yield Reason(Fault.SUBJECT, segment, message)
                    return


@remembered
def _parallels(text: str) -> tuple[_Parallel, ...]:
    units = [
        unit for unit in _UNIT.findall(_TITLE.sub("", text)) if 2 * _FRAME < len(unit) <= _LONG
    ]
    found = []
    for at, one in enumerate(units):
        for other in units[at + 1 : at + _APART]:
            parallel = _parallel(one, other)
            if parallel is not None:
                found.append(parallel)
    return tuple(found)


def _parallel(one: str, other: str) -> _Parallel | None:
    """Both pieces cut at the longest words that they share in their midst."""
    form, other_form = (
        re.sub(r"\d", "\0", one),
        re.sub(r"\d", "\1", other),
    )  # the same year is no form
    match = SequenceMatcher(None, form[1:-1], other_form[1:-1], autojunk=False).find_longest_match()
    if match.size < _FRAME or _likeness(form, other_form) < _ALIKE:
        return None
    start, end = match.a + 1, match.a + match.size + 1
    first = (_things(one[:start]), _things(one[end:]))
    start, end = match.b + 1, match.b + match.size + 1
    second = (_things(other[:start]), _things(other[end:]))
    first, second = _without(first, second), _without(second, first)
    if not all((*first, *second)):
        return None
    return _Parallel(first, second, (one, other))


def _without(sides: Sides, others: Sides) -> Sides:
    """Both sides without the words of the other piece; a thing of no other words goes."""
    words = frozenset().union(*(thing for side in others for thing in side))
    left, right = (tuple(own for thing in side if (own := thing - words)) for side in sides)
    return left, right


def _likeness(one: str, other: str) -> float:
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / min(len(one), len(other))


def _things(side: str) -> Things:
    return tuple(words for item in _ITEMS.split(side) if (words := _words(item)))


def _words(text: str) -> frozenset[str]:
    """Pairs of characters and numbers; 两 and 2 are not told apart here."""
    return pairs_of(in_one_wording(text)) | frozenset(_VALUES.findall(text))


def _names(things: Things, words: frozenset[str]) -> bool:
    return any(len(thing & words) >= _MOST * len(thing) for thing in things)


def _touches(things: Things, words: frozenset[str]) -> bool:
    return any(thing & words for thing in things)
