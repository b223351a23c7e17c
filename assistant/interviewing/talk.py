"""The guide's interview in the chat: proposed, asked one thing at a time, and its open question kept in sight.

What is answered is stored by the guide's desk, what is open by the conversation: nothing is held in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from assistant.answering.asked_back import chosen
from assistant.answering.models import Answer, Asking, Clarification
from assistant.answering.shelf import Shelf
from assistant.guide_talk import GuideTalk, may_tell
from assistant.interviewing.words import begins, hinted
from assistant.settings import Settings
from corpus.regions import Gazetteer
from index.catalogue.conversations import Conversations, Message

if TYPE_CHECKING:
    from assistant.guiding.desk import GuideDesk
    from assistant.interviewing.turned import Turned
    from assistant.interviewing.turns import Turns


@dataclass(frozen=True, slots=True)
class Heard:
    """``answer``: the message, ``said``, belongs to the interview, this is the reply. Otherwise ``open`` is
    what the interview still asks, if it is under way, and ``note`` a line on how the message was taken."""

    answer: Answer | None = None
    said: str = ""
    open: Asking | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Before:
    """What the last message left open, and what its answer asked back; ``wrote``: what a turn that is now replaced had stored."""

    open: Asking | None = None
    clarify: Clarification | None = None
    wrote: Mapping[str, Any] = field(default_factory=dict)


class InterviewTalk:
    """Looks at nothing but the words of a message until they sound like its own."""

    def __init__(
        self,
        desk: Callable[[], GuideDesk],
        shelf: Shelf,
        gazetteer: Gazetteer,
        settings: Settings,
        kept: Conversations,
        talk: GuideTalk,
    ) -> None:
        """``talk``: the chat's answers on a company's progress, which are no answers to a question."""
        self._desk, self._shelf, self._gazetteer = desk, shelf, gazetteer
        self._settings, self._kept, self._talk = settings, kept, talk

    def hear(self, message: str, conversation: str | None, replaced: Message | None) -> Heard:
        """What the message is to the interview. ``replaced``: the turn that it is a new version of."""
        before = _before(conversation, self._kept, replaced)
        if before.open is None and not hinted(message):
            return Heard()
        from assistant.drafting.facts.cleaning import lines_of

        said = "\n".join(lines_of(message))
        if not said or len(said) > self._settings.max_question or not may_tell(self._settings):
            return Heard()
        if before.clarify is not None and chosen(said, before.clarify) is not None:
            return Heard(open=before.open)
        if before.open is not None:
            turned = self._turns.answered(before.open, said, before.wrote)
            if turned is None:
                note = self._turns.maybe_answer(before.open, said)
                return Heard(open=before.open, note=note)
        elif begins(said, self._turns.names()):
            turned = self._turns.proposed(said) if conversation else self._turns.not_here()
        else:
            return Heard()
        one_line = said.replace("\n", " ")
        return Heard(_answer(one_line, turned), one_line)

    def below(self, answer: Answer, heard: Heard) -> Answer:
        """An answer to something else, with what the interview asks below it."""
        if heard.open is None:
            return answer
        turned = self._turns.again(heard.open)
        own = bool(answer.statements or answer.table or answer.missing)
        return answer.model_copy(
            update={
                "said": answer.said if own else answer.said or answer.answer,
                "answer": "\n\n".join(filter(None, (answer.answer, _words(turned)))),
                "asking": turned.asking,
                "notes": (*answer.notes, *([heard.note] if heard.note else ()), *turned.notes),
            }
        )

    @cached_property
    def _turns(self) -> Turns:
        from assistant.interviewing.turns import Turns

        def progress(text: str) -> bool:
            return self._talk.reply(text) is not None

        return Turns(self._desk(), self._shelf, self._gazetteer, progress)


def _before(conversation: str | None, kept: Conversations, replaced: Message | None) -> _Before:
    if not conversation:
        return _Before()
    last = kept.messages(conversation, last=1, before=replaced.turn if replaced else None)
    own = _asking(replaced) if replaced else None
    open_ = _asking(last[0]) if last else None
    clarify = (last[0].answer or {}).get("clarify") if open_ and open_.fact != "region" else None
    asked_back = Clarification.model_validate(clarify) if clarify else None
    return _Before(open_, asked_back, own.wrote if own else {})


def _asking(message: Message) -> Asking | None:
    """What a stored turn left open; None where another version of the product stored it otherwise."""
    found = (message.answer or {}).get("asking")
    try:
        return Asking.model_validate(found) if found else None
    except ValidationError:
        return None


def _answer(question: str, turned: Turned) -> Answer:
    return Answer(
        question=question,
        status="answered",
        route="guide",
        said=turned.said,
        answer=_words(turned),
        asking=turned.asking,
        notes=turned.notes,
        links=turned.links,
    )


def _words(turned: Turned) -> str:
    from assistant.interviewing.steps import written

    return "\n".join(filter(None, (turned.said, written(turned.asking) if turned.asking else "")))
