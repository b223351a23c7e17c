"""Compare places on a topic: a row a source, quotes of its clauses, places never merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.citing import Quoted, citations_of
from assistant.answering.editions import left_out
from assistant.answering.models import Comparison, ComparisonCell, ComparisonRow
from assistant.answering.shelf import Shelf
from assistant.answering.wording import messages
from corpus.models import Authority, Kind, Source, Status, Topic
from corpus.regions import HOME, NATION

#: Sources that are not a place's rules.
_NOT_RULES = frozenset({Kind.GUIDE, Kind.STANDARD_DIGEST, Kind.COMPANY})
#: Where a place has nothing on a topic, the topic under which it may say it (由谁授权 stands under 聘任).
_KIN = {
    Topic.AUTHORIZATION: Topic.APPOINTMENT,
    Topic.FILING: Topic.TRAINING,
    Topic.POWER: Topic.DUTY,
}
#: Characters of one cell beyond which only the sentences on the topic are quoted.
_CELL = 320


@dataclass(frozen=True, slots=True)
class Compared:
    """The table, the quotes in it by row, and the places for which nothing was found."""

    comparison: Comparison
    pieces: tuple[Quoted, ...]
    missing: tuple[str, ...]


def compare_topic(
    shelf: Shelf,
    topic: Topic,
    regions: Sequence[str],
    *,
    workspace: str | None = None,
    words: Sequence[str] = (),
    leave: frozenset[str] | None = None,
) -> Compared:
    """Rows for ``regions`` (empty: every place that has a rule on the topic), Guangdong first.

    ``words``: rows that hold one of them are kept alone, when there are any (哪些地方要求本科).
    ``leave``: sources left out; None: all versions but those in force. Where the standard itself
    speaks, the texts about it do not.
    """
    standing = shelf.standing(workspace)
    gone = left_out("", (), standing.versions, standing.sources) if leave is None else leave
    primary = standing.primary_beside(gone)
    sources = [
        s
        for s in shelf.sources(workspace)
        if s.id not in gone
        and s.kind not in _NOT_RULES
        and s.authority is not Authority.GUIDE
        # a draft is no rule yet; of the standard's drafts we quote what the notes say
        and (s.status is not Status.DRAFT or s.kind is Kind.COMPILATION_NOTES)
    ]
    wanted = list(regions) or _all_regions(shelf, sources, topic)
    rows: list[ComparisonRow] = []
    pieces: list[Quoted] = []
    missing: list[str] = []
    for region in wanted:
        found = _rows_of(shelf, region, sources, topic)
        if primary is not None and any(row.source_id == primary.source.id for row, _ in found):
            found = [f for f in found if f[1][0].source.kind is not Kind.COMPILATION_NOTES]
        if words:
            narrowed = [
                (row, quotes)
                for row, quotes in found
                if any(w in q.text for w in words for q in quotes)
            ]
            if regions == () or not regions:
                found = narrowed
        if not found:
            if regions:
                missing.append(region)
                rows.append(_empty_row(region))
            continue
        for row, quotes in found:
            rows.append(row)
            pieces.extend(quotes)
    comparison = Comparison(
        topic=topic.value,
        regions=tuple(wanted),
        rows=tuple(rows),
        citations=citations_of(pieces),
        note=messages()["notes"]["digest"],
    )
    return Compared(comparison, tuple(pieces), tuple(missing))


def _all_regions(shelf: Shelf, sources: Sequence[Source], topic: Topic) -> list[str]:
    found = {
        s.region
        for s in sources
        if any(topic in c.facts.topics for c in shelf.index.catalogue.clauses(s.id))
    }
    return sorted(found, key=lambda name: (_order(shelf, name), name))


def _order(shelf: Shelf, name: str) -> int:
    if name == HOME:
        return 0
    if name == NATION:
        return 1
    return 2 if shelf.gazetteer.is_home(name) else 3


def _rows_of(
    shelf: Shelf, region: str, sources: Sequence[Source], topic: Topic
) -> list[tuple[ComparisonRow, list[Quoted]]]:
    """Rows of the sources of ``region`` itself; of the places in it when it has none of its own."""
    exact = [s for s in sources if s.region == region]
    rows = [r for s in exact if (r := _row(shelf, s, topic)) is not None]
    if not rows and topic in _KIN:
        rows = [r for s in exact if (r := _row(shelf, s, _KIN[topic])) is not None]
    if rows or region == NATION:
        return rows
    inner = [s for s in sources if s.region in shelf.gazetteer.within(region)]
    return [r for s in inner if (r := _row(shelf, s, topic)) is not None]


def _row(shelf: Shelf, source: Source, topic: Topic) -> tuple[ComparisonRow, list[Quoted]] | None:
    pieces: list[Quoted] = []
    for clause in shelf.index.catalogue.clauses(source.id):
        if topic not in clause.facts.topics:
            continue
        body = [s for s in clause.sentences if not s.heading]
        if sum(s.end - s.start for s in body) > _CELL:
            body = [s for s in body if topic.value in clause.text[s.start : s.end]][:3]
        pieces.extend(Quoted(source, clause, s.start, s.end) for s in body)
    if not pieces:
        return None
    row = ComparisonRow(
        region=source.region,
        year=source.year,
        authority=source.authority.value,
        source_id=source.id,
        source=source.title,
        number=source.number,
        status=source.status.value,
        cell=ComparisonCell(
            quotes=tuple(p.text for p in pieces),
            citations=tuple(p.clause.id for p in pieces),
        ),
    )
    return row, pieces


def _empty_row(region: str) -> ComparisonRow:
    return ComparisonRow(
        region=region,
        year=None,
        authority="",
        source_id="",
        source="",
        number=None,
        status="unknown",
        cell=None,
    )
