"""A person asks, reads, and goes from the answer to the clause and back. Real service, real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import answered, ask, opened

pytestmark = pytest.mark.browser

QUESTION = "“八个一”行动包括哪些内容？"


def test_a_starter_question_is_answered_with_sources(page: Page, site: str) -> None:
    opened(page, site)
    question = page.locator(".starter").first.inner_text()
    page.locator(".starter").first.click()
    answered(page, 1)
    expect(page.locator("#turn-1 .question")).to_contain_text(question)
    expect(page.locator("#turn-1 .statement .mark").first).to_be_visible()
    expect(page.locator("#source-cards .card").first).to_be_visible()


def test_each_statement_opens_the_clause_that_holds_its_words(page: Page, site: str) -> None:
    opened(page, site)
    ask(page, "标准由谁牵头起草？", 1)
    statement = page.locator("#turn-1 .statement").first
    mark = statement.locator(".mark").first
    clause = mark.get_attribute("data-clause")
    mark.click()
    reader = page.locator(f'.reader[data-reading="{clause}"]')
    chosen = reader.locator("mark.chosen").first
    expect(chosen).to_be_in_viewport()
    assert chosen.inner_text() in statement.inner_text()
    expect(statement).to_have_class("statement lit")


def test_a_quote_in_the_panel_lights_its_statement(page: Page, site: str) -> None:
    opened(page, site)
    ask(page, QUESTION, 1)
    quote = page.locator("#source-cards .quote").first
    users = (quote.get_attribute("data-users") or "").split()
    quote.click()
    expect(page.locator(f"#{users[0]}")).to_have_class("statement lit")
    expect(page.locator(f"#{users[0]}")).to_be_in_viewport()


def test_a_marked_quote_in_the_clause_leads_back_with_the_keyboard(page: Page, site: str) -> None:
    opened(page, site)
    ask(page, QUESTION, 1)
    marked = page.locator("#clause-reader mark[data-users]").first
    users = (marked.get_attribute("data-users") or "").split()
    marked.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{users[0]}")).to_have_class("statement lit")


def test_neighbours_parents_and_outline_lead_through_the_document(page: Page, site: str) -> None:
    opened(page, site)
    ask(page, "编制说明六（四）讲什么？", 1)
    page.locator('#source-cards [data-clause="cqo-notes#六/（四）"]').first.click()
    reading = page.locator(".reader")
    expect(reading).to_have_attribute("data-reading", "cqo-notes#六/（四）")
    page.locator(".neighbour-after").click()
    expect(reading).to_have_attribute("data-reading", "cqo-notes#六/（五）")
    page.locator(".neighbour-before").click()
    expect(reading).to_have_attribute("data-reading", "cqo-notes#六/（四）")
    page.locator(".breadcrumb .clause-link").first.click()
    expect(reading).to_have_attribute("data-reading", "cqo-notes#六")
    page.locator(".outline summary").click()
    page.locator('.outline [data-clause="cqo-notes#九"]').click()
    expect(reading).to_have_attribute("data-reading", "cqo-notes#九")
    expect(page.locator(".clause-text")).to_contain_text("本标准拟作为推荐性地方标准")


def test_a_mark_of_an_earlier_answer_brings_its_sources_back(page: Page, site: str) -> None:
    opened(page, site)
    ask(page, QUESTION, 1)
    ask(page, "标准由谁牵头起草？", 2)
    page.locator("#turn-1 .mark").first.click()
    page.locator('#source-cards .cards[data-turn="1"]').wait_for()
    expect(page.locator("#source-cards .card-chosen")).to_have_count(1)


def test_a_badge_row_names_region_year_and_authority(page: Page, site: str) -> None:
    opened(page, site)
    ask(page, "湖北的任职条件是什么？", 1)
    card = page.locator('#source-cards [data-card="hubei-guidance-2022#任职条件"]')
    expect(card.locator(".badge")).to_have_text(["湖北", "2022", "摘要", "效力未核"])
    expect(page.locator("#turn-1")).to_contain_text("外地参考")
    expect(page.locator(".reader .about")).to_contain_text("不是原文")


def test_a_declined_question_says_what_is_missing_and_where_to_ask(page: Page, site: str) -> None:
    opened(page, site)
    ask(page, "标准号是多少？", 1)
    missing = page.locator("#turn-1 .missing")
    expect(missing).to_contain_text("资料库里没有")
    expect(missing).to_contain_text("可以这样查证")
    expect(page.locator("#turn-1 .statement")).to_have_count(0)
    related = missing.locator(".related .mark").first
    clause = related.get_attribute("data-clause")
    related.click()
    expect(page.locator(".reader")).to_have_attribute("data-reading", str(clause))


def test_a_comparison_is_a_table_whose_rows_open_their_clauses(page: Page, site: str) -> None:
    opened(page, site)
    ask(page, "比较湖北和漳州的任职条件", 1)
    table = page.get_by_role("table", name="任职条件")
    expect(table.get_by_role("columnheader")).to_have_count(3)
    expect(table.get_by_role("rowheader")).to_contain_text(["湖北", "漳州"])
    row = table.locator("tbody tr").nth(1)
    clause = row.locator(".mark").first.get_attribute("data-clause")
    row.locator(".mark").first.click()
    expect(page.locator(".reader")).to_have_attribute("data-reading", str(clause))
    expect(row).to_have_class("statement lit")
