"""The index as a LangChain retriever. Importing this file imports LangChain (0.7 s)."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from index.filters import Filters
from index.retrieval import Mode
from index.store import Index


class ClauseRetriever(BaseRetriever):
    """Chunks as LangChain documents: ``page_content`` is quotable text.

    Heading path and parents are in the metadata, never in the text.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    k: int = 8
    mode: Mode = "hybrid"
    filters: Filters = Field(default_factory=Filters)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        catalogue = self.index.catalogue
        documents = []
        hits = self.index.retriever.search(query, k=self.k, filters=self.filters, mode=self.mode)
        for hit in hits:
            clause, source = catalogue.clause(hit.clause_id), catalogue.source(hit.source_id)
            if clause is None or source is None:
                continue
            facts: dict[str, Any] = {
                "clause_id": hit.clause_id,
                "start": hit.start,
                "end": hit.end,
                "score": hit.score,
                "mark": f"{source.short_title} {clause.label}",
                "source": source.title,
                "region": source.region,
                "year": source.year,
                "authority": source.authority.value,
                "heading": [c.title for c in catalogue.parents(clause.id)] + [clause.title],
            }
            text = clause.text[hit.start : hit.end]
            documents.append(Document(page_content=text, id=hit.chunk_id, metadata=facts))
        return documents
