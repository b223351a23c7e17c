"""A text as the page shows it: tree, places in the original, references, doubtful places, facts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import Any

from assistant.library.listing import facts_of
from corpus.models import Clause, Document, Fact, Modality, Place, Reference

#: Finds the id of the text that a title or number names; None when it is not in the library.
FindText = Callable[[str], str | None]
#: Characters shown around the place where a fact was read.
_AROUND = 24


def document_view(document: Document, *, find: FindText) -> dict[str, Any]:
    """``document`` as JSON. Offsets count characters (code points); ``places``, ``rows`` and
    ``references`` are arrays, as docs/web.md says, because there may be tens of thousands."""
    lines = LineNumbers(document.text)
    origin = document.origin
    length = len(document.text)
    return {
        "source": facts_of(document.source),
        "text": document.text,
        "lines": lines.count,
        "clauses": [_clause(clause) for clause in document.clauses],
        "references": [_reference(one, find) for one in document.references],
        "notices": [
            {
                "code": one.code,
                "message": one.message,
                "line": one.line,
                "page": one.page,
                "row": _row_at(document, lines.start(one.line)) if one.line else None,
            }
            for one in document.notices
        ],
        "family": document.family,
        "confidence": document.confidence,
        "coverage": sum(len(c.text) for c in document.clauses) / length if length else 0.0,
        "origin": None
        if origin is None
        else {
            "file_name": origin.file_name,
            "sha256": origin.file_sha256,
            "size": origin.size,
            "format": origin.format,
            "pages": origin.pages,
            "part": origin.part,
            "facts": [_fact(one, document, lines) for one in origin.facts],
            "overlay": origin.overlay is not None,
        },
        "places": [_place(one) for one in _with_box(origin.places if origin else ())],
        "rows": [
            [one.start, one.end, one.row]
            for one in (origin.places if origin else ())
            if one.box is None and one.row is not None
        ],
    }


class LineNumbers:
    """1-based lines of a text by position."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(i + 1 for i, char in enumerate(text) if char == "\n")]

    @property
    def count(self) -> int:
        return len(self._starts)

    def start(self, line: int) -> int:
        """Position of the line's first character; of the last line when there are fewer."""
        return self._starts[min(line, self.count) - 1]

    def of(self, position: int) -> int:
        return bisect_right(self._starts, position)


def _clause(clause: Clause) -> dict[str, Any]:
    told = {
        "id": clause.id,
        "label": clause.label,
        "title": clause.title,
        "level": clause.level,
        "parent": clause.parent,
        "kind": clause.kind.value,
        "start": clause.start,
        "end": clause.end,
        "line": clause.line,
    }
    optional = {
        "term": clause.term,
        "nature": clause.nature.value if clause.nature else None,
        "lead": clause.lead,
        "modality": [
            [s.start, s.end, s.modality.value]
            for s in clause.sentences
            if s.modality is not Modality.NONE and not s.heading
        ],
        "topics": [topic.value for topic in clause.facts.topics],
        "stale": clause.facts.stale,
        "unverified": clause.facts.unverified,
    }
    return told | {name: value for name, value in optional.items() if value}


def _reference(one: Reference, find: FindText) -> list[Any]:
    found = find(one.document) if one.document and one.target is None else None
    return [one.clause_id, one.start, one.end, one.target, one.document, found]


def _fact(fact: Fact, document: Document, lines: LineNumbers) -> dict[str, Any]:
    text = document.text
    before = text[max(0, fact.start - _AROUND) : fact.start].rpartition("\n")[2]
    after = text[fact.end : fact.end + _AROUND].partition("\n")[0]
    return {
        "name": fact.name,
        "value": fact.value,
        "start": fact.start,
        "end": fact.end,
        "line": lines.of(fact.start),
        "page": _page_at(document, fact.start),
        "row": _row_at(document, fact.start),
        "before": before,
        "words": text[fact.start : fact.end],
        "after": after,
    }


def _page_at(document: Document, position: int) -> int | None:
    places = document.origin.places if document.origin else ()
    for place in places:
        if place.box and place.start <= position < place.end:
            return place.box.page
    return None


def _row_at(document: Document, position: int) -> int | None:
    """Line or paragraph of the original; None where it has pages."""
    places = document.origin.places if document.origin else ()
    at = bisect_right(places, position, key=lambda place: place.start) - 1
    return places[at].row if at >= 0 and position <= places[at].end else None


def _with_box(places: Iterable[Place]) -> Iterable[Place]:
    return (place for place in places if place.box is not None)


def _place(place: Place) -> list[Any]:
    assert place.box is not None
    box = place.box
    sides = (round(side, 4) for side in (box.left, box.top, box.right, box.bottom))
    return [place.start, place.end, box.page, *sides]
