"""A long conversation stays within the model's context, is not forgotten, and proves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.generating.packing import tokens
from assistant.service import LocalAssistant, open_assistant
from assistant.settings import load_settings
from tests.assistant.conftest import copy_library
from tests.openai_server import MODEL, Asked, OpenAIServer, Reply, reply
from tests.scripted_answers import fluent

CONTEXT, ANSWER = 6000, 1200
SECOND = "漳州的任职条件是什么？"
#: Names neither a place nor a turn: only who knows the conversation can complete it.
LATER = "那个按企业规模分档的地方，退出怎么规定？"
LIES = ("博士", "99年", "吊销", "西安")


def summarises(asked: Asked) -> bool:
    return "记成要点" in asked.prompt


def condenses(asked: Asked) -> bool:
    return "<追问>" in asked.prompt


def attentive(asked: Asked) -> Reply:
    """Notes what was asked, and completes a question from its notes alone."""
    if summarises(asked):
        known = ["第2问问漳州的任职条件"] if "漳州" in asked.last else []
        return reply({"points": [*known, "先后问过聘任制度和建设流程"]})
    if condenses(asked):
        history = asked.last.split("<追问>")[0]
        question = asked.last.split("<追问>")[1].split("</追问>")[0]
        knows = question == LATER and "<要点>第2问问漳州的任职条件</要点>" in history
        return reply({"question": "漳州的退出怎么规定？" if knows else question})
    return fluent(asked)


def lying(asked: Asked) -> Reply:
    """Notes what nobody said, and asks for it."""
    if summarises(asked):
        points = [
            "第2问：漳州要求博士学历",
            "漳州要求99年经历",
            "未设置的企业将被吊销执照",
            "西安由董事长聘任",
        ]
        return reply({"points": points})
    if condenses(asked):
        return reply({"question": "漳州要求博士学历和99年经历，退出怎么规定？"})
    return fluent(asked)


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer(otherwise=attentive) as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, library_data: Path) -> Path:
    return copy_library(library_data, tmp_path_factory.mktemp("long") / "library")


@pytest.fixture
def assistant(server: OpenAIServer, folder: Path) -> Iterator[LocalAssistant]:
    settings = load_settings(
        data_dir=folder,
        language_model=MODEL,
        language_model_url=server.url,
        language_model_timeout=40.0,
        language_model_retries=0,
        language_model_context_tokens=CONTEXT,
        language_model_answer_tokens=ANSWER,
    )
    opened = open_assistant(settings)
    yield opened
    opened.close()


@pytest.fixture
def plain(folder: Path) -> Iterator[LocalAssistant]:
    """Without a model."""
    opened = open_assistant(load_settings(data_dir=folder))
    yield opened
    opened.close()


def forty_turns(plain: LocalAssistant) -> str:
    """A conversation of forty turns, the second of them on Zhangzhou."""
    questions = ["标准由谁牵头起草？", SECOND, "聘任制度要明确哪些内容？", "建设流程分哪几步？"]
    answers = [plain.ask(question).model_dump(mode="json") for question in questions]
    talk = plain.new_conversation()
    for turn in range(40):
        at = turn if turn < 4 else 2 + turn % 2
        plain.index.conversations.append(
            talk, questions[at], answer=answers[at], standalone=questions[at]
        )
    return talk


def test_turn_41_is_completed_from_turn_2_within_the_context(
    assistant: LocalAssistant, plain: LocalAssistant, server: OpenAIServer
) -> None:
    talk = forty_turns(plain)
    answer = assistant.ask(LATER, conversation=talk)
    assert answer.standalone == "漳州的退出怎么规定?"
    assert [summarises(one) for one in server.requests[:2]] == [True, False]
    for one in server.requests:
        assert tokens(one.prompt) + ANSWER <= CONTEXT


def test_points_are_kept_and_only_added_to(
    assistant: LocalAssistant, plain: LocalAssistant, server: OpenAIServer
) -> None:
    talk = forty_turns(plain)
    for _ in range(8):
        assistant.ask("建设流程分哪几步？", conversation=talk)
    kept = [
        (m.configuration or {})["summary"]
        for m in assistant.index.conversations.messages(talk)
        if "summary" in (m.configuration or {})
    ]
    assert len(kept) < 8  # not with every turn
    keys = [m.pk for m in assistant.index.conversations.messages(talk)]
    for one in kept:
        assert one["covers"] == keys[: len(one["covers"])]
        assert any("漳州" in point for point in one["points"])
    assert len(kept[-1]["covers"]) > len(kept[0]["covers"])
    again = [one for one in server.requests if summarises(one)][-1]
    assert "第2问问漳州的任职条件" in again.last  # the next notes are made from the last
    assert SECOND not in again.last  # and the old turns are not told once more


def test_points_of_turns_that_were_changed_are_made_anew(
    assistant: LocalAssistant, plain: LocalAssistant, server: OpenAIServer
) -> None:
    talk = forty_turns(plain)
    assistant.ask("建设流程分哪几步？", conversation=talk)
    assistant.ask("湖北的任职条件是什么？", conversation=talk, replaces=2)
    server.requests.clear()
    assistant.ask(LATER, conversation=talk)
    first = next(one for one in server.requests if summarises(one))
    assert "湖北的任职条件" in first.last
    assert "第2问问漳州" not in first.last


def test_a_lying_summary_is_shown_to_nobody_and_changes_nothing(
    assistant: LocalAssistant, plain: LocalAssistant, server: OpenAIServer
) -> None:
    server.otherwise = lying
    talk = forty_turns(plain)
    answer = assistant.ask("那退出呢？", conversation=talk)
    assert not any(lie in answer.model_dump_json() for lie in LIES)
    told = next(one for one in server.requests if condenses(one))
    assert not any(lie in told.prompt for lie in LIES)
    written = [one for one in server.requests if not summarises(one) and not condenses(one)]
    assert not any(lie in one.prompt for one in written for lie in LIES)
    stored = (assistant.index.conversations.messages(talk)[-1].configuration or {})["summary"]
    assert not any(lie in point for point in stored["points"] for lie in LIES)


def test_a_summary_is_never_evidence(
    assistant: LocalAssistant, plain: LocalAssistant, server: OpenAIServer
) -> None:
    talk = forty_turns(plain)
    assistant.ask(LATER, conversation=talk)
    written = [one for one in server.requests if not summarises(one) and not condenses(one)]
    assert not any("要点" in one.last for one in written)


def test_a_silent_model_leaves_it_to_the_rules(
    assistant: LocalAssistant, plain: LocalAssistant, server: OpenAIServer
) -> None:
    server.otherwise = Reply(status=500)
    talk = forty_turns(plain)
    answer = assistant.ask("第二问里，由谁聘任？", conversation=talk)
    assert answer.standalone == "漳州由谁聘任"
    answer = assistant.ask("最开始问的那个地方，培训呢？", conversation=talk)
    assert {citation.region for citation in answer.citations} == {"漳州"}


def test_without_a_model_turn_41_goes_back_to_turn_2(plain: LocalAssistant) -> None:
    talk = forty_turns(plain)
    answer = plain.ask("前面问的漳州，由谁聘任？", conversation=talk)
    assert answer.standalone == "漳州由谁聘任"
    assert {citation.region for citation in answer.citations} == {"漳州"}


def test_the_first_statement_is_timed(assistant: LocalAssistant, plain: LocalAssistant) -> None:
    answer = assistant.ask("聘任制度要明确哪些内容？")
    assert answer.mode == "generative"
    assert 0 < answer.timings_ms["first"] <= answer.timings_ms["total"]
    assert "first" not in plain.ask("聘任制度要明确哪些内容？").timings_ms
