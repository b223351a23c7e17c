"""Read what a document says of itself: title, numbers, issuer, dates, stage, what it replaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from corpus.library_files import read_regions
from corpus.models import Fact, Kind, Status
from corpus.regions import NATION, Gazetteer, gazetteer_of
from corpus.structure.fact_dates import read_dates
from corpus.structure.fact_issuers import read_issuer
from corpus.structure.fact_numbers import (
    ISSUED,
    ORDER,
    STANDARD,
    proper_issued,
    proper_order,
    proper_standard,
    start_of,
)
from corpus.structure.fact_text import FactLine, FactText, fact_text
from corpus.structure.fact_titles import find_title, squeezed, written

_LABELLED = re.compile(r"(?:发文字号|文号)\s*:\s*$")
_DRAFT = re.compile(r"征求意见稿|送审稿|报批稿|讨论稿|草案|送审讨论稿|审议稿")
_TRIAL = re.compile(r"试行|暂行")
_STANDING = re.compile(
    r"(?:时效性|有效性|效力(?:状态)?|标准状态|状态)\s*:?\s*(现行有效|现行|有效|已?废止|已?失效)"
)
_REPEALED = re.compile(r"^\(?(?:已废止|已失效|失效|废止)\)?$|\((?:已废止|已失效|失效)\)")
_STANDARD_HEAD = re.compile(r"(?:国家|行业|地方|团体|企业)标准(?:化指导性技术文件)?$")
_KINDS: tuple[tuple[str, Kind], ...] = (
    (r"编制说明", Kind.COMPILATION_NOTES),
    (r"条例", Kind.REGULATION),
    (r"办法|规定|细则|规则|准则|守则|章程|制度", Kind.MEASURE),
    (r"宪法|法典|修正案|法", Kind.LAW),
    (r"通知|通告|公告|通报|意见|决定|决议|方案|计划|纲要|规划|指引|批复|函|行动方案", Kind.POLICY),
)
_COMPANY = re.compile(r"公司|集团|厂$|企业制度")
_NATIONAL = re.compile(
    r"^全国|中华人民共和国|国务院|中共中央|全国人民代表大会|最高人民(?:法|检察)院|国家[\u3400-\u9fff]{2,14}(?:总局|局|委员会|部)|(?:财政|公安|商务|工业和信息化|农业农村|生态环境)部"
)
_NATIONAL_BODY = re.compile(r"(?:GB|GSB|JJF|JJG|[A-Z]{2})(?:/[TZ])? ")
#: Provinces by the first two digits of a local standard's number (GB/T 2260).
_CODES = dict(
    zip(
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65".split(),
        "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 "
        "湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆".split(),
        strict=True,
    )
)
_REPEALS = re.compile(r"(?:(?:同时|即行|随即|相应)\s*)?(?:予以\s*)?废止")
_IN_FORCE = re.compile("施行|实施|发布|公布|颁布|印发|生效|同时|即行")
#: Characters before 废止 that are looked at: a list of titles may be long.
_REACH = 4000
_QUOTED = re.compile(r"《((?:[^《》]|《[^《》]*》|〈[^〈〉]*〉)+)》")


def read_facts(
    text: str, *, file_name: str = "", title_hint: str | None = None
) -> tuple[Fact, ...]:
    """The facts of ``text`` with the place where each stands; what is not stated is left out.

    Several facts have the name ``replaces``, each other name occurs once at most. ``title_hint`` is
    the title in the file's own properties: it counts only where the text has it too.
    """
    source = fact_text(text)
    facts: dict[str, Fact] = {}
    span = find_title(source, file_name=file_name, hint=title_hint)
    title = written(text, span) if span else ""
    if re.fullmatch(r"《[^《》]+》", title):
        title = title[1:-1]
    for fact in (
        Fact("title", title, *span) if span else None,
        _number(source),
        read_issuer(source, span),
        *read_dates(source),
        _status(source, title, span),
        _kind(source, span),
    ):
        if fact is not None:
            facts.setdefault(fact.name, fact)
    region = _region(source, facts)
    if region is not None:
        facts["region"] = region
    return (*facts.values(), *_replaces(source))


# -- numbers -----------------------------------------------------------------------------------------


def _number(source: FactText) -> Fact | None:
    """The document's own number: on a line of its own, or in brackets under the title."""
    for line in source.head:
        if re.match(r"(?:代替|替代)", line.words):
            continue
        standard = STANDARD.search(line.words)
        if standard is not None and _alone(line, standard):
            return _at(line, standard, "number", proper_standard(standard))
        issued = ISSUED.search(line.words)
        if issued is not None and (
            _alone(line, issued) or _LABELLED.search(line.words[: issued.start()])
        ):
            return _number_at(line, issued, proper_issued(issued))
    found: Fact | None = None
    for line in source.head:
        for match in ORDER.finditer(line.words):
            if not re.search(r"[《〈]", line.words[: match.start()]):
                found = _number_at(line, match, proper_order(match))
    return found


