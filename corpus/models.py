"""The things a corpus is made of: sources, clauses, sentences. Plain data, no input or output."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

#: A date known to the year, the month or the day: ``2024``, ``2024-06``, ``2024-06-18``.
PartialDate = Annotated[
    str, StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")
]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]


class Kind(StrEnum):
    """What a source is (文种)."""

    STANDARD = "standard"
    COMPILATION_NOTES = "compilation-notes"
    LAW = "law"
    REGULATION = "regulation"
    MEASURE = "measure"
    POLICY = "policy"
    STANDARD_DIGEST = "standard-digest"
    NEWS = "news"
    GUIDE = "guide"
    COMPANY = "company"


class Status(StrEnum):
    """Whether a source is in force (效力)."""

    CURRENT = "current"
    TRIAL = "trial"
    DRAFT = "draft"
    REPEALED = "repealed"
    UNKNOWN = "unknown"


class Authority(StrEnum):
    """How close the stored text is to the official one (来源可信度)."""

    ORIGINAL = "original"  # 原文
    DIGEST = "digest"  # 摘要：依据公开材料归纳，不是原文
    REPORT = "report"  # 报道：媒体所述
    GUIDE = "guide"  # 指引：本产品自己的说明


class Topic(StrEnum):
    """The themes by which places are compared."""

    OVERVIEW = "概况"
    BASIS = "依据"
    SCOPE = "适用范围"
    PRINCIPLE = "原则"
    PROCESS = "建设流程"
    PLANNING = "策划"
    REQUIREMENT = "基本要求"
    QUALIFICATION = "任职条件"
    CONDUCT = "行为规范"
    APPOINTMENT = "聘任"
    DUTY = "职责"
    POWER = "职权"
    AUTHORIZATION = "授权"
    FILING = "备案"
    TRAINING = "培训"
    APPRAISAL = "考核"
    INCENTIVE = "激励"
    EXIT = "退出"
    TARGET = "目标"
    EVALUATION = "评估"
    IMPROVEMENT = "改进"
    LIABILITY = "责任"
    COVERAGE = "推行情况"
    STRUCTURE = "结构"
    TIMELINE = "时间"


class Modality(StrEnum):
    """Force of a sentence, after GB/T 1.1: 应 requirement, 宜 recommendation, 可 permission, 能 possibility."""

    REQUIREMENT = "应"
    RECOMMENDATION = "宜"
    PERMISSION = "可"
    POSSIBILITY = "能"
    ENCOURAGEMENT = "鼓励"
    NONE = "无"


class ClauseKind(StrEnum):
    """What a clause is in its document's build (structure.md's words)."""

    PREAMBLE = "preamble"  # 前文：题名、封面、题注、序言
    HEADING = "heading"  # 编、章、节、无编号的前言、引言、参考文献、索引，和其他只有标题的层次
    CLAUSE = "clause"  # 条：4.2.1、第五条、一、
    PARAGRAPH = "paragraph"  # 款：第五条第二款
    ITEM = "item"  # 项、目、列项：（一）、a)、1)、——
    TERM = "term"  # 术语条目
    ANNEX = "annex"  # 附录、附件
    TABLE = "table"
    FIGURE = "figure"
    NOTE = "note"  # 注、脚注
    EXAMPLE = "example"  # 示例
    CONTENTS = "contents"  # 目次：不检索、不引用
    CLOSING = "closing"  # 落款、成文日期、抄送


class Nature(StrEnum):
    """Force of an annex (GB/T 1.1—2020)."""

    NORMATIVE = "规范性"
    INFORMATIVE = "资料性"


class ClauseFacts(BaseModel):
    """What the front matter says about one clause, keyed by the clause's path."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    topics: tuple[Topic, ...] = ()
    provenance: tuple[str, ...] = ()
    as_of: PartialDate | None = None
    unverified: bool = False  # 未核
    stale: str | None = None  # why a figure is out of date, one Chinese sentence
    superseded_by: str | None = None  # clause id that holds the newer figure


