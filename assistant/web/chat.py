"""What happens when a person uses the chat: ask, reload, start anew, go back, export."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.models import Answer
from assistant.protocol import Assistant, ConversationSummary, Turn
from assistant.web import render
from assistant.web.answer_view import TurnView, answer_view, turn_views
from assistant.web.memory import Memory
from assistant.web.sources_panel import Panel, SourcesPanel
from assistant.web.texts import texts
from corpus.errors import CqoError

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shown:
    """A state of the page. None leaves a part as it is."""

    memory: Memory
    chat: str
    panel: Panel | None = None
    question: str | None = None  # words in the input
    conversations: str | None = None


@dataclass(frozen=True, slots=True)
class Chat:
    """The chat over one service; what belongs to a person comes in as Memory."""

    assistant: Assistant
    panel: SourcesPanel

    def ask(self, memory: Memory, question: str) -> Iterator[Shown]:
        """The page while the answer grows. On bad input the question stays in the input."""
        turns = turn_views(self._turns(memory))
        try:
            yield from self._answering(memory, turns, question.strip())
        except CqoError as error:
            yield self._failed(memory, turns, question, error.message)
        except Exception:
            _log.exception("a question was not answered")
            yield self._failed(memory, turns, question, texts(memory.language).failure)

    def restored(self, memory: Memory) -> Shown:
        """The page as the browser left it, its last answer's sources opened."""
        try:
            return self._restored(memory)
        except Exception:  # the page must open, and say so, whatever fails behind it
            _log.exception("the page was not restored")
            problem = texts(memory.language).failure
            return Shown(
                memory,
                render.chat(memory.language, (), problem=problem),
                self.panel.empty(memory),
                conversations=render.conversation_list(memory.language, (), None),
            )

    def _restored(self, memory: Memory) -> Shown:
        turns = self._turns(memory)
        if not turns:
            memory = memory.without_conversation()
        return Shown(
            memory,
            self._chat(memory, turn_views(turns)),
            self.panel.of_answer(memory, turns[-1].answer, len(turns))
            if turns
            else self.panel.empty(memory),
            conversations=self._conversations(memory),
        )

    def opened(self, memory: Memory, conversation: str) -> Shown:
        """An earlier conversation of this browser."""
        if conversation not in memory.known:
            return self.restored(memory)
        return self.restored(memory.continuing(conversation))

    def fresh(self, memory: Memory) -> Shown:
        """The page before the first question of a new conversation."""
        return self.restored(memory.without_conversation())

    def exported(self, memory: Memory) -> str:
        """The conversation in Markdown; empty when there is none."""
        if not self._turns(memory) or memory.conversation is None:
            return ""
        return self.assistant.export_markdown(memory.conversation)

    def with_problem(self, memory: Memory, problem: str) -> Shown:
        """The conversation with one line below it."""
        return Shown(memory, self._chat(memory, turn_views(self._turns(memory)), problem=problem))

    def _answering(self, memory: Memory, turns: list[TurnView], question: str) -> Iterator[Shown]:
        number = len(turns) + 1
        waiting = [*turns, TurnView(number, question, None)]
        yield Shown(memory, render.chat(memory.language, waiting, busy=True), question="")
        conversation = memory.conversation or self.assistant.new_conversation()
        memory = memory.continuing(conversation)
        answer: Answer | None = None
        for answer in self.assistant.stream(
            question, region=memory.region, conversation=conversation
        ):
            growing = [*turns, TurnView(number, question, answer_view(answer, number))]
            yield Shown(memory, render.chat(memory.language, growing, busy=True))
        if answer is not None:
            yield Shown(
                memory,
                render.chat(memory.language, growing),
                self.panel.of_answer(memory, answer, number),
                conversations=self._conversations(memory),
            )

    def _failed(self, memory: Memory, turns: list[TurnView], question: str, problem: str) -> Shown:
        return Shown(memory, self._chat(memory, turns, problem=problem), question=question)

    def _chat(
        self, memory: Memory, turns: Sequence[TurnView], *, problem: str | None = None
    ) -> str:
        english = memory.language == "en"
        starters = [] if turns else self.assistant.starters(english=english)
        return render.chat(memory.language, turns, starters=starters, problem=problem)

    def _turns(self, memory: Memory) -> Sequence[Turn]:
        """Turns of the current conversation; none when the service no longer has it."""
        if memory.conversation is None:
            return ()
        try:
            return self.assistant.turns(memory.conversation)
        except CqoError:
            return ()

    def _conversations(self, memory: Memory) -> str:
        """This browser's own conversations: others on the same server are not shown."""
        known: list[ConversationSummary] = [
            one for one in self.assistant.conversations() if one.id in memory.known
        ]
        return render.conversation_list(memory.language, known, memory.conversation)
