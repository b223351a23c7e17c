"""The drafting page in a real browser: from the form to the Word file, and how the page stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import httpx
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from assistant.service import LocalAssistant
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
FACTS: dict[str, Any] = {
    "company_name": COMPANY,
    "cqo_name": "李乙",
    "appointing_body": "board",
    "decision_meeting": "第二届董事会第三次会议",
    "decision_date": "2026-02-20",
    "term_start": "2026-03-01",
    "term_end": "2029-02-28",
    "reports_to": "总经理",
    "signer_name": "陈甲",
    "signer_title": "董事长",
    "document_date": "2026-02-25",
}


@pytest.fixture(scope="module")
def own_site(library_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site over a copy of the library, whose drafts these tests change."""
    import shutil

    from assistant.service import open_assistant
    from assistant.settings import load_settings

    folder = tmp_path_factory.mktemp("own-drafts") / "data"
    shutil.copytree(library_data, folder)
    assistant: LocalAssistant = open_assistant(load_settings(data_dir=folder), long_running=True)
    with running(assistant, assistant.settings) as address:
        yield address
    assistant.close()


@pytest.fixture
def no_drafts(own_site: str) -> None:
    """Forget the drafts and companies of the test before."""
    api = f"{own_site}/api/v1/drafts"
    for one in httpx.get(f"{api}/").json():
        httpx.delete(f"{api}/{one['id']}", headers=HEADER)
    for one in httpx.get(f"{api}/companies").json():
        httpx.delete(f"{api}/companies/{one['id']}", headers=HEADER)


def made(site: str, blueprint: str = "appointment-letter", **facts: Any) -> dict[str, Any]:
    """A draft over the API."""
    body = {"blueprint": blueprint, "facts": {**FACTS, **facts}}
    answer = httpx.post(f"{site}/api/v1/drafts/", json=body, headers=HEADER, timeout=60)
    assert answer.status_code == 201, answer.text
    view: dict[str, Any] = answer.json()
    return view


def draft_of(page: Page, site: str, view: dict[str, Any]) -> Page:
    page.goto(f"{site}/draft/{view['id']}")
    page.locator(".draft-head h1").wait_for()
    return page


def form_of(page: Page, site: str, blueprint: str, query: str = "") -> Page:
    page.goto(f"{site}/draft/new/{blueprint}{query}")
    page.locator("#fact-company_name").wait_for()
    return page


def section(page: Page, name: str) -> Locator:
    return page.locator(f"#section-{name}")


def tool(page: Page, name: str, which: str) -> Locator:
    return section(page, name).locator(f'[data-tool="{which}"]')


def edited(page: Page, name: str, text: str) -> None:
    """Write a section and save it with the keyboard."""
    tool(page, name, "edit").click()
    page.locator(f"#edit-{name}").fill(text)
    page.locator(f"#edit-{name}").press("Control+Enter")
    expect(section(page, name)).not_to_have_class(re.compile("editing"))


