"""The numbering families: which marks each has and how they nest. Reads like a table of contents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.models import ClauseKind
from corpus.structure.marks import Sort


@dataclass(frozen=True, slots=True)
class Family:
    """``ranks``: a smaller rank stands further out. ``items`` are list items (项、目、列项) here;
    ``stated`` is the rank of a heading that the format states and that has no number.
    """

    name: str  # as a person calls it
    ranks: Mapping[str, int] = field(default_factory=dict)
    items: frozenset[str] = frozenset()
    stated: int = 5


_BOOKS = {Sort.BOOK: 1, Sort.PART: 2, Sort.CHAPTER: 3, Sort.SECTION: 4}
_LISTS = (
    Sort.TOP, Sort.BRACKET, Sort.POINT, Sort.ROUND, Sort.PAREN, Sort.CIRCLE, Sort.LETTER, Sort.DASH,
)  # fmt: skip

#: Families by name. ``markdown`` goes by headings without numbers, ``paragraphs`` is the last resort.
FAMILIES: dict[str, Family] = {
    "law": Family(
        "法律法规、规章制度（章、节、条、款、项、目）",
        {
            **_BOOKS, Sort.ARTICLE: 10, Sort.TOP: 30, Sort.BRACKET: 31, Sort.POINT: 32,
            Sort.ROUND: 33, Sort.PAREN: 34, Sort.CIRCLE: 35, Sort.LETTER: 36,
        },
        frozenset(_LISTS),
        stated=3,
    ),
    "standard": Family(
        "标准（1、1.1、1.1.1、列项、附录）",
        {
            **_BOOKS, Sort.ARTICLE: 6, Sort.NUMBER: 10, Sort.ANNEX_NUMBER: 10, Sort.TOP: 29,
            Sort.BRACKET: 30, Sort.LETTER: 31, Sort.POINT: 32, Sort.PAREN: 33, Sort.ROUND: 34,
            Sort.CIRCLE: 35, Sort.DASH: 36,
        },
        frozenset(_LISTS),
    ),
    "official": Family(
        "公文（一、（一）1.（1）①）",
        {
            **_BOOKS, Sort.ARTICLE: 6, Sort.TOP: 10, Sort.BRACKET: 11, Sort.POINT: 12,
            Sort.NUMBER: 13, Sort.ROUND: 14, Sort.PAREN: 15, Sort.CIRCLE: 16, Sort.LETTER: 17,
        },
    ),
    "markdown": Family("只有标题，没有编号"),
    "paragraphs": Family("没有编号和标题，按自然段"),
}  # fmt: skip

#: Rank of a 款 and of a paragraph behind a list.
PARAGRAPH = 20
#: Rank of a heading of a law between its chapters and its articles (一、管辖).
TOP_HEADING = 5
HEADINGS = frozenset(_BOOKS)
#: What stands in a clause without opening a level of its own.
LEAVES = {
    Sort.NOTE: ClauseKind.NOTE,
    Sort.EXAMPLE: ClauseKind.EXAMPLE,
    Sort.TABLE: ClauseKind.TABLE,
    Sort.FIGURE: ClauseKind.FIGURE,
    Sort.FOOTNOTE: ClauseKind.NOTE,
}
#: Marks that are not believed when their number does not follow.
WEAK = frozenset((Sort.POINT, Sort.ROUND, Sort.PAREN, Sort.LETTER))
