"""Where the table of contents stands: by its heading, by leaders, or by headings that come again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.structure.lines import Line, is_contents, is_title
from corpus.structure.marks import READERS, Sort

_LINK = re.compile(r"^\[([^\]]+)\]\([^)]*\)$")
_TAIL = re.compile(r"[\s.…·]*(?:\d{1,4}|[IVXⅠ-Ⅻ]{1,5})?$")
_LISTED = frozenset(
    (
        Sort.BOOK, Sort.PART, Sort.CHAPTER, Sort.SECTION, Sort.NUMBER, Sort.ANNEX_NUMBER, Sort.TOP,
        Sort.BRACKET, Sort.POINT, Sort.ANNEX, Sort.ATTACHMENT, Sort.UNNUMBERED, Sort.TABLE, Sort.FIGURE,
    )
)  # fmt: skip
_CHAPTERS = frozenset(
    (
        Sort.BOOK,
        Sort.PART,
        Sort.CHAPTER,
        Sort.SECTION,
        Sort.TOP,
        Sort.NUMBER,
        Sort.ANNEX,
        Sort.UNNUMBERED,
    )
)
#: A table of contents without heading begins within so many lines.
_HEAD = 300


def contents_of(lines: Sequence[Line]) -> range:
    """Indexes of the lines of the table of contents; empty when the text has none."""
    for index, line in enumerate(lines[:2000]):
        if line.mark is not None and line.mark.sort == Sort.CONTENTS:
            end = _end_of(lines, index + 1, headed=True)
            if end > index + 1:
                return range(index, end)
    leaders = [i for i, line in enumerate(lines[:2000]) if is_contents(line.words)]
    if len(leaders) >= 3:
        end = _end_of(lines, leaders[0], headed=False)
        if end - leaders[0] >= 3:
            return range(leaders[0], end)
    return _repeated(lines)


def _bare_entry(line: Line) -> Line:
    """An entry of a list in Markdown, ``- [第一章 总则](#1)``, as its words alone."""
    if line.mark is None or line.mark.sort != Sort.DASH:
        return line
    words = _LINK.sub(r"\1", line.rest)
    reader = READERS.get(words[0])
    return line._replace(words=words, mark=reader(words) if reader is not None else None)


def _key(line: Line) -> tuple[object, ...]:
    words = _TAIL.sub("", line.rest[-80:]) if line.mark else _TAIL.sub("", line.words[-80:])
    bare = re.sub(r"\s", "", words)
    if line.mark is not None and line.mark.sort != Sort.UNNUMBERED:
        return line.mark.sort, line.mark.numbers
    return (bare,)


def _end_of(lines: Sequence[Line], start: int, *, headed: bool) -> int:
    seen: set[tuple[object, ...]] = set()
    dotted = False
    index = start
    while index < len(lines):
        line = _bare_entry(lines[index])
        leader = is_contents(line.words)
        dotted = dotted or leader
        if not leader:
            if line.mark is None and not is_title(line.words, 60):
                break
            if line.mark is not None and (line.mark.sort not in _LISTED or len(line.words) > 80):
                break
            if _key(line) in seen:
                break
            if dotted and (line.mark is None or line.mark.sort == Sort.UNNUMBERED):
                following = lines[index + 1 : index + 4]
                if not any(is_contents(other.words) for other in following):
                    break
        seen.add(_key(line))
        index += 1
    if headed and not dotted and index < len(lines):
        return index if _comes_again(lines, start, index) else start
    return index


def _comes_again(lines: Sequence[Line], start: int, end: int) -> bool:
    first = next((line for line in map(_bare_entry, lines[start:end]) if line.mark), lines[start])
    key = _key(first)
    return any(_key(line) == key for line in lines[end:])


def _repeated(lines: Sequence[Line]) -> range:
    """A run of three headings or more that begins again behind it."""
    start: int | None = None
    first: tuple[object, ...] = ()
    for index, line in enumerate(lines[:_HEAD]):
        mark = line.mark
        if mark is not None and mark.sort in _CHAPTERS and is_title(line.rest, 60):
            key = (*_key(line), re.sub(r"\s", "", line.rest))
            if start is None:
                start, first = index, key
            elif key == first:
                if index - start >= 3:
                    return range(start, index)
                start = index
            continue
        if start is not None and index - start >= 3:
            for other in lines[index : index + 8]:
                if other.mark and (*_key(other), re.sub(r"\s", "", other.rest)) == first:
                    return range(start, index)
        start = None
    return range(0)
