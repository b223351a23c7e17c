"""The one error of this room."""

from __future__ import annotations


class EmbeddingError(ValueError):
    """A model that cannot be opened; the message says in Chinese what is wrong and what to do."""
