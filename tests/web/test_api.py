"""``POST /api/v1/ask`` and ``GET /healthz``: the contract, and one Chinese line for bad input."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from assistant.answering.models import Answer


@pytest.fixture(scope="module")
def client(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, timeout=30, trust_env=False) as made:
        yield made


def test_an_answer_is_the_contract(client: httpx.Client) -> None:
    reply = client.post("/api/v1/ask", json={"question": "标准由谁牵头起草？", "region": "广东"})
    assert reply.status_code == 200
    answer = Answer.model_validate_json(reply.text)
    assert answer.status == "answered"
    cited = {citation.clause_id for citation in answer.citations}
    assert answer.statements
    assert all(set(one.citations) <= cited for one in answer.statements)
    assert "\\u" not in reply.text  # Chinese as it is


def test_a_conversation_goes_on(client: httpx.Client) -> None:
    for question in ("湖北的任职条件是什么？", "漳州呢？"):
        body = {"question": question, "conversation": "api-test"}
        answer = client.post("/api/v1/ask", json=body).json()
    assert answer["conversation"] == "api-test"
    assert answer["citations"][0]["region"] == "漳州"


def test_health(client: httpx.Client) -> None:
    reply = client.get("/healthz")
    assert reply.status_code == 200
    assert reply.json()["status"] == "ok"
    assert reply.json()["sources"] >= 40


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ({"question": "   "}, "问题"),
        ({"question": "？！"}, "问题"),
        ({"question": "问" * 5000}, "字"),
        ({"question": "任职条件？", "region": "火星"}, "火星"),
        ({}, "缺少字段 question"),
        ({"question": 7}, "字段 question 应是字符串"),
        ({"question": "任职条件？", "colour": "red"}, "不认识的字段 colour"),
        (["任职条件？"], "JSON 对象"),
    ],
)
def test_bad_input_is_one_chinese_line(client: httpx.Client, body: object, part: str) -> None:
    refused(client.post("/api/v1/ask", json=body), part)


@pytest.mark.parametrize("content", ["{bad", "", "\x00", '{"question": "任职'])
def test_a_broken_body_is_one_chinese_line(client: httpx.Client, content: str) -> None:
    headers = {"Content-Type": "application/json"}
    refused(client.post("/api/v1/ask", content=content.encode(), headers=headers), "请求")


def test_a_body_of_another_type_is_one_chinese_line(client: httpx.Client) -> None:
    refused(client.post("/api/v1/ask", data={"question": "任职条件？"}), "JSON")


def test_an_unknown_path_or_method_is_said_in_chinese(client: httpx.Client) -> None:
    for reply in (client.get("/api/v1/ask"), client.post("/api/v2/ask")):
        assert reply.status_code == 404
        assert "没有" in reply.json()["error"]


def refused(reply: httpx.Response, part: str) -> None:
    assert reply.status_code == 422
    assert list(reply.json()) == ["error"]
    line = json.loads(reply.text)["error"]
    assert part in line
    assert "\n" not in line
