"""A text as a tree of clauses: choose the family, arrange the lines, build clauses and references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.models import ClauseFacts
from corpus.structure.arranging import Arranger
from corpus.structure.building import build_clauses
from corpus.structure.closing import closing_at
from corpus.structure.contents import contents_of
from corpus.structure.folding import fold
from corpus.structure.lines import furniture, read_lines
from corpus.structure.nodes import Node
from corpus.structure.notices import Notices
from corpus.structure.parsed import Hint, Parsed
from corpus.structure.plain import heading_nodes, paragraph_nodes
from corpus.structure.quoting import quoted_lines
from corpus.structure.references import find_references
from corpus.structure.voting import family_of, votes_of

_DOUBT = 0.6
_NUMBERED = frozenset(("law", "standard", "official"))


def parse(
    source_id: str,
    text: str,
    *,
    hints: Sequence[Hint] = (),
    family: str | None = None,
    facts: Mapping[str, ClauseFacts] | None = None,
) -> Parsed:
    """The clauses of ``text`` in reading order; their texts joined are ``text`` itself.

    ``family`` is law, standard, official, markdown or paragraphs; without it the text decides.
    ``facts`` holds what is known of a clause by its path (labels joined with ``/``).
    """
    folded = fold(text)
    lines = read_lines(folded, hints)
    contents = contents_of(lines)
    quoted = quoted_lines(folded, lines)
    votes = votes_of(lines, quoted.union(contents) if quoted or contents else ())
    chosen, confidence = family_of(votes)
    if family is not None and family != chosen:
        chosen, confidence = family, 0.5 if votes.get(family, 0) == 0 else 0.75
    notices = Notices()
    nodes: list[Node]
    pages = furniture(lines) if chosen in _NUMBERED else frozenset()
    if chosen == "markdown":
        nodes = heading_nodes(text, lines, notices)
    elif chosen == "paragraphs":
        nodes = paragraph_nodes(lines, notices, closing_at(lines))
        if lines:
            notices.tell(
                "no-structure", "没有认出编号或标题，按自然段分条，请核对。", lines[0].number
            )
    else:
        arranger = Arranger(
            text,
            lines,
            chosen,
            contents=contents,
            closing=closing_at(lines),
            silent=quoted | pages,
        )
        nodes, notices = arranger.run(), arranger.notices
        doubts = sum(notices.counts.values())
        confidence = round(confidence * (1 - min(0.5, doubts / (len(nodes) + 1))), 2)
    if chosen != "paragraphs" and confidence < _DOUBT:
        notices.tell("low-confidence", "编号体例不明显，分条可能有误，请对照原文核对。")
    silent = {lines[index].at for index in pages}
    clauses = build_clauses(source_id, text, nodes, facts or {}, family=chosen, silent=silent)
    references = find_references(folded, nodes, clauses, silent)
    return Parsed(clauses, chosen, confidence, notices.all(), references, votes)
