"""A document ready to be written: numbered blocks of runs that remember where their words come from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

RunKind = Literal["text", "fact", "blank", "reference", "option"]
BlockKind = Literal["heading", "article", "item", "paragraph", "note", "caption", "table"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one origin. ``name`` is the fact's name of a fact or a blank, the anchor of a reference.

    An ``option`` is the mark behind an optional clause: 【可选条款（来源：上海2020年，供参考）】.
    """

    text: str
    kind: RunKind = "text"
    name: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A numbered or plain piece. ``label`` is its number as written: 第一章, 第五条, （二）, 1., 4.2, a).

    ``level`` counts from 1: of headings 章 1, 节 2; of items （一） 1, 1. 2. ``rows`` are those of a table,
    its first row the header; ``widths`` are relative. ``section`` is the id of the section it stands in.
    """

    kind: BlockKind
    runs: Runs = ()
    level: int = 1
    label: str = ""
    section: str = ""
    anchor: str = ""
    rows: tuple[tuple[Runs, ...], ...] = ()
    widths: tuple[float, ...] = ()
    page: bool = False  # begins a new page
    form: bool = False  # a table without header: odd cells are names, a short row's last cell spans

    @property
    def text(self) -> str:
        """Label and words, as a person reads them."""
        words = text_of(self.runs)
        space = "" if not self.label or self.label.endswith(("、", "）")) else " "
        return f"{self.label}{space}{words}" if self.kind != "table" else ""


def text_of(runs: Runs) -> str:
    return "".join(run.text for run in runs)


@dataclass(frozen=True, slots=True)
class OpenItem:
    """What is missing: the fact, its label, sections it stands in, and advice how to decide."""

    name: str
    label: str
    sections: tuple[str, ...] = ()
    advice: str = ""


@dataclass(frozen=True, slots=True)
class BasisRow:
    """A line of 依据对照表: a section and a clause that it rests on, or the company's own choice.

    ``authority`` and ``region`` are those of the source: 原文, 摘要, 指引; ``own`` is the reason.
    """

    section: str  # title
    section_id: str
    clause_id: str = ""
    mark: str = ""  # 编制说明 六（四）
    quote: str = ""
    source: str = ""
    region: str = ""
    year: int | None = None
    authority: str = ""
    own: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class SignLine:
    """``label``: 法定代表人（签字）; ``runs`` the printed name, empty when only a line is wanted."""

    label: str
    runs: Runs = ()


@dataclass(frozen=True, slots=True)
class Closing:
    """Signature block. ``company`` and ``date`` are runs; empty ``company``: no seal."""

    company: Runs = ()
    date: Runs = ()
    signers: tuple[SignLine, ...] = ()
    approval: tuple[SignLine, ...] = ()
    receipt: Runs = ()
    receipt_signer: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What a writer (DOCX, Markdown, page) takes. Everything is computed; nothing is asked of it any more.

    ``style``: measures, official, standard, letter or form. ``letterhead``: the company's name in a red
    head. ``attachments``: titles in order, without 附件 and number. ``footnote``: that it is a draft.
    """

    title: Runs
    style: str
    kind: str  # 聘任书
    company: Runs = ()
    letterhead: bool = False
    number: Runs = ()  # 文号
    addressee: Runs = ()
    copies: Runs = ()
    blocks: tuple[Block, ...] = ()
    attachments: tuple[str, ...] = ()
    closing: Closing = field(default_factory=Closing)
    basis: tuple[BasisRow, ...] = ()
    open_items: tuple[OpenItem, ...] = ()
    footnote: str = ""
    landscape: bool = False
