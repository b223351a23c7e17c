"""The library page in a real browser: a file of each format from upload to deletion, and how the page stands."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from assistant.service import LocalAssistant
from tests.web.conftest import PHONE, running
from tests.web.library_files import ARTICLES, FORMATS, LABELS, TITLE, written

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

WIDE = {"width": 1440, "height": 900}
wide = pytest.mark.parametrize("context", [{"viewport": WIDE}], indirect=True)
on_a_phone = pytest.mark.parametrize(
    "context", [{"viewport": PHONE, "has_touch": True, "is_mobile": True}], indirect=True
)


@pytest.fixture(scope="module")
def own_assistant(
    library_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LocalAssistant]:
    """The service over a copy of the library, which these tests change."""
    from assistant.service import open_assistant
    from assistant.settings import load_settings

    folder = tmp_path_factory.mktemp("own-library") / "data"
    shutil.copytree(library_data, folder)
    assistant = open_assistant(load_settings(data_dir=folder), long_running=True)
    yield assistant
    assistant.close()


@pytest.fixture(scope="module")
def own_site(own_assistant: LocalAssistant) -> Iterator[str]:
    with running(own_assistant, own_assistant.settings) as address:
        yield address


@pytest.fixture(autouse=True)
def no_uploads(own_site: str) -> None:
    """Forget the uploads of the test before."""
    for job in httpx.get(f"{own_site}/api/v1/library/uploads").json()["uploads"]:
        address = f"{own_site}/api/v1/library/uploads/{job['id']}"
        httpx.delete(address, headers={"X-CQO-Library": "1"})


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.locator("#library h1").wait_for()
    return page


def sent(page: Page, address: str, *files: Path) -> None:
    """Upload files and wait until each is read."""
    opened(page, f"{address}/library?view=uploads")
    page.locator("#upload-files").set_input_files(list(files))
    for file in files:
        row = page.locator(".upload", has_text=file.name)
        expect(row).to_have_attribute("data-state", re.compile("ready|failed"))
        assert row.get_attribute("data-state") == "ready", row.inner_text()


def confirmed(page: Page) -> None:
    """Confirm what is shown and wait for the page of the stored text."""
    page.locator("#confirm").click()
    page.locator("#delete-source").wait_for()


def deleted(page: Page) -> None:
    page.locator("#delete-source").click()
    page.locator("#dialog-yes").click()
    page.locator(".list-page").wait_for()


def clause(page: Page, label: str) -> Locator:
    return page.locator(f'.clause[data-id$="{label}"]')


@wide
@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_goes_in_is_checked_changed_found_read_and_taken_out(
    page: Page, own_site: str, chromium: Browser, tmp_path: Path, ending: str
) -> None:
    file = written(ending, tmp_path, chromium)
    sent(page, own_site, file)
    page.locator(".upload", has_text=file.name).get_by_role("link", name="查看并确认").click()

    # what was read, with the words where it was read
    expect(page.locator("#fact-title")).to_have_value(TITLE)
    expect(page.locator("#fact-effective")).to_have_value("2029-05-01")
    evidence = page.locator('[data-field="effective"] .evidence')
    expect(evidence).to_contain_text("施行")
    evidence.click()
    expect(clause(page, "第五条")).to_have_class(re.compile("chosen"))
    page.locator("#tab-tree").click()
    for label in LABELS:
        expect(page.get_by_role("treeitem", name=re.compile(f"^{label}"))).to_be_visible()

    # a fact that does not fit is said at its field; a good one is stored
    page.locator("#tab-facts").click()
    page.locator("#fact-effective").fill("明年")
    page.locator("#confirm").click()
    expect(page.locator("#fact-effective-error")).to_contain_text("日期")
    page.locator("#fact-effective").fill("2029-05")
    page.locator("#fact-region").fill("深圳")
    confirmed(page)
    address = page.url
    expect(page.locator(".document-head .badge-region")).to_have_text("深圳")

    # a clause and its place in the original
    page.get_by_role("treeitem", name=re.compile("^第二条")).click()
    assert page.url.endswith("%E7%AC%AC%E4%BA%8C%E6%9D%A1")
    if ending in ("pdf", "png"):
        expect(page.locator(".box").first).to_be_visible()
        picture = page.locator(".page-picture")
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("(one) => one.naturalWidth") >= 1000
    else:
        expect(page.locator(".line.lit").first).to_contain_text(ARTICLES[1][:8])
    page.locator(".clauses a.reference", has_text="第三条").click()
    expect(clause(page, "第三条")).to_have_class(re.compile("chosen"))

    # the form, the list, the search
    page.locator("#edit-facts").click()
    page.locator("#edit-issuer").fill("虚构市市场监督管理局")
    page.locator("#save-facts").click()
    expect(page.locator(".document-facts")).to_contain_text("虚构市市场监督管理局")
    opened(page, f"{own_site}/library?own=own")
    expect(page.locator(".work h2")).to_have_text([TITLE])
    opened(page, f"{own_site}/library?view=search&q=量子罗盘培训")
    hit = page.locator(".hit").first
    expect(hit.locator("h3")).to_have_text("第四条")
    expect(hit.locator(".rank[data-leg=fused] dd")).to_have_text("第 1")
    for leg in ("lexical", "dense"):
        expect(hit.locator(f".rank[data-leg={leg}] dd")).to_have_text(re.compile(r"第 \d+"))
    hit.locator("h3 a").click()
    expect(clause(page, "第四条")).to_have_class(re.compile("chosen"))
    expect(clause(page, "第四条")).to_be_in_viewport()

    deleted(page)
    expect(page.locator(".works")).not_to_contain_text(TITLE)
    assert httpx.get(address.replace("/library/", "/api/v1/library/sources/")).status_code == 404


@wide
def test_markup_in_a_text_is_shown_as_text(page: Page, own_site: str, tmp_path: Path) -> None:
    name = "虚构<img src=x onerror=alert(1)>办法"
    file = tmp_path / "坏.txt"
    file.write_text(f"{name}\n\n第一条 <script>alert(1)</script>测试。\n第二条 <b>虚构</b>。\n")
    sent(page, own_site, file)
    page.get_by_role("link", name="查看并确认").first.click()
    page.locator("#fact-title").fill(name)
    confirmed(page)
    expect(page.locator("h1")).to_have_text(name)
    assert page.locator("#library img[src=x], #library script, #library b").count() == 0
    expect(page.locator(".clauses")).to_contain_text("<script>alert(1)</script>")
    deleted(page)


@wide
def test_a_bad_file_says_why_and_the_others_go_on(
    page: Page, own_site: str, chromium: Browser, tmp_path: Path
) -> None:
    bad = tmp_path / "空文件.pdf"
    bad.write_bytes(b"")
    good = written("txt", tmp_path, chromium)
    opened(page, f"{own_site}/library?view=uploads")
    page.locator("#upload-files").set_input_files([bad, good])
    row = page.locator(".upload", has_text="空文件.pdf")
    expect(row).to_have_attribute("data-state", "failed")
    expect(row.locator(".upload-detail")).to_contain_text("空文件.pdf")
    kept = page.locator(".upload", has_text=good.name)
    expect(kept).to_have_attribute("data-state", "ready")
    kept.get_by_role("button", name="放弃").click()
    row.get_by_role("button", name="清除").click()
    expect(page.locator(".upload")).to_have_count(0)


@wide
def test_the_tree_is_walked_with_the_keyboard(page: Page, own_site: str) -> None:
    opened(page, f"{own_site}/library/cqo-notes#六/（四）")
    chosen = page.locator('.tree [aria-selected="true"]')
    expect(chosen).to_have_attribute("data-id", "cqo-notes#六/（四）")
    expect(page.locator(".clause.chosen")).to_be_in_viewport()
    chosen.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".clause.chosen")).to_have_attribute("data-id", "cqo-notes#六/（五）")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator('[data-id="cqo-notes#六"][role=treeitem]')).to_have_attribute(
        "aria-expanded", "false"
    )


@wide
def test_filters_stand_in_the_address_and_the_keyboard_stays(page: Page, own_site: str) -> None:
    opened(page, f"{own_site}/library")
    box = page.get_by_label("广东", exact=False).first
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator(".list-summary")).to_contain_text("找到")
    assert "region=" in page.url
    expect(page.locator("#filter-region-广东")).to_be_focused()
    page.fill("#list-title", "没有这样的名称")
    expect(page.locator(".empty h2")).to_have_text("没有符合条件的资料")
    page.get_by_role("button", name="清除筛选").last.click()
    expect(page.locator(".work").first).to_be_visible()


@wide
def test_the_chat_and_the_library_lead_to_each_other(page: Page, own_site: str) -> None:
    page.goto(own_site)
    page.locator("#library-link a").click()
    page.locator("#library h1").wait_for()
    page.locator(".work h2 a", has_text="编制说明").first.click()
    page.locator("#ask-about").click()
    page.locator("#question textarea").wait_for()
    expect(page.locator("#question textarea")).to_have_value(re.compile("编制说明"))


@wide
def test_the_language_goes_along_to_the_chat(page: Page, own_site: str) -> None:
    opened(page, f"{own_site}/library")
    page.locator("#language-switch").click()
    expect(page.locator("h1")).to_have_text("Library")
    page.locator("#chat-link").click()
    expect(page.locator("#chat-log .log")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.locator("#chat-log .log")).to_have_attribute("lang", "en")


@wide
def test_a_file_with_two_documents_is_checked_one_by_one(
    page: Page, own_site: str, tmp_path: Path
) -> None:
    file = tmp_path / "印发通知.txt"
    articles = "\n".join(f"{label}　{text}" for label, text in zip(LABELS, ARTICLES, strict=True))
    file.write_text(
        f"虚构市市场监督管理局关于印发《{TITLE}》的通知\n\n虚市监〔2029〕3号\n\n各有关单位：\n"
        f"现将《{TITLE}》印发给你们，请遵照执行。\n\n虚构市市场监督管理局\n2029年4月1日\n\n"
        f"{TITLE}\n\n第一章　总则\n{articles}\n",
        "utf-8",
    )
    sent(page, own_site, file)
    page.get_by_role("link", name="查看并确认").click()
    page.locator("#fact-short_title").fill("虚构通知")
    page.locator("#next-part").click()
    expect(page.locator("#fact-title")).to_have_value(TITLE)
    page.locator("#fact-region").fill("深圳")
    confirmed(page)
    expect(page.locator(".crumbs")).to_contain_text("虚构通知")
    deleted(page)
    page.locator(".work h2 a", has_text=TITLE).click()
    expect(page.locator(".document-head .badge-region")).to_have_text("深圳")
    deleted(page)


@wide
def test_a_library_that_is_read_only_says_so(page: Page, own_assistant: LocalAssistant) -> None:
    settings = own_assistant.settings.model_copy(update={"library_writable": "nobody"})
    with running(own_assistant, settings) as address:
        opened(page, f"{address}/library?view=uploads")
        expect(page.locator(".problem")).to_contain_text("只读")
        expect(page.locator("#drop-zone")).to_be_hidden()
        opened(page, f"{address}/library")
        page.locator(".work").first.wait_for()
        expect(page.locator("#add-files")).to_be_hidden()


@wide
def test_the_chinese_page_speaks_chinese(page: Page, own_site: str) -> None:
    for path in ("/library", "/library?view=uploads", "/library?view=search&q=备案"):
        opened(page, own_site + path)
        words = page.evaluate(
            """() => [...document.querySelectorAll("#library-header, h1, h2:not(.work h2), .lead, label,"
                + " button, .badge, dt, legend, summary, .drop-help, .list-summary, [aria-label], [title], [placeholder]")]
                .filter((one) => !one.closest(".work h2, .hit-words h3, .hit-source, .named li"))
                .flatMap((one) => [one.innerText, ...["aria-label", "title", "placeholder"]
                    .map((name) => one.getAttribute(name) || "")]).join(" ")"""
        )
        found = set(re.findall(r"[A-Za-z]{2,}", words))
        assert found <= {"English", "PDF", "Word", "DOCX", "HTML", "Markdown", "MB", "BM", "DB"}, (
            found
        )
    page.locator("#language-switch").click()
    expect(page.locator("h1")).to_have_text("Search the library")
    page.reload()
    expect(page.locator("h1")).to_have_text("Search the library")


@on_a_phone
def test_nothing_is_wider_than_a_phone_and_a_finger_hits_it(page: Page, own_site: str) -> None:
    for path in (
        "/library",
        "/library?view=uploads",
        "/library?view=search&q=任职条件",
        "/library/cqo-notes",
        "/library/cqo-notes#六/（四）",
    ):
        opened(page, own_site + path)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, summary, input:not(.sr-only), select, .tool")]
                .filter((one) => one.checkVisibility() && !one.matches(".link, [type=checkbox]"))
                .map((one) => [one.id || one.className, Math.round(one.getBoundingClientRect().height)])
                .filter(([, height]) => height && height < 40)"""
        )
        assert small == [], path
    expect(page.locator(".clause.chosen")).to_be_in_viewport()
    page.locator("#tab-facts").tap()
    expect(page.locator("#pane-facts .fact-list").first).to_be_visible()


@wide
def test_what_the_page_may_load_and_run(page: Page, own_site: str) -> None:
    for path in ("/library", "/library/cqo-notes", "/library/uploads/x"):
        first, second = httpx.get(own_site + path), httpx.get(own_site + path)
        policy = first.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        nonce = re.search(r"'nonce-([\w-]+)'", policy)
        assert nonce is not None
        assert nonce.group(1) not in second.text
        assert set(re.findall(r"//([\w.-]+\.\w+)", first.text)) <= set()
        assert first.headers["x-content-type-options"] == "nosniff"
    foreign = httpx.get(own_site + "/library", headers={"Host": "evil.example"})
    assert foreign.status_code == 403
    page.goto(f"{own_site}/library/there-is-no-such-text")
    expect(page.locator(".problem")).to_contain_text("there-is-no-such-text")
