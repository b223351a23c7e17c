"""How the standard itself is recognised, which known gaps it closes, and what its clauses are about."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.gaps import Gap, Part
from corpus.library_files import read_gaps, read_library
from corpus.models import Authority, Clause, ClauseKind, Fact, Kind, Source, Status
from corpus.primary import (
    STANDARD_TITLE,
    closed_gaps,
    holding,
    is_edition,
    is_standard,
    on_topics,
    primary_of,
    rules_for_home,
)
from corpus.structure.document_facts import read_facts
from corpus.structure.parse import parse
from corpus.structure.topics import themed, topics_by_clause, topics_of

TODAY = date(2026, 1, 1)
TEXT = (Path(__file__).resolve().parent.parent / "fixtures" / "synthetic-standard.txt").read_text(
    "utf-8"
)


def source(key: str = "std", **fields: Any) -> Source:
    known: dict[str, Any] = {
        "id": key,
        "title": STANDARD_TITLE,
        "short_title": STANDARD_TITLE,
        "number": "DB44/T 0000—2020",
        "issued": "2020-01-15",
        "effective": "2020-03-01",
        "region": "广东",
        "kind": Kind.STANDARD,
        "status": Status.UNKNOWN,
        "authority": Authority.ORIGINAL,
    }
    return Source.model_validate(known | fields)


@pytest.fixture(scope="module")
def clauses() -> tuple[Clause, ...]:
    return parse("std", TEXT).clauses


@pytest.fixture(scope="module")
def gaps() -> dict[str, Gap]:
    return {gap.id: gap for gap in read_gaps()}


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"title": "《企业首席质量官制度建设规范》"},
        {"title": "企业首席质量官 制度建设规范"},
        {"status": Status.CURRENT},
        {"number": None, "issued": None, "effective": None},
    ],
)
def test_its_title_makes_a_text_the_standard(fields: dict[str, Any]) -> None:
    assert is_standard(source(**fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.DRAFT},
        {"status": Status.REPEALED},
        {"title": f"{STANDARD_TITLE}（征求意见稿）", "status": Status.DRAFT},
        {"title": f"《{STANDARD_TITLE}》编制说明", "kind": Kind.COMPILATION_NOTES},
        {"kind": Kind.NEWS},
        {"authority": Authority.DIGEST},
        {"region": "湖北"},
        {"title": "首席质量官评价规范"},
    ],
)
def test_texts_about_it_drafts_and_others_are_not(fields: dict[str, Any]) -> None:
    assert not is_standard(source(**fields))


def test_editions_are_those_in_force_drafts_and_repealed_ones() -> None:
    assert is_edition(source(status=Status.DRAFT))
    assert is_edition(source(status=Status.REPEALED))
    assert not is_edition(source(kind=Kind.COMPILATION_NOTES))


def test_nothing_shipped_is_the_standard() -> None:
    shipped = [document.source for document in read_library()]
    assert primary_of(shipped, TODAY) is None
    assert not any(is_edition(text) for text in shipped)


def test_the_edition_in_force_is_primary() -> None:
    old = source("old", number="DB44/T 0000—2012", issued="2012", effective="2012")
    new, coming = source("new"), source("coming", number="DB44/T 0000—2030", effective="2030-01-01")
    assert primary_of((old, new, coming), TODAY) == new
    assert primary_of((old, new, coming), date(2015, 1, 1)) == old
    assert primary_of((coming,), TODAY) == coming
    assert primary_of((source(status=Status.DRAFT),), TODAY) is None


def test_the_covers_of_drafts_are_read() -> None:
    lines = TEXT.split("\n")
    for number in ("DB44/T XXXX—XXXX", "DB44/T ××××—××××", "DB44/T XXXX—2020"):
        draft = "\n".join(
            number
            if line == "DB44/T 0000—2020"
            else f"{line}（征求意见稿）"
            if line == STANDARD_TITLE
            else line
            for line in lines
        )
        facts = {fact.name: fact.value for fact in read_facts(draft)}
        assert facts["title"] == f"{STANDARD_TITLE}（征求意见稿）"
        assert (facts["kind"], facts["status"]) == ("standard", "draft")
        assert "number" not in facts


def test_what_the_text_holds_closes_gaps(clauses: tuple[Clause, ...], gaps: dict[str, Gap]) -> None:
    closed = closed_gaps(gaps.values(), source(), clauses, read_facts(TEXT))
    assert closed >= {
        "standard-number",
        "issue-date",
        "effective-date",
        "standard-text",
        "terms-definitions",
        "annexes-forms",
        "normative-references",
        "drafters",
        "drafting-units",
        "education",
        "experience",
        "professional-title",
        "appointer",
        "term-of-office",
        "filing-deadline",
        "appraisal-weights",
        "training-hours",
    }
    assert not closed & {
        "certificate-validity",
        "rewards-amount",
        "penalty-without-cqo",
        "comments-content",
        "shenzhen-standard-text",
    }


def test_a_gap_stays_open_where_the_text_is_silent(gaps: dict[str, Gap]) -> None:
    silent = TEXT.replace("a) 具有大学本科及以上学历；\n", "").replace("，任期三年", "")
    found = closed_gaps(gaps.values(), source(), parse("std", silent).clauses, read_facts(silent))
    assert not found & {"education", "term-of-office"}
    assert "experience" in found


def test_a_fact_counts_only_as_the_text_states_it(
    clauses: tuple[Clause, ...], gaps: dict[str, Gap]
) -> None:
    other = source(number="DB44/T 9999—2021")
    assert "standard-number" not in closed_gaps(
        gaps.values(), other, clauses, (Fact("number", "DB44/T 0000—2020", 0, 1),)
    )


def test_every_gap_can_be_read_and_its_clauses_exist(gaps: dict[str, Gap]) -> None:
    known = {clause.id for document in read_library() for clause in document.clauses}
    for gap in gaps.values():
        assert set(gap.voids) <= known, gap.id
        assert gap.fills.is_empty or gap.fills.kinds, gap.id


def test_parts_of_a_standard(clauses: tuple[Clause, ...]) -> None:
    terms = holding(Part.TERMS, clauses)
    assert [c.term for c in terms if c.term] == ["首席质量官", "首席质量官制度"]
    assert [c.label for c in holding(Part.ANNEXES, clauses)] == ["附录 A", "附录 B"]
    assert [c.path for c in holding(Part.REFERENCES, clauses)] == [("2",)]
    for part in Part:
        assert holding(part, clauses), part


def test_clauses_on_what_a_gap_lacks(clauses: tuple[Clause, ...], gaps: dict[str, Gap]) -> None:
    assert [c.id for c in on_topics(gaps["education"], clauses)] == ["std#7.1.2/a)"]
    assert "std#7.3.2" in [c.id for c in on_topics(gaps["filing-deadline"], clauses)]


def test_themes_come_from_headings() -> None:
    assert [t.value for t in topics_of("任职条件", ["建立与实施", "聘任"])] == ["任职条件"]
    assert [t.value for t in topics_of("", ["聘任"])] == ["聘任"]
    assert topics_of("附则", []) == ()


def test_pieces_have_the_themes_of_their_clause(clauses: tuple[Clause, ...]) -> None:
    topics = topics_by_clause(clauses)
    for path in ("7.1.2", "7.1.2/a)", "7.1.2/续"):
        assert [t.value for t in topics[f"std#{path}"]] == ["任职条件"]
    assert topics["std#前言/b)"] == ()  # 更改了任职条件: a text's own history is no rule


def test_articles_without_a_heading_say_their_theme_at_once() -> None:
    text = "第一条 制定本办法。\n第二条 首席质量官应当具备下列条件：\n（一）本科；\n第三条 企业应当向主管部门备案。\n"
    topics = topics_by_clause(parse("m", text).clauses)
    assert [t.value for t in topics["m#第二条"]] == ["任职条件"]
    assert [t.value for t in topics["m#第二条/（一）"]] == ["任职条件"]
    assert [t.value for t in topics["m#第三条"]] == ["备案"]


def test_only_texts_of_the_field_get_themes() -> None:
    text = "第一章 任职条件\n第一条 库管员应当细心。\n第二条 首席质量官应当专心。\n"
    parsed = parse("m", text).clauses
    themes = {c.path[-1]: c.facts.topics for c in themed("测试仓库办法", parsed)}
    assert themes["第一条"] == ()
    assert [t.value for t in themes["第二条"]] == ["任职条件"]
    ours = {c.path[-1]: c.facts.topics for c in themed("测试首席质量官办法", parsed)}
    assert [t.value for t in ours["第一条"]] == ["任职条件"]


def test_covers_contents_and_signatures_have_no_themes(clauses: tuple[Clause, ...]) -> None:
    for clause in themed(STANDARD_TITLE, clauses):
        if clause.kind in (ClauseKind.PREAMBLE, ClauseKind.CONTENTS, ClauseKind.CLOSING):
            assert clause.facts.topics == ()


@pytest.mark.parametrize(
    ("fields", "rules"),
    [
        ({}, True),
        ({"kind": Kind.POLICY}, True),
        ({"region": "清远"}, False),
        ({"kind": Kind.COMPANY}, False),
        ({"status": Status.DRAFT}, False),
        ({"authority": Authority.REPORT}, False),
        ({"title": "测试仓库办法"}, False),
    ],
)
def test_rules_of_the_province(fields: dict[str, Any], rules: bool) -> None:
    text: dict[str, Any] = {"title": "测试首席质量官管理办法", "kind": Kind.MEASURE} | fields
    assert rules_for_home(source(**text)) is rules
