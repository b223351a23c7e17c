"""Import many files: read in parallel, stored one document at a time, nothing half, a bad one left out."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from assistant.importing.assembling import reading_version, sha256_of
from assistant.importing.holdings import Holdings
from assistant.importing.models import (
    FileResult,
    ImportEvent,
    ImportProgress,
    ImportReport,
    Outcome,
    Overrides,
)
from assistant.importing.process import Cancelled, Readers, Stopped, Task, readers
from assistant.importing.selecting import Chosen, chosen_files
from assistant.importing.sourcing import OF_ONE
from corpus.errors import BadInput, CqoError
from corpus.models import Document
from corpus.reading.models import Limits
from index.importing import ImportStep
from index.store import Index

OnFile = Callable[[FileResult], None]


@dataclass(frozen=True, slots=True)
class Manner:
    """How files are read."""

    limits: Limits
    seconds: float  # the longest that one file may take
    jobs: int


@dataclass(slots=True)
class _File:
    """A file on its way. ``waiting``: ids that are staged and not visible yet."""

    path: Path
    sha256: str = ""
    size: int = 0
    future: Future[tuple[Document, ...]] | None = None
    result: FileResult | None = None
    documents: tuple[Document, ...] = ()
    clauses: int = 0
    notes: list[str] = field(default_factory=list)
    waiting: set[str] = field(default_factory=set)
    replaces: bool = False


class Batch:
    """One import of many files. ``run`` once."""

    def __init__(
        self,
        index: Index,
        shipped: frozenset[str],
        overrides: Overrides,
        manner: Manner,
        *,
        progress: ImportProgress | None = None,
        on_file: OnFile | None = None,
        cancelled: Cancelled | None = None,
    ) -> None:
        self._index, self._overrides, self._manner = index, overrides, manner
        self._progress, self._on_file, self._cancelled = progress, on_file, cancelled
        self._version = reading_version(manner.limits)
        index.settle()  # what a killed import left counts among what is there
        self._holdings = Holdings(index.catalogue, shipped)
        self._before = frozenset(self._holdings.sources)
        self._by_id: dict[str, _File] = {}
        self._hashes: dict[str, str] = {}
        self._files: list[_File] = []
        self._sizes = [0, 0]  # bytes and characters of the files read so far

    def run(self, paths: Sequence[Path]) -> ImportReport:
        """Raises BadInput when what is stated cannot hold for several files, Stopped when cancelled."""
        begun = time.perf_counter()
        chosen = chosen_files(paths)
        self._check_stated(chosen)
        self._files = [self._file(one) for one in chosen]
        with (
            readers(self._manner.jobs) as pool,
            ThreadPoolExecutor(self._manner.jobs, thread_name_prefix="import") as threads,
        ):
            try:
                self._store(pool, threads)
            finally:
                pool.stop()
                threads.shutdown(wait=False, cancel_futures=True)
        self._finish()
        results = tuple(file.result for file in self._files if file.result is not None)
        return ImportReport(results, time.perf_counter() - begun)

    def _check_stated(self, chosen: Sequence[Chosen]) -> None:
        given = [f for f in OF_ONE if f != "kind" and getattr(self._overrides, f) is not None]
        if len(chosen) > 1 and given:
            names = "、".join("--" + field.replace("_", "-") for field in given)
            raise BadInput(f"{names} 只能用于一个文件，这里有 {len(chosen)} 个；请分别加入。")

    def _file(self, chosen: Chosen) -> _File:
        file = _File(chosen.path)
        if chosen.error is not None:
            self._decide(file, Outcome.FAILED, error=chosen.error)
        else:
            try:
                file.size = chosen.path.stat().st_size
            except OSError:
                file.size = 0
        return file

    # -- reading ---------------------------------------------------------------------------------

    def _store(self, pool: Readers, threads: ThreadPoolExecutor) -> None:
        documents = self._documents(pool, threads)
        first = next(documents, None)
        if first is None:  # the model is not needed then
            return
        self._index.import_documents(
            chain([first], documents),
            progress=self._step,
            on_stored=self._stored,
            expected=self._expected,
        )

    def _documents(self, pool: Readers, threads: ThreadPoolExecutor) -> Iterator[Document]:
        """The documents to store, file by file in order; few files are read ahead of it."""
        ahead: deque[_File] = deque()
        coming = iter(self._files)
        while True:
            while len(ahead) < self._manner.jobs + 1 and (file := next(coming, None)) is not None:
                self._begin(file, pool, threads)
                ahead.append(file)
            if not ahead:
                return
            file = ahead.popleft()
            if file.future is None:
                continue
            try:
                read = self._wait(file.future)
                yield from self._accepted(file, read)
            except Stopped:
                raise
            except CqoError as error:
                self._decide(file, Outcome.FAILED, error=error.message)
            finally:
                file.future = None

    def _wait(self, future: Future[tuple[Document, ...]]) -> tuple[Document, ...]:
        while True:
            if self._cancelled is not None and self._cancelled():
                raise Stopped("导入已停止，已经完整加入的文件保留。")
            try:
                return future.result(timeout=0.2)
            except TimeoutError:
                if future.done():
                    raise

    def _begin(self, file: _File, pool: Readers, threads: ThreadPoolExecutor) -> None:
        """Start reading the file, unless it is plain that there is no need to."""
        if file.result is not None:
            return
        try:
            file.sha256 = sha256_of(file.path, self._manner.limits)
        except CqoError as error:
            self._decide(file, Outcome.FAILED, error=error.message)
            return
        if file.sha256 in self._hashes:
            note = f"与 {self._hashes[file.sha256]} 内容相同，没有重复加入"
            self._decide(file, Outcome.DUPLICATE, note=note)
            return
        self._hashes[file.sha256] = file.path.name
        unchanged = self._holdings.unchanged(file.sha256, self._overrides, self._version)
        if unchanged:
            self._holdings.claim(unchanged, file.path.name)
            self._decide(file, Outcome.UNCHANGED, note="、".join(unchanged))
            return
        task = Task(
            file.path,
            self._overrides,
            self._manner.limits,
            self._manner.seconds,
            kept=self._holdings.kept(file.sha256, self._overrides.workspace),
        )
        file.future = threads.submit(pool.read, task, self._pages_of(file.path.name))

    def _accepted(self, file: _File, read: Sequence[Document]) -> Iterator[Document]:
        """The documents of a file that are to be stored; the file is kept before them."""
        if any(d.origin is None or d.origin.file_sha256 != file.sha256 for d in read):
            raise BadInput(f"{file.path.name} 在导入时被改动，请重新加入。")
        self._sizes[0] += file.size
        self._sizes[1] += sum(len(document.text) for document in read)
        placed = self._holdings.place(read, {self._overrides.id} if self._overrides.id else ())
        file.notes += [one.repeats for one in placed if one.repeats]
        fresh = [one for one in placed if one.repeats is None]
        if not fresh:
            self._decide(file, Outcome.DUPLICATE, note="；".join(file.notes))
            return
        self._index.originals.keep(file.path, file.sha256)
        full = [one.document for one in fresh]
        file.documents = tuple(slim(document) for document in full)
        file.clauses = sum(len(document.clauses) for document in full)
        file.waiting = {document.source.id for document in full}
        file.replaces = any(key in self._before for key in file.waiting)
        for one in fresh:
            told = self._holdings.accept(one.document, file.path.name)
            file.notes += [note for note in (one.note, told) if note]
            self._by_id[one.document.source.id] = file
        yield from full

    # -- telling ---------------------------------------------------------------------------------

    def _pages_of(self, name: str) -> Callable[[int, int], None]:
        def told(done: int, total: int) -> None:
            if self._progress is not None:
                self._progress(ImportEvent("reading", done, total, name))

        return told

    def _step(self, step: ImportStep) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Stopped("导入已停止，已经完整加入的文件保留。")
        if self._progress is not None:
            file = self._by_id.get(step.source_id)
            name = file.path.name if file else None
            self._progress(
                ImportEvent(step.stage, step.done, step.total, name, step.rate, step.left)
            )

    def _expected(self) -> int:
        """Characters of all files, guessed from those that were read."""
        size, characters = self._sizes
        if not size:
            return 0
        rest = sum(file.size for file in self._files if file.result is None and not file.documents)
        return characters + int(rest * characters / size)

    def _stored(self, source_id: str) -> None:
        file = self._by_id.get(source_id)
        if file is None:
            return
        file.waiting.discard(source_id)
        if not file.waiting and file.result is None:
            outcome = Outcome.UPDATED if file.replaces else Outcome.STORED
            self._decide(file, outcome, note="；".join(dict.fromkeys(file.notes)) or None)

    def _finish(self) -> None:
        """What was read and came out as it is stored already."""
        for file in self._files:
            if file.result is None:
                self._decide(file, Outcome.UNCHANGED, note="、".join(sorted(file.waiting)))

    def _decide(
        self,
        file: _File,
        outcome: Outcome,
        *,
        error: str | None = None,
        note: str | None = None,
    ) -> None:
        documents = file.documents if outcome is not Outcome.FAILED else ()
        file.result = FileResult(file.path, outcome, documents, error, note, file.clauses)
        if self._on_file is not None:
            self._on_file(file.result)


def slim(document: Document) -> Document:
    """The document without its text, its clauses and what belongs to them."""
    origin = document.origin
    return replace(
        document,
        text="",
        clauses=(),
        references=(),
        origin=replace(origin, places=(), facts=(), hints=()) if origin else None,
    )
