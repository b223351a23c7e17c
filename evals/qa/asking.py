"""Ask a gold question as a user does, and look into what was weighed for it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from assistant.answering.editions import left_out
from assistant.answering.models import Answer
from assistant.answering.parts import split_parts
from assistant.answering.weighing import Asked, Weighed
from assistant.answering.wording import simplified
from assistant.protocol import Assistant
from assistant.service import LocalAssistant
from evals.questions_schema import GoldQuestion


@dataclass(frozen=True, slots=True)
class Given:
    """A gold question with what came of it.

    ``answer`` None: asking failed, ``error`` says why. ``ranked``: clauses as the weigher ranked them,
    best first. ``probability``: that the evidence answers, by the gate, of several parts the
    surest: one part answered is an answer; None without evidence.
    """

    gold: GoldQuestion
    answer: Answer | None
    milliseconds: float
    ranked: tuple[str, ...] = ()
    probability: float | None = None
    error: str = ""


def answered(assistant: Assistant, gold: GoldQuestion) -> tuple[Answer, float]:
    """The answer and its milliseconds; a follow-up in a conversation of its own."""
    conversation = assistant.new_conversation() if gold.before else None
    for earlier in gold.before:
        assistant.ask(earlier, region=gold.region, conversation=conversation)
    started = time.perf_counter()
    answer = assistant.ask(gold.question, region=gold.region, conversation=conversation)
    return answer, (time.perf_counter() - started) * 1000


def given(assistant: LocalAssistant, gold: GoldQuestion, *, looked_into: bool = True) -> Given:
    """Ask, and look into what was weighed where that is wanted.

    What fails is kept as failed, whatever it is: no question is dropped.
    """
    started = time.perf_counter()
    try:
        answer, milliseconds = answered(assistant, gold)
        weighed = weighed_for(assistant, answer, gold.region) if looked_into else ()
    except Exception as error:
        elapsed = (time.perf_counter() - started) * 1000
        return Given(gold, None, elapsed, error=f"{type(error).__name__}: {error}")
    return Given(gold, answer, milliseconds, interleaved(weighed), surest(weighed))


def all_given(assistant: LocalAssistant, questions: Sequence[GoldQuestion]) -> Iterator[Given]:
    """Each question in turn; the first answer does not pay for loading."""
    assistant.warm_up()
    yield from (given(assistant, gold) for gold in questions)


def weighed_for(
    assistant: LocalAssistant, answer: Answer, region: str | None
) -> tuple[Weighed, ...]:
    """What the weigher finds for the question as it was understood, for each of its parts.

    The product's own weigher is asked once more, standing alone: whatever route the answer took
    (a known gap, a comparison place by place), this is what there was to take.
    """
    weigher, shelf = assistant.answerer.weigher, assistant.shelf
    place = assistant.gazetteer.find(simplified(region)) if region else None
    asked = Asked(answer.standalone or simplified(answer.question), place.name if place else None)
    with assistant.index.catalogue.steady():
        shelf.renew(None)
        question = weigher.read(asked.text, asked)
        named = weigher.named_in(question, asked)
        standing = shelf.standing(None)
        leave = left_out(question.text, named, standing.versions, standing.sources)
        parts = split_parts(
            question.text, shelf.gazetteer, lambda piece: weigher.read(piece, asked).rare
        )
        return tuple(_weighed(assistant, replace(asked, text=part, leave=leave)) for part in parts)


def _weighed(assistant: LocalAssistant, asked: Asked) -> Weighed:
    weigher = assistant.answerer.weigher
    question = weigher.read(asked.text, asked)
    return weigher.weigh_freely(question, asked, weigher.named_in(question, asked))


def surest(weighed: Iterable[Weighed]) -> float | None:
    """The highest probability of the gate; None without evidence."""
    sure = (one.verdict.probability for one in weighed if one.verdict is not None)
    return max(sure, default=None)


def interleaved(weighed: Iterable[Weighed]) -> tuple[str, ...]:
    """Clauses by rank, each once; of several parts the best of each, then the second of each."""
    columns = [list(dict.fromkeys(e.clause_id for e in one.ranked)) for one in weighed]
    rows = zip_longest(*columns)
    return tuple(dict.fromkeys(key for row in rows for key in row if key is not None))
