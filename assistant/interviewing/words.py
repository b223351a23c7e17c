"""What a person says in the chat's interview: to begin, to go on, to correct; or a question of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from assistant.answering.routing import route_of
from assistant.answering.wording import simplified
from prompts.loading import load_prompts

#: Wishes that are no answer, whatever is asked.
_WISHES = frozenset({"greeting", "thanks", "identity", "injection", "invent", "document"})
#: Longer answers in a person's own words may hold a question word.
_SHORT = 40
_MARKS = " \t\n。.！!，,；;：:~～”“\"'"


def begins(text: str, names: Iterable[str] = ()) -> bool:
    """Whether the message asks to be led through the interview."""
    plain = simplified(text)
    if not hinted(plain):
        return False
    for name in names:
        plain = plain.replace(simplified(name), "")
    if found := _pattern("name").search(plain):
        plain = plain.replace(found["name"], "")
    plain = _pattern("polite").sub("", plain).strip(_MARKS)
    plain = _pattern("polite").sub("", plain).strip(_MARKS)
    wanted = any(re.search(one, plain) for one in load_prompts("guide_interview")["begin"])
    asked = _pattern("not_begin").search(re.sub(r"从(?:哪里?|哪儿|什么地方)", "", plain))
    return wanted and bool(_pattern("begin_about").search(plain)) and not asked


def hinted(text: str) -> bool:
    """Whether it is worth while to look at the message."""
    return bool(_pattern("hint").search(text))


def company_in(text: str) -> str:
    """The full name of a company that the message holds; empty when it holds none."""
    found = _pattern("name").search(simplified(text))
    return found["name"] if found else ""


def says(kind: str, text: str) -> bool:
    """Whether the whole message is one of the words for ``kind``: stop, pass_item …"""
    return bool(_words(kind).fullmatch(simplified(text).strip(_MARKS)))


def corrected(text: str) -> str:
    """What is to be corrected, in the person's words; empty when nothing is."""
    found = _pattern("correct").fullmatch(simplified(text).strip(" 。！!"))
    return found["what"].strip(_MARKS) if found else ""


def insisted(text: str) -> str | None:
    """The answer behind 答：; None when the message does not begin so."""
    found = _pattern("forced_answer").match(text)
    return text[found.end() :] if found else None


def asks(text: str, *, softly: bool) -> bool:
    """Whether the message is a question or a wish. ``softly``: a question word tells too, in a short one."""
    plain = simplified(text).strip()
    if _pattern("asks").search(plain) or route_of(plain, places=0).route in _WISHES:
        return True
    return softly and len(plain) <= _SHORT and bool(_pattern("asks_softly").search(plain))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load_prompts("guide_interview")[name])


@cache
def _words(kind: str) -> re.Pattern[str]:
    return re.compile(load_prompts("guide_interview")["words"][kind])
