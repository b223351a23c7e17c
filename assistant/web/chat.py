"""What happens when a person uses the chat: ask, anew, edit, stop, judge, go back, export."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answering.models import Answer
from assistant.protocol import Assistant, ConversationSummary, GivenFeedback, Turn
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
    profile: str | None = None


@dataclass(frozen=True, slots=True)
class Chat:
    """The chat over one service; what belongs to a person comes in as Memory."""

    assistant: Assistant
    panel: SourcesPanel

    def ask(self, memory: Memory, question: str) -> Iterator[Shown]:
        """The page while the answer grows. On bad input the question stays in the input.

        A question that was taken back to be edited is asked in the place of the one it was.
        """
        turns = turn_views(self._turns(memory))
        editing = memory.editing if memory.editing == len(turns) else None
        try:
            profile = memory.profile.updated(self.assistant.read_profile(question))
            told = memory.model_copy(update={"profile": profile})
            yield from self._answering(told, turns, question.strip(), editing, "")
        except CqoError as error:
            yield self._failed(memory, turns, question, error.message)
        except Exception:
            _log.exception("a question was not answered")
            yield self._failed(memory, turns, question, texts(memory.language).failure)

    def again(self, memory: Memory, turn: int) -> Iterator[Shown]:
        """The page while a turn is answered anew; what was said of the enterprise is not read again."""
        turns = turn_views(self._turns(memory))
        if not 1 <= turn <= len(turns):
            return
        question = turns[turn - 1].question
        try:
            yield from self._answering(memory, turns, question, turn, None)
        except CqoError as error:
            yield self.with_problem(memory, error.message)
        except Exception:
            _log.exception("a question was not answered anew")
            yield self.with_problem(memory, texts(memory.language).failure)

    def edited(self, memory: Memory, turn: int) -> Shown:
        """The question of the last turn back in the input; with no such turn nothing is edited."""
        turns = self._turns(memory)
        chosen = turn if turn and turn == len(turns) else None
        question = turns[-1].question if chosen else ""
        memory = memory.model_copy(update={"editing": chosen})
        return Shown(memory, self._chat(memory, turn_views(turns)), question=question)

    def turned(self, memory: Memory, turn: int, version: int) -> Shown:
        """Another version of a turn, with its sources."""
        return self._changed(
            memory,
            turn,
            lambda key: self.assistant.choose_version(key, turn, version),
        )

    def judged(self, memory: Memory, given: GivenFeedback, *, keep: bool = False) -> Shown:
        """The page with what the reader says of an answer or a citation.

        The same verdict once more takes it back, unless ``keep``: then its note is replaced.
        """
        turns = self._turns(memory)
        if 1 <= given.turn <= len(turns) and not keep:
            before = turns[given.turn - 1]
            if given.clause_id in before.wrong or (
                not given.clause_id and given.verdict == before.verdict
            ):
                given = replace(given, verdict=None)
        return self._changed(
            memory,
            0,
            lambda key: self.assistant.give_feedback(replace(given, conversation=key)),
        )

    def stop(self, memory: Memory) -> None:
        """Hang up on the model; the answer ends with what was verified."""
        if memory.conversation is not None:
            self.assistant.stop(memory.conversation)

    def _changed(self, memory: Memory, turn: int, change: Callable[[str], object]) -> Shown:
        """The conversation after ``change``; the sources of ``turn`` beside it, if it is one."""
        try:
            if memory.conversation is not None:
                change(memory.conversation)
        except CqoError as error:
            return self.with_problem(memory, error.message)
        turns = self._turns(memory)
        opened = 1 <= turn <= len(turns)
        panel = self.panel.of_turn(memory, turns[turn - 1], turn) if opened else None
        return Shown(memory, self._chat(memory, turn_views(turns)), panel)

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
        memory = memory.model_copy(update={"editing": None})
        if not turns:
            memory = memory.without_conversation()
        return Shown(
            memory,
            self._chat(memory, turn_views(turns)),
            self.panel.of_turn(memory, turns[-1], len(turns))
            if turns
            else self.panel.empty(memory),
            conversations=self._conversations(memory),
            profile=render.profile(memory.language, memory.profile),
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

    def _answering(
        self,
        memory: Memory,
        turns: list[TurnView],
        question: str,
        replaces: int | None,
        words: str | None,
    ) -> Iterator[Shown]:
        """``words`` are put into the input; None leaves it as it is."""
        number = replaces or len(turns) + 1

        def shown(answer: Answer | None) -> str:
            view = answer_view(answer, number) if answer else None
            growing = [*turns[: number - 1], TurnView(number, question, view), *turns[number:]]
            return render.chat(memory.language, growing, active=number)

        conversation = memory.conversation or self.assistant.new_conversation()
        memory = memory.continuing(conversation)
        profile = render.profile(memory.language, memory.profile)
        yield Shown(memory, shown(None), question=words, profile=profile)
        for answer in self.assistant.stream(
            question,
            region=memory.region,
            conversation=conversation,
            replaces=replaces,
            profile=memory.profile,
        ):
            yield Shown(memory, shown(answer))
        stored = self._turns(memory)
        yield Shown(
            memory,
            self._chat(memory, turn_views(stored)),
            self.panel.of_turn(memory, stored[number - 1], number),
            conversations=self._conversations(memory),
        )

    def _failed(self, memory: Memory, turns: list[TurnView], question: str, problem: str) -> Shown:
        return Shown(memory, self._chat(memory, turns, problem=problem), question=question)

    def _chat(
        self, memory: Memory, turns: Sequence[TurnView], *, problem: str | None = None
    ) -> str:
        english = memory.language == "en"
        starters = [] if turns else self.assistant.starters(english=english)
        return render.chat(
            memory.language,
            turns,
            starters=starters,
            editing=memory.editing,
            problem=problem,
        )

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
