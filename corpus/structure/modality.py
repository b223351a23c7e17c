"""Tell the force of a sentence from its modal verbs, after GB/T 1.1—2020 and the usage of laws."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.models import Modality

#: Strongest first: what a sentence requires outweighs what it permits.
_WORDS: tuple[tuple[Modality, str], ...] = (
    (Modality.REQUIREMENT, "应 应当 不应 不应当 应该 必须 不得 严禁 禁止 务必 须 不可 不准 不许"),
    (Modality.RECOMMENDATION, "宜 不宜"),
    (Modality.ENCOURAGEMENT, "鼓励 支持 引导 倡导 提倡"),
    (Modality.POSSIBILITY, "可能 不可能 能 能够 不能 不能够"),
    (Modality.PERMISSION, "可 可以 不必 无须 毋须 不须 准许"),
)
#: Words in which 应, 宜, 可, 能, 须 or 支持 is not modal, by the character at which they are found.
_PLAIN = """
应用 应当事人 应有的 应急 应答 应收 应付 应届 应聘 应邀 应试 应诉 应征 应税 应纳 应力 应变 应激 应允 应酬 应时 应验 应运
可靠 可持续 可行 可比 可追溯 可操作 可视 可度量 可衡量 可测量 可能性 可观 可见 可用性 可再生 可回收 可降解 可燃 可溶
可疑 可信 可编程 可控 可变 可维护 可谓 可研 可抗力 可靠性 可读 可移植 可扩展 可理解 可接受 可替代 可量化 可食用 可移动 可卡因
可贵 可惜 可怜 可爱 可口 可乐 可逆 可达 可复制 可支配 可视化 可交换 可转换 可转让 可分割 可撤销
能力 能源 能手 能效 能量 能耗 能级 能见度 能动 能人 能干 能见 能否
宜居 宜昌 宜春 宜宾 宜兴 宜章 须知 须臾
禁止令 支持下 支持单位 支持文件 支持率 支持者 引导员 引导标识 不可抗力 不可抗拒 不可移动 不可分割 不可再生 不可撤销 不可逆
不可靠 不可控 不可行 不可缺少 不可少 不可或缺 不可替代 不准确 不准时 不可预见 不可避免 不能力
"""
#: Characters before which the verb is part of a word: 相应, 许可, 功能, 适宜, 必须 is found as itself.
_BEFORE = {
    "应": "相供适对反响效呼顺感回因",
    "可": "许认宁尚",
    "能": "功智性效节产职技才动赋热电阳核机体潜储使势官万",
    "宜": "便事适时权机合相",
    "支": "",
}
#: … unless the two stand side by side by chance: 提供|应, 影响|应, 绩效|应, 技能|应.
_CHANCE = "提供应|影响应|绩效应|有效应|成效应|时效应|失效应|无效应|实效应|生效应|收回应|召回应|撤回应|退回应|责任感应"
_BY_CHANCE = frozenset(_CHANCE.split("|"))
#: 应对: what a duty is laid on (企业应对…进行策划) or the verb "to cope with" (应对突发事件).
_COPING = (
    r"对(?=(?:突发|风险|气候|挑战|措施|能力|工作|危机|预案|机制|处置|方案|人口|自然|公共|紧急|灾害|老龄|贸易|变化|和|、|，|。)"
    r"(?![^。；\n]{0,40}?(?:进行|加以|予以|作出|实施|负责)))"
)


def _pattern() -> re.Pattern[str]:
    """One alternative a first character, longer words first: the scan skips to those characters."""
    words = sorted(
        {*_PLAIN.split(), *(word for _, some in _WORDS for word in some.split())},
        key=len,
        reverse=True,
    )
    by_first: dict[str, list[str]] = {}
    for word in words:
        by_first.setdefault(word[0], []).append(word[1:])
    parts = []
    for first, rests in by_first.items():
        if first == "应":
            day = "(?!事人|地[^点]|前|日|年[^度]|月|天|时|代|期)"
            rests = [f"当{day}" if rest == "当" else rest for rest in rests]
            rests.insert(0, _COPING)
        if first == "不":
            rests = [rest + "(?!事人)" if rest == "应当" else rest for rest in rests]
        parts.append(f"{first}(?:{'|'.join(rests)})" if rests != [""] else first)
    return re.compile("|".join(parts))


_SCAN = _pattern()
_ORDER = tuple(modality for modality, _ in _WORDS)
#: Rank of a sentence without force.
NO_FORCE = len(_ORDER)
MODALITIES = (*_ORDER, Modality.NONE)
_RANK = {word: rank for rank, (_, words) in enumerate(_WORDS) for word in words.split()}
_ALWAYS = frozenset(("应当", "应该", "可以", "可能", "能够"))


def forces(text: str) -> Iterator[tuple[int, int]]:
    """Position and rank (0 is 应) of each word of force in ``text``; ``MODALITIES`` names the ranks."""
    ranks, always, before = _RANK, _ALWAYS, _BEFORE
    for match in _SCAN.finditer(text):
        word = match.group()
        rank = ranks.get(word)
        if rank is None:
            continue
        start = match.start()
        first = word[0]
        if first in before and word not in always and start:
            if text[start - 1] in before[first] and text[start - 2 : start + 1] not in _BY_CHANCE:
                continue
        elif (word == "不准" and start and text[start - 1] in "拿看说吃估瞄对") or (
            first == "须" and start and text[start - 1] in "无毋不"
        ):
            continue
        if first == "支" and (
            text[start - 2 : start] == "技术"
            or (text[start - 2 : start] == "大力" and text[start + 2 : start + 3] == "下")
        ):
            continue
        yield start, rank


def modality_of(sentence: str) -> Modality:
    """Modality of one sentence. The strongest force in it counts.

    >>> modality_of("企业应建立制度，可自行制定办法。").value
    '应'
    >>> modality_of("应用质量管理方法，供应链协同。").value
    '无'
    """
    return MODALITIES[min((rank for _, rank in forces(sentence)), default=NO_FORCE)]
