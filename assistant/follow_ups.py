"""A question within a conversation: completed from what was said before, by rules or by a model."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answering.condensing import Condensed, Earlier, condense
from assistant.answering.models import Answer
from assistant.answering.replies import FIXED
from assistant.answering.routing import route_of
from assistant.answering.shelf import Shelf
from assistant.answering.wording import simplified
from corpus.models import Kind
from corpus.regions import Gazetteer
from index.catalogue.conversations import Message

if TYPE_CHECKING:
    from assistant.language_model.model import LanguageModel

#: Messages looked at for what a follow-up is about.
_LAST = 6


@dataclass(frozen=True, slots=True)
class Said:
    """A question and where it was asked.

    ``turn``: the turn that it replaces; what comes later is not looked at. ``context``: a line on who
    asks, empty when nothing is known. ``stopped``: set when the answer is no longer wanted.
    """

    question: str
    conversation: str | None = None
    turn: int | None = None
    context: str = ""
    stopped: threading.Event | None = None


class FollowUps:
    """Completes questions from the conversations of one service."""

    def __init__(
        self, shelf: Shelf, gazetteer: Gazetteer, model: Callable[[], LanguageModel | None]
    ) -> None:
        """``model`` is asked for only when a question follows another."""
        self._shelf, self._gazetteer, self._model = shelf, gazetteer, model

    def condensed(self, said: Said) -> tuple[Condensed, Earlier | None]:
        """The question as it stands alone, and what came before it."""
        messages = self._messages(said)
        earlier = self._earlier(messages)
        question = said.question
        names = [a for s in self._shelf.sources() for a in s.aliases if len(a) > 3]
        if route_of(simplified(question), places=0).route in FIXED:
            return Condensed(simplified(question)), None
        found = condense(question, earlier, self._gazetteer, names)
        if earlier is not None and not found.more:
            found = self._by_model(said, found, messages)
        return found, earlier

    def _messages(self, said: Said) -> list[Message]:
        if not said.conversation:
            return []
        kept = self._shelf.index.conversations
        return kept.messages(said.conversation, last=_LAST, before=said.turn)

    def _by_model(self, said: Said, found: Condensed, messages: Sequence[Message]) -> Condensed:
        """What a model makes of it, when there is one and it adds nothing that nobody said."""
        model = self._model()
        if model is None:
            return found
        from assistant.generating.condensing import condense as condense_by_model
        from assistant.generating.models import Turn

        turns = [
            Turn(m.standalone or m.question, str((m.answer or {}).get("answer", "")))
            for m in messages
        ]
        if said.context:
            turns.append(Turn(said.context, ""))
        until = model.deadline(said.stopped)
        made = condense_by_model(said.question, turns, model, otherwise=found.text, deadline=until)
        return Condensed(simplified(made.text)) if made.by_model else found

    def _earlier(self, messages: Sequence[Message]) -> Earlier | None:
        for message in reversed(messages):
            if message.answer is None:
                continue
            answer = Answer.model_validate(message.answer)
            if answer.route in ("chat", "off-topic"):
                continue
            document = self._document_of(answer, message.standalone or message.question)
            cited = tuple(dict.fromkeys(c.clause_id for c in answer.citations))
            return Earlier(message.standalone or message.question, document, cited)
        return None

    def _document_of(self, answer: Answer, question: str) -> str:
        """How the conversation calls the document it is about: as the question does, else its alias."""
        matches = [
            m for m in self._shelf.index.exact.find(question) if m.kind != "label" and m.sources
        ]
        if matches:
            return max((m.text for m in matches), key=len)
        for citation in answer.citations:
            source = self._shelf.index.catalogue.source(citation.clause_id.split("#")[0])
            if source is not None and source.kind is not Kind.GUIDE:
                return source.aliases[0] if source.aliases else source.title
        return ""
