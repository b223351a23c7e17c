"""The words of the chunks in SQLite's FTS5, written in the transaction that stores the clauses.

Columns: ``title`` (words of the document's title and aliases), ``heading`` (words of the heading
path), ``body`` (words of the text), ``pairs`` (character bigrams of heading and text). Tokens come
ready-made from ``index.tokens`` and are joined with spaces; FTS5's ``unicode61`` keeps a run of
Chinese characters whole, so that it only splits at those spaces.

BM25 is FTS5's own (k1 1.2 and b 0.75 are fixed there), larger is better here. Which tokens, on
statutes-dev (10,000 articles, 1,234 questions; R@1, R@10, MRR@10, nDCG@10):

    words of title and text             .256  .527  .438  .423
    words of the text                   .260  .529  .444  .426
    bigrams of the text                 .268  .543  .456  .439
    words and bigrams, weights 1        .278  .550  .465  .448   <- this
    ... title words at 0.5              .277  .549  .465  .447
    ... bigrams at 0.5                  .271  .548  .462  .444
    ... bigrams at 1.5                  .278  .548  .466  .447
    ... bigrams of the title as well    .275  .549  .463  .446
    ... question words (如何, 是否) cut   .273  .552  .461  .445
    ... without bigrams that are words  .259  .526  .443  .425
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from sqlalchemy import Connection, Select, bindparam, column, func, literal_column, select, table

from index.catalogue.database import Database
from index.errors import UnsupportedSearch
from index.filters import Filters
from index.tokens import Tokeniser

#: Weight of each column in BM25, in the order of the columns.
WEIGHTS = {"title": 1.0, "heading": 1.0, "body": 1.0, "pairs": 1.0}
_MAX_TERMS = 200
_TABLE = table("chunk_words", column("rowid"))


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of one chunk by column, joined with spaces."""

    title: str
    heading: str
    body: str
    pairs: str


class Chunked(Protocol):
    """What is needed of a chunk or of its row."""

    @property
    def title(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def body(self) -> str: ...


class Lexical:
    """Search by words. With PostgreSQL nothing is written, ``search`` raises UnsupportedSearch."""

    def __init__(self, database: Database, tokeniser: Tokeniser) -> None:
        self._database, self.tokeniser = database, tokeniser

    @property
    def available(self) -> bool:
        return self._database.is_sqlite

    def words_of(self, chunk: Chunked) -> Words:
        cut, pairs = self.tokeniser.words, self.tokeniser.bigrams
        return Words(
            title=" ".join(cut(chunk.title)),
            heading=" ".join(cut(chunk.heading)),
            body=" ".join(cut(chunk.body)),
            pairs=" ".join(pairs(f"{chunk.heading}\n{chunk.body}")),
        )

    def write(self, connection: Connection, rows: Iterable[tuple[int, Words]]) -> None:
        """Add the words of chunks by primary key, inside the caller's transaction."""
        values = [(pk, w.title, w.heading, w.body, w.pairs) for pk, w in rows]
        if values and self.available:
            connection.exec_driver_sql(
                "INSERT INTO chunk_words(rowid, title, heading, body, pairs) VALUES (?, ?, ?, ?, ?)",
                values,
            )

    def erase(self, connection: Connection, keys: Sequence[int]) -> None:
        """Remove chunks by primary key, inside the caller's transaction."""
        if keys and self.available:
            connection.exec_driver_sql(
                "DELETE FROM chunk_words WHERE rowid = ?", [(key,) for key in keys]
            )

    def erase_all(self, connection: Connection) -> None:
        if self.available:
            connection.exec_driver_sql("DELETE FROM chunk_words")

    def keys(self, connection: Connection) -> set[int]:
        """Primary keys of the chunks that have words."""
        if not self.available:
            return set()
        return {row[0] for row in connection.exec_driver_sql("SELECT rowid FROM chunk_words")}

    def stored(self, connection: Connection) -> dict[int, Words]:
        """All that is written, by primary key of the chunk."""
        query = "SELECT rowid, title, heading, body, pairs FROM chunk_words"
        return {r[0]: Words(*r[1:]) for r in connection.exec_driver_sql(query)}

    def search(
        self, query: str, *, k: int, filters: Filters | None = None
    ) -> list[tuple[int, float]]:
        """Primary keys and BM25 of the ``k`` best chunks that share a token with ``query``.

        Chunks that share none are not there, whatever ``k``. Without ``filters`` every chunk of
        every workspace is searched, which is quicker: for a caller that knows that all may be seen.
        """
        if not self.available:
            raise UnsupportedSearch("当前数据库不支持按词检索。请使用默认的 SQLite 数据库。")
        expression = self.expression(query)
        if not expression:
            return []
        with self._database.reading() as connection:
            rows = connection.execute(_statement(filters), {"expression": expression, "k": k})
            return [(int(key), float(score)) for key, score in rows if score > 0]

    def frequencies(self, column: str, tokens: Iterable[str]) -> dict[str, int]:
        """In how many chunks each token stands, in ``pairs`` or, for ``words``, the word columns.

        Of every workspace, as BM25 counts; 0 everywhere where search by words is not available.
        """
        named = "pairs" if column == "pairs" else "{title heading body}"
        found = dict.fromkeys((token for token in tokens if '"' not in token), 0)
        if not self.available:
            return found
        count = "SELECT count(*) FROM chunk_words WHERE chunk_words MATCH ?"
        with self._database.reading() as connection:
            for token in found:
                row = connection.exec_driver_sql(count, (f'{named}: "{token}"',)).scalar()
                found[token] = int(row or 0)
        return found

    def expression(self, query: str) -> str:
        """The FTS5 expression of a question: any of its words in the word columns, any of its
        pairs in theirs."""
        words = _quoted(self.tokeniser.words(query))
        pairs = _quoted(self.tokeniser.bigrams(query))
        parts = []
        if words:
            parts.append(f"({{title heading body}}: ({words}))")
        if pairs:
            parts.append(f"(pairs: ({pairs}))")
        return " OR ".join(parts)


@lru_cache(maxsize=64)
def _statement(filters: Filters | None) -> Select[int, float]:
    """The search as SQL; making it takes longer than running it on a small library."""
    score = -func.bm25(literal_column("chunk_words"), *WEIGHTS.values())
    statement = (
        select(_TABLE.c.rowid, score.label("score"))
        .where(literal_column("chunk_words").op("MATCH")(bindparam("expression")))
        .order_by(literal_column("score").desc(), _TABLE.c.rowid)
        .limit(bindparam("k"))
    )
    if filters is None:
        return statement
    # The plus keeps SQLite from running the MATCH anew for each key (1,000 times slower).
    return statement.where(literal_column("+rowid").in_(filters.chunk_keys()))


def _quoted(tokens: Sequence[str]) -> str:
    unique = list(dict.fromkeys(tokens))[:_MAX_TERMS]
    return " OR ".join(f'"{token}"' for token in unique if '"' not in token)
