"""``/api/v1/drafts``: from the facts to the file over HTTP, and who may do what."""

from __future__ import annotations

import io
import json
import re
import threading
from typing import Any
from urllib.parse import unquote

import docx
import pytest
from fastapi.testclient import TestClient

from assistant.drafting.facts.files import load_facts
from assistant.service import LocalAssistant
from tests.assistant.drafting.desk.conftest import Open
from tests.assistant.drafting.examples import EXAMPLES
from tests.assistant.library.conftest import Reply

GIVEN = load_facts(EXAMPLES / "manufacturing.yaml")
FACTS = GIVEN.of("appointment-letter")
COMPANY = "示例精密制造有限公司"
#: Keys of VIEW in the contract; later keys may join, none may go.
VIEW = set(
    "id blueprint code kind title company revision created updated facts chosen style document "
    "sections open_items problems consistency confirm_before model".split()
)
SECTION = set(
    "id title label origin locked stale notes text blocks basis versions optional".split()
)


def refused(reply: Reply, status: int, *parts: str) -> dict[str, Any]:
    """The reply is one Chinese line with these words."""
    assert reply.status_code == status, reply.text
    body: dict[str, Any] = reply.json()
    assert "\n" not in body["error"]
    assert re.search(r"[\u4e00-\u9fff]", body["error"])
    for part in parts:
        assert part in body["error"]
    return body


def made(client: TestClient, blueprint: str = "appointment-letter", **changes: Any) -> Any:
    body = {"blueprint": blueprint, "facts": {**GIVEN.of(blueprint), **changes}}
    reply = client.post("/", json=body)
    assert reply.status_code == 201, reply.text
    return reply.json()


def test_the_sixteen_blueprints_and_what_each_asks_for(client: TestClient) -> None:
    listed = client.get("/blueprints").json()
    assert [one["code"] for one in listed] == [f"D{n}" for n in range(1, 17)]
    one = client.get("/blueprints/appointment-letter").json()
    assert {"name", "label", "type", "required", "example", "help"} <= set(one["facts"][0])
    assert one["confirm_before"]
    for option in one["optional"]:
        assert option["mark"]
        assert option["quote"]
    refused(client.get("/blueprints/nothing"), 422, "没有名为“nothing”的蓝本", "appointment-letter")


def test_a_form_is_checked_while_it_is_filled_in(client: TestClient) -> None:
    facts = {"company_name": COMPANY, "term_end": "2020-01-01", "term_start": "2026-01-01", "a": 1}
    found = client.post("/check", json={"blueprint": "appointment-letter", "facts": facts}).json()
    assert [one["name"] for one in found["problems"]] == ["term_end"]
    assert "cqo_name" in [one["name"] for one in found["missing"]]
    assert [one["name"] for one in found["unknown"]] == ["a"]
    assert client.get("/").json() == []


def test_a_draft_is_made_shown_changed_and_written(client: TestClient) -> None:
    view = made(client)
    assert set(view) >= VIEW
    assert (view["revision"], view["problems"], view["open_items"]) == (1, [], [])
    assert view["kind"] == "聘任书"
    for section in view["sections"]:
        assert set(section) >= SECTION
        assert section["basis"]
    place = f"/{view['id']}"
    assert client.get(place).json() == view
    (line,) = client.get("/").json()
    assert (line["id"], line["open"], line["touched"], line["stale"]) == (view["id"], 0, 0, 0)
    first = view["sections"][0]
    text = f"{first['text']}\n本决定自印发之日起执行。"
    changed = client.patch(f"{place}/sections/{first['id']}", json={"revision": 1, "text": text})
    assert changed.json()["sections"][0]["origin"] == "hand"
    reply = client.get(f"{place}/file", params={"format": "docx"})
    assert reply.headers["content-type"].endswith("wordprocessingml.document")
    name = unquote(reply.headers["content-disposition"])
    assert name.endswith("关于聘任李乙为首席质量官的决定.docx")
    words = "\n".join(p.text for p in docx.Document(io.BytesIO(reply.content)).paragraphs)
    assert "本决定自印发之日起执行。" in words
    without = client.get(f"{place}/file", params={"format": "md", "basis": False}).text
    assert "依据对照表" not in without
    assert "依据对照表" in client.get(f"{place}/file", params={"format": "md"}).text
    assert client.delete(place).json() == {"removed": view["id"]}
    refused(client.get(place), 404, "可能已被删除")
    refused(client.delete(place), 404)


