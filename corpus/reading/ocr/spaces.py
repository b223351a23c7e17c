"""The spaces of a recognised line, by where its characters stand."""

from __future__ import annotations

import re

from corpus.reading.layout.letters import CJK
from corpus.reading.ocr.engine import Words

#: From one Chinese character to the next, in ems; more than this is a space. Behind the number of
#: an article or chapter a narrow space is told from none by ``_NARROW``, where prose follows by more.
_COLUMNS = 2.3
_STEP, _NARROW, _NARROW_BEFORE_PROSE = 1.55, 1.12, 1.28

#: The number of a clause, table or figure of a standard; a word in Chinese follows.
_NUMBER = re.compile(r"(?:[A-Z]\.)?\d+(?:\.\d+)*|附录[A-Z]|[表图][A-Z]?\.?\d+(?:[.—-]\d+)*")
_BEHIND_NUMBER = 1.15
_ARTICLE = re.compile(
    r"第[零〇○一二三四五六七八九十百千]+[编章节条編節條]"
    r"(?=([第的规規所中至和或及与與以等之款项項]|执行|執行|处罚|處罰)?)"
)


def divided(words: Words, em: float) -> list[Words]:
    """The words on either side of a gap as wide as that between two columns."""
    letters = [c for c in words.text if not c.isspace()]
    if len(letters) != len(words.at) or em <= 0:
        return [words]
    starts = [0]
    for index in range(1, len(letters)):
        if words.at[index] - words.at[index - 1] > _COLUMNS * em:
            starts.append(index)
    if len(starts) == 1:
        return [words]
    return [
        Words("".join(letters[start:end]), words.confidence, words.at[start:end])
        for start, end in zip(starts, [*starts[1:], len(letters)], strict=True)
    ]


def spaced(words: Words, em: float) -> str:
    """The words with a space where two Chinese characters stand apart, and only there.

    ``em`` is the width of a character as a share of the line's.
    """
    text = words.text.strip()
    letters = [(n, c) for n, c in enumerate(text) if not c.isspace()]
    if len(letters) != len(words.at) or em <= 0:
        return text
    bare = "".join(c for _, c in letters)
    mark, count = _ARTICLE.match(bare), _NUMBER.match(bare)
    behind = mark.end() if mark else -1
    narrow = _NARROW_BEFORE_PROSE if mark and mark[1] else _NARROW
    parts = [letters[0][1]]
    for index in range(1, len(letters)):
        (last, other), (number, letter) = letters[index - 1], letters[index]
        step = (words.at[index] - words.at[index - 1]) / em
        if CJK.match(letter) and CJK.match(other):
            if step > (narrow if index == behind else _STEP):
                parts.append(" ")
        elif number - last > 1 or (
            count and index == count.end() and CJK.match(letter) and step > _BEHIND_NUMBER
        ):
            parts.append(" ")
        parts.append(letter)
    return "".join(parts)
