"""Numbers, letters and cross-references are computed, in each of the styles of Chinese documents."""

from __future__ import annotations

from assistant.drafting.blueprint import Style
from assistant.drafting.document import text_of
from assistant.drafting.numbering import Part, numbered
from assistant.drafting.parsing import parse

BODY = """\
## 小节
§ 第一句。<#first>
- 甲；
- 乙：<#second>
-- 子一；
-- 子二。<#deep>
§ 见<@first>、<@second>、<@deep>和<@file:duty-charter>。
普通段落。
- 又一项。
"""


def labels(style: Style, body: str = BODY) -> list[str]:
    parts = [Part("a", "总则", True, parse(body)), Part("b", "附则", True, parse("§ 末条。"))]
    blocks, _ = numbered(style, parts, ["duty-charter", "other"])
    return [block.text for block in blocks]


def test_measures_count_articles_through_chapters() -> None:
    assert labels(Style.MEASURES) == [
        "第一章 总则",
        "第一节 小节",
        "第一条 第一句。",
        "（一）甲；",
        "（二）乙：",
        "1. 子一；",
        "2. 子二。",
        "第二条 见第一条、第一条第（二）项、第一条第（二）项第2目和附件1。",
        "普通段落。",
        "（一）又一项。",
        "第二章 附则",
        "第三条 末条。",
    ]


def test_standards_count_by_dots_and_letters() -> None:
    assert labels(Style.STANDARD) == [
        "1 总则",
        "1.1 小节",
        "1.1.1 第一句。",
        "a) 甲；",
        "b) 乙：",
        "1) 子一；",
        "2) 子二。",
        "1.1.2 见1.1.1、1.1.1 b)、1.1.1 b) 2)和附件1。",
        "普通段落。",
        "a) 又一项。",
        "2 附则",
        "2.1 末条。",
    ]


def test_official_documents_count_in_four_steps() -> None:
    body = "## 小节\n- 甲；\n- 乙：\n-- 子一。\n段落。\n- 又从头。"
    assert labels(Style.OFFICIAL, body)[:7] == [
        "一、总则",
        "（一）小节",
        "1. 甲；",
        "2. 乙：",
        "（1）子一。",
        "段落。",
        "1. 又从头。",
    ]


def test_a_reference_to_nothing_is_left_open() -> None:
    blocks, _ = numbered(Style.MEASURES, [Part("a", "总则", False, parse("§ 见<@nowhere>。"))], [])
    assert text_of(blocks[0].runs) == "见【待填：互见】。"


def test_tables_keep_cells_whatever_stands_in_them() -> None:
    pieces = parse("表：指标\n| 甲 | 乙 |\n| 1 | 2 |\n|= 名称 | 值 |\n后文")
    assert [piece.kind for piece in pieces] == ["caption", "table", "table", "paragraph"]
    assert [piece.form for piece in pieces[1:3]] == [False, True]
    assert [[text_of(cell) for cell in row] for row in pieces[1].rows] == [["甲", "乙"], ["1", "2"]]


def test_evidence_marks_are_taken_out_and_kept_apart() -> None:
    (piece,) = parse("先说一句。编制说明明确了流程。[[cqo-notes#六/（二）]]再说。")
    assert text_of(piece.runs) == "先说一句。编制说明明确了流程。再说。"
    assert [(s.words, s.target, s.mention) for s in piece.statements] == [
        ("编制说明明确了流程。", "cqo-notes#六/（二）", False)
    ]