@wide
def test_from_the_form_to_the_word_file(page: Page, own_site: str, tmp_path: Path) -> None:
    form_of(page, own_site, "appointment-letter")
    page.fill("#fact-company_name", COMPANY)
    page.fill("#fact-cqo_name", "李乙")
    page.get_by_label("董事会", exact=True).check()
    page.fill("#fact-term_start", "2026年3月1日")
    page.fill("#fact-term_end", "2025-02-28")
    expect(page.locator(".field-error:visible")).to_contain_text("任期结束日早于任期开始日")
    page.fill("#fact-term_end", "2029-02-28")
    expect(page.locator(".field-error:visible")).to_have_count(0)
    expect(page.locator("#fact-term_start")).to_have_value("2026年3月1日")
    expect(page.locator("#progress")).to_contain_text("已填 5 /")

    # what is missing is said, and becomes a blank
    page.locator("#generate").click()
    expect(page.locator("dialog")).to_contain_text("报告对象")
    page.locator("#dialog-yes").click()
    expect(page.locator(".draft-head h1")).to_contain_text("李乙")
    page.wait_for_url(re.compile(r"/draft/[0-9a-f-]{8,}$"))
    expect(section(page, "appointment")).to_contain_text("2026年3月1日")
    blank = section(page, "appointment").locator('.run-blank[data-fact="reports_to"]').first
    expect(page.locator('[data-item="reports_to"]')).to_be_visible()

    # a blank is filled where it stands and flows into the section
    blank.click()
    page.locator("#edit-fact-reports_to").fill("总经理")
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    expect(section(page, "appointment").locator(".leaf")).to_contain_text("向总经理")
    expect(page.locator('[data-item="reports_to"]')).to_have_count(0)

    # a section is written by hand, locked, and does not follow a changed fact
    edited(page, "conduct", "首席质量官李乙应当诚信履职。\n每年接受一次考核。")
    expect(section(page, "conduct").locator(".leaf p")).to_have_count(2)
    tool(page, "conduct", "lock").click()
    expect(tool(page, "conduct", "lock")).to_have_attribute("aria-pressed", "true")
    page.locator("#open-facts").click()
    page.locator("#drawer-effective_date").fill("2026年4月1日")
    page.locator("#drawer-cqo_name").fill("王丁")
    page.locator("#save-facts").click()
    expect(page.locator(".draft-head h1")).to_contain_text("王丁")
    expect(section(page, "appointment").locator(".leaf")).to_contain_text("王丁")
    expect(section(page, "conduct").locator(".badge-stale")).to_be_visible()
    expect(section(page, "conduct").locator(".leaf")).to_contain_text("李乙")

    # versions tell what differs by signs, and an earlier one is put back
    tool(page, "conduct", "lock").click()
    expect(tool(page, "conduct", "edit")).to_be_enabled()
    tool(page, "conduct", "versions").click()
    expect(page.locator(".diff ins").first).to_contain_text("+")
    expect(page.locator(".diff del").first).to_contain_text("−")
    page.locator('[data-version="1"]').get_by_role("button").click()
    expect(section(page, "conduct").locator(".leaf")).not_to_contain_text("每年接受一次考核")
    expect(tool(page, "conduct", "versions")).to_contain_text("3")

    page.locator("#open-download").click()
    page.locator("#with-basis").check()
    with page.expect_download() as waiting:
        page.locator("#download-file").click()
    assert waiting.value.suggested_filename.endswith(".docx")
    file = tmp_path / "draft.docx"
    waiting.value.save_as(file)
    words = text_of(file)
    for said in (COMPANY, "王丁", "2026年3月1日", "2029年2月28日", "总经理", "【待填："):
        assert said in words, said


@wide
def test_a_wrong_credit_code_is_said_at_its_field(page: Page, own_site: str) -> None:
    form_of(page, own_site, "filing-form")
    page.fill("#fact-credit_code", "91440600MAEXAMP1E0")
    error = page.locator("#fact-credit_code-error")
    expect(error).to_be_visible()
    expect(page.locator("#fact-credit_code")).to_be_focused()
    expect(page.locator("#fact-credit_code")).to_have_attribute("aria-invalid", "true")
    page.fill("#fact-credit_code", "91440600MAEXAMP1EN")
    expect(error).to_be_hidden()


@wide
def test_two_windows_lose_nothing(page: Page, context: BrowserContext, own_site: str) -> None:
    view = made(own_site)
    other = draft_of(context.new_page(), own_site, view)
    draft_of(page, own_site, view)
    tool(page, "powers", "edit").click()
    page.locator("#edit-powers").fill("甲写的。")
    edited(other, "powers", "乙写的。")
    page.locator("#edit-powers").press("Control+Enter")
    expect(page.locator(".conflict")).to_contain_text("别处")
    expect(page.locator("#edit-powers")).to_have_value("甲写的。")
    page.locator(".conflict button").click()
    expect(page.locator(".theirs")).to_contain_text("乙写的。")
    expect(page.locator("#edit-powers")).to_have_value("甲写的。")
    page.locator("#edit-powers").press("Control+Enter")
    expect(section(page, "powers").locator(".leaf")).to_have_text("甲写的。")
    # the other's words are a version
    tool(page, "powers", "versions").click()
    expect(page.locator(".diff del")).to_contain_text("乙")

    # a fact that is typed while somebody else saves stays in its box
    page.keyboard.press("Escape")
    page.locator('.run-blank[data-fact="effective_date"]').first.click()
    page.locator("#edit-fact-effective_date").fill("2026年5月1日")
    other.reload()
    tool(other, "ground", "lock").click()
    expect(section(other, "ground").locator(".badge-locked")).to_be_visible()
    page.keyboard.press("Enter")
    page.locator(".conflict button").click()
    expect(page.locator(".conflict")).to_have_count(0)
    expect(page.locator("#edit-fact-effective_date")).to_have_value("2026年5月1日")
    page.locator('[data-tool="save-fact"]').click()
    expect(page.locator('[data-item="effective_date"]')).to_have_count(0)
    expect(section(page, "ground").locator(".badge-locked")).to_be_visible()


