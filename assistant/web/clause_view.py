"""What the sources panel shows: a card for each cited clause, and a clause with its quotes marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from assistant.answering.models import Answer
from assistant.web.anchors import citations_of, quotes_of, users_of
from corpus.models import Clause, Source

_HASHES = re.compile(r"#{1,6} +")


@dataclass(frozen=True, slots=True)
class Badges:
    """Region, year, authority and status of a source; texts.py has the words of the last two."""

    region: str
    year: int | None
    authority: str
    status: str | None


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote and the elements of the answer that rest on it."""

    text: str
    users: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One cited clause."""

    clause: str
    mark: str
    source: str
    badges: Badges
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a clause's text; ``users`` where it is a quote."""

    text: str
    users: tuple[str, ...] = ()
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of a clause."""

    parts: tuple[Part, ...]
    heading: bool


def cards(answer: Answer, turn: int, sources: Mapping[str, Source]) -> list[Card]:
    """A card a cited clause, in the order of the citations."""
    clauses = dict.fromkeys(citation.clause_id for citation in citations_of(answer))
    return [_card(answer, turn, clause, sources) for clause in clauses]


def _card(answer: Answer, turn: int, clause: str, sources: Mapping[str, Source]) -> Card:
    quotes = quotes_of(answer, clause)
    first = quotes[0]
    source = sources.get(clause.partition("#")[0])
    status = source.status.value if source else None
    return Card(
        clause=clause,
        mark=first.mark,
        source=first.source,
        badges=Badges(first.region, first.year, first.authority, status),
        quotes=tuple(Quote(one.quote, users_of(one, answer, turn)) for one in quotes),
    )


def source_badges(source: Source) -> Badges:
    """Badges of a source."""
    return Badges(source.region, source.year, source.authority.value, source.status.value)


def paragraphs(clause: Clause, answer: Answer | None, turn: int) -> list[Paragraph]:
    """The clause line by line, the quotes of ``answer`` in it as parts of their own."""
    quotes = quotes_of(answer, clause.id) if answer else []
    marked = [(one.start, one.end, users_of(one, answer, turn)) for one in quotes if answer]
    headings = [(one.start, one.end) for one in clause.sentences if one.heading]
    found = []
    for start, end in _lines(clause.text):
        heading = any(a < end and start < b for a, b in headings)
        start += _hashes(clause.text[start:end]) if heading else 0
        found.append(Paragraph(tuple(_parts(clause.text, start, end, marked)), heading))
    return found


def excerpt(clause: Clause, length: int = 110) -> str:
    """The beginning of the clause's text, for a neighbour."""
    words = " ".join(clause.body.split())
    return words if len(words) <= length else words[:length].rstrip() + "…"


def heading_of(clause: Clause) -> str:
    """Label and title; the label alone where they are the same words."""
    same = not clause.title or clause.title == clause.label or clause.label.endswith(clause.title)
    return clause.label if same else f"{clause.label} {clause.title}"


def library_address(clause: Clause) -> str:
    """Where the library page shows the clause, from the chat page."""
    path = quote("/".join(clause.path), safe="/")
    return f"./library/{clause.source_id}#{path}"


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line that is not blank, without its line break."""
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield start, start + len(line.rstrip("\r\n"))
        start += len(line)


def _hashes(line: str) -> int:
    match = _HASHES.match(line)
    return match.end() if match else 0


def _parts(
    text: str, start: int, end: int, marked: Sequence[tuple[int, int, tuple[str, ...]]]
) -> Iterator[Part]:
    """``text[start:end]`` cut at the quotes; of two that overlap the first is shown in full."""
    here = start
    for first, last, users in marked:
        first, last = max(first, here), min(last, end)
        if first >= last:
            continue
        if first > here:
            yield Part(text[here:first])
        yield Part(text[first:last], users, quoted=True)
        here = last
    if here < end:
        yield Part(text[here:end])
