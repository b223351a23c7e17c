"""The one error of this room."""

from __future__ import annotations

from corpus.errors import CqoError


class EmbeddingError(CqoError):
    """A model that cannot be opened; the message says in Chinese what is wrong and what to do."""
