"""One spelling for characters that mean the same in a mark; positions stay, the text itself is never changed."""

from __future__ import annotations

import re
from functools import lru_cache

#: Zero-width characters and those that only look like a space.
_SPACES = "\u00a0\u2002\u2003\u2009\u200b\u200c\u200d\u2060\ufeff"
_ALNUM = [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF0E]
_TRADITIONAL = dict(
    zip(
        "條節編項錄範資規參獻術語義圖註則總據辦關華國務會發質標準類貳產內",
        "条节编项录范资规参献术语义图注则总据办关华国务会发质标准类二产内",
        strict=True,
    )
)
_TABLE = str.maketrans(
    {
        **{chr(code): chr(code - 0xFEE0) for code in _ALNUM},
        **_TRADITIONAL,
        **dict.fromkeys("―–−─━", "—"),
        **dict.fromkeys(_SPACES, " "),
        "\u3000": " ",
        "﹒": ".",
    }
)
_ODD = re.compile("[" + "".join(chr(code) for code in _TABLE if code != 0x3000) + "]")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
#: A Chinese numeral as it stands in a mark.
NUMERAL = "[零〇○Ｏ一二三四五六七八九十百千两]"


def fold(text: str) -> str:
    """``text`` with half-width letters and digits, plain spaces, simplified characters of marks.

    As long as ``text``: a position in one is a position in the other.

    >>> fold("４．１ 第 五 條")
    '4.1 第 五 条'
    """
    return text.translate(_TABLE) if _ODD.search(text) else text


@lru_cache(maxsize=4096)
def number_of(numeral: str) -> int | None:
    """The number of ``十二``, ``一百零三``, ``12``, spaces aside; None when it is none.

    >>> number_of("一百二十三"), number_of("十"), number_of("2 1")
    (123, 10, 21)
    """
    bare = re.sub(r"\s", "", numeral)
    if bare.isascii() and bare.isdigit():
        return int(bare)
    if not bare:
        return None
    if all(c in _DIGITS for c in bare):  # 二〇二四
        return int("".join(str(_DIGITS[c]) for c in bare))
    total, digit = 0, 0
    for c in bare:
        if c in _UNITS:
            total += (digit or 1) * _UNITS[c]
            digit = 0
        elif c in _DIGITS:
            digit = _DIGITS[c]
        else:
            return None
    return total + digit


@lru_cache(maxsize=4096)
def chinese(number: int) -> str:
    """1 to 9999 in Chinese numerals, beyond that in digits.

    >>> chinese(12), chinese(103), chinese(20)
    ('十二', '一百零三', '二十')
    """
    if number > 9999:
        return str(number)
    digits = "零一二三四五六七八九"
    if number < 20:
        return ("十" if number >= 10 else "") + (digits[number % 10] if number % 10 else "")
    words, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            words += ("零" if zero else "") + digits[digit] + name
            zero = False
        elif words and number:
            zero = True
    return words
