"""Recognised lines with the punctuation of Chinese typesetting, judged by the characters next to it."""

from __future__ import annotations

import re

from corpus.reading.layout.letters import CJK, WIDE

_N = "一二三四五六七八九十百千零〇○"
_DASH = "[—–―－ー-]"
#: A dash that is the number one: 第—条, （—）, 十—、.
_ONE = re.compile(
    rf"(?<=第){_DASH}(?=[{_N}]?[条章节款项编條節])"
    rf"|(?<=[{_N}]){_DASH}(?=[、条章节款项编條節年月日号)）])"
    rf"|(?<=第[{_N}]){_DASH}(?=[{_N}])"
    rf"|^{_DASH}(?=[、．])"
    rf"|(?<=[（(]){_DASH}(?=[)）])|(?<=[（(]十){_DASH}(?=[)）])"
)
#: Two dashes that begin an item, one of them or both read as 一; 一一对应 and the like are words.
_ITEM = re.compile(rf"^(?:{_DASH}{{1,2}}\s?一|一\s?{_DASH}|一\s?一)(?=[^\s{_N}、对列核落回解登说])")
_NOUGHT = re.compile(rf"(?<=[{_N}])[0OoОΟ](?=[{_N}0OoОΟ年])")
_DOCUMENT = re.compile(
    r"(?<=\w)(?:[〔\[［【]((?:19|20)\d\d)[〕\]］】)）]|[(（]((?:19|20)\d\d)[〕\]］】])(?=第?\d+号)"
)
_STANDARD = re.compile(r"(?<=\d)\s?一\s?(?=(?:19|20)\d\d(?!\d))")
_CAPTION = re.compile(
    r"^(续?[表图])\s?([A-Z]?\.?\d+(?:[.—-]\d+)*)\s?(?=[^\W\dA-Za-z_])(?![的中所给规])(?=[^，。；：、]{2,28}$)"
)
_PAGE = re.compile(rf"^(?:{_DASH}|一)\s?(\d{{1,4}})\s?(?:{_DASH}|一)$")
_WIDE_FOR = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_LIST_MARK = re.compile(r"^\s*([a-zA-Z]|\d{1,2})\s?[)）]")
_PAIR = re.compile(r"[（(]([^（()）]*)[)）]")
_BEFORE_OPENING, _BEHIND_CLOSING = "，。；：、！？（《〈“‘ ", "，。；：、！？）》〉”’ "


def typeset(text: str) -> str:
    """A recognised line as it is set in Chinese; a line without Chinese stays as it is.

    >>> typeset("(一)按〔2023]8号文件执行;")
    '（一）按〔2023〕8号文件执行；'
    """
    if not CJK.search(text):
        return text
    page = _PAGE.match(text)
    if page:
        return f"— {page[1]} —"
    text = _ITEM.sub("——", text.replace("丶", "、"))
    text = _NOUGHT.sub("〇", _ONE.sub("一", text))
    text = _STANDARD.sub("—", text)
    text = _DOCUMENT.sub(lambda m: f"〔{m[1] or m[2]}〕", text)
    text = _quoted(_bracketed(_widened(text)))
    return _CAPTION.sub(r"\1 \2 ", text)


def _widened(text: str) -> str:
    """Stops and commas next to Chinese characters as wide as these."""
    letters = list(text)
    for index, letter in enumerate(letters):
        before, after = _beside(letters, index, -1), _beside(letters, index, 1)
        if letter in _WIDE_FOR and (_is_wide(before) or (_is_wide(after) and before)):
            if before.isdigit() and after.isdigit():
                continue
            letters[index] = _WIDE_FOR[letter]
        elif letter == "." and CJK.match(before or "") and (not after or CJK.match(after)):
            letters[index] = "。"
    return "".join(letters)


def _bracketed(text: str) -> str:
    """Round brackets in pairs of one width: wide around Chinese, as read around the rest."""
    mark = _LIST_MARK.match(text)
    start = f"{mark[1]})" if mark else ""
    rest = text[mark.end() :] if mark else text

    def pair(match: re.Match[str]) -> str:
        inside = match[1]
        mixed = (match[0][0] == "（") != (match[0][-1] == "）")
        wide = mixed or match[0][0] == "（" or CJK.search(inside) is not None
        return f"（{inside}）" if wide else match[0]

    rest = _PAIR.sub(pair, rest)
    letters = list(rest)
    for index, letter in enumerate(letters):
        # One whose partner stands in another line.
        if letter == "(" and ")" not in rest[index:] and _is_wide(_beside(letters, index, 1)):
            letters[index] = "（"
        elif letter == ")" and "(" not in rest[:index] and _is_wide(_beside(letters, index, -1)):
            letters[index] = "）"
    return start + "".join(letters)


def _quoted(text: str) -> str:
    """Quotation marks that open or close by where they stand: none opens at a line's end."""
    letters = list(text)
    opened = False
    for index, letter in enumerate(letters):
        if letter not in '"“”':
            continue
        before, after = _beside(letters, index, -1), _beside(letters, index, 1)
        if not before:
            own = "“"
        elif not after:
            own = "”"
        elif letter != '"':
            own = letter
        elif before in _BEFORE_OPENING and after not in _BEHIND_CLOSING:
            own = "“"
        elif after in _BEHIND_CLOSING and before not in _BEFORE_OPENING:
            own = "”"
        else:
            own = "”" if opened else "“"
        if letter == '"' and not (_is_wide(before) or _is_wide(after)):
            continue
        letters[index] = own
        opened = own == "“"
    return "".join(letters)


def _beside(letters: list[str], index: int, step: int) -> str:
    """The next character that is no space, or nothing."""
    index += step
    while 0 <= index < len(letters):
        if not letters[index].isspace():
            return letters[index]
        index += step
    return ""


def _is_wide(letter: str) -> bool:
    return bool(letter) and WIDE.match(letter) is not None
