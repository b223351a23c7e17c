"""Our embedders as LangChain's ``Embeddings``; apart, because importing langchain_core takes 0.16 s."""

from __future__ import annotations

from langchain_core.embeddings import Embeddings

from index.embedding.engine import Engine


class LangChainEmbeddings(Embeddings):
    """Hands each call on to an engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Passages -> vectors as lists."""
        return [[float(x) for x in row] for row in self.engine.encode_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Question -> vector as a list."""
        return [float(x) for x in self.engine.encode_query(text)]


def as_langchain(engine: Engine) -> Embeddings:
    """The engine, or cached embedder, as a LangChain ``Embeddings``."""
    return LangChainEmbeddings(engine)
