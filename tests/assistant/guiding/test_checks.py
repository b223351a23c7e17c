"""Assessments: what is asked comes from the texts in the library, and is counted without invented weights."""

from __future__ import annotations

from datetime import date

from assistant.guiding.checks import Check, CheckList, Group, checks_of, prepared
from assistant.guiding.scoring import Reply, result_of
from assistant.service import LocalAssistant

GROUPS = (Group(id="a", title="甲", chapter="甲"), Group(id="b", title="乙", chapter="乙"))


def check(name: str, group: str = "a", force: str = "应") -> Check:
    return Check(name, group, "策划", f"{name}。", "x#1", "〔x 1〕", name, force)


LIST = CheckList(
    GROUPS, (check("one"), check("two", force="宜"), check("three"), check("four", "b")), "x", True
)


def test_every_prepared_check_quotes_its_clause(assistant: LocalAssistant) -> None:
    made = checks_of(assistant.index.catalogue, date(2026, 7, 1))
    assert [one.id for one in made.checks] == [one.id for one in prepared().checks]
    assert not made.standard
    for one in made.checks:
        clause = assistant.index.catalogue.clause(one.clause_id)
        assert clause is not None
        assert one.quote in clause.text


def test_the_eleven_topics_are_asked(assistant: LocalAssistant) -> None:
    made = checks_of(assistant.index.catalogue, date(2026, 7, 1))
    topics = [
        one.topic for one in made.checks if one.group in ("appointment", "duty", "management")
    ]
    assert topics == "基本要求 任职条件 行为规范 聘任 职责 考核 授权 备案 培训 激励 退出".split()


def test_shares_count_what_applies_and_half_is_not_a_number() -> None:
    replies: dict[str, Reply] = {"one": "yes", "two": "partly", "three": "na"}
    result = result_of(LIST, replies)
    first, second = result.scores
    assert (first.share, first.reach, first.na, first.open) == (0.5, 1.0, 1, 0)
    assert (second.share, second.open) == (None, 1)
    assert (result.answered, result.asked, result.share) == (3, 4, 0.5)


def test_gaps_come_by_force_then_level_then_trend() -> None:
    replies: dict[str, Reply] = {"one": "partly", "two": "no", "three": "no", "four": "partly"}
    result = result_of(LIST, replies, before={"four": "yes", "one": "no"})
    assert [gap.check.id for gap in result.gaps] == ["three", "four", "one", "two"]
    assert result.gaps[1].worse
    assert "比上一次退步" in result.gaps[1].reason
    assert result.before == 0.5


def test_weights_count_only_when_the_company_sets_them() -> None:
    replies: dict[str, Reply] = {"one": "yes", "two": "yes", "three": "yes", "four": "no"}
    assert result_of(LIST, replies).share == 0.75
    assert result_of(LIST, replies, weights={"a": 1, "b": 3}).share == 0.25


def test_replies_to_checks_that_are_gone_do_not_count() -> None:
    assert result_of(LIST, {"gone": "yes"}).answered == 0
