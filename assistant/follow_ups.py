"""A question within a conversation: completed from what was said before, by rules or by a model."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.answering.asked_back import chosen, name_in, place_in
from assistant.answering.condensing import Condensed, Earlier, condense, with_place
from assistant.answering.models import Answer
from assistant.answering.recalling import goes_back, recall
from assistant.answering.replies import FIXED
from assistant.answering.routing import route_of
from assistant.answering.shelf import Shelf
from assistant.answering.wording import simplified
from corpus.models import Kind
from corpus.regions import NATION, Gazetteer
from index.catalogue.conversations import Message

if TYPE_CHECKING:
    from assistant.language_model.model import LanguageModel


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


@dataclass(frozen=True, slots=True)
class Followed:
    """The question as it stands alone, and what came before it.

    ``placed``: the conversation has named a place, or was asked for one already. ``summary``: what is
    to be kept with the turn of the summary that a model made of older turns.
    """

    condensed: Condensed
    earlier: Earlier | None = None
    placed: bool = False
    summary: dict[str, Any] | None = None


class FollowUps:
    """Completes questions from the conversations of one service."""

    def __init__(
        self, shelf: Shelf, gazetteer: Gazetteer, model: Callable[[], LanguageModel | None]
    ) -> None:
        """``model`` is asked for only when a question follows another."""
        self._shelf, self._gazetteer, self._model = shelf, gazetteer, model

    def asked_back(self, said: Said) -> str | None:
        """The question that the message completes when it only answers what the product asked back."""
        earlier = self._last(self._messages(said, last=1))
        if earlier is None or earlier.clarify is None:
            return None
        found = chosen(said.question, earlier.clarify)
        if found is not None:
            return found
        place = place_in(said.question, earlier.clarify, self._gazetteer)
        if place is not None:
            return with_place(earlier.standalone, place, self._gazetteer)
        name = name_in(simplified(said.question))
        if earlier.clarify.about == "document" and name and self._names_a_text(name):
            return f"{name}{earlier.standalone}"
        return None

    def condensed(self, said: Said, *, settled: str | None = None) -> Followed:
        """The question as it stands alone, and what came before it. ``settled``: it is known already."""
        messages = self._messages(said)
        earlier = self._last(messages)
        question = said.question
        if route_of(simplified(question), places=0).route in FIXED:
            return Followed(Condensed(simplified(question)))
        placed = self._placed(messages, earlier)
        if settled is not None:
            return Followed(Condensed(simplified(settled), sure=True), earlier, placed)
        earlier, found = self._by_rules(question, messages, earlier)
        summary = None
        if earlier is not None and not found.more and not found.sure:
            found, summary = self._by_model(said, found, messages)
        return Followed(found, earlier, placed, summary)

    def _by_rules(
        self, question: str, messages: Sequence[Message], last: Earlier | None
    ) -> tuple[Earlier | None, Condensed]:
        """The completed question and the turn it follows: the last one, or the one it goes back to."""
        names = [a for s in self._shelf.sources() for a in s.aliases if len(a) > 3]
        plain = simplified(question)
        if last is not None and goes_back(plain):
            turns = [self._earlier(message) for message in messages]
            found = recall(plain, turns, self._gazetteer)
            if found is not None and found.turn is not turns[-1]:
                if not found.rest:
                    return found.turn, Condensed(found.turn.standalone, sure=True)
                done = condense(found.rest, found.turn, self._gazetteer, names)
                return found.turn, replace(done, sure=found.sure, tentative=False)
        return last, condense(question, last, self._gazetteer, names)

    def _messages(self, said: Said, *, last: int | None = None) -> list[Message]:
        if not said.conversation:
            return []
        kept = self._shelf.index.conversations
        return kept.messages(said.conversation, last=last, before=said.turn)

    def _by_model(
        self, said: Said, found: Condensed, messages: Sequence[Message]
    ) -> tuple[Condensed, dict[str, Any] | None]:
        """What a model makes of it, when there is one and it adds nothing that nobody said; with the
        summary of older turns when one was made."""
        model = self._model()
        if model is None:
            return found, None
        from assistant.generating.condensing import condense as condense_by_model
        from assistant.generating.remembering import remembered

        until = model.deadline(said.stopped)
        past = remembered(messages, model, self._gazetteer, said.context, until)
        if past.silent:
            return found, None
        made = condense_by_model(
            said.question,
            past.turns,
            model,
            otherwise=found.text,
            deadline=until,
            points=past.points,
        )
        return (Condensed(simplified(made.text)) if made.by_model else found), past.kept

    def _placed(self, messages: Sequence[Message], last: Earlier | None) -> bool:
        if last is not None and last.clarify is not None and last.clarify.about == "region":
            return True  # nobody is asked twice in a row
        asked = (message.standalone or message.question for message in messages)
        return any(
            place.name != NATION for text in asked for place in self._gazetteer.mentioned(text)
        )

    def _last(self, messages: Sequence[Message]) -> Earlier | None:
        return next((e for m in reversed(messages) if (e := self._earlier(m)) is not None), None)

    def _earlier(self, message: Message) -> Earlier | None:
        """The turn as later ones may go back to it; None for small talk."""
        if message.answer is None:
            return None
        answer = Answer.model_validate(message.answer)
        if answer.route in ("chat", "off-topic"):
            return None
        if answer.route == "guide" and answer.clarify is None:
            return None  # a company's own progress: nothing that a later question leans on
        question = message.standalone or message.question
        document = self._document_of(answer, question)
        cited = tuple(dict.fromkeys(c.clause_id for c in answer.citations))
        return Earlier(question, document, cited, answer.clarify)

    def _names_a_text(self, name: str) -> bool:
        matches = self._shelf.index.exact.find(name)
        return any(m.kind != "label" and m.sources and len(m.text) > len(name) - 3 for m in matches)

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
