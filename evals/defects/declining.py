"""Defects of declining: too seldom, too often, without a word."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from assistant.answering.models import Answer, Missing
from assistant.service import LocalAssistant
from evals.defects.changing import changed
from evals.defects.replying import answers_changed


@contextmanager
def gate_open(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """Every answer is thought good enough."""
    with changed(assistant.answerer.weigher, threshold=0.0):
        yield assistant


@contextmanager
def gate_shut(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """Hardly any answer is thought good enough."""
    with changed(assistant.answerer.weigher, threshold=0.99):
        yield assistant


@contextmanager
def gaps_forgotten(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """It is not known what the library is known to lack."""
    with changed(assistant.answerer, gaps=()):
        yield assistant


@contextmanager
def declined_without_a_word(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """Who is declined is not told what is missing, nor whom to ask, nor what to read."""

    def silent(answer: Answer) -> Answer:
        if answer.status != "declined":
            return answer
        missing = Missing(what="抱歉，无法回答。", ask="")
        return answer.model_copy(
            update={"missing": missing, "answer": missing.what, "citations": ()}
        )

    with answers_changed(assistant, silent):
        yield assistant
