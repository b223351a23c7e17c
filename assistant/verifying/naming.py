"""What a text names: documents, places of documents, bodies, persons, regions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.verifying.remembering import remembered
from corpus.library_files import read_regions
from corpus.regions import Gazetteer, gazetteer_of
from index.characters import Folded
from index.labels import find_labels
from index.numbers import Number, find_numbers

_TITLE = re.compile(r"《([^《》]{2,80})》")
_BODY = re.compile(
    r"[\u4e00-\u9fff()]{1,24}?(?:股份有限公司|有限公司|公司|集团|协会|学会|联合会|促进会|商会|研究院|研究所|大学|学院|"
    r"委员会|标委会|管理局|监督局|总局|监管局|质监局|局|办公厅|办公室|国务院|人民政府|市政府|省政府|区政府|省委|市委|党中央|工业和信息化部|厅|认证中心|中心|日报|晚报|早报|时报|周报|商报|电视台|通讯社|新闻社)"
    r"(?![长面限部级员])"
)
#: Where the name of a body cannot begin before: what stands in front belongs to the sentence.
_BEFORE_BODY = re.compile(
    r".*(?:在地|已获|多家|有(?!限)|[既就由经须按要与和及或向对为在的是以请等据从于并将被让给得到,.;:()\"《》]|会同|联合|通过|包括|来自|按照|依据|提交|报送|其中|作为|根据|关于|负责|成立|组织|举办|委托|征得|属于|"
    r"牵头单位|单位|秘书处|主办|主管|归口|批准|提出|印发|发布|公布|所在地|当地|原)"
)
#: Bodies of no name of their own.
_COMMON_BODY = re.compile(
    r"^(?:[\d一二三四五六七八九十百]+(?:家|个)(?:大|小|重点)?|(?:本|该|各|其|某|有关|相关|所属|集团|上级|下属|多家|企业|部门|职能)*)(?:公司|集团|协会|委员会|局|中心|学会|办公室|单位|厅)$"
)
_SURNAMES = (
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石韦贾夏付"
    "邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤欧]"
)
_TITLED = (
    "局长|院长|会长|主任|总经理|董事长|经理|专家|教授|起草人|负责人|代表人|首席质量官|研究员|秘书长|处长|厅长|部长|总裁|"
    "工程师|同志|先生|女士"
)
_ENDS = "[,、.;:()]|$|和|与|及|等|聘任|担任|任|表示|指出|介绍|同志|先生|女士|主持|签字|牵头"
_PERSON = re.compile(
    rf"(?:{_TITLED}|是|由|为|:)(?P<behind>{_SURNAMES}[\u4e00-\u9fff]{{1,2}})(?={_ENDS})"
    rf"|(?P<before>{_SURNAMES}[\u4e00-\u9fff]{{1,2}})(?={_TITLED}|表示|指出|介绍说|担任)"
)


@dataclass(frozen=True, slots=True)
class Named:
    """``text[start:end]`` names something; ``key`` is how it is compared."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Names:
    """All that a folded text names, and the text with numbers and labels of documents blanked."""

    numbers: tuple[tuple[Number, int, int], ...]
    titles: tuple[Named, ...]
    labels: tuple[tuple[tuple[str, ...], int, int], ...]  # keys of one place, best first
    bodies: tuple[Named, ...]
    people: tuple[Named, ...]
    places: tuple[Named, ...]
    blanked: str


@cache
def gazetteer() -> Gazetteer:
    return gazetteer_of(read_regions())


@remembered
def names_of(text: str) -> Names:
    """Names of a folded text (``folding.plain``)."""
    numbers = tuple((m.number, m.start, m.end) for m in find_numbers(_folded(text), short=True))
    blanked = _blank(text, [(s, e) for _, s, e in numbers])
    labels = tuple(
        (m.keys[: m.same], m.start, m.end)
        for m in find_labels(_folded(blanked))
        if m.claims and not blanked[m.start : m.end].isspace()
    )
    blanked = _blank(blanked, [(s, e) for _, s, e in labels])
    titles = tuple(Named(m[1], *m.span()) for m in _TITLE.finditer(text))
    outside = _blank(blanked, [(t.start, t.end) for t in titles])
    places = tuple(_places(outside))
    return Names(
        numbers=numbers,
        titles=titles,
        labels=labels,
        bodies=tuple(_bodies(outside)),
        people=tuple(_people(outside, places)),
        places=places,
        blanked=blanked,
    )


def _folded(text: str) -> Folded:
    """A text that is folded already, with its own positions."""
    return Folded(text, tuple(range(len(text) + 1)))


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "\u3000" * (end - start) + text[end:]
    return text


def _bodies(text: str) -> Iterator[Named]:
    last: Named | None = None
    for body in _single_bodies(text):
        if last is not None and last.end == body.start:  # 中国质量认证中心|有限公司
            last = Named(last.key + body.key, last.start, body.end)
            continue
        if last is not None:
            yield last
        last = body
    if last is not None:
        yield last


def _single_bodies(text: str) -> Iterator[Named]:
    for match in _BODY.finditer(text):
        words = match.group()
        lead = _BEFORE_BODY.match(words[:-1])
        cut = lead.end() if lead else 0
        name = words[cut:]
        if len(name) >= 3 and not _COMMON_BODY.match(name):
            yield Named(name, match.start() + cut, match.end())


def _people(text: str, places: Sequence[Named]) -> Iterator[Named]:
    """A surname and one or two characters, where a title or an act says that it is a person."""
    for match in _PERSON.finditer(text):
        name = match["behind"] or match["before"]
        group = "behind" if match["behind"] else "before"
        start, end = match.span(group)
        if any(place.start < end and start < place.end for place in places):
            continue  # neither 江苏 nor 浙|江要求 is a person
        yield Named(name, start, end)


def _places(text: str) -> Iterator[Named]:
    names = gazetteer().by_name
    for match in _place_pattern().finditer(text):
        words = match.group()
        yield Named(names[words].name if words in names else words, *match.span())


@cache
def _place_pattern() -> re.Pattern[str]:
    """Provinces and cities, those of the library with all their names; longer names first."""
    names = {*gazetteer().by_name, "中国"}
    ordered = sorted(names, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered)))


def is_short_for(short: str, long: str) -> bool:
    """Whether ``short`` leaves out characters of ``long``: 省市场监管局 of 广东省市场监督管理局.

    Both end alike, for what a body is stands at the end.
    """
    if short in long:
        return True
    if len(short) < 3 or short[-1:] != long[-1:]:
        return False
    at = iter(long)
    return all(character in at for character in short)
