"""What was left open: marks of missing facts, crosses for names, lines and dates without words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.drafting.checking.finding import Finding, Severity, found, overall
from assistant.drafting.checking.paper import Paper, Paragraph

#: Pattern, what is wrong and what to do, severity; the first that fits a place speaks.
_RULES: tuple[tuple[re.Pattern[str], str, Severity], ...] = (
    (
        re.compile(r"【可选条款[^】]*】"),
        "还留着可选条款的注记；采用的删去注记，不采用的连同条款一起删去。",
        "错误",
    ),
    (
        re.compile(r"【\s*(?:待|请|填|此处|插入|选填|补充)[^】]{0,80}】"),
        "还有待填的内容；请填写以后删去括号。",
        "错误",
    ),
    (
        re.compile(
            r"[×✕╳]{2,}|某某+|(?<![A-Za-z0-9])(?:X{2,}|x{3,})(?![A-Za-z0-9])|[○◯〇]{2,}(?!年)"
        ),
        "用符号代替了名称、日期或者数字；请换成实际内容。",
        "错误",
    ),
    (
        re.compile(r"待补充|待确定|待确认后填|此处填写|此处插入|\bTODO\b|\bTBD\b", re.IGNORECASE),
        "写着还没有定的内容；请定下来以后改写，或者删去。",
        "提醒",
    ),
)
_LOW_LINE = re.compile(r"_{3,}|＿{2,}")
#: A date with nothing before 月 and 日.
_EMPTY_DATE = re.compile(
    r"(?<![\d零〇一二三四五六七八九十])(?:20)?[\s_＿]*年[\s_＿]+月[\s_＿]+日|\d{4}年[\s_＿]+月[\s_＿]*日"
)
_EMPTY_BRACKETS = re.compile(r"（[\s_＿]*）|\([\s_＿]*\)|《\s*》|“\s*”")
#: Lines that are written on by hand.
_BY_HAND = re.compile(r"签字|签名|签章|盖章|签收|签发|日期|[编审批承]\S{0,2}人?\s*[：:]|时间")
_DRAFT = re.compile(r"本文件(?:为|是)草稿|未经法律[、/]|AI\s*草稿")


def blanks(paper: Paper) -> Iterator[Finding]:
    for one in paper.body:
        yield from _marks(one)
        yield from _lines(one)
    yield from _draft(paper)


def _marks(one: Paragraph) -> Iterator[Finding]:
    rest = one.text
    for pattern, message, severity in _RULES:
        words = [match[0] for match in pattern.finditer(rest)]
        if words:
            yield found(one, words, message, severity)
            rest = pattern.sub("", rest)


def _lines(one: Paragraph) -> Iterator[Finding]:
    date = _EMPTY_DATE.search(one.text)
    if date is not None:
        yield found(one, date[0] or "年 月 日", "日期还没有填；打印以后手写的不用改。")
    by_hand = one.table or _BY_HAND.search(one.text) is not None
    if date is None and not by_hand and (line := _LOW_LINE.search(one.text)) is not None:
        start = max(0, line.start() - 8)
        yield found(one, one.text[start : line.end()], "横线上还没有填；请填写，或者改写这一句。")
    if (empty := _EMPTY_BRACKETS.search(one.text)) is not None and not one.table:
        yield found(one, empty[0], "括号或者引号里是空的；请填写，或者删去。")


def _draft(paper: Paper) -> Iterator[Finding]:
    """The line that says draft, in the margins or at the end, and our own annexes."""
    texts = [*paper.margins, *(one.text for one in paper.paragraphs)]
    if words := next((m[0] for text in texts if (m := _DRAFT.search(text))), ""):
        yield overall(words, "页脚或者文末还写着这是草稿；审核完、签发以前删去。")
    if annex := next((one for one in paper.paragraphs if one.annex), None):
        yield found(annex, annex.text, "文后还有依据对照表或者待填清单；它不是正文，签发以前删去。")
