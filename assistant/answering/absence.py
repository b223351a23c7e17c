"""Sentences of the library that say what is not known: they are no answer."""

from __future__ import annotations

import re

_ABSENT = re.compile(
    r"(?:没有|未|均未)(?:写明|写出|给出|见到?|查到|核实|看到|说明|规定具体)|材料未见|未见(?:于|到)?|不等于文件没有规定|查不到|没有(?:具体)?(?:数值|编号)"
)


#: 有退出机制的提法，我们没有看到细则。: what comes first is told, only more of it was not seen.
_TELLS_FIRST = re.compile(
    r"^(?P<told>[^，。]{4,}(?:有|提出|提到|写有|要求)[^，。]{2,})，我们没有看到(?:细则|具体|详细)[^，。]{0,10}。?$"
)


def says_absent(sentence: str) -> bool:
    """Whether ``sentence`` states that something is not written or was not seen, and nothing else.

    >>> says_absent("上海实施意见有首席质量官退出机制的提法，我们没有看到细则。")
    False
    """
    told = _TELLS_FIRST.match(sentence.strip())
    if told and not _ABSENT.search(told["told"]):
        return False
    return bool(_ABSENT.search(sentence))
