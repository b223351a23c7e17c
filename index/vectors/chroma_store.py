"""Chroma: where the vectors are kept, in the data folder or in a Chroma server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from index.errors import DataFolderError

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api.models.Collection import Collection
    from numpy.typing import NDArray

PREFIX = "cqo-chunks-"
_PAGE = 2_000


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of a chunk beside its vector: enough to filter and to compare."""

    id: str
    metadata: dict[str, Any]


@contextmanager
def open_client(folder: Path | None, url: str | None) -> Iterator[Any]:
    """A client of the server at ``url``, else of ``folder``; closed afterwards.

    For a folder the caller holds the lock: one client, one process. No telemetry.
    """
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if url:
        parts = urlsplit(url if "//" in url else f"//{url}")
        try:
            client: Any = chromadb.HttpClient(
                host=parts.hostname or "localhost",
                port=parts.port or (443 if parts.scheme == "https" else 8000),
                ssl=parts.scheme == "https",
                settings=settings,
            )
        except Exception as error:  # chromadb raises ValueError, httpx errors and its own
            raise DataFolderError(f"连不上 Chroma 服务：{url}。请检查 CQO_CHROMA_URL。") from error
    else:
        assert folder is not None
        folder.mkdir(parents=True, exist_ok=True)
        client = chromadb.PersistentClient(str(folder), settings=settings)
    try:
        yield client
    finally:
        client.close()


def new_collection(client: Any, token: str, facts: dict[str, Any]) -> Collection:
    """An empty collection in cosine space without an embedding function of its own."""
    collection: Collection = client.create_collection(
        PREFIX + token,
        metadata=facts,
        configuration={"hnsw": {"space": "cosine"}},
        embedding_function=None,
    )
    return collection


def get_collection(client: Any, token: str) -> Collection | None:
    """The collection of a generation; None when it is not there."""
    from chromadb.errors import NotFoundError

    try:
        collection: Collection = client.get_collection(PREFIX + token, embedding_function=None)
    except (NotFoundError, ValueError):
        return None
    return collection


def add(collection: Collection, records: Sequence[Record], vectors: NDArray[np.float32]) -> None:
    """Add or replace; ``vectors`` has a row a record."""
    for start in range(0, len(records), _PAGE):
        page = records[start : start + _PAGE]
        collection.upsert(
            ids=[record.id for record in page],
            embeddings=vectors[start : start + _PAGE],
            metadatas=[record.metadata for record in page],
        )


def delete(collection: Collection, ids: Sequence[str]) -> None:
    for start in range(0, len(ids), _PAGE):
        collection.delete(ids=list(ids[start : start + _PAGE]))


def records_of(collection: Collection) -> dict[str, dict[str, Any]]:
    """Metadata by chunk id of all that the collection holds."""
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, collection.count(), _PAGE):
        page = collection.get(include=["metadatas"], limit=_PAGE, offset=start)
        found.update(zip(page["ids"], map(dict, page["metadatas"] or []), strict=True))
    return found


def vectors_of(collection: Collection, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
    """Vectors by chunk id; ids that are not there are left out."""
    import numpy as np

    found: dict[str, NDArray[np.float32]] = {}
    for start in range(0, len(ids), _PAGE):
        page = collection.get(ids=list(ids[start : start + _PAGE]), include=["embeddings"])
        for key, vector in zip(page["ids"], _rows(page["embeddings"]), strict=True):
            found[key] = np.asarray(vector, dtype=np.float32)
    return found


def _rows(embeddings: Any) -> Any:
    return () if embeddings is None else embeddings


def nearest(
    collection: Collection, query: NDArray[np.float32], *, k: int, where: dict[str, Any]
) -> list[tuple[str, float]]:
    """Chunk ids and cosines of the ``k`` nearest that pass ``where``, best first."""
    if k < 1:
        return []
    answer = collection.query(
        query_embeddings=[query.tolist()], n_results=k, where=where, include=["distances"]
    )
    distances = answer["distances"] or [[]]
    return [(key, 1.0 - d) for key, d in zip(answer["ids"][0], distances[0], strict=True)]


def sweep(client: Any, *, keep: set[str]) -> None:
    """Delete a server's generations other than ``keep``."""
    wanted = {PREFIX + token for token in keep}
    for collection in client.list_collections():
        if collection.name.startswith(PREFIX) and collection.name not in wanted:
            client.delete_collection(collection.name)
