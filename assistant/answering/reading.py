"""Read texts about anything: which sentences answer a question, and whether any does.

For texts of which nothing is known but their words: no topics, no known questions. All it uses are
``reading_features`` and how retrieval found the passages. Weights: ``prompts/reading.yaml``, fitted
by ``evals.reading.fit`` on public reading questions.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.answering.reading_features import (
    Passage,
    sentence_features,
    sought,
    without_asking,
)
from index.filters import Filters
from prompts.loading import load_prompts

if TYPE_CHECKING:
    from index.retrieval import Hit
    from index.store import Index

#: Clauses whose sentences are weighed, and chunks that retrieval is asked for.
PASSAGES, HITS = 5, 20


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """``clause.text[start:end]`` with its score (any range, larger is better)."""

    clause_id: str
    source_id: str
    start: int
    end: int
    score: float
    features: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Read:
    """Sentences of the best passages, best first, and the probability (0 to 1) that they answer.

    The probability is calibrated where half of the questions have an answer; ``signs`` are what it
    was computed from. ``clauses`` are the clauses in the order of retrieval.
    """

    sentences: tuple[ReadSentence, ...]
    clauses: tuple[str, ...]
    confidence: float
    signs: Mapping[str, float]


class Reader:
    """Reads an index. Cheap to make; safe to share between threads.

    ``weights``: ``sentence`` and ``confidence`` as in ``prompts/reading.yaml``.
    """

    def __init__(
        self, index: Index, weights: Mapping[str, Mapping[str, float]] | None = None
    ) -> None:
        self._index = index
        self._weights = load_prompts("reading") if weights is None else weights

    def read(
        self,
        question: str,
        *,
        filters: Filters = Filters(),  # noqa: B008 - frozen
        passages: int = PASSAGES,
    ) -> Read:
        """The sentences that answer ``question`` best. Raises what retrieval raises."""
        hits = self._index.retriever.search(question, k=HITS, filters=filters)
        best = _by_clause(hits)
        found = [
            (hit, passage)
            for rank, hit in enumerate(best[:passages])
            if (passage := self._passage(hit, rank)) is not None
        ]
        clauses = tuple(hit.clause_id for hit in best)
        if not found:
            return Read((), clauses, 0.0, {})
        plain = without_asking(question)
        tokeniser = self._index.tokeniser
        words = self._rarity("words", tokeniser.words(plain))
        pairs = self._rarity("pairs", (p for p in tokeniser.bigrams(plain) if len(p) == 2))
        asked = sought(question, words, pairs)
        query = self._index.retriever.query_vector(question)
        factor = self._weights["sentence"]
        sentences: list[ReadSentence] = []
        for hit, passage in found:
            texts = [passage.text[start:end] for start, end in passage.sentences]
            cosines = [float(c) for c in self._index.encoder().encode_passages(texts) @ query]
            rows = sentence_features(asked, passage, cosines)
            for (start, end), row in zip(passage.sentences, rows, strict=True):
                score = sum(factor.get(name, 0.0) * value for name, value in row.items())
                sentences.append(ReadSentence(hit.clause_id, hit.source_id, start, end, score, row))
        sentences.sort(key=lambda s: -s.score)
        ceiling = 1.5 * (sum(words.values()) + sum(pairs.values()))
        signs = _signs(sentences, hits, ceiling)
        return Read(tuple(sentences), clauses, self._confidence(signs), signs)

    def _passage(self, hit: Hit, rank: int) -> Passage | None:
        catalogue = self._index.catalogue
        clause, source = catalogue.clause(hit.clause_id), catalogue.source(hit.source_id)
        if clause is None or source is None:
            return None
        spans = tuple((s.start, s.end) for s in clause.sentences if not s.heading)
        if not spans:
            return None
        titles = [c.title for c in (*catalogue.parents(clause.id), clause) if c.title]
        title = " ".join((source.title, *titles))
        return Passage(clause.text, title, spans, rank, hit.bm25, hit.cosine or 0.0)

    def _rarity(self, column: str, tokens: Iterable[str]) -> dict[str, float]:
        """``log(1 + N / (df + 0.5))`` of each token, in chunks."""
        size = max(1, len(self._index.catalogue.places()))
        counts = self._index.lexical.frequencies(column, tokens)
        return {token: math.log(1 + size / (count + 0.5)) for token, count in counts.items()}

    def _confidence(self, signs: Mapping[str, float]) -> float:
        factor = self._weights["confidence"]
        logit = factor.get("bias", 0.0) + sum(
            factor.get(name, 0.0) * value for name, value in signs.items()
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def _by_clause(hits: Sequence[Hit]) -> list[Hit]:
    """The best hit of each clause, in order."""
    found: dict[str, Hit] = {}
    for hit in hits:
        found.setdefault(hit.clause_id, hit)
    return list(found.values())


def _signs(
    sentences: Sequence[ReadSentence], hits: Sequence[Hit], ceiling: float
) -> dict[str, float]:
    """What tells whether the best sentence answers, each about 0 to 1.

    ``ceiling`` is about what BM25 gives a passage that holds every token of the question.
    """
    best = sentences[0]
    row = best.features
    cosines = sorted((hit.cosine for hit in hits if hit.cosine is not None), reverse=True)
    words = sorted((hit.bm25 for hit in hits), reverse=True)
    second = next((s.score for s in sentences if s.clause_id != best.clause_id), best.score)
    return {
        "words": row["words"],
        "around": row["pairs"] + row["context"],
        "passage": row["passage"],
        "cosine": row["cosine"],
        "passage_cosine": row["passage_cosine"],
        "nearer": (cosines[0] - cosines[1]) * 10 if len(cosines) > 1 else 0.0,
        "bm25": min(1.0, words[0] / ceiling) if words and ceiling > 0 else 0.0,
        "bm25_margin": (words[0] - words[1]) / words[0] if len(words) > 1 and words[0] else 0.0,
        "margin": min(1.0, (best.score - second) / 10),
    }
