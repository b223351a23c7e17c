"""What stands in the library as one workspace sees it: versions, the standard, imported questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from assistant.answering.imported_asks import asks_of_text
from assistant.answering.known_questions import Imported
from assistant.answering.more_questions import MoreQuestions
from corpus.gaps import Gap, Part
from corpus.models import Clause, Fact, Kind, Source, Status
from corpus.primary import (
    closed_gaps,
    holding,
    is_edition,
    on_topics,
    primary_of,
    rules_for_home,
)
from corpus.structure.document_facts import read_facts
from corpus.versions import Versions, own_date
from index.catalogue.catalogue import Catalogue
from index.filters import Filters
from prompts.loading import load_prompts


@dataclass(frozen=True, slots=True)
class Primary:
    """The standard's own text (or another of Guangdong's rules), and the known gaps that it closes."""

    source: Source
    clauses: tuple[Clause, ...]
    facts: tuple[Fact, ...]  # with positions in the whole text
    closed: Mapping[str, tuple[str, ...]]  # gap id -> the clauses that close it
    voids: frozenset[str]  # clauses of the library that it makes untrue

    def clause(self, clause_id: str) -> Clause | None:
        return next((c for c in self.clauses if c.id == clause_id), None)

    def children(self, clause_id: str) -> Sequence[Clause]:
        return [c for c in self.clauses if c.parent == clause_id]

    def clause_at(self, offset: int) -> Clause | None:
        """The clause that holds this position of the text."""
        return next((c for c in self.clauses if c.start <= offset < c.end), None)

    def is_void(self, clause: Clause, source: Source, sentence: str) -> bool:
        """Whether a sentence says that the standard is missing or silent, which it no longer is."""
        if clause.id in self.voids:
            return True
        return source.kind is Kind.GUIDE and bool(_silent().search(sentence))


@cache
def _silent() -> re.Pattern[str]:
    return re.compile(load_prompts("questions")["primary"]["silent"])


@cache
def asks_others() -> re.Pattern[str]:
    """Questions that name another text than the standard: 编制说明, other places."""
    return re.compile(load_prompts("questions")["primary"]["others"])


@dataclass(frozen=True, slots=True)
class Standing:
    """One workspace's view of the library on one day."""

    sources: tuple[Source, ...]
    versions: Versions
    primary: Primary | None
    questions: MoreQuestions
    others: tuple[Primary, ...] = ()  # Guangdong's own rules on the matter: they close gaps too
    imported_ids: frozenset[str] = frozenset()
    earlier: tuple[Primary, ...] = ()  # the standard's editions beside ``primary``, newest first

    def imported(self, hidden: frozenset[str]) -> Imported | None:
        """What imported texts change for a question that leaves out ``hidden`` sources."""
        closed: dict[str, tuple[str, ...]] = {}
        for text in self.closing_beside(hidden):
            for gap, clauses in text.closed.items():
                closed[gap] = (*closed.get(gap, ()), *clauses)
        if not closed and not self.questions:
            return None
        return Imported(self.questions, closed, hidden)

    def closing_beside(self, hidden: Iterable[str]) -> tuple[Primary, ...]:
        """The texts that close gaps, the standard first, without those that the question leaves out."""
        gone = set(hidden)
        primary = self.primary_beside(gone)
        texts = (primary, *self.others) if primary else self.others
        return tuple(text for text in texts if text.source.id not in gone)

    def own_texts(self, named: Iterable[str], hidden: Iterable[str]) -> frozenset[str]:
        """Those of the ``named`` sources that people imported, the standard itself apart."""
        primary = self.primary_beside(hidden)
        own = self.imported_ids.intersection(named)
        return own - {primary.source.id} if primary is not None else own

    def primary_beside(self, hidden: Iterable[str]) -> Primary | None:
        """The standard; when the question leaves it out, the edition that it means instead."""
        gone = set(hidden)
        if self.primary is None or self.primary.source.id not in gone:
            return self.primary
        return next((text for text in self.earlier if text.source.id not in gone), None)


def standing_of(
    catalogue: Catalogue,
    gaps: Sequence[Gap],
    shipped: frozenset[str],
    on: date,
    workspace: str | None,
) -> Standing:
    """The library as ``workspace`` sees it on the day ``on``."""
    sources = catalogue.sources(Filters(workspace=workspace))
    asks = {
        clause: found
        for source in sources
        if source.id not in shipped
        for clause, found in asks_of_text(source, catalogue.clauses(source.id)).items()
    }
    found = primary_of(sources, on)
    primary = primary_text(found, catalogue.clauses(found.id), gaps) if found else None
    versions = Versions(sources, on)
    imported = tuple(source for source in sources if source.id not in shipped)
    others = tuple(
        primary_text(source, catalogue.clauses(source.id), gaps)
        for source in imported
        if rules_for_home(source) and versions.in_force(source.id)
    )
    ids = frozenset(source.id for source in imported)
    earlier = tuple(
        primary_text(source, catalogue.clauses(source.id), gaps)
        for source in sorted(filter(is_edition, imported), key=own_date, reverse=True)
        if source is not found and source.status is not Status.DRAFT
    )
    return Standing(sources, versions, primary, MoreQuestions(asks), others, ids, earlier)


def primary_text(source: Source, clauses: Sequence[Clause], gaps: Sequence[Gap]) -> Primary:
    """The standard with the gaps that it closes and the clauses that do it."""
    text = "".join(clause.text for clause in clauses)
    facts = tuple(f for f in read_facts(text) if getattr(source, f.name, None) == f.value)
    closed_ids = closed_gaps(gaps, source, clauses, facts)
    closed = {gap.id: _closing(gap, clauses) for gap in gaps if gap.id in closed_ids}
    voids = frozenset(clause for gap in gaps if gap.id in closed_ids for clause in gap.voids)
    return Primary(source, tuple(clauses), facts, closed, voids)


def _closing(gap: Gap, clauses: Sequence[Clause]) -> tuple[str, ...]:
    """Ids of the clauses that answer what the gap asks; none for facts and for the text as a whole."""
    if gap.fills.topics:
        return tuple(clause.id for clause in on_topics(gap, clauses))
    parts = [part for part in gap.fills.parts if part is not Part.CLAUSES]
    return tuple(clause.id for part in parts for clause in holding(part, clauses))
