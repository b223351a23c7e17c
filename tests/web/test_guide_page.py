"""The guide's page in a real browser: a company from the first question to the self-check, and how the page stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.web.conftest import running

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

PHONE = {"width": 360, "height": 800}
wide = pytest.mark.parametrize(
    "context", [{"viewport": {"width": 1440, "height": 900}}], indirect=True
)
on_a_phone = pytest.mark.parametrize(
    "context", [{"viewport": PHONE, "has_touch": True, "is_mobile": True}], indirect=True
)

HEADER = {"X-CQO-Library": "1"}
COMPANY = "示例精密制造有限公司"
MEGABYTE = 1 << 20


@pytest.fixture(scope="module")
def own_site(library_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site over a copy of the library, whose companies these tests change."""
    import shutil

    from assistant.service import open_assistant
    from assistant.settings import load_settings

    folder = tmp_path_factory.mktemp("own-guide") / "data"
    shutil.copytree(library_data, folder)
    settings = load_settings(data_dir=folder, evidence_file_mb=1)
    assistant = open_assistant(settings, long_running=True)
    with running(assistant, settings) as address:
        yield address
        api(address).close()
    assistant.close()


@pytest.fixture(autouse=True)
def no_companies(own_site: str) -> None:
    """Forget the companies of the test before."""
    for way in api(own_site).get("").json():
        api(own_site).delete(way["id"])
    for one in httpx.get(f"{own_site}/api/v1/drafts/companies").json():
        httpx.delete(f"{own_site}/api/v1/drafts/companies/{one['id']}", headers=HEADER)


@cache
def api(site: str) -> httpx.Client:
    return httpx.Client(base_url=f"{site}/api/v1/guide/", headers=HEADER, timeout=60)


def begun(site: str, company: str = COMPANY, **facts: Any) -> str:
    """The id of a company that has begun, with answers."""
    answer = api(site).post("", json={"company": company, "start": "2026-12-07"})
    assert answer.status_code == 201, answer.text
    key: str = answer.json()["company_id"]
    if facts:
        assert api(site).post(f"{key}/interview", json={"facts": facts}).status_code == 200
    return key


def task_of(page: Page, site: str, key: str, task: str = "leadership") -> Page:
    page.goto(f"{site}/guide/{key}/tasks/{task}")
    page.locator("#task-note").wait_for()
    return page


def question_of(page: Page, site: str, key: str, question: str) -> Page:
    page.goto(f"{site}/guide/{key}/interview?q={question}")
    page.locator(f'[data-question="{question}"] h2').wait_for()
    return page


def saved(page: Page) -> None:
    """What was typed has reached the server."""
    expect(page.locator(".kept:visible").first).to_contain_text("已保存")


def state(page: Page, name: str) -> Locator:
    return page.locator(f".state-pick-{name}")


def stored(site: str, key: str, task: str = "leadership") -> dict[str, Any]:
    found: dict[str, Any] = api(site).get(f"{key}/tasks/{task}").json()
    return found


def answer_of(site: str, key: str, fact: str) -> Any:
    return api(site).get(key).json()["facts"].get(fact)


def checked(site: str, key: str, replies: list[str], title: str = "") -> str:
    """A finished self-check whose first checks got ``replies``."""
    made = api(site).post(f"{key}/assessments", json={"title": title}).json()
    checks = [one["id"] for group in made["groups"] for one in group["checks"]]
    for check, reply in zip(checks, replies, strict=False):
        body = {"check": check, "reply": reply, "revision": 0}
        sent = api(site).put(f"{key}/assessments/{made['id']}/reply", json=body)
        assert sent.status_code == 200, sent.text
    api(site).patch(f"{key}/assessments/{made['id']}", json={"finished": True})
    return str(made["id"])


