"""The vectors of one generation as a file that any number of processes map and search exactly."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MATRIX, _IDS = "snapshot.npy", "snapshot.json"


@dataclass(frozen=True)
class Snapshot:
    """``matrix`` float32 [number of chunks, dimensions], rows of length one; ``ids`` by row."""

    ids: tuple[str, ...]
    matrix: NDArray[np.float32]

    def search(
        self, query: NDArray[np.float32], *, k: int, rows: NDArray[np.intp] | None = None
    ) -> list[tuple[int, float]]:
        """Row numbers and cosines of the ``k`` nearest rows, best first; only among ``rows``."""
        import numpy as np

        matrix = self.matrix if rows is None else self.matrix[rows]
        scores = matrix @ query.astype(np.float32)
        k = min(k, len(scores))
        if k == 0:
            return []
        best = np.argpartition(-scores, k - 1)[:k]
        best = best[np.lexsort((best, -scores[best]))]
        return [(int(i if rows is None else rows[i]), float(scores[i])) for i in best]


def write_snapshot(folder: Path, ids: Sequence[str], matrix: NDArray[np.float32]) -> None:
    """Write both files; the folder is not yet pointed to, so that nobody reads them meanwhile."""
    import numpy as np

    np.save(folder / _MATRIX, np.ascontiguousarray(matrix, dtype=np.float32))
    (folder / _IDS).write_text(json.dumps(list(ids), ensure_ascii=False), encoding="utf-8")


def open_snapshot(folder: Path) -> Snapshot:
    """Map the snapshot in ``folder``. Raises OSError, or ValueError when it is damaged."""
    import numpy as np

    ids = tuple(json.loads((folder / _IDS).read_text(encoding="utf-8")))
    path = folder / _MATRIX
    matrix = np.load(path, mmap_mode="r" if ids else None)
    if len(matrix) != len(ids):
        raise ValueError(f"{path}: {len(matrix)} rows, {len(ids)} ids")
    return Snapshot(ids, matrix)
