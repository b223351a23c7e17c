"""Retrieval as LangChain's tutorial builds it: fixed-length chunks of the texts in Chroma.

https://docs.langchain.com/oss/python/langchain/rag: RecursiveCharacterTextSplitter with
``add_start_index``, a vector store, ``similarity_search``. Chunks of 500 characters with an overlap of
50: the tutorial's 1,000 and 200 are for English. Same texts and same embedder as ours.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from corpus.errors import BadInput
from corpus.models import Document
from evals.baselines.passages import Passage, overlapped
from index.embedding.engine import Engine

if TYPE_CHECKING:
    from langchain_chroma import Chroma

CHUNK, OVERLAP = 500, 50
#: Chunks that the tutorial's chain reads.
TOP = 5


class LangChainRag:
    """The splitter, the store and the search, as they come."""

    name, title = "langchain", "LangChain 教程做法"

    def __init__(self, documents: Iterable[Document], engine: Engine) -> None:
        """Raises BadInput where LangChain's packages are not installed."""
        self._documents = {document.source.id: document for document in documents}
        self._store = _filled(list(self._documents.values()), engine)

    def search(self, question: str, k: int) -> Sequence[Passage]:
        """The ``k`` nearest chunks; the score is their cosine."""
        found = self._store.similarity_search_with_score(question, k=k)
        passages = []
        for chunk, distance in found:
            document = self._documents[chunk.metadata["source"]]
            start = chunk.metadata["start_index"]
            pieces = overlapped(document, start, start + len(chunk.page_content))
            passages.append(Passage(pieces, 1 - distance / 2))  # squared distance of unit vectors
        return passages


def _filled(documents: Sequence[Document], engine: Engine) -> Chroma:
    try:
        from langchain_chroma import Chroma
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ImportError as error:
        raise BadInput(
            f"没有安装 {error.name}，不能与 LangChain 教程的做法比较。"
            "请运行 pip install langchain-text-splitters langchain-chroma。"
        ) from error
    from chromadb import EphemeralClient
    from chromadb.config import Settings
    from langchain_core.documents import Document as Page

    from index.embedding.langchain_adapter import as_langchain

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True
    )
    pages = [Page(one.text, metadata={"source": one.source.id}) for one in documents]
    return Chroma.from_documents(
        splitter.split_documents(pages),
        as_langchain(engine),
        client=EphemeralClient(Settings(anonymized_telemetry=False)),
        collection_name=f"baseline-{uuid.uuid4().hex}",
    )
