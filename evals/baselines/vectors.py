"""The nearest clauses by cosine, each embedded by its own text alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from corpus.models import Document
from evals.baselines.passages import Passage, clause_passages
from index.encoder import Encoder


class Vectors:
    """Every clause compared with the question."""

    name, title = "dense", "只按向量"

    def __init__(self, documents: Iterable[Document], encoder: Encoder) -> None:
        self._encoder, self._passages = encoder, clause_passages(documents)
        texts = ["\n".join(piece.text for piece in one.pieces) for one in self._passages]
        self._vectors = encoder.encode_passages(texts)

    def search(self, question: str, k: int) -> Sequence[Passage]:
        """The clauses with the highest cosine."""
        cosines = np.matmul(self._vectors, self._encoder.encode_query(question))
        order = np.argsort(-cosines, kind="stable")[:k]
        return [replace(self._passages[n], score=float(cosines[n])) for n in order]
