"""``/api/v1/feedback``, ``/version``, ``/stop`` and the options of ``/ask`` that belong to conversations."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.web.library_assistant import LibraryAssistant


@pytest.fixture
def client(small_site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{small_site}/api/v1", timeout=30, trust_env=False) as made:
        made.post("/ask", json={"question": "建设流程分哪几步？", "conversation": "talk"})
        yield made


def test_feedback_is_taken_and_withdrawn(
    client: httpx.Client, small_assistant: LibraryAssistant
) -> None:
    body = {"conversation": "talk", "turn": 1, "verdict": "useless", "note": "太短"}
    assert client.post("/feedback", json=body).json() == {**body, "clause_id": ""}
    assert small_assistant.turns("talk")[0].verdict == "useless"
    client.post("/feedback", json={"conversation": "talk", "turn": 1})
    assert small_assistant.turns("talk")[0].verdict is None


def test_a_turn_gets_a_version_and_goes_back(
    client: httpx.Client, small_assistant: LibraryAssistant
) -> None:
    body = {"question": "标准号是多少？", "conversation": "talk", "replaces": 1}
    client.post("/ask", json=body)
    assert small_assistant.turns("talk")[0].versions == 2
    client.post("/version", json={"conversation": "talk", "turn": 1, "version": 1})
    assert small_assistant.turns("talk")[0].question == "建设流程分哪几步？"


def test_an_answer_is_stopped_and_a_profile_passed_on(
    client: httpx.Client, small_assistant: LibraryAssistant
) -> None:
    assert client.post("/stop", json={"conversation": "talk"}).json() == {"stopped": True}
    assert small_assistant.stopped == ["talk"]
    client.post("/ask", json={"question": "考核？", "profile": {"region": "佛山"}})
    profile = small_assistant.profiles[-1]
    assert profile is not None
    assert profile.told() == ("佛山",)


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("feedback", {"turn": 1, "verdict": "useful"}, "缺少字段 conversation"),
        (
            "feedback",
            {"conversation": "talk", "turn": 1, "verdict": "bad"},
            "verdict 不在可选范围内",
        ),
        ("feedback", {"conversation": "talk", "turn": 0}, "turn 太小"),
        ("version", {"conversation": "talk", "turn": 1, "version": 9}, "没有第 9 版"),
        ("version", {"conversation": "talk", "turn": "1", "version": 1}, "turn 应是整数"),
        ("ask", {"question": "考核？", "profile": {"colour": "red"}}, "不认识的字段"),
        ("ask", {"question": "考核？", "profile": {"region": "佛" * 41}}, "太长"),
    ],
)
def test_a_wrong_body_is_one_chinese_line(
    client: httpx.Client, path: str, body: object, said: str
) -> None:
    reply = client.post(f"/{path}", json=body)
    assert reply.status_code == 422
    assert said in reply.json()["error"]
