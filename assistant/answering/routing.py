"""Decide what kind of thing the user wants before anything is searched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from prompts.loading import load_prompts

Route = Literal[
    "question",
    "comparison",
    "document",
    "greeting",
    "thanks",
    "identity",
    "injection",
    "invent",
    "off-topic",
]

#: Routes by pattern alone, in the order in which they are tried.
_BY_PATTERN: tuple[tuple[str, Route], ...] = (
    ("greeting", "greeting"),
    ("thanks", "thanks"),
    ("identity", "identity"),
    ("injection", "injection"),
    ("invent", "invent"),
    ("document", "document"),
)
_DOCUMENTS = (
    "聘任书 任命书 聘书 任命文件 任命通知 职责章程 章程 岗位说明书 承诺书 授权书 备案表 管理办法 考核办法 激励办法 退出办法 "
    "策划方案 方案 培训计划 改进计划 计划 年度报告 评估报告 报告 决议 通知 公告 评分表 管理规定 办法 制度 模板 范本"
).split()


#: 忽 略 以 上 规 则: characters set apart so that no rule sees the words.
_SPACED = re.compile(r"(?<=[\u3400-\u9fff])[\s·.、_*|/-]+(?=[\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class Routed:
    """The route, and the document's name for a document request."""

    route: Route
    document: str = ""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(pattern, re.IGNORECASE)
        for name, pattern in load_prompts("questions")["routes"].items()
    }


def route_of(text: str, *, places: int) -> Routed:
    """Route of ``text`` (simplified); ``places`` is the number of regions it names."""
    patterns = _patterns()
    for name, route in _BY_PATTERN:
        said = _SPACED.sub("", text) if route == "injection" else text
        if patterns[name].search(said):
            document = next((d for d in _DOCUMENTS if d in text), "") if route == "document" else ""
            return Routed(route, document)
    if places >= 2 or (patterns["comparison"].search(text) and _compares_places(text, places)):
        return Routed("comparison")
    if patterns["off_topic"].search(text) and "质量" not in text:
        return Routed("off-topic")
    return Routed("question")


_PLACES = re.compile(
    r"各地|各省|各市|全国各|(?:其他|别的|哪些|哪个|几个|哪几个|不同)(?:省市?|地方|地市?|地区|城市|市)|外地|外省|"
    r"(?:省|市)之间|地区之间|和(?:其他|别的|外)(?:省|地)"
)


def _compares_places(text: str, places: int) -> bool:
    """Whether the words of comparison are about places, not about roles or documents."""
    if places and re.search(r"和(?:全国|国家|广东|我省|我们省|本省|省里)", text):
        return True
    return bool(_PLACES.search(text))
