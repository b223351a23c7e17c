"""What the library page and its API ask for: the list, a text, its original, changes to own texts."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from assistant.importing.models import Overrides
from assistant.library.document_view import document_view
from assistant.library.jobs import Job, State
from assistant.library.listing import ListQuery, Shelves, version_rows, work_row
from assistant.library.naming import Names
from assistant.library.page_images import PageImages
from assistant.library.problems import Refused, no_source
from assistant.library.searching import SearchQuery, searched
from assistant.library.uploads import Uploads
from assistant.protocol import FileImporter
from corpus.models import Document, Source
from corpus.reading.models import Limits
from corpus.regions import Gazetteer
from corpus.versions import Versions
from index.filters import Filters
from index.store import Index


class Library:
    """The shared library of one data folder. Thread-safe; raises CqoError, Refused with a status.

    ``importer`` is called when the first upload or change needs it. ``shipped``: ids of the texts
    that come with the product and cannot be changed.
    """

    def __init__(
        self,
        index: Index,
        gazetteer: Gazetteer,
        importer: Callable[[], FileImporter],
        *,
        shipped: frozenset[str],
        limits: Limits | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self.index, self.gazetteer, self.shipped = index, gazetteer, shipped
        self.limits = limits or Limits()
        self.images = PageImages()
        self._importer, self._today = importer, today
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._uploads: Uploads | None = None
        self._known: tuple[tuple[int, date], Shelves, Names] | None = None

    # -- reading ---------------------------------------------------------------------------------

    def listed(self, query: ListQuery) -> dict[str, Any]:
        """A page of the list with its counts."""
        shelves, _ = self._state()
        groups = shelves.groups(query)
        page = groups[query.offset : query.offset + query.limit]
        return {
            "total": len(shelves.found(query)),
            "groups": len(groups),
            "all": len(shelves.sources),
            "offset": query.offset,
            "items": [work_row(shelves, group, self._more) for group in page],
            "facets": shelves.counts(query),
        }

    def facets(self, query: ListQuery) -> dict[str, dict[str, int]]:
        """Texts by facet and value under the filters of the query."""
        return self._state()[0].counts(query)

    def text(self, source_id: str) -> dict[str, Any]:
        """A stored text as JSON. Raises Refused (404)."""
        document = self._document(source_id)
        shelves, names = self._state()
        origin = document.origin
        return document_view(document, find=names.find) | {
            "own": shelves.is_own(document.source),
            "standing": shelves.standing(document.source),
            "versions": version_rows(shelves, document.source),
            "kept": origin is not None
            and self.index.originals.path(origin.file_sha256) is not None,
        }

    def original(self, source_id: str) -> tuple[Path, str]:
        """The kept file of a text and its name. Raises Refused (404)."""
        origin = self._document(source_id).origin
        path = self.index.originals.path(origin.file_sha256) if origin else None
        if origin is None or path is None:
            raise Refused(
                404, f"资料 {source_id} 没有原件：它随产品提供，或原件已不在数据文件夹里。"
            )
        return path, origin.file_name

    def page(self, source_id: str, page: int) -> bytes:
        """PNG of a page of the original, counted from 1. Raises Refused."""
        return self.images.png(self.original(source_id)[0], page)

    def search(self, query: SearchQuery) -> dict[str, Any]:
        """Clauses by words, vectors and names. Raises IndexMissing and the like."""
        return searched(self.index, self._state()[0], query)

    # -- changing --------------------------------------------------------------------------------

    def edit(self, source_id: str, overrides: Overrides) -> dict[str, Any]:
        """Change the facts of an own text; the text as it is then."""
        self._own(source_id)
        with self._changing():
            changed = self._importer().edit(source_id, overrides)
        return self.text(changed.source.id)

    def remove(self, source_id: str) -> Source:
        """Remove an own text and, when nothing else came from it, its original."""
        source = self._own(source_id)
        path = self._kept(source_id)
        with self._changing():
            self._importer().remove(source_id)
        if path is not None and not path.exists():
            self.images.forget(path)
        return source

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """One change at a time; a file that is being stored may take minutes, so nobody waits for it.
        Raises Refused (409)."""
        storing = self._uploads.storing if self._uploads is not None else None
        if storing is not None:
            raise Refused(409, f"正在加入文件 {storing}，请等它完成后再修改或删除。")
        with self._writing:
            yield

    def export(self, source_id: str, target: Path) -> Path:
        """Write a text as Markdown into the folder ``target``; where it lies."""
        self._source(source_id)
        return self._importer().export(source_id, target)

    # -- uploads ---------------------------------------------------------------------------------

    @property
    def uploads(self) -> Uploads:
        """The uploads of this server, made at the first call. Raises what the importer does."""
        with self._lock:
            if self._uploads is None:
                self._uploads = Uploads(self._importer(), self.index.data_dir)
                self._uploads.on_removed = self.images.forget
            return self._uploads

    def uploads_shown(self) -> list[dict[str, object]]:
        """All uploads as JSON, oldest first; loads nothing while there are none."""
        return self._uploads.shown() if self._uploads is not None else []

    def upload_text(self, job_id: str, part: int) -> dict[str, Any]:
        """Document number ``part`` (from 1) of an upload that waits to be confirmed."""
        job = self._read_job(job_id)
        if not 1 <= part <= len(job.documents):
            raise Refused(404, f"文件 {job.name} 里没有第 {part} 份文件。")
        document = job.documents[part - 1]
        shelves, names = self._state()
        others = tuple(s for s in shelves.sources if s.id != document.source.id)
        beside = Shelves(
            (*others, document.source),
            self.shipped,
            Versions((*others, document.source), self._today()),
            self.gazetteer,
        )
        return document_view(document, find=names.find) | {
            "own": True,
            "standing": beside.standing(document.source),
            "versions": version_rows(beside, document.source),
            "kept": True,
            "parts": len(job.documents),
        }

    def upload_page(self, job_id: str, page: int) -> bytes:
        """PNG of a page of an upload that waits to be confirmed."""
        return self.images.png(self._read_job(job_id).path, page)

    def close(self) -> None:
        """Stop what runs; uploads that were not confirmed are lost."""
        with self._lock:
            uploads = self._uploads
        if uploads is not None:
            uploads.close()
        self.images.close()

    # -- what stands where -----------------------------------------------------------------------

    def _read_job(self, job_id: str) -> Job:
        job = self.uploads.job(job_id)
        if job.state not in (State.READY, State.QUEUED, State.STORING):
            raise Refused(409, f"文件 {job.name} 现在不能查看：还没有读完，或者已经处理过。")
        return job

    def _state(self) -> tuple[Shelves, Names]:
        """The shelves of this generation of the catalogue on this day."""
        catalogue = self.index.catalogue
        key = (catalogue.generation, self._today())
        with self._lock:
            if self._known is None or self._known[0] != key:
                sources = catalogue.sources(Filters())
                versions = Versions(sources, key[1])
                shelves = Shelves(sources, self.shipped, versions, self.gazetteer)
                self._known = (key, shelves, Names(shelves))
            return self._known[1], self._known[2]

    def _source(self, source_id: str) -> Source:
        self.index.catalogue.states()
        source = self.index.catalogue.source(source_id)
        if source is None or source.workspace is not None:
            raise no_source(source_id)
        return source

    def _own(self, source_id: str) -> Source:
        source = self._source(source_id)
        if source_id in self.shipped:
            raise Refused(403, f"资料 {source.short_title} 随产品提供，不能修改或删除。")
        return source

    def _document(self, source_id: str) -> Document:
        self._source(source_id)
        document = self.index.catalogue.document(source_id)
        if document is None:
            raise no_source(source_id)
        return document

    def _kept(self, source_id: str) -> Path | None:
        origin = self.index.catalogue.origin(source_id)
        return self.index.originals.path(origin.file_sha256) if origin else None

    def _more(self, source: Source) -> dict[str, Any]:
        own = source.id not in self.shipped
        moment = self.index.catalogue.imported(source.id) if own else None
        return {
            "clauses": len(self.index.catalogue.clauses(source.id)),
            "imported": moment.isoformat(timespec="seconds") if moment else None,
        }
