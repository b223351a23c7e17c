"""Paragraphs and rows of a document without pages to the text and lines of a reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.models import Place
from corpus.reading.models import Line, LineKind
from corpus.reading.tables import markdown_row, markdown_rule


@dataclass(slots=True)
class Block:
    """A line of the text to be. ``row`` is the number of its paragraph in the file, ``tight`` whether
    it stands directly below the block before: a line behind a line break, a row of the same table."""

    text: str
    row: int
    kind: LineKind = LineKind.TEXT
    level: int | None = None
    tight: bool = False


def text_and_lines(blocks: Iterable[Block]) -> tuple[str, tuple[Line, ...]]:
    """The text with a blank line between paragraphs, so that none seems to continue another."""
    parts: list[str] = []
    lines: list[Line] = []
    offset = 0
    for block in blocks:
        if not block.text:
            continue
        if parts:
            between = "\n" if block.tight else "\n\n"
            parts.append(between)
            offset += len(between)
        end = offset + len(block.text)
        lines.append(
            Line(offset, end, block.kind, block.level, (Place(offset, end, row=block.row),))
        )
        parts.append(block.text)
        offset = end
    return "".join(parts), tuple(lines)


def table_blocks(rows: Sequence[tuple[int, Sequence[str]]]) -> list[Block]:
    """Rows (number of their first paragraph, cells) as Markdown, header and rule first.

    Rows and columns without a word are left out; shorter rows are filled up.
    """
    width = max((len(cells) for _, cells in rows), default=0)
    full = [(row, [*cells, *[""] * (width - len(cells))]) for row, cells in rows if any(cells)]
    used = [c for c in range(width) if any(cells[c] for _, cells in full)]
    blocks: list[Block] = []
    for number, (row, cells) in enumerate(full):
        shown = markdown_row([cells[c] for c in used])
        blocks.append(Block(shown, row, LineKind.TABLE, tight=number > 0))
        if number == 0:
            blocks.append(Block(markdown_rule(len(used)), row, LineKind.TABLE, tight=True))
    return blocks


def split_lines(text: str, row: int, kind: LineKind, level: int | None) -> list[Block]:
    """A paragraph with line breaks as a block for each line; of a heading below the title only the
    first is one, since the others belong to it."""
    words = [line.strip() for line in text.split("\n")]
    blocks: list[Block] = []
    for line in filter(None, words):
        first = not blocks
        stays = first or level == 0 or kind is not LineKind.HEADING
        blocks.append(
            Block(
                line,
                row,
                kind if stays else LineKind.TEXT,
                level if stays else None,
                tight=not first,
            )
        )
    return blocks
