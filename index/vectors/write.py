"""Bring the vectors up to what the catalogue holds: embed what is new, write a new generation."""

from __future__ import annotations

import shutil
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from index.catalogue.catalogue import Catalogue
from index.catalogue.storing import Prepared
from index.catalogue.tables import ChunkRow, ChunkTopicRow, SourceRow
from index.chunks import passage
from index.encoder import Encoder, Progress
from index.vectors import chroma_store
from index.vectors.chroma_store import Record
from index.vectors.pointer import STATE, Pointer, folder_of, read_pointer
from index.vectors.snapshot import write_snapshot

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the vectors of a chunk should be: its record, and the passage to embed."""

    record: Record
    passage: str


@dataclass(frozen=True, slots=True)
class WriteReport:
    """``written``: vectors that were new or changed since the last generation."""

    pointer: Pointer
    written: int


def wanted_vectors(catalogue: Catalogue, coming: Sequence[Prepared] = ()) -> list[Wanted]:
    """One for each chunk of the catalogue, by primary key, as if ``coming`` were stored already."""
    replaced = {text.document.source.id for text in coming}
    topics: dict[int, list[str]] = {}
    query = (
        select(
            ChunkRow.pk,
            ChunkRow.id,
            ChunkRow.clause_id,
            ChunkRow.source_id,
            ChunkRow.title,
            ChunkRow.heading,
            ChunkRow.body,
            ChunkRow.sha256,
            SourceRow.region,
            SourceRow.kind,
            SourceRow.status,
            SourceRow.workspace,
        )
        .join(SourceRow, SourceRow.id == ChunkRow.source_id)
        .order_by(ChunkRow.pk)
    )
    with catalogue.database.reading() as connection:
        for pk, topic in connection.execute(select(ChunkTopicRow.chunk_pk, ChunkTopicRow.topic)):
            topics.setdefault(pk, []).append(topic)
        rows = connection.execute(query).all()
    stored = [
        Wanted(_record(row, topics.get(row.pk, [])), passage(row.title, row.heading, row.body))
        for row in rows
        if row.source_id not in replaced
    ]
    return [*stored, *_coming(coming)]


def _coming(texts: Sequence[Prepared]) -> Iterator[Wanted]:
    for text in texts:
        source = text.document.source
        for chunk in text.chunks:
            metadata: dict[str, Any] = {
                "source": chunk.source_id,
                "clause": chunk.clause_id,
                "region": source.region,
                "kind": source.kind.value,
                "status": source.status.value,
                "workspace": source.workspace or "",
                "sha256": chunk.sha256,
            }
            metadata.update({f"topic:{topic.value}": True for topic in chunk.topics})
            yield Wanted(Record(chunk.id, metadata), chunk.passage)


def up_to_date(catalogue: Catalogue, data_dir: Path, encoder: Encoder, *, url: str | None) -> bool:
    """Whether the current vectors are of this catalogue and this model, and are there."""
    states = catalogue.states()
    pointer = read_pointer(states)
    return (
        pointer is not None
        and pointer.fingerprint == encoder.fingerprint
        and pointer.generation == int(states.get("generation", 0))
        and _is_there(data_dir, pointer, url)
    )


def write_vectors(
    catalogue: Catalogue,
    data_dir: Path,
    encoder: Encoder,
    *,
    url: str | None,
    fresh: bool = False,
    progress: Progress | None = None,
    coming: Sequence[Prepared] = (),
    publish: Callable[[Pointer], None] | None = None,
) -> WriteReport:
    """Write a new generation of vectors and point the catalogue to it.

    The caller holds the build lock. In the data folder a generation begins as a copy of the last
    one, unless ``fresh``; a Chroma server gets a whole new collection. With ``coming`` the vectors
    are of the generation that ``publish`` will make by storing these texts and the pointer at once.
    """
    states = catalogue.states()
    last = read_pointer(states)
    wanted = wanted_vectors(catalogue, coming)
    matrix = encoder.encode_passages([w.passage for w in wanted], progress=progress)
    pointer = Pointer(
        token=f"{time.strftime('%Y%m%d-%H%M%S')}-{uuid.uuid4().hex[:8]}",
        generation=int(states.get("generation", 0)) + (1 if coming else 0),
        fingerprint=encoder.fingerprint,
        dimensions=encoder.dimensions,
        count=len(wanted),
    )
    folder = folder_of(data_dir, pointer.token)
    folder.mkdir(parents=True)
    base = None
    if last and not fresh and not url and last.fingerprint == pointer.fingerprint:
        base = last.token if _is_there(data_dir, last, url) else None
    if base:
        shutil.copytree(folder_of(data_dir, base) / "chroma", folder / "chroma")
    with chroma_store.open_client(folder / "chroma", url) as client:
        written = _fill(client, pointer, wanted, matrix, base)
        if url:
            chroma_store.sweep(client, keep={pointer.token, last.token if last else ""})
    write_snapshot(folder, [w.record.id for w in wanted], matrix)
    if publish:
        publish(pointer)
    else:
        catalogue.set_state(STATE, pointer.to_json())
    sweep_folders(data_dir, keep={pointer.token, last.token if last else ""})
    return WriteReport(pointer, written)


def _fill(
    client: Any,
    pointer: Pointer,
    wanted: list[Wanted],
    matrix: NDArray[np.float32],
    base: str | None,
) -> int:
    """Make the collection hold what is wanted; how many vectors were new or changed."""
    facts = {"fingerprint": pointer.fingerprint, "generation": pointer.generation}
    present: dict[str, dict[str, Any]] = {}
    collection = chroma_store.get_collection(client, base) if base else None
    if collection is None:
        collection = chroma_store.new_collection(client, pointer.token, facts)
    else:
        collection.modify(name=chroma_store.PREFIX + pointer.token, metadata=facts)
        present = chroma_store.records_of(collection)
    rows = [i for i, w in enumerate(wanted) if present.get(w.record.id) != w.record.metadata]
    ids = {w.record.id for w in wanted}
    # Changed records go first: Chroma merges metadata, so that a topic taken away would stay.
    gone = [key for key in present if key not in ids]
    changed = [wanted[i].record.id for i in rows if wanted[i].record.id in present]
    chroma_store.delete(collection, gone + changed)
    chroma_store.add(collection, [wanted[i].record for i in rows], matrix[rows])
    return len(rows)


def sweep_folders(data_dir: Path, *, keep: set[str]) -> None:
    """Remove generations that nobody points to; what another process holds open goes next time."""
    parent = data_dir / "vectors"
    for folder in parent.iterdir() if parent.is_dir() else ():
        if folder.is_dir() and folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)


def _is_there(data_dir: Path, pointer: Pointer, url: str | None) -> bool:
    folder = folder_of(data_dir, pointer.token)
    return url is not None or ((folder / "chroma").is_dir() and (folder / "snapshot.npy").is_file())


def _record(row: Any, topics: list[str]) -> Record:
    metadata: dict[str, Any] = {
        "source": row.source_id,
        "clause": row.clause_id,
        "region": row.region,
        "kind": row.kind,
        "status": row.status,
        "workspace": row.workspace or "",
        "sha256": row.sha256,
    }
    metadata.update({f"topic:{topic}": True for topic in topics})
    return Record(row.id, metadata)
