"""The panel beside the chat: cards of an answer's sources, and the clause that is being read."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answering.models import Answer
from assistant.protocol import Assistant, Turn
from assistant.web import render
from assistant.web.anchors import citations_of
from assistant.web.clause_view import cards
from assistant.web.memory import Memory
from corpus.errors import CqoError
from corpus.models import Source


@dataclass(frozen=True, slots=True)
class Panel:
    """HTML of the two halves of the panel."""

    cards: str
    reader: str


@dataclass(frozen=True, slots=True)
class SourcesPanel:
    """Builds the panel; holds nothing but the service."""

    assistant: Assistant

    def empty(self, memory: Memory) -> Panel:
        """What will appear here."""
        return Panel(render.source_cards(memory.language, None), "")

    def of_turn(self, memory: Memory, turn: Turn, number: int) -> Panel:
        """Sources of an answer, its first clause opened."""
        answer = turn.answer
        first = next(iter(citations_of(answer)), None)
        clause = first.clause_id if first else None
        user = next(iter(_users(answer, number, clause)), "") if clause else ""
        return self._panel(memory, turn, number, clause, user)

    def open(self, memory: Memory, clause: str, turn: int, user: str) -> Panel:
        """A clause that was chosen in the answer ``turn`` of the conversation, or in the panel."""
        return self._panel(memory, self._turn(memory, turn), turn, clause, user)

    def _panel(
        self, memory: Memory, stored: Turn | None, turn: int, clause: str | None, user: str
    ) -> Panel:
        answer = stored.answer if stored else None
        shown = cards(answer, turn, self._sources()) if answer else None
        declined = answer is not None and answer.status == "declined"
        return Panel(
            render.source_cards(
                memory.language,
                shown,
                turn=turn,
                chosen=clause,
                declined=declined,
                wrong=stored.wrong if stored else frozenset(),
            ),
            self._reader(memory, answer, turn, clause, user) if clause else "",
        )

    def _reader(
        self, memory: Memory, answer: Answer | None, turn: int, clause: str, user: str
    ) -> str:
        try:
            view = self.assistant.view(clause)
        except CqoError as error:
            return render.problem(memory.language, error.message)
        return render.clause_reader(memory.language, view, answer=answer, turn=turn, user=user)

    def _turn(self, memory: Memory, turn: int) -> Turn | None:
        """Turn number ``turn`` of the current conversation, from 1; None when there is none."""
        if memory.conversation is None:
            return None
        try:
            turns = self.assistant.turns(memory.conversation)
        except CqoError:
            return None
        return turns[turn - 1] if 1 <= turn <= len(turns) else None

    def _sources(self) -> dict[str, Source]:
        return {source.id: source for source in self.assistant.sources()}


def _users(answer: Answer, turn: int, clause: str) -> tuple[str, ...]:
    found = cards(answer, turn, {})
    return next((card.quotes[0].users for card in found if card.clause == clause), ())
