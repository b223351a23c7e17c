"""Facts for a document that people told in a chat: proposed with the words they were read from, never taken."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assistant.drafting.blueprint import FactSpec
from assistant.drafting.facts.reading import read_value
from assistant.drafting.facts.values import Refused
from assistant.profile.models import Profile
from assistant.profile.reading import read_profile
from corpus.regions import Gazetteer

#: A profile's fact -> the fact of documents that it may fill.
_OF_PROFILE = {
    "region": "region",
    "industry": "industry",
    "headcount": "headcount",
    "size": "size",
}
_NAME = r"(?P<value>[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,6})?)"
#: Said in so many words; anything less clear is left out.
_SAID: tuple[tuple[str, str], ...] = (
    (
        "cqo_name",
        rf"(?:聘任|任命|聘请|聘){_NAME}(?:同志|先生|女士)?(?:为|担任|做|当)(?:我们)?(?:公司|企业)?的?首席质量官",
    ),
    ("cqo_name", rf"首席质量官(?:是|叫|由){_NAME}(?:担任)?(?=[，。；、,.;\s]|$)"),
    (
        "company_name",
        r"(?:我们|我司|公司|企业)(?:全称)?(?:是|叫|名称是)"
        r"(?P<value>[\u4e00-\u9fff（）()]{2,40}?(?:有限公司|有限责任公司|股份公司|集团公司|厂))",
    ),
    ("legal_representative", rf"法定代表人(?:是|为|叫){_NAME}(?=[，。；、,.;\s]|$)"),
    ("reports_to", r"首席质量官(?:直接)?向(?P<value>总经理|董事长|总裁|董事会)(?:报告|汇报)"),
)
_NO_NAME = re.compile(
    r"谁|哪|什么|怎么|多少|副总|总经理|经理|人员|本人|企业|公司|一名|一位|专人|法人|法定|董事|质量|合格|合适"
)


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
        told = read_profile(message, gazetteer)
        for name, value, words in (*_of_profile(told), *_said(message)):
            _put(found, by_name, gazetteer, (name, value, words))
    if profile is not None:
        for one in _of_profile(profile):
            _put(found, by_name, gazetteer, one)
    return tuple(found[name] for name in by_name if name in found)


def _of_profile(profile: Profile) -> list[tuple[str, str, str]]:
    return [
        (_OF_PROFILE[name], _plain(name, fact.value), fact.words or fact.value)
        for name, fact in profile.known().items()
        if name in _OF_PROFILE
    ]


def _plain(name: str, value: str) -> str:
    """约200人 is no count that may be signed; 200人 is one."""
    return value.removesuffix("人") if name == "headcount" else value


def _said(message: str) -> list[tuple[str, str, str]]:
    found = []
    for name, pattern in _SAID:
        for match in re.finditer(pattern, message):
            value = match["value"]
            if name in ("cqo_name", "legal_representative") and _NO_NAME.search(value):
                continue
            behind = message[match.end() : match.end() + 12]
            if (
                "？" in behind
                or "?" in behind
                or "吗" in behind
                or "如果" in message[: match.start()]
            ):
                continue
            found.append((name, value, match.group()))
    return found


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
