"""Facts that self-checks give to the effectiveness report and the improvement plan: only what was answered."""

from __future__ import annotations

import pytest

from assistant.guiding.proposing import proposed
from assistant.guiding.way import Way
from assistant.service import LocalAssistant
from corpus.errors import BadInput
from tests.assistant.guiding.conftest import begun, checked


@pytest.fixture(scope="module")
def way(own_guide: LocalAssistant) -> Way:
    return begun(own_guide, "service")


def test_without_answers_only_the_goals_are_told(own_guide: LocalAssistant, way: Way) -> None:
    made = proposed(own_guide, way, "effectiveness-report")
    assert list(made.facts) == ["quality_goals"]
    assert made.facts["quality_goals"][0]["item"] == "顾客满意率"
    assert "还没有自查" in made.left[0]


def test_a_topic_that_is_not_told_is_not_called_missing(
    own_guide: LocalAssistant, way: Way
) -> None:
    """The report says 尚未建立 of what stands in neither list."""
    checked(own_guide, way, {"": "yes", "management-filing": "na"})
    made = proposed(own_guide, way, "effectiveness-report")
    assert "topics_done" not in made.facts
    assert any("备案" in line for line in made.left)


def test_answers_become_topics_gaps_and_the_change_since(
    own_guide: LocalAssistant, way: Way
) -> None:
    checked(
        own_guide,
        way,
        {"": "yes", "duty-appraisal": "partly", "management-exit": "no", "planning-fit": "no"},
    )
    facts = proposed(own_guide, way, "effectiveness-report").facts
    assert "exit" not in facts["topics_done"] + facts["topics_partial"]
    assert facts["topics_partial"] == ["appraisal"]
    assert len(facts["topics_done"]) == 9
    assert "退步3项" in facts["trend_findings"]
    assert [line.rpartition("：")[2] for line in facts["opportunities"]] == [
        "还没有做到",
        "还没有做到",
        "只做到一部分",
    ]
    assert not facts.keys() & {"goal_results", "conclusion", "next_steps", "changes"}


def test_the_plan_has_the_gaps_in_order_and_leaves_causes_and_persons_open(
    own_guide: LocalAssistant, way: Way
) -> None:
    made = proposed(own_guide, way, "improvement-plan")
    rows = made.facts["improvements"]
    assert [row["order"] for row in rows] == ["1", "2", "3"]
    assert {row["trend"] for row in rows} == {"比上一次退步"}
    assert "improvement_measures" not in made.facts
    assert "improvement_source" not in made.facts
    report = own_guide.drafting.make("effectiveness-report", way.company.facts)
    made = proposed(own_guide, way, "improvement-plan")
    assert made.facts["improvement_source"] == report.title


def test_a_self_check_under_way_says_that_it_is(own_guide: LocalAssistant) -> None:
    way = begun(own_guide, "construction")
    checked(own_guide, way, {"planning-fit": "no"}, finish=False)
    facts = proposed(own_guide, way, "effectiveness-report").facts
    assert "还没有完成" in facts["evaluation_limits"]
    assert "19项没有回答" in facts["evaluation_limits"]


def test_other_documents_get_nothing_and_unknown_ones_are_refused(
    own_guide: LocalAssistant, way: Way
) -> None:
    assert proposed(own_guide, way, "duty-charter").facts == {}
    with pytest.raises(BadInput, match="没有名为"):
        proposed(own_guide, way, "nothing")
