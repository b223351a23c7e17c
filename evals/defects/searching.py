"""Defects of search: words, vectors and the index itself."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.service import LocalAssistant
from evals.defects.changing import changed
from index.encoder import Encoder, Progress
from index.retrieval import Hit

if TYPE_CHECKING:
    from index.encoder import Vectors


@contextmanager
def words_broken(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """A question is cut into single characters, where the index has words and pairs."""
    with changed(assistant.index.tokeniser, words=list, bigrams=list):
        yield assistant


@contextmanager
def vectors_of_another_model(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """Questions are embedded by another model than the passages.

    Remembered vectors of questions are put aside: they are of the right model.
    """
    index = assistant.index
    other = _Turned(index.encoder())
    with changed(index, _encoder=other), changed(index.retriever, _queries=OrderedDict()):
        yield assistant


@contextmanager
def index_empty(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """Search finds nothing."""
    with changed(assistant.index.retriever, search=lambda *_, **__: []):
        yield assistant


@contextmanager
def index_halved(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """Every other clause did not get into the index."""
    search = assistant.index.retriever.search

    def halved(query: str, **options: Any) -> list[Hit]:
        found = search(query, **options)
        return [hit for hit in found if zlib.crc32(hit.clause_id.encode()) % 2]

    with changed(assistant.index.retriever, search=halved):
        yield assistant


class _Turned:
    """The same encoder, its numbers in reverse order for questions."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.fingerprint, self.dimensions = encoder.fingerprint, encoder.dimensions

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self._encoder.encode_passages(texts, progress)

    def encode_queries(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return np.ascontiguousarray(self._encoder.encode_queries(texts, progress)[:, ::-1])

    def encode_query(self, text: str) -> Vectors:
        return np.ascontiguousarray(self._encoder.encode_query(text)[::-1])
