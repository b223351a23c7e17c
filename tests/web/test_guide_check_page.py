"""The guide's page in a real browser: self-checks, answered, finished, compared."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.web.guide_steps import (
    api,
    begun,
    checked,
    wide,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.usefixtures("no_companies"),
]


@wide
def test_a_self_check_is_answered_finished_and_drawn(page: Page, desk_site: str) -> None:
    key = begun(desk_site)
    page.goto(f"{desk_site}/guide/{key}/checks")
    page.fill("#check-title", "启动前自查")
    page.locator("#begin-check").click()
    checks = page.locator(".check")
    expect(checks.first).to_be_visible()
    for place, reply in enumerate(("是", "部分", "否", "不适用")):
        checks.nth(place).locator(".pick", has_text=reply).first.click()
    checks.nth(1).locator("textarea").fill("策划方案第三章")
    expect(page.locator("#answered")).to_contain_text("已答 4 /")
    expect(checks.nth(1).locator(".kept")).to_have_text("已保存")
    checks.nth(2).locator(".mark").click()
    expect(checks.nth(2).locator("blockquote")).not_to_be_empty()

    page.reload()
    expect(checks.nth(1).locator("textarea")).to_have_value("策划方案第三章")
    expect(checks.nth(2).get_by_label("否", exact=True)).to_be_checked()
    page.locator("#next-open").click()
    expect(checks.nth(4).get_by_label("是", exact=True)).to_be_focused()

    # evidence without an answer is not lost silently
    checks.nth(4).locator("textarea").fill("还没有回答")
    expect(checks.nth(4).locator(".kept")).to_contain_text("选了上面的回答")
    checks.nth(4).get_by_label("否", exact=True).check()
    expect(checks.nth(4).locator(".kept")).to_have_text("已保存")

    page.locator("#finish").click()
    expect(page.locator("dialog")).to_contain_text("没有回答")
    page.locator("#dialog-yes").click()
    expect(page.locator("h1")).to_have_text("启动前自查")
    expect(page.locator(".charts svg.main-svg").first).to_be_visible()
    expect(page.locator(".tile-value").first).to_have_text("25%")
    expect(page.locator(".numbers tbody tr").first.locator("td").nth(0)).to_have_text("1")
    gaps = page.locator(".gap-row")
    expect(gaps).to_have_count(3)
    expect(gaps.first.locator(".badge").first).to_have_text("否")
    expect(gaps.last.locator(".badge").first).to_have_text("部分")
    expect(gaps.first).to_contain_text("还没有做到")

    page.locator("#reopen").click()
    expect(checks.nth(2).get_by_label("否", exact=True)).to_be_checked()


@wide
def test_the_next_self_check_is_compared_and_weights_are_the_companys(
    page: Page, desk_site: str
) -> None:
    key = begun(desk_site)
    checked(desk_site, key, ["yes", "no", "no"], "第一次")
    second = checked(desk_site, key, ["no", "yes", "yes"], "第二次")
    page.goto(f"{desk_site}/guide/{key}/checks")
    expect(page.locator(".check-line h3")).to_have_text(["第二次", "第一次"])
    page.locator(".check-line h3 a").first.click()
    expect(page.locator(".tile-more")).to_contain_text("提高 34 个百分点")
    expect(page.locator(".comparison")).to_contain_text("进步2项")
    expect(page.locator(".charts svg.main-svg")).not_to_have_count(0)
    expect(page.locator(".trend-table tbody tr")).to_have_count(2)
    expect(page.locator(".gap-row").first).to_contain_text("退步")

    page.locator("#weights summary").click()
    inputs = page.locator(".weight input")
    assert all(one.input_value() == "" for one in inputs.all())  # no default is invented
    inputs.nth(0).fill("60")
    expect(page.locator("#save-weights")).to_be_disabled()
    expect(page.locator(".sums")).to_contain_text("差 40")
    inputs.nth(1).fill("40")
    page.locator("#save-weights").click()
    expect(page.locator("#no-weights")).to_be_visible()
    expect(page.locator(".tile-value").first).to_have_text("70%")
    assert api(desk_site).get(key).json()["weights"] == {"principle": 60, "process": 40}
    page.locator("#no-weights").click()
    expect(page.locator(".tile-value").first).to_have_text("67%")
    assert second in page.url


@wide
def test_two_windows_on_one_self_check_lose_nothing(
    page: Page, context: BrowserContext, desk_site: str
) -> None:
    key = begun(desk_site)
    made = api(desk_site).post(f"{key}/assessments", json={}).json()
    other = context.new_page()
    for one in (page, other):
        one.goto(f"{desk_site}/guide/{key}/checks/{made['id']}")
        one.locator(".check").first.wait_for()
    other.locator(".check").first.get_by_label("部分").check()
    expect(other.locator(".check .kept").first).to_have_text("已保存")
    page.locator(".check").first.get_by_label("是", exact=True).check()
    expect(page.locator(".conflict")).to_contain_text("部分")
    page.locator(".conflict [data-choose=theirs]").click()
    expect(page.locator(".conflict")).to_have_count(0)
    expect(page.locator(".check").first.get_by_label("部分")).to_be_checked()
