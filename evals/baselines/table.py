"""The baselines, as a table of contents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from corpus.models import Document
from evals.baselines.passages import Searcher
from index.encoder import Encoder
from index.tokens import Tokeniser

Making = Callable[[Sequence[Document], Encoder, Tokeniser], Searcher]


def _langchain(documents: Sequence[Document], encoder: Encoder, _: Tokeniser) -> Searcher:
    from evals.baselines.langchain_rag import LangChainRag

    return LangChainRag(documents, encoder)


def _words(documents: Sequence[Document], _: Encoder, tokeniser: Tokeniser) -> Searcher:
    from evals.baselines.words import Words

    return Words(documents, tokeniser)


def _vectors(documents: Sequence[Document], encoder: Encoder, _: Tokeniser) -> Searcher:
    from evals.baselines.vectors import Vectors

    return Vectors(documents, encoder)


BASELINES: Mapping[str, Making] = {"langchain": _langchain, "bm25": _words, "dense": _vectors}
