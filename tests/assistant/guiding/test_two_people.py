"""Two people on one company, each with a desk of their own on one data folder: nobody's work is lost unseen."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from assistant.guiding.desk import Clash, GuideDesk
from assistant.service import LocalAssistant
from assistant.settings import load_settings
from corpus.errors import BadInput
from index.store import open_index

COMPANY = "示例精密制造有限公司"


@pytest.fixture(scope="module")
def desks(own_guide: LocalAssistant) -> Iterator[tuple[GuideDesk, GuideDesk]]:
    """Two connections to one data folder, as of two processes."""
    settings = load_settings(data_dir=own_guide.index.data_dir)
    with open_index(settings.data_dir) as other:
        second = GuideDesk(other.guides, other.drafts, other.catalogue, own_guide.gazetteer)
        yield own_guide.guide, second


def test_who_begins_the_same_company_at_once_begins_one(
    desks: tuple[GuideDesk, GuideDesk],
) -> None:
    with ThreadPoolExecutor(8) as pool:
        ways = [*pool.map(lambda n: desks[n % 2].begin(COMPANY, date(2026, 12, 1)), range(8))]
    assert len({way.guide.id for way in ways}) == 1
    assert [one.name for one in desks[0].companies.companies()] == [COMPANY]


def test_answers_to_different_questions_go_together(desks: tuple[GuideDesk, GuideDesk]) -> None:
    mine, theirs = desks[0].way(COMPANY), desks[1].way(COMPANY)
    seen = mine.company.facts
    desks[0].answer(mine, {"region": "佛山"}, seen)
    way = desks[1].answer(theirs, {"industry": "小家电"}, seen)
    assert (way.facts.raw["region"], way.facts.raw["industry"]) == ("佛山", "小家电")


def test_answers_at_the_same_moment_are_all_kept(desks: tuple[GuideDesk, GuideDesk]) -> None:
    given = [("headcount", 300), ("principal", "王乙"), ("reports_to", "总经理")]

    def answer(number: int) -> None:
        name, value = given[number]
        desk = desks[number % 2]
        desk.answer(desk.way(COMPANY), {name: value})

    with ThreadPoolExecutor(3) as pool:
        [*pool.map(answer, range(3))]
    raw = desks[0].way(COMPANY).facts.raw
    assert {name: raw[name] for name, _ in given} == dict(given)


def test_two_answers_to_one_question_are_told_apart(desks: tuple[GuideDesk, GuideDesk]) -> None:
    mine, theirs = desks[0].way(COMPANY), desks[1].way(COMPANY)
    desks[0].answer(mine, {"size": "large"}, mine.company.facts)
    with pytest.raises(Clash, match="“企业规模”刚被别人改过"):
        desks[1].answer(theirs, {"size": "small"}, theirs.company.facts)
    assert desks[1].way(COMPANY).facts.raw["size"] == "large"


def test_questions_passed_over_by_both_are_both_passed_over(
    desks: tuple[GuideDesk, GuideDesk],
) -> None:
    mine, theirs = desks[0].way(COMPANY), desks[1].way(COMPANY)
    desks[0].skip(mine, "regulator")
    assert set(desks[1].skip(theirs, "appraisal").guide.skipped) == {"regulator", "appraisal"}


def test_a_task_that_somebody_changed_is_not_overwritten(
    desks: tuple[GuideDesk, GuideDesk],
) -> None:
    mine, theirs = desks[0].way(COMPANY), desks[1].way(COMPANY)
    desks[0].set_task(mine, "leadership", 0, state="done")
    with pytest.raises(Clash, match="刚被别人改过") as caught:
        desks[1].set_task(theirs, "leadership", 0, state="doing", note="正在做")
    assert caught.value.revision == 1
    desks[1].set_task(theirs, "goals", 0, state="doing")
    way = desks[0].way(COMPANY)
    assert (way.state["leadership"], way.state["goals"]) == ("done", "doing")


def test_a_check_that_somebody_answered_is_not_overwritten(
    desks: tuple[GuideDesk, GuideDesk],
) -> None:
    way = desks[0].way(COMPANY)
    made = desks[0].self_checks.start(way)
    desks[0].self_checks.reply(way, made.id, "planning-fit", "yes", 0)
    with pytest.raises(Clash, match="这一项的回答"):
        desks[1].self_checks.reply(way, made.id, "planning-fit", "no", 0)
    desks[1].self_checks.reply(way, made.id, "planning-input", "no", 0)
    assert {k: r.reply for k, r in desks[0].self_checks.replies(made).items()} == {
        "planning-fit": "yes",
        "planning-input": "no",
    }


def test_only_one_self_check_is_under_way(desks: tuple[GuideDesk, GuideDesk]) -> None:
    with pytest.raises(BadInput, match="还没有完成"):
        desks[1].self_checks.start(desks[1].way(COMPANY))


def test_the_start_is_changed_by_who_saw_it(desks: tuple[GuideDesk, GuideDesk]) -> None:
    mine, theirs = desks[0].way(COMPANY), desks[1].way(COMPANY)
    desks[0].set_start(mine, date(2026, 12, 7))
    with pytest.raises(Clash, match="实施计划"):
        desks[1].set_start(theirs, date(2026, 12, 14))
