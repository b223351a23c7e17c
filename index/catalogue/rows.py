"""Between the dataclasses of the corpus and the rows of the catalogue."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from corpus.models import Clause, ClauseFacts, Document, Modality, Sentence, Source
from index import chunks
from index.characters import fold
from index.labels import label_key
from index.numbers import find_numbers

Row = dict[str, Any]


def digest_of(document: Document) -> str:
    """SHA-256 of all that is stored: front matter, text, clause tree, and the way of chunking."""
    content = [
        chunks.VERSION,
        document.source.model_dump(mode="json"),
        document.text,
        [clause_row(clause) for clause in document.clauses],
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
    )


_NO_FACTS = ClauseFacts()


def source_of(row: Mapping[str, Any]) -> Source:
    return Source.model_validate(row["facts"])


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
