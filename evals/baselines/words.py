"""BM25 over the clauses' own text, nothing else: SQLite's FTS5 with our tokens."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.models import Document
from evals.baselines.passages import Passage, clause_passages
from index.tokens import Tokeniser


class Words:
    """One table of tokens in memory; k1 1.2 and b 0.75, as FTS5 has them."""

    name, title = "bm25", "只按词（BM25）"

    def __init__(self, documents: Iterable[Document], tokeniser: Tokeniser) -> None:
        self._tokeniser, self._passages = tokeniser, clause_passages(documents)
        self._table = sqlite3.connect(":memory:", check_same_thread=False)
        self._table.execute("CREATE VIRTUAL TABLE words USING fts5(tokens)")
        rows = ((n, self._tokens(_text(passage))) for n, passage in enumerate(self._passages))
        self._table.executemany("INSERT INTO words(rowid, tokens) VALUES (?, ?)", rows)

    def search(self, question: str, k: int) -> Sequence[Passage]:
        """The clauses with the highest BM25; those that share no token are not there."""
        tokens = dict.fromkeys(self._tokens(question).split())
        if not tokens:
            return []
        rows = self._table.execute(
            "SELECT rowid, -bm25(words) FROM words WHERE words MATCH ? ORDER BY 2 DESC, 1 LIMIT ?",
            (" OR ".join(f'"{token}"' for token in tokens if '"' not in token), k),
        )
        return [replace(self._passages[n], score=score) for n, score in rows]

    def _tokens(self, text: str) -> str:
        return " ".join((*self._tokeniser.words(text), *self._tokeniser.bigrams(text)))


def _text(passage: Passage) -> str:
    return "\n".join(piece.text for piece in passage.pieces)
