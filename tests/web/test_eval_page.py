"""The evaluation page in a real browser: results as in the report, and the way from feedback to a question."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assistant.service import LocalAssistant, open_assistant
from assistant.settings import load_settings
from evals.feedback.own import own_questions
from evals.results import Figure, Item, Result, Run, runs_folder, write_result
from tests.assistant.conftest import copy_library
from tests.web.conftest import running
from tests.web.screens import on_a_phone, wide

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

BEGUN = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
ASKED = "聘任制度要明确哪些内容？"
DECLINED = "首席质量官薪酬每月多少钱？"
WRITE = {"X-CQO-Library": "1"}


@pytest.fixture(scope="module")
def own_assistant(
    library_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LocalAssistant]:
    """The service over a copy of the library, in which these tests talk and decide."""
    folder = copy_library(library_data, tmp_path_factory.mktemp("eval-page") / "data")
    assistant = open_assistant(load_settings(data_dir=folder), long_running=True)
    yield assistant
    assistant.close()


@pytest.fixture(scope="module")
def own_site(own_assistant: LocalAssistant) -> Iterator[str]:
    with running(own_assistant, own_assistant.settings) as address:
        yield address


@pytest.fixture
def folder(own_assistant: LocalAssistant) -> Path:
    """The data folder, nothing evaluated and nothing asked yet."""
    found = Path(own_assistant.settings.data_dir)
    shutil.rmtree(found / "eval", ignore_errors=True)
    for one in own_assistant.index.conversations.recent(limit=1000):
        own_assistant.index.conversations.remove(one.id)
    return found


def result(value: float, *, hours: int = 0, configuration: str = "default") -> Result:
    """A run of the questions in which one is wrong."""
    detail = {
        "question": "谁<img src=x onerror=alert(1)>起草？", "expect": ["answered"], "status": "answered",
        "gold": ["cqo-notes#六/（四）"], "cited": ["cqo-notes#一"], "said": "答了别的<b>。", "retrieved": [],
    }  # fmt: skip
    item = Item(
        id="dev-001", kind="fact", split="dev", right=False, faults=("cited",), detail=detail
    )
    right = Figure(name="right", label="全对", value=value, low=value - 0.1, high=value + 0.1, n=9)
    started = BEGUN + timedelta(hours=hours)
    run = Run(suite="qa", started=started, seconds=3, configuration=configuration, figures=(right,))
    return Result(run=run, items=(item,))


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.locator("#eval h1").wait_for()
    return page


@wide
def test_without_results_the_page_says_how_to_get_them(
    page: Page, own_site: str, folder: Path
) -> None:
    opened(page, f"{own_site}/eval")
    expect(page.locator("#no-results .command")).to_have_text("cqo eval all")
    expect(page.locator("#eval-link")).to_have_attribute("aria-current", "page")


@wide
def test_results_stand_as_in_the_report_and_are_compared_with_a_chosen_run(
    page: Page, own_site: str, folder: Path
) -> None:
    for value, hours in ((0.5, 0), (0.7, 9), (0.8, 18)):
        write_result(result(value, hours=hours), runs_folder(folder))
    write_result(result(0.3, hours=20, configuration="without-words"), runs_folder(folder))
    opened(page, f"{own_site}/eval")
    card = page.locator(".card")
    expect(card.locator(".card-value")).to_have_text("80.0%")
    expect(card).to_contain_text("上次 70.0%，变好 +10.0 点")
    expect(page.locator("#report-history .chart svg").first).to_be_visible()
    page.locator("#compare-with").select_option(index=3)
    expect(card).to_contain_text("上次 50.0%，变好 +30.0 点")
    page.reload()  # the choice stands in the address
    expect(card).to_contain_text("上次 50.0%")
    with page.expect_download() as download:
        page.locator("#download-report").click()
    saved = Path(download.value.path()).read_text("utf-8")
    assert "上次 50.0%" in saved
    assert f"{own_site}/library/cqo-notes#" in saved

    page.locator("#configuration").select_option("without-words")
    expect(card.locator(".card-value")).to_have_text("30.0%")

    # what was asked and answered is text, and its clauses open in the library
    wrong = page.locator(".wrong")
    expect(wrong).to_contain_text("谁<img src=x onerror=alert(1)>起草？")
    assert page.locator("#eval .wrong :is(img, dd b)").count() == 0
    wrong.locator("a.clause-good, a.clause").first.click()
    expect(page.locator(".clause.chosen")).to_have_attribute("data-id", "cqo-notes#六/（四）")


@wide
def test_from_feedback_in_the_chat_to_a_question_of_ones_own(
    page: Page, own_site: str, folder: Path
) -> None:
    # a reader complains in the chat
    page.goto(own_site)
    page.locator("#question textarea").fill(ASKED)
    page.locator("#send").click()
    page.locator(".verdict[data-verdict=useless]").click()
    expect(page.locator(".verdict[data-verdict=useless]")).to_have_attribute("aria-pressed", "true")
    page.locator("#source-cards .wrong-citation").first.click()
    expect(page.locator("#source-cards .wrong-citation").first).to_have_attribute(
        "aria-pressed", "true"
    )
    page.locator("#eval-link a").click()
    page.locator("[data-tab=feedback]").click()

    # it is listed and becomes a candidate with one click
    signal = page.locator(".signal", has_text=ASKED)
    expect(signal.locator(".reason")).to_have_text(["引错了", "没用"])
    signal.get_by_role("button", name="做成候选题").click()
    expect(page.locator("h1")).to_have_text("审核候选题 c-001")
    expect(page.locator("#field-question")).to_have_value(ASKED)
    expect(page.locator("#add-candidate")).to_be_disabled()

    # a person reviews: another clause, found by search, points, what must not be said
    for chip in page.locator(".chip-remove").all():
        chip.click()
    page.locator("#gold-search").fill("编制说明 六（四）")
    page.locator("#gold-search").press("Enter")
    page.locator('.gold-hit[data-clause="cqo-notes#六/（四）"] .take').click()
    page.locator("#field-points").fill("聘任制度\n任职条件 | 任职要求")
    page.locator("#field-forbidden").fill("三年")
    page.locator("#field-reviewed").fill("核对了编制说明六（四）原文。")
    page.locator("#save-candidate").click()
    expect(page.locator("#candidate-state")).to_have_text("已审核")
    page.locator("#add-candidate").click()
    expect(page.locator("#review-message")).to_contain_text("own-001")

    (question,) = own_questions(folder)
    assert question.question == ASKED
    assert question.gold == ("cqo-notes#六/（四）",)
    assert question.points == ("聘任制度", ("任职条件", "任职要求"))
    assert question.forbidden == ("三年",)
    page.locator(".crumbs a").click()
    expect(page.locator(".empty-line")).to_contain_text("没有待处理的反馈")
    page.locator(".decided summary").click()
    expect(page.locator(".candidate")).to_contain_text("题号 own-001")


def candidate(own_site: str, assistant: LocalAssistant) -> str:
    """The address of a candidate made of a declined question."""
    assistant.ask(DECLINED, conversation=assistant.new_conversation())
    api = f"{own_site}/api/v1/eval/feedback"
    (signal,) = httpx.get(f"{api}/signals").json()["signals"]
    made = httpx.post(f"{api}/candidates", json={"signal": signal["id"]}, headers=WRITE).json()
    return f"{own_site}/eval/{made['id']}"


@wide
def test_what_does_not_fit_is_told_and_unsaved_words_are_not_lost(
    page: Page, own_site: str, folder: Path, own_assistant: LocalAssistant
) -> None:
    opened(page, candidate(own_site, own_assistant))
    page.locator("#field-kind").select_option("fact")
    page.locator("#field-reviewed").fill("看过。")
    page.locator("#save-candidate").click()
    expect(page.locator("#review-message .problem")).to_contain_text("要有应引条款")
    expect(page.locator("#field-reviewed")).to_have_value("看过。")
    page.locator(".crumbs a").click()
    page.get_by_role("button", name="取消").click()
    expect(page.locator("#field-reviewed")).to_have_value("看过。")


@wide
def test_two_people_at_one_candidate_do_not_overwrite_each_other(
    context: BrowserContext, own_site: str, folder: Path, own_assistant: LocalAssistant
) -> None:
    address = candidate(own_site, own_assistant)
    one, other = (opened(context.new_page(), address) for _ in range(2))
    one.locator("#field-note").fill("甲写的")
    one.locator("#save-candidate").click()
    expect(one.locator(".done")).to_have_text("已保存。")
    other.locator("#field-note").fill("乙写的")
    other.locator("#save-candidate").click()
    expect(other.locator(".problem")).to_contain_text("刚被别人改过")
    other.get_by_role("link", name="重新打开").click()
    expect(other.locator("#field-note")).to_have_value("甲写的")


@wide
def test_a_candidate_is_rejected_with_a_reason(
    page: Page, own_site: str, folder: Path, own_assistant: LocalAssistant
) -> None:
    opened(page, candidate(own_site, own_assistant))
    page.locator("#reject-candidate").click()
    page.locator("#reject-why").fill("与制度无关")
    page.locator("#reject-yes").click()
    expect(page.locator("#candidate-state")).to_have_text("不采用")
    expect(page.locator("#review-message")).to_contain_text("与制度无关")
    expect(page.locator("#save-candidate")).to_be_hidden()


@on_a_phone
def test_nothing_is_wider_than_a_phone_and_a_finger_hits_it(
    page: Page, own_site: str, folder: Path, own_assistant: LocalAssistant
) -> None:
    write_result(result(0.8), runs_folder(folder))
    address = candidate(own_site, own_assistant)
    own_assistant.ask("标准号是多少？", conversation=own_assistant.new_conversation())
    for place in (f"{own_site}/eval", f"{own_site}/eval?view=feedback", address):
        opened(page, place)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, place
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, summary, input, select, .tool, .button")]
                .filter((one) => one.checkVisibility() && !one.matches("[type=checkbox]"))
                .map((one) => [one.id || one.className, Math.round(one.getBoundingClientRect().height)])
                .filter(([, height]) => height && height < 40)"""
        )
        assert small == [], place


