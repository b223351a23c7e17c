"""How the page stands: on a phone, for a keyboard, in Chinese throughout."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import PHONE, ask, opened

pytestmark = pytest.mark.browser

on_a_phone = pytest.mark.parametrize(
    "context", [{"viewport": PHONE, "has_touch": True, "is_mobile": True}], indirect=True
)


def overflow(page: Page) -> int:
    """Pixels by which something is wider than the window."""
    width: int = page.evaluate(
        """() => Math.max(document.documentElement.scrollWidth - innerWidth,
            ...[...document.querySelectorAll("#chat-log, #source-cards, #clause-reader, #composer")]
                .map((one) => one.scrollWidth - one.clientWidth))"""
    )
    return width


@on_a_phone
def test_nothing_is_wider_than_a_phone(page: Page, site: str) -> None:
    opened(page, site)
    assert overflow(page) <= 0
    questions = ["“八个一”行动包括哪些内容？", "比较湖北和漳州的任职条件", "标准号是多少？"]
    for turn, question in enumerate([*questions, "任职条件" + "A" * 200 + "？"], start=1):
        ask(page, question, turn)
        assert overflow(page) <= 0, question
    page.locator("#turn-1 .mark").first.click()
    expect(page.locator("#sources-panel")).to_be_in_viewport()
    assert overflow(page) <= 0


@on_a_phone
def test_sources_are_a_sheet_that_opens_and_closes(page: Page, site: str) -> None:
    opened(page, site)
    ask(page, "“八个一”行动包括哪些内容？", 1)
    panel = page.locator("#sources-panel")
    expect(panel).to_be_hidden()
    mark = page.locator("#turn-1 .mark").first
    mark.tap()
    expect(panel).to_be_visible()
    expect(page.locator("#clause-reader mark").first).to_be_in_viewport()
    page.locator("#sources-close").tap()
    expect(panel).to_be_hidden()
    expect(mark).to_be_focused()
    page.locator("#turn-1 .show-sources").tap()
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    mark.tap()
    page.locator("#source-cards .quote").first.tap()
    expect(panel).to_be_hidden()
    expect(page.locator("#turn-1 .statement.lit").first).to_be_in_viewport()


@on_a_phone
def test_a_finger_hits_every_control(page: Page, site: str) -> None:
    opened(page, site)
    ask(page, "“八个一”行动包括哪些内容？", 1)
    page.locator("#turn-1 .show-sources").tap()
    page.locator("#clause-reader .reader").wait_for()
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, textarea, #region input")]
            .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.matches(".mark"))
            .map((one) => [one.id || one.className, Math.round(one.getBoundingClientRect().height)])
            .filter(([, height]) => height && height < 40)"""
    )
    assert small == []
    reach = page.evaluate(
        """() => { const mark = document.querySelector("#turn-1 .mark");
            return mark.getBoundingClientRect().height
                - 2 * parseFloat(getComputedStyle(mark, "::after").top); }"""
    )
    assert reach >= 36  # within a line of text, the lines above and below keep their own


def test_the_chinese_page_speaks_chinese(page: Page, site: str) -> None:
    opened(page, site)
    ask(page, "标准由谁牵头起草？", 1)
    words = page.evaluate(
        """() => [document.body.innerText, document.title,
            ...[...document.querySelectorAll("[aria-label], [title], [placeholder]")].flatMap((one) =>
                ["aria-label", "title", "placeholder"].map((name) => one.getAttribute(name) || ""))]"""
    )
    found = set(re.findall(r"[A-Za-z]{2,}", " ".join(words)))
    assert found <= {"English", "Enter", "Shift", "GB", "DB"}, found
    expect(page.locator("footer")).to_have_count(0)


def test_every_control_can_be_reached_and_has_a_name(page: Page, site: str) -> None:
    opened(page, site)
    ask(page, "标准由谁牵头起草？", 1)
    page.locator("#question textarea").focus()
    reached: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.id || document.activeElement.className")
        )
    for control in ("send", "new-conversation", "export-conversation", "language-switch", "mark"):
        assert control in reached
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, input, textarea")]
            .filter((one) => one.checkVisibility() && !(one.innerText || "").trim()
                && !one.getAttribute("aria-label") && !(one.labels || []).length)
            .map((one) => one.outerHTML)"""
    )
    assert nameless == []
    for role, name in (("log", "问答"), ("complementary", "依据"), ("combobox", "地区")):
        expect(page.get_by_role(role, name=name)).to_be_visible()  # type: ignore[arg-type]


def test_every_elem_id_in_the_manual_is_on_the_page(page: Page, site: str, repository) -> None:  # type: ignore[no-untyped-def]
    opened(page, site)
    manual = (repository / "docs" / "web.md").read_text("utf-8")
    promised = re.findall(r"^\| `#([a-z-]+)`", manual, re.MULTILINE)
    assert len(promised) > 10
    for elem_id in promised:
        assert page.locator(f"#{elem_id}").count() == 1, elem_id
    on_page = page.evaluate(
        """() => [...document.querySelectorAll("gradio-app [id]")].map((one) => one.id)
            .filter((id) => id && !/^(html-|turn-|c\\d|range_id|component-)/.test(id))"""
    )
    assert set(on_page) <= set(promised)
