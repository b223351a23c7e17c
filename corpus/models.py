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

    @property
    def body(self) -> str:
        """The text without its heading line, outer white space removed."""
        rest = [self.text[s.start : s.end] for s in self.sentences if not s.heading]
        return self.text[self.text.index(rest[0]) :].strip() if rest else ""


@dataclass(frozen=True, slots=True)
class Document:
    """A source with its text and its clauses in reading order."""

    source: Source
    text: str
    clauses: tuple[Clause, ...]
    sha256: str  # of the text, UTF-8
