"""What an embedding engine is: something that turns texts into vectors of length 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class Engine(Protocol):
    """A model ready to use. Vectors are float32 and normalised, so that a dot product is a cosine."""

    @property
    def fingerprint(self) -> str:
        """Model, engine and version; vectors of two fingerprints must not be compared."""

    @property
    def dimensions(self) -> int:
        """Numbers in a vector."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Texts to be found: float32 [texts, dimensions]."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Questions: float32 [texts, dimensions]."""

    def encode_query(self, text: str) -> Vectors:
        """One question: float32 [dimensions]."""