@wide
def test_what_a_person_types_is_shown_as_it_is(page: Page, own_site: str) -> None:
    name = """<b>&"{{ 1 }}'😀</b>|#§"""
    view = made(own_site, company_name=f"{name}公司")
    draft_of(page, own_site, view)
    expect(section(page, "appointment").locator(".leaf")).to_contain_text(f"{name}公司首席质量官")
    edited(page, "conduct", "<img src=x onerror=alert(1)>不得&lt;照抄。")
    expect(section(page, "conduct").locator(".leaf")).to_have_text(
        "<img src=x onerror=alert(1)>不得&lt;照抄。"
    )
    assert page.locator("main b, main img, main script").count() == 0
    page.goto(f"{own_site}/draft")
    expect(page.locator(".draft-row").first).to_contain_text(f"{name}公司")


@wide
def test_what_was_typed_survives_a_reload_and_can_be_cleared(page: Page, own_site: str) -> None:
    form_of(page, own_site, "appraisal-measures")
    page.fill("#fact-company_name", COMPANY)
    weights = page.locator('[data-fact] .grid [aria-label^="权重"]')
    weights.first.fill("60")
    expect(page.locator(".sum_less")).to_contain_text("还差 40%")
    page.locator("[data-fact]:has(.sum_less) .add").click()
    weights.nth(1).fill("40")
    expect(page.locator(".sum_right")).to_be_visible()
    expect(page.locator(".kept")).to_contain_text("刷新不会丢")
    page.reload()
    expect(page.locator("#fact-company_name")).to_have_value(COMPANY)
    expect(weights).to_have_count(2)
    expect(weights.nth(1)).to_have_value("40")
    page.locator("#discard").click()
    page.locator("#dialog-yes").click()
    expect(page.locator("#fact-company_name")).to_have_value("")
    page.reload()
    expect(page.locator("#fact-company_name")).to_have_value("")


@wide
def test_a_company_is_asked_once(page: Page, own_site: str, no_drafts: None) -> None:
    form_of(page, own_site, "appointment-letter")
    page.fill("#fact-company_name", COMPANY)
    page.fill("#fact-reports_to", "总经理")
    page.locator("#save-company").click()
    expect(page.locator("dialog")).to_contain_text("企业全称")
    page.locator("#dialog-yes").click()
    expect(page.locator(".prefill-said")).to_contain_text("已保存")

    form_of(page, own_site, "authorization-letter")
    expect(page.locator("#fact-company_name")).to_have_value("")
    page.locator("#prefill").select_option(label=COMPANY)
    expect(page.locator("#fact-company_name")).to_have_value(COMPANY)


@wide
def test_facts_of_a_conversation_are_confirmed_one_by_one(page: Page, own_site: str) -> None:
    question = "我们是200人的注塑厂，在佛山，聘任制度要明确哪些内容？"
    body = {"question": question, "conversation": "draft-page-test"}
    httpx.post(f"{own_site}/api/v1/ask", json=body, timeout=60).raise_for_status()
    form_of(page, own_site, "planning-scheme", "?conversation=draft-page-test")
    proposal = page.locator('[data-proposal="headcount"]')
    expect(proposal).to_contain_text("200")
    expect(page.locator("#fact-headcount")).to_have_value("")
    proposal.get_by_role("button", name="采用").click()
    expect(page.locator("#fact-headcount")).to_have_value("200")
    rest = page.locator(".proposals li")
    for _ in range(rest.count()):
        rest.first.get_by_role("button", name="不用").click()
    expect(page.locator(".proposals")).to_have_count(0)
    expect(page.locator("#progress")).to_contain_text("已填 1 /")


