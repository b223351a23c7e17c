"""The input: keys, Chinese input methods, double clicks, bad input, text that looks like HTML."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assistant.answering.models import Answer
from tests.web.conftest import answered, ask, opened
from tests.web.library_assistant import LibraryAssistant

pytestmark = pytest.mark.browser

INPUT = "#question textarea"


class HeldAssistant(LibraryAssistant):
    """Answers when it is told to, and counts how often it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()
        self.asked: list[str] = []

    def stream(self, question: str, **options: Any) -> Iterator[Answer]:
        self.asked.append(question)
        self.go_on.wait(20)
        yield from super().stream(question, **options)


@pytest.fixture
def small_assistant() -> HeldAssistant:
    return HeldAssistant()


def test_shift_enter_breaks_the_line_and_enter_sends(
    page: Page, small_site: str, small_assistant: HeldAssistant
) -> None:
    small_assistant.go_on.set()
    opened(page, small_site)
    page.fill(INPUT, "聘任制度")
    page.press(INPUT, "Shift+Enter")
    page.type(INPUT, "要写明哪些内容？")
    expect(page.locator(INPUT)).to_have_value("聘任制度\n要写明哪些内容？")
    page.press(INPUT, "Enter")
    answered(page, 1)
    assert small_assistant.asked == ["聘任制度\n要写明哪些内容？"]
    expect(page.locator(INPUT)).to_have_value("")


def test_enter_that_ends_chinese_input_does_not_send(
    page: Page, small_site: str, context: BrowserContext, small_assistant: HeldAssistant
) -> None:
    small_assistant.go_on.set()
    opened(page, small_site)
    page.focus(INPUT)
    keyboard = context.new_cdp_session(page)
    composing = {"selectionStart": 5, "selectionEnd": 5}
    keyboard.send("Input.imeSetComposition", {"text": "pinre", **composing})
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter})
    keyboard.send("Input.insertText", {"text": "聘任制度要写明什么？"})
    # Safari ends the composition before the key: only the key code says what it was.
    page.evaluate(
        """selector => document.querySelector(selector).dispatchEvent(new KeyboardEvent("keydown",
            {key: "Enter", keyCode: 229, bubbles: true, cancelable: true}))""",
        INPUT,
    )
    page.evaluate(
        """selector => document.querySelector(selector).dispatchEvent(new KeyboardEvent("keydown",
            {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))""",
        INPUT,
    )
    expect(page.locator(INPUT)).to_have_value("聘任制度要写明什么？")
    expect(page.locator(".welcome")).to_be_visible()
    assert small_assistant.asked == []
    page.press(INPUT, "Enter")
    answered(page, 1)
    assert small_assistant.asked == ["聘任制度要写明什么？"]


def test_a_double_click_asks_once_and_shows_that_it_searches(
    page: Page, small_site: str, small_assistant: HeldAssistant
) -> None:
    opened(page, small_site)
    page.fill(INPUT, "建设流程分哪几步？")
    page.dblclick("#send")
    expect(page.locator("#turn-1 .searching")).to_have_text("正在检索资料库…")
    expect(page.locator(INPUT)).to_have_value("")
    small_assistant.go_on.set()
    answered(page, 1)
    expect(page.locator(".turn")).to_have_count(1)
    assert small_assistant.asked == ["建设流程分哪几步？"]


def test_an_empty_question_is_not_sent(
    page: Page, small_site: str, small_assistant: HeldAssistant
) -> None:
    opened(page, small_site)
    page.fill(INPUT, "  ")
    page.click("#send")
    page.press(INPUT, "Enter")
    expect(page.locator(".welcome")).to_be_visible()
    assert small_assistant.asked == []


def test_what_is_typed_while_an_answer_comes_is_kept(
    page: Page, small_site: str, small_assistant: HeldAssistant
) -> None:
    opened(page, small_site)
    page.fill(INPUT, "建设流程分哪几步？")
    page.press(INPUT, "Enter")
    page.locator(".searching").wait_for()
    page.fill(INPUT, "下一个问题")
    small_assistant.go_on.set()
    answered(page, 1)
    expect(page.locator(INPUT)).to_have_value("下一个问题")


def test_bad_input_is_one_line_in_the_chat_and_the_question_stays(page: Page, site: str) -> None:
    opened(page, site)
    for question, said in (("？！……", "标点"), ("首席质量官" * 1000, "上限")):
        page.fill(INPUT, question)
        page.press(INPUT, "Enter")
        expect(page.locator(".log .problem")).to_contain_text(said)
        expect(page.locator('.log[data-busy="false"]')).to_be_visible()
        expect(page.locator(INPUT)).to_have_value(question)
        assert "\n" not in page.locator(".log .problem").inner_text()
    ask(page, "标准由谁牵头起草？", 1)
    expect(page.locator(".log .problem")).to_have_count(0)


@pytest.mark.parametrize(
    "question",
    [
        '<img src=x onerror="window.harmed=1"> 任职条件？',
        "<script>window.harmed=1</script> 任职条件？",
        "[点我](javascript:window.harmed=1) **任职条件** ${window.harmed=1} {{7*7}}？",
    ],
)
def test_markup_in_a_question_is_shown_not_run(page: Page, site: str, question: str) -> None:
    opened(page, site)
    ask(page, question, 1)
    shown = page.locator("#turn-1 .question")
    assert question in shown.inner_text()
    assert page.locator("#turn-1 :is(img, script, a, strong)").count() == 0
    assert page.evaluate("window.harmed") is None
    page.reload()
    expect(page.locator("#turn-1 .question")).to_contain_text(question)
    page.click("#conversations-button")
    expect(page.locator("#conversation-list [data-conversation]")).to_be_visible()
    assert page.locator("#conversation-list :is(img, script, a, strong)").count() == 0
    assert page.evaluate("window.harmed") is None


def test_a_lost_server_is_said_in_the_language_of_the_page(
    page: Page, small_site: str, context: BrowserContext
) -> None:
    opened(page, small_site)
    context.set_offline(True)
    page.fill(INPUT, "还在吗？")
    page.press(INPUT, "Enter")
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator("#offline")).to_contain_text("连接断开")
    expect(page.locator(INPUT)).to_have_value("还在吗？")
