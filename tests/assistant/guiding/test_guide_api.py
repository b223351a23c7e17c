"""The REST API of the guide: JSON in and out, a package to download, one Chinese line for what is refused."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.api import create_api
from assistant.service import LocalAssistant
from tests.assistant.guiding.conftest import example

HEADERS = {"X-CQO-Library": "1", "Host": "127.0.0.1"}
COMPANY = "示例精密制造有限公司"


@pytest.fixture(scope="module")
def client(own_guide: LocalAssistant) -> Iterator[TestClient]:
    app = create_api(own_guide, None, own_guide.settings)
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 5000)) as made:
        made.headers.update(HEADERS)
        yield made


@pytest.fixture(scope="module")
def key(client: TestClient) -> str:
    body = {"company": COMPANY, "start": "2026-12-01"}
    reply = client.post("/api/v1/guide/", json=body)
    assert reply.status_code == 201
    found: str = reply.json()["id"]
    wanted = ("region", "quality_goals")
    facts = {name: example("manufacturing")[name] for name in wanted}
    body = json.loads(json.dumps({"facts": facts}, default=str))
    assert client.post(f"/api/v1/guide/{found}/interview", json=body).is_success
    return found


def refused(reply: Any, status: int) -> str:
    assert reply.status_code == status, reply.text
    message: str = reply.json()["error"]
    assert re.fullmatch(r"[^\n]*[\u4e00-\u9fff][^\n]*。", message)
    return message


def test_a_company_is_begun_once_and_found_by_id_company_and_name(
    client: TestClient, key: str
) -> None:
    way = client.get(f"/api/v1/guide/{key}").json()
    again = client.post("/api/v1/guide/", json={"company": COMPANY}).json()
    assert (again["id"], again["start"]) == (key, "2026-12-01")
    for other in (way["company_id"], COMPANY):
        assert client.get(f"/api/v1/guide/{other}").json()["id"] == key
    assert [one["id"] for one in client.get("/api/v1/guide/").json()] == [key]


def test_what_is_not_there_is_404(client: TestClient, key: str) -> None:
    for path in ("nothing", "nothing/package", f"{key}/tasks/nothing", f"{key}/evidence/nothing"):
        refused(client.get(f"/api/v1/guide/{path}"), 404)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "", {"company": " "}),
        ("POST", "", {"company": "甲", "start": "1999-01-01"}),
        ("POST", "", {"company": "长" * 300}),
        ("PATCH", "{key}", {"start": "2026-12-01"}),
        ("PATCH", "{key}", [1]),
        ("PATCH", "{key}", {"revision": True}),
        ("PATCH", "{key}", {"revision": "{revision}", "weights": {"planning": "一半"}}),
        ("PATCH", "{key}", {"revision": "{revision}", "weights": {"nothing": 100}}),
        ("PATCH", "{key}", {"revision": "{revision}", "weights": {"planning": 50}}),
        ("POST", "{key}/interview", {"facts": {"nothing": 1}}),
        ("POST", "{key}/interview", {"facts": {"headcount": "三百"}}),
        ("POST", "{key}/interview", {}),
        ("POST", "{key}/interview/nothing/skip", {}),
        ("PATCH", "{key}/tasks/leadership", 5),
        ("PATCH", "{key}/tasks/leadership", {"revision": 0, "state": "na"}),
        ("PATCH", "{key}/tasks/leadership", {"revision": 0, "state": "finished"}),
        ("PATCH", "{key}/tasks/leadership", {"revision": 0, "days": "十"}),
        ("PATCH", "{key}/tasks/leadership", {"revision": 0, "state": None}),
        ("PATCH", "{key}/tasks/leadership", {"revision": 0, "ticked": "全部"}),
        ("PATCH", "{key}/tasks/leadership", {"revision": 0, "ticked": ["没有这一条。"]}),
        ("POST", "{key}/tasks/leadership/links", {"url": "javascript:alert(1)"}),
        ("POST", "{key}/tasks/leadership/links", {"url": 5}),
        ("PUT", "{key}/assessments/nothing/reply", {"check": "planning-fit"}),
        ("PATCH", "{key}/assessments/nothing", 5),
    ],
)
def test_what_cannot_be_is_one_chinese_line(
    client: TestClient, key: str, method: str, path: str, body: Any
) -> None:
    if isinstance(body, dict) and body.get("revision") == "{revision}":
        body = body | {"revision": client.get(f"/api/v1/guide/{key}").json()["revision"]}
    url = f"/api/v1/guide/{path.format(key=key)}"
    reply = client.request(method, url, json=body)
    assert reply.status_code in (409, 422)
    refused(reply, reply.status_code)


def test_a_stale_change_is_409_and_says_the_present_revision(client: TestClient, key: str) -> None:
    path = f"/api/v1/guide/{key}/tasks/status-quo"
    assert client.patch(path, json={"revision": 0, "state": "doing"}).json()["revision"] == 1
    reply = client.patch(path, json={"revision": 0, "state": "done"})
    refused(reply, 409)
    assert reply.json()["current"] == 1
    reply = client.patch(f"/api/v1/guide/{key}", json={"revision": 99, "start": "2026-12-07"})
    refused(reply, 409)


def test_own_days_and_words_are_taken_back_with_null(client: TestClient, key: str) -> None:
    path = f"/api/v1/guide/{key}/tasks/charter"
    usual = client.get(path).json()
    given = {"revision": 0, "days": 30, "owner": "张三", "note": "赶不完"}
    own = client.patch(path, json=given).json()
    assert (own["own_days"], own["planned_days"], own["own_owner"]) == (30, 30, "张三")
    taken_back = {"revision": own["revision"], "days": None, "owner": None, "note": None}
    now = client.patch(path, json=taken_back).json()
    names = ("own_days", "planned_days", "own_owner", "owner", "note", "start", "end")
    assert {n: now[n] for n in names} == {n: usual[n] for n in names}


def test_what_is_ticked_off_is_stored_with_the_task_and_in_the_history(
    client: TestClient, key: str
) -> None:
    path = f"/api/v1/guide/{key}/tasks/filing"
    task = client.get(path).json()
    assert (task["ticked"], len(task["done_when"])) == ([], 1)
    made = client.patch(path, json={"revision": 0, "ticked": task["done_when"]}).json()
    assert made["ticked"] == client.get(path).json()["ticked"] == task["done_when"]
    assert made["state"] == "todo"
    event = client.get(f"/api/v1/guide/{key}/events").json()[0]
    assert (event["subject"], event["detail"]) == (
        "filing",
        {"before": {"ticked": []}, "after": {"ticked": task["done_when"]}},
    )
    made = client.patch(path, json={"revision": made["revision"], "ticked": []}).json()
    assert made["ticked"] == []


def test_a_self_check_goes_from_its_start_to_its_result(client: TestClient, key: str) -> None:
    made = client.post(f"/api/v1/guide/{key}/assessments", json={"title": "启动前"}).json()
    assert made["note"] == ""
    path = f"/api/v1/guide/{key}/assessments/{made['id']}"
    for check, reply in (("planning-fit", "yes"), ("duty-duties", "no")):
        body = {"check": check, "reply": reply, "revision": 0, "evidence": "见会议纪要"}
        assert client.put(f"{path}/reply", json=body).is_success
    refused(client.post(f"/api/v1/guide/{key}/assessments", json={}), 422)
    done = client.patch(path, json={"finished": True}).json()
    assert [gap["check"] for gap in done["result"]["gaps"]] == ["duty-duties"]
    refused(
        client.put(f"{path}/reply", json={"check": "planning-fit", "reply": "no", "revision": 1}),
        422,
    )
    figures = client.get(f"{path}/chart").json()
    assert {one["name"] for one in figures["trend"]["data"]} == {"做到", "做到或部分做到"}
    second = client.post(f"/api/v1/guide/{key}/assessments").json()
    assert second["result"]["comparison"]["same"] == 20
    message = refused(client.patch(path, json={"finished": False}), 422)
    assert "后面已经有" in message


def test_facts_for_documents_come_with_where_they_are_from(client: TestClient, key: str) -> None:
    made = client.get(f"/api/v1/guide/{key}/facts/effectiveness-report").json()
    assert made["facts"].keys() == {one["name"] for one in made["proposals"]}
    assert made["facts"]["opportunities"] == [
        "制度写明了首席质量官的工作职责，有关部门知道怎样配合：还没有做到"
    ]
    assert all("启动前" in one["words"] or "访谈" in one["words"] for one in made["proposals"])
    refused(client.get(f"/api/v1/guide/{key}/facts/nothing"), 422)


def test_the_package_is_downloaded_and_leaves_nothing_behind(
    client: TestClient, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    reply = client.get(f"/api/v1/guide/{key}/package")
    assert reply.headers["content-type"] == "application/zip"
    assert "filename*=UTF-8''" in reply.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(reply.content)) as made:
        assert made.testzip() is None
        assert "目录.docx" in made.namelist()
    assert list(tmp_path.iterdir()) == []


def test_evidence_goes_up_and_comes_down_and_a_large_one_is_refused(
    client: TestClient, key: str, own_guide: LocalAssistant
) -> None:
    path = f"/api/v1/guide/{key}/tasks/goals/files"
    headers = {"X-File-Name": "a%2Fb.txt"}
    task = client.post(path, content=b"hello", headers=headers).json()
    (file,) = task["files"]
    back = client.get(f"/api/v1/guide/{key}/evidence/{file['id']}")
    assert (back.content, back.headers["content-security-policy"][:7]) == (b"hello", "sandbox")
    limit = own_guide.evidence_files.limit
    message = refused(client.post(path, content=b"0" * (limit + 1), headers=headers), 422)
    assert f"最大 {limit >> 20} MB" in message
    refused(client.post(path, content=b"", headers=headers), 422)


def test_calendar_and_chart(client: TestClient, key: str) -> None:
    import icalendar

    reply = client.get(f"/api/v1/guide/{key}/plan.ics")
    events = icalendar.Calendar.from_ical(reply.text).walk("VEVENT")
    planned = client.get(f"/api/v1/guide/{key}").json()["total"]
    assert len(events) == planned
    assert len({str(one["UID"]) for one in events}) == planned
    body = {
        "revision": client.get(f"/api/v1/guide/{key}").json()["revision"],
        "start": "2026-12-07",
    }
    assert client.patch(f"/api/v1/guide/{key}", json=body).is_success
    moved = icalendar.Calendar.from_ical(client.get(f"/api/v1/guide/{key}/plan.ics").text)
    assert {str(o["UID"]) for o in moved.walk("VEVENT")} == {str(o["UID"]) for o in events}
    assert client.get(f"/api/v1/guide/{key}/chart").json()["data"]


def test_the_guide_is_closed_to_others(own_guide: LocalAssistant, key: str) -> None:
    app = create_api(own_guide, None, own_guide.settings)
    with TestClient(app, base_url="http://127.0.0.1", client=("10.0.0.9", 5000)) as other:
        refused(other.get(f"/api/v1/guide/{key}/package"), 403)
    with TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 5000)) as page:
        refused(page.post("/api/v1/guide/", json={"company": "甲"}), 403)
