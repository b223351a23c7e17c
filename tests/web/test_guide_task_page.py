"""The guide's page in a real browser: a task, its state, records and evidence, and where it leads."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.web.guide_steps import (
    COMPANY,
    HEADER,
    MEGABYTE,
    api,
    begun,
    saved,
    state,
    stored,
    task_of,
    wide,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.usefixtures("no_companies"),
]


@wide
def test_a_task_is_done_with_its_evidence(page: Page, desk_site: str, tmp_path: Path) -> None:
    key = begun(desk_site)
    task_of(page, desk_site, key)
    expect(page.locator(".task-facts")).to_contain_text("建议")

    good, large = tmp_path / "启动会议纪要.pdf", tmp_path / "录像.mp4"
    good.write_bytes(b"%PDF-1.4 fictional")
    large.write_bytes(b"0" * (MEGABYTE + 1))
    page.locator("#evidence-files").set_input_files([good, large])
    row = page.locator(".evidence-row")
    expect(row).to_have_count(1)
    expect(page.locator("#evidence .problem")).to_contain_text("1.0 MB")
    with page.expect_download() as waiting:
        row.get_by_role("link").click()
    assert waiting.value.suggested_filename == good.name
    assert Path(waiting.value.path()).read_bytes() == good.read_bytes()

    page.locator(".link-form summary").click()
    page.fill("#link-url", "javascript:alert(1)")
    page.locator("#link-add").click()
    expect(page.locator("#link-error")).to_contain_text("http")
    page.fill("#link-url", "https://oa.example.com/doc/1")
    page.locator("#link-add").click()
    expect(row).to_have_count(2)
    row.last.get_by_role("button").click()
    page.locator("#dialog-yes").click()
    expect(row).to_have_count(1)

    # 已完成 asks after what is not ticked, and ticks it
    state(page, "done").click()
    expect(page.locator("dialog")).to_contain_text("牵头人和参加部门已经明确")
    page.keyboard.press("Escape")
    expect(page.locator("#state-todo")).to_be_checked()
    state(page, "done").click()
    page.locator("#dialog-yes").click()
    expect(page.locator(".task-top .state")).to_have_text("已完成")
    page.fill("#task-note", "张三牵头。")
    page.fill("#task-days", "999")
    expect(page.locator("#days-error")).to_contain_text("250")
    page.fill("#task-days", "2")
    saved(page)
    assert stored(desk_site, key)["planned_days"] == 2
    page.fill("#task-days", "")  # as is usual
    saved(page)
    found = stored(desk_site, key)
    assert (found["own_days"], found["planned_days"]) == (None, found["days"][1])
    page.fill("#task-days", "2")
    saved(page)

    page.reload()
    expect(page.locator("#state-done")).to_be_checked()
    expect(page.locator("#task-note")).to_have_value("张三牵头。")
    expect(page.locator("#done-0")).to_be_checked()
    expect(row).to_contain_text(good.name)
    assert stored(desk_site, key)["planned_days"] == 2
    page.locator(".way-tabs a").first.click()
    expect(page.locator("#progress")).to_contain_text("已完成 1 /")
    expect(page.locator(".now-first h3")).to_have_text("摸清现状与差距")
    page.locator(".way-tabs a").last.click()
    expect(page.locator(".history-list").first).to_contain_text("启动会议纪要.pdf")
    expect(page.locator(".history-list").first).to_contain_text("状态：未开始 → 已完成")
    expect(page.locator(".history-list").first).to_contain_text("做到了：牵头人和参加部门已经明确")


@wide
def test_what_does_not_apply_says_why_and_leaves_the_plan(page: Page, desk_site: str) -> None:
    key = begun(desk_site, has_safety_director=True)
    total = api(desk_site).get(key).json()["total"]
    task_of(page, desk_site, key, "safety-director-boundary")
    state(page, "na").click()
    page.locator("#na-save").click()
    expect(page.locator("#na-error")).to_contain_text("原因")
    page.fill("#na-reason", "集团统一管理")
    page.locator("#na-save").click()
    expect(page.locator(".na-reason")).to_contain_text("集团统一管理")
    page.locator(".way-tabs a").first.click()
    expect(page.locator("#progress")).to_contain_text(f"/ {total - 1} 项")
    task_of(page, desk_site, key, "small-company")
    expect(page.locator(".state-box")).to_contain_text("只有小型、微型企业需要考虑")
    expect(page.locator(".state-pick")).to_have_count(0)


@wide
def test_a_task_leads_to_drafting_to_the_chat_and_back(
    page: Page, context: BrowserContext, desk_site: str
) -> None:
    key = begun(desk_site, region="佛山")
    task_of(page, desk_site, key, "scheme")
    with context.expect_page() as opening:
        page.locator(".ask").first.click()
    chat = opening.value
    expect(chat.locator("#question textarea")).to_have_value("策划方案要写什么？")
    expect(chat.locator(".turn")).to_have_count(0)  # filled in, not sent
    chat.locator("#guide-link a").click()
    expect(chat.locator(".way-row h3")).to_have_text(COMPANY)

    page.get_by_role("link", name="起草《策划方案》").click()
    expect(page.locator("#fact-company_name")).to_have_value(COMPANY)
    body = {"blueprint": "planning-scheme", "facts": {"company_name": COMPANY}}
    made = httpx.post(f"{desk_site}/api/v1/drafts", json=body, headers=HEADER, timeout=60).json()
    task_of(page, desk_site, key, "scheme")
    page.locator(".made").click()
    page.wait_for_url(f"**/draft/{made['id']}")


@wide
def test_two_windows_on_one_task_lose_nothing(
    page: Page, context: BrowserContext, desk_site: str
) -> None:
    key = begun(desk_site)
    other = task_of(context.new_page(), desk_site, key)
    task_of(page, desk_site, key)
    other.fill("#task-note", "乙的备注")
    saved(other)

    # the same field: both are shown, one is chosen
    page.fill("#task-note", "甲的备注")
    conflict = page.locator(".conflict")
    expect(conflict).to_contain_text("甲的备注")
    expect(conflict).to_contain_text("乙的备注")
    expect(page.locator("#task-note")).to_have_value("甲的备注")
    assert stored(desk_site, key)["note"] == "乙的备注"
    conflict.locator("[data-choose=mine]").click()
    saved(page)
    assert stored(desk_site, key)["note"] == "甲的备注"

    # another field: both stand
    other.fill("#task-owner", "王五")
    expect(other.locator(".record .kept")).to_contain_text("别处")
    expect(other.locator("#task-note")).to_have_value("甲的备注")
    found = stored(desk_site, key)
    assert (found["note"], found["own_owner"]) == ("甲的备注", "王五")

    # a tick goes on top of what others changed, and they see it
    state(other, "doing").click()
    expect(other.locator(".task-top .state")).to_have_text("进行中")
    page.locator("#done-0").check()
    expect(page.locator(".task-top .state")).to_have_text("进行中")
    expect(page.locator("#done-0")).to_be_checked()
    other.reload()
    expect(other.locator("#done-0")).to_be_checked()

    # the state
    state(other, "todo").click()
    expect(other.locator(".task-top .state")).to_have_text("未开始")
    state(page, "done").click()
    expect(conflict).to_contain_text("未开始")
    conflict.locator("[data-choose=theirs]").click()
    expect(page.locator("#state-todo")).to_be_checked()
    assert stored(desk_site, key)["state"] == "todo"
