"""Build the index: store texts, derive words, embed what is new. One writer at a time."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from corpus.models import Clause, Document
from index.catalogue.catalogue import Catalogue
from index.catalogue.storing import Prepared
from index.catalogue.tables import ChunkRow
from index.chunks import UNSEARCHED
from index.encoder import Encoder, Progress
from index.errors import IndexBusy
from index.lexical import Lexical
from index.vectors.pointer import Pointer
from index.vectors.write import up_to_date, write_vectors

#: Called with the stage (``texts``, ``sentences``, ``passages``), done and total.
BuildProgress = Callable[[str, int, int], None]
LOCK_SECONDS = 60.0
_TOKENS, _LIBRARY = "tokens", "library"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """``written`` chunks got new vectors; ``seconds`` is the wall time of the whole build."""

    stored: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    chunks: int
    written: int
    generation: int
    seconds: float


class Builder:
    """The only writer of texts, words and vectors; each method takes the data folder's lock."""

    def __init__(
        self,
        data_dir: Path,
        catalogue: Catalogue,
        lexical: Lexical,
        *,
        chroma_url: str | None = None,
        lock_seconds: float = LOCK_SECONDS,
    ) -> None:
        self._data_dir, self._catalogue, self._lexical = data_dir, catalogue, lexical
        self._url, self._lock_seconds = chroma_url, lock_seconds

    def build(
        self,
        documents: Iterable[Document],
        encoder: Encoder,
        *,
        progress: BuildProgress | None = None,
        sentences: bool = True,
    ) -> BuildReport:
        """Make the shared library be ``documents``.

        Changed texts are stored, those that an earlier ``build`` stored and that are no longer
        among them are removed; texts added by ``add`` stay. With ``sentences`` the vectors of all
        sentences are made too, so that answering finds them in the embedder's cache. Doing it
        again changes and embeds nothing. Raises IndexBusy, DataFolderError.
        """
        begun = time.perf_counter()
        with self.locked():
            documents = list(documents)
            stored = self._store(documents, progress)
            wanted = [document.source.id for document in documents]
            before = json.loads(self._catalogue.states().get(_LIBRARY, "[]"))
            removed = [key for key in before if key not in set(wanted)]
            for key in removed:
                self._catalogue.remove(key)
            if before != wanted:
                self._catalogue.set_state(_LIBRARY, json.dumps(wanted))
            written = self._derive(encoder, progress, sentences=sentences)
        return self._report(stored, removed, len(documents) - len(stored), written, begun)

    def add(
        self,
        documents: Iterable[Document],
        encoder: Encoder,
        *,
        progress: BuildProgress | None = None,
        sentences: bool = True,
    ) -> BuildReport:
        """Store texts beside what is there, replacing those of the same id."""
        begun = time.perf_counter()
        with self.locked():
            documents = list(documents)
            stored = self._store(documents, progress)
            written = self._derive(encoder, progress, sentences=sentences)
        return self._report(stored, [], len(documents) - len(stored), written, begun)

    def remove(self, source_ids: Iterable[str], encoder: Encoder) -> BuildReport:
        """Remove texts with all that was derived from them."""
        begun = time.perf_counter()
        with self.locked():
            removed = [key for key in source_ids if self._catalogue.remove(key)]
            written = self._derive(encoder, None, sentences=False)
        return self._report([], removed, 0, written, begun)

    def rebuild(self, encoder: Encoder, *, progress: BuildProgress | None = None) -> BuildReport:
        """Make words and vectors anew from the catalogue; embeddings come from their cache."""
        begun = time.perf_counter()
        with self.locked():
            self._words_anew()
            written = self._derive(encoder, progress, sentences=True, fresh=True)
        return self._report([], [], len(self._catalogue.sources()), written, begun)

    def refresh(self, encoder: Encoder) -> int:
        """Bring vectors up to date that a killed build left behind; how many were new or changed."""
        if up_to_date(self._catalogue, self._data_dir, encoder, url=self._url):
            return 0
        with self.locked():
            return self._derive(encoder, None, sentences=False)

    def write_vectors(
        self,
        encoder: Encoder,
        *,
        coming: Sequence[Prepared],
        publish: Callable[[Pointer], None],
    ) -> None:
        """Vectors of the catalogue with ``coming`` (see ``vectors.write``); the lock is held."""
        write_vectors(
            self._catalogue,
            self._data_dir,
            encoder,
            url=self._url,
            coming=coming,
            publish=publish,
        )

    def check_writable(self) -> None:
        """Raises DataFolderError where the data folder cannot be written."""
        if self._catalogue.database.read_only:
            with self._catalogue.database.writing():
                pass

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The right to write. Raises IndexBusy when another process keeps it too long."""
        from filelock import FileLock, Timeout

        self.check_writable()
        self._data_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._data_dir / "index.lock", timeout=self._lock_seconds)
        try:
            lock.acquire()
        except Timeout:
            raise IndexBusy(
                f"另一个程序正在建立索引（等待了 {self._lock_seconds:.0f} 秒）：{self._data_dir}。"
                "请等它完成后再试。"
            ) from None
        try:
            yield
        finally:
            lock.release()

    def _store(self, documents: list[Document], progress: BuildProgress | None) -> list[str]:
        total = len(documents)
        told = None if progress is None else lambda done: progress("texts", done, total)
        return self._catalogue.store_all(documents, told)

    def _derive(
        self,
        encoder: Encoder,
        progress: BuildProgress | None,
        *,
        sentences: bool,
        fresh: bool = False,
    ) -> int:
        """Words of another tokeniser are made anew; vectors are brought up to date."""
        self.words_of_this_tokeniser()
        if not fresh and up_to_date(self._catalogue, self._data_dir, encoder, url=self._url):
            return 0
        if sentences:
            encoder.encode_passages(self._sentences(), progress=_stage(progress, "sentences"))
        report = write_vectors(
            self._catalogue,
            self._data_dir,
            encoder,
            url=self._url,
            fresh=fresh,
            progress=_stage(progress, "passages"),
        )
        return report.written

    def words_of_this_tokeniser(self) -> None:
        """Make the words anew when another tokeniser made them; the lock is held."""
        if self._catalogue.states().get(_TOKENS) != self._lexical.tokeniser.version:
            self._words_anew()

    def _words_anew(self) -> None:
        query = select(ChunkRow.pk, ChunkRow.title, ChunkRow.heading, ChunkRow.body)
        with self._catalogue.database.reading() as connection:
            rows = connection.execute(query).all()
        words = [(row.pk, self._lexical.words_of(row)) for row in rows]
        with self._catalogue.database.writing() as connection:
            self._lexical.erase_all(connection)
            self._lexical.write(connection, words)
            self._catalogue.put_state(connection, _TOKENS, self._lexical.tokeniser.version)

    def _sentences(self) -> list[str]:
        """Every sentence that an answer may quote, each once."""
        sources = self._catalogue.sources()
        return sentences_of(c for s in sources for c in self._catalogue.clauses(s.id))

    def _report(
        self, stored: list[str], removed: list[str], unchanged: int, written: int, begun: float
    ) -> BuildReport:
        return BuildReport(
            stored=tuple(stored),
            removed=tuple(removed),
            unchanged=unchanged,
            chunks=len(self._catalogue.places()),
            written=written,
            generation=self._catalogue.generation,
            seconds=time.perf_counter() - begun,
        )


def sentences_of(clauses: Iterable[Clause]) -> list[str]:
    """Sentences that an answer may quote, each once."""
    found: dict[str, None] = {}
    for clause in clauses:
        if clause.kind not in UNSEARCHED:
            for sentence in clause.sentences:
                if not sentence.heading:
                    found[clause.text[sentence.start : sentence.end]] = None
    return list(found)


def _stage(progress: BuildProgress | None, stage: str) -> Progress | None:
    if progress is None:
        return None
    return lambda done, total, _rate: progress(stage, done, total)
