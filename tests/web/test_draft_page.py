"""The drafting page in a real browser: its lists and files, and how it stands on every screen."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.draft_steps import (
    blueprints,
    draft_of,
    made,
    on_a_phone,
    wide,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]


@wide
def test_a_file_that_this_server_cannot_write_is_greyed(page: Page, desk_site: str) -> None:
    def no_office(route: Route) -> None:
        route.fulfill(status=422, json={"error": "没有 LibreOffice，不能生成 PDF。"})

    page.route("**/file?format=pdf*", no_office)
    draft_of(page, desk_site, made(desk_site))
    page.locator("#open-download").click()
    page.locator("#format-pdf").check()
    page.locator("#download-file").click()
    expect(page.locator("#format-pdf")).to_be_disabled()
    expect(page.locator("#format-pdf-words")).to_contain_text("LibreOffice")
    expect(page.locator("#format-docx")).to_be_checked()


@wide
def test_drafts_are_listed_by_company_and_deleted_after_asking(
    page: Page, desk_site: str, no_companies: None
) -> None:
    page.goto(f"{desk_site}/draft")
    expect(page.locator(".empty h3")).to_have_text("还没有草稿")
    expect(page.locator(".card")).to_have_count(len(blueprints(desk_site)))
    made(desk_site)
    made(desk_site, company_name="示例建设工程有限公司", cqo_name="孙戊")
    page.reload()
    expect(page.locator(".draft-row")).to_have_count(2)
    page.locator("#company-filter").select_option("示例建设工程有限公司")
    expect(page.locator(".draft-row h3")).to_have_text(["关于聘任孙戊为首席质量官的决定"])
    assert "company=" in page.url
    page.locator(".draft-row").get_by_role("button").click()
    page.keyboard.press("Escape")
    expect(page.locator(".draft-row")).to_have_count(1)
    page.locator(".draft-row").get_by_role("button").click()
    page.locator("#dialog-yes").click()
    expect(page.locator(".draft-row")).to_have_count(0)
    assert len(httpx.get(f"{desk_site}/api/v1/drafts/").json()) == 1


@wide
def test_drafts_of_one_company_that_differ_are_named(
    page: Page, desk_site: str, no_companies: None
) -> None:
    made(desk_site)
    made(desk_site, "authorization-letter", cqo_name="王丁")
    page.goto(f"{desk_site}/draft")
    expect(page.locator(".differences")).to_contain_text("首席质量官姓名")
    expect(page.locator(".differences")).to_contain_text("王丁")
    page.locator(".differences a", has_text="李乙").first.click()
    expect(page.locator("#side-consistency")).to_contain_text("王丁")


@wide
def test_the_page_is_used_with_the_keyboard(page: Page, desk_site: str) -> None:
    draft_of(page, desk_site, made(desk_site))
    item = page.locator('[data-item="effective_date"] .open-label')
    item.focus()
    page.keyboard.press("Enter")
    blank = page.locator('.run-blank[data-fact="effective_date"]').first
    expect(blank).to_be_focused()
    expect(blank).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#edit-fact-effective_date")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(blank).to_be_focused()
    outline = blank.evaluate("(one) => getComputedStyle(one).outlineStyle")
    assert outline == "solid"


@wide
def test_the_page_speaks_one_language_at_a_time(page: Page, desk_site: str) -> None:
    view = made(desk_site)
    for path in ("", "/new/appointment-letter", f"/{view['id']}"):
        page.goto(f"{desk_site}/draft{path}")
        page.locator("main h1").wait_for()
        words = page.evaluate(
            """() => [...document.querySelectorAll("#draft-header, main :is(h1, h2, h3, button, label, legend,"
                + " summary, .badge, .lead, .hint, .field-help), [aria-label], [title], [placeholder]")]
                .flatMap((one) => [one.innerText, ...["aria-label", "title", "placeholder"]
                    .map((name) => one.getAttribute(name) || "")]).join(" ")"""
        )
        found = set(re.findall(r"[A-Za-z]{2,}", words))
        assert found <= {"English", "DOCX", "PDF", "Word", "Markdown"}, found
    page.locator("#language-switch").click()
    expect(page.locator("#open-download")).to_have_text("Download")
    page.locator("#chat-link").click()
    expect(page.locator("#chat-log .log")).to_have_attribute("lang", "en")


@wide
def test_the_pages_lead_to_each_other(page: Page, desk_site: str) -> None:
    page.goto(desk_site)
    page.locator("#draft-link a").click()
    expect(page.locator("main h1")).to_have_text("起草")
    page.locator("#library-link").click()
    page.locator("#library h1").wait_for()
    page.locator("#draft-link").click()
    expect(page.locator("main h1")).to_have_text("起草")
    page.goto(f"{desk_site}/draft/there-is-no-such-draft")
    expect(page.locator(".problem")).to_be_visible()
    page.locator(".back a").click()
    expect(page.locator(".cards").first).to_be_visible()


@on_a_phone
def test_nothing_is_wider_than_a_phone_and_a_finger_hits_it(page: Page, desk_site: str) -> None:
    view = made(desk_site, "planning-scheme")
    for path in ("", "/new/planning-scheme", f"/{view['id']}"):
        page.goto(f"{desk_site}/draft{path}")
        page.locator("main h1").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, summary, select, .pick, .tool,"
                + " input:not([type=checkbox], [type=radio], .calendar)")]
                .filter((one) => one.checkVisibility() && !one.closest(".chips"))
                .map((one) => [one.id || one.className, Math.round(one.getBoundingClientRect().height)])
                .filter(([, height]) => height && height < 40)"""
        )
        assert small == [], path
    page.locator(".run-blank[data-fact]").first.tap()
    expect(page.locator("dialog")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_what_the_page_may_load_and_run(desk_site: str) -> None:
    for path in ("/draft", "/draft/x", "/draft/new/appointment-letter"):
        first, second = httpx.get(desk_site + path), httpx.get(desk_site + path)
        policy = first.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        nonce = re.search(r"'nonce-([\w-]+)'", policy)
        assert nonce is not None
        assert nonce.group(1) not in second.text
        assert not re.findall(r"//([\w.-]+\.\w+)", first.text)
    foreign = httpx.get(desk_site + "/draft", headers={"Host": "evil.example"})
    assert foreign.status_code == 403
