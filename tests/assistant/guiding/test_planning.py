"""Plans: tasks that a company needs, in order, on days on which people in China work."""

from __future__ import annotations

import time
from datetime import date

import pytest

from assistant.guiding.journeys import Route, check_clauses, parse
from assistant.guiding.planning import contradictions, plan, questions, unanswered
from assistant.guiding.working_days import after, first_working_day, is_arranged, is_working_day
from assistant.service import LocalAssistant
from corpus.errors import BadInput
from corpus.regions import Gazetteer
from tests.assistant.guiding.conftest import SMALL, facts_of

TODAY = date(2026, 9, 1)


def test_public_holidays_and_days_worked_instead_are_those_of_the_state_council() -> None:
    assert not is_working_day(date(2026, 10, 7))
    assert is_working_day(date(2026, 10, 10)), "a Saturday that is worked"
    assert after(date(2026, 9, 30), 2) == date(2026, 10, 8)
    assert first_working_day(date(2026, 10, 1)) == date(2026, 10, 8)


def test_years_without_an_arrangement_leave_out_the_holidays_by_law() -> None:
    assert not is_arranged(2035)
    spring = [date(2035, 2, n) for n in (7, 8, 9)]
    assert not any(is_working_day(day) for day in spring)
    assert not is_working_day(date(2035, 10, 1))
    assert is_working_day(date(2035, 10, 8))


def test_tasks_follow_what_they_need_and_the_dates_are_working_days(
    small_route: Route, gazetteer: Gazetteer
) -> None:
    facts = facts_of(small_route, gazetteer, size="small", evaluation_date="2026-12-05")
    made = plan(small_route, facts, date(2026, 9, 29), today=TODAY)
    found = {one.task.id: (one.start, one.end) for one in made.tasks}
    assert found == {
        "one": (date(2026, 9, 29), date(2026, 10, 8)),
        "two": (date(2026, 10, 9), date(2026, 10, 10)),
        "three": (date(2026, 10, 9), date(2026, 10, 12)),
        "four": (date(2026, 12, 7), date(2026, 12, 9)),
    }
    assert made.documents == ("planning-scheme",)
    assert made.notes == ()


def test_what_a_company_does_not_need_is_left_out_with_the_reason(
    small_route: Route, gazetteer: Gazetteer
) -> None:
    facts = facts_of(small_route, gazetteer, size="large")
    made = plan(small_route, facts, date(2026, 9, 29), today=TODAY, states={"two": "na"})
    assert [one.task.id for one in made.tasks] == ["one", "four"]
    assert {one.task.id: one.reason for one in made.left_out} == {
        "two": "企业标为不适用",
        "three": "只有小型企业要做",
    }
    assert "评估时间" in made.notes[0]


def test_behind_a_task_that_is_left_out_comes_what_it_would_have_waited_for(
    route: Route, gazetteer: Gazetteer
) -> None:
    facts = facts_of(route, gazetteer)
    made = plan(route, facts, date(2026, 12, 1), states={"selection": "na", "requirements": "na"})
    dates = {one.task.id: one for one in made.tasks}
    assert dates["decision"].start > dates["scheme"].end


def test_a_start_on_a_holiday_or_in_the_past_is_said(
    small_route: Route, gazetteer: Gazetteer
) -> None:
    facts = facts_of(small_route, gazetteer)
    made = plan(small_route, facts, date(2026, 10, 1), today=TODAY)
    assert made.notes[0] == "2026年10月1日不是工作日，从2026年10月8日开始。"
    assert "早于今天" in plan(small_route, facts, date(2026, 8, 3), today=TODAY).notes[0]
    with pytest.raises(BadInput, match="不像计划的开始日期"):
        plan(small_route, facts, date(2060, 1, 1), today=TODAY)


def test_owners_and_lengths_of_the_company_go_first(
    small_route: Route, gazetteer: Gazetteer
) -> None:
    made = plan(
        small_route,
        facts_of(small_route, gazetteer),
        date(2026, 9, 1),
        owners={"one": "李乙"},
        lengths={"one": 1},
        today=TODAY,
    )
    assert (made.tasks[0].owner, made.tasks[0].end) == ("李乙", date(2026, 9, 1))


