"""Goals set in the plan and what came of them stand side by side in the reports; none of either is lost."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.drafting.document import text_of
from assistant.drafting.drafter import Drafter

GOALS = [
    {"item": "一次检验合格率", "now": "97%", "goal": "98%"},
    {"item": "投诉件数", "now": "120", "goal": "90"},
]


def compared(drafter: Drafter, blueprint: str, results: list[dict[str, str]]) -> list[list[str]]:
    """Cells of the rows of the table that compares goals and results."""
    facts: dict[str, Any] = {"quality_goals": GOALS} | (
        {"goal_results": results} if results else {}
    )
    blocks = drafter.assembled(drafter.new(blueprint, facts)).document.blocks
    tables = [b.rows for b in blocks if b.rows and "实际值" in map(text_of, b.rows[0])]
    return [[text_of(cell) for cell in row] for row in tables[0][1:]]


@pytest.mark.parametrize("blueprint", ["annual-report", "effectiveness-report"])
def test_a_result_stands_beside_its_goal(drafter: Drafter, blueprint: str) -> None:
    rows = compared(drafter, blueprint, [{"item": "投诉件数", "actual": "96"}])
    first, second = rows
    assert first[:2] == ["1", "一次检验合格率"]
    assert "【待填：实际值】" in first
    assert second[:2] == ["2", "投诉件数"]
    assert {"90", "96"} <= set(second)


@pytest.mark.parametrize("blueprint", ["annual-report", "effectiveness-report"])
def test_a_result_without_its_goal_is_shown_with_a_blank(drafter: Drafter, blueprint: str) -> None:
    rows = compared(drafter, blueprint, [{"item": "返工次数", "actual": "37"}])
    stray = rows[-1]
    assert len(rows) == 3
    assert {"返工次数", "37"} <= set(stray)
    assert "【待填：目标值】" in stray


@pytest.mark.parametrize("blueprint", ["annual-report", "effectiveness-report"])
def test_goals_stand_although_no_result_is_given(drafter: Drafter, blueprint: str) -> None:
    assert [row[1] for row in compared(drafter, blueprint, [])] == ["一次检验合格率", "投诉件数"]
