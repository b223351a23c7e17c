"""What readers say of answers: taken, listed, and turned into drafts of gold questions.

A draft has the schema of ``evals/questions``; whoever reviews it decides what the right answer is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assistant.answering.models import Answer, Citation
from assistant.answering.wording import messages
from assistant.conversations import Talks
from assistant.protocol import GivenFeedback
from corpus.errors import BadInput
from index.catalogue.catalogue import Catalogue
from index.catalogue.conversations import Message
from index.catalogue.feedback import Feedback

#: Characters of a reader's line.
LONGEST_NOTE = 500
_OF_ANSWER = ("useful", "useless")


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer and all that was said of it."""

    message: Message
    answer: Answer
    before: tuple[str, ...]  # earlier questions of the conversation
    given: tuple[Feedback, ...]

    @property
    def whole(self) -> Feedback | None:
        """The verdict on the answer, when there is one."""
        return next((one for one in self.given if not one.clause_id), None)

    @property
    def wrong(self) -> tuple[str, ...]:
        """Clauses that were cited wrongly."""
        return tuple(one.clause_id for one in self.given if one.clause_id)

    @property
    def last(self) -> datetime:
        return max(one.given for one in self.given)


class FeedbackDesk:
    """Takes feedback and gives it back. Raises BadInput, and DataFolderError where nothing can be written."""

    def __init__(self, catalogue: Catalogue, talks: Talks) -> None:
        self._catalogue, self._talks = catalogue, talks

    def give(self, given: GivenFeedback) -> None:
        """Store a verdict in the place of an earlier one; without a verdict withdraw it."""
        errors = messages()["errors"]
        note = " ".join(given.note.split())
        if len(note) > LONGEST_NOTE:
            raise BadInput(errors["note"].format(length=len(note), limit=LONGEST_NOTE))
        if given.verdict is not None and (given.verdict in _OF_ANSWER) == bool(given.clause_id):
            raise BadInput(errors["verdict"])
        message = self._talks.turn(given.conversation, given.turn)
        cited = {c.clause_id for c in _citations(Answer.model_validate(message.answer))}
        if given.clause_id and given.clause_id not in cited:
            raise BadInput(errors["cited"].format(number=given.turn, clause=given.clause_id))
        store = self._catalogue.feedback
        if given.verdict is None:
            store.withdraw(message.pk, clause_id=given.clause_id)
        else:
            store.give(message.pk, given.verdict, clause_id=given.clause_id, note=note)

    def judged(self) -> list[Judged]:
        """Every answer on which something was said, the oldest verdict first."""
        by_message: dict[int, list[Feedback]] = {}
        for one in self._catalogue.feedback.given():
            by_message.setdefault(one.message, []).append(one)
        return [self._judged(given) for given in by_message.values()]

    def _judged(self, given: Sequence[Feedback]) -> Judged:
        conversation, pk = given[0].conversation, given[0].message
        message = self._catalogue.conversations.message(pk)
        earlier = self._catalogue.conversations.messages(conversation, before=message.turn)
        answer = Answer.model_validate(message.answer)
        return Judged(message, answer, tuple(m.question for m in earlier), tuple(given))


def _citations(answer: Answer) -> tuple[Citation, ...]:
    """Citations of the answer, those of its table and of what the interview asks below it."""
    asked = answer.asking.citations if answer.asking else ()
    return (*answer.citations, *(answer.table.citations if answer.table else ()), *asked)


def as_json(one: Judged) -> dict[str, Any]:
    """An entry of ``cqo feedback list --json``."""
    whole = one.whole
    return {
        "question": one.message.question,
        "before": list(one.before),
        "verdict": whole.verdict if whole else None,
        "note": whole.note if whole else "",
        "wrong_citations": [
            {"clause_id": g.clause_id, "note": g.note} for g in one.given if g.clause_id
        ],
        "given": one.last.isoformat(),
        "answer": one.message.answer,
        "configuration": one.message.configuration,
    }


def drafts(found: Sequence[Judged]) -> tuple[list[dict[str, Any]], int]:
    """Drafts of gold questions, and how many answers cannot be one: they cite nothing."""
    made: list[dict[str, Any]] = []
    for one in found:
        draft = _draft(one, len(made) + 1)
        if draft is not None:
            made.append(draft)
    return made, len(found) - len(made)


def _draft(one: Judged, number: int) -> dict[str, Any] | None:
    answer = one.answer
    declined = answer.status == "declined"
    rests = [key for statement in answer.statements for key in statement.citations]
    if answer.table is not None:
        rests = [c.clause_id for c in _citations(answer)]
    gold = [key for key in dict.fromkeys(rests) if key not in one.wrong] or list(
        dict.fromkeys(rests)
    )
    if not declined and not gold:
        return None
    follows = bool(answer.standalone and one.before)
    entry: dict[str, Any] = {"id": _id(number), "question": one.message.question}
    entry["kind"] = _kind(answer, follows)
    entry["expect"] = [answer.status]
    region = (one.message.configuration or {}).get("region")
    if region:
        entry["region"] = region
    if one.before and follows and not declined:
        entry["before"] = list(one.before)
    if not declined:
        entry["gold"] = gold
    entry["note"] = _note(one, gold)
    return entry


def _kind(answer: Answer, follows: bool) -> str:
    if answer.status == "declined":
        return "gap"
    if answer.table is not None:
        return "comparison"
    return "follow-up" if follows else "fact"


def _id(number: int) -> str:
    """feedback-001 …, then feedbackb-001 …: an id has three digits."""
    thousand, rest = divmod(number - 1, 999)
    return f"feedback{chr(ord('a') + thousand) if thousand else ''}-{rest + 1:03d}"


def _note(one: Judged, gold: Sequence[str]) -> str:
    words = messages()["feedback"]
    whole = one.whole
    parts = [words["draft"]]
    if whole is not None:
        parts.append(words[whole.verdict])
        if whole.note:
            parts.append(words["said"].format(note=whole.note))
    if one.wrong:
        parts.append(words["wrong-citation"].format(clauses="、".join(one.wrong)))
        if set(gold) & set(one.wrong):  # nothing else is cited, and the schema wants a clause
            parts.append(words["no_other"])
    configuration = one.message.configuration or {}
    made_by = configuration.get("language_model") or words["no_model"]
    parts.append(words["made"].format(day=one.message.created.date(), model=made_by))
    return "；".join(parts) + "。"
