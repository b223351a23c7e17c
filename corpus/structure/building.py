"""Make clauses of nodes: every character belongs to exactly one clause, in order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from corpus.models import Clause, ClauseFacts, ClauseKind, Sentence
from corpus.structure.marks import Sort
from corpus.structure.modality import MODALITIES
from corpus.structure.nodes import Node
from corpus.structure.sentences import ranked_spans, split_sentences

#: Path of the text before the first heading (title lines, preamble).
PREAMBLE = "前文"
_NO_FACTS = ClauseFacts()
_COUNTED = frozenset(
    (Sort.BRACKET, Sort.POINT, Sort.NUMBER, Sort.ROUND, Sort.PAREN, Sort.CIRCLE, Sort.LETTER)
)


def build_clauses(
    source_id: str,
    text: str,
    nodes: Sequence[Node],
    facts: Mapping[str, ClauseFacts],
    *,
    family: str,
    silent: Collection[int] = (),
) -> tuple[Clause, ...]:
    """The clauses of ``nodes`` in order; what stands before the first is the preamble.

    ``silent`` are offsets of lines that are no part of the text: page numbers, running headers.
    """
    found, ranks = ranked_spans(text)
    sentences = _Cursor(text, found, ranks, silent)
    first = nodes[0].start if nodes else len(text)
    clauses: list[Clause] = []
    if first > 0:
        clauses.append(_preamble(source_id, text[:first], facts, family, sentences))
    shift = len(clauses)
    ids: dict[Node, str] = {}
    leads: dict[Node, str] = {}
    front = source_id + "#"
    last = len(nodes) - 1
    item, official = ClauseKind.ITEM, family == "official"
    add = clauses.append
    for position, node in enumerate(nodes):
        start, kind, parent = node.start, node.kind, node.parent
        end = nodes[position + 1].start if position < last else len(text)
        key = node.key
        own = text[start:end]
        lead = leads.get(parent, "") if parent is not None else ""
        if official and lead and kind is ClauseKind.CLAUSE and node.sort in _COUNTED:
            kind = item
        found_here = sentences.until(start, end, node.title_end, kind)
        ids[node] = identity = front + key
        if found_here:
            final = found_here[-1]
            if not final.heading and (not official or own[final.end - 1] in "：:"):
                leads[node] = own[final.start : final.end]
        title = node.title
        if title:
            at = node.title_at
            title = text[at : at + len(title)] if at >= 0 else title
        add(
            Clause(
                identity,
                source_id,
                node.path,
                node.label,
                title,
                node.level,
                position + shift,
                ids[parent] if parent is not None else None,
                start,
                end,
                node.line,
                own,
                found_here,
                facts.get(key, _NO_FACTS) if facts else _NO_FACTS,
                kind,
                title if node.term is not None else None,
                node.nature,
                lead if kind is item else "",
            )
        )
    return tuple(clauses)


class _Cursor:
    """Walks the sentences of the whole text and hands out those of each clause."""

    def __init__(
        self, text: str, found: list[tuple[int, int]], ranks: list[int], silent: Collection[int]
    ) -> None:
        self._text, self._found, self._ranks, self._silent = text, found, ranks, silent
        self._at = 0

    def until(self, start: int, end: int, title_end: int, kind: ClauseKind) -> tuple[Sentence, ...]:
        """Sentences of ``text[start:end]``; those before ``title_end`` are heading."""
        found, ranks, at = self._found, self._ranks, self._at
        count = len(found)
        sentences: list[Sentence] = []
        while at < count:
            left, right = found[at]
            if left >= end:
                break
            if right <= title_end or left in self._silent:
                sentences.append(Sentence(left - start, right - start, MODALITIES[ranks[at]], True))
            elif left < title_end:
                sentences += split_sentences(
                    self._text[left:title_end], offset=left - start, heading=True
                )
                sentences += split_sentences(self._text[title_end:right], offset=title_end - start)
            else:
                sentences.append(
                    Sentence(left - start, right - start, MODALITIES[ranks[at]], False)
                )
            at += 1
        self._at = at
        if kind in _SILENT_KINDS:
            return _as_heading(self._text[start:end], sentences, whole=kind is ClauseKind.CONTENTS)
        return tuple(sentences)


_SILENT_KINDS = frozenset((ClauseKind.CONTENTS, ClauseKind.CLOSING))


def _as_heading(own: str, sentences: Sequence[Sentence], *, whole: bool) -> tuple[Sentence, ...]:
    """Nothing here is a statement of the source, but whole sentences, unless ``whole``."""
    return tuple(
        Sentence(s.start, s.end, s.modality, whole or own[s.end - 1] not in "。！？；")
        for s in sentences
    )


def _preamble(
    source_id: str, own: str, facts: Mapping[str, ClauseFacts], family: str, sentences: _Cursor
) -> Clause:
    """The text before the first heading.

    A Markdown page says there what it is, an official document its title: neither is a statement of
    the source, so these sentences count as heading. Whole sentences of an official document do not.
    """
    found = _as_heading(
        own,
        sentences.until(0, len(own), 0, ClauseKind.PREAMBLE),
        whole=family == "markdown",
    )
    return Clause(
        id=f"{source_id}#{PREAMBLE}",
        source_id=source_id,
        path=(PREAMBLE,),
        label=PREAMBLE,
        title="",
        level=0,
        order=0,
        parent=None,
        start=0,
        end=len(own),
        line=1,
        text=own,
        sentences=found,
        facts=facts.get(PREAMBLE, _NO_FACTS),
        kind=ClauseKind.PREAMBLE,
    )
