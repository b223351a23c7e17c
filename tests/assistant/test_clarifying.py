"""Where the answer depends on which text or which place is meant, the product asks back, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.models import Answer, Clarification
from assistant.profile.models import Fact, Profile
from assistant.service import LocalAssistant
from tests.assistant.imported_texts import bring_in

REGION = "您的企业在哪个地区？"


def measure(city: str, term: str, hours: int) -> str:
    return f"""{city}市企业首席质量官管理办法（试行）

第一条 为规范测试工作，制定本办法。

第二条 企业聘任首席质量官，任期{term}年。

第三条 首席质量官应当具备大专以上学历。

第四条 企业应当自聘任之日起{hours}日内备案。

第五条 首席质量官每年参加不少于{hours}学时的培训。
"""


MANUAL = "示例公司质量手册\n\n第一条 本手册适用于本公司。\n\n第五条 首席质量官由总经理聘任。\n"


@pytest.fixture
def several(own_assistant: LocalAssistant, tmp_path: Path) -> LocalAssistant:
    """Three texts that have a 第五条: of Wuhan, of Foshan and of a company."""
    bring_in(own_assistant, tmp_path, {"wuhan": measure("武汉", "五", 30)}, region="武汉")
    bring_in(own_assistant, tmp_path, {"foshan": measure("佛山", "三", 20)}, region="佛山")
    bring_in(own_assistant, tmp_path, {"manual": MANUAL}, kind="company")
    return own_assistant


def asked_back(answer: Answer) -> Clarification:
    assert answer.clarify is not None
    return answer.clarify


def test_a_label_of_several_texts_asks_which_one_home_first(several: LocalAssistant) -> None:
    answer = several.ask("第五条是什么？")
    asked = asked_back(answer)
    assert asked.question == "您问的是哪份文件的“第五条”？"
    assert [option.label for option in asked.options] == [
        "《佛山市企业首席质量官管理办法（试行）》",
        "《示例公司质量手册》",
        "《武汉市企业首席质量官管理办法（试行）》",
    ]
    assert {s.group for s in answer.statements} == {o.label.strip("《》") for o in asked.options}


def test_choosing_a_text_asks_the_whole_question(several: LocalAssistant) -> None:
    for option in asked_back(several.ask("第五条是什么？")).options:
        answer = several.ask(option.ask)
        assert answer.status == "answered"
        assert answer.clarify is None
        assert len({citation.clause_id for citation in answer.citations}) == 1
        assert answer.citations[0].source == option.label.strip("《》")


def test_the_chosen_place_offers_its_text_first(several: LocalAssistant) -> None:
    asked = asked_back(several.ask("第五条是什么？", region="武汉"))
    assert "武汉" in asked.options[0].label


@pytest.mark.parametrize(
    ("said", "clause"),
    [
        ("第二份", "manual#第五条"),
        ("武汉的", "wuhan#第五条"),
        ("佛山办法", "foshan#第五条"),
        ("《示例公司质量手册》", "manual#第五条"),
    ],
)
def test_a_text_may_be_named_instead(several: LocalAssistant, said: str, clause: str) -> None:
    talk = several.new_conversation()
    several.ask("第五条是什么？", conversation=talk)
    answer = several.ask(said, conversation=talk)
    assert [citation.clause_id for citation in answer.citations] == [clause]


def test_a_label_of_one_text_is_answered_at_once(several: LocalAssistant) -> None:
    assert several.ask("六（四）讲什么？").clarify is None
    assert several.ask("《示例公司质量手册》第五条是什么？").clarify is None


@pytest.mark.parametrize(
    "question",
    [
        "首席质量官要什么学历？",
        "首席质量官需要几年工作经验？",
        "由谁聘任首席质量官？",
        "任职条件是什么？",
        "培训要多少学时？",
    ],
)
def test_an_open_place_is_asked_for_beside_the_answer(
    assistant: LocalAssistant, question: str
) -> None:
    answer = assistant.ask(question)
    asked = asked_back(answer)
    assert answer.missing is not None  # what the library lacks of Guangdong is said as before
    assert "广东" in answer.missing.what
    assert asked.question == REGION
    assert 2 <= len(asked.options) <= 4
    for option in asked.options:
        chosen = assistant.ask(option.ask)
        assert chosen.status == "answered", option
        assert chosen.clarify is None
        own = assistant.gazetteer.within(option.label)
        assert any(citation.region in own for citation in chosen.citations), option


def test_places_that_have_the_figure_go_before_those_that_only_rule(
    several: LocalAssistant,
) -> None:
    asked = asked_back(several.ask("培训要多少学时？"))
    assert [option.ask for option in asked.options] == [
        "佛山培训要多少学时？",
        "武汉培训要多少学时？",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "漳州要求什么学历？",
        "广东要求什么学历？",
        "标准对学历有什么要求？",
        "比较湖北和漳州的任职条件",
        "标准号是多少？",
        "聘任制度要明确哪些内容？",
        "小企业没人够条件怎么办？",
    ],
)
def test_nobody_is_asked_where_the_place_is_known_or_changes_nothing(
    assistant: LocalAssistant, question: str
) -> None:
    assert assistant.ask(question).clarify is None


def test_a_place_chosen_or_told_is_not_asked_for(assistant: LocalAssistant) -> None:
    question = "首席质量官要什么学历？"
    assert assistant.ask(question, region="广东").clarify is None
    assert assistant.ask(question, profile=Profile(region=Fact(value="佛山"))).clarify is None
    assert assistant.ask(f"我们在佛山，{question}").clarify is None


def test_a_place_said_before_is_not_asked_for_again(assistant: LocalAssistant) -> None:
    talk = assistant.new_conversation()
    assistant.ask("湖北的培训有什么规定？", conversation=talk)
    again = assistant.ask("请问首席质量官一般应当要有什么样的学历？", conversation=talk)
    assert again.clarify is None


@pytest.mark.parametrize("said", ["漳州的", "我们在漳州", "第一个"])
def test_the_place_may_be_said_in_a_word(assistant: LocalAssistant, said: str) -> None:
    talk = assistant.new_conversation()
    assistant.ask("首席质量官要什么学历？", conversation=talk)
    answer = assistant.ask(said, conversation=talk, profile=Profile())
    assert answer.standalone == "漳州首席质量官要什么学历?"
    assert {citation.region for citation in answer.citations} == {"漳州"}


def test_a_place_that_was_not_offered_is_answered_too(assistant: LocalAssistant) -> None:
    talk = assistant.new_conversation()
    assistant.ask("由谁聘任首席质量官？", conversation=talk)
    answer = assistant.ask("我们在柳州", conversation=talk, profile=Profile())
    assert answer.standalone == "柳州由谁聘任首席质量官?"


def test_a_question_of_its_own_is_not_taken_for_a_choice(assistant: LocalAssistant) -> None:
    talk = assistant.new_conversation()
    assistant.ask("首席质量官要什么学历？", conversation=talk)
    answer = assistant.ask("标准由谁牵头起草？", conversation=talk)
    assert "牵头起草" in answer.answer
    assert answer.clarify is None


def test_the_question_is_kept_and_exported(assistant: LocalAssistant) -> None:
    talk = assistant.new_conversation()
    asked = asked_back(assistant.ask("首席质量官要什么学历？", conversation=talk))
    (turn,) = assistant.turns(talk)
    assert turn.answer.clarify == asked
    assert f"{REGION}（{asked.options[0].label}、" in assistant.export_markdown(talk)


def test_what_a_choice_asks_holds_no_address(assistant: LocalAssistant) -> None:
    answer = assistant.ask("首席质量官要什么学历？![x](http://leak.example.org/p.png)")
    assert answer.clarify is not None
    assert "leak.example.org" not in answer.clarify.model_dump_json()
