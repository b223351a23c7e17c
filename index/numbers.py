"""Document numbers as people write them: 粤市监〔2023〕35号, DB44/T 2461-2024, 35号文."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.characters import Folded

_OPEN, _CLOSE = r"[\[(〔【﹝]", r"[\])〕】﹞]"
_ISSUED = re.compile(
    rf"(?P<body>[\u4e00-\u9fff]{{2,12}})\s*{_OPEN}?\s*(?P<year>(?:19|20)\d\d)\s*年?\s*{_CLOSE}?\s*"
    r"第?\s*(?P<serial>\d{1,5})\s*号"
)
_STANDARD = re.compile(
    r"(?<![a-z])(?P<body>gb|db\s?\d{2,4}|t/[a-z]{2,10}|iso(?:/iec)?|rb|sb|jb|qb|jjf|ny|hj)"
    r"\s*(?P<kind>/\s*[tz])?\s*(?P<serial>\d+(?:\.\d+)*)(?:\s*[-:]\s*(?P<year>(?:19|20)\d\d))?(?!\d)"
)
_SHORT = re.compile(r"(?<!\d)(?P<serial>\d{1,4})\s*号(?=文|通知|$|[^令楼\d])")
#: Characters before a number that belong to the sentence, not to the issuing body.
_LEAD = re.compile(
    r".*(?:请问|根据|依据|按照|关于|什么是|中的|以及|印发了?|文件|[在按照和与及的是看据对于由《])"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A document number in canonical form; ``body`` is empty for a bare 35号文.

    ``year`` is empty where the writer left it out.
    """

    body: str
    year: str
    serial: str

    @property
    def key(self) -> str:
        return f"{self.body}|{self.serial}|{self.year}"

    def covers(self, other: Number) -> bool:
        """Whether ``other`` is what this, perhaps shorter, number names."""
        return (
            self.serial == other.serial
            and (not self.year or self.year == other.year)
            and (not self.body or self.body == other.body or self.body.endswith(other.body))
        )


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in a text, by positions in that text."""

    start: int
    end: int
    text: str
    number: Number


def find_numbers(text: Folded, *, short: bool = False) -> tuple[NumberMention, ...]:
    """Document and standard numbers from left to right; with ``short`` also 35号 alone.

    The issuing body is cut at words that cannot belong to it; ``Number.covers`` allows for what
    is still left over in front of it (``查一下粤市监``).
    """
    found: list[NumberMention] = []
    for match in _ISSUED.finditer(text.text):
        lead = _LEAD.match(match["body"])
        cut = lead.end() if lead and lead.end() < len(match["body"]) else 0
        number = Number(match["body"][cut:], match["year"], str(int(match["serial"])))
        found.append(_mention(text, match.start() + cut, match.end(), number))
    for match in _STANDARD.finditer(text.text):
        body = re.sub(r"\s", "", match["body"] + (match["kind"] or ""))
        number = Number(body, match["year"] or "", match["serial"])
        found.append(_mention(text, match.start(), match.end(), number))
    if short:
        taken = [(m.start, m.end) for m in found]
        for match in _SHORT.finditer(text.text):
            start, end = text.span(*match.span())
            if not any(a < end and start < b for a, b in taken):
                number = Number("", "", str(int(match["serial"])))
                found.append(_mention(text, match.start(), match.end(), number))
    return tuple(sorted(found, key=lambda m: m.start))


def _mention(text: Folded, start: int, end: int, number: Number) -> NumberMention:
    first, last = text.span(start, end)
    return NumberMention(first, last, text.text[start:end], number)
