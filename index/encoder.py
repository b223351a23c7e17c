"""What the index needs of an embedding model. ``index.embedding`` has the real ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

#: Called with texts done, texts in all, and texts embedded a second so far.
Progress = Callable[[int, int, float], None]


class Encoder(Protocol):
    """Makes vectors of length one. ``fingerprint`` names model and engine: vectors of two
    fingerprints must not be compared.
    """

    fingerprint: str
    dimensions: int

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """float32 [number of texts, dimensions]; remembered by content."""
        ...

    def encode_queries(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """float32 [number of texts, dimensions] of questions; remembered by content."""
        ...

    def encode_query(self, text: str) -> Vectors:
        """float32 [dimensions]."""
        ...
