"""Which pieces of the evidence a piece of a statement speaks of."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.verifying.content import coverage, pairs_of, segments_of, sentences_of
from assistant.verifying.evidence import Evidence

#: Pieces within so much of the best one are as good as it.
_NEAR, _FURTHER = 0.12, 0.25
_ALONE = 3  # characters beside a name in a list


@dataclass(frozen=True, slots=True)
class Aligned:
    """A segment of a statement with the sentences and segments of the evidence nearest to it."""

    segment: str
    start: int
    score: float  # coverage by the nearest segment, 0 to 1
    segments: tuple[str, ...]
    further: tuple[str, ...]  # less near, still about the same
    sentences: tuple[str, ...]


def aligned(statement: str, evidence: Evidence) -> list[Aligned]:
    """Each segment of a folded statement that has enough words to be told from others."""
    sentences = [s for s in evidence.sentences if pairs_of(s)]
    found = []
    for start, segment in segments_of(statement):
        if len(pairs_of(segment)) < 2 or not sentences:
            continue
        close = _nearest(segment, sentences)
        pieces = [piece for sentence in close for _, piece in segments_of(sentence)]
        pieces += [f"{a},{b}" for a, b in itertools.pairwise(pieces)]
        near = _nearest(segment, pieces) if pieces else []
        further = _nearest(segment, pieces, _FURTHER) if pieces else []
        score = coverage(segment, near[:1]) if near else 0.0
        found.append(Aligned(segment, start, score, tuple(near), tuple(further), tuple(close)))
    return found


def _nearest(segment: str, pieces: Sequence[str], near_by: float = _NEAR) -> list[str]:
    """The best piece, then those nearly as good; a shorter piece goes before a longer one."""
    scored = [(coverage(segment, [piece]), piece) for piece in pieces]
    best = max(score for score, _ in scored)
    near = [(score, piece) for score, piece in scored if score >= best - near_by and score > 0]
    near.sort(key=lambda pair: (-round(pair[0], 2), len(pair[1])))
    return [piece for _, piece in near]


def units_with(words: str, evidence: Evidence, others: Sequence[str]) -> list[str]:
    """Segments that hold ``words``, each with those behind it up to one that names another of ``others``."""
    found = []
    for text in evidence.texts:
        for sentence in sentences_of(text):
            taking = False
            if any(words in s and len(s) <= len(words) + _ALONE for _, s in segments_of(sentence)):
                found.append(sentence)  # one of a list: what is said of all stands around it
                continue
            for _, segment in segments_of(sentence):
                if words in segment:
                    taking = True
                elif any(other in segment for other in others):
                    taking = False
                if taking:
                    found.append(segment)
    return found
