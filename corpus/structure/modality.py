"""The force of a sentence: GB/T 1.1—2020's modal verbs, and the words of laws and policies."""

from __future__ import annotations

import re

from corpus.models import Modality

# Words in which 应, 可 or 能 is not modal; they are removed before looking.
_NOT_MODAL = re.compile(
    r"应用|相应|供应|适应|对应|反应|响应|应急|效应|应答|应收|应付|应届|应聘|应邀|应试|呼应|"
    r"可靠|许可|可持续|认可|可行|可比|可追溯|可操作|可视|可度量|可衡量|可能性|宁可|"
    r"能力|功能|能源|智能|性能|效能|节能|产能|职能|技能|才能|能手|便宜|事宜|适宜|不宜居|动能|赋能|能效|技术支持|大力支持下|支持下|支持单位"
)
_RULES: tuple[tuple[Modality, re.Pattern[str]], ...] = (
    (Modality.REQUIREMENT, re.compile(r"不?应当?|必须|不得|严禁|禁止|务必|须")),
    (Modality.RECOMMENDATION, re.compile(r"不?宜")),
    (Modality.ENCOURAGEMENT, re.compile(r"鼓励|支持|引导|倡导|提倡")),
    (Modality.POSSIBILITY, re.compile(r"可能|不?能够?")),
    (Modality.PERMISSION, re.compile(r"可以?|不必|准许")),
)


def modality_of(sentence: str) -> Modality:
    """Strongest force found in ``sentence``, in the order 应, 宜, 鼓励, 能, 可; else NONE.

    >>> modality_of("企业应对首席质量官制度进行策划。").value
    '应'
    >>> modality_of("应用质量管理方法，供应链协同。").value
    '无'
    """
    bare = _NOT_MODAL.sub("＿", sentence)
    for modality, pattern in _RULES:
        if pattern.search(bare):
            return modality
    return Modality.NONE
