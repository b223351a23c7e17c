"""Find the body that issued a document."""

from __future__ import annotations

import re

from corpus.models import Fact
from corpus.structure.fact_dates import signature
from corpus.structure.fact_text import FactLine, FactText

_BODY = (
    r"(?:局|厅|部|委|委员会|办公厅|办公室|政府|法院|检察院|院|人大|常委会|学会|协会|联合会|促进会|"
    r"中心|公司|集团|厂|署|总队|党组)"
)
_ORG = re.compile(
    rf"(?=[\u3400-\u9fff、 ()·]{{3,40}}$)[\u3400-\u9fff][\u3400-\u9fff、 ()·]*{_BODY}$"
)
_BEFORE_ABOUT = re.compile(
    rf"([\u3400-\u9fff、]{{2,40}}?{_BODY}(?:等[\u3400-\u9fff\d]{{1,4}}(?:部门|单位|委局))?)关于"
)
_CONGRESS = re.compile(
    r"(?:(?P<place>[\u3400-\u9fff]{2,12}?)第[一二三四五六七八九十]{1,3}届|第[一二三四五六七八九十]{1,3}届(?P<nation>全国))人民代表大会(?P<standing>常务委员会)?"
)
_ORDERING = re.compile(
    r"(?:中华人民共和国)?(?P<body>[\u3400-\u9fff]{2,20}?)(?:令|公告)\s*\(?第?\s*\d*"
)


def read_issuer(source: FactText, span: tuple[int, int] | None) -> Fact | None:
    """The body that issued the text; the surest place first."""
    return (
        _on_cover(source)
        or _labelled(source)
        or _red_head(source)
        or _in_title(source, span)
        or _under_title(source)
        or _signed(source)
    )


def _on_cover(source: FactText) -> Fact | None:
    """``广东省市场监督管理局 发布``, perhaps over two lines."""
    for place, line in enumerate(source.head):
        match = re.match(r"([\u3400-\u9fff、 ]{3,60}?)\s*发\s*布$", line.words)
        if match is None or re.search(r"通过|\d", line.words):
            continue
        start, above = line.start, source.head[place - 1] if place else None
        if above is not None and _ORG.match(above.words):
            start = above.start
        return _org(source, start, line.start + len(match[1].rstrip()))
    return None


def _labelled(source: FactText) -> Fact | None:
    for line in source.head:
        match = re.match(
            r"(?:发布机构|发文机关|制定机关|发布单位|发文单位|颁布机构)\s*:\s*([\u3400-\u9fff、 ]{3,40})",
            line.words,
        )
        if match:
            start, end = match.span(1)
            return _org(source, line.start + start, line.start + end)
    return None


def _red_head(source: FactText) -> Fact | None:
    for line in source.head[:6]:
        match = re.match(rf"([\u3400-\u9fff、 ]{{2,40}}{_BODY})\s*文\s*件$", line.words)
        if match:
            return _org(source, line.start, line.start + match.end(1))
    return None


def _in_title(source: FactText, span: tuple[int, int] | None) -> Fact | None:
    """``广东省市场监督管理局等十一部门`` before 关于; never a body named inside 《》."""
    if span is None:
        return None
    head = source.folded[span[0] : span[1]]
    flat = re.sub(r"\s", "", head)
    match = _BEFORE_ABOUT.match(flat)
    if match is None:
        return None
    length = _unflattened(head, len(match[1]))
    return Fact("issuer", match[1], span[0], span[0] + length)


def _unflattened(text: str, count: int) -> int:
    """Position in ``text`` behind its first ``count`` characters that are no white space."""
    for place, char in enumerate(text):
        if not char.isspace():
            count -= 1
        if count == 0:
            return place + 1
    return len(text)


def _under_title(source: FactText) -> Fact | None:
    """The congress or the minister that passed the text, from the lines under the title."""
    found: Fact | None = None
    for line in source.head:
        bare = re.sub(r"《(?:[^《》])*》", lambda m: "＿" * len(m.group()), line.words)
        if not re.search(r"通过|公布|发布|批准|修订|修正|令", bare) or not re.search(
            r"\d|第", bare
        ):
            continue
        if found is None and (match := _CONGRESS.search(bare)):
            body = "全国" if match["nation"] else match["place"].split("日")[-1].strip()
            value = f"{body}人民代表大会{match['standing'] or ''}"
            found = Fact(
                "issuer",
                value,
                line.start + match.end() - _width(match, body),
                line.start + match.end(),
            )
        if found is None and (
            match := re.search(
                r"(?:中华人民共和国)?(国务院)(?:令|第\d+次|\s*(?:公布|发布|批准))", bare
            )
        ):
            found = _at_group(line, match, 1)
        if found is None and (
            match := re.search(
                r"日\s*([\u3400-\u9fff、]{3,30}?)(?:令|公告|发布|公布|审判委员会)", bare
            )
        ):
            found = _at_group(line, match, 1)
    return found


def _width(match: re.Match[str], body: str) -> int:
    """Characters from the body's name to the end of the match."""
    where = match.group().rfind(body, 0, match.group().find("人民代表大会"))
    return len(match.group()) - max(0, where)


def _at_group(line: FactLine, match: re.Match[str], group: int) -> Fact:
    start, end = match.span(group)
    return Fact("issuer", match[group], line.start + start, line.start + end)


def _signed(source: FactText) -> Fact | None:
    """The body above the date at the end (落款)."""
    place = signature(source)
    if place is None or place == 0:
        return None
    above = source.lines[place - 1]
    return _org(source, above.start, above.end) if _ORG.match(above.words) else None


def _org(source: FactText, start: int, end: int) -> Fact:
    """A body's name; where a line break or wide space parts two bodies stands 、."""
    parts = [
        re.sub(r"\s", "", p) for p in re.split(r"\n|\s{2,}|、", source.folded[start:end].strip())
    ]
    parts = [part for part in parts if part]
    several = "、" in source.folded[start:end] or all(_ORG.match(part) for part in parts)
    return Fact("issuer", ("、" if several else "").join(parts), start, end)
