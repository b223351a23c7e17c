"""Chinese numerals of headings and articles, and letters of list items."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """1 to 999 as in 第一百零三条.

    >>> [chinese(n) for n in (1, 10, 11, 20, 103, 115)]
    ['一', '十', '十一', '二十', '一百零三', '一百一十五']
    """
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (_DIGITS[ones] if ones else "")


def letter(number: int) -> str:
    """a to z, then aa, ab …"""
    words = ""
    while number:
        number, rest = divmod(number - 1, 26)
        words = chr(ord("a") + rest) + words
    return words
