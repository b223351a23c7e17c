"""The place of an enterprise counts where no other is chosen or named, and never makes an answer poorer."""

from __future__ import annotations

import pytest

from assistant.profile.models import Fact, Profile
from assistant.service import LocalAssistant

FOSHAN = Profile(region=Fact(value="佛山"), headcount=Fact(value="200人"))


@pytest.mark.parametrize("question", ["聘任制度要明确哪些内容？", "建设流程分哪几步？"])
def test_a_city_without_a_text_goes_by_its_province(
    assistant: LocalAssistant, question: str
) -> None:
    plain, placed = assistant.ask(question), assistant.ask(question, profile=FOSHAN)
    assert placed.status == plain.status == "answered"
    assert "按您说的：佛山，200人" in placed.notes
    assert all("佛山" not in statement.text for statement in placed.statements)


def test_a_place_that_has_a_text_fills_the_filter(assistant: LocalAssistant) -> None:
    hubei = Profile(region=Fact(value="湖北"))
    answer = assistant.ask("任职条件是什么？", profile=hubei)
    assert {citation.region for citation in answer.citations} == {"湖北"}
    assert "按您说的：湖北" in answer.notes


def test_a_place_that_is_chosen_or_named_goes_first(assistant: LocalAssistant) -> None:
    named = assistant.ask("湖北的任职条件是什么？", profile=FOSHAN)
    chosen = assistant.ask("任职条件是什么？", region="湖北", profile=FOSHAN)
    for answer in (named, chosen):
        assert {citation.region for citation in answer.citations} == {"湖北"}
        assert not any("按您说的" in note for note in answer.notes)


def test_facts_in_a_question_do_not_stand_in_its_way(assistant: LocalAssistant) -> None:
    answer = assistant.ask("我们是200人的注塑厂，在佛山，聘任制度要明确哪些内容？")
    assert answer.status == "answered"
    assert answer.question.startswith("我们是200人")


@pytest.mark.parametrize("city", ["佛山", "广州", "深圳"])
@pytest.mark.parametrize("question", ["建设流程分哪几步？", "标准由谁牵头起草？"])
def test_a_city_chosen_in_the_list_goes_by_its_province_and_says_so(
    assistant: LocalAssistant, city: str, question: str
) -> None:
    plain, placed = assistant.ask(question), assistant.ask(question, region=city)
    assert placed.status == plain.status == "answered"
    assert placed.citations == plain.citations
    notes = [note for note in placed.notes if city in note]
    assert notes == [f"资料库中没有{city}对此的规定，以上依据的是广东（省级）的文件。"]


def test_what_guangdong_lacks_is_said_of_guangdong_in_its_cities(assistant: LocalAssistant) -> None:
    answer = assistant.ask("首席质量官要什么学历？", region="佛山")
    assert answer.status == "partial"
    assert answer.missing is not None
    assert "广东" in answer.missing.what


def test_a_citys_own_text_goes_before_the_provinces(assistant: LocalAssistant) -> None:
    answer = assistant.ask("聘任制度要明确哪些内容？", region="深圳")
    assert {citation.region for citation in answer.citations} == {"深圳"}
    assert not answer.notes


def test_a_city_elsewhere_goes_by_its_own_province(assistant: LocalAssistant) -> None:
    answer = assistant.ask("由谁聘任首席质量官？", region="厦门")
    assert {citation.region for citation in answer.citations} <= {"福建", "泉州", "漳州"}
    for question in ("建设流程分哪几步？", "聘任制度要明确哪些内容？"):
        answer = assistant.ask(question, region="漳州")
        assert "广东" not in {citation.region for citation in answer.citations}


def test_guangdongs_text_is_never_shown_silently_to_an_enterprise_elsewhere(
    assistant: LocalAssistant,
) -> None:
    zhangzhou = Profile(region=Fact(value="漳州"))
    answer = assistant.ask("建设流程分哪几步？", profile=zhangzhou)
    assert {citation.region for citation in answer.citations} == {"广东"}
    assert any("不是漳州的文件" in note for note in answer.notes)
    standard = assistant.ask("标准由谁牵头起草？", profile=zhangzhou)
    assert standard.status == "answered"


@pytest.mark.parametrize("city", ["合肥", "武汉"])
def test_a_named_city_without_a_text_goes_by_its_province_with_a_note(
    assistant: LocalAssistant, city: str
) -> None:
    province = {"合肥": "安徽", "武汉": "湖北"}[city]
    asked = {"合肥": "{}的首席质量官培训服务规范哪天实施？", "武汉": "{}的任职条件是什么？"}[city]
    answer, plain = assistant.ask(asked.format(city)), assistant.ask(asked.format(province))
    assert answer.status in ("answered", "partial")
    assert [s.text for s in answer.statements] == [s.text for s in plain.statements]
    assert any(city in note and province in note for note in answer.notes)


def test_a_place_of_which_nothing_is_known_at_all_is_still_declined(
    assistant: LocalAssistant,
) -> None:
    assert assistant.ask("黑龙江的任职条件是什么？").status == "declined"
