"""Defects of answers: what is cited, said and shown beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

from assistant.answering import answerer, replies
from assistant.answering.choosing import choose
from assistant.answering.citing import Quoted
from assistant.answering.condensing import Condensed
from assistant.answering.gating import asserts
from assistant.answering.models import Answer
from assistant.answering.wording import simplified
from assistant.follow_ups import Followed, Said
from assistant.service import LocalAssistant
from evals.configurations.opening import places_together
from evals.defects.changing import changed
from evals.defects.replying import answers_changed, pieces_changed


@contextmanager
def wrong_clause_cited(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """Every quote is the first sentence of the clause behind the right one."""
    catalogue = assistant.index.catalogue

    def beside(piece: Quoted) -> Quoted:
        clauses = catalogue.clauses(piece.source.id)
        place = next(n for n, clause in enumerate(clauses) if clause.id == piece.clause.id)
        for clause in (*clauses[place + 1 :], *clauses[:place]):
            sentence = next((s for s in clause.sentences if not s.heading), None)
            if sentence is not None:
                return replace(piece, clause=clause, start=sentence.start, end=sentence.end)
        return piece

    with pieces_changed(assistant, beside):
        yield assistant


@contextmanager
def quotes_cut(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """Every quote begins one character late and ends one character early."""

    def cut(piece: Quoted) -> Quoted:
        long = piece.end - piece.start > 4
        return replace(piece, start=piece.start + 1, end=piece.end - 1) if long else piece

    with pieces_changed(assistant, cut):
        yield assistant


@contextmanager
def quotes_shifted(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """Citations point one character behind where their quote stands."""

    def shifted(answer: Answer) -> Answer:
        moved = [
            citation.model_copy(update={"start": citation.start + 1, "end": citation.end + 1})
            for citation in answer.citations
        ]
        return answer.model_copy(update={"citations": tuple(moved)})

    with answers_changed(assistant, shifted):
        yield assistant


@contextmanager
def enumeration_cut(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """Of a list one sentence is said, and what introduces it or follows it is not."""

    def first(*given: Any) -> Any:
        return choose(*given)[:1]

    with ExitStack() as stack:
        stack.enter_context(changed(answerer, choose=first, announced_children=lambda *_: []))
        own = {"_list_around": lambda _: ([], []), "_whole_family": lambda *_: []}
        stack.enter_context(changed(assistant.answerer, **own))
        yield assistant


@contextmanager
def places_mixed(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """Any place's text answers for any place, and no one is told whose it is."""
    with changed(assistant.shelf, **places_together()):
        yield assistant


@contextmanager
def places_unnamed(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """Another place's rule is quoted without saying that it is another place's."""
    with (
        changed(answerer, outside_lead=lambda _: ""),
        changed(replies, outside_lead=lambda _: ""),
    ):
        yield assistant


@contextmanager
def follow_ups_alone(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """A follow-up is understood without what was said before."""

    def alone(said: Said, *, settled: str | None = None) -> Followed:
        return Followed(Condensed(simplified(said.question)))

    with changed(assistant.follow_ups, condensed=alone):
        yield assistant


@contextmanager
def premises_confirmed(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """Whoever asserts something is told that it is so."""

    def confirmed(answer: Answer) -> Answer:
        if not asserts(answer.question) or answer.status == "declined":
            return answer
        return answer.model_copy(update={"answer": f"没错，{answer.answer}", "notes": ()})

    with answers_changed(assistant, confirmed):
        yield assistant


@contextmanager
def premises_unmarked(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """A figure that the question asserts and no text has is not pointed out."""
    with changed(answerer, unsupported_claims=lambda *_: []):
        yield assistant


@contextmanager
def hints_dropped(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """Figures out of date and unverified facts come without their hint."""
    with changed(replies, notes_for=lambda _: ()):
        yield assistant


@contextmanager
def old_versions_answer(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """Versions that were superseded answer like those in force."""
    with changed(answerer, left_out=lambda *_: frozenset()):
        yield assistant
