"""What an answer is: statements, each resting on quotes of clauses. The JSON of ``cqo ask --json``."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

AnswerStatus = Literal["answered", "partial", "declined"]
Support = Literal["verbatim", "verified", "advice"]
Mode = Literal["extractive", "generative"]


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Citation(Record):
    """A quote and where it stands: ``clause.text[start:end] == quote`` (offsets in characters)."""

    clause_id: str
    mark: str  # 编制说明 六（四）
    source: str  # title of the source
    label: str  # 六（四）
    quote: str
    start: int
    end: int
    region: str
    year: int | None
    authority: str


class Statement(Record):
    """One sentence of the answer and the clause ids it rests on."""

    text: str
    citations: tuple[str, ...]  # clause ids; each has a Citation in Answer.citations
    support: Support = "verbatim"
    lead: str = (
        ""  # words before the statement that are not its content: 湖北（2022年，摘要，外地参考）：
    )
    group: str = (
        ""  # the part of the question or the region that it answers; empty when there is one
    )


class Missing(Record):
    """What the library lacks and where to ask."""

    what: str
    ask: str
    related: tuple[
        str, ...
    ] = ()  # clause ids worth reading; each has a Citation in Answer.citations


class Option(Record):
    """One answer to a clarifying question: what it is called, and the question that choosing it asks."""

    label: str
    ask: str


class Clarification(Record):
    """What the product asks back because the answer depends on it; a name may be typed instead."""

    about: Literal["document", "region", "company"]
    question: str
    options: tuple[Option, ...]


class DraftOffer(Record):
    """A document that can be drafted: its blueprint and what it is called."""

    blueprint: str
    title: str


class PageLink(Record):
    """A page of the product that goes on from the answer; ``path`` from the root of the site."""

    label: str
    path: str


class Answer(Record):
    """Answer to one question. ``declined`` has no statements and has ``missing``."""

    question: str
    status: AnswerStatus
    mode: Mode = "extractive"
    answer: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    missing: Missing | None = None
    timings_ms: dict[str, float] = Field(default_factory=dict)
    route: str = "question"  # question, comparison, document, chat, off-topic
    standalone: str | None = None  # the question as completed from the conversation
    conversation: str | None = None
    notes: tuple[str, ...] = ()  # 提示: stale figures, draft status and the like
    table: Comparison | None = None  # for comparisons
    clarify: Clarification | None = None  # asked back; what could be answered stands beside it
    drafts: tuple[DraftOffer, ...] = ()  # documents that the question asks to draft
    said: str = ""  # the product's own words ahead of the statements
    links: tuple[PageLink, ...] = ()  # pages that go on from here


class ComparisonCell(Record):
    """What one source says on the topic: quotes of one clause."""

    quotes: tuple[str, ...]
    citations: tuple[str, ...]


class ComparisonRow(Record):
    """One place and one source."""

    region: str
    year: int | None
    authority: str
    source_id: str
    source: str
    number: str | None
    status: str
    cell: ComparisonCell | None  # None: the library holds nothing on the topic for this place


class Comparison(Record):
    """``cqo compare TOPIC --region …``: a row a source, places never merged."""

    topic: str
    regions: tuple[str, ...]
    rows: tuple[ComparisonRow, ...]
    citations: tuple[Citation, ...] = ()
    note: str = ""


Answer.model_rebuild()
