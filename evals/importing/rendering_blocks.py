"""A text as the blocks that a word processor knows, and the numbers that it could write itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.numerals import number_of

BlockKind = Literal["title", "note", "heading", "paragraph", "table"]
NumberKind = Literal["chapter", "section", "article", "item"]

_NUMBERED: tuple[tuple[NumberKind, re.Pattern[str]], ...] = (
    ("chapter", re.compile(r"第([一二三四五六七八九十百]+)章(?=\s|$)")),
    ("section", re.compile(r"第([一二三四五六七八九十百]+)节(?=\s|$)")),
    ("article", re.compile(r"第([一二三四五六七八九十百]+)条(?=\s|$)")),
    ("item", re.compile(r"（([一二三四五六七八九十百]+)）")),
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_RULE_ROW = re.compile(r"\|[\s:|-]+\|?$")


@dataclass(frozen=True, slots=True)
class Block:
    """``text`` without marks; ``level`` of a heading from 1; ``rows`` of a table, header first.

    ``number`` is the kind of number it begins with, ``value`` that number, ``mark`` how it stands.
    ``restart`` is set by ``automatic``: None is a number to be typed, True begins a new count.
    """

    kind: BlockKind
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    number: NumberKind | None = None
    value: int = 0
    mark: str = ""
    restart: bool | None = None


def blocks_of(text: str) -> tuple[Block, ...]:
    """Title, notes below it, headings, paragraphs and tables; comments and blank lines left out.

    The first line is the title. Lines before the first heading or numbered line that follow it
    and are short or dated are notes, which official texts centre below the title.
    """
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    body = False
    for line in [*_COMMENT.sub("", text).split("\n"), ""]:
        line = line.strip()
        if line.startswith("|"):
            if not _RULE_ROW.match(line):
                rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
            continue
        if rows:
            blocks.append(Block("table", rows=tuple(rows)))
            rows = []
        if not line:
            continue
        marks = re.match(r"(#{1,6})\s+", line)
        words = line[marks.end() :] if marks else line
        if not blocks:
            blocks.append(Block("title", words))
        elif marks:
            body = True
            blocks.append(_numbered(Block("heading", words, level=max(1, len(marks[1]) - 1))))
        else:
            block = _numbered(Block("paragraph", words))
            body = body or block.number is not None or not _is_note(words)
            blocks.append(block if body else Block("note", words))
    return tuple(blocks)


def automatic(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Mark the blocks whose number a word processor's list gives: those that count on by one.

    A number that does not follow stays typed, so that what is printed is the text itself.
    """
    last: dict[NumberKind, int] = {}
    marked = []
    for block in blocks:
        kind = block.number
        if kind is None or (block.value != 1 and last.get(kind) != block.value - 1):
            marked.append(block)
            continue
        last[kind] = block.value
        if kind != "item":
            last.pop("item", None)  # items begin anew below each article
        if kind == "chapter":
            last.pop("section", None)
        marked.append(replace(block, restart=block.value == 1))
    return tuple(marked)


def numeral(number: int) -> str:
    """``number`` below 1,000 as a word processor counts in Chinese.

    >>> numeral(10), numeral(27), numeral(105), numeral(110)
    ('十', '二十七', '一百零五', '一百一十')
    """
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    ten = "十" if not hundreds and tens == 1 else f"{digits[tens]}十" if tens else ""
    zero = "零" if hundreds and not tens and ones else ""
    return (
        (f"{digits[hundreds]}百" if hundreds else "") + ten + zero + (digits[ones] if ones else "")
    )


def _is_note(words: str) -> bool:
    return len(words) <= 40 or re.match(r"[（(]?\d{4}年", words) is not None


def _numbered(block: Block) -> Block:
    for kind, pattern in _NUMBERED:
        match = pattern.match(block.text)
        if match and numeral(number_of(match[1])) == match[1]:
            return replace(block, number=kind, value=number_of(match[1]), mark=match[0])
    return block
