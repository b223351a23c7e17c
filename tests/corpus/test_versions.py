"""Which version of a text is in force: of works, drafts, texts to come, and what they replace."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.library_files import read_library
from corpus.models import Source
from corpus.versions import Versions, folded_title, work_of

TODAY = date(2026, 1, 1)


def text(key: str, title: str = "甲市首席质量官管理办法", **fields: object) -> Source:
    known: dict[str, object] = {
        "id": key,
        "title": title,
        "short_title": title[:24],
        "region": "深圳",
        "kind": "measure",
        "status": "current",
        "authority": "original",
    }
    return Source.model_validate(known | fields)


OLD = text(
    "old", issued="2015-01-01", effective="2015-02-01", title="甲市首席质量官管理办法（试行）"
)
NEW = text("new", issued="2020-01-01", effective="2020-03-01")
NEXT = text("next", issued="2025-12-01", effective="2026-06-01")
DRAFT = text(
    "draft", issued="2025-10-01", status="draft", title="甲市首席质量官管理办法（征求意见稿）"
)


@pytest.mark.parametrize(
    ("title", "folded"),
    [
        ("《首席质量官管理办法（试行）》", "首席质量官管理办法"),
        ("首席质量官管理暂行办法", "首席质量官管理办法"),
        ("首席质量官管理办法（2019年修订）", "首席质量官管理办法"),
        ("企业首席质量官制度建设规范（征求意见稿）", "企业首席质量官制度建设规范"),
        ("企业首席质量官 制度建设规范", "企业首席质量官制度建设规范"),
        ("质量条例（草案）", "质量条例"),
    ],
)
def test_what_versions_have_in_common(title: str, folded: str) -> None:
    assert folded_title(title) == folded


def test_work_of() -> None:
    assert work_of("甲", "DB44/T 1—2010", "广东", None) == work_of(
        "乙", "DB44/T 1-2024", "全国", None
    )
    assert work_of("甲办法", None, "深圳", None) != work_of("甲办法", None, "东莞", None)
    assert work_of("甲办法", None, "深圳", None) != work_of("甲办法", None, "深圳", "一厂")
    assert work_of("甲办法", "深市监〔2019〕1号", "深圳", None) == work_of(
        "甲办法（试行）", "深市监〔2024〕9号", "深圳", None
    )


def test_the_newest_that_applies_is_in_force() -> None:
    versions = Versions((OLD, NEW, NEXT, DRAFT), TODAY)
    assert versions.in_force("new")
    assert not versions.in_force("old")
    assert not versions.in_force("next")
    assert not versions.in_force("draft")
    assert versions.superseded() == {"old", "draft"}
    assert [s.id for s in versions.of("old")] == ["new", "next", "old", "draft"]
    assert versions.coming("new") == NEXT
    assert versions.current("old") == versions.current("next") == NEW


def test_the_coming_version_takes_over_on_its_day() -> None:
    assert Versions((OLD, NEW, NEXT), date(2026, 5, 31)).current("new") == NEW
    assert Versions((OLD, NEW, NEXT), date(2026, 6, 1)).current("new") == NEXT
    assert Versions((OLD, NEW, NEXT), date(2018, 1, 1)).current("new") == OLD


def test_removing_the_new_one_brings_the_old_back() -> None:
    assert Versions((OLD,), TODAY).in_force("old")
    assert Versions((OLD, DRAFT), TODAY).in_force("old")
    assert Versions((DRAFT,), TODAY).superseded() == frozenset()
    assert Versions((DRAFT,), TODAY).current("draft") is None


def test_a_trial_text_outranks_a_newer_draft() -> None:
    trial = text("trial", status="trial", issued="2015")
    assert Versions((trial, DRAFT), TODAY).current("draft") == trial


def test_replaced_by_number_and_by_title() -> None:
    first = text(
        "first", title="首席质量官通则", number="DB44/T 1—2010", kind="standard", issued="2010"
    )
    other = text(
        "other", title="质量经理要求", number="DB44/T 7—2012", kind="standard", issued="2012"
    )
    later = text(
        "later",
        title="首席质量官要求",
        number="DB44/T 9—2020",
        kind="standard",
        issued="2020-01-01",
        effective="2020-05-01",
        replaces=("DB44/T 1-2010", "《质量经理要求》"),
    )
    versions = Versions((first, other, later), TODAY)
    assert versions.superseded() == {"first", "other"}
    assert versions.current("first") == later
    before = Versions((first, other, later), date(2020, 4, 30))
    assert before.superseded() == frozenset()
    assert before.current("first") == first
    assert before.current("other") == other
    assert before.coming("other") == later


def test_a_repealed_text_gives_way() -> None:
    repealed = text("repealed", status="repealed", issued="2022")
    assert Versions((NEW, repealed), TODAY).current("repealed") == NEW
    assert not Versions((repealed,), TODAY).in_force("repealed")


def test_without_dates_neither_gives_way() -> None:
    one, two = text("one"), text("two")
    assert Versions((one, two), TODAY).superseded() == frozenset()


def test_the_text_itself_goes_before_a_digest_of_it() -> None:
    digest = text("digest", authority="digest", issued="2020-01-01", effective="2020-03-01")
    assert Versions((NEW, digest), TODAY).superseded() == {"digest"}


def test_a_workspace_is_its_own() -> None:
    private = text("private", issued="2023", workspace="一厂")
    assert Versions((NEW, private), TODAY).superseded() == frozenset()


def test_shipped_library_has_one_version_of_each() -> None:
    sources = tuple(document.source for document in read_library())
    assert Versions(sources, TODAY).superseded() == frozenset()


def test_a_draft_without_a_number_gives_way_to_the_numbered_text_of_its_title() -> None:
    title = "测试规范"
    final = text("final", title=title, number="DB44/T 1—2020", kind="standard", issued="2020-01-01")
    old = text("old", title=title, number="DB44/T 1—2010", kind="standard", issued="2010-01-01")
    stage = text("stage", title=f"{title}（征求意见稿）", kind="standard", status="draft")
    for first in (
        final,
        final.model_copy(update={"work": work_of(title, final.number, "深圳", None)}),
    ):
        versions = Versions((first, old, stage), TODAY)
        assert versions.superseded() == {"old", "stage"}
        assert versions.current("stage") == first
        assert [s.id for s in versions.of("stage")] == ["final", "old", "stage"]
    assert Versions((stage,), TODAY).superseded() == frozenset()
