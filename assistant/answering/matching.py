"""How much of a question's words a piece of text holds."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.question import Question, lexicon

#: A synonym counts less than the word itself; a heading's word less than the sentence's own.
SYNONYM, HEADING = 0.8, 0.7


@dataclass(frozen=True, slots=True)
class WeightedTerms:
    """The question's content words with their weights (idf, generic words damped)."""

    weights: Mapping[str, float]

    @property
    def total(self) -> float:
        return sum(self.weights.values())


def weigh_terms(
    question: Question,
    frequency: Callable[[str], int],
    clauses: int,
    commonness: Callable[[str], float],
) -> WeightedTerms:
    """Weight of each term: ``log(1 + N / (df + 0.5))``, a quarter of it for generic words.

    ``frequency(term)`` is the number of clauses that hold the term, ``clauses`` their number. A term
    that no clause holds weighs by how rare it is in general Chinese (``commonness``): 社保 tells that
    the library is silent, 老板 does not. A word inside a longer word of the question is left to the
    longer one.
    """
    lists = lexicon()
    maximal = [
        t for t in question.terms if not any(t != other and t in other for other in question.terms)
    ]
    weights = {}
    for term in maximal:
        known = max([frequency(term), *(frequency(s) for s in lists.synonyms.get(term, ()))])
        weight = math.log(1 + clauses / (known + 0.5))
        if known == 0:
            weight = math.log(1 + clauses) * _strangeness(commonness(term))
        weights[term] = weight * (0.25 if term in lists.generic else 1.0)
    return WeightedTerms(weights)


def _strangeness(commonness: float) -> float:
    """0.15 for everyday words (from one in 20,000), 1 for words rarer than one in 20 million."""
    if commonness <= 0:
        return 0.8
    return max(0.15, min(1.0, (-math.log10(commonness) - 4.3) / 3))


def share_of(term: str, text: str) -> float:
    """How far ``text`` holds ``term``: 1 whole, SYNONYM for a synonym, else its share of bigrams (damped)."""
    if term in text:
        return 1.0
    if any(synonym in text for synonym in lexicon().synonyms.get(term, ())):
        return SYNONYM
    if len(term) < 3 or term.isascii():
        return 0.0
    pairs = [term[i : i + 2] for i in range(len(term) - 1)]
    return 0.6 * sum(pair in text for pair in pairs) / len(pairs)


def coverage(terms: WeightedTerms, text: str, heading: str = "") -> float:
    """Weighted share (0 to 1) of the question's terms that ``text``, or its ``heading``, holds."""
    if not terms.weights:
        return 0.0
    found = 0.0
    for term, weight in terms.weights.items():
        share = share_of(term, text)
        if share < HEADING and heading:
            share = max(share, HEADING * share_of(term, heading))
        found += weight * share
    return found / terms.total


def bigram_share(question: str, text: str) -> float:
    """Share (0 to 1) of the question's Chinese bigrams found in ``text``, stop words left out."""
    stop = lexicon().stop
    pairs = {question[i : i + 2] for i in range(len(question) - 1)}
    pairs = {p for p in pairs if p not in stop and all("\u4e00" <= c <= "\u9fff" for c in p)}
    return sum(p in text for p in pairs) / len(pairs) if pairs else 0.0


def alike(one: str, other: str) -> float:
    """Jaccard similarity (0 to 1) of the character bigrams of two sentences."""
    a = {one[i : i + 2] for i in range(len(one) - 1)}
    b = {other[i : i + 2] for i in range(len(other) - 1)}
    return len(a & b) / len(a | b) if a and b else 0.0


def standardised(values: Sequence[float]) -> list[float]:
    """``values`` as z-scores; all zero when they do not vary."""
    if not values:
        return []
    mean = sum(values) / len(values)
    deviation = math.sqrt(sum((v - mean) ** 2 for v in values) / len(values))
    return [(v - mean) / deviation if deviation > 1e-9 else 0.0 for v in values]
