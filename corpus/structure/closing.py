"""Where the text ends and its signature begins: list of attachments, issuer, date, 抄送."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.structure.lines import Line
from corpus.structure.marks import Sort

_N = "[零〇○一二三四五六七八九十0-9]"
_DATE = re.compile(
    rf"[(（]?\s*{_N}(?:\s?{_N}){{3}}\s*年\s*{_N}(?:\s?{_N}){{0,2}}\s*月\s*{_N}(?:\s?{_N}){{0,2}}\s*日\s*[)）]?"
)
_BODY = re.compile(
    r"[^。，；：、]{2,40}(?:局|委|委员会|部|政府|办公厅|办公室|公司|会|院|厅|署|法院|检察院|中心|集团|厂|处|所|行|协会)"
    r"(?:[(（](?:章|盖章|印章)[)）])?"
)
_BEHIND = re.compile(
    r"抄送|抄报|主送|印发|[(（]此件|联系人|公开方式|信息公开|.{2,40}\d{4}年\d{1,2}月\d{1,2}日\s*印发"
)
_NOT_HEAD = re.compile(r"[。；,;，]|^[的所中]")
#: Lines above a date within which the signature begins.
_ABOVE = 14


def closing_at(lines: Sequence[Line]) -> int | None:
    """Index of the first line of the signature; None when the text has none."""
    end = next(
        (i for i, line in enumerate(lines) if i and line.mark and is_attachment(line)), len(lines)
    )
    date = next(
        (
            i
            for i in range(end - 1, max(1, end - _ABOVE), -1)
            if len(lines[i].words) <= 30 and _DATE.fullmatch(lines[i].words)
        ),
        None,
    )
    if date is None or not all(_may_follow(line) for line in lines[date + 1 : end]):
        return None
    first = date
    while (
        first > 1 and lines[first - 1].mark is None and _BODY.fullmatch(lines[first - 1].words[:60])
    ):
        first -= 1
    for index in range(first - 1, max(0, first - _ABOVE), -1):
        mark = lines[index].mark
        if mark is not None and mark.sort == Sort.ATTACHMENT:
            first = index
            break
        if mark is None or mark.sort != Sort.POINT or len(lines[index].words) > 60:
            break
    signed = first < date
    return first if signed or any(line.mark for line in lines[:first]) else None


def _may_follow(line: Line) -> bool:
    return line.mark is None and (len(line.words) <= 20 or _BEHIND.match(line.words) is not None)


def is_attachment(line: Line) -> bool:
    """Whether the line is the heading of an attachment: 附件, 附件 2, 附件1 ××表; not 附件：1.××"""
    mark = line.mark
    if mark is None or mark.sort != Sort.ATTACHMENT:
        return False
    rest = line.rest
    listed = rest and line.words[: mark.end].rstrip()[-1:] in ":：" and not mark.numbers
    if listed and line.heading is None:
        return False
    return len(rest) <= 40 and not _NOT_HEAD.search(rest)
