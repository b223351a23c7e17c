"""A conversation goes on: follow-ups, reloads, earlier ones, export, languages, regions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.web.conftest import ask, opened

pytestmark = pytest.mark.browser


def test_a_follow_up_is_completed_from_the_conversation(page: Page, site: str) -> None:
    opened(page, site)
    ask(page, "湖北的任职条件是什么？", 1)
    ask(page, "漳州呢？", 2)
    expect(page.locator("#turn-2 .understood")).to_contain_text("漳州")
    expect(page.locator("#turn-2 .understood")).to_contain_text("任职条件")
    expect(page.locator("#source-cards .card").first).to_contain_text("漳州")


def test_a_reload_continues_the_conversation(page: Page, site: str) -> None:
    opened(page, site)
    ask(page, "湖北的任职条件是什么？", 1)
    said = page.locator("#turn-1 .answer .group").inner_text()
    page.reload()
    expect(page.locator("#turn-1 .answer .group")).to_have_text(said, use_inner_text=True)
    page.locator('#source-cards .cards[data-turn="1"]').wait_for()
    ask(page, "漳州呢？", 2)
    expect(page.locator("#turn-2 .understood")).to_contain_text("任职条件")


def test_a_new_conversation_begins_empty_and_the_earlier_one_comes_back(
    page: Page, site: str
) -> None:
    opened(page, site)
    ask(page, "标准由谁牵头起草？", 1)
    page.click("#new-conversation")
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".sources-empty")).to_be_visible()
    expect(page.locator("#conversation-list")).to_be_hidden()
    page.click("#conversations-button")
    page.locator("#conversation-list [data-conversation]").click()
    expect(page.locator("#turn-1 .question")).to_contain_text("标准由谁牵头起草？")
    expect(page.locator("#conversation-list")).to_be_hidden()


def test_another_browser_does_not_see_the_conversation(
    page: Page, site: str, context: BrowserContext
) -> None:
    opened(page, site)
    ask(page, "标准由谁牵头起草？", 1)
    assert context.browser is not None
    other = context.browser.new_context().new_page()
    opened(other, site)
    other.click("#conversations-button")
    expect(other.locator("#conversation-list")).to_contain_text("还没有对话")
    other.context.close()


def test_the_conversation_is_exported_to_markdown(page: Page, site: str) -> None:
    opened(page, site)
    page.click("#export-conversation")
    expect(page.get_by_role("alert").filter(has_text="还没有对话可以导出")).to_be_visible()
    ask(page, "标准由谁牵头起草？", 1)
    with page.expect_download() as download:
        page.click("#export-conversation")
    assert re.fullmatch(r"质官助手-对话-\d{4}-\d\d-\d\d\.md", download.value.suggested_filename)
    text = Path(download.value.path()).read_text("utf-8")
    assert "标准由谁牵头起草？" in text
    assert "〔编制说明" in text


@pytest.mark.parametrize(
    "context", [{"permissions": ["clipboard-read", "clipboard-write"]}], indirect=True
)
def test_the_answer_is_copied_with_its_marks(page: Page, site: str) -> None:
    opened(page, site)
    ask(page, "标准由谁牵头起草？", 1)
    page.click("#turn-1 .copy-answer")
    expect(page.locator("#turn-1 .copy-answer")).to_have_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert page.locator("#turn-1 .mark").first.inner_text() in copied


def test_english_and_back_keeps_the_conversation_and_is_remembered(page: Page, site: str) -> None:
    opened(page, site)
    ask(page, "标准由谁牵头起草？", 1)
    page.click("#language-switch")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".brand h1")).to_have_text("CQO Assistant")
    expect(page.locator("#send")).to_have_text("Send")
    expect(page.locator("#question textarea")).to_have_attribute(
        "placeholder", "Ask in your own words"
    )
    expect(page.locator("#source-cards .badge").first).to_be_visible()
    expect(page.locator(".cards-heading")).to_have_text("Sources of answer 1")
    page.reload()
    expect(page.locator("#send")).to_have_text("Send")
    page.click("#language-switch")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("#send")).to_have_text("发送")
    expect(page.locator("#turn-1 .question")).to_contain_text("标准由谁牵头起草？")


def test_a_region_is_chosen_and_remembered(page: Page, site: str) -> None:
    opened(page, site)
    page.click("#region input")
    page.get_by_role("option", name="湖北").click()
    expect(page.locator("#region input")).to_have_value("湖北")
    ask(page, "任职条件是什么？", 1)
    expect(page.locator("#source-cards .badge-region").first).to_have_text("湖北")
    page.reload()
    expect(page.locator("#region input")).to_have_value("湖北")


@pytest.mark.parametrize("context", [{"color_scheme": "dark"}], indirect=True)
def test_dark_follows_the_system_and_can_be_switched(page: Page, site: str) -> None:
    opened(page, site)
    expect(page.locator("body")).to_have_class(re.compile(r"\bdark\b"))
    page.click("#theme-switch")
    expect(page.locator("body")).not_to_have_class(re.compile(r"\bdark\b"))
    page.reload()
    page.locator(".welcome").wait_for()
    expect(page.locator("body")).not_to_have_class(re.compile(r"\bdark\b"))
    page.click("#theme-switch")
    page.emulate_media(color_scheme="light")
    expect(page.locator("body")).not_to_have_class(re.compile(r"\bdark\b"))
