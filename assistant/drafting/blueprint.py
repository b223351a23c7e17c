"""What a blueprint is: the facts that a document needs, its sections with their basis, how it is signed."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from corpus.models import Slug, Topic

#: A fact's name: what stands in a facts file and in a template.
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
#: One line of Chinese.
Line = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=r"^[^\n]+$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FactType(StrEnum):
    """How a fact is asked, checked and spoken."""

    TEXT = "text"  # one line
    PARAGRAPH = "paragraph"  # several lines, each a paragraph
    PERSON = "person"  # a name
    DATE = "date"  # 2026-03-01, spoken 2026年3月1日
    CHOICE = "choice"  # one of the options
    CHOICES = "choices"  # several of the options
    YES_NO = "yes-no"
    COUNT = "count"  # a whole number, spoken with its unit
    MONEY = "money"  # yuan, spoken 50,000元
    PERCENT = "percent"  # 0 to 100, spoken 30%
    LINES = "lines"  # a list of short lines
    TABLE = "table"  # rows of columns


#: Kinds whose words tell by themselves what they are: a name or a date is not met by chance.
TELLING = (FactType.PERSON, FactType.DATE)


class Option(_Part):
    """A value that may be chosen; ``label`` is what is shown and written."""

    value: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    label: Line


class Check(StrEnum):
    """Checks of one fact beyond its type."""

    CREDIT_CODE = "credit-code"  # 统一社会信用代码，GB 32100
    ID_TAIL = "id-tail"  # the last four characters of an identity number
    PHONE = "phone"
    DOCUMENT_NUMBER = "document-number"  # ××〔2026〕5号
    REGION = "region"  # a place that the gazetteer knows


class Column(_Part):
    """A column of a table fact. A column of percents with ``total`` must add up to it."""

    name: Name
    label: Line
    type: FactType = FactType.TEXT
    required: bool = False
    total: float | None = None
    width: float = Field(default=1.0, gt=0, le=10)  # relative to the other columns


class FactSpec(_Part):
    """A fact that a document needs. ``example`` is for the person who fills in, never a default."""

    name: Name
    label: Line
    type: FactType = FactType.TEXT
    required: bool = False
    example: str = ""
    help: str = ""
    group: str = ""  # heading of the form that it stands under
    unit: str = ""  # of a count: 年, 次, 学时
    options: tuple[Option, ...] = ()
    columns: tuple[Column, ...] = ()
    check: Check | None = None
    longest: int = Field(default=200, ge=1, le=20_000)  # characters
    least: int = 0  # of a count
    most: int = 1_000_000_000  # of a count
    advice: str = ""  # behind 【待填：…】 in the list of open items: how to decide
    sensitive: bool = False  # never sent to a model
    varies: bool = (
        False  # may differ between the documents of one company: a date, a period's results
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        chosen = self.type in (FactType.CHOICE, FactType.CHOICES)
        if chosen != bool(self.options):
            raise ValueError(f"{self.name}: options belong to a choice, and a choice needs them")
        if (self.type is FactType.TABLE) != bool(self.columns):
            raise ValueError(f"{self.name}: columns belong to a table, and a table needs them")
        return self


class FactUse(_Part):
    """A shared fact (``prompts/blueprints/facts.yaml``) in a blueprint; set values go before the shared ones."""

    use: Name
    required: bool | None = None
    help: str | None = None
    advice: str | None = None
    label: Line | None = None


class Rule(_Part):
    """What must hold between facts. ``kind`` order: ``facts`` are dates, each not before the one ahead."""

    kind: Literal["order", "different", "together"]
    facts: tuple[Name, ...] = Field(min_length=2)
    message: Line  # one Chinese line that says what is wrong


class Style(StrEnum):
    """How a document is numbered (domain.md 6.3)."""

    MEASURES = "measures"  # 办法式：第一章、第一条、（一）、1.
    OFFICIAL = "official"  # 公文式：一、（一）、1.、（1）
    STANDARD = "standard"  # 标准式：1、1.1、a)、1)
    LETTER = "letter"  # 书信式：聘任书、授权书；一、（一）
    FORM = "form"  # 表单


class Basis(_Part):
    """What a section rests on. ``own``: the company's own choice, with the reason that is shown."""

    topics: tuple[Topic, ...] = ()
    clauses: tuple[str, ...] = ()
    own: str = ""

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.topics or self.clauses or self.own):
            raise ValueError("a section needs a basis, or says that it is the company's own choice")
        return self


class OptionalClause(_Part):
    """Text that another place's rule suggests; off until a person chooses it. ``clause`` is its origin."""

    id: Slug
    title: Line
    clause: str
    text: str = Field(min_length=1)
    note: str = ""


class Section(_Part):
    """A part of the document. ``text`` is a template (see ``docs/drafting.md``); ``when`` an expression."""

    id: Slug
    title: Line
    basis: Basis
    text: str = Field(min_length=1)
    heading: bool | None = None  # None: as the style has it
    page: bool = False  # begins a new page: a notice, a form, a pledge that is signed apart
    when: str = ""
    guidance: str = ""  # what a model may change when it rewrites, and what not
    optional: tuple[OptionalClause, ...] = ()


class Signer(_Part):
    """A place to sign: ``label`` before it; ``post`` and ``fact`` give the printed post and name."""

    label: Line
    fact: Name | None = None
    post: Name | None = None


class Signature(_Part):
    """The end of the document. ``receipt``: what the person concerned confirms, before a line to sign."""

    company: bool = True  # the company's name with its seal, and the date below
    date: Name | None = None
    signers: tuple[Signer, ...] = ()
    approval: tuple[Signer, ...] = ()  # a table 编制/审核/批准 at the end
    receipt: str = ""
    receipt_signer: str = ""


class Attachment(_Part):
    """Named behind the body. ``blueprint`` when it is one of ours, else a paper that the company adds."""

    title: Line
    blueprint: Slug | None = None
    when: str = ""


class Blueprint(_Part):
    """A kind of document, ``prompts/blueprints/ID.yaml``."""

    id: Slug
    code: Annotated[str, StringConstraints(pattern=r"^D\d{1,2}$")]
    title: Line  # the kind: 聘任书
    purpose: Line
    stage: Literal["策划", "聘任", "履职", "管理", "评估", "持续改进", "总文件"]
    style: Style
    document_title: str  # template of the title that is printed
    addressee: str = ""  # template; 主送
    copies: str = ""  # template; 抄送
    letterhead: bool = False  # red head with the company's name
    numbered: bool = False  # carries a 文号, fact document_number
    confirm_before: tuple[Line, ...] = ()  # what to check before it is signed
    facts: tuple[FactSpec | FactUse, ...]
    rules: tuple[Rule, ...] = ()
    sections: tuple[Section, ...] = Field(min_length=1)
    signature: Signature = Signature()
    attachments: tuple[Attachment, ...] = ()
    related: tuple[Slug, ...] = ()
    landscape: bool = False
