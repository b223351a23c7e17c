"""Find the chunks that bear on a question: words and vectors, fused by rank, then reranked if wished."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from index.catalogue.catalogue import Catalogue
from index.chunks import passage
from index.encoder import Encoder
from index.errors import IndexMissing
from index.filters import Filters
from index.fusion import fuse
from index.lexical import Lexical
from index.reranking import Reranker, reranked
from index.vectors.search import VectorSearch

if TYPE_CHECKING:
    from index.encoder import Vectors

Mode = Literal["hybrid", "lexical", "dense"]

#: Constant and weights of the fusion, tuned on statutes-dev (table: ``evals.retrieval``).
RRF_CONSTANT = 10.0
WEIGHTS = {"lexical": 1.0, "dense": 1.5}
#: How many chunks each leg hands to the fusion.
DEPTH = 100
_REMEMBERED_QUERIES = 256
_LONGEST_QUERY = 2_000


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that was found; ``catalogue.clause(clause_id).text[start:end]`` is its text.

    ``score`` orders the hits (fused; in a single leg that leg's own). ``bm25`` is 0 when it shares
    no word with the question (or words were not asked); ``cosine`` is None when vectors were not
    asked. ``ranks`` counts from 1 in each leg that found it. Hits with ``reranked``, a reranker's
    score, come first and are ordered by it.
    """

    chunk_id: str
    clause_id: str
    source_id: str
    start: int
    end: int
    score: float
    bm25: float = 0.0
    cosine: float | None = None
    ranks: Mapping[str, int] = field(default_factory=dict)
    reranked: float | None = None


class Retriever:
    """Searches. ``encoder`` is called when the first search by vectors needs the model.

    ``reranker`` reads the first hits of ``hybrid`` searches. ``mode``: what a search may use at all;
    with words or vectors alone, a search for the other finds nothing.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        lexical: Lexical,
        vectors: VectorSearch,
        encoder: Callable[[], Encoder],
        reranker: Reranker | None = None,
        mode: Mode = "hybrid",
    ) -> None:
        self._catalogue, self._lexical, self._vectors = catalogue, lexical, vectors
        self._encoder, self._reranker, self.mode = encoder, reranker, mode
        self._queries: OrderedDict[tuple[str, str], Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def search(
        self,
        query: str,
        *,
        k: int = 20,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        mode: Mode = "hybrid",
    ) -> list[Hit]:
        """The ``k`` best chunks, best first; empty for a question without a word.

        A database without search by words answers ``hybrid`` by vectors alone. Raises
        IndexMissing, VectorMismatch, UnsupportedSearch, DataFolderError, RerankerError.
        """
        query = query[:_LONGEST_QUERY]
        self._catalogue.states()
        if not self._catalogue.places():
            raise IndexMissing("还没有建立索引。请先运行 cqo index rebuild。")
        allowed = self._catalogue.passing(filters)
        if not allowed or not query.strip() or not self._may(mode):
            return []
        if mode == "hybrid":
            mode = self.mode
        everything = len(allowed) == len(self._catalogue.places())
        depth = max(DEPTH, k)
        legs: dict[str, dict[int, float]] = {}
        if mode == "lexical" or (mode == "hybrid" and self._lexical.available):
            found = self._lexical.search(query, k=depth, filters=None if everything else filters)
            legs["lexical"] = {key: score for key, score in found if key in allowed}
        vector = None
        if mode != "lexical":
            vector = self.query_vector(query)
            found = self._vectors.search(
                vector, k=depth, fingerprint=self._encoder().fingerprint, filters=filters
            )
            legs["dense"] = {key: score for key, score in found if key in allowed}
        order, scores = self._order(legs), dict[int, float]()
        if self._reranker is not None and mode == "hybrid":
            order, scores = self._reread(self._reranker, query, order)
        return self._hits(order, legs, vector, scores, k)

    def query_vector(self, query: str) -> Vectors:
        """The question's vector, float32 [dimensions]; the last ones are remembered."""
        encoder = self._encoder()
        key = (encoder.fingerprint, query)
        with self._lock:
            if key in self._queries:
                self._queries.move_to_end(key)
                return self._queries[key]
        vector = encoder.encode_query(query)
        with self._lock:
            self._queries[key] = vector
            while len(self._queries) > _REMEMBERED_QUERIES:
                self._queries.popitem(last=False)
        return vector

    def _may(self, mode: Mode) -> bool:
        """Whether a search of this mode has anything to search by."""
        return mode == self.mode or "hybrid" in (mode, self.mode)

    @staticmethod
    def _order(legs: Mapping[str, Mapping[int, float]]) -> list[tuple[int, float]]:
        if len(legs) == 1:
            return list(next(iter(legs.values())).items())
        rankings = {name: list(found) for name, found in legs.items()}
        return fuse(rankings, constant=RRF_CONSTANT, weights=WEIGHTS)

    def _reread(
        self, reranker: Reranker, query: str, order: Sequence[tuple[int, float]]
    ) -> tuple[list[tuple[int, float]], dict[int, float]]:
        """``order`` as the reranker has it, and its scores by chunk."""
        places, fused = self._catalogue.places(), dict(order)
        keys = [key for key, _ in order if key in places]
        found, scores = reranked(reranker, query, keys, self._passage)
        return [(key, fused[key]) for key in found], scores

    def _passage(self, key: int) -> str:
        """What the embedding model reads of a chunk, without what stands above in the text."""
        place = self._catalogue.places()[key]
        clause = self._catalogue.clause(place.clause_id)
        source = self._catalogue.source(place.source_id)
        if clause is None or source is None:  # removed since the search began
            return ""
        text = clause.text[place.start : place.end]
        if not self._catalogue.headings:
            return text
        titles = [c.title for c in (*self._catalogue.parents(clause.id), clause) if c.title]
        return passage(source.title, " ".join(titles), text)

    def _hits(
        self,
        order: Sequence[tuple[int, float]],
        legs: Mapping[str, Mapping[int, float]],
        vector: Vectors | None,
        scores: Mapping[int, float],
        k: int,
    ) -> list[Hit]:
        places = self._catalogue.places()
        best = [(key, score) for key, score in order if key in places][:k]
        ranks = {
            name: {key: rank for rank, key in enumerate(found, start=1)}
            for name, found in legs.items()
        }
        words, near = legs.get("lexical", {}), dict(legs.get("dense", {}))
        if vector is not None:
            missing = [key for key, _ in best if key not in near]
            near.update(self._vectors.cosines(vector, missing))
        return [
            Hit(
                chunk_id=place.id,
                clause_id=place.clause_id,
                source_id=place.source_id,
                start=place.start,
                end=place.end,
                score=score,
                bm25=words.get(key, 0.0),
                cosine=near.get(key),
                ranks={name: found[key] for name, found in ranks.items() if key in found},
                reranked=scores.get(key),
            )
            for key, score in best
            for place in (places[key],)
        ]