@wide
def test_a_clause_of_another_place_is_left_out_shown_or_adopted(page: Page, own_site: str) -> None:
    draft_of(page, own_site, made(own_site))
    place = page.locator(".row:has(.row-options)").first
    place.locator(".row-options summary").click()
    choice = place.locator(".option").first
    expect(choice).to_contain_text(re.compile(r"20\d\d"))
    choice.get_by_label("显示").check()
    expect(place.locator(".run-option")).to_contain_text("可选条款")
    choice.get_by_label("采用").check()
    expect(place.locator(".run-option")).to_have_count(0)
    expect(choice.get_by_label("采用")).to_be_checked()
    choice.get_by_label("不用").check()
    expect(place.locator(".row-options summary")).not_to_contain_text("已选")


@wide
def test_each_section_opens_its_basis(page: Page, own_site: str) -> None:
    draft_of(page, own_site, made(own_site))
    chip = section(page, "ground").locator(".chip[data-clause]").first
    chip.click()
    expect(chip).to_have_attribute("aria-expanded", "true")
    panel = section(page, "ground").locator(".ground-panel")
    expect(panel.locator("blockquote")).not_to_be_empty()
    link = panel.get_by_role("link")
    assert "/library/cqo-notes#" in (link.get_attribute("href") or "")


@wide
def test_without_a_model_a_section_goes_back_to_its_blueprint(page: Page, own_site: str) -> None:
    draft_of(page, own_site, made(own_site))
    before = section(page, "conduct").locator(".leaf").inner_text()
    button = tool(page, "conduct", "regenerate")
    expect(button).to_have_text("按蓝本还原")
    expect(button).to_have_attribute("title", re.compile("语言模型"))
    edited(page, "conduct", "另写一句。")
    button.click()
    page.locator("#dialog-yes").click()
    expect(section(page, "conduct").locator(".leaf")).to_contain_text(before[:12])
    expect(tool(page, "conduct", "versions")).to_contain_text("3")


@wide
def test_what_is_not_saved_is_not_thrown_away_unasked(page: Page, own_site: str) -> None:
    draft_of(page, own_site, made(own_site))
    tool(page, "conduct", "edit").click()
    page.locator("#edit-conduct").fill("还没有写完")
    page.locator(".crumbs a").click()
    expect(page.locator("dialog")).to_contain_text("没有保存")
    page.keyboard.press("Escape")
    expect(page.locator("#edit-conduct")).to_have_value("还没有写完")
    page.locator("#edit-conduct").press("Escape")
    page.locator("dialog button", has_text="取消").click()
    expect(page.locator("#edit-conduct")).to_be_focused()
    page.locator("#edit-conduct").press("Escape")
    page.locator("#dialog-yes").click()
    expect(page.locator("#edit-conduct")).to_have_count(0)
    expect(tool(page, "conduct", "edit")).to_be_focused()


@wide
def test_a_file_that_this_server_cannot_write_is_greyed(page: Page, own_site: str) -> None:
    def no_office(route: Route) -> None:
        route.fulfill(status=422, json={"error": "没有 LibreOffice，不能生成 PDF。"})

    page.route("**/file?format=pdf*", no_office)
    draft_of(page, own_site, made(own_site))
    page.locator("#open-download").click()
    page.locator("#format-pdf").check()
    page.locator("#download-file").click()
    expect(page.locator("#format-pdf")).to_be_disabled()
    expect(page.locator("#format-pdf-words")).to_contain_text("LibreOffice")
    expect(page.locator("#format-docx")).to_be_checked()


@wide
def test_drafts_are_listed_by_company_and_deleted_after_asking(
    page: Page, own_site: str, no_drafts: None
) -> None:
    page.goto(f"{own_site}/draft")
    expect(page.locator(".empty h3")).to_have_text("还没有草稿")
    expect(page.locator(".card")).to_have_count(len(blueprints(own_site)))
    made(own_site)
    made(own_site, company_name="示例建设工程有限公司", cqo_name="孙戊")
    page.reload()
    expect(page.locator(".draft-row")).to_have_count(2)
    page.locator("#company-filter").select_option("示例建设工程有限公司")
    expect(page.locator(".draft-row h3")).to_have_text(["关于聘任孙戊为首席质量官的决定"])
    assert "company=" in page.url
    page.locator(".draft-row").get_by_role("button").click()
    page.keyboard.press("Escape")
    expect(page.locator(".draft-row")).to_have_count(1)
    page.locator(".draft-row").get_by_role("button").click()
    page.locator("#dialog-yes").click()
    expect(page.locator(".draft-row")).to_have_count(0)
    assert len(httpx.get(f"{own_site}/api/v1/drafts/").json()) == 1


