"""References to articles, items, chapters and attachments that are not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.drafting.checking.finding import Finding, found
from assistant.drafting.checking.numbers import N, mark_of
from assistant.drafting.checking.paper import Paper, Paragraph
from corpus.structure.folding import number_of

_MENTION = re.compile(rf"第\s*({N})\s*([条章])(?:\s*第\s*[（(]?({N})[）)]?\s*项)?")
_KINDS = "法|条例|规定|办法|章程|准则|细则|意见|通知|标准|规范|解释|合同|协议|决定|制度|方案|规程|令|文件"
#: Another text, named right before the mention: 《公司法》第五条; our own is 本办法.
_OTHER = re.compile(rf"(?:》|〕\d+号|{_KINDS})(?:（[^）]*）)?(?:的|中|里)?\s*$")
_OWN = re.compile(rf"(?:本|上述|前述)(?:公司)?(?:{_KINDS})(?:（[^）]*）)?(?:的|中|里)?\s*$")
#: What stands between mentions of one text: 《公司法》第五条、第六条和第八条.
_CHAIN = re.compile(
    r"[\s、和或及与至到—－-]*(?:第[^条章，。；]{1,8}[款项目])?[\s、和或及与至到—－-]*"
)
_LIST = re.compile(r"附件\s*[：:]\s*(?:(\d{1,2})\s*[.．、](?!\d))?")
_NEXT = re.compile(r"(\d{1,2})\s*[.．、](?!\d)\s*\S")
_OWN_PAGE = re.compile(rf"附件\s*({N})(?:\s*[：:]?\s*\S{{0,40}})?$")
_ATTACHMENT = re.compile(r"附件\s*(\d{1,2}|[一二三四五六七八九十]{1,3})(?![\d年月])")
_LOST = re.compile(
    r"错误[！!]\s*(?:未找到引用源|未定义书签|文档中没有指定样式的文字)|Error! (?:Reference|Bookmark)[^。.]*"
)


@dataclass
class _There:
    """What the file has: articles and chapters, items of each article, attachments."""

    articles: set[int] = field(default_factory=set)
    chapters: set[int] = field(default_factory=set)
    items: dict[int, int] = field(default_factory=dict)
    attachments: set[int] = field(default_factory=set)
    listed: set[int] = field(default_factory=set)  # paragraphs of the list of attachments


def references(paper: Paper) -> Iterator[Finding]:
    there = _there(paper)
    for one in paper.body:
        if lost := _LOST.search(one.text):
            yield found(
                one, lost[0], "交叉引用指向的地方已经没有了；请重新引用，或者改成文字。", "错误"
            )
        yield from _articles(one, there)
        yield from _attachments(one, there)


def _there(paper: Paper) -> _There:
    there = _There()
    article = 0
    listing = False
    for one in paper.body:
        mark = mark_of(one) if not one.table else None
        listing = _list_of_attachments(one, there, listing)
        if listing or mark is None:
            continue
        if mark.kind == "条":
            article = mark.value
            there.articles.add(article)
        elif mark.kind == "章":
            there.chapters.add(mark.value)
        elif mark.kind == "（一）" and article:
            there.items[article] = max(there.items.get(article, 0), mark.value)
    return there


def _list_of_attachments(one: Paragraph, there: _There, listing: bool) -> bool:
    """Whether the paragraph belongs to 附件：1. … 2. …; takes down its number."""
    if first := _LIST.match(one.text):
        there.attachments.add(int(first[1] or 1))
        there.listed.add(one.number)
        return True
    if listing and (following := _NEXT.match(one.whole)):
        there.attachments.add(int(following[1]))
        there.listed.add(one.number)
        return True
    if (page := _OWN_PAGE.match(one.text)) and len(one.text) <= 50 and not one.text.endswith("。"):
        there.attachments.add(number_of(page[1]) or 0)
        there.listed.add(one.number)
    return False


def _articles(one: Paragraph, there: _There) -> Iterator[Finding]:
    """Mentions behind the paragraph's own number."""
    mark = mark_of(one) if not one.table else None
    start = len(mark.words) if mark is not None and mark.typed else 0
    other = False
    end = start
    for match in _MENTION.finditer(one.text, start):
        before = one.text[: match.start()]
        between = one.text[end : match.start()]
        chained = end > start and _CHAIN.fullmatch(between) is not None
        if not chained:
            other = bool(_OTHER.search(before)) and not _OWN.search(before)
        end = match.end()
        if not other:
            yield from _mention(one, match, there)


def _mention(one: Paragraph, match: re.Match[str], there: _There) -> Iterator[Finding]:
    value = number_of(match[1])
    known = there.articles if match[2] == "条" else there.chapters
    if value is None or not known:
        return
    if value not in known:
        yield found(
            one, match[0], f"没有第{match[1]}{match[2]}；请核对引用的是哪一{match[2]}。", "错误"
        )
    elif match[3] and (item := number_of(match[3])) and item > there.items.get(value, 0):
        yield found(one, match[0], f"第{match[1]}条没有第（{match[3]}）项；请核对。", "错误")


def _attachments(one: Paragraph, there: _There) -> Iterator[Finding]:
    if one.number in there.listed:
        return
    for match in _ATTACHMENT.finditer(one.text):
        value = number_of(match[1])
        if value is None or value in there.attachments or _OTHER.search(one.text[: match.start()]):
            continue
        if there.attachments:
            many = len(there.attachments)
            yield found(one, match[0], f"没有{match[0]}，文后只列了{many}个附件；请核对。", "错误")
        else:
            yield found(one, match[0], "提到了附件，文后没有附件说明；请补上，或者改写。")
