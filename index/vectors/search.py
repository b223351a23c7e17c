"""Find the chunks nearest to a question's vector, whichever store answers."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.catalogue.catalogue import Catalogue
from index.errors import IndexMissing, VectorMismatch
from index.filters import Filters
from index.vectors import chroma_store
from index.vectors.pointer import Pointer, folder_of, read_pointer
from index.vectors.snapshot import Snapshot, open_snapshot

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Chunks up to which the mapped file is searched even by a long-running process: exact cosine over
#: 100,000 chunks takes about 20 ms, Chroma's filtered queries no less.
EXACT_LIMIT = 100_000
_REMEMBERED_FILTERS = 64


class VectorSearch:
    """Searches the generation that the catalogue points to; follows it when it changes.

    ``long_running``: this process may hold the embedded Chroma open (see ``index.vectors``).
    """

    def __init__(
        self,
        catalogue: Catalogue,
        data_dir: Path,
        *,
        chroma_url: str | None = None,
        long_running: bool = False,
        exact_limit: int = EXACT_LIMIT,
    ) -> None:
        self._catalogue, self._data_dir, self._url = catalogue, data_dir, chroma_url
        self._long_running, self._exact_limit = long_running, exact_limit
        self._lock = threading.RLock()
        self._stack = ExitStack()
        self._open: tuple[str, int] | None = None
        self._snapshot: Snapshot | None = None
        self._keys: NDArray[np.intp] | None = None
        self._row_by_key: dict[int, int] = {}
        self._collection: Any = None
        self._rows: dict[Filters, NDArray[np.intp] | None] = {}

    def search(
        self,
        query: NDArray[np.float32],
        *,
        k: int,
        fingerprint: str,
        filters: Filters = Filters(),  # noqa: B008 - frozen
    ) -> list[tuple[int, float]]:
        """Primary keys and cosines of the ``k`` nearest chunks that pass, best first.

        Raises IndexMissing when there are no vectors, VectorMismatch when they were made by
        another model or engine than ``fingerprint``.
        """
        with self._lock:
            pointer = self._follow(fingerprint)
            if self._collection is not None:
                return self._ask_chroma(query, k, filters)
            assert self._snapshot is not None, pointer
            assert self._keys is not None
            rows = self._rows_of(filters)
            snapshot, keys = self._snapshot, self._keys
        found = snapshot.search(query, k=k, rows=rows)
        return [(int(keys[row]), cosine) for row, cosine in found]

    def cosines(self, query: NDArray[np.float32], keys: Sequence[int]) -> dict[int, float]:
        """Cosines of chunks by primary key; those without a vector are left out.

        To be asked after ``search``, of the same generation.
        """
        if not keys:
            return {}
        with self._lock:
            if self._collection is not None:
                places = self._catalogue.places()
                by_id = {places[key].id: key for key in keys if key in places}
                vectors = chroma_store.vectors_of(self._collection, list(by_id))
                return {by_id[key]: float(vector @ query) for key, vector in vectors.items()}
            if self._snapshot is None:
                return {}
            snapshot, rows = self._snapshot, self._row_by_key
        return {key: float(snapshot.matrix[rows[key]] @ query) for key in keys if key in rows}

    def close(self) -> None:
        with self._lock:
            self._stack.close()
            self._open = self._snapshot = self._collection = None
            self._rows.clear()

    def _follow(self, fingerprint: str) -> Pointer:
        states = self._catalogue.states()
        pointer = read_pointer(states)
        if pointer is None:
            raise IndexMissing("还没有向量索引。请先运行 cqo index rebuild。")
        if pointer.fingerprint != fingerprint:
            raise VectorMismatch(
                f"索引中的向量由另一个嵌入模型生成（{pointer.fingerprint}），与当前模型（{fingerprint}）"
                "不能混用。请运行 cqo index rebuild 重建索引，或改回原来的模型。"
            )
        now = (pointer.token, int(states.get("generation", 0)))
        if now != self._open:
            try:
                self._load(pointer)
            except (OSError, ValueError) as error:
                raise IndexMissing("向量索引缺失或已损坏。请运行 cqo index rebuild。") from error
            self._open = now
        return pointer

    def _load(self, pointer: Pointer) -> None:
        import numpy as np

        self.close()
        folder = folder_of(self._data_dir, pointer.token)
        if self._url or (
            self._long_running and pointer.count > self._exact_limit and self._hold_chroma()
        ):
            client = self._stack.enter_context(
                chroma_store.open_client(folder / "chroma", self._url)
            )
            self._collection = chroma_store.get_collection(client, pointer.token)
            if self._collection is None:
                raise ValueError(pointer.token)
            return
        self._snapshot = open_snapshot(folder)
        by_id = {place.id: place.pk for place in self._catalogue.places().values()}
        self._keys = np.array([by_id.get(key, -1) for key in self._snapshot.ids], dtype=np.intp)
        self._row_by_key = {int(key): row for row, key in enumerate(self._keys) if key >= 0}

    def _hold_chroma(self) -> bool:
        """Whether this process may be the one that opens the embedded Chroma for reading."""
        from filelock import FileLock, Timeout

        try:
            self._stack.enter_context(
                FileLock(self._data_dir / "vectors" / "chroma-reader.lock", 0)
            )
        except (Timeout, OSError):
            return False
        return True

    def _ask_chroma(
        self, query: NDArray[np.float32], k: int, filters: Filters
    ) -> list[tuple[int, float]]:
        found = chroma_store.nearest(self._collection, query, k=k, where=filters.for_chroma())
        by_id = {place.id: place.pk for place in self._catalogue.places().values()}
        return [(by_id[key], cosine) for key, cosine in found if key in by_id]

    def _rows_of(self, filters: Filters) -> NDArray[np.intp] | None:
        """Rows of the snapshot that pass; None for all. Remembered until the texts change."""
        import numpy as np

        if filters not in self._rows:
            assert self._keys is not None
            passing = self._catalogue.passing(filters)
            mask = np.isin(self._keys, np.fromiter(passing, dtype=np.intp, count=len(passing)))
            if len(self._rows) >= _REMEMBERED_FILTERS:
                self._rows.clear()
            self._rows[filters] = None if mask.all() else np.flatnonzero(mask)
        return self._rows[filters]
