"""Modal verbs are told from words that only contain the character (rule 13 of structure)."""

from __future__ import annotations

import pytest

from corpus.models import Modality
from corpus.structure.modality import modality_of
from corpus.structure.sentences import split_sentences

#: Every word of force that the rule names.
FORCE = {
    Modality.REQUIREMENT: "应 应当 应该 不应 不应当 必须 不得 严禁 禁止 不可",
    Modality.RECOMMENDATION: "宜 不宜",
    Modality.PERMISSION: "可 可以 不必",
    Modality.POSSIBILITY: "能 能够 不能 可能 不可能",
    Modality.ENCOURAGEMENT: "鼓励 支持 引导",
}
#: Every word that the rule says is none.
NONE = (
    "应用 相应 供应链 适应 对应 反应 响应 应急 效应 可靠 许可 可持续 认可 可行 能力 功能 能源 智能 性能 效能"
).split()


@pytest.mark.parametrize(
    ("word", "force"), [(word, force) for force, words in FORCE.items() for word in words.split()]
)
def test_words_of_force(word: str, force: Modality) -> None:
    assert modality_of(f"折船人{word}洗手。") is force
    assert modality_of(f"{word}洗手。") is force


@pytest.mark.parametrize("word", NONE)
def test_words_without_force(word: str) -> None:
    assert modality_of(f"折船人的{word}良好。") is Modality.NONE
    assert modality_of(word) is Modality.NONE
    assert modality_of(f"折船人应提高{word}。") is Modality.REQUIREMENT


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
        ("应急响应应及时。", Modality.REQUIREMENT),
        ("不能提供应急物资。", Modality.POSSIBILITY),
        ("提供应有的保障。", Modality.NONE),
        ("可行性研究可由他人完成。", Modality.PERMISSION),
        ("具备相应能力的人员可以折船。", Modality.PERMISSION),
        ("功能可能失效。", Modality.POSSIBILITY),
        ("本条款是必不可少的条款。", Modality.NONE),
        ("应对突发事件的措施。", Modality.NONE),
        ("应当事人要求，出具证明。", Modality.NONE),
        ("船型适宜，宜居。", Modality.NONE),
    ],
)
def test_force_of_a_sentence(sentence: str, force: Modality) -> None:
    assert modality_of(sentence) is force


def test_the_strongest_force_of_a_sentence_counts() -> None:
    assert modality_of("可自行折船，但应洗手，宜戴帽。") is Modality.REQUIREMENT
    assert modality_of("可自行折船，宜戴帽。") is Modality.RECOMMENDATION


def test_each_sentence_has_its_own_force() -> None:
    text = "应洗手；宜戴帽。可唱歌！能游泳。鼓励多折。折完了。"
    forces = [sentence.modality.value for sentence in split_sentences(text)]
    assert forces == ["应", "宜", "可", "能", "鼓励", "无"]
