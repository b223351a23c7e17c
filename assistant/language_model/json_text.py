"""Find the JSON in what a model wrote: behind its thinking, in fences, among other words, with commas too many."""

from __future__ import annotations

import json
import re
from typing import Any

_THINKING = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.S | re.I)
#: Templates of some reasoning models put the opening tag into the prompt: only the closing one is written.
_THINKING_END = re.compile(r"^.*</think(?:ing)?>", re.S | re.I)
_START = re.compile(r'\{\s*["}]')
_STRING_OR_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])', re.S)
#: Places where an object may begin that are tried before giving up.
_TRIES = 20


def without_thinking(text: str) -> str:
    """``text`` without the thoughts of a reasoning model.

    >>> without_thinking("<think>先看条款</think>{}")
    '{}'
    """
    return _THINKING_END.sub("", _THINKING.sub("", text))


def without_spare_commas(text: str) -> str:
    """JSON text without commas before a closing bracket.

    >>> without_spare_commas('{"a": [1, 2,],}')
    '{"a": [1, 2]}'
    """
    return _STRING_OR_COMMA.sub(lambda m: m[1] or "", text)


def object_start(text: str) -> int | None:
    """Where the first JSON object begins; None when none does yet."""
    found = _START.search(text)
    return found.start() if found else None


def json_object(text: str) -> dict[str, Any] | None:
    """The first JSON object with content in ``text``; None when there is none.

    >>> json_object('好的：\\n```json\\n{"a": 1,}\\n```')
    {'a': 1}
    """
    plain = without_spare_commas(without_thinking(text))
    decoder = json.JSONDecoder(strict=False)  # line breaks inside strings are forgiven
    empty: dict[str, Any] | None = None
    for found, _ in zip(_START.finditer(plain), range(_TRIES), strict=False):
        try:
            value, _ = decoder.raw_decode(plain, found.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and value:
            return value
        empty = {} if value == {} else empty
    return empty
