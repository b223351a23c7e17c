"""The guide's interview in the chat, in a real browser; and the guide's buttons and links under answers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.conftest import answered, ask, opened
from tests.web.guide_steps import COMPANY, answer_of, api, begun

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.usefixtures("no_companies"),
]

OTHER = "示例家政服务有限公司"
PHONE = {"viewport": {"width": 375, "height": 812}, "has_touch": True, "is_mobile": True}
on_a_phone = pytest.mark.parametrize("context", [PHONE], indirect=True)


def card(page: Page, turn: int) -> Locator:
    """What the interview asks below that answer."""
    return page.locator(f"#turn-{turn} .asking")


def press(page: Page, name: str, turn: int) -> Locator:
    """Press a button of what is asked below answer ``turn``; what is asked then."""
    card(page, turn).get_by_role("button", name=name, exact=True).click()
    answered(page, turn + 1)
    return card(page, turn + 1)


def say(page: Page, words: str, turn: int) -> Locator:
    ask(page, words, turn)
    return card(page, turn)


def key_of(site: str, company: str = COMPANY) -> str:
    ways = {one["company"]: one["company_id"] for one in api(site).get("").json()}
    return str(ways[company])


def test_a_newcomer_is_led_from_a_wish_to_the_plan(page: Page, desk_site: str) -> None:
    opened(page, desk_site)
    asked = say(page, "我想从头建首席质量官制度，带我做", 1)
    expect(asked).to_contain_text("请写企业全称")
    asked = say(page, COMPANY, 2)
    assert api(desk_site).get("").json() == []  # nothing before a person confirms
    asked = press(page, "开始访谈", 2)
    expect(asked.locator(".asking-place")).to_contain_text("第1题，共10题 · 第1项，共6项")
    expect(asked.locator("h3")).to_contain_text("先认识一下企业")
    expect(asked.locator(".asking-why")).to_contain_text("名称会写进每一份文件")
    expect(page.locator("#turn-1 .asking")).to_have_count(0)  # only the last one can be answered

    # why it is asked rests on clauses, which open as everywhere
    asked.locator(".mark").first.click()
    expect(page.locator("#clause-reader mark").first).to_be_visible()
    expect(asked.locator(".asking-why")).to_have_class(re.compile(r"\blit\b"))

    asked = say(page, "火星", 4)
    expect(page.locator("#turn-4 .plain")).to_contain_text("地名表里没有“火星”")
    asked = say(page, "佛山", 5)
    expect(asked.locator(".asking-item")).to_contain_text("行业")
    say(page, "什么是聘任？", 6)  # answered with citations, the open question below
    expect(page.locator("#turn-6 .group .statement").first).to_be_visible()
    expect(card(page, 6).locator(".asking-item")).to_contain_text("行业")
    asked = say(page, "小家电制造", 7)
    asked = press(page, "产品制造", 7)
    key = key_of(desk_site)
    assert answer_of(desk_site, key, "sector") == "product"

    # a reload loses nothing
    page.reload()
    expect(card(page, 8).locator(".asking-item")).to_contain_text("企业规模")
    press(page, "小型", 8)
    asked = press(page, "跳过这一题", 9)
    expect(asked.locator("h3")).to_contain_text("现在质量由谁管")
    asked = press(page, "跳过这一题", 10)

    # a row of a table is filled in and sent with Enter
    fields = asked.locator(".asking-row input")
    fields.nth(0).fill("客诉率|月")
    fields.nth(2).fill("每月不超过2件")
    fields.nth(2).press("Enter")
    answered(page, 12)
    expect(card(page, 12).locator(".asking-present")).to_contain_text("客诉率／月")
    press(page, "没有了", 12)
    for turn in (13, 14, 15):
        asked = press(page, "跳过这一题", turn)

    # several of a list
    asked.get_by_label("建议权").check()
    asked.get_by_label("质量否决权").check()
    asked = press(page, "就选这些", 16)
    assert answer_of(desk_site, key, "powers") == ["suggest", "veto"]
    for turn in (17, 18, 19, 20):
        asked = press(page, "跳过这一题", turn)

    # the answers once more, one corrected; the day, and the plan that is confirmed
    asked.get_by_role("button", name="更正“行业”").click()
    answered(page, 22)
    asked = say(page, "小家电", 23)
    expect(asked.locator(".asking-given")).to_contain_text("小家电")
    press(page, "没有要改的，定开始日期", 23)
    asked = say(page, "2026-10-01", 25)
    expect(page.locator("#turn-25 .hints")).to_contain_text("不是工作日")
    assert api(desk_site).get(key).json()["start"] is None
    press(page, "排出计划", 25)
    assert api(desk_site).get(key).json()["start"] == "2026-10-01"
    page.locator("#turn-26").get_by_role("link", name="打开实施向导").click()
    page.wait_for_url(f"**/guide/{key}")
    expect(page.locator("body")).to_contain_text(COMPANY)


@on_a_phone
def test_on_a_phone_all_fits_and_can_be_pressed(page: Page, desk_site: str) -> None:
    begun(desk_site)
    opened(page, desk_site)
    say(page, "开始实施访谈", 1)
    press(page, "开始访谈", 1)
    say(page, "佛山", 3)
    asked = say(page, "小家电制造", 4)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 375
    for button in asked.locator(".asking-choice").all():
        expect(button).to_be_in_viewport(ratio=1)
        box, input_box = button.bounding_box(), page.locator("#composer").bounding_box()
        assert box is not None
        assert input_box is not None
        assert box["height"] >= 44
        assert box["y"] + box["height"] <= input_box["y"]  # not behind the input
    asked.get_by_role("button", name="服务", exact=True).tap()
    answered(page, 5)
    assert answer_of(desk_site, key_of(desk_site), "sector") == "service"


def test_the_keys_go_on_from_the_question_that_comes_next(page: Page, desk_site: str) -> None:
    begun(desk_site, region="佛山", industry="玩具")
    opened(page, desk_site)
    say(page, "接着访谈", 1)
    card(page, 1).get_by_role("button", name="接着访谈").focus()
    page.keyboard.press("Enter")
    answered(page, 2)
    expect(card(page, 2).locator("h3")).to_be_focused()
    for _ in range(3):  # two clauses, then the first choice
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="产品制造")).to_be_focused()
    page.keyboard.press("Enter")
    answered(page, 3)
    assert answer_of(desk_site, key_of(desk_site), "sector") == "product"


def test_page_and_chat_see_what_the_other_entered(page: Page, desk_site: str) -> None:
    key = begun(desk_site)
    opened(page, desk_site)
    say(page, "开始实施访谈", 1)
    press(page, "开始访谈", 1)
    api(desk_site).post(f"{key}/interview", json={"facts": {"region": "广州"}})
    say(page, "佛山", 3)
    expect(page.locator("#turn-3 .plain")).to_contain_text("在别处答成了“广州”")
    press(page, "保留不改", 3)
    say(page, "小家电制造", 5)
    page.goto(f"{desk_site}/guide/{key}/interview?q=business")
    expect(page.locator("#answer-region")).to_have_value("广州")
    expect(page.locator("#answer-industry")).to_have_value("小家电制造")


# -- what the chat had before: which company, and the links to the guide ------------------------------


def test_which_company_is_asked_with_buttons(page: Page, desk_site: str) -> None:
    begun(desk_site)
    begun(desk_site, OTHER)
    opened(page, desk_site)
    ask(page, "我下一步该做什么？", 1)
    asked = page.get_by_role("group", name="您问的是哪家企业？")
    expect(asked.get_by_role("button")).to_have_count(2)
    asked.get_by_role("button", name=OTHER).click()
    answered(page, 2)
    expect(page.locator("#turn-2 .plain")).to_contain_text(OTHER)
    expect(page.locator("#turn-2 .statement").first).to_be_visible()


def test_the_link_of_an_answer_opens_the_task(page: Page, desk_site: str) -> None:
    key = begun(desk_site)
    opened(page, desk_site)
    ask(page, "把授权标为完成", 1)
    expect(page.locator("#turn-1 .plain")).to_contain_text("对话不改动任何记录")
    links = page.locator("#turn-1 .page-link")
    expect(links).to_have_count(2)
    links.first.click()
    page.wait_for_url(f"**/guide/{key}/tasks/authorization")
    expect(page.locator("#task-note")).to_be_visible()
