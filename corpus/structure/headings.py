"""Find heading lines and their labels. One function a numbering family; the registry names them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line: where it stands, how deep, and what it is called.

    ``start`` is the offset of the line, ``mark`` the label in a clause id (``六``, ``（四）``, ``1``),
    ``title`` the words after it, ``title_end`` the offset behind the title.
    """

    start: int
    title_end: int
    line: int
    level: int
    mark: str
    title: str


Finder = Callable[[str], Iterator[Heading]]

_NUMERAL = "[一二三四五六七八九十百]+"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
#: Level, pattern with the groups ``mark`` and ``title``.
_OFFICIAL: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"(?P<mark>{_NUMERAL})、\s*(?P<title>.+)$")),
    (2, re.compile(rf"[（(](?P<mark>{_NUMERAL})[）)]\s*(?P<title>.+)$")),
    (3, re.compile(r"(?P<mark>[1-9]\d?)(?:[.．](?!\d)|、)\s*(?P<title>.+)$")),
    (4, re.compile(r"[（(](?P<mark>[1-9]\d?)[）)]\s*(?P<title>.+)$")),
    (5, re.compile(rf"(?P<mark>[{_CIRCLED}])\s*(?P<title>.+)$")),
)
_MARKDOWN = re.compile(r"(?P<hashes>#{1,6})[ \t]+(?P<title>.+?)[ \t]*#*$")
#: A heading that runs on as a paragraph is a numbered paragraph: its first sentence is not a title.
_TITLE_LIMIT = 40


def lines_with_offsets(text: str) -> Iterator[tuple[int, int, str]]:
    """1-based line number, offset of the line's first character, and the line without its break."""
    offset = 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        yield number, offset, line.rstrip("\r\n")
        offset += len(line)


def official_headings(text: str) -> Iterator[Heading]:
    """Headings of an official document: 一、 · （一） · 1. · （1） · ①."""
    for number, offset, line in lines_with_offsets(text):
        body = line.strip(" \t\u3000\xa0")
        indent = line.find(body) if body else 0
        for level, pattern in _OFFICIAL:
            match = pattern.match(body)
            if match is None:
                continue
            mark = match["mark"] if level not in (2, 4) else f"（{match['mark']}）"
            title, length = _title_of(match["title"])
            end = offset + indent + match.start("title") + length
            yield Heading(offset, end, number, level, mark, title)
            break


def markdown_headings(text: str) -> Iterator[Heading]:
    """Headings of a Markdown text: ``#`` is the document's title (level 0), ``##`` the outermost clause."""
    fenced = False
    for number, offset, line in lines_with_offsets(text):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        match = None if fenced else _MARKDOWN.match(line)
        if match is None:
            continue
        title = match["title"].strip()
        level = len(match["hashes"]) - 1
        yield Heading(offset, offset + match.end("title"), number, level, title, title)


def _title_of(rest: str) -> tuple[str, int]:
    """The title words of a numbered line and their length; no title when the line is a paragraph."""
    rest = rest.rstrip()
    if len(rest) <= _TITLE_LIMIT and not re.search(r"[。；：，,;:]", rest):
        return rest, len(rest)
    return "", 0


#: Numbering families by name, in the order in which a tie is decided.
FAMILIES: dict[str, Finder] = {
    "markdown": markdown_headings,
    "official": official_headings,
}
