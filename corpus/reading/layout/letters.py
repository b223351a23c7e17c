"""Characters as a page's text layer gives them: look-alikes, ligatures, spaces, signs of garbage."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Radicals that fonts give for the plain character; NFKC knows only some of them.
_RADICALS = dict(
    zip(
        map(ord, "⺠⺟⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⼾⻁⻑⻟⻞⻭⻌⻎⺁⺮⺼⻫⼀"),
        "民母西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟户虎長飠食齒辶辶厂竹月齊一",
        strict=True,
    )
)
#: Bullets of Symbol and Wingdings, which stand in the private use area.
_BULLETS = dict.fromkeys(map(ord, "\uf0b7\uf06c\uf06e\uf0a7\uf0d8\uf0b2\uf075\uf09f"), "•")
_CJK = "\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
CJK = re.compile(rf"[{_CJK}]")
#: Chinese characters and the punctuation that is set like them.
WIDE = re.compile(rf"[{_CJK}\u3000-\u303f\uff00-\uff60\uffe0-\uffe6“”‘’…—·]")
_SPACED = re.compile(rf"(?<=[{_CJK}，。；：、]) (?=[{_CJK}，。；：、（）])")
_PAIR = re.compile(rf"[{_CJK}](?=( ?)[{_CJK}])")
_UNSEEN = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")


@lru_cache(maxsize=65536)
def plain(code: int) -> str:
    """The character ``code`` stands for; nothing for a control or zero-width character."""
    if code in _RADICALS:
        return _RADICALS[code]
    if code in _BULLETS:
        return _BULLETS[code]
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0xFB00 <= code <= 0xFB06:
        return unicodedata.normalize("NFKC", chr(code))
    if 0xFDD0 <= code <= 0xFDEF:
        return ""
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return " " if code in (9, 10, 13) else ""
    character = chr(code)
    return "" if _UNSEEN.match(character) else " " if character == "\u00a0" else character


#: Around a raised mark, until it is known whether a footnote belongs to it. No characters of a text.
RAISED, LOWERED = "\ufdd0", "\ufdd1"


def is_spread(texts: list[str]) -> bool:
    """Whether most Chinese characters of these lines are divided by a space each."""
    spaced = total = 0
    for text in texts:
        for match in _PAIR.finditer(text):
            total += 1
            spaced += bool(match[1])
    return total >= 12 and spaced > 0.6 * total


def close_up(text: str) -> str:
    """``text`` without the single spaces between Chinese characters."""
    return _SPACED.sub("", text)


def is_garbage(text: str, unmapped: int = 0) -> bool:
    """Whether the letters of a page cannot be what is printed: a font without a proper table.

    Judged by control and private characters, and by how many Chinese characters are common ones.
    """
    letters = [c for c in text if not c.isspace()]
    if len(letters) < 12:
        return len(letters) > 0 and unmapped > len(letters) // 2
    bad = sum(_is_bad(c) for c in letters) + unmapped
    if bad > 0.2 * len(letters):
        return True
    chinese = [c for c in letters if CJK.match(c)]
    if len(chinese) >= 20 and sum(map(_is_common, chinese)) < 0.6 * len(chinese):
        return True
    if len(chinese) < 0.05 * len(letters):
        words = [c for c in letters if c.isalnum()]
        if len(words) < 0.4 * len(letters):
            return not re.search(r"[.…·_—-]{8}", text)
        latin = [c.lower() for c in letters if c.isascii() and c.isalpha()]
        vowels = sum(c in "aeiou" for c in latin)
        return len(latin) >= 80 and vowels < 0.15 * len(latin)
    return False


def _is_bad(character: str) -> bool:
    category = unicodedata.category(character)
    if category in ("Co", "Cn", "Cc", "Cs") or character == "\ufffd":
        return True
    code = ord(character)
    return 0x0180 <= code < 0x0370 or 0x0400 <= code < 0x2000 or 0xA000 <= code < 0xF900


@lru_cache(maxsize=32768)
def _is_common(character: str) -> bool:
    """Among the 3,755 of GB 2312's first level or the 5,401 of Big5's."""
    for name, low, high in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            lead = character.encode(name)[0]
        except UnicodeEncodeError:
            continue
        if low <= lead <= high:
            return True
    return False


def width_of(text: str) -> float:
    """Width in ems, about."""
    return sum(1.0 if WIDE.match(c) else 0.5 for c in text)


_TOKEN = re.compile(
    r"[（(《「『【〈\[“‘”’]*(?:[A-Za-z0-9.,:/%()\[\]_+=-]+|.)"  # opening marks, a word or character
    r"(?:[，。；：、！？）》」』】〉…,.;:!?)\]}%％]+[A-Za-z0-9]*|[“”‘’].?)*",  # what may not begin a line
    re.DOTALL,
)


def first_token(text: str) -> str:
    """What is not divided at the beginning of a line: a word, or a character and the closing
    punctuation behind it; nothing is divided at a quotation mark."""
    token = _TOKEN.match(text)
    return token[0] if token else text
