"""Find the title of a document: on a standard's cover, under a red head, at the top of a law."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.structure.fact_numbers import ISSUED, ORDER, STANDARD, UNNUMBERED
from corpus.structure.fact_text import DATE, FactLine, FactText

_TAIL = (
    "宪法|办法|法|条例|规定|细则|规则|准则|规范|指南|标准|要求|导则|通知|通告|公告|通报|意见|决定|决议|方案|计划|纲要|规划|"
    "报告|请示|批复|函|令|修正案|案例|制度|章程|守则|指引|说明|解释|答复|手册|程序|总则|通则|术语|清单|法典"
)
#: A bracket behind the title that belongs to it.
_STAGE = (
    r"(?:\((?:试行|暂行|草案|征求意见稿|送审稿|报批稿|讨论稿|修订|修正|[一二三四五六七八九十]+|\d{4}年?[^()]{0,6})"
    r"[^()]{0,8}\))"
)
_ENDS = re.compile(rf"(?:{_TAIL})》?{_STAGE}*$")
_ONLY_STAGE = re.compile(
    r"\(?\s*(?:标准)?(?:征求意见|送审|报批|讨论|草案)(?:稿)?(?:第?[一二三四五六七八九十\d]+[稿版])?\s*\)?$|\(?(?:试行|暂行)\)?$"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
#: Lines of a cover or head that are not the title.
_OTHER = re.compile(
    rf"ICS\b|CCS\b|备案号|代替|替代|中华人民共和国(?:国家|行业|[^ ]{{2,8}}行业)标准(?:化指导性技术文件)?$|"
    rf".{{0,12}}(?:地方|团体|企业|行业|国家|联盟)标准$|.*文\s*件$|.*发\s*布$|.*实\s*施$|.*(?:起|予以)施行|{DATE}|"
    rf"(?:发文字号|索引号|文号|标准号|来源|发布日期|实施日期|发布机构|成文日期|时效性|名称|主题|字体|打印|分类|第?\d+页|目录)|"
    r"(?:签发人|密级|特急|加急|急件|主动公开|公开方式)|https?:|[\d\s.,/-]+$|说\s*明:|注:"
)
_CLAUSE = re.compile(
    r"第[一二三四五六七八九十\d]+[条章]|[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)"
)
_LONGEST, _MOST_LINES = 90, 4


def find_title(
    source: FactText, *, file_name: str = "", hint: str | None = None
) -> tuple[int, int] | None:
    """Where the title stands; None when nothing looks like one."""
    for found in (
        _hinted(source, hint),
        _marked(source),
        _on_cover(source),
        _under_number(source),
        _first(source, file_name),
    ):
        if found is not None:
            return found
    return None


def written(text: str, span: tuple[int, int]) -> str:
    """The title's words without the line breaks and spaces of its layout."""
    words = re.sub(r"[*#_]+", "", text[span[0] : span[1]]).strip()
    words = re.sub(r"\s*\n\s*(?=第\s*\d+\s*部分)", " ", words)
    words = re.sub(r"\s*\n\s*", "", words)
    words = re.sub(
        r"(?<=[\u3400-\u9fff])[ \t\u3000\xa0](?=[\u3400-\u9fff](?:[ \t\u3000\xa0]|$))", "", words
    )
    return re.sub(r"[ \t\u3000\xa0]+", " ", words)


def _hinted(source: FactText, hint: str | None) -> tuple[int, int] | None:
    """The title that the file's format names, when the head of the text holds it."""
    letters = re.sub(r"\s", "", hint or "")
    if len(letters) < 4 or not _HAN.search(letters):
        return None
    pattern = re.compile(r"\s*".join(map(re.escape, letters)))
    end = source.head[-1].end if source.head else 0
    match = pattern.search(source.text, 0, end)
    return match.span() if match else None


def _marked(source: FactText) -> tuple[int, int] | None:
    """The first line of level 1 of a Markdown text."""
    for line in source.head[:6]:
        if line.heading == 1 and _HAN.search(line.words):
            return line.start, line.end
    return None


def _on_cover(source: FactText) -> tuple[int, int] | None:
    """The Chinese lines under the standard's number."""
    for place, line in enumerate(source.head):
        number = STANDARD.search(line.words) or UNNUMBERED.search(line.words)
        if number is None or len(line.words) > len(number.group()) + 12 or _replacing(line):
            continue
        run: list[FactLine] = []
        for below in source.head[place + 1 :]:
            if run and (_stops(below) or len(run) == _MOST_LINES):
                break
            if not _stops(below):
                run.append(below)
        return (run[0].start, run[-1].end) if run else None
    return None


def _replacing(line: FactLine) -> bool:
    return bool(re.search(r"代替|替代|废止", line.words))


def _stops(line: FactLine) -> bool:
    words = squeezed(line.words)
    if not _HAN.search(words) or _OTHER.match(words) or _ONLY_STAGE.match(words):
        return True
    return bool(re.search(r"[。;:]", words)) and not re.search(r"第\s*\d+\s*部分\s*:", words)


def squeezed(words: str) -> str:
    """Words without the spaces by which a cover spreads them: 广 东 省 地 方 标 准."""
    return re.sub(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff](?:\s|$))", "", words)


def _under_number(source: FactText) -> tuple[int, int] | None:
    """The lines under a document number that stands alone: 粤市监〔2023〕35号."""
    for place, line in enumerate(source.head[:20]):
        number = ISSUED.search(line.words) or ORDER.fullmatch(line.words)
        if number is None or len(line.words) > len(number.group()) + 14:
            continue
        return _run(source.head[place + 1 : place + 8])
    return None


def _first(source: FactText, file_name: str) -> tuple[int, int] | None:
    """The first lines that end as titles do; of several, the one that the file is named after."""
    stem = re.sub(r"\s", "", file_name.rsplit(".", 1)[0])
    runs = [run for i in range(min(25, len(source.head))) if (run := _run(source.head[i : i + 4]))]
    if not runs:
        return None
    named = [
        r
        for r in runs
        if stem and len(stem) > 5 and stem in re.sub(r"\s", "", source.text[slice(*r)])
    ]
    return (named or runs)[0]


def _run(lines: Sequence[FactLine]) -> tuple[int, int] | None:
    """One to four lines from the first that may be a title, up to the one where the title ends."""
    held: list[FactLine] = []
    for line in lines:
        if _stops(line) or _CLAUSE.match(line.words) or (not held and "测试文本" in line.words):
            if held:
                break
            continue
        held.append(line)
        joined = "".join(re.sub(r"\s", "", h.words) for h in held)
        if len(joined) > _LONGEST or len(held) > _MOST_LINES or "," in joined.split("《")[0]:
            return None
        if _ENDS.search(joined):
            return held[0].start, _with_stage(lines, held).end
    return None


def _with_stage(lines: Sequence[FactLine], held: Sequence[FactLine]) -> FactLine:
    """The last line of the title, with a stage in brackets that stands on the next line: (试行)."""
    place = list(lines).index(held[-1]) + 1
    if place < len(lines) and re.match(r"\((?:试行|暂行)\)$", lines[place].words):
        return lines[place]
    return held[-1]
