"""A small importer for tests of the library page: plain text files, parsed for real, stored in a real index."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.importing.models import FileResult, ImportEvent, ImportProgress, Outcome, Overrides
from corpus.errors import BadInput
from corpus.models import Authority, Document, Kind, Origin, Place, Source, Status
from corpus.structure.document_facts import read_facts
from corpus.structure.parse import parse
from index.store import Index

NOTHING = Overrides()


class TextImporter:
    """Implements ``FileImporter``. While ``gate`` is not set, reading waits; ``store_gate``: storing."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.gate = threading.Event()
        self.gate.set()
        self.begun, self.storing = threading.Event(), threading.Event()
        self.store_gate = threading.Event()
        self.store_gate.set()

    def check(
        self,
        path: Path,
        overrides: Overrides = NOTHING,
        *,
        progress: ImportProgress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> tuple[Document, ...]:
        if progress:
            progress(ImportEvent("reading", 1, 4, path.name, 2.0, 1.5))
        self.begun.set()
        self.gate.wait(20)
        if cancelled and cancelled():
            raise BadInput(f"已停止读取 {path.name}。")
        content = path.read_bytes()
        if not content:
            raise BadInput(f"{path.name} 是空文件，没有可以加入的内容。")
        text = content.decode("utf-8")
        digest = hashlib.sha256(content).hexdigest()
        facts = read_facts(text, file_name=path.name)
        told = {fact.name: fact.value for fact in facts if fact.name != "replaces"}
        title = told.get("title", path.stem)
        source = Source(
            id=f"t-{digest[:8]}",
            title=title,
            short_title=title[:24],
            number=told.get("number"),
            issuer=told.get("issuer"),
            issued=told.get("issued"),
            effective=told.get("effective"),
            region=told.get("region", "广东"),
            kind=Kind(told.get("kind", "policy")),
            status=Status(told.get("status", "unknown")),
            authority=Authority.ORIGINAL,
            replaces=tuple(fact.value for fact in facts if fact.name == "replaces"),
        )
        parsed = parse(source.id, text)
        origin = Origin(path.name, digest, len(content), "text", facts=facts, places=_rows_of(text))
        return (
            Document(
                source,
                text,
                parsed.clauses,
                hashlib.sha256(text.encode()).hexdigest(),
                parsed.references,
                parsed.notices,
                parsed.family,
                parsed.confidence,
                origin,
            ),
        )

    def store(
        self,
        path: Path,
        documents: Sequence[Document],
        edits: Sequence[Overrides] = (),
        *,
        progress: ImportProgress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> FileResult:
        self.storing.set()
        self.store_gate.wait(20)
        given = list(edits) or [NOTHING] * len(documents)
        changed = [_with(one, edit) for one, edit in zip(documents, given, strict=True)]
        assert changed[0].origin is not None
        self.index.originals.keep(path, changed[0].origin.file_sha256)
        self.index.import_documents(changed)
        return FileResult(path, Outcome.STORED, tuple(changed))

    def edit(self, source_id: str, overrides: Overrides) -> Document:
        document = self.index.catalogue.document(source_id)
        assert document is not None
        changed = _with(document, overrides)
        self.index.import_documents([changed])
        return changed

    def remove(self, source_id: str) -> None:
        self.index.remove(source_id)

    def export(self, source_id: str, target: Path) -> Path:
        place = target / f"{source_id}.md"
        place.write_text(self.index.catalogue.text(source_id) or "", "utf-8")
        return place


def _with(document: Document, overrides: Overrides) -> Document:
    stated = {
        name: value or None for name, value in overrides.model_dump(exclude_none=True).items()
    }
    source = Source.model_validate(document.source.model_dump() | stated)
    return replace(document, source=source)


def _rows_of(text: str) -> tuple[Place, ...]:
    places, start = [], 0
    for row, line in enumerate(text.split("\n"), start=1):
        places.append(Place(start, start + len(line), row=row))
        start += len(line) + 1
    return tuple(places)
