"""Whether words that a gold question names stand in a text, however they are written there.

Folded on both sides: width, case, Traditional script, white space, Markdown, quotation marks, kinds of
commas and dashes; and Chinese numerals before a unit (``三年`` is ``3年``, ``百分之八十`` is ``80%``).
A numeral is matched whole: ``5年`` does not stand in ``15年``, ``六条`` not in ``十六条``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from assistant.verifying.folding import plain
from corpus.structure.folding import NUMERAL, number_of

#: A word, or several of which one suffices.
Alternatives = str | tuple[str, ...]

_COMMAS = str.maketrans(dict.fromkeys("、;", ","))
_UNSAID = re.compile(r'["《》\s]')
_OUTER = ".,:!?"
_UNITS = "个家条名人年月日天次章节款项期票元级类倍号届批步岁万亿周"
_COUNTED = re.compile(rf"{NUMERAL}+(?=[多余]?(?:[{_UNITS}]|学时|小时|部门|工作日))")
_PERCENT = re.compile(rf"百分之({NUMERAL}+)")
_NUMBER = re.compile(rf"[0-9]|{NUMERAL}")


@lru_cache(maxsize=4096)
def normalised(text: str) -> str:
    """``text`` in one spelling, numerals as they are written.

    >>> normalised("《規範》 規定：“３ 年以上”、大專。")
    '规范规定:3年以上,大专.'
    """
    return _UNSAID.sub("", plain(text).text).translate(_COMMAS)


@lru_cache(maxsize=4096)
def counted(text: str) -> str:
    """``normalised(text)`` with Chinese numerals before a unit in digits.

    >>> counted("任期三年，占百分之八十")
    '任期3年,占80%'
    """
    percents = _PERCENT.sub(lambda m: f"{number_of(m[1])}%", normalised(text))
    return _COUNTED.sub(lambda m: str(number_of(m[0])), percents)


def stands(words: str, text: str) -> bool:
    """Whether ``words`` stand in ``text``, numerals whole."""
    return any(_stands(spell(words).strip(_OUTER), spell(text)) for spell in (normalised, counted))


def stands_any(entry: Alternatives, text: str) -> bool:
    """Whether ``entry``, or one of its alternatives, stands in ``text``."""
    return any(stands(words, text) for words in alternatives(entry))


def alternatives(entry: Alternatives) -> tuple[str, ...]:
    """The alternatives of an entry."""
    return (entry,) if isinstance(entry, str) else entry


def missed(entries: Iterable[Alternatives], text: str) -> tuple[Alternatives, ...]:
    """The entries that do not stand in ``text``."""
    return tuple(entry for entry in entries if not stands_any(entry, text))


def _stands(words: str, text: str) -> bool:
    return bool(words) and any(_whole(words, text, at) for at in _places(words, text))


def _places(words: str, text: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _whole(words: str, text: str, at: int) -> bool:
    """Whether no numeral is cut at either end of ``words`` at ``at``."""
    end = at + len(words)
    begun = _NUMBER.match(words) and _goes_on(text[:at][::-1])
    ended = _NUMBER.match(words[-1]) and _goes_on(text[end:])
    return not begun and not ended


def _goes_on(rest: str) -> bool:
    """Whether ``rest``, read away from a numeral, carries it on."""
    return bool(_NUMBER.match(rest) or re.match(r"\.[0-9]", rest))
