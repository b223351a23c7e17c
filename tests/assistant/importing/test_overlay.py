"""Corrections made by hand: what they do, and what is said of those that do not fit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.importing.overlay import (
    corrected,
    overlay_of,
    overlay_yaml,
    read_overlay,
    uncorrected,
)
from assistant.importing.places import moved_places
from corpus.errors import BadInput
from corpus.models import Place
from corpus.structure.parse import parse
from corpus.structure.parsed import Hint

TEXT = """虚构测试条例
第一章 总则
第一条 为了测试，制定本条例。
第二务 本条例适用于测试。
第三条 测试应当留痕。
第九条的规定不适用于测试。
测试监督
第四条 监督由虚构机构负责。
"""


def labels(text: str, hints: tuple[Hint, ...]) -> list[str]:
    return [clause.label for clause in parse("x", text, hints=hints, family="law").clauses]


def test_a_stated_heading_becomes_a_clause_and_a_denied_one_text() -> None:
    overlay = overlay_of(
        "更正.yaml",
        "headings: [{line: 4, label: 第二条, words: 适用于}, {line: 7, level: 1}]\nnot_headings: [6]",
    )
    fixed = corrected("更正.yaml", TEXT, (), overlay)
    assert fixed.text == TEXT
    found = labels(fixed.text, fixed.hints)
    assert [x for x in found if x.endswith("条") or x == "测试监督"] == [
        "第一条", "第二条", "第三条", "测试监督", "第四条",
    ]  # fmt: skip
    clauses = parse("x", TEXT, hints=fixed.hints, family="law").clauses
    assert "".join(clause.text for clause in clauses) == TEXT
    section = next(clause for clause in clauses if clause.title == "测试监督")
    assert section.level == 1


def test_corrected_words_keep_what_stood_there() -> None:
    overlay = overlay_of("更正.yaml", 'text: [{line: 4, from: 第二务, to: "第二条"}]')
    fixed = corrected("更正.yaml", TEXT, (), overlay)
    assert "第二条" in labels(fixed.text, fixed.hints)
    kept = overlay_of("x", overlay_yaml(fixed.overlay))
    assert kept.text[0].was == "第二务 本条例适用于测试。"
    assert uncorrected(fixed.text, kept) == TEXT


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "没有更正内容"),
        ("[1, 2]", "没有更正内容"),
        ("headings: [{line: 0}]", "headings.0.line"),
        ("headings: [{lines: 3}]", "headings.0"),
        ("nosuch: 1", "nosuch"),
        ("headings: [{line: 3", "第 1 行不是有效的 YAML"),
        ("headings: [{line: 99}]", "第 99 行，但文本只有 9 行"),
        ("headings: [{line: 9}]", "空行"),
        ("headings: [{line: 4, label: 甲乙}]", "标号“甲乙”认不出"),
        ("headings: [{line: 4, words: 第三条}]", "第 4 行有“第三条”，但这一行是“第二务"),
        ("text: [{line: 4, from: 第八务, to: 第八条}]", "第 4 行有“第八务”"),
        ('text: [{line: 4, from: 第二务, to: "第二\\n条"}]', "换行"),
        ("facts: {id: other}", "不能改 id"),
        ("facts: {kind: nosuch}", "facts.kind"),
    ],
)
def test_what_does_not_fit_is_one_chinese_line(content: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        corrected("更正.yaml", TEXT, (), overlay_of("更正.yaml", content))
    assert said in caught.value.message
    assert caught.value.message.startswith("更正.yaml")
    assert caught.value.message.endswith("。")


def test_a_file_that_is_no_overlay_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xff\xfe\x00")
    for name in ("a.yaml", "nosuch.yaml"):
        with pytest.raises(BadInput, match=re.escape(name)):
            read_overlay(tmp_path / name)


@given(st.text(alphabet="甲乙丙 \n", min_size=1), st.integers(0, 5), st.text("丁戊", max_size=5))
def test_corrections_can_be_taken_back(text: str, row: int, right: str) -> None:
    lines = text.split("\n")
    words = lines[row % len(lines)].strip()
    if not words:
        return
    line = row % len(lines) + 1
    entry = {"line": line, "from": words[0], "to": right}
    overlay = overlay_of("x", overlay_yaml(overlay_of("x", f"text: [{entry!r}]")))
    fixed = corrected("x", text, (), overlay)
    assert uncorrected(fixed.text, fixed.overlay) == text
    assert fixed.text.count("\n") == text.count("\n")


def test_places_go_with_the_words() -> None:
    before, after = "甲乙丙\n丁戊", "甲\n丁戊"
    places = (Place(0, 3, None, 1), Place(4, 6, None, 2))
    assert moved_places(before, after, places) == (Place(0, 1, None, 1), Place(2, 4, None, 2))
