"""The drafting page in a real browser: the form, from what is known to the Word file."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.web.draft_steps import (
    COMPANY,
    edited,
    form_of,
    section,
    text_of,
    tool,
    wide,
)
from tests.web.guide_steps import begun, checked

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]


@wide
def test_from_the_form_to_the_word_file(page: Page, desk_site: str, tmp_path: Path) -> None:
    form_of(page, desk_site, "appointment-letter")
    page.fill("#fact-company_name", COMPANY)
    page.fill("#fact-cqo_name", "李乙")
    page.get_by_label("董事会", exact=True).check()
    page.fill("#fact-term_start", "2026年3月1日")
    page.fill("#fact-term_end", "2025-02-28")
    expect(page.locator(".field-error:visible")).to_contain_text("任期结束日早于任期开始日")
    page.fill("#fact-term_end", "2029-02-28")
    expect(page.locator(".field-error:visible")).to_have_count(0)
    expect(page.locator("#fact-term_start")).to_have_value("2026年3月1日")
    expect(page.locator("#progress")).to_contain_text("已填 5 /")

    # what is missing is said, and becomes a blank
    page.locator("#generate").click()
    expect(page.locator("dialog")).to_contain_text("报告对象")
    page.locator("#dialog-yes").click()
    expect(page.locator(".draft-head h1")).to_contain_text("李乙")
    page.wait_for_url(re.compile(r"/draft/[0-9a-f-]{8,}$"))
    expect(section(page, "appointment")).to_contain_text("2026年3月1日")
    blank = section(page, "appointment").locator('.run-blank[data-fact="reports_to"]').first
    expect(page.locator('[data-item="reports_to"]')).to_be_visible()

    # a blank is filled where it stands and flows into the section
    blank.click()
    page.locator("#edit-fact-reports_to").fill("总经理")
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    expect(section(page, "appointment").locator(".leaf")).to_contain_text("向总经理")
    expect(page.locator('[data-item="reports_to"]')).to_have_count(0)

    # a section is written by hand, locked, and does not follow a changed fact
    edited(page, "conduct", "首席质量官李乙应当诚信履职。\n每年接受一次考核。")
    expect(section(page, "conduct").locator(".leaf p")).to_have_count(2)
    tool(page, "conduct", "lock").click()
    expect(tool(page, "conduct", "lock")).to_have_attribute("aria-pressed", "true")
    page.locator("#open-facts").click()
    page.locator("#drawer-effective_date").fill("2026年4月1日")
    page.locator("#drawer-cqo_name").fill("王丁")
    page.locator("#save-facts").click()
    expect(page.locator(".draft-head h1")).to_contain_text("王丁")
    expect(section(page, "appointment").locator(".leaf")).to_contain_text("王丁")
    expect(section(page, "conduct").locator(".badge-stale")).to_be_visible()
    expect(section(page, "conduct").locator(".leaf")).to_contain_text("李乙")

    # versions tell what differs by signs, and an earlier one is put back
    tool(page, "conduct", "lock").click()
    expect(tool(page, "conduct", "edit")).to_be_enabled()
    tool(page, "conduct", "versions").click()
    expect(page.locator(".diff ins").first).to_contain_text("+")
    expect(page.locator(".diff del").first).to_contain_text("−")
    page.locator('[data-version="1"]').get_by_role("button").click()
    expect(section(page, "conduct").locator(".leaf")).not_to_contain_text("每年接受一次考核")
    expect(tool(page, "conduct", "versions")).to_contain_text("3")

    page.locator("#open-download").click()
    page.locator("#with-basis").check()
    with page.expect_download() as waiting:
        page.locator("#download-file").click()
    assert waiting.value.suggested_filename.endswith(".docx")
    file = tmp_path / "draft.docx"
    waiting.value.save_as(file)
    words = text_of(file)
    for said in (COMPANY, "王丁", "2026年3月1日", "2029年2月28日", "总经理", "【待填："):
        assert said in words, said


@wide
def test_a_wrong_credit_code_is_said_at_its_field(page: Page, desk_site: str) -> None:
    form_of(page, desk_site, "filing-form")
    page.fill("#fact-credit_code", "91440600MAEXAMP1E0")
    error = page.locator("#fact-credit_code-error")
    expect(error).to_be_visible()
    expect(page.locator("#fact-credit_code")).to_be_focused()
    expect(page.locator("#fact-credit_code")).to_have_attribute("aria-invalid", "true")
    page.fill("#fact-credit_code", "91440600MAEXAMP1EN")
    expect(error).to_be_hidden()


@wide
def test_what_was_typed_survives_a_reload_and_can_be_cleared(page: Page, desk_site: str) -> None:
    form_of(page, desk_site, "appraisal-measures")
    page.fill("#fact-company_name", COMPANY)
    weights = page.locator('[data-fact] .grid [aria-label^="权重"]')
    weights.first.fill("60")
    expect(page.locator(".sum_less")).to_contain_text("还差 40%")
    page.locator("[data-fact]:has(.sum_less) .add").click()
    weights.nth(1).fill("40")
    expect(page.locator(".sum_right")).to_be_visible()
    expect(page.locator(".kept")).to_contain_text("刷新不会丢")
    page.reload()
    expect(page.locator("#fact-company_name")).to_have_value(COMPANY)
    expect(weights).to_have_count(2)
    expect(weights.nth(1)).to_have_value("40")
    page.locator("#discard").click()
    page.locator("#dialog-yes").click()
    expect(page.locator("#fact-company_name")).to_have_value("")
    page.reload()
    expect(page.locator("#fact-company_name")).to_have_value("")


@wide
def test_a_company_is_asked_once(page: Page, desk_site: str, no_companies: None) -> None:
    form_of(page, desk_site, "appointment-letter")
    page.fill("#fact-company_name", COMPANY)
    page.fill("#fact-reports_to", "总经理")
    page.locator("#save-company").click()
    expect(page.locator("dialog")).to_contain_text("企业全称")
    page.locator("#dialog-yes").click()
    expect(page.locator(".prefill-said")).to_contain_text("已保存")

    form_of(page, desk_site, "authorization-letter")
    expect(page.locator("#fact-company_name")).to_have_value("")
    page.locator("#prefill").select_option(label=COMPANY)
    expect(page.locator("#fact-company_name")).to_have_value(COMPANY)


@wide
def test_facts_of_a_conversation_are_confirmed_one_by_one(page: Page, desk_site: str) -> None:
    question = "我们是200人的注塑厂，在佛山，聘任制度要明确哪些内容？"
    body = {"question": question, "conversation": "draft-page-test"}
    httpx.post(f"{desk_site}/api/v1/ask", json=body, timeout=60).raise_for_status()
    form_of(page, desk_site, "planning-scheme", "?conversation=draft-page-test")
    proposal = page.locator('[data-proposal="headcount"]')
    expect(proposal).to_contain_text("200")
    expect(page.locator("#fact-headcount")).to_have_value("")
    proposal.get_by_role("button", name="采用").click()
    expect(page.locator("#fact-headcount")).to_have_value("200")
    rest = page.locator(".proposals li")
    for _ in range(rest.count()):
        rest.first.get_by_role("button", name="不用").click()
    expect(page.locator(".proposals")).to_have_count(0)
    expect(page.locator("#progress")).to_contain_text("已填 1 /")


@wide
def test_a_report_is_filled_in_from_the_self_check_and_overwrites_nothing(
    page: Page, desk_site: str, no_companies: None
) -> None:
    goals = [{"item": "成品合格率", "now": "97%", "goal": "98%"}]
    key = begun(desk_site, region="佛山", quality_goals=goals)
    checked(desk_site, key, ["yes", "no", "partly"], "启动前自查")
    page.goto(f"{desk_site}/guide/{key}/tasks/effectiveness")
    page.get_by_role("link", name="起草《成效评估报告》").click()

    # filled in, with where it is from; what could not be told is told
    told = page.locator("#from-guide")
    expect(told).to_contain_text("逐项核对")
    expect(told.locator(".left")).to_contain_text("没有代填")
    trend = page.locator('[data-fact="trend_findings"]')
    expect(page.locator("#fact-trend_findings")).to_have_value(re.compile("做到1项，部分做到1项"))
    expect(trend.locator(".from-guide")).to_contain_text("启动前自查")
    expect(page.locator('[data-fact="opportunities"] li input')).to_have_count(2)
    expect(page.locator('[data-fact="quality_goals"] .from-guide')).to_contain_text("质量目标")

    # it can be changed, and says so; a reload keeps the change and offers the other one
    page.fill("#fact-trend_findings", "合格率上升。")
    expect(trend.locator(".from-guide .badge")).to_have_text("原来来自实施向导，已改动")
    expect(page.locator(".kept")).to_contain_text("刷新不会丢")
    page.reload()
    expect(page.locator("#fact-trend_findings")).to_have_value("合格率上升。")
    differs = page.locator('[data-differs="trend_findings"]')
    expect(differs).to_contain_text("做到1项，部分做到1项")
    differs.get_by_role("button", name="保留我的").click()
    expect(page.locator(".differing")).to_have_count(0)
    expect(page.locator("#fact-trend_findings")).to_have_value("合格率上升。")
    page.reload()
    differs.get_by_role("button", name="改用它").click()
    expect(page.locator("#fact-trend_findings")).to_have_value(re.compile("做到1项，部分做到1项"))

    # the improvement plan has the gaps; a document that no self-check tells of has no such box
    page.goto(f"{desk_site}/guide/{key}/tasks/improvement-plan")
    page.get_by_role("link", name="起草《改进计划》").click()
    expect(page.locator('[data-fact="improvements"] tbody tr')).to_have_count(2)
    expect(page.locator('[data-fact="improvements"] .from-guide')).to_contain_text("差距")
    page.goto(f"{desk_site}/guide/{key}/tasks/scheme")
    page.get_by_role("link", name="起草《策划方案》").click()
    expect(page.locator("#fact-company_name")).to_have_value(COMPANY)
    expect(page.locator("#from-guide")).to_have_count(0)
