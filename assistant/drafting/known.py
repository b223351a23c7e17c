"""Facts for a document that people told in a chat: proposed with the words they were read from, never taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from assistant.answering.wording import simplified
from assistant.drafting.blueprint import FactSpec
from assistant.drafting.facts.reading import read_value
from assistant.drafting.facts.values import Refused
from assistant.profile.models import Profile
from assistant.profile.reading import read_profile
from corpus.regions import Gazetteer

#: Facts of a profile that documents have by the same name.
_OF_PROFILE = frozenset({"region", "industry", "headcount", "size"})
_SENTENCE = re.compile(r"[^。！!；;\n？?]+[？?]?")
_PIECE = re.compile(r"[^，,、？?]+")
#: What turns a statement into a question, a case, or the opposite.
_NOT_SAID = re.compile(
    r"吗|呢$|是否|是不是|有没有|要不要|能不能|可不可以|该不该|能否|可否|怎么|怎样|如何|什么|哪|谁|多少"
    r"|如果|假如|假设|要是|倘若|比如|例如|譬如|考虑|可能|也许|大概|好像|听说"
    r"|不|没|未|别|勿|原来|以前|曾|之前|当时|去年|前年|某"
)
_SUPPOSED = re.compile(r"如果|假如|假设|要是|倘若|比如|例如|譬如")
#: 聘任张三为首席质量官，可以吗？ asks whether to.
_ASKED_AFTER = re.compile(
    r"^(?:这样|这么做|那|请问)?(?:可以|可不可以|行|好|对|合适|合规|合法|妥|符合|能|是否|是不是|要不要|有没有|有问题)"
)
_OWN = r"(?:我们|咱们|我司|我公司|我厂|我单位|本公司|本企业|本厂|本单位)(?:公司|企业|工厂|厂)?的?"
_LEAD = (
    rf"(?:{_OWN}|请|麻烦|帮我们?|帮忙|给我们?|起草|写|一份|一个|公司|企业|董事会|股东会|总经理办公会|总经理|会议"
    r"|研究|讨论|决定|同意|现|将|已经|已|要|想|拟|打算|准备|计划|正式|经)*+"
)
_POST = r"(?P<post>[\u4e00-\u9fff]{0,6}(?:经理|副总裁|总监|部长|主任|总工程师|副总(?!经理)|厂长))?"
_NAME = r"(?P<value>[\u4e00-\u9fff]{2,4}?)(?:同志|先生|女士)?"
#: The commonest surnames: two or three characters behind 是 are a person only when they begin with one.
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁沈任"
    "姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺毛郝顾龚邵万钱严武莫孔向汤温"
    "易乔赖文庞樊殷颜倪欧"
)
_NO_NAME = re.compile(
    r"[谁哪每各这那其的]|什么|怎么|经理|总监|部长|主任|人员|本人|企业|公司|一名|一位|专人|法人|法定|董事|质量|合格|合适"
    r"|高管|高层|高级|领导|岗位|职务|专职|兼职|全职|任命|任职|管理|负责|文件|方面|有人|石油|金融|江苏|温州|白领"
)
#: A firm, not what it does.
_FIRM = re.compile(r"(?:公司|集团|企业)$")
_MADE = r"(?:有限公司|有限责任公司|股份公司)"
#: Said in so many words: the whole piece between two commas is this and nothing else.
_SAID: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "cqo_name",
        re.compile(
            rf"{_LEAD}(?:聘任|任命|聘请|聘){_POST}{_NAME}(?:为|担任|出任|兼任|做|当)(?:{_OWN}|公司|企业)?的?"
            r"首席质量官(?:的(?:决定|通知|文件|公告|聘任书|任命书))?"
        ),
    ),
    (
        "cqo_name",
        re.compile(rf"{_OWN}首席质量官(?:是|叫|由){_POST}{_NAME}(?:担任|出任|兼任)?"),
    ),
    ("legal_representative", re.compile(rf"{_OWN}(?:法定代表人|法人代表)(?:是|为|叫){_NAME}")),
    (
        "company_name",
        re.compile(
            rf"{_OWN}(?:全称|名称|名字)(?:是|为|叫|[：:])"
            r"(?P<value>[\u4e00-\u9fffA-Za-z0-9（）()·]{3,50}(?:公司|厂|集团|合作社|中心))"
        ),
    ),
    (
        "company_name",
        re.compile(
            rf"{_OWN}(?:是|叫|为)(?P<value>(?P<place>[\u4e00-\u9fff]{{2,8}})[\u4e00-\u9fff（）()]{{2,40}}{_MADE})"
        ),
    ),
    (
        "reports_to",
        re.compile(
            rf"{_OWN}首席质量官(?:直接)?向(?P<value>总经理|董事长|总裁|董事会|厂长)(?:报告|汇报)(?:工作)?"
        ),
    ),
)
#: What kind of enterprise it is, not how it is called: 一家民营有限公司.
_NO_COMPANY = re.compile(
    r"[的家个某]|民营|国有|国营|私营|外资|合资|独资|上市|大型|中型|小型|微型|普通|一般|供应商|客户"
)
#: What kind of firm it is, and how many characters before that are a name: 精密制造有限公司 has none.
_KIND = re.compile(r"[（(]?(?:集团|股份)[)）]?|有限责任公司|有限公司|公司$")
_NAME_OF_ITS_OWN = 5


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fact to be confirmed; ``value`` as a facts file holds it, ``words`` where it was read."""

    name: str
    label: str
    value: Any
    text: str
    words: str