def test_questions_follow_the_answers_and_contradictions_are_named(
    small_route: Route, gazetteer: Gazetteer
) -> None:
    none = facts_of(small_route, gazetteer)
    assert [one.id for one in questions(small_route, none)] == ["name", "candidate"]
    some = facts_of(small_route, gazetteer, has_candidate=True)
    assert [one.id for one in unanswered(small_route, some, frozenset({"name"}))] == ["who"]
    wrong = facts_of(small_route, gazetteer, has_candidate=False, cqo_name="李乙")
    assert [one.message for one in contradictions(small_route, wrong)] == ["前后不一致。"]


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("needs: [one], days", "needs: [four], days", "互相等待"),
        ("needs: [one], days", "needs: [nine], days", "不存在：nine"),
        ("[planning-scheme]", "[nothing]", "产出的文件不存在：nothing"),
        ("facts: [cqo_name], ask", "facts: [nobody], ask", "没有写明的事实：nobody"),
        ('size == "small"', "size.__class__", "不允许的写法"),
        ('size == "small"', "height", "没有写明的事实：height"),
        ("id: two", "id: one", "同名的任务"),
        ("days: [1, 3]", "days: [3, 1]", "days"),
        ("days: [1, 3]", "question: nine", "不存在：nine"),
        ("days: [1, 3]", "self_check: perhaps", "self_check"),
        ("evaluation_date}", "cqo_name}", "不是写明的日期事实"),
        ("title: 小路线", "title: [", "不是有效的 YAML"),
    ],
)
def test_a_wrong_journey_is_refused_with_its_place(old: str, new: str, wrong: str) -> None:
    assert old in SMALL
    with pytest.raises(BadInput, match=wrong) as caught:
        parse(SMALL.replace(old, new), "我的路线")
    assert caught.value.message.startswith("我的路线")


def test_the_journey_names_clauses_that_exist(route: Route, assistant: LocalAssistant) -> None:
    check_clauses(route, lambda one: assistant.index.catalogue.clause(one) is not None, "路线")


def test_an_unknown_clause_is_named(small_route: Route) -> None:
    with pytest.raises(BadInput, match="没有的条款 cqo-notes#六/（三）"):
        check_clauses(small_route, lambda _: False, "路线")


def test_the_journey_covers_the_eleven_topics_and_all_sixteen_documents(
    route: Route, gazetteer: Gazetteer
) -> None:
    topics = {topic.value for task in route.journey.tasks for topic in task.topics}
    wanted = "基本要求 任职条件 行为规范 聘任 职责 考核 授权 备案 培训 激励 退出 策划 评估 改进"
    assert set(wanted.split()) <= topics
    facts = facts_of(route, gazetteer, size="small", has_safety_director=True)
    assert len(plan(route, facts, date(2026, 9, 1), today=TODAY).documents) == 16


def test_tasks_that_end_in_a_self_check_or_an_answer_say_so(route: Route) -> None:
    tasks = route.journey.tasks
    assert [one.id for one in tasks if one.self_check] == ["status-quo", "self-check-again"]
    assert {one.id: one.question for one in tasks if one.question} == {
        "regulator-inquiry": "regulator"
    }


def test_sixty_tasks_are_planned_at_once(route: Route, gazetteer: Gazetteer) -> None:
    """The limit of 200 ms is measured in evals; here only that nothing grows out of hand."""
    facts = facts_of(route, gazetteer, size="small")
    started = time.process_time()
    for _ in range(3):
        plan(route, facts, date(2026, 9, 1), today=TODAY)
    assert time.process_time() - started < 5


def test_every_fact_of_the_journey_is_asked_in_the_interview(route: Route) -> None:
    asked = {name for question in route.journey.interview for name in question.facts}
    assert {spec.name for spec in route.specs} == asked


def test_who_has_only_a_name_is_asked_from_the_first_question(
    route: Route, gazetteer: Gazetteer
) -> None:
    """The name is known when a way begins; it answers nothing."""
    open_ones = unanswered(route, facts_of(route, gazetteer, company_name="甲"), frozenset())
    assert [one.id for one in open_ones] == [one.id for one in route.journey.interview]
