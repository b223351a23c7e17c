"""Servers on loopback and a browser that may ask nothing of any other host."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlparse

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from assistant.protocol import Assistant
from assistant.settings import Settings, load_settings
from tests.assistant.conftest import copy_library
from tests.web.library_assistant import LibraryAssistant

CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 375, "height": 812}
#: A busy machine builds pages slowly; nothing waits this long when all is well.
PATIENCE_MS = 60_000

expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def running(assistant: Assistant, settings: Settings) -> Iterator[str]:
    """The site over ``assistant`` on a free port of loopback, in a thread. Yields its address."""
    from assistant.web.server import address_of, listen
    from assistant.web.site import create_site

    with listen("127.0.0.1", 0) as listener:
        config = uvicorn.Config(
            create_site(assistant, settings), log_level="warning", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield address_of(listener)
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="session")
def site(library_data: Path) -> Iterator[str]:
    """Address of the site over the real service."""
    from assistant.service import open_assistant

    settings = load_settings(data_dir=library_data)
    assistant = open_assistant(settings, long_running=True)
    try:
        with running(assistant, settings) as address:
            yield address
    finally:
        assistant.close()


@pytest.fixture(scope="session")
def desk_site(library_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site over a copy of the library, whose companies and drafts tests change."""
    from assistant.service import open_assistant

    folder = copy_library(library_data, tmp_path_factory.mktemp("desks") / "data")
    settings = load_settings(data_dir=folder, evidence_file_mb=1)
    assistant = open_assistant(settings, long_running=True)
    try:
        with running(assistant, settings) as address:
            yield address
    finally:
        assistant.close()


@pytest.fixture
def no_companies(desk_site: str) -> None:
    """Forget the companies and drafts of the tests before."""
    with httpx.Client(base_url=f"{desk_site}/api/v1", headers={"X-CQO-Library": "1"}) as api:
        for place in ("guide/", "drafts/", "drafts/companies"):
            for one in api.get(place).json():
                api.delete(f"{place.rstrip('/')}/{one['id']}").raise_for_status()


@pytest.fixture
def small_assistant() -> LibraryAssistant:
    """A service of known answers, whose calls a test can count and hold."""
    return LibraryAssistant()


@pytest.fixture
def small_site(small_assistant: LibraryAssistant) -> Iterator[str]:
    """Address of the site over ``small_assistant``."""
    with running(small_assistant, load_settings()) as address:
        yield address


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser without a past. Fails the test when it asked another host for anything or a
    script failed. ``@pytest.mark.parametrize("context", [{...}], indirect=True)`` sets it up."""
    chosen = {"viewport": WIDE, "locale": "en-US", **getattr(request, "param", {})}
    made = chromium.new_context(**chosen)
    made.set_default_timeout(PATIENCE_MS)
    asked: list[str] = []
    failures: list[str] = []
    made.on("request", lambda one: asked.append(one.url))
    made.on("weberror", lambda one: failures.append(str(one.error)))
    made.on(
        "console", lambda one: failures.append(one.text) if "Content Security" in one.text else None
    )
    yield made
    made.close()
    hosts = {urlparse(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts <= {"127.0.0.1"}, f"the page asked other hosts: {hosts}"
    assert not failures


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def opened(page: Page, address: str) -> Page:
    """``page`` at the address, ready for a question."""
    page.goto(address)
    page.locator("#chat-log .log").wait_for()
    page.locator("#question textarea").wait_for()
    return page


def ask(page: Page, question: str, turn: int) -> None:
    """Send a question with Enter and wait until answer number ``turn`` is complete."""
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    answered(page, turn)


def answered(page: Page, turn: int) -> None:
    """Wait until answer number ``turn`` is complete and its sources are shown."""
    page.locator(f'.log[data-turns="{turn}"][data-busy="false"]').wait_for()
    page.locator(f"#turn-{turn} .answer-actions").wait_for()
    page.locator(f'#source-cards .cards[data-turn="{turn}"]').wait_for(state="attached")
