"""Keep what was worked out of a text, up to so many characters of text: clauses can be long."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import TypeVar

Result = TypeVar("Result")

#: Characters of text kept by one function; twice as many for a moment.
CHARACTERS = 200_000


def remembered(function: Callable[[str], Result]) -> Callable[[str], Result]:
    """``function`` with a memory: when it is full, what was not asked for since it was last full goes.

    Threads may share it; at worst two of them work out the same thing.
    """
    young: dict[str, Result] = {}
    old: dict[str, Result] = {}
    spent = 0
    lock = Lock()

    @wraps(function)
    def call(text: str) -> Result:
        nonlocal young, old, spent
        kept = young
        if text in kept:
            return kept[text]
        kept = old
        result = kept[text] if text in kept else function(text)
        with lock:
            if spent + len(text) > CHARACTERS:
                young, old, spent = {}, young, 0
            if text not in young:
                young[text] = result
                spent += len(text)
        return result

    return call
