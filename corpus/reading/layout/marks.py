"""What the beginning or end of a printed line says about whether it goes on."""

from __future__ import annotations

import re

_N = "[零〇○一二三四五六七八九十百千两]"
_MARK = re.compile(
    rf"第\s*(?:{_N}(?:\s?{_N})*|\d+)\s*(?:编|章|节|条|編|節|條)"
    rf"|{_N}+\s*[、．]"
    rf"|[（(]\s*(?:{_N}+|\d{{1,2}}|[a-z])\s*[）)]"
    r"|[1-9]\d?(?:\s?[.．]\s?[1-9]\d{0,2}){1,5}(?![\d.．])"
    r"|\d{1,2}\s*[.．、](?!\d)|[a-zA-Z1-9]\d?\s*[)）](?!\s*[，。、；])"
    r"|——|──|[①-⑳⑴-⒇●○◆◇■□•▪➢]|附\s*[录錄件]\s*[A-Z0-9一二三四五六七八九十：:]?|[A-Z]\.\d"
    r"|注\s*\d*\s*[：:]|示例\s*\d*\s*[：:]|[表图圖]\s*[A-Z]?\.?\d+\s"
)
_PROSE = re.compile(
    r"第\s*[^条條章节節]{1,8}[条條章节節](?:第[^款项項]{1,5}[款项項]|的|规定|規定|所|中|至|、|，|,|；|;|。|和|或|及|与|與|以|等|之)"
)
_ARTICLE = re.compile(rf"第\s*(?:{_N}(?:\s?{_N})*|\d+)\s*(?:编|章|节|条|編|節|條)(?:\s|　|$)")
_NUMBERED_TITLE = re.compile(
    r"[1-9]\d?(?:[.．]\d{1,3}){0,4}\s+[^\d\s，。；：、,.;:][^，。；：,;:]{0,24}"
)
_TERMINAL = re.compile(r"[。；：！？;:!?…][”’》）)」』】\]]*$|[^\d]\.$")
_LEADERS = re.compile(
    r"(?:…{1,}|\.{4,}|·{4,}|(?:\. ){4,}|．{3,}|_{4,}|\t)[\s.…·．]*[\dIVXivxⅠ-Ⅻ]+\s*$"
)
_DATED = re.compile(r"[（(]?\d{4}\s*年\s*\d{1,2}\s*月")
_ENACTED = re.compile(r"(?:通过|批准|公布|施行|实施|发布|修正|修订|修改|决定|印发)[》〉>）)]*$")
_CAPTION = re.compile(
    r"续?[表图]\s*[A-Z]?[.．]?\d+(?:[.．—-]\d+)*(?:\s|　|（续）|\(续\)|[^\d\s，。的中所给]|$)"
)


def has_mark(text: str) -> bool:
    """Whether the line begins as a clause or item does, and not as 第三条规定的 does."""
    return _MARK.match(text) is not None and _PROSE.match(text) is None


def is_article(text: str) -> bool:
    """第X条 or 第X章 with a space behind it, as only a heading has it."""
    return _ARTICLE.match(text) is not None


def is_numbered_title(text: str) -> bool:
    """A number, a space and a few words without an end: 5 建设流程, 5.1 总则."""
    return _NUMBERED_TITLE.fullmatch(text.strip()) is not None and not is_closed(text)


def is_closed(text: str) -> bool:
    """Whether a sentence or item ends here."""
    return _TERMINAL.search(text.rstrip()) is not None


def is_history(before: str, first: str, after: str) -> bool:
    """Two entries below a title: 2007年1月17日……通过, 2015年7月23日……修正."""
    return (
        _DATED.match(after) is not None
        and _DATED.match(first) is not None
        and _ENACTED.search(before.rstrip()) is not None
    )


def is_contents(text: str) -> bool:
    """A line of a table of contents: leaders and a page number."""
    return _LEADERS.search(text) is not None


def is_caption(text: str) -> bool:
    """表 1 …, 图 A.2 …: a caption, as far as the words tell."""
    words = text.strip()
    return len(words) <= 60 and _CAPTION.match(words) is not None and not is_closed(words)
