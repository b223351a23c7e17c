"""Who a duty is laid on: another doer in the clause's own words, or doer and object changed about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from assistant.verifying.content import in_one_wording, segments_of
from assistant.verifying.evidence import Evidence
from assistant.verifying.models import Fault, Reason

#: From this likeness on a segment is one of the clause's own.
LIKE = 0.75
_SHORTEST, _LONGEST = 6, 120
#: What comes right behind the one that must, may or does.
_DUTY = re.compile(r"应|可(?!靠|行)|宜|须|不得|不能|对|负责|承担|具有|具备|享有|有权")
_SYMMETRIC = re.compile(r"^(?:、|和|与|及|以及|或|跟|同|[也又并]|等于|相同|一致)+$")


def check_doers(statement: str, evidence: Evidence) -> Iterator[Reason]:
    """Faults of a folded statement: segments that are nearly a segment of the evidence."""
    pieces = [p for sentence in evidence.sentences for _, p in segments_of(sentence)]
    known = in_one_wording(evidence.whole)
    for _, own in segments_of(statement):
        if not _SHORTEST <= len(own) <= _LONGEST or own in evidence.whole:
            continue
        turned = next((piece for piece in pieces if _is_reversed(own, piece)), None)
        if turned is not None:
            yield Reason(Fault.SUBJECT, own, f"原文是“{turned}”，这句话把两者对调了。")
            return
        near = _nearest(own, pieces)
        new, old = _doers(own, near) if near is not None else ("", "")
        if new and not any(pair in known for pair in _pairs(in_one_wording(new))):
            yield Reason(Fault.SUBJECT, new, f"原文这里是“{old}”，不是“{new}”。")
            return


def _nearest(own: str, pieces: list[str]) -> str | None:
    best, found = LIKE, None
    letters = set(own)
    for piece in pieces:
        if len(letters & set(piece)) < 0.6 * len(letters):
            continue
        ratio = SequenceMatcher(None, own, piece, autojunk=False).ratio()
        if ratio >= best:
            best, found = ratio, piece
    return found


def _doers(own: str, near: str) -> tuple[str, str]:
    """Who begins each segment, when they differ and what is laid on them begins alike; else empty."""
    tag, _, end, _, other_end = SequenceMatcher(None, own, near, autojunk=False).get_opcodes()[0]
    if tag != "replace" or min(end, other_end) < 2 or not _DUTY.match(own, end):
        return "", ""
    return own[:end], near[:other_end]


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]


def _is_reversed(own: str, near: str) -> bool:
    """Whether ``near`` is 甲不得兼任乙 and ``own`` 乙不得兼任甲."""
    if own == near or sorted(own) != sorted(near):
        return False
    for start in range(2, len(near) - 3):
        if not own.endswith(near[:start]):
            continue
        for end in range(start + 1, len(near) - 1):
            between = near[start:end]
            if own == near[end:] + between + near[:start] and not _SYMMETRIC.match(between):
                return True
    return False
