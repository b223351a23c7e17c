"""Titles and headings of a document without styles: centred, in bold or larger letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.reading.blocks import Block
from corpus.reading.layout.marks import has_mark, is_closed, is_contents
from corpus.reading.models import LineKind

_LONGEST = 40
#: The title stands among the first paragraphs.
_TOP = 12
_NO_HEADING = re.compile(
    r"[（(【\[]|\d{4}\s*年|[—-]{2}|.*[，,、：:]$|.{0,20}[〔\[【（(]\d{4}[〕\]】）)].{0,8}号"
)


@dataclass(slots=True)
class Print:
    """How a paragraph is printed. ``size`` of its largest letters, 0 where nothing says;
    ``letters``: how many there are."""

    blocks: Sequence[Block]
    centred: bool
    bold: bool
    size: int
    letters: int


def mark_headings(prints: Sequence[Print]) -> None:
    """State the kind of lines that only their print shows to be headings.

    The title is the first large centred line, and what follows it in the same print; other
    headings get no level.
    """
    sizes: Counter[int] = Counter()
    for entry in prints:
        sizes[entry.size] += entry.letters
    body = sizes.most_common(1)[0][0] if sizes else 0
    heavy = sum(entry.letters for entry in prints if entry.bold)
    weighs = heavy < 0.3 * sum(entry.letters for entry in prints)
    titled = any(block.level == 0 for entry in prints for block in entry.blocks)
    title: Print | None = None
    open_title = False
    for number, entry in enumerate(prints):
        large = bool(body) and entry.size >= 1.2 * body
        if not _may_be(entry) or not (large or (entry.bold and weighs)):
            open_title = False
            continue
        same = title is not None and (entry.size, entry.bold) == (title.size, title.bold)
        if not titled and number < _TOP and (title is None or (open_title and same)):
            title, open_title = title or entry, True
            _mark(entry, 0)
        else:
            open_title = False
            _mark(entry, None)


def _mark(entry: Print, level: int | None) -> None:
    for block in entry.blocks if level == 0 else entry.blocks[:1]:
        block.kind, block.level = LineKind.HEADING, level


def _may_be(entry: Print) -> bool:
    words = "".join(block.text for block in entry.blocks)
    return (
        entry.centred
        and all(block.kind is LineKind.TEXT for block in entry.blocks)
        and len(words) <= _LONGEST
        and not is_closed(words)
        and not is_contents(words)
        and not has_mark(words)
        and not _NO_HEADING.match(words)
        and any(c.isalpha() for c in words)
    )
