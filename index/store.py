"""The door to the index: ``open_index`` gives all that a user of the index needs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from types import TracebackType

from corpus.models import Document
from index.build import LOCK_SECONDS, Builder, BuildProgress, BuildReport
from index.catalogue.catalogue import Catalogue
from index.catalogue.conversations import Conversations
from index.catalogue.database import Database, open_database
from index.catalogue.drafts import DraftStore
from index.catalogue.guides import GuideStore
from index.encoder import Encoder
from index.errors import IndexMissing
from index.exact import Exact
from index.importing import Importing, ImportSummary, StepProgress
from index.lexical import Lexical
from index.originals import Originals
from index.reranking import Reranker
from index.retrieval import Mode, Retriever
from index.tokens import Tokeniser
from index.vectors.search import VectorSearch
from index.verify import IndexStatus, VerifyReport, status_of, verify

EncoderFactory = Callable[[], Encoder]


class Index:
    """Catalogue, search, exact look-up and building over one data folder. Thread-safe.

    Make one with ``open_index``; close it, or use it in ``with``.
    """

    def __init__(
        self,
        data_dir: Path,
        database: Database,
        *,
        chroma_url: str | None,
        embedder: Encoder | EncoderFactory | None,
        long_running: bool,
        lock_seconds: float,
        reranker: Reranker | None = None,
        mode: Mode = "hybrid",
        headings: bool = True,
    ) -> None:
        self.data_dir = data_dir
        self._database, self._chroma_url = database, chroma_url
        self._given = embedder
        self._encoder: Encoder | None = None
        self._lock = threading.Lock()
        self.tokeniser = Tokeniser(data_dir / "cache")
        self.lexical = Lexical(database, self.tokeniser)
        self.catalogue = Catalogue(database, self.lexical, headings=headings)
        self.vectors = VectorSearch(
            self.catalogue, data_dir, chroma_url=chroma_url, long_running=long_running
        )
        self.retriever = Retriever(
            self.catalogue, self.lexical, self.vectors, self.encoder, reranker, mode
        )
        self.exact = Exact(self.catalogue)
        self._builder = Builder(
            data_dir,
            self.catalogue,
            self.lexical,
            chroma_url=chroma_url,
            lock_seconds=lock_seconds,
        )
        self._importing = Importing(self.catalogue, self.lexical, self._builder)
        self.originals = Originals(data_dir)

    @property
    def conversations(self) -> Conversations:
        return self.catalogue.conversations

    @cached_property
    def drafts(self) -> DraftStore:
        """Companies and drafts."""
        return DraftStore(self._database)

    @cached_property
    def guides(self) -> GuideStore:
        """Ways of companies through the guide."""
        return GuideStore(self._database)

    @property
    def read_only(self) -> bool:
        return self._database.read_only

    def encoder(self) -> Encoder:
        """The embedding model, loaded at the first call."""
        with self._lock:
            if self._encoder is None:
                if self._given is None:
                    raise IndexMissing(
                        "没有配置嵌入模型，无法按语义检索。请检查 CQO_EMBEDDING_MODEL。"
                    )
                self._encoder = self._given() if callable(self._given) else self._given
            return self._encoder

    def build(
        self,
        documents: Iterable[Document],
        *,
        progress: BuildProgress | None = None,
        sentences: bool = True,
    ) -> BuildReport:
        """Make the shared library be ``documents`` (see ``Builder.build``)."""
        self.settle()
        return self._builder.build(
            documents, self.encoder(), progress=progress, sentences=sentences
        )

    def add(
        self, documents: Iterable[Document], *, progress: BuildProgress | None = None
    ) -> BuildReport:
        """Store texts beside the library, of a workspace or shared."""
        return self._builder.add(documents, self.encoder(), progress=progress)

    def import_documents(
        self,
        documents: Iterable[Document],
        *,
        progress: StepProgress | None = None,
        on_stored: Callable[[str], None] | None = None,
        expected: Callable[[], int] | None = None,
    ) -> ImportSummary:
        """Store texts as they come, none half (see ``Importing.run``)."""
        return self._importing.run(
            documents, self.encoder(), progress=progress, on_stored=on_stored, expected=expected
        )

    def settle(self) -> tuple[str, ...]:
        """Finish what a killed import left; ids of the texts that became visible by it.

        Loads the model only when there is something to finish.
        """
        return self._importing.settle(self.encoder)

    def remove(self, *source_ids: str) -> BuildReport:
        """Remove texts and the originals that only they came from; ``report.removed`` names the
        texts that were there."""
        files = {o.file_sha256 for key in source_ids if (o := self.catalogue.origin(key))}
        for key in source_ids:
            self.catalogue.pending.drop(key)
        report = self._builder.remove(source_ids, self.encoder())
        for sha256 in files:
            self.originals.drop(sha256, self.catalogue)
        return report

    def rebuild(self, *, progress: BuildProgress | None = None) -> BuildReport:
        """Make words and vectors anew from the catalogue."""
        self.settle()
        return self._builder.rebuild(self.encoder(), progress=progress)

    def status(self) -> IndexStatus:
        """Counts and versions; loads no model."""
        return status_of(self.catalogue, self.lexical, self.data_dir, self._chroma_url)

    def verify(self) -> VerifyReport:
        """Compare catalogue, words and vectors; waits for a running build."""
        encoder = self.encoder() if self._given is not None else None
        if self.read_only:
            return verify(self.catalogue, self.lexical, self.data_dir, self._chroma_url, encoder)
        with self._builder.locked():
            return verify(self.catalogue, self.lexical, self.data_dir, self._chroma_url, encoder)

    def close(self) -> None:
        self.vectors.close()
        self._database.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_index(
    data_dir: Path | str,
    *,
    database_url: str | None = None,
    chroma_url: str | None = None,
    embedder: Encoder | EncoderFactory | None = None,
    read_only: bool = False,
    long_running: bool = False,
    busy_ms: int = 10_000,
    lock_seconds: float = LOCK_SECONDS,
    reranker: Reranker | None = None,
    mode: Mode = "hybrid",
    headings: bool = True,
) -> Index:
    """Open the index in ``data_dir``, made when it is not there.

    ``embedder``: an encoder, or a function that makes one at the first search that needs it.
    ``long_running``: a server rather than a command (see ``index.vectors``). ``busy_ms``: how long
    a reader or writer waits for the database; ``lock_seconds``: how long a build waits for another.
    ``reranker`` reorders the first hits of a hybrid search. ``mode``: search by words or by vectors
    alone. ``headings``: whether passages are found by titles and headings too; to be the same each
    time that the folder is opened, else the next build makes its passages anew.
    Raises DataFolderError: newer version, locked, nothing to read in a read-only folder.
    """
    folder = Path(data_dir)
    database = open_database(folder, database_url, read_only=read_only, busy_ms=busy_ms)
    return Index(
        folder,
        database,
        chroma_url=chroma_url,
        embedder=embedder,
        long_running=long_running,
        lock_seconds=lock_seconds,
        reranker=reranker,
        mode=mode,
        headings=headings,
    )
