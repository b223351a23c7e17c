"""What blueprints, journeys and self-checks rest on stands in the library; ``cqo doctor`` says what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import named_clauses
from assistant.diagnosis import diagnose
from assistant.drafting.blueprints import BLUEPRINTS, plan_of
from assistant.guiding import checks
from assistant.guiding.journeys import journey_ids
from assistant.service import LocalAssistant
from assistant.settings import load_settings
from corpus.errors import BadInput

NAME = "文件和向导的依据"


def test_every_clause_that_is_named_can_be_opened(assistant: LocalAssistant) -> None:
    assert named_clauses.faults(assistant.index.catalogue) == []
    assert named_clauses.count() > 50


def test_marks_in_texts_and_optional_clauses_are_looked_at() -> None:
    named = {
        name for one in BLUEPRINTS for name, _ in named_clauses.named_in(plan_of(one).blueprint)
    }
    optional = {
        clause.clause
        for one in BLUEPRINTS
        for section in plan_of(one).blueprint.sections
        for clause in section.optional
    }
    assert optional
    assert optional <= named
    assert "cqo-notes" in named, "a mention of a text"


def test_the_checks_are_no_journey() -> None:
    assert journey_ids() == ("guangdong",)


def test_what_the_library_lost_is_named_with_its_place(own_assistant: LocalAssistant) -> None:
    own_assistant.index.remove("guide-filing")
    faults = named_clauses.faults(own_assistant.index.catalogue)
    assert any(f.startswith("实施路线 guangdong 的 filing 引用了资料库里没有的") for f in faults)
    assert any(f.startswith("蓝本 filing-form 的") for f in faults)


def test_a_quote_that_is_not_in_its_clause_is_named(
    assistant: LocalAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = checks.prepared()
    wrong = file.checks[0].model_copy(update={"quote": "没有写过的话"})
    gone = file.checks[1].model_copy(update={"clause": "cqo-notes#九十九"})
    changed = file.model_copy(update={"checks": (wrong, gone)})
    monkeypatch.setattr(checks, "prepared", lambda: changed)
    assert named_clauses.faults(assistant.index.catalogue) == [
        "自查项 principle-subject 的引文不在 cqo-notes#六/（一） 里",
        "自查项 principle-goal 的条款 cqo-notes#九十九 不在资料库里",
    ]


def test_a_blueprint_that_does_not_load_is_named(
    assistant: LocalAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(blueprint: str) -> object:
        raise BadInput(f"蓝本 {blueprint} 坏了。")

    monkeypatch.setattr(named_clauses, "plan_of", broken)
    assert named_clauses.faults(assistant.index.catalogue)[0] == "蓝本 planning-scheme 坏了。"


def test_the_doctor_says_so(own_assistant: LocalAssistant, own_library: Path) -> None:
    settings = load_settings(data_dir=own_library)
    found = {one.name: one for one in diagnose(settings)}
    assert found[NAME].state == "ok"
    own_assistant.index.remove("guide-filing")
    found = {one.name: one for one in diagnose(settings)}
    assert found[NAME].state == "problem"
    assert "guide-filing" in found[NAME].found
    assert "cqo index build" in found[NAME].advice
