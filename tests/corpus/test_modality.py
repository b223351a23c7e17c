"""Modal verbs are told from words that only contain the character."""

from __future__ import annotations

import pytest

from corpus.models import Modality
from corpus.structure.modality import modality_of


@pytest.mark.parametrize(
    ("sentence", "force"),
    [
        ("企业应对首席质量官制度进行策划。", Modality.REQUIREMENT),
        ("不得泄露企业秘密。", Modality.REQUIREMENT),
        ("宜由法定代表人签发。", Modality.RECOMMENDATION),
        ("其他组织可参照本文件。", Modality.PERMISSION),
        ("能够为标准制定提供支撑。", Modality.POSSIBILITY),
        ("鼓励企业设立首席质量官。", Modality.ENCOURAGEMENT),
        ("带动产业链供应链质量协同提升。", Modality.NONE),
        ("应用先进方法，适应变化，作出响应。", Modality.NONE),
        ("提高可靠性和可持续能力。", Modality.NONE),
        ("提供全方位技术支持。", Modality.NONE),
        ("质量管理性能和效能。", Modality.NONE),
    ],
)
def test_force_of_a_sentence(sentence: str, force: Modality) -> None:
    assert modality_of(sentence) is force
