"""How the two sides of the page name each other: statements of answers and quotes of clauses."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.models import Answer, Citation


def statement_id(turn: int, statement: int) -> str:
    """Element id of a statement; ``turn`` and ``statement`` count from 1."""
    return f"turn-{turn}-statement-{statement}"


def row_id(turn: int, row: int) -> str:
    """Element id of a row of a comparison table; both count from 1."""
    return f"turn-{turn}-row-{row}"


def why_id(turn: int) -> str:
    """Element id of why the interview asks what stands below answer number ``turn``."""
    return f"turn-{turn}-why"


def users_of(citation: Citation, answer: Answer, turn: int) -> tuple[str, ...]:
    """Element ids of what rests on ``citation``: the statements that hold its quote, else all
    that cite its clause, and rows of the table."""
    citing = [
        (number, statement)
        for number, statement in enumerate(answer.statements, start=1)
        if citation.clause_id in statement.citations
    ]
    holding = [(n, s) for n, s in citing if _overlaps(citation.quote, s.text)]
    statements = [statement_id(turn, number) for number, _ in holding or citing]
    asked = [why_id(turn)] if answer.asking and citation in answer.asking.citations else []
    return (*statements, *_rows_of(citation, answer, turn), *asked)


def citations_of(answer: Answer) -> tuple[Citation, ...]:
    """Citations of the answer, then those that only its table or the interview below it has."""
    table = answer.table.citations if answer.table else ()
    asked = answer.asking.citations if answer.asking else ()
    return tuple(dict.fromkeys((*answer.citations, *table, *asked)))


def quotes_of(answer: Answer, clause_id: str) -> Sequence[Citation]:
    """Citations of one clause in the order of its text, each quote once."""
    of_clause = [one for one in citations_of(answer) if one.clause_id == clause_id]
    found = {(one.start, one.end): one for one in of_clause}
    return [found[place] for place in sorted(found)]


def _overlaps(quote: str, text: str) -> bool:
    return quote in text or text in quote


def _rows_of(citation: Citation, answer: Answer, turn: int) -> list[str]:
    if answer.table is None:
        return []
    return [
        row_id(turn, number)
        for number, row in enumerate(answer.table.rows, start=1)
        if row.cell is not None
        and citation.clause_id in row.cell.citations
        and any(_overlaps(citation.quote, quote) for quote in row.cell.quotes)
    ]