@wide
def test_a_newcomer_gets_from_nothing_to_a_plan(page: Page, own_site: str) -> None:
    page.goto(f"{own_site}/guide")
    expect(page.locator(".welcome li")).to_have_count(3)
    page.locator("#begin").click()
    expect(page.locator(".problem")).to_contain_text("企业名称")
    page.fill("#begin-company", COMPANY)
    page.fill("#begin-start", "2026年12月5日")
    page.locator("#begin").click()

    # one question at a time, saved as one goes, its clause in place
    expect(page.locator(".question h2")).to_contain_text("先认识一下企业")
    page.locator(".question .mark").first.click()
    expect(page.locator(".question .clause-panel blockquote")).not_to_be_empty()
    expect(page.locator("#answer-company_name")).to_have_value(COMPANY)
    page.fill("#answer-region", "佛山")
    page.locator('[data-fact="size"]').get_by_label("小型").check()
    saved(page)
    page.locator("#question-next").click()
    expect(page.locator(".question h2")).to_contain_text("现在质量由谁管")
    expect(page.locator(".said-before")).to_contain_text("佛山")
    page.locator("#question-skip").click()
    expect(page.locator(".dot-skipped")).to_have_count(1)
    page.locator("#question-back").click()
    expect(page.locator(".question h2")).to_contain_text("现在质量由谁管")

    # answers that do not go together are said where they stand
    page.locator(".dot").nth(4).click()
    page.locator('[data-fact="has_candidate"]').get_by_label("否", exact=True).check()
    page.fill("#answer-cqo_name", "李乙")
    expect(page.locator(".question .warn")).to_contain_text("还没有人选")

    # reload keeps all; the end says what is open
    page.reload()
    expect(page.locator("#answer-cqo_name")).to_have_value("李乙")
    page.locator(".dot-end").click()
    expect(page.locator(".interview-end .warn")).to_contain_text("还没有人选")
    expect(page.locator('[data-question="posts"] .badge')).to_have_text("跳过")
    expect(page.locator('[data-question="business"]')).to_contain_text("佛山")
    page.locator("#to-plan").click()

    # the plan as a chart and as a table, on working days
    expect(page.locator("svg.main-svg").first).to_be_visible()
    rows = page.locator(".plan-table tbody tr")
    done, total = api(own_site).get("").json()[0]["done"], api(own_site).get("").json()[0]["total"]
    expect(rows).to_have_count(total)
    assert done == 0
    expect(rows.first).to_contain_text("2026-12-07")
    expect(page.locator(".notes")).to_contain_text("不是工作日")
    with page.expect_download() as waiting:
        page.locator("#ics").click()
    assert waiting.value.suggested_filename.endswith(".ics")

    page.locator(".way-tabs a").first.click()
    expect(page.locator(".now-first h3")).to_have_text("主要负责人决定启动并指定牵头人")
    expect(page.locator(".warn")).to_contain_text("还没有人选")
    expect(page.locator('.task-row[data-task="small-company"]')).to_have_attribute(
        "data-state", "todo"
    )
    page.locator(".crumbs a").click()
    expect(page.locator(".way-row")).to_contain_text(f"0 / {total}")
    expect(page.locator(".way-row")).to_contain_text("主要负责人决定启动并指定牵头人")


