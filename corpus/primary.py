"""The standard itself: how it is recognised when it arrives, and which known gaps it closes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from corpus.gaps import Gap, Part
from corpus.models import Authority, Clause, ClauseKind, Fact, Kind, Source, Status, Topic
from corpus.regions import HOME
from corpus.structure.topics import speaks_of_field, topics_by_clause
from corpus.versions import Versions, folded_title, own_date

STANDARD_TITLE = "企业首席质量官制度建设规范"

#: Clauses that nobody quotes as a rule of the standard.
_NO_RULE = frozenset({ClauseKind.CONTENTS, ClauseKind.PREAMBLE, ClauseKind.CLOSING})
#: Where a drafter or a drafting body is named.
_NAMED = {
    Part.DRAFTERS: re.compile(r"起草人"),
    Part.UNITS: re.compile(r"起草单位"),
}


def is_standard(source: Source) -> bool:
    """Whether ``source`` is the standard's own text: not a draft of it, not a text about it."""
    return is_edition(source) and source.status not in (Status.DRAFT, Status.REPEALED)


def is_edition(source: Source) -> bool:
    """Whether ``source`` is the standard in any edition, in force or not, a draft too."""
    return (
        source.kind is Kind.STANDARD
        and source.authority is Authority.ORIGINAL
        and source.region == HOME
        and is_standard_title(source.title)
    )


def is_standard_title(title: str) -> bool:
    """Whether ``title`` is the standard's, of whatever edition or stage."""
    return folded_title(title) == folded_title(STANDARD_TITLE)


def rules_for_home(source: Source) -> bool:
    """Whether ``source`` is a rule of the province on chief quality officers beside the standard."""
    return (
        source.kind in (Kind.MEASURE, Kind.POLICY, Kind.REGULATION)
        and source.authority is Authority.ORIGINAL
        and source.status not in (Status.DRAFT, Status.REPEALED)
        and source.region == HOME
        and speaks_of_field(source.title)
    )


def primary_of(sources: Iterable[Source], on: date) -> Source | None:
    """The standard's text that is in force on the day ``on``; before its first day the one to come."""
    found = [source for source in sources if is_standard(source)]
    if not found:
        return None
    versions = Versions(tuple(found), on)
    standing = [source for source in found if versions.in_force(source.id)]
    if standing:
        return max(standing, key=own_date)
    return min(found, key=own_date)


def closed_gaps(
    gaps: Iterable[Gap], source: Source, clauses: Sequence[Clause], facts: Sequence[Fact]
) -> frozenset[str]:
    """Ids of the gaps that ``source`` closes by what its ``clauses`` hold and its text states.

    A fact counts when ``facts`` has it with the value that the source is known by.
    """
    stated = {fact.name for fact in facts if _agrees(source, fact)}
    topics = topics_by_clause(clauses)
    parts = {part for part in Part if holding(part, clauses)}
    return frozenset(
        gap.id
        for gap in gaps
        if source.kind.value in gap.fills.kinds
        and not gap.fills.is_empty
        and stated.issuperset(gap.fills.facts)
        and parts.issuperset(gap.fills.parts)
        and (not gap.fills.topics or on_topics(gap, clauses, topics))
    )


def on_topics(
    gap: Gap, clauses: Sequence[Clause], topics: Mapping[str, tuple[Topic, ...]] | None = None
) -> tuple[Clause, ...]:
    """The clauses that say what the gap lacks: on its topics, with one of its words if it has any."""
    known = topics_by_clause(clauses) if topics is None else topics
    wanted = {Topic(name) for name in gap.fills.topics}
    words = re.compile(gap.fills.words) if gap.fills.words else None
    return tuple(
        clause
        for clause in clauses
        if clause.kind not in _NO_RULE
        and wanted & set(known[clause.id])
        and (clause.body if words is None else words.search(clause.body))
    )


def holding(part: Part, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses that make up a part of a standard, empty when it has none."""
    named = _NAMED.get(part)
    if named is not None:
        return tuple(c for c in clauses if named.search(c.text))
    if part is Part.TERMS:
        return tuple(c for c in clauses if c.term or c.kind is ClauseKind.TERM)
    if part is Part.ANNEXES:
        return tuple(c for c in clauses if c.kind is ClauseKind.ANNEX and c.level == 1)
    if part is Part.REFERENCES:
        return tuple(c for c in clauses if "引用文件" in c.title and c.body)
    return tuple(c for c in clauses if c.kind is ClauseKind.CLAUSE and c.path[0][:1].isdigit())


def _agrees(source: Source, fact: Fact) -> bool:
    return getattr(source, fact.name, None) == fact.value
