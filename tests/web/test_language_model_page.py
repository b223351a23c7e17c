"""The page with a language model behind it: no lie reaches it, a good wording is kept and marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant.service import open_assistant
from assistant.settings import load_settings
from tests.assistant.conftest import copy_library
from tests.openai_server import MODEL, OpenAIServer
from tests.scripted_answers import LIARS, SECRET, first_then_silence, fluent
from tests.web.conftest import answered, ask, opened, running

pytestmark = pytest.mark.browser
QUESTION = "聘任制度要明确哪些内容？"
#: Ids of conversations are random hexadecimal digits: a lie of four digits can stand in one by chance.
_RANDOM_ID = re.compile(r"\b[0-9a-f]{12,}\b")


@pytest.fixture(scope="module")
def model() -> Iterator[OpenAIServer]:
    with OpenAIServer(otherwise=fluent) as server:
        yield server


@pytest.fixture(scope="module")
def model_site(
    library_data: Path, tmp_path_factory: pytest.TempPathFactory, model: OpenAIServer
) -> Iterator[str]:
    """The site over the real service with the scripted model."""
    folder = copy_library(library_data, tmp_path_factory.mktemp("page") / "library")
    settings = load_settings(
        data_dir=folder,
        language_model=MODEL,
        language_model_url=model.url,
        language_model_timeout=20.0,
        language_model_retries=0,
    )
    assistant = open_assistant(settings, long_running=True)
    try:
        with running(assistant, settings) as address:
            yield address
    finally:
        assistant.close()


def test_a_good_wording_is_kept_marked_and_opens_its_clause(
    page: Page, model_site: str, model: OpenAIServer
) -> None:
    model.otherwise = fluent
    ask(opened(page, model_site), "企业首席质量官制度建设的原则是什么？", 1)
    statements = page.locator("#turn-1 .statement")
    assert statements.count() >= 1
    assert page.locator("#turn-1 .tag", has_text="转述").count() >= 1
    page.locator("#turn-1 .statement button").first.click()
    assert page.locator("#clause-reader mark").count() >= 1


def test_stopping_keeps_what_was_verified(page: Page, model_site: str, model: OpenAIServer) -> None:
    model.otherwise = first_then_silence
    opened(page, model_site)
    page.fill("#question textarea", QUESTION)
    page.press("#question textarea", "Enter")
    expect(page.locator("#turn-1 .statement")).to_have_count(1)
    said = page.locator("#turn-1 .statement").inner_text()
    page.click("#stop")
    answered(page, 1)
    assert page.locator("#turn-1 .statement").inner_text() == said
    expect(page.locator("#turn-1 .hints")).to_contain_text("已停止")
    assert model.left_early.wait(5)


@pytest.mark.parametrize("liar", LIARS, ids=lambda liar: liar.__name__)
def test_no_lie_reaches_the_page(
    liar: object, page: Page, model_site: str, model: OpenAIServer
) -> None:
    model.otherwise = liar  # type: ignore[assignment]
    ask(opened(page, model_site), QUESTION, 1)
    shown = _RANDOM_ID.sub("", page.content())
    for lie in ("8763", "2087", "拉萨市", "吊销营业执照", SECRET, "leak.example.org", "示例条例"):
        assert lie not in shown
    assert page.locator("#turn-1 .statement").count() >= 1, "the quotes remain"


def test_the_time_to_the_first_statement_stands_beside_the_whole(
    page: Page, model_site: str, model: OpenAIServer
) -> None:
    model.otherwise = fluent
    ask(opened(page, model_site), QUESTION, 1)
    expect(page.locator("#turn-1 .took")).to_have_text(
        re.compile(r"首句 \d+\.\d 秒，共 \d+\.\d 秒")
    )
    page.click("#language-switch")
    expect(page.locator("#turn-1 .took")).to_contain_text("first sentence")
