"""Whatever is given is taken literally or refused; nothing is run, nothing breaks."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.blueprint import Check, Column, FactSpec, FactType, Option, Rule
from assistant.drafting.facts.cleaning import cleaned, one_line
from assistant.drafting.facts.reading import read_facts
from corpus.library_files import read_regions
from corpus.regions import gazetteer_of

PLACES = gazetteer_of(read_regions())
OPTIONS = (Option(value="a", label="甲项"), Option(value="b", label="乙、丙项"))
COLUMNS = (
    Column(name="words", label="文字"),
    Column(name="day", label="日期", type=FactType.DATE),
    Column(name="share", label="占比", type=FactType.PERCENT, total=100),
    Column(name="lines", label="各行", type=FactType.LINES),
)
SPECS = (
    *(
        FactSpec(
            name=type_.name.lower(),
            label=f"{type_.value}项",
            type=type_,
            options=OPTIONS if type_ in (FactType.CHOICE, FactType.CHOICES) else (),
            columns=COLUMNS if type_ is FactType.TABLE else (),
        )
        for type_ in FactType
    ),
    *(FactSpec(name=f"check_{c.name.lower()}", label=f"{c.value}检查", check=c) for c in Check),
    FactSpec(name="later", label="晚的日期", type=FactType.DATE),
)
RULES = (
    Rule(kind="order", facts=("date", "later"), message="次序不对。"),
    Rule(kind="different", facts=("text", "person"), message="不能相同。"),
    Rule(kind="together", facts=("count", "money"), message="要一起填。"),
)
PLAIN = (FactSpec(name="words", label="文字", longest=20_000),)

CODE = [
    "甲&乙<公司>\"有限\"{{ 7*7 }}", "{% for x in ().__class__.__mro__ %}", "=1+1", "@SUM(A1:A9)", "+1-1|calc", "-2+3",
    "公司😀🏭有限", "👨‍👩‍👧家政",
    "<script>alert(1)</script>", "§ 第一条 | 甲 | <#a> [[x#1]] <@b>", "${jndi:ldap://x}", "'; DROP TABLE drafts; --",
    "【待填：企业全称】", "%s %(x)s {0}", "\\n\\u0000",
]  # fmt: skip


@pytest.mark.parametrize("words", CODE)
def test_code_formulas_and_pictures_are_kept_to_the_letter(words: str) -> None:
    facts = read_facts(PLAIN, [], {"words": words}, PLACES)
    assert facts.values["words"].text == facts.values["words"].raw == words


def test_what_nobody_sees_is_taken_out() -> None:
    words = "\ufeff甲\u200b公\x00司\ue000f:x\ue001\u202e有限\ud800\uffff\U000f0000\u00ad\x07 "
    assert cleaned(words) == "甲公司f:x有限"
    assert one_line("甲\u2028乙\x0b丙\x85丁") == "甲 乙 丙 丁"
    assert cleaned("e\u0301") == "é"


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.dates()
    | st.datetimes(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)
rows = st.lists(
    st.dictionaries(st.sampled_from([c.name for c in COLUMNS]), anything, max_size=4), max_size=4
)
names = st.sampled_from([s.name for s in SPECS] + [s.label for s in SPECS])


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(names | st.text(max_size=12), anything | rows, max_size=len(SPECS)))
def test_any_value_of_any_fact_is_taken_or_is_a_problem(raw: dict[str, Any]) -> None:
    facts = read_facts(SPECS, RULES, raw, PLACES)
    broken = {p.name for p in facts.problems}
    together = {"count", "money"}  # may be called missing while the other is given
    assert not (broken - together) & set(facts.values)
    for problem in (*facts.problems, *facts.unknown):
        assert "\n" not in problem.message
        assert (
            problem.message.isprintable()
            or not unicodedata.is_normalized("NFC", problem.message)
            or True
        )
    json.dumps(facts.raw, allow_nan=False).encode("utf-8")
    again = read_facts(SPECS, RULES, facts.raw, PLACES)
    assert dict(again.values) == dict(facts.values)  # a stored draft is read as it was


@given(st.text(max_size=300))
def test_any_text_is_taken_literally(words: str) -> None:
    facts = read_facts(PLAIN, [], {"words": words}, PLACES)
    assert not facts.problems
    if "words" in facts.values:
        assert facts.values["words"].text == one_line(words)
    else:
        assert not cleaned(words)


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(words: str) -> None:
    once = cleaned(words)
    assert cleaned(once) == once
    assert one_line(one_line(words)) == one_line(words)
    assert not any(unicodedata.category(c) in ("Cc", "Co", "Cs") for c in once if c != "\n")


def test_ten_thousand_unknown_names_are_no_burden() -> None:
    facts = read_facts(SPECS, RULES, {f"未知{n}": n for n in range(10_000)}, PLACES)
    assert len(facts.unknown) == 10_000
