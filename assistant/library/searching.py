"""Search inside the library, with the rank that each leg of the search gave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.library.listing import Shelves
from assistant.library.problems import Refused
from corpus.models import Clause, Source
from index.characters import fold
from index.exact import Match
from index.filters import Filters
from index.retrieval import DEPTH, Hit
from index.store import Index

#: Clauses that names and labels alone may bring, and characters of a snippet.
_MOST_NAMED, _SNIPPET = 10, 200
_LONGEST = 500
_MARKUP = re.compile(r"^#{1,6} +")


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is looked for; empty tuples do not restrict."""

    text: str
    region: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    limit: int = 20


@dataclass(slots=True)
class _Found:
    """A clause with the best rank of each leg, counted from 1."""

    clause: Clause
    start: int = 0
    end: int = 0
    ranks: dict[str, int] = field(default_factory=dict)
    bm25: float | None = None
    cosine: float | None = None


def searched(index: Index, shelves: Shelves, query: SearchQuery) -> dict[str, Any]:
    """The result as JSON. ``ranks``: ``fused``, ``lexical``, ``dense``, ``exact``; a leg that did not
    find the clause is missing. ``named``: what the words name outright."""
    text = query.text.strip()
    if not text:
        raise Refused(422, "请写下要查的词、名称或条号。")
    if len(text) > _LONGEST:
        raise Refused(422, f"要查的内容太长，请缩短到 {_LONGEST} 字以内。")
    filters = Filters(regions=query.region, kinds=query.kind)
    with index.catalogue.steady():
        matches = index.exact.find(text, filters)
        hits = index.retriever.search(text, k=DEPTH, filters=filters)
        found = _merged(index, matches, hits)[: query.limit]
        sources = {s.id: s for s in shelves.sources}
        words = _words_of(index, text)
        items = [
            _item(index, shelves, one, sources[one.clause.source_id], words)
            for one in found
            if one.clause.source_id in sources
        ]
    return {
        "query": text,
        "legs": ["lexical", "dense", "exact"] if index.lexical.available else ["dense", "exact"],
        "named": _named(matches, sources),
        "items": items,
    }


def _merged(index: Index, matches: Sequence[Match], hits: Sequence[Hit]) -> list[_Found]:
    """Clauses named outright first, then the others as the search ranks them."""
    found: dict[str, _Found] = {}
    for hit in hits:
        clause = index.catalogue.clause(hit.clause_id)
        if clause is None:
            continue
        if hit.clause_id not in found:
            one = _Found(clause, hit.start, hit.end, cosine=hit.cosine, bm25=hit.bm25 or None)
            one.ranks["fused"] = len(found) + 1
            found[hit.clause_id] = one
        ranks = found[hit.clause_id].ranks
        for leg, rank in hit.ranks.items():
            ranks[leg] = min(rank, ranks.get(leg, rank))
    named = dict.fromkeys(c for m in matches for c in m.clauses)
    for rank, clause_id in enumerate(list(named)[:_MOST_NAMED], start=1):
        clause = index.catalogue.clause(clause_id)
        if clause is None:
            continue
        one = found.setdefault(clause_id, _Found(clause, 0, len(clause.text)))
        one.ranks["exact"] = rank
    return sorted(
        found.values(), key=lambda f: (f.ranks.get("exact", 1 << 30), f.ranks.get("fused", 1 << 30))
    )


def _named(matches: Sequence[Match], sources: dict[str, Source]) -> list[dict[str, Any]]:
    """What the words name: texts by title or number, labels; empty lists when it is not here."""
    return [
        {
            "kind": match.kind,
            "words": match.text,
            "sources": [
                {"id": key, "title": sources[key].title}
                for key in match.sources[:_MOST_NAMED]
                if key in sources and match.kind != "label"
            ],
            "clauses": len(match.clauses),
        }
        for match in matches
    ]


def _item(
    index: Index, shelves: Shelves, found: _Found, source: Source, words: Sequence[str]
) -> dict[str, Any]:
    clause = found.clause
    snippet, marks = _snippet(clause.text[found.start : found.end], words)
    parents = index.catalogue.parents(clause.id)
    return {
        "clause_id": clause.id,
        "label": clause.label,
        "title": clause.title,
        "parents": [f"{p.label} {p.title}".strip() for p in parents if p.title],
        "source": {
            "id": source.id,
            "title": source.title,
            "region": source.region,
            "year": source.year,
            "kind": source.kind.value,
            "status": source.status.value,
            "authority": source.authority.value,
            "standing": shelves.standing(source),
            "own": shelves.is_own(source),
        },
        "snippet": snippet,
        "marks": marks,
        "ranks": found.ranks,
        "bm25": None if found.bm25 is None else round(found.bm25, 2),
        "cosine": None if found.cosine is None else round(found.cosine, 3),
    }


def _words_of(index: Index, text: str) -> list[str]:
    """Words to be marked, longest first; a lone character is marked only when it is all there is."""
    words = sorted(dict.fromkeys(index.tokeniser.words(text)), key=len, reverse=True)
    long = [word for word in words if len(word) > 1]
    return long or words


def _snippet(text: str, words: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """A stretch of the text around its words on one line, and where they stand in it."""
    flat = " ".join(_MARKUP.sub("", line).strip() for line in text.splitlines() if line.strip())
    spans = _spans(flat, words)
    start = 0
    if spans and spans[0][1] > _SNIPPET:
        start = max(0, spans[0][0] - _SNIPPET // 4)
    cut = flat[start : start + _SNIPPET]
    before, after = "…" if start else "", "…" if start + _SNIPPET < len(flat) else ""
    shift = len(before) - start
    marks = [
        (a + shift, min(b, start + _SNIPPET) + shift)
        for a, b in spans
        if start <= a < start + _SNIPPET
    ]
    return before + cut + after, marks


def _spans(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where the words stand; none inside another."""
    plain = fold(text)
    taken: list[tuple[int, int]] = []
    for word in words:
        at = plain.text.find(word)
        while at >= 0:
            start, end = plain.span(at, at + len(word))
            if not any(start < b and a < end for a, b in taken):
                taken.append((start, end))
            at = plain.text.find(word, at + len(word))
    return sorted(taken)
