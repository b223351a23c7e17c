"""Cosine of character n-grams between a question and many short texts."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

_NOT_WORD = re.compile(r"[^\w]+")
_LENGTHS = (1, 2, 3)


class NgramIndex:
    """TF-IDF over character n-grams of 1 to 3, sublinear counts, length 1 vectors.

    Source of the weighting: Salton and Buckley, "Term-weighting approaches in automatic text
    retrieval", 1988 (1 + log tf, log idf, cosine normalisation).
    """

    def __init__(self, texts: Sequence[str], background: Iterable[str] = ()) -> None:
        grams = [_grams(text) for text in texts]
        documents: Counter[str] = Counter(gram for found in grams for gram in found)
        total = len(texts)
        for text in background:
            documents.update(_grams(text).keys())
            total += 1
        self._idf = {gram: math.log((1 + total) / (1 + df)) + 1 for gram, df in documents.items()}
        self._unseen = math.log(1 + total) + 1
        self._size = len(texts)
        places: dict[str, list[int]] = defaultdict(list)
        weights: dict[str, list[float]] = defaultdict(list)
        for place, found in enumerate(grams):
            for gram, weight in self._weights(found).items():
                places[gram].append(place)
                weights[gram].append(weight)
        self._postings = {
            gram: (np.array(found, np.intp), np.array(weights[gram], np.float32))
            for gram, found in places.items()
        }

    def cosines(self, question: str) -> NDArray[np.float32]:
        """float32 [texts]: 0 (nothing shared) to 1."""
        scores = np.zeros(self._size, np.float32)
        for gram, weight in self._weights(_grams(question)).items():
            if gram in self._postings:
                places, others = self._postings[gram]
                scores[places] += weight * others
        return scores

    def _weights(self, counts: Counter[str]) -> dict[str, float]:
        raw = {
            gram: (1 + math.log(count)) * self._idf.get(gram, self._unseen)
            for gram, count in counts.items()
        }
        length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        return {gram: weight / length for gram, weight in raw.items()}


def _grams(text: str) -> Counter[str]:
    bare = _NOT_WORD.sub("", text.lower())
    return Counter(bare[i : i + n] for n in _LENGTHS for i in range(len(bare) - n + 1))
