"""Tell the documents of one text: a notice that forwards a measure is two, the measure and the notice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.structure.closing import is_attachment
from corpus.structure.folding import fold
from corpus.structure.lines import Line, read_lines
from corpus.structure.marks import Sort

_FORWARD = "印发|转发|批转|公布|发布|颁布|下发"
#: 关于印发《X》的通知, 现将《X》印发给你们, 《X》已经……通过，现予公布
_NAMED = re.compile(
    rf"(?:{_FORWARD})[^《》。\n]{{0,24}}《([^《》\n]{{2,80}}(?:〈[^〉\n]*〉[^《》\n]*)?)》"
    rf"|《([^《》\n]{{2,80}})》[^。\n]{{0,80}}?(?:{_FORWARD})"
    rf"|关于(?:{_FORWARD})([^《》。\n]{{4,60}}?)的(?:通知|公告|决定|命令|令|函)"
)
#: How far into the text the notice may name what it forwards.
_HEAD = 6000
#: Lines between the title of the measure and its first number: its notes, contents.
_BETWEEN = 12
_FIRST = frozenset((Sort.BOOK, Sort.PART, Sort.CHAPTER, Sort.ARTICLE, Sort.TOP, Sort.NUMBER))
_TITLES = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A document of the text: ``text[start:end]``. ``title`` is that of an attached one, else ""."""

    start: int
    end: int
    title: str
    role: Literal["main", "attached"]


def split_documents(text: str) -> tuple[Part, ...]:
    """The documents of ``text`` in order; every character belongs to exactly one.

    It is divided only on strong evidence: the beginning names 《X》 as what it issues or forwards,
    and further down a line is X, with 第一章, 第一条 or 一、 below it.
    """
    names = _names(text)
    if not names:
        return (Part(0, len(text), "", "main"),)
    lines = read_lines(fold(text))
    starts = sorted(_starts(lines, names))
    bounds = [(0, ""), *starts, (len(text), "")]
    return tuple(
        Part(start, bounds[i + 1][0], title, "attached" if i else "main")
        for i, (start, title) in enumerate(bounds[:-1])
    )


def _names(text: str) -> dict[str, int]:
    """Titles that the beginning says it forwards, without white space, and where it says so."""
    found: dict[str, int] = {}
    for match in _NAMED.finditer(fold(text[:_HEAD])):
        name = match[1] or match[2] or match[3]
        found.setdefault(_bare(name), match.start())
        for other in re.findall(r"《([^《》\n]{2,80})》", match[0]):
            found.setdefault(_bare(other), match.start())
    return found


def _starts(lines: Sequence[Line], names: dict[str, int]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    taken: set[str] = set()
    longest = max(map(len, names))
    article, attachment = (_first(lines, sort) for sort in (Sort.ARTICLE, Sort.ATTACHMENT))
    for index in range(2, len(lines)):
        line = lines[index]
        if len(line.words) > longest + 20 or not _may_be_title(line):
            continue
        name, last = _title_at(lines, index, names)
        if not name or name in taken or names[name] >= line.start:
            continue
        in_a_law = article < index <= attachment
        if in_a_law or not _begins_below(lines, last, name):
            continue
        taken.add(name)
        first = index
        while first > 2 and _is_attachment_mark(lines[first - 1]):
            first -= 1
        title = "".join(lines[at].rest for at in range(index, last + 1))
        found.append((lines[first].start, re.sub(r"\s+", " ", title)))
    return found


def _may_be_title(line: Line) -> bool:
    return line.mark is None or (
        line.mark.sort == Sort.ATTACHMENT and is_attachment(line) and bool(line.rest)
    )


def _title_at(lines: Sequence[Line], index: int, names: dict[str, int]) -> tuple[str, int]:
    """The name that the lines from ``index`` spell, and the index of the last of them."""
    words = _bare(lines[index].rest if lines[index].mark else lines[index].words)
    for last in range(index, min(index + _TITLES, len(lines))):
        if last > index:
            if lines[last].mark is not None:
                break
            words += _bare(lines[last].words)
        if words in names:
            return words, last
    return "", index


def _begins_below(lines: Sequence[Line], index: int, name: str) -> bool:
    """Whether the body of a document begins below the title at ``index``."""
    for line in lines[index + 1 : index + 1 + _BETWEEN]:
        mark = line.mark
        if mark is None:
            if _bare(line.words) == name:
                return False
            continue
        if mark.sort in (Sort.CONTENTS, Sort.UNNUMBERED):
            return True
        if mark.sort == Sort.ATTACHMENT:
            return False
        return mark.sort in _FIRST and mark.numbers == (1,)
    return False


def _first(lines: Sequence[Line], sort: str) -> int:
    """Index of the first line with a mark of ``sort``, the number of lines when there is none."""
    found = (index for index, line in enumerate(lines) if line.mark and line.mark.sort == sort)
    return next(found, len(lines))


def _is_attachment_mark(line: Line) -> bool:
    return line.mark is not None and line.mark.sort == Sort.ATTACHMENT and not line.rest


def _bare(words: str) -> str:
    return re.sub(r"[\s#*]", "", words)
