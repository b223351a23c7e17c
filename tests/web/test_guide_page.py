"""The guide's page in a real browser: how it stands on every screen, with the keyboard, in both languages."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.web.guide_steps import (
    api,
    begun,
    checked,
    on_a_phone,
    question_of,
    state,
    task_of,
    wide,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.usefixtures("no_companies"),
]


@wide
def test_markup_in_what_people_write_is_shown_as_text(page: Page, desk_site: str) -> None:
    name = "虚构<img src=x onerror=alert(1)>公司"
    key = begun(desk_site, name, industry="<b>粗</b>")
    body = {"revision": 0, "state": "na", "reason": "<script>alert(1)</script>", "note": "<b>x</b>"}
    api(desk_site).patch(f"{key}/tasks/leadership", json=body)
    for path in ("", "/interview?q=end", "/tasks/leadership", "/plan", "/history"):
        page.goto(f"{desk_site}/guide/{key}{path}")
        expect(page.locator(".way-company")).to_have_text(name)
        assert page.locator("main img, main script, main b").count() == 0, path
    page.goto(f"{desk_site}/guide")
    expect(page.locator(".way-row h3")).to_have_text(name)


@wide
def test_the_page_is_used_with_the_keyboard(page: Page, desk_site: str) -> None:
    key = begun(desk_site)
    task_of(page, desk_site, key)
    page.locator("#done-0").check()
    page.locator("#state-todo").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".task-top .state")).to_have_text("进行中")
    expect(page.locator("#state-doing")).to_be_focused()
    mark = page.locator(".task-main .mark").first
    mark.focus()
    page.keyboard.press("Enter")
    expect(mark).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".clause-panel:visible a")).to_have_attribute(
        "href", re.compile("/library/cqo-notes#")
    )
    question_of(page, desk_site, key, "posts")
    page.locator("#question-next").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".question h2")).to_be_focused()


@wide
def test_each_language_is_complete(page: Page, desk_site: str) -> None:
    key = begun(desk_site, region="佛山")
    check = checked(desk_site, key, ["yes", "no"])
    paths = [
        "",
        f"/{key}",
        f"/{key}/interview?q=posts",
        f"/{key}/interview?q=end",
        f"/{key}/tasks/scheme",
        f"/{key}/plan",
        f"/{key}/checks",
        f"/{key}/history",
        f"/{key}/checks/{check}?view=result",
    ]
    words = """() => [...document.querySelectorAll("#guide-header, h1, h2, dt, label, button, summary, th, .lead,"
        + " .field-help, .badge, .state, .tile, [aria-label], [title], [placeholder]")]
        .flatMap((one) => [one.innerText, ...["aria-label", "title", "placeholder"]
            .map((name) => one.getAttribute(name) || "")]).join(" ")"""
    for path in paths:
        page.goto(f"{desk_site}/guide{path}")
        page.locator("main:not([aria-busy]) h1").wait_for()
        found = set(re.findall(r"[A-Za-z_]{3,}", page.evaluate(words)))
        assert found <= {"English", "ics", "https"}, (path, found)
    page.locator("#language-switch").click()
    ours = """() => [...document.querySelectorAll("[data-t], .part-title, .box > h2, dt, .state, .way-tabs,"
        + " .tile-name, summary, .legendtext")]
        .map((one) => one.firstChild?.textContent || "").join(" ")"""
    for path in paths:
        page.goto(f"{desk_site}/guide{path}")
        page.locator("main:not([aria-busy]) h1").wait_for()
        if path.endswith(("plan", "result")):
            page.locator(".legendtext").first.wait_for()
        said = page.evaluate(ours).replace("中文", "")
        assert not re.findall(r"[\u4e00-\u9fff]+", said), (path, said)


@on_a_phone
def test_nothing_is_wider_than_a_phone_and_a_finger_hits_it(page: Page, desk_site: str) -> None:
    key = begun(desk_site, region="佛山", has_safety_director=True)
    check = checked(desk_site, key, ["yes", "no"])
    again = api(desk_site).post(f"{key}/assessments", json={}).json()["id"]
    for path in (
        "",
        f"/{key}",
        f"/{key}/interview?q=goals",
        f"/{key}/interview?q=end",
        f"/{key}/tasks/scheme",
        f"/{key}/plan",
        f"/{key}/checks",
        f"/{key}/checks/{again}",
        f"/{key}/checks/{check}?view=result",
        f"/{key}/history",
    ):
        page.goto(f"{desk_site}/guide{path}")
        page.locator("main:not([aria-busy]) h1").wait_for()
        if path.endswith(("plan", "result")):
            page.locator("svg.main-svg").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, summary, select, textarea, .dot, .way-tabs a,"
                + " input:not([type=radio], [type=checkbox], .sr-only, .calendar)")]
                .filter((one) => one.checkVisibility() && !one.matches(".link"))
                .map((one) => [one.id || one.className, Math.round(one.getBoundingClientRect().height)])
                .filter(([, height]) => height && height < 38)"""
        )
        assert small == [], path
    task_of(page, desk_site, key)
    state(page, "doing").tap()
    expect(page.locator(".task-top .state")).to_have_text("进行中")


@wide
def test_charts_follow_light_and_dark(page: Page, desk_site: str) -> None:
    key = begun(desk_site)
    page.goto(f"{desk_site}/guide/{key}/plan")
    label = page.locator(".ytick text").first
    expect(label).to_be_visible()
    ink = "(one) => getComputedStyle(one).fill"
    light = label.evaluate(ink)
    page.locator("#theme-switch").click()
    page.wait_for_function(
        "before => getComputedStyle(document.querySelector('.ytick text')).fill !== before",
        arg=light,
    )
    page.locator(".barlayer path").first.hover(force=True)  # plotly takes the pointer above it
    expect(page.locator(".hoverlayer text").first).to_contain_text("主要负责人")


@wide
def test_what_the_page_may_load_and_run(page: Page, desk_site: str) -> None:
    for path in ("/guide", "/guide/x", "/guide/x/tasks/y"):
        first, second = httpx.get(desk_site + path), httpx.get(desk_site + path)
        policy = first.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        nonce = re.search(r"'nonce-([\w-]+)'", policy)
        assert nonce is not None
        assert nonce.group(1) not in second.text
        assert not re.findall(r"//([\w.-]+\.\w+)", first.text)
    assert httpx.get(f"{desk_site}/guide", headers={"Host": "evil.example"}).status_code == 403
    page.goto(f"{desk_site}/guide/there-is-no-such-company")
    expect(page.locator(".problem")).to_contain_text("there-is-no-such-company")
