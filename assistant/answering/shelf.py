"""What answering needs of the index: clauses with their headings, frequencies, similarities."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.answering.evidence import Place
from assistant.answering.known_questions import KnownQuestions, Nearness
from assistant.answering.question import Question, synonyms_of
from assistant.answering.standing import Primary, Standing, asks_others, standing_of
from corpus.gaps import Gap
from corpus.models import Authority, Clause, Kind, Source
from corpus.regions import HOME, NATION, UNSTATED, Gazetteer
from index.filters import Filters

if TYPE_CHECKING:
    from index.store import Index

#: Clauses asked of retrieval for one question, and of the search within the topic.
DEPTH, TOPIC_DEPTH, ASKS_DEPTH, SYNONYM_DEPTH = 24, 10, 12, 6


#: A core that is hardly shorter than the question is not looked up by itself: it costs a vector.
_CORE_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: all of ``regions`` (empty: everywhere), first of all in ``named`` sources."""

    regions: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    workspace: str | None = None
    preferred: str | None = None  # region chosen by the user
    leave: frozenset[str] = (
        frozenset()
    )  # sources left out: versions that the question does not mean


@dataclass(frozen=True, slots=True)
class Found:
    """Places for a question, and how the question's cosine spreads over all that was found."""

    places: tuple[Place, ...]
    background: tuple[float, float]  # mean and deviation of cosines
    near: Nearness


@dataclass(frozen=True, slots=True)
class _Words:
    """Texts of clauses, and in how many of them a term stands."""

    texts: tuple[str, ...]
    frequencies: dict[str, int]


