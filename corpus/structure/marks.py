"""What the beginning of a line may mark: 第五条, 4.2.1, （一）, a), 附录 A, 注1, 表 1 and the rest.

A mark is a candidate. Whether it is a heading here is decided in ``arranging``, which knows the
whole text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from corpus.structure.folding import NUMERAL, number_of


class Sort:
    """Sorts of marks. Plain strings: a text has very many of them."""

    BOOK, PART, CHAPTER, SECTION, ARTICLE = "编", "分编", "章", "节", "条"  # law and measure
    TOP, BRACKET, POINT, ROUND, CIRCLE = "一、", "（一）", "1.", "（1）", "①"  # official
    NUMBER, ANNEX_NUMBER = "4.2", "A.1"  # standard
    LETTER, PAREN, DASH = "a)", "1)", "——"  # list items of a standard
    ANNEX, ATTACHMENT, UNNUMBERED, CONTENTS = "附录", "附件", "前言", "目次"
    NOTE, EXAMPLE, TABLE, FIGURE, ROW, FOOTNOTE = "注", "示例", "表", "图", "|", "[1]"


class Mark(NamedTuple):
    """A mark at the beginning of a line.

    ``mark`` is its spelling in a clause id, ``numbers`` what it counts (4.2.1 is 4, 2, 1), ``end``
    the offset of what follows it, ``spaced`` whether white space or nothing follows.
    """

    sort: str
    mark: str
    numbers: tuple[int, ...]
    end: int
    spaced: bool


#: Longest line that is read whole; of a longer one, only the beginning.
REACH = 60
_N = rf"(?:{NUMERAL}(?:\s?{NUMERAL})*|\d(?:\s?\d){{0,3}})"
_LAW = re.compile(rf"第\s*({_N})\s*(分\s*编|[编章节条])((?:\s*之\s*{NUMERAL}+(?![款项分]))?)(\s*)")
#: Behind 第X条 in running prose: 第三条规定的, 第五条第二款, 第七条、第八条.
_PROSE = re.compile(
    rf"第\s*(?:{NUMERAL}|\d)+\s*[款项条]|第\s*[（(]|的|规定|所[称列述规]|中|之|(?:和|或者?|及|以及|与|至|到)(?:第|本|前|其|《)"
    r"|[、，。；,;:：”）)]|款|项|修改|删[除去]|改为|等|增加"
)
_PROSE_SPACED = re.compile(
    rf"第\s*(?:{NUMERAL}|\d)+\s*[款项](?!规定)|(?:和|或者?|及|以及|与|至|到|、)\s*第|规定的|所[称列述规]|的规定|修改为|删除"
)
_TOP = re.compile(rf"({NUMERAL}+)\s*[、.．](?!\d)(\s*)")
#: 一、二级标准, 二、三产业
_TOP_PROSE = re.compile(rf"{NUMERAL}+[级产类等期轮次年月日个项种批届线、]")
_BRACKET = re.compile(rf"[(（]\s*({NUMERAL}(?:\s?{NUMERAL})*)\s*[)）](\s*)")
_ROUND = re.compile(r"[(（]\s*([1-9]\d{0,2})\s*[)）](\s*)")
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_SINGLES = {
    **{chr(0x2488 + n): (Sort.POINT, f"{n + 1}", n + 1) for n in range(20)},
    **{chr(0x2474 + n): (Sort.ROUND, f"（{n + 1}）", n + 1) for n in range(20)},
    **{
        chr(0x3220 + n): (Sort.BRACKET, f"（{'一二三四五六七八九十'[n]}）", n + 1)
        for n in range(10)
    },
}
_NUMBER = re.compile(r"([1-9]\d?(?:\s?\.\s?[1-9]\d{0,2}){1,5})(?!\d)(?:\.(?![\d.])|、|(?!\.))(\s*)")
_POINT = re.compile(r"([1-9]\d{0,2})\s?(?:\.(?!\d)|、)(\s*)")
_CHAPTER = re.compile(r"([1-9]\d?)(\s+(?=\S)|(?=[\u4e00-\u9fff]))")
_PAREN = re.compile(r"([1-9]\d?)[)）](\s*)")
_LETTER = re.compile(r"([a-z])(?:[)）]|\.(?![a-z]))(\s*)")
_ANNEX_NUMBER = re.compile(r"([A-Z](?:\s?\.\s?[1-9]\d{0,2}){1,5})(?![\d.A-Za-z])(\s*)")
_ANNEX = re.compile(rf"附\s*录\s*([A-Z]|{_N}|)(?![A-Za-z])(\s*)(?:[:：]\s*)?")
_ATTACHMENT = re.compile(rf"附\s*[件表]?\s*({_N}|)\s*(?:[:：.．]\s*|\s+|$|(?=[（(《]))")
_DASH = re.compile(r"(?:——|—|•|●|·|▪|■|[-*](?=\s))(\s*)(?=[^\s—\-*\d|])")
_UNNUMBERED = re.compile(r"(前\s*言|引\s*言|参\s*考\s*文\s*献|索\s*引|序\s*言|附\s*则)$")
_CONTENTS = re.compile(r"目\s*[次录]\s*[:：]?$")
_NOTE = re.compile(r"注\s*(\d{0,2})\s*[:：](\s*)")
_EXAMPLE = re.compile(r"示\s*例\s*(\d{0,2})\s*(?:[:：]|$)(\s*)")
_TABLE = re.compile(r"表\s*((?:[A-Z]\s?\.\s?)?\d{1,3})(?:\s+|$|(?=[（(]))(?![的中所规列给])")
_FIGURE = re.compile(r"图\s*((?:[A-Z]\s?\.\s?)?\d{1,3})(?:\s+|$|(?=[（(]))(?![的中所规示给])")
_FOOTNOTE = re.compile(r"\[\^?(\d{1,3})\]:?(\s*)(?=\S)")
#: What a number counts, and the characters with which it is a word of a heading: 5.1 人员, 4.3 项目.
_COUNTED = (
    "个人体性案 倍率数增 元素器件数 年度限检审报 月度报 日常志报程期 天气线然 周期转边 次序要数品 人员才力事工体口身 家具庭 项目 "
    "种类子植 米 吨 升级降 度量 分类级析工别布组支包批发配段值层为离开解公项部 版本面式 号码令 级别 名称词单录 位置 台账帐 "
    "件 页面眉脚码 套"
)
_COUNTERS = "|".join(f"{c[0]}(?![{c[1:]}])" if c[1:] else c for c in _COUNTED.split())
#: A number that measures something is no mark: 3.5 mm, 1.5 倍, 2024年, 90 %.
_UNIT = re.compile(
    r"\s*(?:(?:mm|cm|dm|km|m|kg|mg|g|t|s|h|min|d|L|mL|V|A|W|kW|kV|Hz|MHz|GHz|Pa|kPa|MPa|N|J|dB|lx)(?![A-Za-z类级型组区])"
    r"|[°℃Ω%％‰~～×±≤≥<>=+/—-]|万|亿|小时|分钟|秒|公里|千米|厘米|毫米|千克|克|公斤|毫升|平方|立方|以上|以下|以内|左右"
    rf"|x\s?\d|{_COUNTERS})"
)


def _law(words: str) -> Mark | None:
    match = _LAW.match(words)
    if match is None:
        return None
    numeral, level, extra, space = match.groups()
    number = number_of(numeral)
    if number is None:
        return None
    end = match.end()
    spaced = bool(space) or end == len(words)
    if level == Sort.ARTICLE:
        if (_PROSE_SPACED if spaced else _PROSE).match(words, end) and not (extra and spaced):
            return None
    elif not spaced and _PROSE.match(words, end):
        return None
    if not extra and len(numeral) + 2 == end - len(space):
        return Mark(level, words[: len(numeral) + 2], (number,), end, spaced)
    bare = re.sub(r"\s", "", match[0])
    numbers = (number, number_of(re.sub(r"\s|之", "", extra)) or 0) if extra else (number,)
    return Mark(re.sub(r"\s", "", level), bare, numbers, end, spaced)


def _numeral(words: str) -> Mark | None:
    match = _TOP.match(words)
    if match is None or _TOP_PROSE.match(words, match.end()):
        return None
    number = number_of(match[1])
    return (number and Mark(Sort.TOP, match[1], (number,), match.end(), bool(match[2]))) or None


def _bracket(words: str) -> Mark | None:
    match = _BRACKET.match(words)
    if match is not None:
        number = number_of(match[1])
        if not number:
            return None
        numeral = match[1] if match[1].isalpha() else re.sub(r"\s", "", match[1])
        return Mark(Sort.BRACKET, f"（{numeral}）", (number,), match.end(), bool(match[2]))
    match = _ROUND.match(words)
    if match is not None:
        number = int(match[1])
        return Mark(Sort.ROUND, f"（{number}）", (number,), match.end(), bool(match[2]))
    return None


def _circle(words: str) -> Mark | None:
    end = 1 + len(words[1:]) - len(words[1:].lstrip()) if words[1:2].isspace() else 1
    return Mark(Sort.CIRCLE, words[0], (_CIRCLES.index(words[0]) + 1,), end, end > 1)


def _single(words: str) -> Mark | None:
    """⒈, ⑴ and ㈠: a number and its brackets or point in one character."""
    sort, mark, number = _SINGLES[words[0]]
    end = len(words) - len(words[1:].lstrip())
    return Mark(sort, mark, (number,), end, end > 1 or end == len(words))


def _digit(words: str) -> Mark | None:
    match = _NUMBER.match(words)
    if match is not None:
        end = match.end()
        if _UNIT.match(words, end):
            return None
        numbers = tuple(int(part) for part in match[1].split("."))
        mark = ".".join(map(str, numbers))
        return Mark(Sort.NUMBER, mark, numbers, end, bool(match[2]) or end == len(words))
    match = _POINT.match(words)
    if match is not None:
        return Mark(Sort.POINT, match[1], (int(match[1]),), match.end(), bool(match[2]))
    match = _PAREN.match(words)
    if match is not None:
        return Mark(Sort.PAREN, f"{match[1]})", (int(match[1]),), match.end(), bool(match[2]))
    match = _CHAPTER.match(words)
    if match is not None and not _UNIT.match(words, match.end()):
        return Mark(Sort.NUMBER, match[1], (int(match[1]),), match.end(), bool(match[2]))
    return None


def _letter(words: str) -> Mark | None:
    match = _LETTER.match(words)
    if match is None:
        return None
    number = ord(match[1]) - 96
    return Mark(Sort.LETTER, f"{match[1]})", (number,), match.end(), bool(match[2]))


def _capital(words: str) -> Mark | None:
    match = _ANNEX_NUMBER.match(words)
    if match is None:
        return None
    mark = re.sub(r"\s", "", match[1])
    letter, *rest = mark.split(".")
    end = match.end()
    numbers = (ord(letter) - 64, *map(int, rest))
    return Mark(Sort.ANNEX_NUMBER, mark, numbers, end, bool(match[2]) or end == len(words))


def _annex(words: str) -> Mark | None:
    match = _ANNEX.match(words)
    if match is not None:
        name = re.sub(r"\s", "", match[1])
        number = ord(name) - 64 if name.isascii() and name.isalpha() else number_of(name)
        spaced = bool(match[2]) or match.end() == len(words)
        return Mark(Sort.ANNEX, f"附录{name}", (number,) if number else (), match.end(), spaced)
    found = _whole_line(words)
    if found is not None:
        return found
    match = _ATTACHMENT.match(words)
    if match is None:
        return None
    number = number_of(match[1]) if match[1] else None
    numbers = (number,) if number else ()
    name = re.sub(r"\s|[^附件表]", "", words[: match.end()])
    mark = f"附件{number or ''}" if name != "附表" else f"附表{number or ''}"
    return Mark(Sort.ATTACHMENT, mark, numbers, match.end(), True)


def _whole_line(words: str) -> Mark | None:
    if len(words) > 20:
        return None
    match = _UNNUMBERED.match(words)
    if match is not None:
        return Mark(Sort.UNNUMBERED, re.sub(r"\s", "", match[1]), (), match.end(), True)
    match = _CONTENTS.match(words)
    return match and Mark(Sort.CONTENTS, "目次", (), match.end(), True)


def _dash(words: str) -> Mark | None:
    match = _DASH.match(words)
    return match and Mark(Sort.DASH, "——", (), match.end(), bool(match[1]))


def _counted(sort: str, pattern: re.Pattern[str], name: str) -> Callable[[str], Mark | None]:
    def read(words: str) -> Mark | None:
        match = pattern.match(words)
        if match is None:
            return None
        number = re.sub(r"\s", "", match[1])
        digits = re.sub(r"\D", "", number)
        return Mark(sort, f"{name}{number}", (int(digits),) if digits else (), match.end(), True)

    return read


def _row(words: str) -> Mark | None:
    return Mark(Sort.ROW, "表", (), 0, True)


def _footnote(words: str) -> Mark | None:
    match = _FOOTNOTE.match(words)
    if match is None:
        return None
    number = int(match[1])
    return Mark(Sort.FOOTNOTE, f"脚注{number}", (number,), match.end(), True)


#: First character of a folded line and what may begin with it.
READERS: dict[str, Callable[[str], Mark | None]] = {
    "第": _law,
    **dict.fromkeys("零〇○一二三四五六七八九十百", _numeral),
    **dict.fromkeys("（(", _bracket),
    **dict.fromkeys(_CIRCLES, _circle),
    **dict.fromkeys(_SINGLES, _single),
    **dict.fromkeys("123456789", _digit),
    **dict.fromkeys("abcdefghijklmnopqrstuvwxyz", _letter),
    **dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZ", _capital),
    "附": _annex,
    **dict.fromkeys("前引参索序目", _whole_line),
    **dict.fromkeys("—•●·▪■-*", _dash),
    "注": _counted(Sort.NOTE, _NOTE, "注"),
    "示": _counted(Sort.EXAMPLE, _EXAMPLE, "示例"),
    "表": _counted(Sort.TABLE, _TABLE, "表"),
    "图": _counted(Sort.FIGURE, _FIGURE, "图"),
    "|": _row,
    "[": _footnote,
}
