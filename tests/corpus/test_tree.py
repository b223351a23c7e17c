"""The clause tree of official documents and Markdown texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.structure.headings import FAMILIES
from corpus.structure.parse import parse
from corpus.structure.sentences import split_sentences
from corpus.structure.tree import PREAMBLE, parse_clauses

OFFICIAL = """关于某事的通知

一、总体要求
坚持质量第一。
（一）原则
企业应建立制度；可分步实施。
1.第一项内容，按规定办理。
2.第二项内容。
（1）细目甲
（2）细目乙
①更细
(二)目标
到2025年完成。
二、其他
"""


def test_levels_follow_the_numbering_of_official_documents() -> None:
    clauses = parse_clauses("x", OFFICIAL)
    assert [(c.id.split("#")[1], c.level) for c in clauses] == [
        (PREAMBLE, 0),
        ("一", 1),
        ("一/（一）", 2),
        ("一/（一）/1", 3),
        ("一/（一）/2", 3),
        ("一/（一）/2/（1）", 4),
        ("一/（一）/2/（2）", 4),
        ("一/（一）/2/（2）/①", 5),
        ("一/（二）", 2),
        ("二", 1),
    ]


def test_labels_read_as_a_person_says_them() -> None:
    labels = {c.id: c.label for c in parse_clauses("x", OFFICIAL)}
    assert labels["x#一/（一）"] == "一（一）"
    assert labels["x#一/（一）/2/（2）"] == "一（一）2（2）"


def test_a_numbered_paragraph_has_no_title() -> None:
    titles = {c.id: c.title for c in parse_clauses("x", OFFICIAL)}
    assert titles["x#一"] == "总体要求"
    assert titles["x#一/（一）/1"] == ""


def test_text_before_the_first_child_belongs_to_the_parent() -> None:
    clause = next(c for c in parse_clauses("x", OFFICIAL) if c.id == "x#一")
    assert clause.body == "坚持质量第一。"


def test_repeated_numbers_keep_every_line() -> None:
    text = "一、甲\n内容。\n一、乙\n内容。\n"
    clauses = parse_clauses("x", text)
    assert [c.id for c in clauses] == ["x#一", "x#一·2"]
    assert "".join(c.text for c in clauses) == text


def test_what_is_no_heading_stays_text() -> None:
    text = "一、指标\n2024年完成。\n1.5倍以上。\n3.5 mm 以内。\n按第七条办理。\n"
    assert [c.id for c in parse_clauses("x", text)] == ["x#一"]


def test_markdown_headings_make_clauses_and_the_title_is_preamble() -> None:
    text = "# 题名（摘要）\n\n本页不是原文。\n\n## 聘任\n\n由企业聘任。\n\n### 程序\n\n先推荐。\n"
    clauses = parse_clauses("x", text)
    assert parse("x", text).family == "markdown"
    assert [c.id for c in clauses] == [f"x#{PREAMBLE}", "x#聘任", "x#聘任/程序"]
    assert all(s.heading for s in clauses[0].sentences)
    assert clauses[2].parent == "x#聘任"


def test_a_hash_line_in_a_code_block_is_no_heading() -> None:
    text = "# 题\n## 甲\n```\n## 不是标题\n```\n"
    assert [c.id for c in parse_clauses("x", text)][-1] == "x#甲"


def test_a_text_without_structure_is_its_paragraphs_with_a_warning() -> None:
    parsed = parse("x", "没有编号的一段话。\n\n又一段话。\n")
    assert [c.id for c in parsed.clauses] == ["x#段1", "x#段2"]
    assert [notice.code for notice in parsed.notices] == ["no-structure"]
    assert parsed.confidence < 0.5


def test_one_number_alone_is_a_weak_claim() -> None:
    parsed = parse("x", "一、指标\n全部完成。\n")
    assert [c.id for c in parsed.clauses] == ["x#一"]
    assert parsed.confidence < 0.6
    assert [notice.code for notice in parsed.notices] == ["low-confidence"]


def test_a_semicolon_inside_brackets_does_not_end_a_sentence() -> None:
    text = "实施“八个一”行动（即：甲；乙；丙），促进提升；再做其他。"
    pieces = [text[s.start : s.end] for s in split_sentences(text)]
    assert pieces == ["实施“八个一”行动（即：甲；乙；丙），促进提升；", "再做其他。"]


def test_an_unclosed_bracket_does_not_swallow_the_rest() -> None:
    text = "甲（乙。丙。\n丁。"
    assert [text[s.start : s.end] for s in split_sentences(text)] == ["甲（乙。", "丙。", "丁。"]


lines = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "一、总则",
                "（一）原则",
                "1.内容",
                "（2）细目",
                "①项",
                "# 题",
                "## 节",
                "",
                "正文。",
                "甲；乙（丙。）",
            ]
        ),
        st.text(max_size=12).filter(lambda t: "\r" not in t),
    ),
    max_size=20,
)


@given(lines, st.sampled_from(sorted(FAMILIES)))
def test_no_character_is_lost_whatever_the_text(parts: list[str], family: str) -> None:
    text = "\n".join(parts)
    clauses = parse_clauses("x", text, family=family)
    assert "".join(c.text for c in clauses) == text
    assert len({c.id for c in clauses}) == len(clauses)
    known = {c.id for c in clauses}
    for clause in clauses:
        assert clause.parent is None or clause.parent in known
        assert text[clause.start : clause.end] == clause.text
        ends = [s.end for s in clause.sentences]
        assert ends == sorted(ends)


def test_a_heading_called_as_the_preamble_is_has_an_id_of_its_own() -> None:
    clauses = parse_clauses("x", "# 题\n\n## 前文\n\n甲。\n\n## 后文\n\n乙。\n")
    assert [c.id for c in clauses] == ["x#前文", "x#前文·2", "x#后文"]
