"""Cited and retrieved clauses against gold ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.lists import PIECES
from assistant.answering.models import Answer
from corpus.models import Clause
from evals.qa.matching import Alternatives, alternatives

#: Finds a clause by its id; None when there is none.
ClauseOf = Callable[[str], Clause | None]


@dataclass(frozen=True, slots=True)
class CitedClauses:
    """Cited clauses: gold ones or accepted alternatives, context of such, and others."""

    right: tuple[str, ...]
    context: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Share of the right among right and wrong; 0 when none is right. Context counts as neither."""
        return len(self.right) / (len(self.right) + len(self.wrong)) if self.right else 0.0


def cited_ids(answer: Answer) -> tuple[str, ...]:
    """Clauses that statements and table cells rest on, each once; clauses to read beside are none."""
    rows = answer.table.rows if answer.table is not None else ()
    stated = [key for one in answer.statements for key in one.citations]
    cells = [key for row in rows if row.cell for key in row.cell.citations]
    return tuple(dict.fromkeys((*stated, *cells)))


def recall(entries: Sequence[Alternatives], ids: Iterable[str]) -> float:
    """Share of the gold entries of which one alternative is among ``ids``; 0 without entries.

    With one id an entry this is recall as trec_eval has it; libraries know no alternatives.
    """
    found = set(ids)
    held = sum(bool(found.intersection(alternatives(entry))) for entry in entries)
    return held / len(entries) if entries else 0.0


def cited_clauses(
    entries: Sequence[Alternatives], cited: Sequence[str], clause_of: ClauseOf
) -> CitedClauses:
    """Sort the cited clauses.

    Context of a gold clause, without which it is not understood or which is a part of it: the clauses
    above it (headings, the sentence that introduces a list), the clauses below it, and untitled pieces
    of the same clause (the other items of its list, its paragraphs and notes).
    """
    accepted = {key for entry in entries for key in alternatives(entry)}
    right = tuple(key for key in cited if key in accepted)
    others = [key for key in cited if key not in accepted]
    context = tuple(key for key in others if _is_context(key, accepted, clause_of))
    return CitedClauses(right, context, tuple(key for key in others if key not in context))


def _is_context(key: str, accepted: Iterable[str], clause_of: ClauseOf) -> bool:
    clause = clause_of(key)
    if clause is None:
        return False
    above = _above(clause, clause_of)
    for gold in accepted:
        target = clause_of(gold)
        if target is None or target.source_id != clause.source_id:
            continue
        piece = clause.kind in PIECES and not clause.title and clause.parent == target.parent
        if gold in above or key in _above(target, clause_of) or (piece and clause.parent):
            return True
    return False


def _above(clause: Clause, clause_of: ClauseOf) -> set[str]:
    found: set[str] = set()
    while clause.parent and clause.parent not in found:
        found.add(clause.parent)
        parent = clause_of(clause.parent)
        if parent is None:
            break
        clause = parent
    return found
