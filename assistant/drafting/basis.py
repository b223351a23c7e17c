"""What a section rests on: clauses of the library by name and by topic, the nearest in force first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import zip_longest

from assistant.answering.citing import mark_of
from assistant.answering.wording import messages
from assistant.drafting.blueprint import Basis
from assistant.drafting.document import BasisRow
from assistant.verifying.models import Cited
from corpus.models import Authority, Clause, ClauseKind, Kind, Sentence, Source, Topic
from corpus.primary import is_standard
from corpus.regions import HOME, NATION, Gazetteer
from corpus.structure.topics import topics_by_clause
from corpus.versions import Versions
from index.catalogue.catalogue import Catalogue

#: Clauses of one section (two more of the standard itself), and characters of a quote.
_MOST, _QUOTE = 4, 160
#: Clauses of the standard itself that come in by topic, whatever else there is.
_STANDARD = 3
_NO_RULE = frozenset({ClauseKind.CONTENTS, ClauseKind.PREAMBLE, ClauseKind.CLOSING})
_PIECES = frozenset({ClauseKind.ITEM, ClauseKind.PARAGRAPH, ClauseKind.TABLE, ClauseKind.NOTE})
#: Kinds that set or explain rules; news and what a company wrote do not.
_RULES = frozenset(Kind) - {Kind.NEWS, Kind.COMPANY}


@dataclass(frozen=True, slots=True)
class Ground:
    """A clause that a section rests on, with the sentences of it that are quoted."""

    source: Source
    clause: Clause
    start: int
    end: int

    @property
    def quote(self) -> str:
        return self.clause.text[self.start : self.end]


class Texts:
    """The texts of one catalogue as drafting needs them, as they stand on the day ``on``."""

    def __init__(self, catalogue: Catalogue, gazetteer: Gazetteer, on: date) -> None:
        self.catalogue, self.gazetteer, self.on = catalogue, gazetteer, on
        self.generation = catalogue.generation

    def clause(self, clause_id: str) -> Clause | None:
        return self.catalogue.clause(clause_id)

    def source(self, source_id: str) -> Source | None:
        return self.catalogue.source(source_id)

    def cited(self, clause_id: str) -> Cited | None:
        """A clause as the verifier takes it: with its headings, its lead-in and its items."""
        clause = self.clause(clause_id)
        source = self.source(clause.source_id) if clause else None
        if clause is None or source is None:
            return None
        words = [parent.title for parent in self.catalogue.parents(clause_id)]
        words += [clause.lead]
        words += [c.text for c in self.catalogue.children(clause_id) if c.kind in _PIECES]
        return Cited(source, clause, tuple(word for word in words if word))

    def grounds(self, basis: Basis, region: str | None, title: str) -> tuple[Ground, ...]:
        """Clauses of a section called ``title``, best first: those of the standard itself, of the company's
        own place, of its province, of the nation, what explains the standard, then our guides.
        """
        words = " ".join((title, *basis.topics))
        named = [self._ground(clause_id, words) for clause_id in basis.clauses]
        found = {one.clause.id: one for one in named if one is not None}
        chain = self._chain(region)
        for source, clause in self._in_turn(basis.topics, chain):
            if len(found) >= _MOST + (2 if is_standard(source) else 0):
                break
            found.setdefault(clause.id, ground_of(source, clause, words))
        return tuple(sorted(found.values(), key=lambda g: self._rank(g.source, chain)))

    def _in_turn(
        self, topics: Sequence[Topic], chain: Sequence[str]
    ) -> Iterator[tuple[Source, Clause]]:
        """The best clause of each topic, then the second best of each, and so on."""
        columns = [
            sorted(
                (one for one in self._by_topic.get(topic, ()) if one[0].region in chain),
                key=lambda one: (self._rank(one[0], chain), one[1].order),
            )
            for topic in topics
        ]
        for row in zip_longest(*columns):
            yield from (one for one in row if one is not None)

    def _ground(self, clause_id: str, words: str) -> Ground | None:
        clause = self.clause(clause_id)
        source = self.source(clause.source_id) if clause else None
        return ground_of(source, clause, words) if source and clause else None

    def _chain(self, region: str | None) -> tuple[str, ...]:
        """Places whose rules hold for a company, the nearest first."""
        places: list[str] = []
        found = self.gazetteer.find(region) if region else None
        while found is not None:
            places.append(found.name)
            found = self.gazetteer.by_name.get(found.parent) if found.parent else None
        return tuple(dict.fromkeys((*places, *(() if places else (HOME,)), NATION)))

    def _rank(self, source: Source, chain: Sequence[str]) -> tuple[int, int, int]:
        if is_standard(source):
            return (0, 0, 0)
        guide = source.kind is Kind.GUIDE
        original = 0 if source.authority is Authority.ORIGINAL else 1
        place = chain.index(source.region) if source.region in chain else len(chain)
        return (2 if guide else 1, original, place)

    @cached_property
    def _by_topic(self) -> dict[Topic, list[tuple[Source, Clause]]]:
        sources = [s for s in self.catalogue.sources() if s.kind in _RULES]
        versions = Versions(tuple(sources), self.on)
        gone = versions.superseded()
        found: dict[Topic, list[tuple[Source, Clause]]] = {}
        for source in sources:
            if source.id in gone:
                continue
            clauses = self.catalogue.clauses(source.id)
            topics = topics_by_clause(clauses)
            for clause in clauses:
                if clause.kind in _NO_RULE or not _body(clause):
                    continue
                for topic in topics.get(clause.id, ()):
                    found.setdefault(topic, []).append((source, clause))
        return found


def rows_of(
    section: tuple[str, str], grounds: Iterable[Ground], own: str, *, optional: bool = False
) -> tuple[BasisRow, ...]:
    """Lines of 依据对照表 of the section ``(id, title)``."""
    section_id, title = section
    rows = [
        BasisRow(
            section=title,
            section_id=section_id,
            clause_id=one.clause.id,
            mark=mark_of(one.source, one.clause),
            quote=one.quote,
            source=one.source.title,
            region=one.source.region,
            year=one.source.year,
            authority=str(messages()["labels"]["authority"][one.source.authority.value]),
            optional=optional,
        )
        for one in grounds
    ]
    if own:
        rows.append(BasisRow(section=title, section_id=section_id, own=own))
    return tuple(rows)


def ground_of(source: Source, clause: Clause, words: str) -> Ground:
    """The clause with the sentence that shares most with ``words``; the first where none does."""
    body = _body(clause)
    if not body:
        return Ground(source, clause, 0, min(len(clause.text), _QUOTE))
    best = max(body, key=lambda s: (_shared(clause.text[s.start : s.end], words), -s.start))
    return Ground(source, clause, best.start, min(best.end, best.start + _QUOTE))


def _body(clause: Clause) -> list[Sentence]:
    return [s for s in clause.sentences if not s.heading and s.end - s.start > 4]


def _shared(text: str, words: str) -> int:
    """Pairs of characters of ``words`` that stand in ``text``."""
    pairs = {words[i : i + 2] for i in range(len(words) - 1)}
    return sum(pair in text for pair in pairs if " " not in pair)