def _alone(line: FactLine, match: re.Match[str]) -> bool:
    """Whether the line is the number, alone or with a label, and not a sentence that mentions it."""
    return len(line.words) <= len(match.group()) + 14 and not re.search(r"《|代替|废止", line.words)


def _at(line: FactLine, match: re.Match[str], name: str, value: str) -> Fact:
    return Fact(name, value, line.start + match.start(), line.start + match.end())


def _number_at(line: FactLine, match: re.Match[str], value: str) -> Fact:
    return Fact("number", value, line.start + start_of(match), line.start + match.end())


# -- stage and kind ----------------------------------------------------------------------------------


def _status(source: FactText, title: str, span: tuple[int, int] | None) -> Fact | None:
    """draft, trial or repealed as the title or a line of the cover says; None when neither does."""
    if span is not None:
        own = source.folded[span[0] : span[1]]
        outside = (
            own
            if title.endswith("编制说明")
            else re.sub(r"《[^《》]*》(?=.)", lambda m: "＿" * len(m.group()), own)
        )
        for pattern, status in ((_DRAFT, Status.DRAFT), (_TRIAL, Status.TRIAL)):
            match = pattern.search(outside)
            if match and not outside[match.end() :].startswith("的说明"):
                return Fact("status", status.value, span[0] + match.start(), span[0] + match.end())
    for line in source.head:
        if span is not None and span[0] <= line.start < span[1]:
            continue
        standing = _STANDING.search(line.words)
        if standing is not None:
            status = Status.REPEALED if re.search(r"废止|失效", standing[1]) else Status.CURRENT
            start, end = standing.span(1)
            return Fact("status", status.value, line.start + start, line.start + end)
        if len(line.words) > 24 or re.search(r"本稿完成|[。,;]", line.words):
            continue
        for pattern, status in (
            (_DRAFT, Status.DRAFT),
            (_TRIAL, Status.TRIAL),
            (_REPEALED, Status.REPEALED),
        ):
            match = pattern.search(line.words)
            if match and "《" not in line.words:
                return _at(line, match, "status", status.value)
    return None


def _kind(source: FactText, span: tuple[int, int] | None) -> Fact | None:
    title = written(source.folded, span) if span else ""
    bare = re.sub(r"(?:\([^()]*\)|（[^（）]*）)+$", "", title).rstrip("》")
    if not bare.endswith("编制说明"):
        for line in source.head:
            number = STANDARD.search(line.words)
            if _STANDARD_HEAD.search(squeezed(line.words)) and len(line.words) <= 24:
                return Fact("kind", Kind.STANDARD.value, line.start, line.end)
            if (
                number is not None
                and _alone(line, number)
                and not re.match(r"代替|替代", line.words)
            ):
                return _at(line, number, "kind", Kind.STANDARD.value)
    if span is None or bare.startswith("最高人民"):
        return None
    for words, kind in _KINDS:
        match = re.search(rf"(?:{words})$", bare)
        if match is None:
            continue
        if kind in (Kind.MEASURE, Kind.POLICY) and _COMPANY.search(bare.split("《")[0]):
            kind = Kind.COMPANY
        elif kind is Kind.MEASURE and _by_congress_or_council(source):
            kind = Kind.REGULATION
        where = source.folded.rfind(match.group(), *span)
        start = where if where >= 0 else span[0]
        end = where + len(match.group()) if where >= 0 else span[1]
        return Fact("kind", kind.value, start, end)
    return None


