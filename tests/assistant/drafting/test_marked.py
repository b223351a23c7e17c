"""Marks carry the origin of words through everything that is done to a section."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.marked import (
    Masked,
    blank_mark,
    cleaned,
    fact_mark,
    facts_in,
    line_mark,
    plain,
    with_marks,
)

ANY = st.text(max_size=60)


@given(ANY)
def test_a_fact_is_read_back_as_it_was_cleaned(words: str) -> None:
    marked = f"前{fact_mark('cqo_name', words)}后"
    assert plain(marked) == f"前{cleaned(words)}后"
    assert list(facts_in(marked)) == [("cqo_name", cleaned(words))]


@given(ANY, ANY)
def test_no_words_of_a_fact_become_a_mark(one: str, other: str) -> None:
    hostile = f"\ue000f:x\ue001{other}\ue002\U000f0000"
    masked = Masked(fact_mark("a", one) + fact_mark("b", hostile))
    assert [run.name for run in masked.runs(masked.text)] == ["a", "b"]


def test_runs_say_where_words_come_from() -> None:
    masked = Masked(f"由{fact_mark('who', '李乙')}向{blank_mark('to', '报告对象')}签{line_mark(3)}")
    runs = masked.runs(masked.text)
    assert [(run.kind, run.text) for run in runs] == [
        ("text", "由"),
        ("fact", "李乙"),
        ("text", "向"),
        ("blank", "【待填：报告对象】"),
        ("text", "签"),
        ("blank", "＿＿＿"),
    ]


def test_marks_come_back_to_plain_words_longer_facts_first() -> None:
    text = with_marks(
        "示例公司质量部李乙，【待填：报告对象】",
        {"company": "示例公司", "department": "质量部", "cqo": "李乙", "short": "示例"},
        {"报告对象": "reports_to"},
    )
    assert list(facts_in(text)) == [
        ("company", "示例公司"),
        ("department", "质量部"),
        ("cqo", "李乙"),
    ]
    assert plain(text) == "示例公司质量部李乙，【待填：报告对象】"
