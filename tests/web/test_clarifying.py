"""What the product asks back stands on the page as buttons, for the mouse, the keys and a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant.service import open_assistant
from assistant.settings import load_settings
from tests.assistant.conftest import copy_library
from tests.assistant.imported_texts import bring_in
from tests.web.conftest import PHONE, answered, ask, opened, running

pytestmark = pytest.mark.browser
QUESTION = "首席质量官要什么学历？"
ASKED = "#turn-1 .clarify"


@pytest.fixture(scope="module")
def several_site(library_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site over a library in which two texts have a 第二条."""
    folder = tmp_path_factory.mktemp("several")
    settings = load_settings(data_dir=copy_library(library_data, folder / "library"))
    assistant = open_assistant(settings, long_running=True)
    for key, city in (("foshan", "佛山"), ("wuhan", "武汉")):
        text = f"{city}市首席质量官测试办法\n\n第一条 总则。\n\n第二条 {city}的测试每年一次。\n"
        bring_in(assistant, folder, {key: text}, region=city)
    try:
        with running(assistant, settings) as address:
            yield address
    finally:
        assistant.close()


@pytest.mark.parametrize("context", [{}, {"viewport": PHONE}], indirect=True)
def test_the_text_is_asked_for_first_and_chosen_with_the_mouse(
    page: Page, several_site: str
) -> None:
    ask(opened(page, several_site), "第二条是什么？", 1)
    asked = page.get_by_role("group", name="您问的是哪份文件的“第二条”？")
    expect(asked).to_be_visible()
    quote = page.locator("#turn-1 .statement").first
    asked_box, quote_box = asked.bounding_box(), quote.bounding_box()
    assert asked_box is not None
    assert quote_box is not None
    assert asked_box["y"] < quote_box["y"]
    button = asked.get_by_role("button", name="武汉市首席质量官测试办法")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    button.click()
    answered(page, 2)
    expect(page.locator("#turn-2 .question")).to_contain_text(
        "《武汉市首席质量官测试办法》第二条是什么？"
    )
    expect(page.locator("#turn-2 .statement")).to_have_count(1)
    expect(page.locator("#turn-2")).to_contain_text("武汉的测试每年一次")
    expect(page.locator("#turn-2 .clarify")).to_have_count(0)
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0


def test_the_place_is_asked_for_below_and_chosen_with_the_keys(page: Page, site: str) -> None:
    ask(opened(page, site), QUESTION, 1)
    expect(page.locator(f"{ASKED} h3")).to_have_text("您的企业在哪个地区？")
    expect(page.locator("#turn-1 .missing")).to_contain_text("没有广东首席质量官的学历要求")
    button = page.locator(ASKED).get_by_role("button", name="漳州")
    button.focus()
    page.keyboard.press("Enter")
    answered(page, 2)
    expect(page.locator("#turn-2 .question")).to_contain_text("漳州首席质量官要什么学历？")
    expect(page.locator("#turn-2 .lead").first).to_contain_text("漳州")
    expect(page.locator("#turn-2 .clarify")).to_have_count(0)


def test_the_place_may_be_typed_in_a_word(page: Page, site: str) -> None:
    ask(opened(page, site), QUESTION, 1)
    ask(page, "我们在漳州", 2)
    expect(page.locator("#turn-2 .understood")).to_contain_text("漳州首席质量官要什么学历")
    expect(page.locator("#turn-2 .lead").first).to_contain_text("漳州")


def test_a_chosen_region_is_not_asked_for(page: Page, site: str) -> None:
    opened(page, site)
    page.click("#region input")
    page.get_by_role("option", name="广东", exact=True).click()
    ask(page, QUESTION, 1)
    expect(page.locator(ASKED)).to_have_count(0)


def test_a_city_of_guangdong_says_whose_text_it_is(page: Page, site: str) -> None:
    opened(page, site)
    page.click("#region input")
    page.get_by_role("option", name="广州", exact=True).click()
    ask(page, "建设流程分哪几步？", 1)
    expect(page.locator("#turn-1 .statement")).not_to_have_count(0)
    expect(page.locator("#turn-1 .hints")).to_contain_text("以上依据的是广东（省级）的文件")


def test_what_was_asked_back_is_there_after_a_reload(page: Page, site: str) -> None:
    ask(opened(page, site), QUESTION, 1)
    page.reload()
    expect(page.locator(f"{ASKED} button").first).to_be_enabled()


@pytest.mark.parametrize("context", [{}, {"viewport": PHONE}], indirect=True)
def test_a_request_to_draft_is_offered_before_its_basis_and_leads_to_the_form(
    page: Page, several_site: str
) -> None:
    ask(opened(page, several_site), "帮我写一份聘任书", 1)
    offer = page.get_by_role("link", name="开始起草聘任书")
    quote = page.locator("#turn-1 .statement").first
    offer_box, quote_box = offer.bounding_box(), quote.bounding_box()
    assert offer_box is not None
    assert quote_box is not None
    assert offer_box["y"] < quote_box["y"]
    offer.click()
    page.wait_for_url("**/draft/new/appointment-letter?conversation=*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("聘任书")