class Shelf:
    """Reads of the index; what it keeps is renewed when the catalogue changes.

    ``shipped``: ids of the product's own texts; all others are imported. ``today`` tells which
    versions are in force.
    """

    def __init__(
        self,
        index: Index,
        gazetteer: Gazetteer,
        known: KnownQuestions,
        gaps: Sequence[Gap] = (),
        *,
        shipped: frozenset[str] = frozenset(),
        today: Callable[[], date] = date.today,
    ) -> None:
        self.index, self.gazetteer, self.known = index, gazetteer, known
        self._gaps, self._shipped, self._today = tuple(gaps), shipped, today
        self._standings: dict[str | None, Standing] = {}
        self._day: date | None = None
        self._workspace: str | None = None
        self._words: dict[str | None, _Words] = {}
        self._generation = -1
        self._near: tuple[object, Nearness] | None = None

    def source(self, source_id: str) -> Source:
        found = self.index.catalogue.source(source_id)
        if found is None:
            raise KeyError(source_id)
        return found

    def clause(self, clause_id: str) -> Clause | None:
        return self.index.catalogue.clause(clause_id)

    def sources(self, workspace: str | None = None) -> tuple[Source, ...]:
        return self.index.catalogue.sources(Filters(workspace=workspace))

    # -- frequencies -----------------------------------------------------------------------------

    def commonness(self, word: str) -> float:
        """Share of ``word`` among the words of general Chinese; 0 when it is not in the dictionary."""
        return self.index.tokeniser.commonness(word)

    def frequency(self, term: str) -> int:
        """Number of clauses that hold ``term``, of those that the workspace sees."""
        words = self._own_words()
        if term not in words.frequencies:
            words.frequencies[term] = sum(term in text for text in words.texts)
        return words.frequencies[term]

    @property
    def size(self) -> int:
        """Number of clauses that the workspace sees."""
        return max(1, len(self._own_words().texts))

    def _own_words(self) -> _Words:
        """The clauses of the library and of the workspace: no other's change what it is told."""
        if self._workspace not in self._words:
            catalogue = self.index.catalogue
            seen = catalogue.sources(Filters(workspace=self._workspace))
            texts = tuple(c.text for s in seen for c in catalogue.clauses(s.id))
            self._words[self._workspace] = _Words(texts, {})
        return self._words[self._workspace]

    def renew(self, workspace: str | None) -> None:
        """Notice changes of the catalogue; to be called before each question, with who asks it."""
        self._workspace = workspace
        generation, today = self.index.catalogue.generation, self._today()
        if generation != self._generation or today != self._day:
            self._standings, self._day, self._near = {}, today, None
        if generation != self._generation:
            self._words, self._generation = {}, generation

    # -- versions --------------------------------------------------------------------------------

    def standing(self, workspace: str | None) -> Standing:
        """Versions, the standard and imported questions as ``workspace`` sees them."""
        if workspace not in self._standings:
            self._standings[workspace] = standing_of(
                self.index.catalogue,
                self._gaps,
                self._shipped,
                self._day or self._today(),
                workspace,
            )
        return self._standings[workspace]

    def primary(self, scope: Scope) -> Primary | None:
        """The standard's own text, when it is here and the question does not leave it out."""
        return self.standing(scope.workspace).primary_beside(scope.leave)

    # -- places ----------------------------------------------------------------------------------

    def place(
        self, clause: Clause, *, rank: int = DEPTH, bm25: float = 0.0, cosine: float = 0.0
    ) -> Place:
        source = self.source(clause.source_id)
        return Place(clause, source, self.heading_of(clause, source), rank, bm25, cosine)

    def heading_of(self, clause: Clause, source: Source) -> str:
        """Titles of the clause and its parents, then the source's names: matched, never quoted."""
        parents = self.index.catalogue.parents(clause.id)
        titles = [c.title for c in (*parents, clause) if c.title]
        names = [
            source.title,
            source.short_title,
            *source.aliases,
            source.number or "",
            source.region,
        ]
        return " ".join([*titles, *names])

    def find(self, question: Question, scope: Scope) -> Found:
        """Clauses that bear on the question: by words and vectors, by topic, by named source."""
        search = self.index.retriever.search
        filters = _filters(scope)
        hits = search(question.bare, k=DEPTH, filters=filters)
        cosines = [hit.cosine for hit in hits if hit.cosine is not None]
        background = (
            (statistics.fmean(cosines), statistics.pstdev(cosines))
            if len(cosines) > 1
            else (0.0, 0.0)
        )
        within = self.within(scope)
        topics = tuple(t.value for t in question.topics)
        narrow = replace(filters, regions=within, topics=topics)
        if within or question.topics:
            hits = [*hits, *search(question.bare, k=TOPIC_DEPTH, filters=narrow)]
        if within and question.topics:
            hits += search(question.bare, k=TOPIC_DEPTH, filters=replace(filters, regions=within))
        if scope.named:
            named = replace(filters, sources=scope.named)
            hits = [*search(question.bare, k=TOPIC_DEPTH, filters=named), *hits]
        other_words = synonyms_of(question)
        if other_words:
            hits += search(other_words, k=SYNONYM_DEPTH, filters=filters, mode="lexical")
        near = self.near(question, scope.workspace, scope.leave)
        places: dict[str, Place] = {}
        for hit in hits:
            if hit.clause_id not in places:
                self._put(places, hit.clause_id, near, scope, hit.bm25, hit.cosine or 0.0)
        for clause_id in near.best(ASKS_DEPTH):
            if clause_id not in places:
                self._put(places, clause_id, near, scope)
        return Found(tuple(places.values()), background, near)

    def _put(
        self,
        places: dict[str, Place],
        clause_id: str,
        near: Nearness,
        scope: Scope,
        bm25: float = 0.0,
        cosine: float = 0.0,
    ) -> None:
        clause = self.clause(clause_id)
        if clause is None or clause.source_id in scope.leave:
            return
        if self.source(clause.source_id).workspace not in (None, scope.workspace):
            return
        place = self.place(clause, rank=len(places), bm25=bm25, cosine=cosine)
        nearest, at = near.of(clause_id)
        places[clause_id] = replace(
            place, asked=nearest, asked_at=at, asks=self._asks_of(clause_id, scope.workspace)
        )

    def _asks_of(self, clause_id: str, workspace: str | None) -> str:
        own = self.known.asks_of(clause_id)
        return own or self.standing(workspace).questions.asks_of(clause_id)

    def near(
        self,
        question: Question,
        workspace: str | None = None,
        leave: frozenset[str] = frozenset(),
    ) -> Nearness:
        """Nearness of the question, or of its core, to questions whose answer is known."""
        texts = [question.bare]
        if len(question.core) <= _CORE_SHARE * len(question.bare):
            texts.append(question.core)
        key = (texts, workspace, leave)
        if self._near is not None and self._near[0] == key:
            return self._near[1]
        encoder = self.index.encoder()
        vectors = [self.index.retriever.query_vector(text) for text in texts]
        imported = self.standing(workspace).imported(leave)
        found = self.known.near(texts, vectors, encoder, imported=imported)
        self._near = (key, found)
        return found

    def within(self, scope: Scope) -> tuple[str, ...]:
        """The scope's regions and every place in them; the nation stands for itself."""
        wanted: list[str] = []
        for region in scope.regions:
            wanted.extend(self.gazetteer.within(region) if region != NATION else (NATION,))
        return tuple(dict.fromkeys(wanted))

    def of_regions(self, places: Iterable[Place], regions: Sequence[str]) -> list[Place]:
        """Places of sources of ``regions`` (and what belongs to them), or whose text names one."""
        within = set(self.within(Scope(regions=tuple(regions))))
        known = [region for name in regions if (region := self.gazetteer.find(name)) is not None]
        names = [form for region in known for form in (region.name, *region.aliases)]
        return [
            p
            for p in places
            if p.source.region in within or any(name in p.clause.text for name in names)
        ]

    def knows_region(self, region: str, workspace: str | None) -> bool:
        """Whether a source is of this place or any clause names it."""
        within = set(self.within(Scope(regions=(region,))))
        if any(source.region in within for source in self.sources(workspace)):
            return True
        return any(region in text for text in self._own_words().texts)

    def is_home(self, source: Source) -> bool:
        """Whether the source holds here; a company's rules do where they name no place."""
        if source.region == UNSTATED:
            return source.kind is Kind.COMPANY
        return self.gazetteer.is_home(source.region)

    # -- similarity ------------------------------------------------------------------------------

    def similarity(self, question: str, texts: Sequence[str]) -> list[float]:
        """Cosine of the question with each text."""
        if not texts:
            return []
        vectors = self.index.encoder().encode_passages(list(texts))
        query = self.index.retriever.query_vector(question)
        return [float(value) for value in vectors @ query]

    def prior(self, question: Question, scope: Scope, source: Source) -> float:
        """Preference (0 to 1) for a source, before its words are looked at."""
        if source.id in scope.named:
            return 1.0
        places = question.regions or ((scope.preferred,) if scope.preferred else ())
        primary = self.primary(scope)
        if primary is not None and source.id == primary.source.id:
            return 1.0 if not asks_others().search(question.text) else 0.6
        if any(source.region in self.gazetteer.within(name) for name in places if name != NATION):
            return 0.9 if source.authority is not Authority.GUIDE else 0.5
        if source.kind is Kind.COMPILATION_NOTES:
            return 0.8 if question.about_standard or not places else 0.5
        if source.region == HOME:
            return 0.6
        if source.region == NATION:
            return 0.6
        return 0.35 if self.is_home(source) else 0.15


def _filters(scope: Scope) -> Filters:
    """What the scope's workspace may see, without the versions that the question does not mean."""
    return Filters(workspace=scope.workspace, without=tuple(sorted(scope.leave)))