class Source(BaseModel):
    """One text of the library and what is known about it (the front matter)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    title: str = Field(min_length=1)
    short_title: str = Field(min_length=1, max_length=24)
    aliases: tuple[str, ...] = ()
    issuer: str | None = None
    number: str | None = None
    issued: PartialDate | None = None
    effective: PartialDate | None = None
    region: str = Field(min_length=1)
    kind: Kind
    status: Status
    authority: Authority
    as_of: PartialDate | None = None
    provenance: tuple[str, ...] = ()
    clauses: dict[str, ClauseFacts] = Field(default_factory=dict)
    workspace: str | None = None
    replaces: tuple[str, ...] = ()  # numbers or titles that the text says it replaces or repeals
    work: str | None = None  # what its versions have in common (corpus.versions.work_of)
    attached_to: Slug | None = (
        None  # the notice that forwards this text and stands in the same file
    )

    @property
    def year(self) -> int | None:
        """Year by which the source is named: of issue, else of effect, else of the report."""
        date = self.issued or self.effective or self.as_of
        return int(date[:4]) if date else None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a clause; ``clause.text[start:end]`` is the sentence, without outer white space."""

    start: int
    end: int
    modality: Modality
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered or titled place of a source.

    ``text`` is the clause's own text as it stands in the source, heading line included, children
    excluded: ``source_text[start:end]``. The texts of all clauses in order give back the source.
    """

    id: str
    source_id: str
    path: tuple[str, ...]
    label: str  # as a person says it, parents included: 六（四）
    title: str  # heading words without number; empty for an untitled clause
    level: int  # 1 is outermost; 0 is text before the first heading
    order: int
    parent: str | None
    start: int
    end: int
    line: int  # 1-based line of the source text
    text: str
    sentences: tuple[Sentence, ...] = ()
    facts: ClauseFacts = field(default_factory=ClauseFacts)
    kind: ClauseKind = ClauseKind.CLAUSE
    term: str | None = None  # the term that a clause of 术语和定义 defines
    nature: Nature | None = None  # of an annex
    lead: str = ""  # the sentence that introduces a list item, as it stands in the clause above

    @property
    def body(self) -> str:
        """The text without its heading line, outer white space removed."""
        rest = [self.text[s.start : s.end] for s in self.sentences if not s.heading]
        return self.text[self.text.index(rest[0]) :].strip() if rest else ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A cross-reference: ``clause.text[start:end]`` names another place.

    ``target`` is the id of the clause it means when that clause exists in the same source;
    ``document`` the title or number when it names another document.
    """

    clause_id: str
    start: int
    end: int
    target: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A doubtful place: one Chinese line for a person, ``code`` for programs.

    ``line`` is the 1-based line of the source text, ``page`` the 1-based page of the original.
    """

    code: str
    message: str
    line: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a document as its text states it: ``text[start:end]`` is where.

    ``name`` is a field of Source (title, number, issuer, issued, effective, status, kind,
    replaces, region), ``value`` what belongs there.
    """

    name: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page: 1-based page, sides as shares of its width and height from top left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where ``text[start:end]`` stands in the original.

    ``box`` on a page of a PDF, scan or image; ``row`` the 1-based line of a text file or paragraph
    of a DOCX or HTML file.
    """

    start: int
    end: int
    box: Box | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that a document was read from. ``places`` are in order of ``start``."""

    file_name: str
    file_sha256: str
    size: int  # bytes
    format: str  # corpus.reading.models.Format
    pages: int | None = None
    part: int = 1  # of the documents that the file holds, from 1
    facts: tuple[Fact, ...] = ()
    places: tuple[Place, ...] = ()
    overlay: str | None = None  # YAML of the corrections made by hand (docs/import.md)
    stated: str | None = None  # JSON of the facts that a person stated, which go before the text's
    hints: tuple[tuple[int, str, int | None, str | None], ...] = ()  # corpus.structure.parsed.Hint
    reading: str = ""  # version of the reading and parsing that made it


@dataclass(frozen=True, slots=True)
class Document:
    """A source with its text and its clauses in reading order."""

    source: Source
    text: str
    clauses: tuple[Clause, ...]
    sha256: str  # of the text, UTF-8
    references: tuple[Reference, ...] = ()
    notices: tuple[Notice, ...] = ()
    family: str | None = None  # numbering family chosen (corpus.structure.headings.FAMILIES)
    confidence: float = 1.0  # of the structure, 0 to 1
    origin: Origin | None = None  # none for the shipped library
