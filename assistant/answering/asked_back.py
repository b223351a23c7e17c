"""The answer to a question that the product asked back: 漳州的, 第二份, or a name that was not offered."""

from __future__ import annotations

import re

from assistant.answering.models import Clarification
from assistant.answering.wording import simplified
from corpus.regions import Gazetteer

#: Words around the name of what is chosen. Longer answers are questions of their own.
_BEFORE = re.compile(
    r"^(?:(?:我们|咱们?|我司|我厂|我|本?公司|本?企业|单位)(?:是|在|问的?是|说的?是|要的?是|选)?"
    r"|是|在|问的?是|指的?是|选|要|就|那就|应该是|位于)*"
)
_AFTER = re.compile(
    r"(?:的?(?:那|这)?(?:一)?(?:份|个|项|种|条|家)|的(?:企业|公司|工厂|文件|办法|规定|标准)?|这边|那边|本地|市|省|吧|呀|啊|呢"
    r"|[，,。.！!？?\s]+)*$"
)
_ORDINAL = re.compile(r"^第?([一二三四1-4①②③④])(?:份|个|项|种|号)?$")
_NUMBERS = {char: at for row in ("一二三四", "1234", "①②③④") for at, char in enumerate(row)}
_LAST = re.compile(r"^最后(?:那|这)?(?:一)?(?:份|个|项)?$")
_LONGEST = 24
#: What may stand behind an ordinal: 第二份吧。
_ENDS = "吧呀啊呢的，,。.！!？? "


def chosen(text: str, asked: Clarification) -> str | None:
    """The question that an answer to ``asked`` stands for; None when it names none of the options."""
    plain = simplified(text).strip()
    for option in asked.options:
        if plain in (option.ask, option.label):
            return option.ask
    number = _ordinal(_BEFORE.sub("", plain).strip(_ENDS), len(asked.options))
    if number is not None:
        return asked.options[number].ask
    name = name_in(plain)
    if len(name) < 2:
        return None
    fitting = [option for option in asked.options if name in option.label] or [
        option for option in asked.options if _is_short_for(name, option.label)
    ]
    return fitting[0].ask if len(fitting) == 1 else None


def place_in(text: str, asked: Clarification, gazetteer: Gazetteer) -> str | None:
    """The place that answers 您的企业在哪个地区？ when nothing else is said."""
    found = gazetteer.find(name_in(simplified(text).strip())) if asked.about == "region" else None
    return found.name if found else None


def name_in(text: str) -> str:
    """``text`` without the words around a name; empty when it is longer than a name.

    >>> name_in("我们在漳州。"), name_in("第二份吧"), name_in("漳州的那份")
    ('漳州', '第二', '漳州')
    """
    bare = _AFTER.sub("", _BEFORE.sub("", text)).strip("《》“”\"' ")
    return bare if len(bare) <= _LONGEST else ""


def _is_short_for(name: str, label: str) -> bool:
    """Whether the characters of ``name`` stand in ``label`` in their order: 佛山办法 for 佛山市…管理办法."""
    rest = iter(label)
    return all(char in rest for char in name)


def _ordinal(name: str, options: int) -> int | None:
    match = _ORDINAL.match(name)
    if match:
        number = _NUMBERS[match[1]]
        return number if number < options else None
    return options - 1 if _LAST.match(name) else None
