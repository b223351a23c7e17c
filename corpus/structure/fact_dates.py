"""When a text was issued and from when it applies, as the text says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.models import Fact
from corpus.structure.fact_text import DATE, FactLine, FactText, iso_date

_VERB = re.compile(r"施行|实施|生效|通过|批准|修订|修正|修改|公布|发布|颁布|印发|签发")
_APPLIES = {"施行", "实施", "生效"}
_MADE_PUBLIC = {"公布", "发布", "颁布", "印发"}
_LABELS = (
    ("issued", r"(?:发布|公布|颁布|印发|成文|发文|签发)(?:日期|时间|日)"),
    ("effective", r"(?:实施|施行|生效)(?:日期|时间|日)"),
)
_FROM = re.compile(
    rf"自\s*(?P<day>{DATE})\s*(?:零时)?\s*起\s*(?:正式)?(?P<verb>施行|实施|执行|生效|试行)"
)
_FROM_ISSUE = re.compile(
    r"自\s*(?:发布|公布|印发|颁布|下发)之日\s*起\s*(?:正式)?(?:施行|实施|执行|生效|试行)"
)
_OWN = re.compile(
    r"(?:本|该)\s*(?:实施细则|实施办法|修正案|修订案|法|条例|规定|办法|细则|规则|规范|标准|文件|意见|通知|方案|制度|章程|准则|指引|决定|解释|规程|批复|导则|守则)[^。;]{0,24}$"
)
#: Characters before a date of effect in which the subject of its sentence stands.
_REACH = 400
_SIGNED = re.compile(rf"\(?\s*{DATE}\s*\)?$")


def read_dates(source: FactText) -> Iterator[Fact]:
    """``issued`` and ``effective``; the surest place first, so that the first of a name counts."""
    yield from _on_cover(source)
    yield from _labelled(source)
    under, public = _under_title(source)
    yield from under
    signed = _signed(source)
    if signed is not None:
        yield signed
    effective = _in_text(source)
    if effective is not None:
        yield effective
        return
    day = next(
        (
            f
            for f in (*_on_cover(source), *_labelled(source), public, signed)
            if f is not None and f.name == "issued"
        ),
        None,
    )
    match = _FROM_ISSUE.search(source.folded)
    if match is not None and day is not None and _is_own(source.folded, match.start()):
        yield Fact("effective", day.value, match.start(), match.end())


def _on_cover(source: FactText) -> Iterator[Fact]:
    """``2099-01-01 发布    2099-02-01 实施``."""
    for line in source.head:
        if re.search(r"通过|批准|令|修[订正]|\(", line.words):
            continue
        for match in re.finditer(rf"({DATE})\s*(发\s*布|实\s*施)(?![\u3400-\u9fff])", line.words):
            name = "issued" if match[2].startswith("发") else "effective"
            yield from _fact(name, line, match, 1)


def _labelled(source: FactText) -> Iterator[Fact]:
    for line in source.head:
        for name, label in _LABELS:
            for match in re.finditer(rf"{label}\s*:?\s*({DATE})", line.words):
                yield from _fact(name, line, match, 1)


def _fact(name: str, line: FactLine, match: re.Match[str], group: int) -> Iterator[Fact]:
    value = iso_date(match[group])
    if value is not None:
        start, end = match.span(group)
        yield Fact(name, value, line.start + start, line.start + end)


def _under_title(source: FactText) -> tuple[list[Fact], Fact | None]:
    """The lines that tell when a law was passed, published and amended (题注).

    The version is as old as its last amendment; where it was published after that, as the publication.
    Also the day of publication: a text that was never amended is published when it is passed.
    """
    found: list[Fact] = []
    passed: list[Fact] = []
    public: list[Fact] = []
    for line in source.head:
        bare = re.sub(r"《(?:[^《》])*》", lambda m: "＿" * len(m.group()), line.words)
        dates = list(re.finditer(DATE, bare))
        for place, match in enumerate(dates):
            end = dates[place + 1].start() if place + 1 < len(dates) else len(bare)
            verbs = _VERB.findall(bare, match.end(), end)
            if not verbs and end == len(bare):
                continue
            if not verbs:  # 3099年1月2日甲会议、3099年1月3日乙会议通过
                if _VERB.search(bare, end):
                    passed.extend(_fact("issued", line, match, 0))
            elif verbs[0] in _APPLIES or re.search(r"起\s*(?:施行|实施)", bare[match.end() : end]):
                found += _fact("effective", line, match, 0)
            else:
                made_public = _MADE_PUBLIC.intersection((verbs[0], verbs[-1]))
                target = public if made_public else passed
                target.extend(_fact("issued", line, match, 0))
    last = max(passed, key=lambda f: f.value, default=None)
    published = max(public, key=lambda f: f.value, default=None)
    if published is not None and (last is None or published.value >= last.value):
        found.append(published)
    elif last is not None:
        found.append(last)
    return found, published or (last if len(passed) == 1 else None)


def signature(source: FactText) -> int | None:
    """Place among the lines of the date under which a document is signed; None when there is none."""
    for place, line in enumerate(source.lines):
        if (
            line.number >= len(source.head)
            and re.match(DATE, line.words)
            and _SIGNED.match(line.words)
        ):
            return place
    return None


def _signed(source: FactText) -> Fact | None:
    place = signature(source)
    line = source.lines[place] if place is not None else _dated(source)
    match = re.search(DATE, line.words) if line is not None else None
    return next(_fact("issued", line, match, 0), None) if line is not None and match else None


def _dated(source: FactText) -> FactLine | None:
    """A date in brackets, or alone, under the title."""
    return next((line for line in source.head[1:] if _SIGNED.match(line.words)), None)


def _in_text(source: FactText) -> Fact | None:
    """``本条例自2024年11月1日起施行``: of several, the last that speaks of the text itself."""
    best: Fact | None = None
    for match in _FROM.finditer(source.folded):
        value = iso_date(match["day"])
        if value is None or not _is_own(source.folded, match.start()):
            continue
        best = Fact("effective", value, *match.span("day"))
    return best


def _is_own(folded: str, start: int) -> bool:
    """Whether the sentence up to ``start`` has the text itself as its subject, or no subject at all."""
    edge = max(0, start - _REACH)
    begin = max(edge - 1, *(folded.rfind(c, edge, start) for c in "。\n;:"))
    before = folded[begin + 1 : start].strip()
    before = re.sub(r"^第\s*[一二三四五六七八九十百\d]+\s*条\s*", "", before)
    bare = re.sub(r"^[一二三四五六七八九十\d]+\s*[、.]\s*|^\([^()]{1,3}\)\s*", "", before).strip(
        " ,"
    )
    return (
        not bare
        or bool(_OWN.search(bare))
        or bool(re.search(r"[,]$", before) and _OWN.search(bare))
    )
