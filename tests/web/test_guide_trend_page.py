"""The guide's page in a real browser: self-checks before and after the standard came, and what of them compares.

The text is tests/fixtures/synthetic-standard.txt, written for tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant.service import open_assistant
from assistant.settings import load_settings
from tests.assistant.conftest import copy_library
from tests.assistant.guiding.conftest import begun, checked
from tests.assistant.imported_texts import bring_in, standard_text
from tests.web.conftest import running
from tests.web.guide_steps import wide

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

STANDARD = "企业首席质量官制度建设规范"


@dataclass(frozen=True)
class Checked:
    """Where a company's self-checks are, and their ids."""

    address: str
    before: str
    after: str


@pytest.fixture(scope="module")
def two_checks(library_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checked]:
    """One on the 编制说明; then the standard arrives, and the next one asks its sentences."""
    folder = tmp_path_factory.mktemp("trend")
    settings = load_settings(data_dir=copy_library(library_data, folder / "data"))
    assistant = open_assistant(settings, long_running=True)
    way = begun(assistant, "service")
    before = checked(assistant, way, {"": "yes"})
    (folder / "texts").mkdir()
    bring_in(assistant, folder / "texts", {"std-2020": standard_text()})
    after = checked(assistant, way, {"": "partly"})
    with running(assistant, settings) as address:
        yield Checked(f"{address}/guide/{way.company.id}/checks", before, after)
    assistant.close()


@wide
def test_what_cannot_be_compared_is_said_where_the_trend_is(
    page: Page, two_checks: Checked
) -> None:
    trend = page.locator("section", has=page.locator("#trend-title"))
    page.goto(f"{two_checks.address}/{two_checks.after}?view=result")
    expect(trend.locator("svg.main-svg").first).to_be_visible()
    expect(trend.locator(".comparison")).to_contain_text("问的不一样，不能比较")
    expect(trend.locator(".caution")).to_have_count(0)  # it asked what is asked now
    rows = trend.locator(".trend-table tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first.locator(".badge")).to_have_count(0)
    expect(rows.last.locator(".badge")).to_contain_text("问的不一样")
    expect(page.locator(".tile-more")).to_have_count(0)  # no share of other questions beside

    page.goto(f"{two_checks.address}/{two_checks.before}?view=result")
    expect(trend.locator(".caution")).to_contain_text(STANDARD)
    expect(trend.locator(".comparison")).to_have_count(0)  # there was none before it
    expect(trend.locator(".apart li")).to_contain_text("不能比较")