def test_sections_come_one_by_one_and_the_draft_last(client: TestClient) -> None:
    body = {"blueprint": "appointment-letter", "facts": FACTS}
    with client.stream("POST", "/", params={"stream": 1}, json=body) as reply:
        assert reply.status_code == 201
        lines = [json.loads(line) for line in reply.iter_lines()]
    *sections, last = lines
    assert [one["section"]["id"] for one in sections] == [
        s["id"] for s in last["draft"]["sections"]
    ]
    assert "李乙" in "".join(one["section"]["text"] for one in sections)
    assert client.get(f"/{last['draft']['id']}").json() == last["draft"]


def test_what_cannot_be_made_is_said_in_the_stream_too(client: TestClient) -> None:
    body = {"blueprint": "appointment-letter", "facts": FACTS, "chosen": {"no/such": "shown"}}
    refused(client.post("/", json=body), 422, "可选条款")
    reply = client.post("/", params={"stream": 1}, json=body)
    assert "可选条款" in json.loads(reply.text.splitlines()[-1])["error"]
    assert client.get("").json() == []


def test_facts_flow_and_a_wrong_one_takes_nothing_away(client: TestClient) -> None:
    view = made(client)
    place = f"/{view['id']}"
    wrong = {"revision": 1, "facts": {**FACTS, "term_end": "2020-01-01"}}
    refused(client.patch(place, json=wrong), 422, "任期结束日早于任期开始日")
    assert client.get(place).json() == view
    right = {"revision": 1, "facts": {**FACTS, "cqo_name": "王丙"}}
    changed = client.patch(place, json=right).json()
    assert (changed["revision"], changed["title"]) == (2, "关于聘任王丙为首席质量官的决定")


def test_who_saves_over_a_newer_one_is_told_its_revision(client: TestClient) -> None:
    view = made(client)
    place, section = f"/{view['id']}", view["sections"][0]["id"]
    newer = client.patch(f"{place}/sections/{section}", json={"revision": 1, "locked": True}).json()
    for reply in (
        client.patch(place, json={"revision": 1, "facts": FACTS}),
        client.patch(f"{place}/sections/{section}", json={"revision": 1, "text": "晚到"}),
        client.post(f"{place}/sections/{section}/restore", json={"revision": 1, "version": 1}),
        client.post(f"{place}/sections/{section}/regenerate", json={"revision": 1}),
    ):
        assert refused(reply, 409, "刚被别人改过")["current"] == 2
    assert client.get(place).json() == newer


