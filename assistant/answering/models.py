"""What an answer is: statements, each resting on quotes of clauses. The JSON of ``cqo ask --json``."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

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


class GivenAnswer(Record):
    """A line of the interview's summary: what was asked, what was said, and the words that correct it."""

    label: str
    value: str  # empty: not given
    ask: str


class Asking(Record):
    """What the guide's interview asks below an answer; it stays open until the next message.

    ``step``: for which company, under which name, whether to begin; a fact; the summary; when to start;
    whether to make the plan. The fields behind ``actions`` are what the next message goes on from.
    """

    step: Literal["company", "name", "begin", "fact", "end", "start", "plan"]
    company: str = ""  # its name
    place: str = ""  # 第1题，共10题 · 第2项，共7项
    ask: str = ""
    item: str = ""  # what is to be told: 所在地区
    how: str = ""  # how it is written
    help: str = ""
    why: str = ""
    example: str = ""
    present: str = ""  # the answer that there is
    citations: tuple[Citation, ...] = ()  # what the question rests on
    choices: tuple[Option, ...] = ()
    several: bool = False  # of the choices several at once
    columns: tuple[str, ...] = ()  # of a table: a row is told with bars between
    given: tuple[GivenAnswer, ...] = ()  # the summary
    actions: tuple[Option, ...] = ()  # 跳过这一题, 上一题, 先到这里
    guide: str = ""  # id of the company's way
    question: str = ""
    fact: str = ""
    passed: tuple[str, ...] = ()  # facts of the question that were passed over
    seen: JsonValue = None  # the fact's value as it was shown
    wrote: dict[str, JsonValue] = Field(default_factory=dict)  # facts that the message stored
    correcting: bool = False  # the summary comes next
    start: str = ""  # of the plan that is proposed


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
    asking: Asking | None = None  # the guide's interview, under way in this conversation


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
