"""Join the lines of a text that was hard-wrapped at a width; when in doubt, leave every line as it is."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from corpus.reading.layout.cells import joined
from corpus.reading.layout.marks import has_mark, is_closed, is_contents

#: Words of a line and its pieces: offset in the words, row of the file.
Row = tuple[str, tuple[tuple[int, int], ...]]

_NARROWEST, _WIDEST = 40, 130  # columns of half a character
_FEWEST = 8  # full lines that break a sentence
_COMMA = re.compile("[，。；、,;]")
_TABLE = re.compile(r"\s*[|+┌├└│┏┃]|.*\S[ \t]{4,}\S.*[ \t]{4,}\S")


def unwrapped(rows: Sequence[Row]) -> tuple[Sequence[Row], int]:
    """The rows as paragraphs, and the width in Chinese characters; 0 when nothing was joined."""
    widths = [_width(words) for words, _ in rows]
    width = _wrapped_at(rows, widths)
    if not width:
        return rows, 0
    indents = [_indent(words) for words, _ in rows]
    indented, spaced = _is_indented(rows, indents), _is_spaced(widths, width)
    found: list[Row] = []
    for number, (words, pieces) in enumerate(rows):
        if number and _goes_on(rows, number, widths, width, indents, indented, spaced):
            before, earlier = found[-1]
            text = joined(before, words)
            at = len(text) - len(words.lstrip())
            found[-1] = (text, (*earlier, *((at + start, row) for start, row in pieces)))
        else:
            found.append((words, pieces))
    return found, width // 2


def _width(words: str) -> int:
    """Columns of a terminal: two for a Chinese character, trailing white space aside."""
    words = words.rstrip()
    if words.isascii():
        return len(words.expandtabs())
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in words)


def _indent(words: str) -> int:
    return _width(words[: len(words) - len(words.lstrip())] + ".") - 1


def _wrapped_at(rows: Sequence[Row], widths: Sequence[int]) -> int:
    """The width at which the file is wrapped; 0 when that is not beyond doubt."""
    filled = [w for w in widths if w]
    if len(filled) < 2 * _FEWEST:
        return 0
    # A title may be longer than the lines of the text.
    width = sorted(filled)[-1 - min(3, len(filled) // 40)]
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    full = [n for n, w in enumerate(widths) if width - 4 <= w <= width]
    # Lines that stop at the edge in the middle of a sentence, with words on the next line.
    broken = [
        n
        for n in full
        if n + 1 < len(rows)
        and widths[n + 1]
        and not is_closed(rows[n][0])
        and not is_contents(rows[n][0])
    ]
    if len(broken) < _FEWEST or len(broken) < 0.6 * len(full) or len(full) < 0.2 * len(filled):
        return 0
    # Paragraphs end with a sentence, mostly before the edge; a list does not.
    ends = sum(0 < w < width - 4 and is_closed(rows[n][0]) for n, w in enumerate(widths))
    prose = sum(_COMMA.search(rows[n][0]) is not None for n in broken)
    if ends < max(3, 0.08 * len(broken)) or prose < 0.5 * len(broken):
        return 0
    # Lines that stop well before the edge without ending a sentence: there, lines are what they are.
    short = [
        n
        for n, w in enumerate(widths[:-1])
        if 24 < w < width - 8
        and not is_closed(rows[n][0])
        and widths[n + 1]
        and not has_mark(rows[n + 1][0].strip())
    ]
    edges = Counter(widths[n] for n in full)
    return 0 if len(short) > 0.15 * len(broken) or max(edges.values()) < 3 else width


def _is_indented(rows: Sequence[Row], indents: Sequence[int]) -> bool:
    """Whether paragraphs begin with an indent: some lines have one, most others none."""
    filled = [n for n, (words, _) in enumerate(rows) if words.strip()]
    inside = sum(2 <= indents[n] <= 8 for n in filled)
    flush = sum(indents[n] == 0 for n in filled)
    return inside >= 3 and flush >= 3 and inside + flush > 0.9 * len(filled)


def _is_spaced(widths: Sequence[int], width: int) -> bool:
    """Whether a blank line stands behind every paragraph."""
    short = [n for n, w in enumerate(widths[:-1]) if 0 < w < width - 4]
    followed = sum(widths[n + 1] > 0 for n in short)
    return len(short) >= 3 and followed <= len(short) // 20


def _goes_on(
    rows: Sequence[Row],
    number: int,
    widths: Sequence[int],
    width: int,
    indents: Sequence[int],
    indented: bool,
    spaced: bool,
) -> bool:
    """Whether the row continues the one above: that one is full, and this one begins nothing."""
    above, words = rows[number - 1][0], rows[number][0]
    if not above.strip() or not words.strip() or not width - 4 <= widths[number - 1] <= width:
        return False
    if _TABLE.match(above) or _TABLE.match(words) or is_contents(above):
        return False
    if indents[number] >= 2 and (indented or indents[number] > indents[number - 1]):
        return False
    if has_mark(words.strip()):
        return False
    # A sentence may end at the edge by chance: only indents or blank lines tell then whether a
    # paragraph does.
    return indented or spaced or not is_closed(above)
