"""The chat on a company's own progress: from the guide's state, with clauses to open, and changing nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from assistant.answering.models import Answer
from assistant.guide_talk import GuideTalk, may_tell
from assistant.guiding.way import Way
from assistant.service import LocalAssistant
from assistant.settings import load_settings
from evals.answers import quotes_stand

COMPANY, OTHER = "示例精密制造有限公司", "示例家政服务有限公司"
REPOSITORY = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def talking(own_guide: LocalAssistant) -> LocalAssistant:
    own_guide.guide.begin(COMPANY, date(2026, 12, 1))
    return own_guide


@pytest.fixture
def way(talking: LocalAssistant) -> Way:
    return talking.guide.way(COMPANY)


@pytest.fixture
def two(talking: LocalAssistant) -> Iterator[LocalAssistant]:
    """With a second company, for one test."""
    other = talking.guide.begin(OTHER, date(2026, 12, 1))
    yield talking
    talking.guide.remove(other)


def own(answer: Answer, assistant: LocalAssistant) -> Answer:
    """An answer of the guide whose quotes stand in their clauses."""
    assert answer.route == "guide", answer.answer
    assert quotes_stand(answer, assistant)
    return answer


@pytest.mark.parametrize(
    "question",
    [
        "我下一步该做什么？",
        "接下来要做什么",
        "我们公司现在该做什么呢？",
        f"{COMPANY}下一步做什么？",
    ],
)
def test_what_is_next_comes_with_who_when_and_the_basis(
    talking: LocalAssistant, way: Way, question: str
) -> None:
    answer = own(talking.ask(question), talking)
    task = way.next[0]
    assert task.title in answer.said
    assert task.owner in answer.said
    assert {c.clause_id for c in answer.citations} <= set(task.clauses)
    assert answer.statements
    assert answer.links[0].path == f"guide/{way.company.id}/tasks/{task.id}"


@pytest.mark.parametrize(
    "question",
    ["制度建设做到哪一步了？", "实施进度如何？", "我们的进度怎么样", "还有哪些任务没完成？"],
)
def test_how_far_is_told_by_phase(talking: LocalAssistant, way: Way, question: str) -> None:
    answer = own(talking.ask(question), talking)
    done, total = way.progress
    assert f"{total}项任务已完成{done}项" in answer.said
    assert "策划0/5" in answer.said or "策划1/5" in answer.said


def test_a_change_is_proposed_with_the_page_where_it_is_confirmed(
    talking: LocalAssistant, way: Way
) -> None:
    before = talking.guide.store.events(way.guide.id)
    answer = own(talking.ask("把授权标为完成"), talking)
    assert "对话不改动任何记录" in answer.said
    assert answer.links[0].path.endswith("/tasks/authorization")
    answer = own(talking.ask("请将“备案”标记为不适用"), talking)
    assert "标为不适用" in answer.said
    answer = own(talking.ask("把聘任标为完成"), talking)
    assert [one.path.rpartition("/")[2] for one in answer.links[:2]] == ["decision", "letter"]
    assert "没有认出" in own(talking.ask("把火箭标为完成"), talking).said
    assert talking.guide.store.events(way.guide.id) == before


def test_one_task_is_told_with_what_it_waits_for(talking: LocalAssistant) -> None:
    answer = own(talking.ask("授权完成了吗？"), talking)
    assert "“授权”：未开始" in answer.said
    assert "还要等：“制定职责章程”" in answer.said
    answer = own(talking.ask("小企业合并文件做完了吗"), talking)
    assert "不在计划里：只有小型、微型企业需要考虑" in answer.said


def test_contradictions_of_the_interview_are_noted(talking: LocalAssistant, way: Way) -> None:
    desk = talking.guide
    way = desk.answer(way, {"has_candidate": False, "cqo_name": "王乙"})
    assert any("前后不一致" in note for note in talking.ask("我下一步该做什么？").notes)
    desk.answer(way, {"cqo_name": None})


def test_with_several_companies_it_asks_which(two: LocalAssistant) -> None:
    conversation = two.new_conversation()
    answer = own(two.ask("我下一步该做什么？", conversation=conversation), two)
    assert answer.clarify is not None
    assert {one.label for one in answer.clarify.options} == {COMPANY, OTHER}
    assert own(two.ask("家政", conversation=conversation), two).said.startswith(OTHER)
    assert own(two.ask(f"{COMPANY}做到哪一步了？"), two).said.startswith(COMPANY)


@pytest.mark.parametrize(
    "question",
    [
        "下一步工作计划怎么写？",
        "首席质量官该做什么？",
        "标准进展到哪一步了",
        "备案怎么做",
        "质量目标完成了吗",
    ],
)
def test_other_questions_are_answered_from_the_texts(
    talking: LocalAssistant, question: str
) -> None:
    assert talking.ask(question).route != "guide"


def test_none_of_the_gold_questions_is_taken_for_one_of_these(talking: LocalAssistant) -> None:
    talk = talking.guide_talk
    files = (REPOSITORY / "evals" / "questions").glob("*.yaml")
    questions = [q["question"] for file in files for q in yaml.safe_load(file.read_text("utf-8"))]
    assert len(questions) > 100
    assert [question for question in questions if talk.reply(question) is not None] == []


def test_without_a_company_nothing_changes(assistant: LocalAssistant) -> None:
    assert assistant.ask("我下一步该做什么？").route != "guide"


@pytest.mark.parametrize(
    ("host", "writable", "told"),
    [
        ("127.0.0.1", "local", True),
        ("0.0.0.0", "local", False),
        ("0.0.0.0", "everyone", True),
        ("127.0.0.1", "nobody", False),
    ],
)
def test_who_may_not_open_the_guide_is_told_nothing_of_it(
    talking: LocalAssistant, host: str, writable: str, told: bool
) -> None:
    settings = load_settings(host=host, library_writable=writable)
    assert may_tell(settings) is told
    talk = GuideTalk(lambda: talking.guide, talking.shelf, settings)
    assert (talk.reply("我下一步该做什么？") is not None) is told
