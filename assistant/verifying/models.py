"""What is verified and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.models import Clause, Source


class Fault(StrEnum):
    """What a statement says that its clauses do not."""

    NO_EVIDENCE = "no-evidence"  # cites nothing
    QUOTE = "quote"  # a quote that does not stand in the clause
    NUMBER = "number"  # amount, count, percentage, period
    DATE = "date"
    DOCUMENT = "document"  # document or standard number, title in 《》
    LABEL = "label"  # 第五条, 7.1.2, 六（四）
    NAME = "name"  # organisation or person
    PLACE = "place"
    MODALITY = "modality"  # 应, 宜, 可, 鼓励; what is only intended stated as done
    NEGATION = "negation"
    QUANTIFIER = "quantifier"  # 均, 部分, 仅
    SUBJECT = "subject"  # of another body or place than the clause says
    CONTENT = "content"  # words that stand nowhere


@dataclass(frozen=True, slots=True)
class Reason:
    """A fault and the words of the statement that have it; ``message`` is one Chinese line."""

    fault: Fault
    words: str
    message: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """``verbatim``: the statement is a piece of a clause. ``coverage``: share of its content words
    that the clauses have, 0 to 1."""

    supported: bool
    verbatim: bool
    coverage: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause that a statement cites, with what stands around it and counts as said with it.

    ``around``: headings above it, the lead-in of a list item, items that belong to the clause.
    """

    source: Source
    clause: Clause
    around: Sequence[str] = ()
