"""The document of a text whose facts are known: its tree, themes and doubtful places."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from assistant.importing.places import Pages
from corpus.errors import BadInput
from corpus.models import Document, Notice, Origin, Source
from corpus.structure.parse import parse
from corpus.structure.parsed import Hint
from corpus.structure.topics import themed


def parsed_document(
    source: Source,
    text: str,
    *,
    hints: Sequence[Hint],
    family: str | None,
    origin: Origin | None,
    notices: Sequence[Notice] = (),
    named: str,
) -> Document:
    """The tree of a text whose facts are known. Raises BadInput where ``source.clauses`` names a clause
    that is not there; ``named`` is what to call the file."""
    parsed = parse(source.id, text, hints=hints, family=family, facts=source.clauses)
    unknown = set(source.clauses) - {"/".join(clause.path) for clause in parsed.clauses}
    if unknown:
        raise BadInput(
            f"{named} 的 clauses 写了正文中没有的条：{'、'.join(sorted(unknown))}，请改成正文的条。"
        )
    pages = Pages(text, origin.places if origin else ())
    found = (*notices, *parsed.notices)
    return Document(
        source=source,
        text=text,
        clauses=themed(source.title, parsed.clauses),
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        references=parsed.references,
        notices=tuple(pages.of_notice(one) for one in found),
        family=parsed.family,
        confidence=parsed.confidence,
        origin=origin,
    )
