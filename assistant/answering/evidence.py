"""Weigh sentences as evidence for a question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from assistant.answering.matching import (
    WeightedTerms,
    bigram_share,
    coverage,
    standardised,
)
from assistant.answering.question import Question, shows_type
from corpus.models import Authority, Clause, Kind, Source
from prompts.loading import load_prompts


@dataclass(frozen=True, slots=True)
class Place:
    """A clause with its source, the words of its headings, and how retrieval found it."""

    clause: Clause
    source: Source
    heading: str  # titles of the clause and its parents, and the source's names
    rank: int  # 0 is best
    bm25: float = 0.0
    cosine: float = 0.0
    asked: float = 0.0  # nearness (0 to 1) of the question to questions that the clause answers
    asked_at: str | None = None  # a piece of the sentence that answers the nearest of them
    asks: str = ""  # all questions that the clause answers: matched, never quoted


@dataclass(slots=True)
class Evidence:
    """A sentence of a clause with its features and score."""

    place: Place
    start: int  # in clause.text
    end: int
    score: float = 0.0
    features: dict[str, float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.place.clause.text[self.start : self.end]

    @property
    def clause_id(self) -> str:
        return self.place.clause.id


@cache
def weights() -> dict[str, Any]:
    """Weights of the features and of the gate (``prompts/weights.yaml``)."""
    return load_prompts("weights")


def weigh_evidence(
    question: Question,
    terms: WeightedTerms,
    places: Sequence[Place],
    similarity: Callable[[Sequence[str]], Sequence[float]],
    prior: Callable[[Source], float],
) -> list[Evidence]:
    """Every sentence of ``places``, best first.

    ``similarity(texts)`` gives the cosine of the question with each text; ``prior(source)`` the
    preference for a source (0 to 1): the nation and Guangdong before other places.
    """
    found = [
        Evidence(place, sentence.start, sentence.end)
        for place in places
        for sentence in place.clause.sentences
        if not sentence.heading
    ]
    cosines = similarity([evidence.text for evidence in found])
    spread = standardised(list(cosines))
    factor = weights()["sentence"]
    for evidence, cosine, z in zip(found, cosines, spread, strict=True):
        evidence.features = _features(question, terms, evidence, cosine, z, prior)
        evidence.score = sum(
            factor.get(name, 0.0) * value for name, value in evidence.features.items()
        )
    return sorted(found, key=lambda e: -e.score)


def _features(
    question: Question,
    terms: WeightedTerms,
    evidence: Evidence,
    cosine: float,
    z: float,
    prior: Callable[[Source], float],
) -> dict[str, float]:
    place, text = evidence.place, evidence.text
    shown = [shows_type(text, kind) for kind in question.types]
    topics = set(question.topics)
    clause_topics = set(place.clause.facts.topics)
    advice = bool({"how", "may", "why", "order"} & set(question.types))
    return {
        "coverage": coverage(terms, text),
        "heading": coverage(terms, text, f"{place.heading} {place.asks}"),
        "bigrams": bigram_share(question.text, text),
        "cosine": cosine,
        "z": z,
        "type": sum(shown) / len(shown),
        "topic": len(topics & clause_topics) / len(topics) if topics else 0.0,
        "titled": float(any(t.value in place.heading for t in topics)),
        "asked": _asked(evidence),
        "rank": 1.0 / (1 + place.rank),
        "prior": prior(place.source),
        "guide": float(place.source.kind is Kind.GUIDE and not advice),
        "advised": float(place.source.kind is Kind.GUIDE and advice),
        "original": float(place.source.authority is Authority.ORIGINAL),
    }


def _asked(evidence: Evidence) -> float:
    """Nearness to a known question of the clause; less for a sentence that is not the one meant."""
    at = evidence.place.asked_at
    if at is not None and at not in evidence.text:
        return 0.35 * evidence.place.asked
    return evidence.place.asked
