"""Ids and short titles of imported texts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.importing.naming import (
    LONGEST_ID,
    LONGEST_SHORT,
    distinct_short_title,
    free_id,
    short_title_of,
    slug_of,
)
from corpus.regions import Gazetteer

_SHA = "0" * 64


@pytest.mark.parametrize(
    ("title", "number", "slug"),
    [
        ("虚构规范", "DB44/T 2461—2024", "db44-t-2461-2024"),
        ("虚构规范", "GB/T 1.1—2020", "gb-t-1-1-2020"),
        ("虚构办法", "虚测〔2031〕7号", "xu-gou-ban-fa"),
        ("《虚构办法（试行）》", None, "xu-gou-ban-fa-shi-xing"),
        ("Rules of Testing", None, "rules-of-testing"),
        ("！？", None, "text-00000000"),
    ],
)
def test_an_id_comes_from_the_number_else_from_the_title(
    title: str, number: str | None, slug: str
) -> None:
    assert slug_of(title, number, _SHA) == slug


@given(st.text(), st.none() | st.text())
def test_any_title_gives_an_id_of_the_right_form(title: str, number: str | None) -> None:
    slug = slug_of(title, number, _SHA)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= LONGEST_ID


def test_a_taken_id_gets_the_year_then_a_number() -> None:
    assert free_id("a", set(), 2031) == "a"
    assert free_id("a", {"a"}, 2031) == "a-2031"
    assert free_id("a", {"a", "a-2031"}, 2031) == "a-2"
    assert len(free_id("a" * 80, {"a" * 80}, 2031)) == LONGEST_ID


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("《虚构管理办法》", "虚构管理办法"),
        (
            "广东省企业首席质量官制度建设虚构试点工作评价管理办法（试行）",
            "企业首席质量官制度建设虚构试点工作评价管理办法",
        ),
        (
            "虚构测试局关于印发《广东省虚构企业质量测试试点管理办法》的通知",
            "印发虚构企业质量测试试点管理办法的通知",
        ),
    ],
)
def test_a_short_title_is_what_a_person_says(title: str, short: str, gazetteer: Gazetteer) -> None:
    assert short_title_of(title, gazetteer) == short


@given(st.text(min_size=1, max_size=120))
def test_a_short_title_is_never_too_long(title: str) -> None:
    assert len(short_title_of(title, Gazetteer(()))) <= LONGEST_SHORT


def test_two_versions_have_two_short_titles() -> None:
    assert distinct_short_title("虚构办法", 2031, {"虚构办法"}) == "虚构办法（2031）"
    assert distinct_short_title("虚构办法", 2031, set()) == "虚构办法"
    assert len(distinct_short_title("虚" * 24, 2031, {"虚" * 24})) == LONGEST_SHORT
