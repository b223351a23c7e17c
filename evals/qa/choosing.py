"""Which gold questions a run asks, and what its results may tell of each."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from evals.feedback.own import own_questions
from evals.qa.matching import normalised
from evals.questions_schema import FOLDER, GoldQuestion, Split, read_questions
from evals.results import Item, digest
from evals.suites import Context

#: What a result tells of a blind question: enough to pair and to count it, nothing to tune on.
_TOLD_BLIND = frozenset({"asked", "conversation", "expect", "status", "route", "decided_by_gate"})


def questions_of(context: Context) -> tuple[GoldQuestion, ...]:
    """The shipped questions of the split, all without one; ``own``: those added from real use.

    The fast part is the same: it takes a minute.
    """
    if context.split == Split.OWN.value:
        return own_questions(context.own) if context.own else ()
    found = read_questions(FOLDER)
    return tuple(one for one in found if context.split in (None, one.split.value))


def told(gold: GoldQuestion, detail: dict[str, Any]) -> dict[str, Any]:
    """``detail`` of an item with what identifies the question: ``asked`` is the same while its wording
    is, ``conversation`` in all questions that are opened alike. Words of blind questions, and what was
    answered to them, are left out. So are entries without content."""
    opening = (*gold.before, gold.question)[0]
    whole = {
        "asked": digest([gold.before, gold.question]),
        "conversation": digest(normalised(opening)),
        "question": gold.question,
        "before": gold.before,
        "expect": gold.expect,
        "gold": gold.gold,
        **detail,
    }
    blind = gold.split is Split.TEST
    return {
        name: value
        for name, value in whole.items()
        if value not in (None, (), "") and (not blind or name in _TOLD_BLIND)
    }


def conversation_of(item: Item) -> Hashable:
    """By what the item is drawn together with others."""
    return str(item.detail.get("conversation", item.id))
