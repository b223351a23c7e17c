"""The importer behind the command line and the library page: check, add, store, edit, correct, remove, export."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answering.wording import messages
from assistant.importing.adding import Batch, OnFile, slim
from assistant.importing.assembling import sha256_of
from assistant.importing.front_matter import markdown_of
from assistant.importing.holdings import Holdings, Placed
from assistant.importing.limits import manner_of
from assistant.importing.models import (
    NOTHING,
    FileResult,
    ImportEvent,
    ImportProgress,
    ImportReport,
    Outcome,
    Overrides,
)
from assistant.importing.overlay import read_overlay
from assistant.importing.process import Cancelled, ReadingProcess, Stopped, Task
from assistant.importing.remaking import with_facts, with_overlay
from assistant.importing.renaming import with_id, with_source
from assistant.importing.sourcing import checked
from corpus.errors import BadInput, CqoError
from corpus.models import Document, Notice
from index.importing import ImportStep

if TYPE_CHECKING:
    from assistant.service import LocalAssistant
    from index.store import Index


class Importer:
    """Implements ``assistant.protocol.FileImporter`` over a ``LocalAssistant``. Thread-safe.

    Files are read in processes of their own, which a crash or a time limit ends without harm.
    Raises CqoError with one Chinese line.
    """

    def __init__(self, assistant: LocalAssistant) -> None:
        self._assistant = assistant
        self._writing = threading.RLock()

    @property
    def _index(self) -> Index:
        return self._assistant.index

    # -- reading ---------------------------------------------------------------------------------

    def check(
        self,
        path: Path,
        overrides: Overrides = NOTHING,
        *,
        progress: ImportProgress | None = None,
        cancelled: Cancelled | None = None,
    ) -> tuple[Document, ...]:
        """The documents of a file, read without storing anything, under the ids they would get."""
        stated = checked(overrides)
        manner = manner_of(self._assistant.settings)
        sha256 = sha256_of(path, manner.limits)
        holdings = self._holdings()
        task = Task(
            path,
            stated,
            manner.limits,
            manner.seconds,
            kept=holdings.kept(sha256, stated.workspace),
        )
        documents = read_alone(task, progress, cancelled)
        placed = holdings.place(documents, {stated.id} if stated.id else ())
        return tuple(_with_note(one) for one in placed)

    # -- storing ---------------------------------------------------------------------------------

    def add(
        self,
        paths: Sequence[Path],
        overrides: Overrides = NOTHING,
        *,
        jobs: int | None = None,
        ocr: bool | None = None,
        progress: ImportProgress | None = None,
        on_file: OnFile | None = None,
        cancelled: Cancelled | None = None,
    ) -> ImportReport:
        """Import files, folders and patterns such as ``*.pdf``; a bad file does not stop the others."""
        with self._writing:
            batch = Batch(
                self._index,
                self._assistant.shipped_ids(),
                checked(overrides),
                manner_of(self._assistant.settings, ocr=ocr, jobs=jobs),
                progress=progress,
                on_file=on_file,
                cancelled=cancelled,
            )
            return batch.run(paths)

    def store(
        self,
        path: Path,
        documents: Sequence[Document],
        edits: Sequence[Overrides] = (),
        *,
        progress: ImportProgress | None = None,
        cancelled: Cancelled | None = None,
    ) -> FileResult:
        """Store what ``check`` gave for ``path``, each document with its own edited facts."""
        given = [checked(edit) for edit in edits] or [NOTHING] * len(documents)
        if len(given) != len(documents):
            raise BadInput(f"{path.name} 含 {len(documents)} 份文件，确认的份数不符。")
        sha256 = sha256_of(path, manner_of(self._assistant.settings).limits)
        with self._writing:
            ready, stated = [], set()
            for document, edit in zip(documents, given, strict=True):
                if document.origin is None or document.origin.file_sha256 != sha256:
                    raise BadInput(f"{path.name} 在读取之后改动过，请重新加入。")
                changed = with_facts(_without_note(document), edit)
                if edit.id is not None:
                    changed = with_id(changed, edit.id)
                    stated.add(edit.id)
                ready.append(changed)
            holdings = self._holdings()
            placed = holdings.place(ready, stated)
            fresh = [one for one in placed if one.repeats is None]
            notes = [one.repeats for one in placed if one.repeats]
            if not fresh:
                return FileResult(path, Outcome.DUPLICATE, note="；".join(notes))
            self._index.originals.keep(path, sha256)
            for one in fresh:
                told = holdings.accept(one.document, path.name)
                notes += [note for note in (one.note, told) if note]
            return self._stored(path, [one.document for one in fresh], notes, progress, cancelled)

    def _stored(
        self,
        path: Path,
        documents: Sequence[Document],
        notes: Sequence[str],
        progress: ImportProgress | None,
        cancelled: Cancelled | None,
    ) -> FileResult:
        """Store the documents of one file: all of them, or none when it is cancelled."""
        catalogue = self._index.catalogue
        before = {d.source.id: catalogue.document(d.source.id) for d in documents}

        def told(step: ImportStep) -> None:
            if cancelled is not None and cancelled():
                raise Stopped(f"已停止加入 {path.name}，没有留下任何内容。")
            if progress is not None:
                event = ImportEvent(
                    step.stage, step.done, step.total, path.name, step.rate, step.left
                )
                progress(event)

        characters = sum(len(document.text) for document in documents)
        try:
            summary = self._index.import_documents(
                documents, progress=told, expected=lambda: characters
            )
        except CqoError:
            self._undo(before)
            for sha256 in {d.origin.file_sha256 for d in documents if d.origin}:
                self._index.originals.drop(sha256, catalogue)
            raise
        outcome = Outcome.STORED if summary.stored else Outcome.UNCHANGED
        if summary.replaced:
            outcome = Outcome.UPDATED
        return FileResult(
            path,
            outcome,
            tuple(slim(document) for document in documents),
            note="；".join(dict.fromkeys(notes)) or None,
            clauses=sum(len(document.clauses) for document in documents),
        )

    def _undo(self, before: dict[str, Document | None]) -> None:
        """Put the library back to what it was before a file that was given up."""
        for key in before:
            self._index.catalogue.pending.drop(key)
        new = [key for key, old in before.items() if old is None]
        if any(self._index.catalogue.source(key) for key in new):
            self._index.remove(*new)
        old_ones = [old for old in before.values() if old is not None]
        if old_ones:
            self._index.import_documents(old_ones)

    # -- changing --------------------------------------------------------------------------------

    def edit(self, source_id: str, overrides: Overrides) -> Document:
        """Change the facts of a stored text; its id stays."""
        stated = checked(overrides)
        if stated.id is not None and stated.id != source_id:
            raise BadInput(f"资料的编号不能改（{source_id}）；需要新编号请移除后重新加入。")
        with self._writing:
            document = self._own_document(source_id)
            changed = with_facts(document, stated)
            self._index.import_documents([changed])
            return changed

    def apply_overlay(self, source_id: str, path: Path | None) -> tuple[Document, Document]:
        """Correct the structure of a stored text by a YAML file, or take the corrections away (None).

        Returns the text before and after.
        """
        overlay = read_overlay(path) if path is not None else None
        name = path.name if path is not None else source_id
        if overlay is not None:
            overlay = overlay.model_copy(update={"facts": checked(overlay.facts)})
            checked(overlay.stated)
        with self._writing:
            document = self._own_document(source_id)
            if overlay is None and (document.origin is None or document.origin.overlay is None):
                raise BadInput(f"{source_id} 没有更正可以撤销。")
            notice_id = document.source.attached_to
            origin = document.origin
            changed = with_overlay(
                document,
                overlay,
                name=name,
                notice=self._index.catalogue.source(notice_id) if notice_id else None,
                original=self._index.originals.path(origin.file_sha256) if origin else None,
            )
            self._index.import_documents([changed])
            return document, changed

    def remove(self, source_id: str) -> None:
        """Remove a stored text; those that come with the product are refused."""
        with self._writing:
            if source_id in self._assistant.shipped_ids():
                raise BadInput(f"{source_id} 是随产品提供的资料，不能移除。")
            report = self._index.remove(source_id)
            if not report.removed:
                raise BadInput(messages()["errors"]["source"].format(source=source_id))

    def export(self, source_id: str, target: Path) -> Path:
        """Write a text as Markdown with front matter to a file or into a folder; where it lies."""
        document = self._document(source_id)
        place = target / f"{source_id}.md" if target.is_dir() else target
        content = markdown_of(document).encode("utf-8", "surrogatepass")
        part = place.with_name(f".{place.name}.part")
        try:
            part.write_bytes(content)
            os.replace(part, place)
        except OSError as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise BadInput(
                f"{place.name} 写不了（{error.strerror or error}），请检查文件夹和权限。"
            ) from error
        return place

    # -- looking up ------------------------------------------------------------------------------

    def _holdings(self) -> Holdings:
        self._index.settle()
        return Holdings(self._index.catalogue, self._assistant.shipped_ids())

    def _document(self, source_id: str) -> Document:
        document = self._index.catalogue.document(source_id)
        if document is None:
            raise BadInput(messages()["errors"]["source"].format(source=source_id))
        return document

    def _own_document(self, source_id: str) -> Document:
        if source_id in self._assistant.shipped_ids():
            raise BadInput(f"{source_id} 是随产品提供的资料，不能修改。")
        return self._document(source_id)


def read_alone(
    task: Task,
    progress: ImportProgress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[Document, ...]:
    """Read one file in a process of its own. Raises BadInput, Stopped."""
    process = ReadingProcess()
    told: Callable[[int, int], None] | None = None
    if progress is not None:
        tell = progress

        def told(done: int, total: int) -> None:
            tell(ImportEvent("reading", done, total, task.path.name))

    try:
        return process.read(task, told, cancelled)
    finally:
        process.close()


_DUPLICATE = "duplicate"


def _with_note(placed: Placed) -> Document:
    """The document with what a person should know before it is stored."""
    said = placed.repeats or placed.note
    if not said:
        return placed.document
    notice = Notice(_DUPLICATE, f"{said}。")
    return replace(placed.document, notices=(notice, *placed.document.notices))


def _without_note(document: Document) -> Document:
    kept = tuple(one for one in document.notices if one.code != _DUPLICATE)
    return with_source(replace(document, notices=kept), document.source)
