"""Between the dataclasses of the corpus and the rows of the catalogue."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from corpus.models import (
    Box,
    Clause,
    ClauseFacts,
    ClauseKind,
    Document,
    Fact,
    Modality,
    Nature,
    Notice,
    Origin,
    Place,
    Reference,
    Sentence,
    Source,
)
from index import chunks
from index.characters import fold
from index.labels import label_key
from index.numbers import find_numbers

Row = dict[str, Any]


def digest_of(document: Document, *, headings: bool = True) -> str:
    """SHA-256 of all that is stored, and of the way of chunking; not of when it was imported."""
    origin = origin_row(document)
    content = [
        chunks.version_of(headings=headings),
        document.source.model_dump(mode="json"),
        document.text,
        [clause_row(clause) for clause in document.clauses],
        [reference_row(reference) for reference in document.references],
        {key: value for key, value in origin.items() if key != "imported"} if origin else None,
    ]
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def source_row(document: Document, digest: str) -> Row:
    source = document.source
    return {
        "id": source.id,
        "workspace": source.workspace,
        "region": source.region,
        "kind": source.kind.value,
        "status": source.status.value,
        "authority": source.authority.value,
        "facts": source.model_dump(mode="json"),
        "text": document.text,
        "sha256": document.sha256,
        "digest": digest,
        "stored": datetime.now(UTC),
    }


def clause_row(clause: Clause) -> Row:
    return {
        "id": clause.id,
        "source_id": clause.source_id,
        "position": clause.order,
        "parent": clause.parent,
        "path": list(clause.path),
        "label": clause.label,
        "label_key": label_key(clause.label),
        "title": clause.title,
        "level": clause.level,
        "start": clause.start,
        "end": clause.end,
        "line": clause.line,
        "text": clause.text,
        "sentences": [[s.start, s.end, s.modality.value, s.heading] for s in clause.sentences],
        "facts": clause.facts.model_dump(mode="json", exclude_defaults=True),
        "kind": clause.kind.value,
        "term": clause.term,
        "nature": clause.nature.value if clause.nature else None,
        "lead": clause.lead,
    }


def clause_of(row: Mapping[str, Any]) -> Clause:
    return Clause(
        id=row["id"],
        source_id=row["source_id"],
        path=tuple(row["path"]),
        label=row["label"],
        title=row["title"],
        level=row["level"],
        order=row["position"],
        parent=row["parent"],
        start=row["start"],
        end=row["end"],
        line=row["line"],
        text=row["text"],
        sentences=tuple(
            Sentence(start, end, Modality(modality), heading)
            for start, end, modality, heading in row["sentences"]
        ),
        facts=ClauseFacts.model_validate(row["facts"]) if row["facts"] else _NO_FACTS,
        kind=ClauseKind(row["kind"]),
        term=row["term"],
        nature=Nature(row["nature"]) if row["nature"] else None,
        lead=row["lead"],
    )


_NO_FACTS = ClauseFacts()


def source_of(row: Mapping[str, Any]) -> Source:
    return Source.model_validate(row["facts"])


def reference_row(reference: Reference) -> Row:
    return {
        "clause_id": reference.clause_id,
        "start": reference.start,
        "end": reference.end,
        "target": reference.target,
        "document": reference.document,
    }


def reference_of(row: Mapping[str, Any]) -> Reference:
    return Reference(row["clause_id"], row["start"], row["end"], row["target"], row["document"])


def origin_row(document: Document) -> Row | None:
    """None for a text without a file, of which the structure says nothing either."""
    origin = document.origin
    told = document.notices or document.family is not None or document.confidence != 1.0
    if origin is None and not told:
        return None
    return {
        "source_id": document.source.id,
        "file_name": origin.file_name if origin else None,
        "file_sha256": origin.file_sha256 if origin else None,
        "size": origin.size if origin else None,
        "format": str(origin.format) if origin else None,
        "pages": origin.pages if origin else None,
        "part": origin.part if origin else 1,
        "facts": [[f.name, f.value, f.start, f.end] for f in origin.facts] if origin else [],
        "places": compact_places(origin.places) if origin else "[]",
        "overlay": origin.overlay if origin else None,
        "stated": origin.stated if origin else None,
        "hints": json.dumps(origin.hints if origin else [], separators=(",", ":")),
        "reading": origin.reading if origin else "",
        "notices": [[n.code, n.message, n.line, n.page] for n in document.notices],
        "family": document.family,
        "confidence": document.confidence,
        "imported": datetime.now(UTC),
    }


def origin_of(row: Mapping[str, Any]) -> Origin | None:
    if row["file_sha256"] is None:
        return None
    return Origin(
        file_name=row["file_name"],
        file_sha256=row["file_sha256"],
        size=row["size"],
        format=row["format"],
        pages=row["pages"],
        part=row["part"],
        facts=tuple(Fact(*fact) for fact in row["facts"]),
        places=places_of(row["places"]),
        overlay=row["overlay"],
        stated=row["stated"],
        hints=tuple(
            (line, kind, level, label) for line, kind, level, label in json.loads(row["hints"])
        ),
        reading=row["reading"],
    )


def notices_of(row: Mapping[str, Any]) -> tuple[Notice, ...]:
    return tuple(Notice(*notice) for notice in row["notices"])


def compact_places(places: Sequence[Place]) -> str:
    """JSON: ``[start, length]`` then nothing, ``row``, or ``page, left, top, right, bottom`` and a row.

    Sides in ten-thousandths of the page; ``start`` counts from the start of the place before.
    """
    lines: list[list[int]] = []
    before = 0
    for place in places:
        line = [place.start - before, place.end - place.start]
        if place.box:
            box = place.box
            sides = (box.left, box.top, box.right, box.bottom)
            line += [box.page, *(round(side * _SIDE) for side in sides)]
        if place.row is not None:
            line.append(place.row)
        lines.append(line)
        before = place.start
    return json.dumps(lines, separators=(",", ":"))


def places_of(text: str) -> tuple[Place, ...]:
    places, before = [], 0
    for start, length, *rest in json.loads(text):
        before += start
        box = Box(rest[0], *(side / _SIDE for side in rest[1:5])) if len(rest) >= 5 else None
        row = rest[-1] if len(rest) in (1, 6) else None
        places.append(Place(before, before + length, box, row))
    return tuple(places)


_SIDE = 10_000


def number_rows(clause: Clause) -> list[Row]:
    """The document numbers that the clause's text mentions, each once."""
    numbers = {m.number for m in find_numbers(fold(clause.text))}
    return [
        {"clause_id": clause.id, "serial": n.serial, "body": n.body, "year": n.year}
        for n in sorted(numbers, key=lambda n: n.key)
    ]


def chunk_row(chunk: chunks.Chunk) -> Row:
    return {
        "id": chunk.id,
        "source_id": chunk.source_id,
        "clause_id": chunk.clause_id,
        "start": chunk.start,
        "end": chunk.end,
        "title": chunk.title,
        "heading": chunk.heading,
        "body": chunk.body,
        "sha256": chunk.sha256,
    }
