"""The buttons under an answer: anew, edit and ask again, versions, stop, verdicts; the enterprise panel."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assistant.answering.models import Answer
from tests.web.conftest import answered, ask, opened
from tests.web.library_assistant import LibraryAssistant

pytestmark = pytest.mark.browser

INPUT = "#question textarea"


class StoppedAssistant(LibraryAssistant):
    """Shows its first statement, then waits until it is stopped."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()

    def stream(self, question: str, **options: Any) -> Iterator[Answer]:
        for number, answer in enumerate(super().stream(question, **options)):
            yield answer
            if number == 0:
                self.go_on.wait(20)

    def stop(self, conversation: str) -> bool:
        self.go_on.set()
        return super().stop(conversation)


def test_an_answer_is_made_anew_and_the_old_one_paged_to(
    page: Page, small_site: str, small_assistant: LibraryAssistant
) -> None:
    opened(page, small_site)
    ask(page, "建设流程分哪几步？", 1)
    ask(page, "标准号是多少？", 2)
    expect(page.locator("#turn-1 .edit-question")).to_have_count(0)  # only the last question
    page.click("#turn-1 .answer-again")
    expect(page.locator("#turn-1 .version-shown")).to_have_text("2/2")
    expect(page.locator("#turn-2 .question")).to_contain_text("标准号是多少？")
    page.click("#turn-1 .version-before")
    expect(page.locator("#turn-1 .version-shown")).to_have_text("1/2")
    expect(page.locator("#turn-1 .version-before")).to_be_disabled()
    page.reload()
    expect(page.locator("#turn-1 .version-shown")).to_have_text("1/2")
    assert [turn.versions for turn in small_assistant.turns("c1")] == [2, 1]


def test_the_last_question_is_edited_and_its_old_version_kept(page: Page, small_site: str) -> None:
    opened(page, small_site)
    ask(page, "建设流程分哪几步？", 1)
    page.click("#turn-1 .edit-question")
    expect(page.locator(INPUT)).to_have_value("建设流程分哪几步？")
    expect(page.locator(INPUT)).to_be_focused()
    page.click(".edit-cancel")
    expect(page.locator(".editing")).to_have_count(0)
    expect(page.locator(INPUT)).to_have_value("")
    page.click("#turn-1 .edit-question")
    expect(page.locator(".editing")).to_be_visible()
    page.fill(INPUT, "湖北对任职条件怎么规定？")
    page.press(INPUT, "Enter")
    expect(page.locator("#turn-1 .version-shown")).to_have_text("2/2")
    expect(page.locator("#turn-1 .question")).to_contain_text("湖北")
    expect(page.locator("#source-cards .card").first).to_contain_text("湖北")
    expect(page.locator(".turn")).to_have_count(1)
    page.click("#turn-1 .version-before")
    expect(page.locator("#turn-1 .question")).to_contain_text("建设流程")
    expect(page.locator("#source-cards .card").first).to_contain_text("六（二）")


def test_a_verdict_with_a_line_and_a_wrong_citation(
    page: Page, small_site: str, small_assistant: LibraryAssistant
) -> None:
    opened(page, small_site)
    ask(page, "建设流程分哪几步？", 1)
    expect(page.locator("#turn-1 .remark")).to_have_count(0)
    useless = page.locator("#turn-1 [data-verdict=useless].verdict")
    useless.click()
    expect(useless).to_have_attribute("aria-pressed", "true")
    page.fill("#turn-1 .remark input", "<b>没写几步</b>")
    page.press("#turn-1 .remark input", "Enter")
    expect(page.locator("#turn-1 .remark-state")).to_have_text("说明已保存。")
    wrong = page.locator("#source-cards .wrong-citation").first
    wrong.click()
    expect(wrong).to_have_attribute("aria-pressed", "true")
    (turn,) = small_assistant.turns("c1")
    assert (turn.verdict, turn.note) == ("useless", "<b>没写几步</b>")
    assert turn.wrong == {turn.answer.citations[0].clause_id}
    page.reload()
    expect(page.locator("#turn-1 .remark input")).to_have_value("<b>没写几步</b>")
    wrong.click()
    expect(wrong).to_have_attribute("aria-pressed", "false")
    useless.click()
    expect(page.locator("#turn-1 .remark")).to_have_count(0)
    assert small_assistant.turns("c1")[0].verdict is None


def test_what_is_said_of_the_enterprise_is_seen_edited_and_cleared(
    page: Page, small_site: str, small_assistant: LibraryAssistant
) -> None:
    opened(page, small_site)
    ask(page, "我们是200人的注塑厂，在佛山，考核怎么做？", 1)
    expect(page.locator("#profile .profile-told")).to_have_text("佛山 · 200人 · 注塑厂")
    page.click("#profile summary")
    expect(page.locator("#profile .profile-origin").first).to_contain_text("佛山")
    page.fill("#profile [name=headcount]", "210人")
    page.click("#profile-save")
    expect(page.locator("#profile .profile-told")).to_have_text("佛山 · 210人 · 注塑厂")
    page.reload()
    expect(page.locator("#profile .profile-told")).to_have_text("佛山 · 210人 · 注塑厂")
    ask(page, "建设流程分哪几步？", 2)
    profile = small_assistant.profiles[-1]
    assert profile is not None
    assert profile.told() == ("佛山", "210人", "注塑厂")
    page.click("#profile summary")
    page.click("#profile-clear")
    expect(page.locator("#profile .profile-told")).to_have_count(0)
    stored = page.evaluate("JSON.stringify(localStorage)")
    assert "注塑" not in stored
    page.click("#turn-2 .answer-again")
    expect(page.locator("#turn-2 .version-shown")).to_have_text("2/2")
    assert small_assistant.profiles[-1] is not None
    assert small_assistant.profiles[-1].told() == ()


class TestStopping:
    @pytest.fixture
    def small_assistant(self) -> StoppedAssistant:
        return StoppedAssistant()

    def test_an_answer_that_is_being_written_is_stopped(
        self, page: Page, small_site: str, small_assistant: StoppedAssistant
    ) -> None:
        opened(page, small_site)
        expect(page.locator("#stop")).to_be_hidden()
        page.fill(INPUT, "聘任制度要写明哪些内容？")
        page.press(INPUT, "Enter")
        expect(page.locator("#turn-1 .statement")).to_have_count(1)
        expect(page.locator("#turn-1 .answer-again")).to_have_count(0)
        page.click("#stop")
        answered(page, 1)
        assert small_assistant.stopped == ["c1"]
        expect(page.locator("#stop")).to_be_hidden()
        expect(page.locator("#turn-1 .answer-again")).to_be_visible()
