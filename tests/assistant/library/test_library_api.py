"""``/api/v1/library``: the list, a text, uploads to the end, changes, search; what is refused and how."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from assistant.library.desk import Library
from tests.assistant.library.conftest import LIMIT, Open, Reply, refused, until, upload
from tests.assistant.library.text_importer import TextImporter

BASE = "/api/v1/library"
LAW = """虚构市首席质量官管理办法

【测试文本】本文件为测试自拟，均属虚构。

第一条 为规范首席质量官的聘任，制定本办法。
第二条 企业应当设立首席质量官，宜由高级管理人员担任。
第三条 依照本办法第二条设立的，可以优先参加培训。
"""


# -- reading -------------------------------------------------------------------------------------


def test_the_list_holds_the_shared_texts_and_no_workspace_is_seen(client: TestClient) -> None:
    answer = client.get(f"{BASE}/sources").json()
    ids = {one["id"] for item in answer["items"] for one in item["versions"]}
    assert ids == {"notes", "hubei", "rule-2020", "rule-2029", "rule-2031"}
    assert (answer["total"], answer["all"], answer["writable"]) == (5, 5, True)
    refused(client.get(f"{BASE}/sources/acme"), 404, "acme")


def test_versions_stand_together_the_one_in_force_first(client: TestClient) -> None:
    answer = client.get(f"{BASE}/sources", params={"region": "深圳"}).json()
    (item,) = answer["items"]
    assert [(one["id"], one["standing"]) for one in item["versions"]] == [
        ("rule-2029", "current"),
        ("rule-2031", "coming"),
        ("rule-2020", "superseded"),
    ]


def test_filters_narrow_and_each_facet_counts_under_the_others(client: TestClient) -> None:
    answer = client.get(f"{BASE}/sources", params={"region": "湖北", "own": "shipped"}).json()
    assert [item["versions"][0]["id"] for item in answer["items"]] == ["hubei"]
    assert answer["facets"]["region"]["广东"] == 1
    assert answer["facets"]["own"] == {"shipped": 1}
    titled = client.get(f"{BASE}/sources", params={"title": "鄂市监 35号"}).json()
    assert titled["total"] == 1
    assert client.get(f"{BASE}/facets").json()["own"] == {"shipped": 2, "own": 3}
    assert client.get(f"{BASE}/sources", params={"title": "没有的名称"}).json()["items"] == []


def test_the_list_comes_in_pages(client: TestClient) -> None:
    first = client.get(f"{BASE}/sources", params={"limit": 2, "sort": "title"}).json()
    rest = client.get(f"{BASE}/sources", params={"limit": 2, "sort": "title", "offset": 2}).json()
    assert (len(first["items"]), len(rest["items"]), first["groups"]) == (2, 1, 3)
    refused(client.get(f"{BASE}/sources", params={"limit": "0"}), 422, "limit")
    refused(client.get(f"{BASE}/sources", params={"sort": "colour"}), 422, "sort")


def test_a_text_has_its_tree_and_what_is_known_of_it(client: TestClient) -> None:
    text = client.get(f"{BASE}/sources/notes").json()
    assert "".join(text["text"][c["start"] : c["end"]] for c in text["clauses"]) == text["text"]
    assert (text["own"], text["kept"], text["origin"]) == (False, False, None)
    refused(client.get(f"{BASE}/sources/notes/original"), 404, "notes")
    refused(client.get(f"{BASE}/sources/notes/pages/1"), 404)
    refused(client.get(f"{BASE}/sources/%3Cscript%3E"), 404)


def test_search_gives_the_rank_of_each_leg(client: TestClient) -> None:
    answer = client.get(f"{BASE}/search", params={"q": "湖北办法 备案"}).json()
    assert answer["legs"] == ["lexical", "dense", "exact"]
    assert answer["named"][0]["sources"][0]["id"] == "hubei"
    best = answer["items"][0]
    assert best["ranks"]["fused"] == 1
    assert {"lexical", "dense"} <= set(best["ranks"])
    assert all("备案" in item["snippet"] for item in answer["items"][:1])
    start, end = best["marks"][0]
    assert best["snippet"][start:end] in "湖北办法备案"


def test_a_label_is_found_exactly_and_filters_hold_in_every_leg(client: TestClient) -> None:
    answer = client.get(f"{BASE}/search", params={"q": "虚构市质量奖管理办法第二条"}).json()
    assert answer["items"][0]["ranks"]["exact"] == 1
    assert answer["items"][0]["label"] == "第二条"
    only = client.get(f"{BASE}/search", params={"q": "首席质量官", "region": "湖北"}).json()
    assert {item["source"]["region"] for item in only["items"]} == {"湖北"}
    refused(client.get(f"{BASE}/search", params={"q": "  "}), 422, "请写下")
    refused(client.get(f"{BASE}/search", params={"q": "长" * 501}), 422, "太长")


# -- uploads -------------------------------------------------------------------------------------


def test_an_upload_is_read_checked_changed_confirmed_and_found(
    client: TestClient, tmp_path: Path
) -> None:
    job = upload(client, "办法.txt", LAW)
    assert job["name"] == "办法.txt"
    shown = until(client, job["id"], "ready")
    assert shown["titles"] == ["虚构市首席质量官管理办法"]
    view = client.get(f"{BASE}/uploads/{job['id']}/documents/1").json()
    assert [c["label"] for c in view["clauses"]][-3:] == ["第一条", "第二条", "第三条"]
    (title,) = [fact for fact in view["origin"]["facts"] if fact["name"] == "title"]
    assert (title["words"], title["line"]) == ("虚构市首席质量官管理办法", 1)
    assert [row[2] for row in view["rows"][:2]] == [1, 2]
    assert (
        client.get(f"{BASE}/sources").json()["all"] == 5
    )  # nothing is visible before it is confirmed
    body = {"documents": [{"region": "深圳市", "effective": "2029-05"}]}
    assert client.post(f"{BASE}/uploads/{job['id']}/confirm", json=body).status_code == 200
    stored = until(client, job["id"], "stored")["stored"]
    key = stored["sources"][0]["id"]
    text = client.get(f"{BASE}/sources/{key}").json()
    assert (text["source"]["region"], text["source"]["effective"]) == ("深圳", "2029-05")
    assert (text["own"], text["kept"], text["standing"]) == (True, True, None)
    assert [
        text["text"][c["start"] :][r[1] : r[2]]
        for r in text["references"]
        for c in text["clauses"]
        if c["id"] == r[0]
    ] == ["第二条"]
    original = client.get(f"{BASE}/sources/{key}/original")
    assert original.content == LAW.encode()
    assert quote("办法.txt") in original.headers["content-disposition"]
    assert original.headers["content-disposition"].startswith("attachment")
    export = client.get(f"{BASE}/sources/{key}/export")
    assert "第三条" in export.text
    assert export.headers["content-type"].startswith("text/markdown")
    found = client.get(f"{BASE}/search", params={"q": "优先参加培训"}).json()["items"][0]
    assert found["source"]["id"] == key
    assert not list((tmp_path / "data" / "uploads").rglob("*.txt"))


def test_an_upload_that_is_given_up_leaves_nothing(client: TestClient, tmp_path: Path) -> None:
    job = upload(client, "办法.txt", LAW)["id"]
    until(client, job, "ready")
    assert client.delete(f"{BASE}/uploads/{job}").status_code == 200
    refused(client.get(f"{BASE}/uploads/{job}"), 404)
    assert not list((tmp_path / "data" / "uploads").rglob("*.txt"))


def test_reading_shows_its_progress_and_can_be_stopped(
    client: TestClient, importer: TextImporter
) -> None:
    importer.gate.clear()
    job = upload(client, "办法.txt", LAW)["id"]
    assert importer.begun.wait(20)
    shown = client.get(f"{BASE}/uploads/{job}").json()
    assert shown["progress"] == {
        "stage": "reading",
        "done": 1,
        "total": 4,
        "rate": 2.0,
        "left": 1.5,
    }
    second = upload(client, "其他.txt", LAW)
    assert client.get(f"{BASE}/uploads/{second['id']}").json()["position"] == 2
    refused(client.get(f"{BASE}/uploads/{job}/documents/1"), 409, "办法.txt")
    refused(client.post(f"{BASE}/uploads/{job}/confirm"), 409, "办法.txt")
    client.delete(f"{BASE}/uploads/{job}")
    importer.gate.set()
    until(client, second["id"], "ready")
    assert [one["id"] for one in client.get(f"{BASE}/uploads").json()["uploads"]] == [second["id"]]


def test_a_file_that_cannot_be_read_says_why_and_the_next_one_is_read(client: TestClient) -> None:
    bad, good = upload(client, "空.txt", ""), upload(client, "办法.txt", LAW)
    assert "空.txt 是空文件" in until(client, bad["id"], "failed")["error"]
    until(client, good["id"], "ready")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/etc/办法.txt", "办法.txt"),
        ("a\u202etxt.exe", "atxt.exe"),
        ("..", "文件"),
        ("<img src=x onerror=alert(1)>.txt", "_img src=x onerror=alert(1)_.txt"),
        ("名" * 400 + ".txt", "名" * 48 + ".txt"),
    ],
)
def test_a_name_leads_nowhere(
    client: TestClient, desk: Library, tmp_path: Path, sent: str, kept: str
) -> None:
    job = upload(client, sent, LAW)
    assert job["name"] == kept
    path = desk.uploads.job(job["id"]).path.resolve()
    assert path.is_relative_to((tmp_path / "data" / "uploads").resolve())


def test_a_file_over_the_limit_is_refused_whether_it_is_announced_or_not(
    client: TestClient, tmp_path: Path
) -> None:
    def blocks() -> Iterator[bytes]:
        for _ in range(LIMIT // 1000 + 2):
            yield b"x" * 1000

    for content in (b"x" * (LIMIT + 1), blocks()):
        reply = client.post(
            f"{BASE}/uploads", content=content, headers={"X-File-Name": quote("大.pdf")}
        )
        refused(reply, 413, "大.pdf", "太大")
    assert client.get(f"{BASE}/uploads").json()["uploads"] == []
    assert not list((tmp_path / "data" / "uploads").rglob("*.pdf"))


def test_a_name_is_needed(client: TestClient) -> None:
    refused(client.post(f"{BASE}/uploads", content=b"x"), 422, "X-File-Name")


# -- changing ------------------------------------------------------------------------------------


def test_facts_of_an_own_text_can_be_changed_and_it_can_be_deleted(client: TestClient) -> None:
    changed = client.patch(
        f"{BASE}/sources/rule-2020", json={"title": "<b>虚构</b>办法", "number": "虚〔2020〕1号"}
    ).json()
    assert changed["source"]["title"] == "<b>虚构</b>办法"
    emptied = client.patch(f"{BASE}/sources/rule-2020", json={"number": "", "issued": ""}).json()
    assert (emptied["source"]["number"], emptied["source"]["issued"]) == (None, None)
    assert client.delete(f"{BASE}/sources/rule-2020").json()["removed"] == "rule-2020"
    refused(client.get(f"{BASE}/sources/rule-2020"), 404, "rule-2020")


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ({"title": "  "}, "名称不能为空"),
        ({"issued": "2024-13"}, "发布日期"),
        ({"effective": "明年"}, "施行日期"),
        ({"region": "火星"}, "火星"),
        ({"kind": "poem"}, "文种"),
        ({"title": 7}, "名称应是文字"),
        ({"short_title": "长" * 25}, "简称太长"),
        ({"aliases": "不是列表"}, "别名"),
        ({"id": "other"}, "id"),
        ({"workspace": "acme"}, "workspace"),
        (["title"], "JSON 对象"),
    ],
)
def test_facts_that_do_not_fit_are_named(client: TestClient, body: object, part: str) -> None:
    refused(client.patch(f"{BASE}/sources/rule-2020", json=body), 422, part)


def test_nobody_waits_for_a_file_that_is_being_stored(
    client: TestClient, importer: TextImporter
) -> None:
    importer.store_gate.clear()
    job = upload(client, "办法.txt", LAW)["id"]
    until(client, job, "ready")
    client.post(f"{BASE}/uploads/{job}/confirm")
    assert importer.storing.wait(20)
    refused(client.delete(f"{BASE}/sources/rule-2020"), 409, "办法.txt")
    importer.store_gate.set()
    until(client, job, "stored")
    assert client.delete(f"{BASE}/sources/rule-2020").status_code == 200


def test_shipped_texts_stay_as_they_are(client: TestClient) -> None:
    refused(client.patch(f"{BASE}/sources/notes", json={"title": "别的"}), 403, "随产品提供")
    refused(client.delete(f"{BASE}/sources/hubei"), 403, "随产品提供")


# -- who may write -------------------------------------------------------------------------------


def attempts(client: TestClient) -> list[Reply]:
    """Everything that changes something."""
    return [
        client.post(f"{BASE}/uploads", content=b"x", headers={"X-File-Name": "x.txt"}),
        client.patch(f"{BASE}/sources/rule-2020", json={"title": "x"}),
        client.delete(f"{BASE}/sources/rule-2020"),
        client.post(f"{BASE}/uploads/0/confirm"),
        client.delete(f"{BASE}/uploads/0"),
    ]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_other_sites_change_nothing(client: TestClient, headers: dict[str, str]) -> None:
    client.headers.update(headers)
    for reply in attempts(client):
        refused(reply, 403, "别的网站")
    assert client.get(f"{BASE}/sources").json()["all"] == 5


def test_a_request_without_the_header_changes_nothing(open_client: Open) -> None:
    for reply in attempts(open_client(write=False)):
        refused(reply, 403, "X-CQO-Library")


def test_a_name_that_was_pointed_here_reads_nothing(open_client: Open) -> None:
    client = open_client(host="evil.example:7860")
    refused(client.get(f"{BASE}/sources"), 403, "127.0.0.1")
    for reply in attempts(client):
        refused(reply, 403)


def test_another_machine_reads_and_does_not_write(open_client: Open) -> None:
    client = open_client(at="192.0.2.7", host="192.0.2.1:7860")
    refused(client.get(f"{BASE}/sources"), 403)  # the server listens on this machine only


def test_on_an_open_address_another_machine_reads_only(
    open_client: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CQO_HOST", "0.0.0.0")
    client = open_client(at="192.0.2.7", host="192.0.2.1:7860")
    assert client.get(f"{BASE}/sources").json()["writable"] is False
    for reply in (*attempts(client), client.get(f"{BASE}/uploads")):
        refused(reply, 403, "CQO_LIBRARY_WRITABLE=everyone")
    everyone = open_client(at="192.0.2.7", host="192.0.2.1:7860", library_writable="everyone")
    assert everyone.get(f"{BASE}/sources").json()["writable"] is True
    assert upload(everyone, "x.txt", LAW)["state"]


def test_read_only_is_read_only_on_this_machine_too(open_client: Open) -> None:
    client = open_client(library_writable="nobody")
    assert client.get(f"{BASE}/sources").json()["writable"] is False
    for reply in (*attempts(client), client.get(f"{BASE}/uploads")):
        refused(reply, 403, "只读")


def test_an_unknown_path_is_said_in_chinese(client: TestClient) -> None:
    refused(client.get(f"{BASE}/nothing"), 404, "没有")
    refused(client.put(f"{BASE}/sources/notes", json={}), 404)
