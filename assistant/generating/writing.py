"""Answers in a model's words: what was found is written anew, each sentence verified before it is shown."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.citing import Quoted, citations_of, mark_of, written_answer
from assistant.answering.models import Answer, Statement
from assistant.answering.replies import Reply
from assistant.generating.checking import Checker
from assistant.generating.composing import Checking, compose_events
from assistant.generating.models import Composed, Passed
from assistant.language_model.deadline import Deadline
from assistant.language_model.model import LanguageModel
from assistant.language_model.troubles import ModelUnavailable
from assistant.verifying.models import Cited
from corpus.models import Clause, ClauseKind
from prompts.loading import load_prompts

_log = logging.getLogger(__name__)
#: Pieces of a clause that count as said with it.
_PIECES = frozenset((ClauseKind.ITEM, ClauseKind.PARAGRAPH, ClauseKind.TABLE, ClauseKind.NOTE))


@dataclass(frozen=True, slots=True)
class Around:
    """How the clauses beside one are found: those above it, outermost first, and those below it."""

    parents: Callable[[str], Sequence[Clause]]
    children: Callable[[str], Sequence[Clause]]

    def cited(self, piece: Quoted) -> Cited:
        """The clause of ``piece`` with its headings, its lead-in and its items."""
        clause = piece.clause
        words = [parent.title for parent in self.parents(clause.id)]
        words += [clause.lead]
        words += [c.text for c in self.children(clause.id) if c.kind in _PIECES]
        return Cited(piece.source, clause, tuple(word for word in words if word))


def may_be_written(reply: Reply) -> bool:
    """Whether a model may put the reply into its own words: it quotes, and is no table."""
    return bool(reply.pieces) and reply.table is None and not reply.said


def written(
    answer: Answer,
    reply: Reply,
    question: str,
    model: LanguageModel,
    around: Around,
    deadline: Deadline | None = None,
    checking: Checking = Checker,
) -> Iterator[Answer]:
    """``answer``, made of the quotes of ``reply``, as the model writes it: growing, the last complete.

    When the model gives nothing that stands, the last one is ``answer`` itself, with a note where the
    model could not be reached. Nothing is yielded that was not verified.
    """
    first: dict[str, Quoted] = {}
    for piece in reply.pieces:
        first.setdefault(piece.clause.id, piece)
    evidence = [around.cited(piece) for piece in first.values()]
    passed: list[Passed] = []
    until = deadline or model.deadline()
    try:
        for event in compose_events(question, evidence, model, deadline=until, checking=checking):
            if isinstance(event, Composed):
                yield _last(answer, event, first, model.settings.shown, until.was_stopped)
                return
            passed.append(event)
            yield _made(answer, sorted(passed, key=lambda one: one.position), first)
    except ModelUnavailable as error:
        if until.was_stopped:
            yield _noted(answer, "stopped_early")
            return
        _log.warning("answered by quotes: %s", error.trouble.value)
        yield answer.model_copy(update={"notes": (*answer.notes, error.message)})


def _noted(answer: Answer, name: str, **values: str) -> Answer:
    """The answer with one more note, ``name`` in the prompts."""
    note = str(load_prompts("generating")["notes"][name]).format(**values)
    return answer.model_copy(update={"notes": (*answer.notes, note)})


def _last(
    answer: Answer,
    composed: Composed,
    first: dict[str, Quoted],
    endpoint: str,
    stopped: bool,
) -> Answer:
    for struck in composed.struck:
        reasons = "；".join(reason.message for reason in struck.reasons)
        _log.info("struck (%s): %s", struck.stage, reasons)
    if not composed.statements:
        return _noted(answer, "stopped_early") if stopped else answer
    made = _made(answer, composed.statements, first)
    noted = answer
    if stopped:
        noted = _noted(answer, "stopped")
    elif composed.trouble is not None:
        noted = _noted(answer, "cut", endpoint=endpoint)
    timings = {f"model_{name}": value for name, value in composed.timings_ms.items()}
    return made.model_copy(
        update={
            "missing": answer.missing,
            "clarify": answer.clarify,
            "notes": noted.notes,
            "timings_ms": {**answer.timings_ms, **timings},
        }
    )


def _made(answer: Answer, passed: Sequence[Passed], first: dict[str, Quoted]) -> Answer:
    """The statements that passed so far; hints and what is missing come with the last."""
    statements = tuple(_statement(one, first) for one in passed)
    pieces = [piece for one in passed for piece in one.pieces]
    marks = {p.clause.id: mark_of(p.source, p.clause) for p in (*first.values(), *pieces)}
    known = citations_of(pieces)
    cited = {citation.clause_id for citation in known}
    kept = tuple(c for c in answer.citations if c.clause_id not in cited)
    text = written_answer(statements, marks.__getitem__)
    if answer.missing is not None:
        text = f"{text}\n{answer.missing.what}{answer.missing.ask}"
    return answer.model_copy(
        update={
            "mode": "generative",
            "answer": text,
            "statements": statements,
            "citations": (*known, *kept),
            "missing": None,
            "clarify": None,
            "notes": (),
        }
    )


def _statement(one: Passed, first: dict[str, Quoted]) -> Statement:
    """Words before the statement, and its group, are those of the quotes that it rests on when they agree."""
    origins = [first[key] for key in one.clause_ids if key in first]
    leads, groups = {o.lead for o in origins}, {o.group for o in origins}
    return Statement(
        text=one.text,
        citations=one.clause_ids,
        support=one.support,
        lead=leads.pop() if len(leads) == 1 else "",
        group=groups.pop() if len(groups) == 1 else "",
    )
