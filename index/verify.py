"""Compare catalogue, words and vectors, and say what differs."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from index.catalogue.catalogue import Catalogue
from index.catalogue.database import SCHEMA
from index.catalogue.tables import ChunkRow, ClauseRow, SourceRow
from index.encoder import Encoder
from index.lexical import Lexical
from index.vectors import chroma_store
from index.vectors.pointer import Pointer, folder_of, read_pointer
from index.vectors.snapshot import Snapshot, open_snapshot
from index.vectors.write import wanted_vectors

_EXAMPLES = 3
_CLOSE = 1e-4


@dataclass(frozen=True, slots=True)
class Difference:
    """``store`` is ``catalogue``, ``words`` or ``vectors``; ``message`` one Chinese line."""

    store: str
    message: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VerifyReport:
    differences: tuple[Difference, ...]
    sources: int
    clauses: int
    chunks: int

    @property
    def ok(self) -> bool:
        return not self.differences


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """Counts; ``stale``: the vectors are older than the texts. ``vectors`` None: never made."""

    data_dir: str
    schema: str
    generation: int
    sources: int
    clauses: int
    chunks: int
    words: int
    vectors: Pointer | None
    stale: bool
    chroma: str  # URL of the server, or the folder
    read_only: bool


def status_of(
    catalogue: Catalogue, lexical: Lexical, data_dir: Path, chroma_url: str | None
) -> IndexStatus:
    states = catalogue.states()
    pointer = read_pointer(states)
    generation = int(states.get("generation", 0))
    with catalogue.database.reading() as connection:
        counts = [
            connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (SourceRow, ClauseRow, ChunkRow)
        ]
        words = len(lexical.keys(connection))
    place = chroma_url or (str(folder_of(data_dir, pointer.token) / "chroma") if pointer else "")
    return IndexStatus(
        data_dir=str(data_dir),
        schema=SCHEMA,
        generation=generation,
        sources=counts[0],
        clauses=counts[1],
        chunks=counts[2],
        words=words,
        vectors=pointer,
        stale=pointer is None or pointer.generation != generation,
        chroma=place,
        read_only=catalogue.database.read_only,
    )


def verify(
    catalogue: Catalogue,
    lexical: Lexical,
    data_dir: Path,
    chroma_url: str | None,
    encoder: Encoder | None,
) -> VerifyReport:
    """All differences between the three stores. The caller holds the build lock.

    Chroma's folder is copied and the copy opened, so that a reader is never disturbed.
    """
    found = [
        *_texts(catalogue),
        *_words(catalogue, lexical),
        *_vectors(catalogue, data_dir, chroma_url, encoder),
    ]
    status = status_of(catalogue, lexical, data_dir, chroma_url)
    return VerifyReport(tuple(found), status.sources, status.clauses, status.chunks)


def _texts(catalogue: Catalogue) -> Iterator[Difference]:
    """The catalogue by itself: hashes of texts, clauses and chunks cut from them."""
    broken, moved = [], []
    for source in catalogue.sources():
        text = catalogue.text(source.id) or ""
        clauses = catalogue.clauses(source.id)
        with catalogue.database.reading() as connection:
            query = select(SourceRow.sha256).where(SourceRow.id == source.id)
            sha256 = connection.scalar(query)
        if hashlib.sha256(text.encode()).hexdigest() != sha256:
            broken.append(source.id)
        if "".join(clause.text for clause in clauses) != text or any(
            text[clause.start : clause.end] != clause.text for clause in clauses
        ):
            moved.append(source.id)
    yield from _told("catalogue", "文本与其 SHA-256 不符", broken)
    yield from _told("catalogue", "条款拼接后与原文不符", moved)
    wrong = []
    columns = select(ChunkRow.id, ChunkRow.start, ChunkRow.end, ChunkRow.body, ClauseRow.text).join(
        ClauseRow, ClauseRow.id == ChunkRow.clause_id
    )
    with catalogue.database.reading() as connection:
        for key, start, end, body, text in connection.execute(columns):
            if text[start:end] != body:
                wrong.append(key)
    yield from _told("catalogue", "检索片段与条款文字不符", wrong)


def _words(catalogue: Catalogue, lexical: Lexical) -> Iterator[Difference]:
    if not lexical.available:
        return
    if catalogue.states().get("tokens", lexical.tokeniser.version) != lexical.tokeniser.version:
        yield Difference("words", "词索引由另一版本的分词生成")
    columns = select(ChunkRow.pk, ChunkRow.id, ChunkRow.title, ChunkRow.heading, ChunkRow.body)
    with catalogue.database.reading() as connection:
        chunks = {row.pk: row for row in connection.execute(columns)}
        stored = lexical.stored(connection)
    missing = [row.id for pk, row in chunks.items() if pk not in stored]
    differing = [
        row.id for pk, row in chunks.items() if pk in stored and lexical.words_of(row) != stored[pk]
    ]
    yield from _told("words", "片段没有词索引", missing)
    yield from _told("words", "片段的词索引与文字不符", differing)
    extra = [str(key) for key in stored.keys() - chunks.keys()]
    yield from _told("words", "词索引中有目录里没有的片段", extra)


def _vectors(
    catalogue: Catalogue, data_dir: Path, url: str | None, encoder: Encoder | None
) -> Iterator[Difference]:
    states = catalogue.states()
    pointer = read_pointer(states)
    wanted = {w.record.id: w.record.metadata for w in wanted_vectors(catalogue)}
    if pointer is None:
        if wanted:
            yield Difference("vectors", "还没有向量")
        return
    if pointer.generation != int(states.get("generation", 0)):
        yield Difference("vectors", "向量比目录旧")
    if encoder is not None and pointer.fingerprint != encoder.fingerprint:
        message = f"向量由另一个嵌入模型生成（{pointer.fingerprint}，当前 {encoder.fingerprint}）"
        yield Difference("vectors", message)
    folder = folder_of(data_dir, pointer.token)
    if not url and not (folder / "chroma").is_dir():
        yield Difference("vectors", "Chroma 文件夹不存在")
        return
    with _opened(folder, url) as client:
        collection = chroma_store.get_collection(client, pointer.token)
        if collection is None:
            yield Difference("vectors", "Chroma 中没有当前的集合")
            return
        if (collection.metadata or {}).get("fingerprint") != pointer.fingerprint:
            yield Difference("vectors", "Chroma 集合由另一个嵌入模型生成")
        present = chroma_store.records_of(collection)
        yield from _records("Chroma", wanted, present)
        if not url:
            yield from _snapshot(folder, collection, present)


def _records(
    name: str, wanted: dict[str, dict[str, Any]], present: dict[str, dict[str, Any]]
) -> Iterator[Difference]:
    yield from _told("vectors", f"{name} 中缺少片段的向量", wanted.keys() - present.keys())
    yield from _told("vectors", f"{name} 中有目录里没有的片段", present.keys() - wanted.keys())
    differing = [k for k, facts in wanted.items() if k in present and present[k] != facts]
    yield from _told("vectors", f"{name} 中片段的内容或属性已过时", differing)


def _snapshot(
    folder: Path, collection: Any, present: dict[str, dict[str, Any]]
) -> Iterator[Difference]:
    """The mapped file against Chroma: the same ids and the same vectors."""
    import numpy as np

    try:
        snapshot: Snapshot = open_snapshot(folder)
    except (OSError, ValueError):
        yield Difference("vectors", "向量快照缺失或已损坏")
        return
    yield from _told("vectors", "快照中缺少片段的向量", present.keys() - set(snapshot.ids))
    yield from _told("vectors", "快照中有多余的片段", set(snapshot.ids) - present.keys())
    vectors = chroma_store.vectors_of(collection, [k for k in snapshot.ids if k in present])
    differing = [
        key
        for key, row in zip(snapshot.ids, snapshot.matrix, strict=True)
        if key in vectors and float(np.abs(vectors[key] - row).max()) > _CLOSE
    ]
    yield from _told("vectors", "快照与 Chroma 的向量不同", differing)


@contextmanager
def _opened(folder: Path, url: str | None) -> Iterator[Any]:
    if url:
        with chroma_store.open_client(None, url) as client:
            yield client
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as copy:
        shutil.copytree(folder / "chroma", Path(copy) / "chroma")
        with chroma_store.open_client(Path(copy) / "chroma", None) as client:
            yield client


def _told(store: str, message: str, ids: Iterable[str]) -> Iterator[Difference]:
    """One difference for all ``ids``, naming the first few; none when there are none."""
    keys = tuple(sorted(ids))
    if keys:
        some = "、".join(keys[:_EXAMPLES]) + ("…" if len(keys) > _EXAMPLES else "")
        yield Difference(store, f"{message}（{len(keys)} 个）：{some}", keys)
