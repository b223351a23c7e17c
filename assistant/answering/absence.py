"""Sentences of the library that say what is not known: they are no answer."""

from __future__ import annotations

import re

_ABSENT = re.compile(
    r"(?:没有|未|均未)(?:写明|写出|给出|见到?|查到|核实|看到|说明|规定具体)|材料未见|未见(?:于|到)?|不等于文件没有规定|查不到|没有(?:具体)?(?:数值|编号)"
)


def says_absent(sentence: str) -> bool:
    """Whether ``sentence`` states that something is not written or was not seen."""
    return bool(_ABSENT.search(sentence))
