"""Three invented companies walk the guide's page in a real browser, from the first question to the package.

``tests/assistant/guiding/test_guide_commands.py`` walks the same way in the terminal.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from playwright.sync_api import Page, expect

from assistant.drafting.blueprint import FactSpec, FactType
from assistant.guiding.journeys import route_of
from assistant.guiding.planning import NAME, specs_of
from tests.assistant.guiding.conftest import example
from tests.assistant.guiding.walk_data import (
    CHECKS,
    DOCUMENTS,
    EXAMPLES,
    LINK,
    MET,
    MINUTES,
    MINUTES_WORDS,
    NOTE,
    REPLIES,
    START,
)
from tests.web.guide_steps import api, saved, state, wide

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.usefixtures("no_companies"),
]


@wide
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_company_walks_from_the_interview_to_the_package(
    page: Page, desk_site: str, name: str, tmp_path: Path
) -> None:
    facts = example(name)
    key = begin(page, desk_site, facts[NAME])
    interview(page, facts)
    said = api(desk_site).get(key).json()
    asked = {spec.name for spec in route_of().specs} & facts.keys()
    assert {one: said["facts"].get(one) for one in asked} == {one: raw(facts[one]) for one in asked}
    plan(page, said["total"])
    first_task(page, tmp_path)
    other_tasks(page, said["total"])
    self_check(page)
    page.locator(".way-tabs a").first.click()
    expect(page.locator("#progress")).to_contain_text(f"已完成 1 / {said['total'] - 1}")
    expect(page.locator(".now-first h3")).to_have_text("摸清现状与差距")
    with page.expect_download() as waiting:
        page.locator("#package").click()
    others = [example(one)[NAME] for one in EXAMPLES if one != name]
    check_package(Path(waiting.value.path()), facts, others)


# -- the way, as a person clicks and types it --------------------------------------------------------


def begin(page: Page, site: str, company: str) -> str:
    """The id of the company, whose first question is open."""
    page.goto(f"{site}/guide")
    page.fill("#begin-company", company)
    page.fill("#begin-start", f"{START.year}年{START.month}月{START.day}日")
    page.locator("#begin").click()
    page.locator(".question h2").wait_for()
    return page.url.split("/guide/")[1].split("/")[0]


def interview(page: Page, facts: dict[str, Any]) -> None:
    """Answer every question with what the example says; what it does not say stays empty."""
    route = route_of()
    for question in route.journey.interview:
        page.locator(f'[data-question="{question.id}"] h2').wait_for()
        given = [spec for spec in specs_of(route, question) if spec.name in facts]
        for spec in given:
            if spec.name != NAME:
                answer(page, spec, facts[spec.name])
        page.locator("#question-next" if given else "#question-skip").click()
    expect(page.locator(".interview-end h2")).to_be_visible()
    expect(page.locator('[data-question="goals"]')).to_contain_text("已答")


def answer(page: Page, spec: FactSpec, value: Any) -> None:
    """Say one fact in its field, as its kind is said."""
    field = page.locator(f'[data-fact="{spec.name}"]')
    labels = {str(option.value): option.label for option in spec.options}
    match spec.type:
        case FactType.TABLE:
            for place, row in enumerate(value):
                if place:
                    field.locator(".add").click()
                for column, cell in zip(spec.columns, range(len(spec.columns)), strict=True):
                    if column.name in row:
                        box = field.locator("tbody tr").nth(place).locator("td").nth(cell)
                        box.locator("input").first.fill(str(row[column.name]))
        case FactType.LINES:
            for place, line in enumerate(value):
                if place:
                    field.locator(".add").click()
                field.locator("li input").nth(place).fill(line)
        case FactType.CHOICES:
            for one in value:
                field.get_by_label(labels[one], exact=True).check()
        case FactType.CHOICE:
            choose(page, spec.name, labels[value])
        case FactType.YES_NO:
            field.get_by_label("是" if value else "否", exact=True).check()
        case _:
            page.fill(f"#answer-{spec.name}", str(value))


def choose(page: Page, name: str, label: str) -> None:
    """Few options are buttons, many are a list."""
    listed = page.locator(f"select#answer-{name}")
    if listed.count():
        listed.select_option(label=label)
    else:
        page.locator(f'[data-fact="{name}"]').get_by_label(label, exact=True).check()


def plan(page: Page, total: int) -> None:
    page.locator("#to-plan").click()
    expect(page.locator("svg.main-svg").first).to_be_visible()
    rows = page.locator(".plan-table tbody tr")
    expect(rows).to_have_count(total)
    expect(rows.first).to_contain_text(START.isoformat())
    rows.first.get_by_role("link").click()


def first_task(page: Page, folder: Path) -> None:
    """进行中, with a file and a link; then 已完成, which ticks what must be true for it."""
    expect(page.locator("h1")).to_have_text("主要负责人决定启动并指定牵头人")
    state(page, "doing").click()
    expect(page.locator(".task-top .state")).to_have_text("进行中")
    minutes = folder / MINUTES
    minutes.write_text(MINUTES_WORDS, "utf-8")
    page.locator("#evidence-files").set_input_files(minutes)
    expect(page.locator(".evidence-row")).to_have_count(1)
    page.locator(".link-form summary").click()
    page.fill("#link-url", LINK)
    page.locator("#link-add").click()
    expect(page.locator(".evidence-row")).to_have_count(2)
    page.fill("#task-note", NOTE)
    saved(page)
    state(page, "done").click()
    page.locator("#dialog-yes").click()
    expect(page.locator(".task-top .state")).to_have_text("已完成")
    expect(page.locator("#done-0")).to_be_checked()


def other_tasks(page: Page, total: int) -> None:
    """One does not apply, with its reason; another is under way and leads to the self-check."""
    page.locator(".way-tabs a").first.click()
    page.locator('.task-row[data-task="selection"] h4 a').click()
    state(page, "na").click()
    page.fill("#na-reason", "直接提名，不公开选聘")
    page.locator("#na-save").click()
    expect(page.locator(".na-reason")).to_contain_text("直接提名，不公开选聘")
    page.locator(".way-tabs a").first.click()
    expect(page.locator("#progress")).to_contain_text(f"/ {total - 1} 项")
    page.locator(".now-first h3 a").click()
    state(page, "doing").click()
    expect(page.locator(".task-top .state")).to_have_text("进行中")
    page.locator(".leads a").click()


def self_check(page: Page) -> None:
    page.fill("#check-title", "启动前自查")
    page.locator("#begin-check").click()
    checks = page.locator(".check")
    expect(checks).to_have_count(CHECKS)
    for place in range(CHECKS):
        checks.nth(place).locator(f".reply-{REPLIES[place % len(REPLIES)]}").click()
    expect(page.locator("#answered")).to_contain_text(f"已答 {CHECKS} / {CHECKS}")
    page.locator("#finish").click()
    expect(page.locator(".tile-value").first).to_have_text(MET)
    expect(page.locator(".charts svg.main-svg").first).to_be_visible()
    expect(page.locator(".gap-row")).to_have_count(CHECKS // 2)


# -- what is in the package --------------------------------------------------------------------------


def check_package(path: Path, facts: dict[str, Any], others: list[str]) -> None:
    """All is there, every file speaks of the company, and none of another one."""
    company = facts[NAME]
    with ZipFile(path) as package:
        assert package.testzip() is None
        files = {name: package.read(name) for name in package.namelist()}
    documents = [name for name in files if name.startswith("文件/")]
    assert len(documents) == DOCUMENTS
    words = dict(words_of(files))
    for name, text in words.items():
        assert not [other for other in others if other in text], name
    for name in (*documents, "目录.docx", "计划/甘特图.html", "自查/雷达图.html"):
        assert company in words[name], name
    for name in documents:
        title = name.removeprefix("文件/").removesuffix(".docx").partition("-")[2]
        assert title in words["目录.docx"], title
    (letter,) = (name for name in documents if name.endswith("聘任书.docx"))
    for said in (facts["cqo_name"], facts["reports_to"]):
        assert said in words[letter], said
    for said in ("已完成", "进行中", "☑ 牵头人和参加部门已经明确", "企业标为不适用", NOTE):
        assert said in words["计划/实施计划.xlsx"], said
    assert "还没有做到" in words["自查/自查结果.xlsx"]
    for said in (MINUTES, LINK):
        assert said in words["证据/证据清单.xlsx"], said
    (kept,) = [name for name in files if name.endswith(MINUTES)]
    assert files[kept].decode("utf-8") == MINUTES_WORDS
    assert "编制说明" in words["依据/依据对照表.xlsx"]


def words_of(files: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Each file of the package with all its words."""
    for name, content in files.items():
        if name.endswith(".docx"):
            yield name, words_of_document(content)
        elif name.endswith(".xlsx"):
            yield name, words_of_workbook(content)
        elif name.endswith((".html", ".ics")):
            yield name, content.decode("utf-8").replace("\r\n ", "")


def words_of_document(content: bytes) -> str:
    """Paragraphs, tables, heads and feet of a Word file."""
    document = docx.Document(io.BytesIO(content))
    parts = [document, *(p for s in document.sections for p in (s.header, s.footer))]
    lines = [one.text for part in parts for one in part.paragraphs]
    tables = [table for part in parts for table in part.tables]
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    return "\n".join([*lines, *cells])


def words_of_workbook(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)


def raw(value: Any) -> Any:
    """As a profile keeps it: cells of a table are words."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [{key: str(cell) for key, cell in row.items()} for row in value]
    return value
