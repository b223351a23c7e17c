"""The lines of a text that are not blank, with what they may mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus.structure.marks import READERS, Mark
from corpus.structure.parsed import Hint

#: End of a line of a table of contents: leaders and a page number.
_LEADERS = re.compile(r"(?:…|\.{3,}|·{3,}|(?:\. ){3}|\t|\s{4})[\s.…·]*[\dIVXivxⅠ-Ⅻ]+$")
_HASHES = re.compile(r"(#{1,6})(?:[ \t\u3000]+|$)")
_PAGE = re.compile(
    r"(?:[—-]\s*)?(?:\d{1,4}|[IVXⅠ-Ⅻ]{1,5})(?:\s*[—-])?|第\s*\d+\s*页(?:[,，\s/]*共\s*\d+\s*页)?"
)
_STANDARD_NUMBER = re.compile(r"[A-Z]{1,4}\d{0,2}(?:/[A-Z]+)*\s?[\d.]+\s?[—-]\s?\d{4}")
_SENTENCE = re.compile(r"[。；：，,;:！？]")
_ODD_FIRST = frozenset("#*`~")


class Line(NamedTuple):
    """A line that is not blank. ``number`` counts from 1, ``start`` is the offset of the line.

    ``words`` is the folded line without ``#``, ``**`` and outer white space, ``at`` its offset.
    ``heading`` is the level that the format states (0 the title), ``kind`` what else it states.
    """

    number: int
    start: int
    words: str
    at: int
    mark: Mark | None = None
    heading: int | None = None
    kind: str = "text"

    @property
    def rest(self) -> str:
        """What follows the mark."""
        return self.words[self.mark.end :] if self.mark else self.words


def read_lines(folded: str, hints: Sequence[Hint] = ()) -> list[Line]:
    """The lines of a folded text that are not blank."""
    stated = {hint.line: hint for hint in hints}
    fences = 0
    if "```" in folded or "~~~" in folded:
        fences = sum(line.lstrip().startswith(("```", "~~~")) for line in folded.split("\n"))
        fences -= fences % 2
    found: list[Line] = []
    add, readers = found.append, READERS
    offset = fence = 0
    for number, raw in enumerate(folded.split("\n"), start=1):
        words = raw.strip()
        if words:
            first = words[0]
            if number in stated or first in _ODD_FIRST or fence % 2:
                fence += words.startswith(("```", "~~~")) and fence < fences
                add(_stated_line(number, offset, raw, words, stated.get(number), fence % 2 == 1))
            else:
                reader = readers.get(first)
                mark = reader(words) if reader is not None else None
                at = offset if raw[0] == first else offset + raw.index(first)
                add(Line(number, offset, words, at, mark))
        offset += len(raw) + 1
    return found


def _stated_line(
    number: int, offset: int, raw: str, words: str, hint: Hint | None, fenced: bool
) -> Line:
    """A line with marks of Markdown or with a hint of the reader."""
    at = offset + raw.index(words[0])
    heading: int | None = None
    kind = hint.kind if hint is not None else "text"
    if kind == "plain":
        return Line(number, offset, words, at)
    if hint is not None and kind in ("heading", "stated"):
        heading = 1 if hint.level is None else hint.level
    if fenced or words.startswith(("```", "~~~")):
        return Line(number, offset, words, at, None, None, "code")
    hashes = _HASHES.match(words)
    if hashes is not None:
        heading = len(hashes[1]) - 1
        at += hashes.end()
        words = words[hashes.end() :].rstrip().rstrip("#").rstrip()
    if words.startswith("**"):
        lead = len(words) - len(words.lstrip("*"))
        words, at = words[lead:], at + lead
        if words.endswith("**"):
            words = words.rstrip("*").rstrip()
    if not words:  # marks of Markdown alone
        return Line(number, offset, raw.strip(), offset + raw.index(raw.strip()), kind=kind)
    if hint is not None and hint.label:
        return Line(number, offset, words, at, label_mark(hint.label, words), heading, kind)
    if kind == "footnote":
        mark = READERS["["](words) if words[0] == "[" else None
    else:
        reader = READERS.get(words[0])
        mark = reader(words) if reader is not None else None
    return Line(number, offset, words, at, mark, heading, kind)


def label_mark(label: str, words: str = "") -> Mark | None:
    """The mark that a label such as 4.2, 第五条 or 一 stands for; None when it is no number.

    It ends behind the label where ``words`` begin with it, else nothing of them belongs to it.
    """
    for written in (label, f"{label} 题", f"{label} ", f"{label}、"):
        reader = READERS.get(written[0])
        mark = reader(written) if reader is not None else None
        if mark is not None:
            covers = words.startswith(label)
            own = reader(words) if covers and reader is not None else None
            return own or mark._replace(end=len(label) if covers else 0)
    return None


def is_title(words: str, limit: int = 40) -> bool:
    """Whether ``words`` read as a heading: short, without the punctuation of a sentence."""
    return 0 < len(words) <= limit and _SENTENCE.search(words) is None


def is_contents(words: str) -> bool:
    """Whether the line is one of a table of contents: words, leaders, page number."""
    return words[-1] in "0123456789IVXivxⅠⅡⅢⅣⅤⅥ" and _LEADERS.search(words[-200:]) is not None


def is_page_number(words: str) -> bool:
    """Whether the line is the number of a page alone."""
    return len(words) <= 20 and _PAGE.fullmatch(words) is not None


def furniture(lines: Sequence[Line]) -> frozenset[int]:
    """Indexes of page numbers and of running headers (a standard's number on every page)."""
    numbers = [
        i for i, line in enumerate(lines) if len(line.words) <= 20 and is_page_number(line.words)
    ]
    if len(numbers) < 2:
        numbers = []
    headers: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        may_be = line.mark is None and len(line.words) <= 30 and "—" in line.words
        if may_be and _STANDARD_NUMBER.fullmatch(line.words):
            headers.setdefault(line.words, []).append(i)
    repeated = [i for places in headers.values() if len(places) >= 3 for i in places[1:]]
    return frozenset((*numbers, *repeated))
