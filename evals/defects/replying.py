"""Step in where an assistant replies: on the quotes of a reply, or on the finished answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from assistant.answering.citing import Quoted
from assistant.answering.models import Answer
from assistant.answering.replies import Reply
from assistant.answering.weighing import Asked
from assistant.service import LocalAssistant
from evals.defects.changing import changed


@contextmanager
def pieces_changed(assistant: LocalAssistant, change: Callable[[Quoted], Quoted]) -> Iterator[None]:
    """Every quote changed before the answer is made of them."""
    answer = assistant.answerer.answer

    def sabotaged(asked: Asked) -> Reply:
        reply = answer(asked)
        return replace(reply, pieces=tuple(map(change, reply.pieces)))

    with changed(assistant.answerer, answer=sabotaged):
        yield


@contextmanager
def answers_changed(
    assistant: LocalAssistant, change: Callable[[Answer], Answer]
) -> Iterator[None]:
    """Every finished answer changed before anyone sees it."""
    stream = assistant.stream

    def sabotaged(question: str, **options: Any) -> Iterator[Answer]:
        grown: Sequence[Answer] = list(stream(question, **options))
        yield from map(change, grown)

    with changed(assistant, stream=sabotaged):
        yield