def test_of_many_who_save_at_once_one_wins(client: TestClient) -> None:
    view = made(client)
    place = f"/{view['id']}/sections/{view['sections'][0]['id']}"
    replies: list[Reply] = []

    def save(number: int) -> None:
        body = {"revision": 1, "text": f"第{number}个人写的一段话。"}
        replies.append(client.patch(place, json=body))

    threads = [threading.Thread(target=save, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(reply.status_code for reply in replies) == [200, 409, 409, 409, 409, 409]
    (won,) = (reply.json() for reply in replies if reply.status_code == 200)
    assert client.get(f"/{view['id']}").json()["sections"] == won["sections"]


def test_a_section_is_edited_locked_written_anew_and_put_back(client: TestClient) -> None:
    view = made(client)
    section = view["sections"][0]
    place = f"/{view['id']}/sections/{section['id']}"
    edit = {"revision": 1, "text": "一段新的话。", "title": "新题", "locked": True}
    edited = client.patch(place, json=edit).json()
    one = edited["sections"][0]
    assert (one["text"], one["title"], one["locked"]) == ("一段新的话。", "新题", True)
    revision = edited["revision"]
    refused(client.post(f"{place}/regenerate", json={"revision": revision}), 422, "已锁定")
    unlocked = client.patch(place, json={"revision": revision, "locked": False}).json()
    body = {"revision": unlocked["revision"], "wish": "写短一点"}
    refused(client.post(f"{place}/regenerate", json=body), 422, "没有设置语言模型")
    anew = client.post(f"{place}/regenerate", json={"revision": unlocked["revision"]}).json()
    assert anew["sections"][0]["text"] == section["text"]
    back = client.post(f"{place}/restore", json={"revision": anew["revision"], "version": 2}).json()
    assert back["sections"][0]["text"] == "一段新的话。"
    assert [v["number"] for v in back["sections"][0]["versions"]] == [1, 2, 3, 4]
    version = client.get(f"{place}/versions/2", params={"against": 1}).json()
    assert (version["number"], version["origin"], version["text"]) == (2, "hand", "一段新的话。")
    rebuilt = "".join(p["text"] for p in version["diff"] if p["op"] != "delete")
    assert rebuilt == version["text"]
    for number in (0, 5, -1):
        refused(client.get(f"{place}/versions/{number}"), 404, "现有4版")
    refused(client.get(f"/{view['id']}/sections/nothing/versions/1"), 404, "没有“nothing”这一节")


def test_an_optional_clause_is_shown_adopted_and_left_out(client: TestClient) -> None:
    blueprint = next(
        one["id"]
        for one in client.get("/blueprints").json()
        if client.get(f"/blueprints/{one['id']}").json()["optional"]
    )
    key = client.get(f"/blueprints/{blueprint}").json()["optional"][0]["key"]
    view = made(client, blueprint)
    states = []
    for state in ("shown", "adopted", None):
        body = {"revision": view["revision"], "option": {"key": key, "state": state}}
        view = client.patch(f"/{view['id']}", json=body).json()
        states += [o["state"] for s in view["sections"] for o in s["optional"] if o["key"] == key]
    assert states == ["shown", "adopted", None]
    for wrong in ("true", 1, ["shown"], {"a": 1}):
        body = {"revision": view["revision"], "option": {"key": key, "state": wrong}}
        refused(client.patch(f"/{view['id']}", json=body), 422, "shown")


@pytest.mark.parametrize(
    ("method", "place", "body", "words"),
    [
        ("POST", "/", [], "JSON 对象"),
        ("POST", "/", {"blueprint": 1, "facts": {}}, "blueprint 应是文字"),
        ("POST", "/", {"blueprint": "duty-charter", "facts": []}, "facts"),
        ("POST", "/", {"blueprint": "duty-charter", "facts": {}, "chosen": [1]}, "chosen"),
        ("POST", "/", {"blueprint": "duty-charter", "facts": {}, "chosen": {"a": [1]}}, "chosen"),
        ("POST", "/check", {"blueprint": "nothing", "facts": {}}, "没有名为“nothing”的蓝本"),
        ("PATCH", "/{id}", {"facts": {}}, "revision"),
        ("PATCH", "/{id}", {"revision": True, "facts": {}}, "revision"),
        ("PATCH", "/{id}", {"revision": 1}, "JSON 对象"),
        ("PATCH", "/{id}/sections/{section}", {"revision": 1}, "text"),
        ("PATCH", "/{id}/sections/{section}", {"revision": 1, "locked": "false"}, "locked"),
        ("PATCH", "/{id}/sections/{section}", {"revision": 1, "text": " "}, "不能是空的"),
        (
            "PATCH",
            "/{id}/sections/{section}",
            {"revision": 1, "text": "长" * 50_001},
            "最多50000个",
        ),
        ("PATCH", "/{id}/sections/nothing", {"revision": 1, "text": "x"}, "没有“nothing”这一节"),
        ("POST", "/{id}/sections/{section}/restore", {"revision": 1}, "version"),
        ("POST", "/{id}/sections/{section}/restore", {"revision": 1, "version": 9}, "没有第9版"),
        ("GET", "/{id}/file?format=exe", None, "docx、md 或 pdf"),
        ("PUT", "/companies/new", {"facts": {}, "revision": 0}, "企业全称"),
        ("PUT", "/companies/new", {"facts": {"company_name": "甲公司"}}, "revision"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(
    client: TestClient, method: str, place: str, body: Any, words: str
) -> None:
    view = made(client)
    place = place.format(id=view["id"], section=view["sections"][0]["id"])
    refused(client.request(method, place, json=body), 422, words)
    assert client.get(f"/{view['id']}").json() == view


def test_a_company_profile_is_kept_changed_and_removed(client: TestClient) -> None:
    facts = {"company_name": COMPANY, "term_start": "2026年3月1日"}
    kept = client.put("/companies/new", json={"facts": facts, "revision": 0}).json()
    assert kept["facts"]["term_start"] == "2026-03-01"
    assert client.get("/companies").json() == [kept]
    place = f"/companies/{kept['id']}"
    newer = client.put(place, json={"facts": {**facts, "size": "large"}, "revision": 1}).json()
    stale = client.put(place, json={"facts": facts, "revision": 1})
    assert refused(stale, 409, "刚被别人改过")["current"] == 2
    again = client.put("/companies/new", json={"facts": facts, "revision": 0})
    assert refused(again, 409)["current"] == 2
    assert client.get("/companies").json() == [newer]
    refused(client.put("/companies/no-such", json={"facts": facts, "revision": 0}), 404)
    assert client.delete(place).json() == {"removed": kept["id"]}
    refused(client.delete(place), 404, "没有这家企业的资料")


def test_facts_that_differ_between_documents_are_listed(client: TestClient) -> None:
    letter, power = made(client), made(client, "authorization-letter", cqo_name="王丙")
    found = client.get("/sets/consistency", params={"company": COMPANY}).json()
    assert [one["fact"] for one in found] == ["cqo_name"]
    told = {one["draft"]: one["value"] for one in found[0]["values"]}
    assert told == {letter["id"]: "李乙", power["id"]: "王丙"}
    assert client.get(f"/{letter['id']}").json()["consistency"] == found
    assert client.get("/sets/consistency", params={"company": "别家"}).json() == []


def test_facts_of_a_conversation_are_proposed_with_their_words(
    client: TestClient, own_assistant: LocalAssistant
) -> None:
    own_assistant.ask("我们公司在佛山，员工200人，任职条件是什么？", conversation="talk")
    own_assistant.ask("聘任张三为首席质量官，要写哪些内容？", conversation="talk")
    asked = {"conversation": "talk", "blueprint": "appointment-letter"}
    found = {one["name"]: one for one in client.get("/known", params=asked).json()["facts"]}
    assert found["cqo_name"]["value"] == "张三"
    assert found["cqo_name"]["words"] == "聘任张三为首席质量官"
    assert set(found) <= {
        one["name"] for one in client.get("/blueprints/appointment-letter").json()["facts"]
    }
    assert client.get("/known", params={"conversation": "no-such"}).json() == {"facts": []}
    assert client.get("/").json() == []


# -- who may ---------------------------------------------------------------------------------------


def test_drafts_are_not_for_other_machines_or_other_sites(open_client: Open) -> None:
    own = open_client()
    view = made(own)
    far = open_client(at="192.168.1.20", host="192.168.1.10:7860")
    renamed = open_client(host="evil.example:7860")
    for client in (far, renamed):
        for place in ("/", f"/{view['id']}", "/companies", f"/{view['id']}/file", "/blueprints"):
            refused(client.get(place), 403)
    for headers in (
        {},
        {"X-CQO-Library": "1", "Origin": "http://evil.example"},
        {"X-CQO-Library": "1", "Sec-Fetch-Site": "cross-site"},
    ):
        client = open_client(headers=headers)
        refused(client.delete(f"/{view['id']}"), 403)
        refused(client.post("/", json={"blueprint": "duty-charter", "facts": {}}), 403)
        refused(client.put("/companies/new", json={"facts": FACTS, "revision": 0}), 403)
    assert own.get(f"/{view['id']}").json() == view


def test_a_download_is_no_page_and_is_not_kept(client: TestClient) -> None:
    view = made(client, company_name='甲"<b>;公司')
    for format in ("docx", "md"):
        headers = client.get(f"/{view['id']}/file", params={"format": format}).headers
        assert headers["cache-control"] == "no-store"
        assert "sandbox" in headers["content-security-policy"]
        assert headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
        assert '"' not in headers["content-disposition"]
