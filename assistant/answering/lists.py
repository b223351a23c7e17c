"""A list item is said with the sentence that introduces it, and that sentence with its items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from assistant.answering.citing import Quoted
from corpus.models import Clause, ClauseKind, Source

#: Clauses that are pieces of the clause above them: its items, paragraphs and notes.
PIECES = frozenset({ClauseKind.ITEM, ClauseKind.PARAGRAPH, ClauseKind.NOTE})
_DEPTH = 6


class Tree(Protocol):
    """Where clauses are found: the catalogue, or one text."""

    def clause(self, clause_id: str) -> Clause | None: ...

    def children(self, clause_id: str) -> Sequence[Clause]: ...


def introduction(tree: Tree, source: Source, clause: Clause) -> list[Quoted]:
    """The sentences that introduce an item, outermost first: 首席质量官应具备下列条件：.

    An item with a title of its own is understood by that.
    """
    found: list[Quoted] = []
    while _leans(clause) and clause.parent and len(found) < _DEPTH:
        above = tree.clause(clause.parent)
        if above is None:
            break
        last = next((s for s in reversed(above.sentences) if not s.heading), None)
        if last is None or not announces(above.text[last.start : last.end]):
            break
        found.insert(0, Quoted(source, above, last.start, last.end))
        clause = above
    return found


def items_below(tree: Tree, source: Source, clause: Clause, depth: int = _DEPTH) -> list[Quoted]:
    """The items of a clause and theirs, in reading order."""
    found: list[Quoted] = []
    for child in tree.children(clause.id):
        if _leans(child) and depth:
            found.extend(sentences(source, child))
            found.extend(items_below(tree, source, child, depth - 1))
    return found


def exceptions(tree: Tree, source: Source, item: Clause) -> list[Quoted]:
    """What the clause says of one of its items by its letter: 满十二年的，可不受a)的限制."""
    if item.kind is not ClauseKind.ITEM or not item.parent or item.path[-1].startswith("—"):
        return []
    letter = re.compile(rf"(?<![A-Za-z0-9.]){re.escape(item.path[-1])}")
    return [
        piece
        for beside in tree.children(item.parent)
        if beside.kind in PIECES and beside.kind is not ClauseKind.ITEM
        for piece in sentences(source, beside)
        if letter.search(piece.text.replace("）", ")") if item.path[-1][-1] == ")" else piece.text)
    ]


def _leans(clause: Clause) -> bool:
    return clause.kind is ClauseKind.ITEM and not clause.title


def sentences(source: Source, clause: Clause) -> list[Quoted]:
    """The sentences of a clause without its heading."""
    return [Quoted(source, clause, s.start, s.end) for s in clause.sentences if not s.heading]


def announces(sentence: str) -> bool:
    """Whether a list follows: 应具备下列条件：."""
    return sentence.rstrip().endswith(("：", ":"))
