"""A request to draft is answered with the document's basis and the way to its blueprint."""

from __future__ import annotations

import pytest

from assistant.answering.drafting_offers import offers_for
from assistant.drafting.blueprints import BLUEPRINTS
from assistant.service import LocalAssistant
from prompts.loading import load_prompts


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("帮我写一份聘任书", ["appointment-letter"]),
        ("起草首席质量官管理办法", ["management-measures"]),
        ("写一份考核办法和授权书", ["appraisal-measures", "authorization-letter"]),
        ("给我一个岗位说明书模板", ["duty-charter"]),
        ("帮我拟会议决议", ["resolution-and-notice"]),
        ("写一份成效评估报告", ["effectiveness-report"]),
    ],
)
def test_the_names_that_people_use_mean_blueprints(said: str, meant: list[str]) -> None:
    assert sorted(one.blueprint for one in offers_for(said)) == sorted(meant)


def test_a_name_of_several_documents_offers_them() -> None:
    assert len(offers_for("写一份报告")) == 2
    assert len(offers_for("写一份文件")) == 4, "common ones, to choose from"


def test_every_blueprint_can_be_asked_for() -> None:
    assert [entry["blueprint"] for entry in load_prompts("questions")["documents"]] == list(
        BLUEPRINTS
    )


def test_the_chat_offers_to_draft_and_shows_the_basis(assistant: LocalAssistant) -> None:
    answer = assistant.ask("帮我写一份聘任书")
    assert [one.blueprint for one in answer.drafts] == ["appointment-letter"]
    assert answer.route == "document"
    assert answer.status == "answered"
    assert answer.statements, "what the library says of it"
    assert answer.missing is None


def test_any_other_question_offers_nothing(assistant: LocalAssistant) -> None:
    assert assistant.ask("聘任书要写哪些内容？").drafts == ()
