"""The asking part of a question: without courtesies, fillers and the story before it."""

from __future__ import annotations

import re
from functools import cache

from prompts.loading import load_prompts

_PIECES = re.compile(r"[，,。；;！!？?：:…\s]+|——")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = load_prompts("questions")["core"]
    return re.compile(rules["fillers"]), re.compile(rules["asks"])


def without_fillers(text: str) -> str:
    """``text`` without courtesies and fillers; ``text`` itself when little is left."""
    bare = _patterns()[0].sub("", text).strip(" ，,。？?")
    return bare if len(bare) >= 4 else text


def core_of(text: str) -> str:
    """The pieces of ``text`` that ask, without fillers; ``text`` itself when no piece asks.

    >>> core_of("老板问这份标准到底是谁牵头写的，我得给个准话")
    '这份标准是谁牵头写的'
    """
    fillers, asks = _patterns()
    bare = fillers.sub("", text)
    pieces = [p for p in _PIECES.split(bare) if p]
    asking = [p for p in pieces if asks.search(p) or re.search(r"\d", p)]
    if asking and len(asking) < len(pieces):
        # what is asked may only be named in the piece before a very short question
        first = pieces.index(asking[0])
        if len(asking[0]) < 8 and first > 0:
            asking.insert(0, pieces[first - 1])
        bare = "，".join(asking)
    bare = bare.strip(" ，,。？?")
    return bare if len(bare) >= 4 else text
