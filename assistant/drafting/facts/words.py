"""Facts made of words: one line, paragraphs, a person's name, a list of lines. Taken literally or refused."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from assistant.drafting.blueprint import FactSpec, FactType
from assistant.drafting.facts.cleaning import cleaned, lines_of, one_line, quoted
from assistant.drafting.facts.dates import spoken
from assistant.drafting.facts.numbers import number_of, written
from assistant.drafting.facts.values import Refused, Value

#: Lines of a list, and characters of a cell of a table whose spec does not say.
MOST_LINES, CELL_LONGEST = 200, 500
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_NAME = re.compile(rf"[^\W\d_{_HAN}]|[{_HAN}]|[·. '’-]")
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_DOTS = str.maketrans("•‧・･∙⋅●．", "········")
_HONORIFICS = ("先生", "女士", "同志", "小姐")
_UNDECIDED = frozenset({"待定", "暂无", "没有", "未定", "暂缺", "不详", "未知"})
_SEVERAL = re.compile(r"[、，,；;/／]")
_NUMERAL = "一二三四五六七八九十"
_BULLET = re.compile(
    rf"(?:[（(](?:\d{{1,3}}|[{_NUMERAL}]{{1,3}})[）)]|(?:\d{{1,3}}|[{_NUMERAL}]{{1,3}})[）)、]"
    rf"|\d{{1,3}}[.．](?!\d)|[①-⑳]|[·•●■◆▪○*＊]|[-–—](?=[\s{_HAN}]))\s*"
)
_NONE = frozenset({"无", "没有", "暂无", "/", "／", "-", "—", "——"})


def longest_of(spec: FactSpec) -> int:
    """Characters of a text, of a line of a list, of a cell of a table."""
    if spec.type is FactType.TABLE and "longest" not in spec.model_fields_set:
        return CELL_LONGEST
    return spec.longest


def words_of(given: Any) -> str:
    """What is given for a text, as written. Raises Refused for what is none."""
    if isinstance(given, str):
        return given
    if isinstance(given, bool):
        raise Refused("写的是“是”或者“否”，这里要填文字；确实是这几个字的，请加引号。")
    if isinstance(given, int | float | Decimal):
        return written(number_of(given))
    if isinstance(given, date):
        return spoken(given)
    if isinstance(given, dict):
        raise Refused(
            "写成了一组“名称: 值”，这里要填文字；文字里有冒号、大括号的，请给整段文字加引号。"
        )
    if isinstance(given, list | tuple):
        raise Refused(
            "写成了几项的列表，这里只填一段文字；文字里有方括号、短横的，请给整段文字加引号。"
        )
    raise Refused(f"{quoted(given)}不是文字，请改成文字。")


def check_longest(text: str, longest: int, where: str = "") -> None:
    """Raises Refused when ``text`` has more than ``longest`` characters."""
    if len(text) > longest:
        raise Refused(f"{where}有{len(text)}个字，最多{longest}个字，请缩短。")


def read_text(spec: FactSpec, given: Any) -> Value:
    """One line. Raises Refused."""
    text = one_line(words_of(given))
    check_longest(text, spec.longest)
    return Value(text, text)


def read_paragraph(spec: FactSpec, given: Any) -> Value:
    """Paragraphs between line breaks; a list gives one each. Raises Refused."""
    parts = (
        [words_of(one) for one in given] if isinstance(given, list | tuple) else [words_of(given)]
    )
    text = "\n".join(line for part in parts for line in lines_of(part))
    check_longest(text, spec.longest)
    return Value(text, text)


def read_person(spec: FactSpec, given: Any) -> Value:
    """One name, without title. Spaces that only align two characters are taken out. Raises Refused."""
    if isinstance(given, int | float | Decimal) and not isinstance(given, bool):
        raise Refused("填的是数字，请填姓名。")
    name = " ".join(_BETWEEN_HAN.sub("", one_line(words_of(given)).translate(_DOTS)).split())
    for honorific in _HONORIFICS:
        if name.endswith(honorific) and len(name) > len(honorific):
            raise Refused(f"{quoted(name)}带了称呼“{honorific}”，请只填姓名。")
    if name in _UNDECIDED:
        raise Refused(f"{quoted(name)}不是姓名；还没有确定的请留空，文件里会列为待填。")
    if not 2 <= len(name) <= 30:
        raise Refused(f"姓名有{len(name)}个字，应当是2到30个字，请核对。")
    strange = [character for character in name if not _NAME.fullmatch(character)]
    if strange:
        one = "，一项只填一个人" if _SEVERAL.search(name) else ""
        raise Refused(
            f"{quoted(name)}里有{quoted(strange[0])}，姓名只能用汉字、字母、间隔号和空格{one}，请改正。"
        )
    if not any(character.isalpha() for character in name):
        raise Refused(f"{quoted(name)}不是姓名，请填姓名。")
    return Value(name, name)


def read_lines(spec: FactSpec, given: Any) -> Value | None:
    """Lines without the numbers and bullets that a person typed; None where they say 无. Raises Refused."""
    lines = _lines(given)
    if len(lines) > MOST_LINES:
        raise Refused(f"有{len(lines)}行，最多{MOST_LINES}行，请合并或者删减。")
    for number, line in enumerate(lines, 1):
        check_longest(line, spec.longest, f"第{number}行")
    return Value(lines, "、".join(lines), tuple(lines)) if lines else None


def _lines(given: Any) -> list[str]:
    parts = given if isinstance(given, list | tuple) else [given]
    found: list[str] = []
    for part in parts:
        if part is not None:
            found += (line for one in lines_of(words_of(part)) if (line := unnumbered(one)))
    return [] if len(found) == 1 and found[0] in _NONE else found


def unnumbered(line: str) -> str:
    """``line`` without numbers and bullets at its start.

    >>> [unnumbered(line) for line in ("1. 质量部", "（一）质量部", "- 质量部", "· 质量部", "2.5万吨", "-5℃")]
    ['质量部', '质量部', '质量部', '质量部', '2.5万吨', '-5℃']
    """
    while found := _BULLET.match(line):
        line = line[found.end() :].strip()
    return cleaned(line)
