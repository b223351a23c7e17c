"""What tests of the guide's page do again and again: begin a company, open a place, look at what is stored."""

from __future__ import annotations

from functools import cache
from typing import Any

import httpx
from playwright.sync_api import Locator, Page, expect

from tests.web.screens import on_a_phone, wide

__all__ = ["on_a_phone", "wide"]

HEADER = {"X-CQO-Library": "1"}
COMPANY = "示例精密制造有限公司"
MEGABYTE = 1 << 20


@cache
def api(site: str) -> httpx.Client:
    return httpx.Client(base_url=f"{site}/api/v1/guide/", headers=HEADER, timeout=60)


def begun(site: str, company: str = COMPANY, **facts: Any) -> str:
    """The id of a company that has begun, with answers."""
    answer = api(site).post("", json={"company": company, "start": "2026-12-07"})
    assert answer.status_code == 201, answer.text
    key: str = answer.json()["company_id"]
    if facts:
        assert api(site).post(f"{key}/interview", json={"facts": facts}).status_code == 200
    return key


def task_of(page: Page, site: str, key: str, task: str = "leadership") -> Page:
    page.goto(f"{site}/guide/{key}/tasks/{task}")
    page.locator("#task-note").wait_for()
    return page


def question_of(page: Page, site: str, key: str, question: str) -> Page:
    page.goto(f"{site}/guide/{key}/interview?q={question}")
    page.locator(f'[data-question="{question}"] h2').wait_for()
    return page


def saved(page: Page) -> None:
    """What was typed has reached the server."""
    expect(page.locator(".kept:visible").first).to_contain_text("已保存")


def state(page: Page, name: str) -> Locator:
    return page.locator(f".state-pick-{name}")


def stored(site: str, key: str, task: str = "leadership") -> dict[str, Any]:
    found: dict[str, Any] = api(site).get(f"{key}/tasks/{task}").json()
    return found


def answer_of(site: str, key: str, fact: str) -> Any:
    return api(site).get(key).json()["facts"].get(fact)


def checked(site: str, key: str, replies: list[str], title: str = "") -> str:
    """A finished self-check whose first checks got ``replies``."""
    made = api(site).post(f"{key}/assessments", json={"title": title}).json()
    checks = [one["id"] for group in made["groups"] for one in group["checks"]]
    for check, reply in zip(checks, replies, strict=False):
        body = {"check": check, "reply": reply, "revision": 0}
        sent = api(site).put(f"{key}/assessments/{made['id']}/reply", json=body)
        assert sent.status_code == 200, sent.text
    api(site).patch(f"{key}/assessments/{made['id']}", json={"finished": True})
    return str(made["id"])
