"""The drafting page in a real browser: the sections of a draft, changed by hand and by two at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.web.draft_steps import (
    draft_of,
    edited,
    made,
    section,
    tool,
    wide,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]


@wide
def test_two_windows_lose_nothing(page: Page, context: BrowserContext, desk_site: str) -> None:
    view = made(desk_site)
    other = draft_of(context.new_page(), desk_site, view)
    draft_of(page, desk_site, view)
    tool(page, "powers", "edit").click()
    page.locator("#edit-powers").fill("甲写的。")
    edited(other, "powers", "乙写的。")
    page.locator("#edit-powers").press("Control+Enter")
    expect(page.locator(".conflict")).to_contain_text("别处")
    expect(page.locator("#edit-powers")).to_have_value("甲写的。")
    page.locator(".conflict button").click()
    expect(page.locator(".theirs")).to_contain_text("乙写的。")
    expect(page.locator("#edit-powers")).to_have_value("甲写的。")
    page.locator("#edit-powers").press("Control+Enter")
    expect(section(page, "powers").locator(".leaf")).to_have_text("甲写的。")
    # the other's words are a version
    tool(page, "powers", "versions").click()
    expect(page.locator(".diff del")).to_contain_text("乙")

    # a fact that is typed while somebody else saves stays in its box
    page.keyboard.press("Escape")
    page.locator('.run-blank[data-fact="effective_date"]').first.click()
    page.locator("#edit-fact-effective_date").fill("2026年5月1日")
    other.reload()
    tool(other, "ground", "lock").click()
    expect(section(other, "ground").locator(".badge-locked")).to_be_visible()
    page.keyboard.press("Enter")
    page.locator(".conflict button").click()
    expect(page.locator(".conflict")).to_have_count(0)
    expect(page.locator("#edit-fact-effective_date")).to_have_value("2026年5月1日")
    page.locator('[data-tool="save-fact"]').click()
    expect(page.locator('[data-item="effective_date"]')).to_have_count(0)
    expect(section(page, "ground").locator(".badge-locked")).to_be_visible()


@wide
def test_what_a_person_types_is_shown_as_it_is(page: Page, desk_site: str) -> None:
    name = """<b>&"{{ 1 }}'😀</b>|#§"""
    view = made(desk_site, company_name=f"{name}公司")
    draft_of(page, desk_site, view)
    expect(section(page, "appointment").locator(".leaf")).to_contain_text(f"{name}公司首席质量官")
    edited(page, "conduct", "<img src=x onerror=alert(1)>不得&lt;照抄。")
    expect(section(page, "conduct").locator(".leaf")).to_have_text(
        "<img src=x onerror=alert(1)>不得&lt;照抄。"
    )
    assert page.locator("main b, main img, main script").count() == 0
    page.goto(f"{desk_site}/draft")
    expect(page.locator(".draft-row").first).to_contain_text(f"{name}公司")


@wide
def test_a_clause_of_another_place_is_left_out_shown_or_adopted(page: Page, desk_site: str) -> None:
    draft_of(page, desk_site, made(desk_site))
    place = page.locator(".row:has(.row-options)").first
    place.locator(".row-options summary").click()
    choice = place.locator(".option").first
    expect(choice).to_contain_text(re.compile(r"20\d\d"))
    choice.get_by_label("显示").check()
    expect(place.locator(".run-option")).to_contain_text("可选条款")
    choice.get_by_label("采用").check()
    expect(place.locator(".run-option")).to_have_count(0)
    expect(choice.get_by_label("采用")).to_be_checked()
    choice.get_by_label("不用").check()
    expect(place.locator(".row-options summary")).not_to_contain_text("已选")


@wide
def test_each_section_opens_its_basis(page: Page, desk_site: str) -> None:
    draft_of(page, desk_site, made(desk_site))
    chip = section(page, "ground").locator(".chip[data-clause]").first
    chip.click()
    expect(chip).to_have_attribute("aria-expanded", "true")
    panel = section(page, "ground").locator(".ground-panel")
    expect(panel.locator("blockquote")).not_to_be_empty()
    link = panel.get_by_role("link")
    assert "/library/cqo-notes#" in (link.get_attribute("href") or "")


@wide
def test_without_a_model_a_section_goes_back_to_its_blueprint(page: Page, desk_site: str) -> None:
    draft_of(page, desk_site, made(desk_site))
    before = section(page, "conduct").locator(".leaf").inner_text()
    button = tool(page, "conduct", "regenerate")
    expect(button).to_have_text("按蓝本还原")
    expect(button).to_have_attribute("title", re.compile("语言模型"))
    edited(page, "conduct", "另写一句。")
    button.click()
    page.locator("#dialog-yes").click()
    expect(section(page, "conduct").locator(".leaf")).to_contain_text(before[:12])
    expect(tool(page, "conduct", "versions")).to_contain_text("3")


@wide
def test_what_is_not_saved_is_not_thrown_away_unasked(page: Page, desk_site: str) -> None:
    draft_of(page, desk_site, made(desk_site))
    tool(page, "conduct", "edit").click()
    page.locator("#edit-conduct").fill("还没有写完")
    page.locator(".crumbs a").click()
    expect(page.locator("dialog")).to_contain_text("没有保存")
    page.keyboard.press("Escape")
    expect(page.locator("#edit-conduct")).to_have_value("还没有写完")
    page.locator("#edit-conduct").press("Escape")
    page.locator("dialog button", has_text="取消").click()
    expect(page.locator("#edit-conduct")).to_be_focused()
    page.locator("#edit-conduct").press("Escape")
    page.locator("#dialog-yes").click()
    expect(page.locator("#edit-conduct")).to_have_count(0)
    expect(tool(page, "conduct", "edit")).to_be_focused()