@wide
def test_a_task_is_done_with_its_evidence(page: Page, own_site: str, tmp_path: Path) -> None:
    key = begun(own_site)
    task_of(page, own_site, key)
    expect(page.locator(".task-facts")).to_contain_text("建议")

    good, large = tmp_path / "启动会议纪要.pdf", tmp_path / "录像.mp4"
    good.write_bytes(b"%PDF-1.4 fictional")
    large.write_bytes(b"0" * (MEGABYTE + 1))
    page.locator("#evidence-files").set_input_files([good, large])
    row = page.locator(".evidence-row")
    expect(row).to_have_count(1)
    expect(page.locator("#evidence .problem")).to_contain_text("1.0 MB")
    with page.expect_download() as waiting:
        row.get_by_role("link").click()
    assert waiting.value.suggested_filename == good.name
    assert Path(waiting.value.path()).read_bytes() == good.read_bytes()

    page.locator(".link-form summary").click()
    page.fill("#link-url", "javascript:alert(1)")
    page.locator("#link-add").click()
    expect(page.locator("#link-error")).to_contain_text("http")
    page.fill("#link-url", "https://oa.example.com/doc/1")
    page.locator("#link-add").click()
    expect(row).to_have_count(2)
    row.last.get_by_role("button").click()
    page.locator("#dialog-yes").click()
    expect(row).to_have_count(1)

    # 已完成 asks after what is not ticked, and ticks it
    state(page, "done").click()
    expect(page.locator("dialog")).to_contain_text("牵头人和参加部门已经明确")
    page.keyboard.press("Escape")
    expect(page.locator("#state-todo")).to_be_checked()
    state(page, "done").click()
    page.locator("#dialog-yes").click()
    expect(page.locator(".task-top .state")).to_have_text("已完成")
    page.fill("#task-note", "张三牵头。")
    page.fill("#task-days", "999")
    expect(page.locator("#days-error")).to_contain_text("250")
    page.fill("#task-days", "2")
    saved(page)

    page.reload()
    expect(page.locator("#state-done")).to_be_checked()
    expect(page.locator("#task-note")).to_have_value("张三牵头。")
    expect(page.locator("#done-0")).to_be_checked()
    expect(row).to_contain_text(good.name)
    assert stored(own_site, key)["planned_days"] == 2
    page.locator(".way-tabs a").first.click()
    expect(page.locator("#progress")).to_contain_text("已完成 1 /")
    expect(page.locator(".now-first h3")).to_have_text("摸清现状与差距")
    page.locator(".way-tabs a").last.click()
    expect(page.locator(".history-list").first).to_contain_text("启动会议纪要.pdf")
    expect(page.locator(".history-list").first).to_contain_text("状态：未开始 → 已完成")


@wide
def test_what_does_not_apply_says_why_and_leaves_the_plan(page: Page, own_site: str) -> None:
    key = begun(own_site, has_safety_director=True)
    total = api(own_site).get(key).json()["total"]
    task_of(page, own_site, key, "safety-director-boundary")
    state(page, "na").click()
    page.locator("#na-save").click()
    expect(page.locator("#na-error")).to_contain_text("原因")
    page.fill("#na-reason", "集团统一管理")
    page.locator("#na-save").click()
    expect(page.locator(".na-reason")).to_contain_text("集团统一管理")
    page.locator(".way-tabs a").first.click()
    expect(page.locator("#progress")).to_contain_text(f"/ {total - 1} 项")
    task_of(page, own_site, key, "small-company")
    expect(page.locator(".state-box")).to_contain_text("只有小型、微型企业需要考虑")
    expect(page.locator(".state-pick")).to_have_count(0)


@wide
def test_a_task_leads_to_drafting_to_the_chat_and_back(
    page: Page, context: BrowserContext, own_site: str
) -> None:
    key = begun(own_site, region="佛山")
    task_of(page, own_site, key, "scheme")
    with context.expect_page() as opening:
        page.locator(".ask").first.click()
    chat = opening.value
    expect(chat.locator("#question textarea")).to_have_value("策划方案要写什么？")
    expect(chat.locator(".turn")).to_have_count(0)  # filled in, not sent
    chat.locator("#guide-link a").click()
    expect(chat.locator(".way-row h3")).to_have_text(COMPANY)

    page.get_by_role("link", name="起草《策划方案》").click()
    expect(page.locator("#fact-company_name")).to_have_value(COMPANY)
    body = {"blueprint": "planning-scheme", "facts": {"company_name": COMPANY}}
    made = httpx.post(f"{own_site}/api/v1/drafts", json=body, headers=HEADER, timeout=60).json()
    task_of(page, own_site, key, "scheme")
    page.locator(".made").click()
    page.wait_for_url(f"**/draft/{made['id']}")


