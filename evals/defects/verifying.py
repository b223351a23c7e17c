"""Defects of the verifier: it lets everything pass, sees no figures, or takes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from assistant.service import LocalAssistant
from assistant.verifying import verifier
from assistant.verifying.models import Fault, Reason
from evals.configurations.trusting import Trusting
from evals.defects.changing import changed


@contextmanager
def verifier_off(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """Whatever is said is taken to stand in the clauses."""
    with changed(verifier, is_verbatim=lambda *_: True, _stands=lambda *_: True):
        yield assistant


@contextmanager
def figures_unseen(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """Numbers, dates, names and labels are not compared."""
    with changed(verifier, check_anchors=lambda *_: []):
        yield assistant


@contextmanager
def nothing_taken(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """Only the clauses' own words are let pass; whoever says it in others is struck."""

    def doubted(text: str, *_: Any) -> list[Reason]:
        return [Reason(Fault.CONTENT, text[:10], "不是原话。")]

    with changed(verifier, check_lists=doubted):
        yield assistant


@contextmanager
def model_not_checked(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """What a language model writes is shown as it comes, by every assistant that is opened."""
    with changed(LocalAssistant, checking=lambda _: Trusting):
        yield assistant