@wide
def test_drafts_of_one_company_that_differ_are_named(
    page: Page, own_site: str, no_drafts: None
) -> None:
    made(own_site)
    made(own_site, "authorization-letter", cqo_name="王丁")
    page.goto(f"{own_site}/draft")
    expect(page.locator(".differences")).to_contain_text("首席质量官姓名")
    expect(page.locator(".differences")).to_contain_text("王丁")
    page.locator(".differences a", has_text="李乙").first.click()
    expect(page.locator("#side-consistency")).to_contain_text("王丁")


@wide
def test_the_page_is_used_with_the_keyboard(page: Page, own_site: str) -> None:
    draft_of(page, own_site, made(own_site))
    item = page.locator('[data-item="effective_date"] .open-label')
    item.focus()
    page.keyboard.press("Enter")
    blank = page.locator('.run-blank[data-fact="effective_date"]').first
    expect(blank).to_be_focused()
    expect(blank).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#edit-fact-effective_date")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(blank).to_be_focused()
    outline = blank.evaluate("(one) => getComputedStyle(one).outlineStyle")
    assert outline == "solid"


@wide
def test_the_page_speaks_one_language_at_a_time(page: Page, own_site: str) -> None:
    view = made(own_site)
    for path in ("", "/new/appointment-letter", f"/{view['id']}"):
        page.goto(f"{own_site}/draft{path}")
        page.locator("main h1").wait_for()
        words = page.evaluate(
            """() => [...document.querySelectorAll("#draft-header, main :is(h1, h2, h3, button, label, legend,"
                + " summary, .badge, .lead, .hint, .field-help), [aria-label], [title], [placeholder]")]
                .flatMap((one) => [one.innerText, ...["aria-label", "title", "placeholder"]
                    .map((name) => one.getAttribute(name) || "")]).join(" ")"""
        )
        found = set(re.findall(r"[A-Za-z]{2,}", words))
        assert found <= {"English", "DOCX", "PDF", "Word", "Markdown"}, found
    page.locator("#language-switch").click()
    expect(page.locator("#open-download")).to_have_text("Download")
    page.locator("#chat-link").click()
    expect(page.locator("#chat-log .log")).to_have_attribute("lang", "en")


@wide
def test_the_pages_lead_to_each_other(page: Page, own_site: str) -> None:
    page.goto(own_site)
    page.locator("#draft-link a").click()
    expect(page.locator("main h1")).to_have_text("起草")
    page.locator("#library-link").click()
    page.locator("#library h1").wait_for()
    page.locator("#draft-link").click()
    expect(page.locator("main h1")).to_have_text("起草")
    page.goto(f"{own_site}/draft/there-is-no-such-draft")
    expect(page.locator(".problem")).to_be_visible()
    page.locator(".back a").click()
    expect(page.locator(".cards").first).to_be_visible()


@on_a_phone
def test_nothing_is_wider_than_a_phone_and_a_finger_hits_it(page: Page, own_site: str) -> None:
    view = made(own_site, "planning-scheme")
    for path in ("", "/new/planning-scheme", f"/{view['id']}"):
        page.goto(f"{own_site}/draft{path}")
        page.locator("main h1").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, summary, select, .pick, .tool,"
                + " input:not([type=checkbox], [type=radio], .calendar)")]
                .filter((one) => one.checkVisibility() && !one.closest(".chips"))
                .map((one) => [one.id || one.className, Math.round(one.getBoundingClientRect().height)])
                .filter(([, height]) => height && height < 40)"""
        )
        assert small == [], path
    page.locator(".run-blank[data-fact]").first.tap()
    expect(page.locator("dialog")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_what_the_page_may_load_and_run(own_site: str) -> None:
    for path in ("/draft", "/draft/x", "/draft/new/appointment-letter"):
        first, second = httpx.get(own_site + path), httpx.get(own_site + path)
        policy = first.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        nonce = re.search(r"'nonce-([\w-]+)'", policy)
        assert nonce is not None
        assert nonce.group(1) not in second.text
        assert not re.findall(r"//([\w.-]+\.\w+)", first.text)
    foreign = httpx.get(own_site + "/draft", headers={"Host": "evil.example"})
    assert foreign.status_code == 403


def text_of(file: Path) -> str:
    """All words of a Word file, tables included."""
    document = docx.Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def blueprints(site: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = httpx.get(f"{site}/api/v1/drafts/blueprints").json()
    return found
