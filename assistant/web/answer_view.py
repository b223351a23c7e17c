"""What the chat shows of an answer: statements with their marks, the table, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from assistant.answering.models import Answer, ComparisonRow, Statement
from assistant.protocol import Turn
from assistant.web.anchors import citations_of, row_id, statement_id, why_id
from assistant.web.texts import Texts
from corpus.library_files import read_regions
from corpus.regions import UNSTATED, Gazetteer, gazetteer_of

AWAY = "外地参考"


@dataclass(frozen=True, slots=True)
class Mark:
    """A 〔…〕 that opens its clause."""

    words: str
    clause: str
    user: str  # element id of the statement or row it stands in


@dataclass(frozen=True, slots=True)
class StatementView:
    """One sentence of an answer."""

    id: str
    lead: str  # empty where the group says it
    text: str
    marks: tuple[Mark, ...]
    away: bool  # rests only on texts of other places, and its lead does not say so
    support: str


@dataclass(frozen=True, slots=True)
class Group:
    """Statements on one part of the question or one region, in words that hold for all of them."""

    title: str
    lead: str  # said once for several statements; a single one has its own
    statements: tuple[StatementView, ...]


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of a comparison."""

    id: str
    row: ComparisonRow
    marks: tuple[Mark, ...]
    away: bool


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer as the chat shows it."""

    answer: Answer
    groups: tuple[Group, ...]
    rows: tuple[RowView, ...]
    related: tuple[Mark, ...]
    cited: int  # clauses
    first: str | None  # clause that the panel opens first
    asked_on: tuple[Mark, ...]  # what the interview's question rests on
    plain: str  # ahead of statements, table and what is missing; the answer where there is none of them

    @property
    def interviews(self) -> bool:
        """Whether it is a turn of the interview and answers no question of the reader's."""
        return self.answer.asking is not None and self.answer.route == "guide" and not self.groups

    def took(self, words: Texts) -> str:
        """How long the answer took; of one that a model wrote also its first statement."""
        timings = self.answer.timings_ms
        if "first" not in timings:
            return words.took.format(ms=round(timings["total"]))
        first, total = (f"{timings[name] / 1000:.1f}" for name in ("first", "total"))
        return words.took_first.format(first=first, total=total)


@dataclass(frozen=True, slots=True)
class TurnView:
    """A question and its answer; ``answer`` is None while it is looked for.

    ``turn`` is what is stored of it, None until the answer is complete.
    """

    number: int
    question: str
    answer: AnswerView | None
    turn: Turn | None = None


def turn_views(turns: Sequence[Turn]) -> list[TurnView]:
    """Stored turns, numbered from 1."""
    return [
        TurnView(number, turn.question, answer_view(turn.answer, number), turn)
        for number, turn in enumerate(turns, start=1)
    ]


def answer_view(answer: Answer, turn: int) -> AnswerView:
    """``answer`` as turn number ``turn`` of its conversation."""
    cited = list(dict.fromkeys(citation.clause_id for citation in citations_of(answer)))
    groups = () if answer.table else _groups(answer, turn)
    rows = _rows(answer, turn)
    related = answer.missing.related if answer.missing else ()
    asked = answer.asking.citations if answer.asking else ()
    led = bool(groups or rows or answer.missing or answer.asking)
    return AnswerView(
        answer=answer,
        groups=groups,
        rows=rows,
        related=_marks(answer, related, ""),
        cited=len(cited),
        first=cited[0] if cited else None,
        asked_on=_marks(answer, [one.clause_id for one in asked], why_id(turn)),
        plain=answer.said if led else answer.answer,
    )


def _groups(answer: Answer, turn: int) -> tuple[Group, ...]:
    numbered = list(enumerate(answer.statements, start=1))
    found: list[Group] = []
    for (title, lead), run in groupby(numbered, key=lambda pair: (pair[1].group, pair[1].lead)):
        members = list(run)
        shared = lead if len(members) > 1 else ""
        views = tuple(
            _statement(answer, one, turn, number, bool(shared)) for number, one in members
        )
        said = title in lead or any(group.title == title for group in found)
        found.append(Group("" if said else title, shared.rstrip("：:"), views))
    return tuple(found)


def _statement(
    answer: Answer, statement: Statement, turn: int, number: int, led: bool
) -> StatementView:
    """``led`` when the group's heading says the statement's lead."""
    own = statement_id(turn, number)
    return StatementView(
        id=own,
        lead="" if led else statement.lead,
        text=statement.text,
        marks=_marks(answer, statement.citations, own),
        away=AWAY not in statement.lead and _away(answer, statement.citations),
        support=statement.support,
    )


def _rows(answer: Answer, turn: int) -> tuple[RowView, ...]:
    if answer.table is None:
        return ()
    views = []
    for number, row in enumerate(answer.table.rows, start=1):
        own = row_id(turn, number)
        clauses = row.cell.citations if row.cell else ()
        marks = _marks(answer, clauses, own)
        views.append(RowView(own, row, marks, not _gazetteer().is_home(row.region)))
    return tuple(views)


def _marks(answer: Answer, clauses: Sequence[str], user: str) -> tuple[Mark, ...]:
    words = {citation.clause_id: citation.mark for citation in citations_of(answer)}
    return tuple(
        Mark(words[clause], clause, user) for clause in dict.fromkeys(clauses) if clause in words
    )


def _away(answer: Answer, clauses: Sequence[str]) -> bool:
    regions = {one.region for one in citations_of(answer) if one.clause_id in clauses}
    here = any(region == UNSTATED or _gazetteer().is_home(region) for region in regions)
    return bool(regions) and not here  # a company's rules name no place


@cache
def _gazetteer() -> Gazetteer:
    return gazetteer_of(read_regions())
