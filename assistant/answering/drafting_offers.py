"""Which documents a request to draft means: blueprints by the names that people use."""

from __future__ import annotations

from functools import cache

from assistant.answering.models import DraftOffer
from prompts.loading import load_prompts

#: Offers of one answer, and those made when the request names no document.
_MOST = 4
_FIRST = ("appointment-letter", "duty-charter", "authorization-letter", "management-measures")


def offers_for(text: str) -> tuple[DraftOffer, ...]:
    """The documents that the words name, the longest name first; four common ones when they name none.

    >>> [one.blueprint for one in offers_for("帮我写一份聘任书")]
    ['appointment-letter']
    >>> [one.blueprint for one in offers_for("写个通知和授权书")]
    ['authorization-letter', 'resolution-and-notice']
    """
    found: dict[str, DraftOffer] = {}
    rest = text
    for length in sorted({len(name) for name, _ in _names()}, reverse=True):
        for name, offers in _names():
            if len(name) == length and name in rest:
                found |= {one.blueprint: one for one in offers if one.blueprint not in found}
                rest = rest.replace(name, "#")
    if not found:
        known = {one.blueprint: one for _, offers in _names() for one in offers}
        return tuple(known[blueprint] for blueprint in _FIRST)
    return tuple(found.values())[:_MOST]


@cache
def _names() -> tuple[tuple[str, tuple[DraftOffer, ...]], ...]:
    names: dict[str, list[DraftOffer]] = {}
    for entry in load_prompts("questions")["documents"]:
        offer = DraftOffer(blueprint=entry["blueprint"], title=entry["title"])
        for name in entry["names"]:
            names.setdefault(name, []).append(offer)
    return tuple((name, tuple(offers)) for name, offers in names.items())
