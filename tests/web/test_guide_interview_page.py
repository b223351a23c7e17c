"""The guide's page in a real browser: the interview, from nothing to a plan."""

from __future__ import annotations

from zipfile import ZipFile

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.web.guide_steps import (
    COMPANY,
    answer_of,
    api,
    begun,
    question_of,
    saved,
    wide,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.usefixtures("no_companies"),
]


@wide
def test_a_newcomer_gets_from_nothing_to_a_plan(page: Page, desk_site: str) -> None:
    page.goto(f"{desk_site}/guide")
    expect(page.locator(".welcome li")).to_have_count(3)
    page.locator("#begin").click()
    expect(page.locator(".problem")).to_contain_text("企业名称")
    page.fill("#begin-company", COMPANY)
    page.fill("#begin-start", "2026年12月5日")
    page.locator("#begin").click()

    # one question at a time, saved as one goes, its clause in place
    expect(page.locator(".question h2")).to_contain_text("先认识一下企业")
    page.locator(".question .mark").first.click()
    expect(page.locator(".question .clause-panel blockquote")).not_to_be_empty()
    expect(page.locator("#answer-company_name")).to_have_value(COMPANY)
    page.fill("#answer-region", "佛山")
    page.locator('[data-fact="size"]').get_by_label("小型").check()
    saved(page)
    page.locator("#question-next").click()
    expect(page.locator(".question h2")).to_contain_text("现在质量由谁管")
    expect(page.locator(".said-before")).to_contain_text("佛山")
    page.locator("#question-skip").click()
    expect(page.locator(".dot-skipped")).to_have_count(1)
    page.locator("#question-back").click()
    expect(page.locator(".question h2")).to_contain_text("现在质量由谁管")

    # answers that do not go together are said where they stand
    page.locator(".dot").nth(4).click()
    page.locator('[data-fact="has_candidate"]').get_by_label("否", exact=True).check()
    page.fill("#answer-cqo_name", "李乙")
    expect(page.locator(".question .warn")).to_contain_text("还没有人选")

    # reload keeps all; the end says what is open
    page.reload()
    expect(page.locator("#answer-cqo_name")).to_have_value("李乙")
    page.locator(".dot-end").click()
    expect(page.locator(".interview-end .warn")).to_contain_text("还没有人选")
    expect(page.locator('[data-question="posts"] .badge')).to_have_text("跳过")
    expect(page.locator('[data-question="business"]')).to_contain_text("佛山")
    page.locator("#to-plan").click()

    # the plan as a chart and as a table, on working days
    expect(page.locator("svg.main-svg").first).to_be_visible()
    rows = page.locator(".plan-table tbody tr")
    done, total = (
        api(desk_site).get("").json()[0]["done"],
        api(desk_site).get("").json()[0]["total"],
    )
    expect(rows).to_have_count(total)
    assert done == 0
    expect(rows.first).to_contain_text("2026-12-07")
    expect(page.locator(".notes")).to_contain_text("不是工作日")
    with page.expect_download() as waiting:
        page.locator("#ics").click()
    assert waiting.value.suggested_filename.endswith(".ics")

    page.locator(".way-tabs a").first.click()
    expect(page.locator(".now-first h3")).to_have_text("主要负责人决定启动并指定牵头人")
    expect(page.locator(".warn")).to_contain_text("还没有人选")
    expect(page.locator('.task-row[data-task="small-company"]')).to_have_attribute(
        "data-state", "todo"
    )
    page.locator(".crumbs a").click()
    expect(page.locator(".way-row")).to_contain_text(f"0 / {total}")
    expect(page.locator(".way-row")).to_contain_text("主要负责人决定启动并指定牵头人")


@wide
def test_two_windows_on_one_question_lose_nothing(
    page: Page, context: BrowserContext, desk_site: str
) -> None:
    key = begun(desk_site, industry="家电")
    other = question_of(context.new_page(), desk_site, key, "business")
    question_of(page, desk_site, key, "business")
    other.fill("#answer-industry", "小家电制造")
    saved(other)
    page.fill("#answer-headcount", "1600")
    saved(page)
    page.fill("#answer-industry", "家具制造")
    expect(page.locator(".conflict")).to_contain_text("小家电制造")
    assert answer_of(desk_site, key, "industry") == "小家电制造"
    page.locator(".conflict [data-choose=mine]").click()
    saved(page)
    assert answer_of(desk_site, key, "industry") == "家具制造"
    assert str(answer_of(desk_site, key, "headcount")) == "1600"


@wide
def test_a_wrong_answer_is_said_at_its_field_and_stays(page: Page, desk_site: str) -> None:
    key = begun(desk_site)
    question_of(page, desk_site, key, "business")
    page.fill("#answer-headcount", "很多")
    error = page.locator("#answer-headcount-error")
    expect(error).to_contain_text("整数")
    page.locator("#question-next").click()
    expect(page.locator("#answer-headcount")).to_be_focused()
    page.locator(".dot").nth(3).click()
    page.locator('[data-question="decision"]').wait_for()
    page.locator(".dot").nth(0).click()
    expect(page.locator("#answer-headcount")).to_have_value("很多")
    expect(error).to_contain_text("整数")
    page.fill("#answer-headcount", "1600")
    saved(page)
    expect(error).to_be_hidden()


@wide
def test_the_start_day_moves_the_plan_and_all_is_deleted_after_asking(
    page: Page, desk_site: str
) -> None:
    key = begun(desk_site)
    page.goto(f"{desk_site}/guide/{key}")
    end = page.locator(".ends strong")
    before = end.inner_text()
    page.fill("#start-day", "2027年3月1日")
    page.locator("#save-start").click()
    expect(end).not_to_have_text(before)
    expect(page.locator('.task-row[data-task="leadership"]')).to_contain_text("2027-03-01")
    with page.expect_download() as waiting:
        page.locator("#package").click()
    with ZipFile(waiting.value.path()) as package:
        assert package.namelist()
    page.fill("#start-day", "1999年1月1日")
    page.locator("#save-start").click()
    expect(page.locator(".problem")).to_contain_text("1999")

    page.locator("#remove-way").click()
    expect(page.locator("dialog")).to_contain_text(COMPANY)
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    page.locator("#remove-way").click()
    page.locator("#dialog-yes").click()
    expect(page.locator(".welcome")).to_be_visible()
    assert api(desk_site).get("").json() == []
