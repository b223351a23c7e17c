"""Import documents so that nothing half done is ever visible, and a kill loses next to nothing.

Each document is embedded (its vectors go into the cache by content) and then put, whole and in one
transaction, in the queue of ``catalogue.pending``, which no reader looks at. A group of them is
published at once: the vectors with theirs are written beside the current ones, then one transaction
stores texts and words, takes them out of the queue and points to the new vectors. A text of the same
id stays visible until that transaction. Whoever comes next publishes what a killed import left.

Writing vectors takes time in proportion to all that is stored, so groups are published no oftener
than every ten times that long: an import of many files spends at most a tenth of its time on it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Literal

from corpus.errors import CqoError
from corpus.models import Document
from corpus.structure.topics import themed
from index.build import Builder, sentences_of
from index.catalogue import rows
from index.catalogue.catalogue import Catalogue
from index.catalogue.pending import Waiting
from index.catalogue.storing import prepare
from index.chunks import chunks_of
from index.encoder import Encoder
from index.lexical import Lexical
from index.vectors.pointer import STATE

#: Seconds between two groups, at least.
GROUP_SECONDS = 10.0
#: Characters of text after which a group is published in any case.
GROUP_CHARACTERS = 2_000_000
_SHARE = 10  # of the time, one part at most goes into publishing
_SLICE = 128  # texts embedded between two reports


@dataclass(frozen=True, slots=True)
class ImportStep:
    """Progress of an import.

    ``embedding`` counts characters of text: ``total`` is what is known so far of the whole import,
    ``rate`` characters a second (of those that are not in the cache), ``left`` seconds.
    ``storing`` counts documents that become visible together.
    """

    stage: Literal["embedding", "storing"]
    source_id: str
    done: int
    total: int
    rate: float | None = None
    left: float | None = None


StepProgress = Callable[[ImportStep], None]


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """Ids in the order of the import. ``embedded``: characters that the model read, titles
    and context included; ``embedding`` and ``storing`` seconds."""

    stored: tuple[str, ...]
    replaced: tuple[str, ...]
    unchanged: tuple[str, ...]
    characters: int
    embedded: int
    embedding: float
    storing: float
    generation: int


@dataclass(slots=True)
class _Run:
    """One import: what it did so far."""

    encoder: Encoder
    progress: StepProgress | None
    on_stored: Callable[[str], None] | None
    expected: Callable[[], int] | None
    known: dict[str, str]
    unchanged: list[str] = field(default_factory=list)
    published: dict[str, bool] = field(default_factory=dict)  # by id: replaced an older one
    waiting: int = 0  # characters staged and not published
    seen: int = 0  # characters of the documents met so far
    done: int = 0  # characters of them embedded
    fresh: int = 0  # of them not from the cache
    embedded: int = 0
    embedding: float = 0.0
    storing: float = 0.0
    due: float = 0.0

    def tell(self, source_id: str, extra: float = 0.0) -> None:
        if self.progress is None:
            return
        done = self.done + int(extra)
        total = max(self.seen, self.expected() if self.expected else 0)
        rate = self.fresh / self.embedding if self.fresh and self.embedding else None
        left = (total - done) / rate if rate else None
        self.progress(ImportStep("embedding", source_id, done, total, rate, left))


class Importing:
    """Imports into a catalogue; takes the builder's lock only while a group is published."""

    def __init__(self, catalogue: Catalogue, lexical: Lexical, builder: Builder) -> None:
        self._catalogue, self._lexical, self._builder = catalogue, lexical, builder

    def run(
        self,
        documents: Iterable[Document],
        encoder: Encoder,
        *,
        progress: StepProgress | None = None,
        on_stored: Callable[[str], None] | None = None,
        expected: Callable[[], int] | None = None,
    ) -> ImportSummary:
        """Store ``documents`` (read one at a time) beside what is there, replacing those of the
        same ids; those that are stored already are left alone.

        ``on_stored`` is called with the id of each document that became visible. ``expected`` says
        how many characters the whole import will have, as far as known. Both and ``progress`` may
        raise to stop: what was embedded until then is kept, whole documents become visible.
        Raises IndexBusy, DataFolderError.
        """
        self.settle(lambda: encoder)
        self._builder.check_writable()
        run = _Run(encoder, progress, on_stored, expected, self._catalogue.digests())
        run.due = time.monotonic() + GROUP_SECONDS
        try:
            for document in documents:
                self._take(run, document)
                if run.waiting and (run.waiting >= GROUP_CHARACTERS or time.monotonic() >= run.due):
                    self._publish(run)
        except Exception:
            with suppress(CqoError, OSError):
                self._publish(run)
            raise
        if run.waiting:
            self._publish(run)
        else:
            self._builder.refresh(encoder)
        return ImportSummary(
            stored=tuple(key for key, old in run.published.items() if not old),
            replaced=tuple(key for key, old in run.published.items() if old),
            unchanged=tuple(run.unchanged),
            characters=run.seen,
            embedded=run.embedded,
            embedding=run.embedding,
            storing=run.storing,
            generation=self._catalogue.generation,
        )

    def settle(self, encoder: Callable[[], Encoder]) -> tuple[str, ...]:
        """Publish what a killed import left in the queue; ids of it. Quick when there is none."""
        if self._catalogue.database.read_only or not self._catalogue.pending.ids():
            return ()
        run = _Run(encoder(), None, None, None, self._catalogue.digests())
        self._publish(run)
        return tuple(run.published)

    def _take(self, run: _Run, document: Document) -> None:
        digest = rows.digest_of(document, headings=self._catalogue.headings)
        key, length = document.source.id, len(document.text)
        run.seen += length
        if run.known.get(key) == digest:
            run.unchanged.append(key)
            run.done += length
            run.tell(key)
            return
        document = replace(document, clauses=themed(document.source.title, document.clauses))
        self._embed(run, document)
        run.done += length
        run.tell(key)
        self._catalogue.pending.stage(document, digest)
        run.waiting += length

    def _embed(self, run: _Run, document: Document) -> None:
        """Fill the cache with the vectors of the document's passages and sentences."""
        chunks = chunks_of(document, headings=self._catalogue.headings)
        passages = [chunk.passage for chunk in chunks]
        texts = list(dict.fromkeys((*passages, *sentences_of(document.clauses))))
        weights = [len(text) for text in texts]
        whole, length, read = sum(weights) or 1, len(document.text), 0
        run.tell(document.source.id)
        for start in range(0, len(texts), _SLICE):
            begun = time.perf_counter()
            new = _embed_slice(run.encoder, texts[start : start + _SLICE])
            size = sum(weights[start : start + _SLICE])
            read += size
            if new:
                run.embedding += time.perf_counter() - begun
                run.embedded += int(size * new)
                run.fresh += int(size * new * length / whole)
            run.tell(document.source.id, read * length / whole)

    def _publish(self, run: _Run) -> None:
        """Make visible all that waits, a group of bounded size at a time."""
        begun = time.perf_counter()
        with self._builder.locked():
            self._builder.words_of_this_tokeniser()
            while waiting := self._catalogue.pending.group(characters=GROUP_CHARACTERS):
                if run.progress:
                    run.progress(
                        ImportStep("storing", waiting[-1].document.source.id, 0, len(waiting))
                    )
                self._publish_group(run, waiting)
                if run.progress:
                    run.progress(
                        ImportStep(
                            "storing", waiting[-1].document.source.id, len(waiting), len(waiting)
                        )
                    )
        seconds = time.perf_counter() - begun
        run.storing += seconds
        run.waiting = 0
        run.due = time.monotonic() + max(GROUP_SECONDS, _SHARE * seconds)

    def _publish_group(self, run: _Run, waiting: Sequence[Waiting]) -> None:
        """Vectors beside the current ones, then texts, words and pointer in one transaction."""
        before = self._catalogue.digests()
        headings = self._catalogue.headings
        texts = [
            prepare(text.document, text.digest, self._lexical, headings=headings)
            for text in waiting
        ]
        self._builder.write_vectors(
            run.encoder,
            coming=texts,
            publish=lambda pointer: self._catalogue.publish(texts, {STATE: pointer.to_json()}),
        )
        for text in waiting:
            key = text.document.source.id
            run.known[key] = text.digest
            run.published[key] = key in before or run.published.get(key, False)
            if run.on_stored:
                run.on_stored(key)


def _embed_slice(encoder: Encoder, texts: Sequence[str]) -> float:
    """Embed; the share of the texts that were not in the cache."""
    told: list[tuple[int, int]] = []
    encoder.encode_passages(texts, progress=lambda done, total, _rate: told.append((done, total)))
    known, total = told[0] if told else (0, len(texts))
    return (total - known) / total if total else 0.0
