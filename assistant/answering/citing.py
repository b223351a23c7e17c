"""Turn pieces of evidence into statements with citations, each quote checked against its clause."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.models import Citation, Statement, Support
from assistant.answering.wording import messages
from corpus.models import Authority, Clause, Kind, Source, Status
from corpus.regions import UNSTATED

STAGE = re.compile(r"征求意见稿|送审稿|报批稿|讨论稿|草案")


class QuoteError(AssertionError):
    """A quote does not stand in its clause; the statement must not leave the pipeline."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A piece of a clause: ``clause.text[start:end]``."""

    source: Source
    clause: Clause
    start: int
    end: int
    lead: str = ""
    group: str = ""

    @property
    def text(self) -> str:
        return self.clause.text[self.start : self.end]


def mark_of(source: Source, clause: Clause) -> str:
    """What stands in 〔…〕: short title and label."""
    return f"{source.short_title}{_stage(source)} {clause.label}"


def _stage(source: Source) -> str:
    """（征求意见稿） behind the name of a draft that does not say so itself."""
    if source.status is not Status.DRAFT or source.kind is Kind.COMPILATION_NOTES:
        return ""
    found = STAGE.search(source.title)
    word = found.group() if found else str(messages()["labels"]["draft"])
    return "" if STAGE.search(source.short_title) else f"（{word}）"


def citation_of(piece: Quoted) -> Citation:
    """The citation of a quote. Raises QuoteError when the quote is empty or not in the clause."""
    if not 0 <= piece.start < piece.end <= len(piece.clause.text) or not piece.text.strip():
        raise QuoteError(f"{piece.clause.id}[{piece.start}:{piece.end}]")
    return Citation(
        clause_id=piece.clause.id,
        mark=mark_of(piece.source, piece.clause),
        source=piece.source.title,
        label=piece.clause.label,
        quote=piece.text,
        start=piece.start,
        end=piece.end,
        region=piece.source.region,
        year=piece.source.year,
        authority=piece.source.authority.value,
    )


def statement_of(piece: Quoted) -> Statement:
    """The statement that quotes ``piece``."""
    advice = piece.source.authority is Authority.GUIDE and re.search(r"建议|可以先|宜", piece.text)
    support: Support = "advice" if advice else "verbatim"
    return Statement(
        text=piece.text,
        citations=(piece.clause.id,),
        support=support,
        lead=piece.lead,
        group=piece.group,
    )


def outside_lead(source: Source) -> str:
    """How another place's rule is introduced: 湖北（2022年，摘要，外地参考）：."""
    labels = messages()["labels"]
    year = f"{source.year}年" if source.year else "年份未见"
    where = labels["unplaced"] if source.region == UNSTATED else labels["outside"]
    return f"{source.region}（{year}，{labels['authority'][source.authority.value]}，{where}）："


def home_lead(source: Source) -> str:
    """How a place in Guangdong is introduced in a comparison: 深圳（2025年，报道）：."""
    labels = messages()["labels"]
    year = f"{source.year}年" if source.year else "年份未见"
    return f"{source.region}（{year}，{labels['authority'][source.authority.value]}）："


def written_answer(statements: Sequence[Statement], mark: Callable[[str], str]) -> str:
    """The answer as text: a line a statement, or a line a source where they are introduced by one."""
    lines: list[str] = []
    lead = ""
    for statement in statements:
        text = statement.text.rstrip("，；、,;")
        if text[-1:] not in "。！？：…|":
            text += "。"
        marks = "".join(f"〔{mark(clause_id)}〕" for clause_id in statement.citations)
        if statement.lead and statement.lead == lead:
            lines[-1] += f"{text}{marks}"
            continue
        lead = statement.lead
        lines.append(f"{lead}{text}{marks}")
    if len(lines) <= 2 and not any(s.lead for s in statements):
        return "".join(lines)
    return "\n".join(lines)


def citations_of(pieces: Iterable[Quoted]) -> tuple[Citation, ...]:
    """One citation a quote, in order, without repeats."""
    found: dict[tuple[str, int, int], Citation] = {}
    for piece in pieces:
        found.setdefault((piece.clause.id, piece.start, piece.end), citation_of(piece))
    return tuple(found.values())
