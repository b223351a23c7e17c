"""Older turns are told to a model in points: its own, checked, or the names that the rules find."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from assistant.generating.models import Turn
from assistant.generating.remembering import named_in, remembered
from assistant.language_model.model import LanguageModel
from corpus.library_files import read_regions
from corpus.regions import Gazetteer, gazetteer_of
from index.catalogue.conversations import Message
from tests.openai_server import OpenAIServer, Reply

QUESTIONS = ("漳州的任职条件是什么？", "《风筝条例》由谁起草？", "湖北的培训有什么规定？")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return gazetteer_of(read_regions())


def talk(turns: int, kept: dict[int, dict[str, Any]] | None = None) -> list[Message]:
    return [
        Message(
            "user",
            QUESTIONS[number % 3],
            None,
            {"answer": "应当具有大专以上学历。"},
            datetime(2031, 3, 5, tzinfo=UTC),
            pk=number,
            turn=number,
            configuration=(kept or {}).get(number),
        )
        for number in range(1, turns + 1)
    ]


def points(messages: Sequence[Message], model: LanguageModel, gazetteer: Gazetteer) -> list[str]:
    return list(remembered(messages, model, gazetteer).points)


def test_a_short_conversation_needs_no_points(
    server: OpenAIServer, model: LanguageModel, gazetteer: Gazetteer
) -> None:
    assert points(talk(4), model, gazetteer) == []
    assert server.requests == []


def test_a_few_older_turns_are_named_by_rules(
    server: OpenAIServer, model: LanguageModel, gazetteer: Gazetteer
) -> None:
    assert points(talk(7), model, gazetteer) == [
        "先后问到过的地区：湖北、漳州",
        "先后问到过的文件：《风筝条例》",
        "先后问到过的主题：培训、任职条件",
    ]
    assert server.requests == []


def test_points_of_a_model_say_only_what_was_said(
    server: OpenAIServer, model: LanguageModel, gazetteer: Gazetteer
) -> None:
    server.says(
        {
            "points": [
                "第1问：《风筝条例》由谁起草",
                "第2问：湖北的培训要求",
                "第3问：深圳的任职条件",
                "第4问：漳州要求博士学历",
                "第5问：漳州要求7年",
                "",
            ]
        }
    )
    past = remembered(talk(8), model, gazetteer)
    assert past.points == ("第1问：《风筝条例》由谁起草", "第2问：湖北的培训要求")
    assert past.kept == {"covers": [1, 2, 3, 4], "points": list(past.points)}


def test_kept_points_are_used_while_their_turns_stand(
    server: OpenAIServer, model: LanguageModel, gazetteer: Gazetteer
) -> None:
    kept = {"summary": {"covers": [1, 2, 3, 4], "points": ["第2问：湖北的培训"]}}
    past = remembered(talk(9, {9: kept}), model, gazetteer)
    assert past.points[0] == "第2问：湖北的培训"
    assert past.kept is None
    assert server.requests == []
    other = {"summary": {"covers": [1, 2, 77, 4], "points": ["第2问：湖北的培训"]}}
    server.says({"points": []})
    assert "第2问：湖北的培训" not in remembered(talk(9, {9: other}), model, gazetteer).points


@pytest.mark.parametrize("failing", [Reply(status=500), Reply("不会"), Reply('{"x": 1}')])
def test_a_failing_model_leaves_the_names(
    server: OpenAIServer, model: LanguageModel, gazetteer: Gazetteer, failing: Reply
) -> None:
    server.otherwise = failing
    past = remembered(talk(9), model, gazetteer)
    assert past.silent
    assert past.kept is None
    assert past.points[0].startswith("先后问到过的地区：")


def test_names_are_listed_once_and_in_order(gazetteer: Gazetteer) -> None:
    turns = [Turn("漳州和湖北的考核"), Turn("漳州的退出"), Turn("全国有多少家？")]
    assert named_in(turns, gazetteer) == [
        "先后问到过的地区：漳州、湖北",
        "先后问到过的主题：考核、退出、推行情况",
    ]