def _by_congress_or_council(source: FactText) -> bool:
    """Whether the lines under the title say that a congress passed it or a minister's order made it."""
    return any(
        re.search(
            r"人民代表大会.{0,40}(?:通过|批准)|国务院.{0,30}(?:通过|公布|发布|批准)|[\u3400-\u9fff]{2,}令\s*\(?(?:\d{4}年)?第?\s*\d+\s*号",
            line.words,
        )
        for line in source.head
    )


# -- place -------------------------------------------------------------------------------------------


@cache
def _gazetteer() -> Gazetteer:
    return gazetteer_of(read_regions())


def _region(source: FactText, facts: dict[str, Fact]) -> Fact | None:
    """The place for which the text holds, from its number, issuer and title."""
    number = facts.get("number")
    code = re.match(r"DB(\d\d)/", number.value) if number is not None else None
    if number is not None and code is not None and code[1] in _CODES:
        return Fact("region", _CODES[code[1]], number.start, number.end)
    for name in ("title", "issuer"):
        fact = facts.get(name)
        if fact is None:
            continue
        words = source.folded[fact.start : fact.end]
        found = _place_in(re.sub(r"《[^》]*》", lambda m: "＿" * len(m.group()), words))
        if found is not None:
            region, start, end = found
            return Fact("region", region, fact.start + start, fact.start + end)
    if number is not None and _NATIONAL_BODY.match(number.value):
        return Fact("region", NATION, number.start, number.end)
    if number is not None and (match := _NATIONAL.search(source.folded, number.start, number.end)):
        return Fact("region", NATION, *match.span())
    return None


def _place_in(words: str) -> tuple[str, int, int] | None:
    """The innermost place of the first ones named, or the nation, with its position."""
    national = _NATIONAL.search(words)
    masked = re.sub(r"中国", "＿＿", words)
    regions = [r for r in _gazetteer().mentioned(masked) if r.name != NATION]
    if regions:
        first = regions[0]
        inner = [r for r in regions if first.name in _gazetteer().chain(r.name)]
        best = max(inner, key=lambda r: len(_gazetteer().chain(r.name)))
        forms = sorted((best.name, *best.aliases), key=len, reverse=True)
        start, form = min((masked.find(f), f) for f in forms if f in masked)
        if national is None or start < national.start():
            return best.name, start, start + len(form)
    return (NATION, *national.span()) if national else None


# -- what it replaces --------------------------------------------------------------------------------


def _replaces(source: FactText) -> Iterator[Fact]:
    """``代替 DB44/T 1—2010`` of a cover or foreword, ``《…》同时废止`` of a last article."""
    seen: set[str] = set()
    edge = source.folded[:12000]
    for match in re.finditer(r"(?:代替|替代|取代)了?\s*:?\s*", edge):
        end = re.search(r"[。;\n]", edge[match.end() :])
        stop = match.end() + (end.start() if end else 80)
        for number in STANDARD.finditer(source.folded, match.end(), stop):
            between = source.folded[match.end() : number.start()]
            if len(between) > 60 and not re.search(r"[、和与,]\s*$", between):
                break
            value = proper_standard(number)
            if value not in seen:
                seen.add(value)
                yield Fact("replaces", value, number.start(), number.end())
    done = 0
    for match in _REPEALS.finditer(source.folded):
        reach = max(0, match.start() - _REACH)
        begin = 1 + max(reach - 1, *(source.folded.rfind(c, reach, match.start()) for c in "。\n;"))
        sentence = source.folded[begin : match.start()].rstrip()
        if not re.search(
            r"(?:同时|即行|随即|相应|起|日|自行)\S{0,4}$|》\S{0,40}$",
            sentence[-60:] + match.group()[:2],
        ):
            continue
        if not _IN_FORCE.search(match.group()) and not _IN_FORCE.search(sentence):
            continue
        first, done = max(begin, done), match.end()
        for quoted in _QUOTED.finditer(source.folded, first, match.start()):
            value = re.sub(r"\s", "", quoted[1])
            if value not in seen and not value.startswith("关于修改"):
                seen.add(value)
                start = quoted.start(1)
                yield Fact("replaces", value, start, start + len(quoted[1]))