@wide
def test_two_windows_on_one_task_lose_nothing(
    page: Page, context: BrowserContext, own_site: str
) -> None:
    key = begun(own_site)
    other = task_of(context.new_page(), own_site, key)
    task_of(page, own_site, key)
    other.fill("#task-note", "乙的备注")
    saved(other)

    # the same field: both are shown, one is chosen
    page.fill("#task-note", "甲的备注")
    conflict = page.locator(".conflict")
    expect(conflict).to_contain_text("甲的备注")
    expect(conflict).to_contain_text("乙的备注")
    expect(page.locator("#task-note")).to_have_value("甲的备注")
    assert stored(own_site, key)["note"] == "乙的备注"
    conflict.locator("[data-choose=mine]").click()
    saved(page)
    assert stored(own_site, key)["note"] == "甲的备注"

    # another field: both stand
    other.fill("#task-owner", "王五")
    expect(other.locator(".record .kept")).to_contain_text("别处")
    expect(other.locator("#task-note")).to_have_value("甲的备注")
    found = stored(own_site, key)
    assert (found["note"], found["own_owner"]) == ("甲的备注", "王五")

    # the state
    state(other, "doing").click()
    expect(other.locator(".task-top .state")).to_have_text("进行中")
    page.locator("#done-0").check()
    state(page, "done").click()
    expect(conflict).to_contain_text("进行中")
    conflict.locator("[data-choose=theirs]").click()
    expect(page.locator("#state-doing")).to_be_checked()
    assert stored(own_site, key)["state"] == "doing"


@wide
def test_two_windows_on_one_question_lose_nothing(
    page: Page, context: BrowserContext, own_site: str
) -> None:
    key = begun(own_site, industry="家电")
    other = question_of(context.new_page(), own_site, key, "business")
    question_of(page, own_site, key, "business")
    other.fill("#answer-industry", "小家电制造")
    saved(other)
    page.fill("#answer-headcount", "1600")
    saved(page)
    page.fill("#answer-industry", "家具制造")
    expect(page.locator(".conflict")).to_contain_text("小家电制造")
    assert answer_of(own_site, key, "industry") == "小家电制造"
    page.locator(".conflict [data-choose=mine]").click()
    saved(page)
    assert answer_of(own_site, key, "industry") == "家具制造"
    assert str(answer_of(own_site, key, "headcount")) == "1600"


@wide
def test_a_wrong_answer_is_said_at_its_field_and_stays(page: Page, own_site: str) -> None:
    key = begun(own_site)
    question_of(page, own_site, key, "business")
    page.fill("#answer-headcount", "很多")
    error = page.locator("#answer-headcount-error")
    expect(error).to_contain_text("整数")
    page.locator("#question-next").click()
    expect(page.locator("#answer-headcount")).to_be_focused()
    page.locator(".dot").nth(3).click()
    page.locator('[data-question="decision"]').wait_for()
    page.locator(".dot").nth(0).click()
    expect(page.locator("#answer-headcount")).to_have_value("很多")
    expect(error).to_contain_text("整数")
    page.fill("#answer-headcount", "1600")
    saved(page)
    expect(error).to_be_hidden()


@wide
def test_a_self_check_is_answered_finished_and_drawn(page: Page, own_site: str) -> None:
    key = begun(own_site)
    page.goto(f"{own_site}/guide/{key}/checks")
    page.fill("#check-title", "启动前自查")
    page.locator("#begin-check").click()
    checks = page.locator(".check")
    expect(checks.first).to_be_visible()
    for place, reply in enumerate(("是", "部分", "否", "不适用")):
        checks.nth(place).locator(".pick", has_text=reply).first.click()
    checks.nth(1).locator("textarea").fill("策划方案第三章")
    expect(page.locator("#answered")).to_contain_text("已答 4 /")
    expect(checks.nth(1).locator(".kept")).to_have_text("已保存")
    checks.nth(2).locator(".mark").click()
    expect(checks.nth(2).locator("blockquote")).not_to_be_empty()

    page.reload()
    expect(checks.nth(1).locator("textarea")).to_have_value("策划方案第三章")
    expect(checks.nth(2).get_by_label("否", exact=True)).to_be_checked()
    page.locator("#next-open").click()
    expect(checks.nth(4).get_by_label("是", exact=True)).to_be_focused()

    # evidence without an answer is not lost silently
    checks.nth(4).locator("textarea").fill("还没有回答")
    expect(checks.nth(4).locator(".kept")).to_contain_text("选了上面的回答")
    checks.nth(4).get_by_label("否", exact=True).check()
    expect(checks.nth(4).locator(".kept")).to_have_text("已保存")

    page.locator("#finish").click()
    expect(page.locator("dialog")).to_contain_text("没有回答")
    page.locator("#dialog-yes").click()
    expect(page.locator("h1")).to_have_text("启动前自查")
    expect(page.locator(".charts svg.main-svg").first).to_be_visible()
    expect(page.locator(".tile-value").first).to_have_text("25%")
    expect(page.locator(".numbers tbody tr").first.locator("td").nth(0)).to_have_text("1")
    gaps = page.locator(".gap-row")
    expect(gaps).to_have_count(3)
    expect(gaps.first.locator(".badge").first).to_have_text("否")
    expect(gaps.last.locator(".badge").first).to_have_text("部分")
    expect(gaps.first).to_contain_text("还没有做到")

    page.locator("#reopen").click()
    expect(checks.nth(2).get_by_label("否", exact=True)).to_be_checked()


