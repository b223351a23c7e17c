"""Texts without numbers: headings alone (Markdown, styles), or paragraphs when there is nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.models import ClauseKind
from corpus.structure.headings import LEAVES
from corpus.structure.headwords import take_title
from corpus.structure.lines import Line, is_title
from corpus.structure.marks import Sort
from corpus.structure.nodes import Node
from corpus.structure.notices import Notices
from corpus.structure.placing import Placing
from corpus.structure.unmarked import SENTENCE_END, WRAPPED

#: Most lines of a head.
_HEAD = 8


def heading_nodes(text: str, lines: Sequence[Line], notices: Notices) -> list[Node]:
    """A node for each heading below the title; tables, notes and examples below it."""
    places = Placing("markdown", notices)
    table: Node | None = None
    for line in lines:
        if line.heading:
            title = text[line.at : line.at + len(line.words)]
            node = Node(line.start, line.number, line.heading, title, ClauseKind.HEADING)
            take_title(node, line, len(line.words), 0)
            places.push(node)
            table = None
            continue
        mark = line.mark
        if mark is None or line.kind == "code" or not places.nodes:
            table = None
            continue
        if mark.sort == Sort.ROW and table is None:
            table = Node(line.start, line.number, 99, "表", ClauseKind.TABLE, Sort.ROW)
            places.hang(table)
        elif mark.sort in LEAVES and (mark.sort != Sort.FOOTNOTE or line.kind == "footnote"):
            if mark.sort in (Sort.TABLE, Sort.FIGURE) and not is_title(line.rest or "题", 60):
                continue
            leaf = Node(line.start, line.number, 99, mark.mark, LEAVES[mark.sort], mark.sort)
            places.hang(leaf)
            table = leaf if mark.sort == Sort.TABLE else None
        elif mark.sort != Sort.ROW:
            table = None
    return places.nodes


def paragraph_nodes(
    lines: Sequence[Line], notices: Notices, closing: int | None = None
) -> list[Node]:
    """A node for each paragraph behind the title lines, one for the signature at index ``closing``."""
    places = Placing("paragraphs", notices)
    before: Line | None = None
    for line in lines[_head_of(lines) : closing]:
        if line.words.startswith("<!--"):
            continue
        if before is None or not _goes_on(before, line):
            number = len(places.nodes) + 1
            mark = f"段{number}"
            node = Node(line.start, line.number, 1, mark, ClauseKind.CLAUSE, "段", (number,))
            places.push(node)
        before = line
    if closing is not None:
        first = lines[closing]
        places.root(Node(first.start, first.number, 0, "落款", ClauseKind.CLOSING))
    return places.nodes


def _head_of(lines: Sequence[Line]) -> int:
    """How many lines stand above the first sentence: the title, and who passed the text and when.

    Where no sentence comes soon, the first line alone is the title.
    """
    for index, line in enumerate(lines[: _HEAD + 1]):
        if not is_title(line.words, 100) and not line.words.startswith("<!--"):
            return index
    return 1 if len(lines) > 1 else 0


def _goes_on(before: Line, line: Line) -> bool:
    """Whether ``line`` is more of the paragraph or table of the line above."""
    if line.number != before.number + 1:
        return False
    wrapped = len(before.words) >= WRAPPED and before.words[-1] not in SENTENCE_END
    return wrapped or (before.words[0] == "|" and line.words[0] == "|")
