"""From a question and its evidence to verified statements: pack, write, verify, repair once, strike.

A pipeline of LangChain Runnables. Statements leave it one by one, each only after it has passed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from langchain_core.messages import BaseMessage
from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda
from pydantic import ValidationError

from assistant.generating.checking import Checker, Judged
from assistant.generating.models import (
    Composed,
    Draft,
    Event,
    Mended,
    Passed,
    Repair,
    Request,
    Said,
    Struck,
    Written,
)
from assistant.generating.packing import Packed, pack
from assistant.generating.prompting import compose_messages, compose_overhead, repair_messages
from assistant.language_model.calling import Usage
from assistant.language_model.deadline import Deadline
from assistant.language_model.item_feed import Item
from assistant.language_model.model import LanguageModel, Reply
from assistant.language_model.troubles import ModelUnavailable
from assistant.verifying.folding import plain
from assistant.verifying.models import Cited

#: Statements of an answer; what a model writes beyond is not read.
MOST = 12
#: Makes the judge of what is written from the clauses of one answer.
Checking = Callable[[Packed], Checker]
#: Tokens kept free for the faults that go back to the model.
_FOR_REPAIR = 600


def compose(
    question: str,
    evidence: Sequence[Cited],
    model: LanguageModel,
    *,
    deadline: Deadline | None = None,
) -> Composed:
    """The answer as a whole; without statements when nothing can be said from ``evidence``.

    ``evidence`` is best first. Raises ModelUnavailable when the model gave nothing at all; the
    whole takes no longer than ``deadline`` (the model's time-out when there is none).
    """
    return answering(model).invoke(Request(question, evidence, deadline))


def compose_events(
    question: str,
    evidence: Sequence[Cited],
    model: LanguageModel,
    *,
    deadline: Deadline | None = None,
    checking: Checking = Checker,
) -> Generator[Event, None, None]:
    """Each statement once it has passed, then the answer as a whole. See ``compose``."""
    composer = _Composer(model, checking)
    events = _pipeline(composer).stream(Request(question, evidence, deadline))
    try:
        yield from events
    finally:
        composer.stop()  # LangChain closes its steps when it gets round to it


def composing(model: LanguageModel) -> Runnable[Request, Event]:
    """The pipeline; to be streamed."""
    return _pipeline(_Composer(model))


def _pipeline(composer: _Composer) -> Runnable[Request, Event]:
    # Writing and mending are one step: a step that is closed early has the one before it run to its
    # end (LangChain reads on for its tracers), and whoever stops an answer would wait for the model.
    write = RunnableGenerator(composer.write, name="write")
    return RunnableLambda(composer.pack, name="pack") | write


def answering(model: LanguageModel) -> Runnable[Request, Composed]:
    """The pipeline; to be invoked."""
    events = composing(model)

    def last(request: Request) -> Composed:
        *_, whole = events.stream(request)
        assert isinstance(whole, Composed)
        return whole

    return RunnableLambda(last, name="compose")


@dataclass(slots=True)
class _Work:
    """An answer in the making."""

    packed: Packed
    messages: list[BaseMessage]
    deadline: Deadline
    checker: Checker
    started: float
    passed: list[Passed] = field(default_factory=list)
    failed: dict[int, Judged] = field(default_factory=dict)  # by position
    seen: set[str] = field(default_factory=set)
    struck: list[Struck] = field(default_factory=list)
    draft: Draft | None = None
    trouble: ModelUnavailable | None = None
    calls: int = 0
    usage: Usage | None = None
    timings: dict[str, float] = field(default_factory=dict)

    def spent(self, name: str, since: float) -> None:
        took = (time.perf_counter() - since) * 1000
        self.timings[name] = round(self.timings.get(name, 0.0) + took, 2)

    def count(self, usage: Usage | None) -> None:
        self.usage = usage if self.usage is None else self.usage + (usage or Usage())


class _Composer:
    """Makes answers, one after the other."""

    def __init__(self, model: LanguageModel, checking: Checking = Checker) -> None:
        self._model, self._checking = model, checking
        self._reading: Generator[Item | Reply[Draft], None, None] | None = None

    def stop(self) -> None:
        """Hang up on the model."""
        if self._reading is not None:
            self._reading.close()

    def pack(self, request: Request) -> _Work:
        settings = self._model.settings
        reserved = settings.answer_tokens + compose_overhead(request.question) + _FOR_REPAIR
        packed = pack(request.evidence, settings.context_tokens - reserved)
        return _Work(
            packed,
            compose_messages(packed.text, request.question),
            request.deadline or self._model.deadline(),
            self._checking(packed),
            time.perf_counter(),
        )

    def write(self, works: Iterator[_Work]) -> Iterator[Event]:
        for work in works:
            if work.packed.clauses:  # without evidence the model is not asked
                yield from self._write(work)
            if work.failed and work.draft is not None and not work.deadline.passed():
                yield from self._mend(work)
            yield _result(work)

    # -- the first writing ---------------------------------------------------------------------------

    def _write(self, work: _Work) -> Iterator[Passed]:
        since = time.perf_counter()
        work.calls += 1
        self._reading = self._model.stream(work.messages, Draft, deadline=work.deadline)
        try:
            with closing(self._reading) as parts:
                for part in parts:
                    if isinstance(part, Reply):
                        work.draft = part.value
                        work.count(part.usage)
                        yield from self._rest(work, part.value)
                    else:
                        yield from self._item(work, part)
                    if len(work.seen) >= MOST:
                        break
        except ModelUnavailable as error:
            if not work.seen:
                raise
            work.trouble = error
        work.spent("write", since)

    def _item(self, work: _Work, item: Item) -> Iterator[Passed]:
        try:
            if item.field == "evidence":
                work.checker.quoted(Said.model_validate(item.value))
            elif item.field == "statements":
                yield from self._statement(work, Written.model_validate(item.value))
        except ValidationError:
            return  # an item that is none; the others may be

    def _rest(self, work: _Work, draft: Draft) -> Iterator[Passed]:
        """Statements of the whole reply that did not come one by one."""
        for written in draft.statements:
            if len(work.seen) < MOST:
                yield from self._statement(work, written)

    def _statement(self, work: _Work, written: Written) -> Iterator[Passed]:
        key = _key(written.text)
        if not key or key in work.seen:
            return
        position = len(work.seen)
        work.seen.add(key)
        since = time.perf_counter()
        judged = work.checker.judge(written, position)
        work.spent("verify", since)
        if judged.passed is None:
            work.failed[position] = judged
        else:
            yield self._pass(work, judged.passed)

    def _pass(self, work: _Work, passed: Passed) -> Passed:
        if not work.passed:
            work.spent("first", work.started)
        work.passed.append(passed)
        return passed

    # -- the second and last -------------------------------------------------------------------------

    def _mend(self, work: _Work) -> Iterator[Passed]:
        """Send what failed back with the reasons; what fails again, or is not mended, is struck."""
        since = time.perf_counter()
        work.calls += 1
        assert work.draft is not None
        faults = [
            (
                n + 1,
                j.text,
                "、".join(j.clause_ids),
                "；".join(dict.fromkeys(r.message for r in j.reasons)),
            )
            for n, j in work.failed.items()
        ]
        messages = repair_messages(work.messages, work.draft.model_dump_json(), faults)
        try:
            reply = self._model.structured(messages, Repair, deadline=work.deadline)
        except ModelUnavailable as error:
            work.trouble = error
            return
        finally:
            work.spent("repair", since)
        work.count(reply.usage)
        work.checker.forget()
        for said in reply.value.evidence:
            work.checker.quoted(said)
        for mended in reply.value.statements:
            position = _position(mended, work)
            if position is None or not _key(mended.text):
                continue
            before = work.failed.pop(position)
            work.struck.append(Struck(before.text, before.clause_ids, before.reasons, "draft"))
            judged = work.checker.judge(mended, position, repaired=True)
            if judged.passed is None:
                work.struck.append(Struck(judged.text, judged.clause_ids, judged.reasons, "repair"))
            elif _key(judged.text) not in {_key(p.text) for p in work.passed}:
                yield self._pass(work, judged.passed)


def _position(mended: Mended, work: _Work) -> int | None:
    """Which statement it replaces; the first that failed when its number says nothing."""
    if mended.number - 1 in work.failed:
        return mended.number - 1
    return next(iter(work.failed), None) if mended.number < 1 else None


def _key(text: str) -> str:
    return plain(text).text.strip(",.;:!?\"'()-*")


def _result(work: _Work) -> Composed:
    left = [Struck(j.text, j.clause_ids, j.reasons, "draft") for j in work.failed.values()]
    work.spent("total", work.started)
    draft = work.draft
    return Composed(
        statements=tuple(sorted(work.passed, key=lambda passed: passed.position)),
        struck=(*work.checker.struck, *work.struck, *left),
        insufficient=draft is not None and draft.insufficient and not draft.statements,
        trouble=work.trouble,
        calls=work.calls,
        usage=work.usage,
        timings_ms=work.timings,
        left_out=work.packed.left_out,
    )