@wide
def test_the_next_self_check_is_compared_and_weights_are_the_companys(
    page: Page, own_site: str
) -> None:
    key = begun(own_site)
    checked(own_site, key, ["yes", "no", "no"], "第一次")
    second = checked(own_site, key, ["no", "yes", "yes"], "第二次")
    page.goto(f"{own_site}/guide/{key}/checks")
    expect(page.locator(".check-line h3")).to_have_text(["第二次", "第一次"])
    page.locator(".check-line h3 a").first.click()
    expect(page.locator(".tile-more")).to_contain_text("提高 34 个百分点")
    expect(page.locator(".comparison")).to_contain_text("进步2项")
    expect(page.locator(".charts svg.main-svg")).not_to_have_count(0)
    expect(page.locator(".trend-table tbody tr")).to_have_count(2)
    expect(page.locator(".gap-row").first).to_contain_text("退步")

    page.locator("#weights summary").click()
    inputs = page.locator(".weight input")
    assert all(one.input_value() == "" for one in inputs.all())  # no default is invented
    inputs.nth(0).fill("60")
    expect(page.locator("#save-weights")).to_be_disabled()
    expect(page.locator(".sums")).to_contain_text("差 40")
    inputs.nth(1).fill("40")
    page.locator("#save-weights").click()
    expect(page.locator("#no-weights")).to_be_visible()
    expect(page.locator(".tile-value").first).to_have_text("70%")
    assert api(own_site).get(key).json()["weights"] == {"principle": 60, "process": 40}
    page.locator("#no-weights").click()
    expect(page.locator(".tile-value").first).to_have_text("67%")
    assert second in page.url


@wide
def test_two_windows_on_one_self_check_lose_nothing(
    page: Page, context: BrowserContext, own_site: str
) -> None:
    key = begun(own_site)
    made = api(own_site).post(f"{key}/assessments", json={}).json()
    other = context.new_page()
    for one in (page, other):
        one.goto(f"{own_site}/guide/{key}/checks/{made['id']}")
        one.locator(".check").first.wait_for()
    other.locator(".check").first.get_by_label("部分").check()
    expect(other.locator(".check .kept").first).to_have_text("已保存")
    page.locator(".check").first.get_by_label("是", exact=True).check()
    expect(page.locator(".conflict")).to_contain_text("部分")
    page.locator(".conflict [data-choose=theirs]").click()
    expect(page.locator(".conflict")).to_have_count(0)
    expect(page.locator(".check").first.get_by_label("部分")).to_be_checked()


@wide
def test_the_start_day_moves_the_plan_and_all_is_deleted_after_asking(
    page: Page, own_site: str
) -> None:
    key = begun(own_site)
    page.goto(f"{own_site}/guide/{key}")
    end = page.locator(".ends strong")
    before = end.inner_text()
    page.fill("#start-day", "2027年3月1日")
    page.locator("#save-start").click()
    expect(end).not_to_have_text(before)
    expect(page.locator('.task-row[data-task="leadership"]')).to_contain_text("2027-03-01")
    with page.expect_download() as waiting:
        page.locator("#package").click()
    with ZipFile(waiting.value.path()) as package:
        assert package.namelist()
    page.fill("#start-day", "1999年1月1日")
    page.locator("#save-start").click()
    expect(page.locator(".problem")).to_contain_text("1999")

    page.locator("#remove-way").click()
    expect(page.locator("dialog")).to_contain_text(COMPANY)
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    page.locator("#remove-way").click()
    page.locator("#dialog-yes").click()
    expect(page.locator(".welcome")).to_be_visible()
    assert api(own_site).get("").json() == []


