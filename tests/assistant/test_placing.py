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