@wide
def test_the_page_speaks_chinese_and_english(page: Page, own_site: str, folder: Path) -> None:
    opened(page, f"{own_site}/eval?view=feedback")
    words = page.locator("body").inner_text()
    assert set(re.findall(r"[A-Za-z]{2,}", words)) <= {"English"}
    page.locator("#language-switch").click()
    expect(page.locator("h1")).to_have_text("Feedback and candidates")


def test_what_the_page_may_load_and_who_may_ask(own_site: str, folder: Path) -> None:
    policy = httpx.get(f"{own_site}/eval").headers["content-security-policy"]
    assert "unsafe" not in policy
    api = f"{own_site}/api/v1/eval"
    assert httpx.get(f"{own_site}/eval", headers={"Host": "evil.example"}).status_code == 403
    assert httpx.get(f"{api}/results", headers={"Host": "evil.example"}).status_code == 403
    body = {"signal": "x"}
    assert httpx.post(f"{api}/feedback/candidates", json=body).status_code == 403
    foreign = {**WRITE, "Origin": "http://evil.example"}
    assert httpx.post(f"{api}/feedback/candidates", json=body, headers=foreign).status_code == 403
    for path in ("report", "results?against=gone", "feedback/candidates/c-009", "nothing"):
        reply = httpx.get(f"{api}/{path}")
        assert reply.status_code in (404, 422)
        assert list(reply.json()) == ["error"]
        assert "\n" not in reply.json()["error"]


@wide
def test_an_installation_without_evals_says_so_in_one_line(
    page: Page, own_site: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.eval_api.find_spec", lambda name: None)
    page.goto(f"{own_site}/eval")
    expect(page.locator(".problem")).to_contain_text("没有评测套件（evals）")


def test_readers_elsewhere_see_results_and_no_questions_of_others(
    own_assistant: LocalAssistant, folder: Path
) -> None:
    settings = own_assistant.settings
    closed = settings.model_copy(update={"library_writable": "nobody"})
    own_assistant.settings = closed
    try:
        with running(own_assistant, closed) as address:
            assert httpx.get(f"{address}/api/v1/eval/results").status_code == 200
            assert httpx.get(f"{address}/api/v1/eval/feedback/signals").status_code == 403
    finally:
        own_assistant.settings = settings
