"""Only what people say in so many words of their own company is proposed, with those words."""

from __future__ import annotations

import pytest

from assistant.drafting.blueprints import all_facts
from assistant.drafting.known import proposals
from assistant.profile.models import Fact, Profile
from corpus.regions import Gazetteer


def told(gazetteer: Gazetteer, *messages: str) -> dict[str, str]:
    return {one.name: one.text for one in proposals(messages, all_facts(), gazetteer)}


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("聘任张三为首席质量官", {"cqo_name": "张三"}),
        ("请帮我起草聘任张三同志为首席质量官的决定。", {"cqo_name": "张三"}),
        ("我们拟聘任欧阳修为首席质量官，任职条件是什么？", {"cqo_name": "欧阳修"}),
        (
            "董事会决定聘任副总经理李乙为公司首席质量官",
            {"cqo_name": "李乙", "cqo_current_post": "副总经理"},
        ),
        ("我们的首席质量官是李四。", {"cqo_name": "李四"}),
        ("我們公司的首席質量官由陳大文擔任", {"cqo_name": "陈大文"}),
        ("我司法定代表人是陈甲", {"legal_representative": "陈甲"}),
        ("我们公司首席质量官直接向总经理汇报", {"reports_to": "总经理"}),
        (
            "我们是佛山市示例精密制造有限公司，聘任书怎么写？",
            {"company_name": "佛山市示例精密制造有限公司", "region": "佛山"},
        ),
        ("我司全称：东莞市星河五金厂", {"company_name": "东莞市星河五金厂"}),
        (
            "我们是200人的注塑厂，在佛山",
            {"region": "佛山", "industry": "注塑厂", "headcount": "200人"},
        ),
        ("我们是中型企业", {"size": "中型"}),
    ],
)
def test_what_is_said_is_proposed(gazetteer: Gazetteer, message: str, said: dict[str, str]) -> None:
    assert told(gazetteer, message) == said


@pytest.mark.parametrize(
    "message",
    [
        "聘任张三为首席质量官，可以吗？",
        "能聘任张三为首席质量官吗？",
        "要不要聘任张三为首席质量官",
        "如果聘任张三为首席质量官，要备案",
        "不聘任张三为首席质量官",
        "没有聘任张三为首席质量官",
        "隔壁厂聘任王五为首席质量官",
        "去年聘任张三为首席质量官",
        "我们考虑聘任张三为首席质量官",
        "聘任总经理为首席质量官",
        "聘任一名高管为首席质量官",
        "聘任合适的人为首席质量官",
        "我们的首席质量官是谁？",
        "我们的首席质量官是高管",
        "我们的首席质量官是关键岗位",
        "我们的首席质量官是专职",
        "首席质量官向总经理报告",
        "首席质量官由企业任命",
        "我们是一家有限公司",
        "我们是广东民营有限公司的客户",
        "我们是做小家电的厂家",
        "约200人",
    ],
)
def test_what_is_asked_supposed_denied_or_unclear_is_not(
    gazetteer: Gazetteer, message: str
) -> None:
    found = told(gazetteer, message)
    assert not found.keys() & {"cqo_name", "company_name", "reports_to", "headcount"}


@pytest.mark.parametrize("message", ["我们员工大约300人", "我们有300多人"])
def test_a_count_that_is_not_exact_is_no_count_to_sign(gazetteer: Gazetteer, message: str) -> None:
    assert "headcount" not in told(gazetteer, message)


def test_each_proposal_gives_the_words_it_was_read_from(gazetteer: Gazetteer) -> None:
    message = "我们公司在佛山，员工200人，聘任张三为首席质量官。"
    found = proposals([message], all_facts(), gazetteer)
    assert {one.name for one in found} == {"region", "headcount", "cqo_name"}
    for one in found:
        assert one.words in message
        assert one.label


def test_later_words_go_before_earlier_and_the_profile_before_all(gazetteer: Gazetteer) -> None:
    messages = [
        "我们聘任张三为首席质量官，我们在佛山",
        "我们改为聘任他",
        "我们聘任李四为首席质量官",
    ]
    assert told(gazetteer, *messages) == {"cqo_name": "李四", "region": "佛山"}
    changed = Profile(region=Fact(value="东莞"))
    found = proposals(messages, all_facts(), gazetteer, changed)
    assert {one.name: one.value for one in found}["region"] == "东莞"


def test_only_facts_that_the_document_asks_for_are_proposed(gazetteer: Gazetteer) -> None:
    specs = [spec for spec in all_facts() if spec.name == "region"]
    found = proposals(["我们在佛山，聘任张三为首席质量官"], specs, gazetteer)
    assert [one.name for one in found] == ["region"]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["已经", "我们公司", "聘任", "张经理", "佛山市", "我们是"])
def test_long_and_odd_messages_take_no_time(gazetteer: Gazetteer, piece: str) -> None:
    assert "cqo_name" not in told(gazetteer, f"我们聘任{piece * 2000}为")