@wide
def test_markup_in_what_people_write_is_shown_as_text(page: Page, own_site: str) -> None:
    name = "虚构<img src=x onerror=alert(1)>公司"
    key = begun(own_site, name, industry="<b>粗</b>")
    body = {"revision": 0, "state": "na", "reason": "<script>alert(1)</script>", "note": "<b>x</b>"}
    api(own_site).patch(f"{key}/tasks/leadership", json=body)
    for path in ("", "/interview?q=end", "/tasks/leadership", "/plan", "/history"):
        page.goto(f"{own_site}/guide/{key}{path}")
        expect(page.locator(".way-company")).to_have_text(name)
        assert page.locator("main img, main script, main b").count() == 0, path
    page.goto(f"{own_site}/guide")
    expect(page.locator(".way-row h3")).to_have_text(name)


@wide
def test_the_page_is_used_with_the_keyboard(page: Page, own_site: str) -> None:
    key = begun(own_site)
    task_of(page, own_site, key)
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
    question_of(page, own_site, key, "posts")
    page.locator("#question-next").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".question h2")).to_be_focused()


@wide
def test_each_language_is_complete(page: Page, own_site: str) -> None:
    key = begun(own_site, region="佛山")
    check = checked(own_site, key, ["yes", "no"])
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
        page.goto(f"{own_site}/guide{path}")
        page.locator("main:not([aria-busy]) h1").wait_for()
        found = set(re.findall(r"[A-Za-z_]{3,}", page.evaluate(words)))
        assert found <= {"English", "ics", "https"}, (path, found)
    page.locator("#language-switch").click()
    ours = """() => [...document.querySelectorAll("[data-t], .part-title, .box > h2, dt, .state, .way-tabs,"
        + " .tile-name, summary, .legendtext")]
        .map((one) => one.firstChild?.textContent || "").join(" ")"""
    for path in paths:
        page.goto(f"{own_site}/guide{path}")
        page.locator("main:not([aria-busy]) h1").wait_for()
        if path.endswith(("plan", "result")):
            page.locator(".legendtext").first.wait_for()
        said = page.evaluate(ours).replace("中文", "")
        assert not re.findall(r"[\u4e00-\u9fff]+", said), (path, said)


@on_a_phone
def test_nothing_is_wider_than_a_phone_and_a_finger_hits_it(page: Page, own_site: str) -> None:
    key = begun(own_site, region="佛山", has_safety_director=True)
    check = checked(own_site, key, ["yes", "no"])
    again = api(own_site).post(f"{key}/assessments", json={}).json()["id"]
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
        page.goto(f"{own_site}/guide{path}")
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
    task_of(page, own_site, key)
    state(page, "doing").tap()
    expect(page.locator(".task-top .state")).to_have_text("进行中")


@wide
def test_charts_follow_light_and_dark(page: Page, own_site: str) -> None:
    key = begun(own_site)
    page.goto(f"{own_site}/guide/{key}/plan")
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
def test_what_the_page_may_load_and_run(page: Page, own_site: str) -> None:
    for path in ("/guide", "/guide/x", "/guide/x/tasks/y"):
        first, second = httpx.get(own_site + path), httpx.get(own_site + path)
        policy = first.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        nonce = re.search(r"'nonce-([\w-]+)'", policy)
        assert nonce is not None
        assert nonce.group(1) not in second.text
        assert not re.findall(r"//([\w.-]+\.\w+)", first.text)
    assert httpx.get(f"{own_site}/guide", headers={"Host": "evil.example"}).status_code == 403
    page.goto(f"{own_site}/guide/there-is-no-such-company")
    expect(page.locator(".problem")).to_contain_text("there-is-no-such-company")