def proposals(
    messages: Iterable[str],
    specs: Iterable[FactSpec],
    gazetteer: Gazetteer,
    profile: Profile | None = None,
) -> tuple[Proposal, ...]:
    """What the messages, oldest first, say for ``specs``; later words go before earlier ones.

    ``profile`` is what the person sees of the enterprise and may have changed: it goes before all.
    """
    by_name = {spec.name: spec for spec in specs}
    found: dict[str, Proposal] = {}
    for message in messages:
        said = list(_said(message, gazetteer))
        names = " ".join(value for name, value, _ in said if name == "company_name")
        for told in (*_of_profile(read_profile(message, gazetteer)), *said):
            if told[0] != "industry" or not (told[1] in names or _FIRM.search(told[1])):
                _put(found, by_name, gazetteer, told)
    if profile is not None:
        for told in _of_profile(profile):
            _put(found, by_name, gazetteer, told)
    return tuple(found[name] for name in by_name if name in found)


def _of_profile(profile: Profile) -> list[tuple[str, str, str]]:
    return [
        (name, _count(fact.value) if name == "headcount" else fact.value, fact.words or fact.value)
        for name, fact in profile.known().items()
        if name in _OF_PROFILE
    ]


def _count(people: str) -> str:
    """200人 is a count that may be signed; 约200人 and 200人以上 are none, and reading refuses them."""
    return people.removesuffix("人")


def _said(message: str, gazetteer: Gazetteer) -> Iterator[tuple[str, str, str]]:
    """Name, value and words of facts that the message states."""
    for sentence in _SENTENCE.findall(simplified(message)):
        pieces = [piece.strip() for piece in _PIECE.findall(sentence)]
        for place, piece in enumerate(pieces):
            if _SUPPOSED.search(piece):
                break
            behind = pieces[place + 1] if place + 1 < len(pieces) else ""
            last = not behind
            if (
                _NOT_SAID.search(piece)
                or _ASKED_AFTER.search(behind)
                or (last and sentence[-1] in "？?")
            ):
                continue
            yield from _facts(piece, gazetteer)


def _facts(piece: str, gazetteer: Gazetteer) -> Iterator[tuple[str, str, str]]:
    for name, pattern in _SAID:
        match = pattern.fullmatch(piece)
        if match is None:
            continue
        value, groups = match["value"], match.groupdict()
        if name in ("cqo_name", "legal_representative") and not _is_name(value):
            continue
        if name == "company_name" and not _is_company(value, groups, gazetteer):
            continue
        yield name, value, piece
        if groups.get("post"):
            yield "cqo_current_post", match["post"], piece


def _is_name(words: str) -> bool:
    return words[0] in _SURNAMES and not _NO_NAME.search(words)


def _is_company(words: str, groups: dict[str, str | None], gazetteer: Gazetteer) -> bool:
    """Behind 全称是 any name; behind 我们是 one that begins with a place, or is too long for a kind of firm."""
    if _NO_COMPANY.search(words):
        return False
    if groups.get("place") is None or len(_KIND.sub("", words)) >= _NAME_OF_ITS_OWN:
        return True
    places = {form for one in gazetteer.regions for form in (one.name, *one.aliases)}
    return any(words.startswith(place) for place in places)


def _put(
    found: dict[str, Proposal],
    by_name: dict[str, FactSpec],
    gazetteer: Gazetteer,
    told: tuple[str, str, str],
) -> None:
    name, given, words = told
    spec = by_name.get(name)
    if spec is None:
        return
    try:
        value = read_value(spec, given, gazetteer)
    except Refused:
        return
    if value is not None:
        found[name] = Proposal(name, spec.label, value.raw, value.text, words)
