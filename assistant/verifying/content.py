"""What a text is about, apart from its numbers and names: pairs of characters in one wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from assistant.verifying.lexicon import lexicon
from assistant.verifying.remembering import remembered

_WORDS = re.compile(r"[\u4e00-\u9fff]+|[a-z]+")
#: Numbers are judged by their value (``quantities``), not by their characters.
_NUMERALS = frozenset("〇零一二两三四五六七八九十百千万亿")
_IN_NUMBER = r"(?<=\d)[.,](?=\d)"
_SENTENCE = re.compile(rf"(?:[^.;!?\n]|{_IN_NUMBER})+[.;!?\n]*")
_SEGMENT = re.compile(rf"(?:[^,、.;:!?()\n]|{_IN_NUMBER})+")


@remembered
def in_one_wording(text: str) -> str:
    """``text`` with words of one meaning in one spelling, idle characters left out."""
    words = lexicon()
    one = words.same_pattern.sub(lambda m: words.same[m.group()], text)
    return "".join(c for c in one if c not in words.idle and c not in _NUMERALS)


@remembered
def pairs_of(text: str) -> frozenset[str]:
    """Pairs of neighbouring Chinese characters, and Latin words, of a folded text."""
    found: set[str] = set()
    for run in _WORDS.findall(in_one_wording(text)):
        if run[0].isascii() or len(run) == 1:
            found.add(run)
        else:
            found.update(run[i : i + 2] for i in range(len(run) - 1))
    return frozenset(found)


def coverage(text: str, evidence: Iterable[str]) -> float:
    """Share of the pairs of ``text`` that ``evidence`` has; 1 when it has no words."""
    wanted = pairs_of(text)
    if not wanted:
        return 1.0
    pieces = tuple(evidence)
    if len(pieces) == 1:
        return _share(wanted, pairs_of(pieces[0]), letters_of(pieces[0]))
    known: set[str] = set()
    letters: set[str] = set()
    for piece in pieces:
        known |= pairs_of(piece)
        letters |= letters_of(piece)
    return _share(wanted, known, letters)


def _share(wanted: frozenset[str], known: Set[str], letters: Set[str]) -> float:
    """A pair counts half when both its characters occur: 归口单位 / 由…归口."""
    found = len(wanted & known)
    half = sum(p[0] in letters and p[-1] in letters for p in wanted - known)
    return (found + 0.5 * half) / len(wanted)


@remembered
def letters_of(text: str) -> frozenset[str]:
    """The characters of a folded text's pairs."""
    return frozenset(c for pair in pairs_of(text) for c in pair)


def sentences_of(text: str) -> list[str]:
    return [m.group() for m in _SENTENCE.finditer(text) if m.group().strip(".;!?\n")]


def segments_of(text: str) -> list[tuple[int, str]]:
    """Pieces between punctuation with their positions."""
    return [(m.start(), m.group()) for m in _SEGMENT.finditer(text)]
