"""What tests of the drafting page do again and again: make a draft, open a place, write a section, read a file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import docx
import httpx
from playwright.sync_api import Locator, Page, expect

from tests.web.screens import on_a_phone, wide

__all__ = ["on_a_phone", "wide"]

HEADER = {"X-CQO-Library": "1"}
COMPANY = "示例精密制造有限公司"
FACTS: dict[str, Any] = {
    "company_name": COMPANY,
    "cqo_name": "李乙",
    "appointing_body": "board",
    "decision_meeting": "第二届董事会第三次会议",
    "decision_date": "2026-02-20",
    "term_start": "2026-03-01",
    "term_end": "2029-02-28",
    "reports_to": "总经理",
    "signer_name": "陈甲",
    "signer_title": "董事长",
    "document_date": "2026-02-25",
}


def made(site: str, blueprint: str = "appointment-letter", **facts: Any) -> dict[str, Any]:
    """A draft over the API."""
    body = {"blueprint": blueprint, "facts": {**FACTS, **facts}}
    answer = httpx.post(f"{site}/api/v1/drafts/", json=body, headers=HEADER, timeout=60)
    assert answer.status_code == 201, answer.text
    view: dict[str, Any] = answer.json()
    return view


def draft_of(page: Page, site: str, view: dict[str, Any]) -> Page:
    page.goto(f"{site}/draft/{view['id']}")
    page.locator(".draft-head h1").wait_for()
    return page


def form_of(page: Page, site: str, blueprint: str, query: str = "") -> Page:
    page.goto(f"{site}/draft/new/{blueprint}{query}")
    page.locator("#fact-company_name").wait_for()
    return page


def section(page: Page, name: str) -> Locator:
    return page.locator(f"#section-{name}")


def tool(page: Page, name: str, which: str) -> Locator:
    return section(page, name).locator(f'[data-tool="{which}"]')


def edited(page: Page, name: str, text: str) -> None:
    """Write a section and save it with the keyboard."""
    tool(page, name, "edit").click()
    page.locator(f"#edit-{name}").fill(text)
    page.locator(f"#edit-{name}").press("Control+Enter")
    expect(section(page, name)).not_to_have_class(re.compile("editing"))


def text_of(file: Path) -> str:
    """All words of a Word file, tables included."""
    document = docx.Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def blueprints(site: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = httpx.get(f"{site}/api/v1/drafts/blueprints").json()
    return found
