"""What real use shows to be wrong: cited wrongly, useless, declined. One signal a question.

Of conversations nothing is taken but the question and what was answered; who asked is not known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from assistant.answering.models import Answer
from assistant.feedback import Judged, drafts
from assistant.service import LocalAssistant
from corpus.regions import Gazetteer
from evals.feedback.likeness import Wording, grouped, plainly, wording
from evals.results import digest

Reason = Literal["wrong-citation", "useless", "declined"]
REASONS: dict[Reason, str] = {"wrong-citation": "引错了", "useless": "没用", "declined": "拒答"}
#: The product's own talk: nothing that the library should have answered.
_TALK = "chat"
#: So many answers are looked at, the newest ones.
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Signal:
    """A question of real use that was answered badly or not at all.

    ``asked``: how often. ``draft``: the question in the schema of gold questions, without an id.
    """

    id: str
    question: str
    wordings: tuple[str, ...]  # other ways in which it was asked
    reasons: tuple[Reason, ...]
    asked: int
    last: datetime
    wrong: tuple[str, ...]  # clauses that were cited wrongly
    notes: tuple[str, ...]  # what readers wrote
    said: str
    cited: tuple[str, ...]
    draft: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Heard:
    """One answer that is a reason to look."""

    judged: Judged
    reasons: tuple[Reason, ...]

    @property
    def question(self) -> str:
        """As it was asked; a follow-up as it was completed."""
        message = self.judged.message
        completed = message.standalone or message.question
        same = plainly(completed) == plainly(message.question)
        return message.question if same else completed

    @property
    def region(self) -> str | None:
        found = (self.judged.message.configuration or {}).get("region")
        return str(found) if found else None

    @property
    def rank(self) -> tuple[int, datetime]:
        """What a reader says outright makes the better draft, and the newer answer."""
        return -min(list(REASONS).index(one) for one in self.reasons), self.judged.message.created


def signals(assistant: LocalAssistant) -> list[Signal]:
    """All there are, the most asked first, then the newest."""
    heard = sorted(_heard(assistant), key=lambda one: one.judged.message.pk)[-_MOST:]
    wordings: dict[int, Wording] = {
        one.judged.message.pk: wording(one.question, one.region, assistant.gazetteer)
        for one in heard
    }
    groups = grouped(heard, lambda one: wordings[one.judged.message.pk])
    found = [_signal(group, assistant.gazetteer) for group in groups]
    return sorted(found, key=lambda one: (-one.asked, -one.last.timestamp()))


def _heard(assistant: LocalAssistant) -> list[_Heard]:
    found = {
        one.message.pk: _Heard(one, reasons)
        for one in assistant.feedback.judged()
        if (reasons := _complaints(one))
    }
    for message in assistant.index.conversations.declined():
        known = found.get(message.pk)
        if known is not None:
            found[message.pk] = replace(known, reasons=(*known.reasons, "declined"))
            continue
        answer = Answer.model_validate(message.answer)
        if answer.route != _TALK and answer.asking is None:
            found[message.pk] = _Heard(Judged(message, answer, (), ()), ("declined",))
    return list(found.values())


def _complaints(one: Judged) -> tuple[Reason, ...]:
    useless = one.whole is not None and one.whole.verdict == "useless"
    found: list[tuple[Reason, bool]] = [("wrong-citation", bool(one.wrong)), ("useless", useless)]
    return tuple(reason for reason, holds in found if holds)


def _signal(group: Sequence[_Heard], gazetteer: Gazetteer) -> Signal:
    best = max(group, key=lambda one: one.rank)
    first = group[0]
    judged = best.judged
    given = [one for heard in group for one in heard.judged.given]
    reasons = {reason for one in group for reason in one.reasons}
    wordings = dict.fromkeys(one.question for one in group)
    wordings.pop(best.question)
    region = wording(first.question, first.region, gazetteer).places
    return Signal(
        id=digest([plainly(first.question), sorted(region)])[:8],
        question=best.question,
        wordings=tuple(wordings),
        reasons=tuple(one for one in REASONS if one in reasons),
        asked=len(group),
        last=max(one.judged.message.created for one in group),
        wrong=tuple(dict.fromkeys(one.clause_id for one in given if one.clause_id)),
        notes=tuple(dict.fromkeys(one.note for one in given if one.note)),
        said=judged.answer.answer,
        cited=tuple(
            dict.fromkeys(key for one in judged.answer.statements for key in one.citations)
        ),
        draft=_draft(best),
    )


def _draft(heard: _Heard) -> dict[str, Any]:
    """That of ``cqo feedback export``; an answer that cites nothing leaves the clauses to the reviewer."""
    made, _ = drafts([heard.judged])
    if not made:
        return {"question": heard.question, "kind": "fact", "expect": ["answered"], "gold": []}
    draft = {name: value for name, value in made[0].items() if name != "id"}
    if "before" not in draft:  # asked alone it must say what it is about
        draft["question"] = heard.question
    return draft
