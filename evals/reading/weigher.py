"""The weigher of the library's own answers, without what it knows of the library, for comparison."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.evidence import Place, weigh_evidence
from assistant.answering.matching import weigh_terms
from assistant.answering.question import read_question
from assistant.answering.reading import ReadSentence
from assistant.answering.shelf import DEPTH
from corpus.library_files import read_regions
from corpus.regions import gazetteer_of
from index.store import Index

_PRIOR = 0.6  # the same for every source


class LibraryWeigher:
    """``assistant.answering.evidence`` over any index: no known questions, topics or preferences."""

    def __init__(self, index: Index) -> None:
        self._index = index
        catalogue = index.catalogue
        self._clauses = {c.id: c for s in catalogue.sources() for c in catalogue.clauses(s.id)}
        self._gazetteer = gazetteer_of(read_regions())
        self._frequencies: dict[str, int] = {}

    def best(self, text: str) -> list[ReadSentence]:
        """All sentences of what retrieval finds, best first."""
        index = self._index
        question = read_question(text, index.tokeniser.words, self._gazetteer)
        terms = weigh_terms(
            question, self._frequency, len(self._clauses), index.tokeniser.commonness
        )
        asked = question.bare or text
        places: dict[str, Place] = {}
        for hit in index.retriever.search(asked, k=DEPTH):
            source = index.catalogue.source(hit.source_id)
            if hit.clause_id not in places and source is not None:
                clause = self._clauses[hit.clause_id]
                places[hit.clause_id] = Place(
                    clause, source, source.title, len(places), hit.bm25, hit.cosine or 0.0
                )

        def similarity(texts: Sequence[str]) -> list[float]:
            if not texts:
                return []
            query = index.retriever.query_vector(asked)
            return [float(c) for c in index.encoder().encode_passages(list(texts)) @ query]

        found = weigh_evidence(question, terms, list(places.values()), similarity, lambda _: _PRIOR)
        return [
            ReadSentence(e.clause_id, e.place.source.id, e.start, e.end, e.score) for e in found
        ]

    def _frequency(self, term: str) -> int:
        if term not in self._frequencies:
            self._frequencies[term] = sum(term in c.text for c in self._clauses.values())
        return self._frequencies[term]
