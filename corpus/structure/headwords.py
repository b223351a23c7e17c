"""The words of a heading: titles on the line or below it, terms with their English, heads of annexes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.models import ClauseKind, Nature
from corpus.structure.lines import Line, is_title
from corpus.structure.marks import Sort
from corpus.structure.nodes import Node

_NATURE = re.compile(
    r"[(（]\s*(规\s*范\s*性|资\s*料\s*性|标\s*准\s*的|提\s*示\s*的)\s*(?:附\s*录)?\s*[)）]\s*"
)
_NATURES = {
    "规范性": Nature.NORMATIVE,
    "标准的": Nature.NORMATIVE,
    "资料性": Nature.INFORMATIVE,
    "提示的": Nature.INFORMATIVE,
}
_BRACKETED = re.compile(
    r"(?:【([^】\n]{1,40})】|[〔［\[]([^\]］〕\n]{1,40})[\]］〕]|[(（]([^()（）\n。；]{1,30})[)）])\s*"
)
_TERM = re.compile(
    r"(.*?[\u4e00-\u9fff）)])\s*(?<=[\u4e00-\u9fff）)\s])([A-Za-z][A-Za-z0-9 ;,()（）；，/'’.-]*)$"
)
_ENGLISH = re.compile(r"[A-Za-z][A-Za-z0-9 ;,()（）；，/'’.-]*")
#: A line that ends so goes on below: it is no heading.
_GOES_ON = re.compile(r"(?:(?<!目)的|和|或|(?<!普)及|于|至|(?<![行作])为|(?<!参)与)$")
_NO_TERM = re.compile(r"(?:术语|缩略语|符号|定义|代号|通用|概述|总则|一般要求|分类)$")
_OFFICIAL_STOP = re.compile(r"[。；：，,;:]")
#: A heading that runs on as a paragraph is a numbered paragraph: its first sentence is not a title.
TITLE_LIMIT = 40


def take_title(node: Node, line: Line, length: int, offset: int) -> None:
    """The heading of ``node`` is ``length`` characters from ``offset`` in the words of ``line``."""
    node.title = line.words[offset : offset + length]
    node.title_at = line.at + offset
    node.title_end = node.title_at + length


def title_of_rest(node: Node, line: Line) -> None:
    """What follows the mark is the heading when it is short and no sentence."""
    assert line.mark is not None
    rest = line.words[line.mark.end :]
    if not rest or len(rest) > TITLE_LIMIT:
        return
    if _OFFICIAL_STOP.search(rest) is None and _GOES_ON.search(rest) is None:
        take_title(node, line, len(rest), line.mark.end)


def whole_title(node: Node, lines: Sequence[Line], index: int) -> int:
    """All that follows the mark is the heading; on the next line when nothing does. Lines taken."""
    line = lines[index]
    assert line.mark is not None
    rest = line.words[line.mark.end :]
    if rest:
        if len(rest) <= 100:
            take_title(node, line, len(rest), line.mark.end)
        return 0
    node.title_end = line.at + len(line.words)
    return _title_below(node, lines, index)


def _title_below(node: Node, lines: Sequence[Line], index: int) -> int:
    if index + 1 < len(lines):
        below = lines[index + 1]
        if below.mark is None and below.heading is None and is_title(below.words, 30):
            _take_line(node, below)
            return 1
    return 0


def _take_line(node: Node, line: Line) -> None:
    node.title = line.words
    node.title_at = line.at
    node.title_end = line.at + len(line.words)


def article_title(node: Node, lines: Sequence[Line], index: int) -> None:
    """第五条 【适用范围】, 第五条（适用范围） or a short line of its own above the text."""
    line = lines[index]
    assert line.mark is not None
    rest = line.words[line.mark.end :]
    if not rest:
        node.title_end = line.at + len(line.words)
        return
    if rest[0] in "【〔［[（(":
        match = _BRACKETED.match(rest)
        if match is not None:
            words = match[1] or match[2] or match[3]
            node.title = words.strip()
            node.title_at = line.at + line.mark.end + rest.index(node.title)
            node.title_end = line.at + line.mark.end + len(match[0].rstrip())
        return
    if len(rest) <= 20 and is_title(rest, 20) and index + 1 < len(lines):
        below = lines[index + 1]
        longer = below.mark is None and len(below.words) > len(rest) and below.words[0] != "第"
        if longer or line.heading is not None:
            take_title(node, line, len(rest), line.mark.end)


def annex_head(node: Node, lines: Sequence[Line], index: int) -> int:
    """规范性 or 资料性 and the title of an annex, on its line or the lines below. Lines taken."""
    line = lines[index]
    assert line.mark is not None
    node.title_end = line.at + len(line.words)
    rest, offset = line.words[line.mark.end :], line.mark.end
    match = _NATURE.match(rest)
    if match is not None:
        node.nature = _NATURES[re.sub(r"\s", "", match[1])]
        offset += match.end()
        rest = rest[match.end() :]
    if rest:
        take_title(node, line, len(rest), offset)
        return 0
    taken = 0
    for below in lines[index + 1 : index + 3]:
        if below.mark is not None and below.mark.sort != Sort.BRACKET:
            break
        match = _NATURE.match(below.words)
        if match is not None and node.nature is None:
            node.nature = _NATURES[re.sub(r"\s", "", match[1])]
            taken += 1
            node.title_end = below.at + len(below.words)
            if below.words[match.end() :]:
                take_title(node, below, len(below.words) - match.end(), match.end())
                return taken
            continue
        if below.mark is not None or not is_title(below.words, 50):
            break
        _take_line(node, below)
        return taken + 1
    return taken


def term_of(node: Node, lines: Sequence[Line], index: int) -> int:
    """Make ``node`` a term: its words on the line of the number or the next. Lines taken."""
    line = lines[index]
    assert line.mark is not None
    rest = line.words[line.mark.end :]
    if rest:
        following = lines[index + 1] if index + 1 < len(lines) else None
        plain = following is not None and (
            following.mark is None or following.mark.sort == Sort.DASH
        )
        if not plain or not is_title(re.sub(r"[;；,，]", " ", rest), 80) or _NO_TERM.search(rest):
            return 0
        words, taken = rest, 0
        take_title(node, line, len(rest), line.mark.end)
    else:
        if index + 2 >= len(lines) or lines[index + 1].mark is not None:
            return 0
        below = lines[index + 1]
        if len(below.words) > 80 or re.search("[。：！？]", below.words):
            return 0
        words, taken = below.words, 1
        _take_line(node, below)
    match = _TERM.fullmatch(words)
    node.term = (match[1] if match else words).strip()
    node.title = node.term
    node.kind = ClauseKind.TERM
    english = lines[index + taken + 1] if index + taken + 1 < len(lines) else None
    if match is None and english is not None and _ENGLISH.fullmatch(english.words):
        node.title_end = english.at + len(english.words)
        taken += 1
    return taken
