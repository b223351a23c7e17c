"""Answer a question part by part, and notice when a part only goes on with the one before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering import replies
from assistant.answering.citing import Quoted
from assistant.answering.replies import Reply
from assistant.answering.wording import messages

_SENTENCE = re.compile(r"[^？?；;。！!]+")
#: Characters of a part that may go on with the one before it: 定下了哪些东西, 头一章怎么定的调.
_SHORT = 14
#: Characters at the end of a part by which it is found in the question.
_TAIL = 6


def answered_in_parts(
    text: str, parts: Sequence[str], one: Callable[[str], Reply], whole: Callable[[], Reply]
) -> Reply:
    """The replies to ``parts`` of ``text`` as one; ``whole`` answers it undivided.

    A short part that found nothing and stands in one sentence with an answered part is no question of
    its own when the undivided question is answered from the same clause. Where no part found anything,
    the undivided question is tried.
    """
    answers = [(part, one(part)) for part in parts]
    empty = [part for part, reply in answers if _is_nothing(reply)]
    found = [(part, reply) for part, reply in answers if reply.pieces]
    if not empty or len(empty) + len(found) < len(answers):
        return replies.joined(answers)
    if not found:
        entire = whole()
        return entire if entire.status == "answered" else replies.joined(answers)
    if not all(_goes_on(part, text, [told for told, _ in found]) for part in empty):
        return replies.joined(answers)
    entire = whole()
    told = {piece.clause.id for _, reply in found for piece in reply.pieces}
    if entire.status != "answered" or not told & {p.clause.id for p in entire.pieces}:
        return replies.joined(answers)
    kept = replies.joined(found)
    more = [p for p in entire.pieces if p.clause.id in told and not _said(p, kept)]
    return replace(kept, pieces=(*kept.pieces, *more))


def _is_nothing(reply: Reply) -> bool:
    """Whether nothing was found, and no known gap, place or document is the reason."""
    if reply.pieces or reply.missing is None or reply.depends:
        return False
    start = str(messages()["missing"]["nothing_what"]).partition("{")[0]
    return reply.missing.what.startswith(start)


def _goes_on(part: str, text: str, told: Sequence[str]) -> bool:
    if len(part) > _SHORT:
        return False
    for sentence in _SENTENCE.findall(text):
        if part[-_TAIL:] in sentence:
            return any(one[-_TAIL:] in sentence for one in told)
    return False


def _said(piece: Quoted, reply: Reply) -> bool:
    """Whether the quote, or one that overlaps it, is in the reply already."""
    return any(
        p.clause.id == piece.clause.id and p.start < piece.end and piece.start < p.end
        for p in reply.pieces
    )
