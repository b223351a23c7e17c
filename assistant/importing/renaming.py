"""Give a document another id: its clauses and references go by it."""

from __future__ import annotations

from dataclasses import replace

from corpus.models import Document, Source


def with_source(document: Document, source: Source) -> Document:
    """``document`` under the facts of ``source``, whose id may be another."""
    old, new = document.source.id, source.id
    if old == new:
        return replace(document, source=source)

    def renamed(clause_id: str | None) -> str | None:
        if clause_id is None or not clause_id.startswith(f"{old}#"):
            return clause_id
        return new + clause_id[len(old) :]

    return replace(
        document,
        source=source,
        clauses=tuple(
            replace(
                clause,
                id=str(renamed(clause.id)),
                source_id=new,
                parent=renamed(clause.parent),
            )
            for clause in document.clauses
        ),
        references=tuple(
            replace(
                reference,
                clause_id=str(renamed(reference.clause_id)),
                target=renamed(reference.target),
            )
            for reference in document.references
        ),
    )


def with_id(document: Document, source_id: str) -> Document:
    return with_source(document, document.source.model_copy(update={"id": source_id}))
