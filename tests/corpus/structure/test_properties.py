"""What holds of every text, however it is built: nothing is lost, nothing overlaps, nothing raises."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.structure.document_facts import read_facts
from corpus.structure.headings import FAMILIES
from corpus.structure.parse import parse
from corpus.structure.parsed import Hint, Parsed
from corpus.structure.parts import split_documents
from corpus.structure.sentences import split_sentences

NUMERALS = "一二三四五六七八九十"
MARKS = [
    *(f"第{n}{level}" for n in "一二三十" for level in ("编", "分编", "章", "节", "条")),
    *(f"第 {n} 條" for n in NUMERALS),
    *(f"{n}、" for n in NUMERALS),
    *(f"（{n}）" for n in NUMERALS),
    *(f"({n})" for n in "12３"),
    *(f"{n}." for n in "123"),
    *("1", "２", "1.1", "1.2", "2.1.1", "１．１", "1.1.1.1.1.1", "0.5", "01", "3.5 mm", "2099年"),
    *("a)", "b)", "1)", "——", "—", "①", "②", "- ", "* ", "• "),
    *(
        "附录A",
        "附 录 B",
        "A.1",
        "A.1.1",
        "附件",
        "附件1",
        "附件：1.",
        "附则",
        "前言",
        "目 次",
        "参考文献",
        "索引",
    ),
    *(
        "注：",
        "注1：",
        "示例：",
        "表1",
        "表A.1",
        "图1",
        "| 甲 | 乙 |",
        "| --- | --- |",
        "[1]",
        "[^1]:",
    ),
    *(
        "# ",
        "## ",
        "### ",
        "**",
        "```",
        "~~~",
        "<!-- x -->",
        "第一条之一",
        "第一条第二款",
        "第一条规定的",
    ),
]
WORDS = [
    *(
        "总则",
        "范围",
        "术语和定义",
        "测试局",
        "3099年1月1日",
        "（规范性）",
        "（试行）",
        "paper boat",
        "船头 bow",
    ),
    *(
        "应当折船。",
        "可以不折；",
        "见1.1、1.2和附录A。",
        "依照本法第一条第二款第（一）项、第三条和前款办理。",
        "《测试法》第三条",
    ),
    *(
        "将第一条修改为：“第一条 用纸。",
        "”",
        "“",
        "（",
        "）",
        "《",
        "》",
        "：",
        "。",
        "；",
        "…………… 1",
        "DB00/T 0000—3099",
    ),
    *(
        "关于印发《某某办法》的通知",
        "某某办法",
        "现将《某某办法》印发给你们。",
        "A类",
        "3 人",
        "代替 DB00/T 1—2010",
        "同时废止。",
    ),
]
SPACES = ["", " ", "\u3000", "\u00a0", "\u200b", "\t", "\ufeff", "\u2028", "\x0b", "\x1c", "\x85"]
BREAKS = ["\n", "\n\n", "\r\n", "\r", "\n \n", "\u3000\n"]

pieces = st.one_of(
    st.sampled_from(MARKS),
    st.sampled_from(WORDS),
    st.sampled_from(SPACES),
    st.sampled_from(BREAKS),
    st.sampled_from(BREAKS),
    st.text(max_size=6),
)
lines = st.tuples(st.sampled_from(["", *MARKS]), st.sampled_from(["", " "]), st.sampled_from(WORDS))
texts = st.one_of(
    st.text(max_size=200),
    st.lists(pieces, max_size=60).map("".join),
    st.lists(lines.map("".join), max_size=40).map("\n".join),
)
families = st.sampled_from([None, *sorted(FAMILIES)])
hints = st.lists(
    st.builds(
        Hint,
        line=st.integers(0, 40),
        kind=st.sampled_from(["text", "heading", "table", "caption", "footnote"]),
        level=st.one_of(st.none(), st.integers(0, 9)),
    ),
    max_size=8,
)


def assert_sound(text: str, parsed: Parsed) -> None:
    """Clauses are the text, in order, each below one that came before; their parts lie in them."""
    clauses = parsed.clauses
    assert "".join(clause.text for clause in clauses) == text
    known: set[str] = set()
    position = 0
    for order, clause in enumerate(clauses):
        assert clause.order == order
        assert clause.id == f"x#{'/'.join(clause.path)}"
        assert clause.id not in known
        assert clause.parent is None or clause.parent in known
        known.add(clause.id)
        assert (clause.start, clause.end) == (position, position + len(clause.text))
        position = clause.end
        assert clause.line == text.count("\n", 0, clause.start) + 1
        end = 0
        for sentence in clause.sentences:
            assert end <= sentence.start < sentence.end <= len(clause.text)
            words = clause.text[sentence.start : sentence.end]
            assert words == words.strip()
            end = sentence.end
        assert clause.title in clause.text or clause.title == clause.path[-1].partition("·")[0]
        assert clause.label
    assert len({clause.label for clause in clauses}) == len(clauses)
    by_id = {clause.id: clause for clause in clauses}
    for reference in parsed.references:
        own = by_id[reference.clause_id].text
        assert 0 <= reference.start < reference.end <= len(own)
        assert reference.target is None or reference.target in known
    lines = text.count("\n") + 1
    assert all(notice.line is None or 1 <= notice.line <= lines for notice in parsed.notices)
    assert 0 <= parsed.confidence <= 1


@settings(max_examples=400, deadline=None)
@given(texts, families, hints)
def test_a_tree_is_sound_whatever_the_text(
    text: str, family: str | None, told: Sequence[Hint]
) -> None:
    parsed = parse("x", text, family=family, hints=told)
    assert_sound(text, parsed)
    assert parse("x", text, family=family, hints=told) == parsed


@settings(max_examples=300, deadline=None)
@given(texts)
def test_documents_of_a_text_partition_it(text: str) -> None:
    parts = split_documents(text)
    assert [part.start for part in parts] == [0, *(part.end for part in parts[:-1])]
    assert parts[-1].end == len(text)
    assert all(part.start < part.end for part in parts) or len(parts) == 1
    assert [part.role for part in parts] == ["main", *("attached" for _ in parts[1:])]
    for part in parts:
        own = text[part.start : part.end]
        assert_sound(own, parse("x", own))


@settings(max_examples=300, deadline=None)
@given(texts)
def test_facts_stand_where_they_say(text: str) -> None:
    for fact in read_facts(text):
        assert 0 <= fact.start < fact.end <= len(text)
        assert fact.value


@settings(max_examples=300, deadline=None)
@given(texts)
def test_sentences_leave_out_nothing_but_white_space_and_rules(text: str) -> None:
    end = 0
    for sentence in split_sentences(text):
        assert end <= sentence.start < sentence.end <= len(text)
        between = re.sub(r"<!--.*?-->|[`~]{3,}\w*", "", text[end : sentence.start])
        assert set(between.strip()) <= set("|-:*_`~ \t\n") or between.isspace()
        end = sentence.end


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        " ",
        "\ufeff",
        "\r\n\r\n",
        "第",
        "第一条",
        "1",
        "#",
        "## ##",
        "****",
        "```",
        "|",
        "附",
        "“",
        "（",
    ],
)
def test_the_smallest_texts(text: str) -> None:
    for family in (None, *FAMILIES):
        assert_sound(text, parse("x", text, family=family))
    assert split_documents(text)[0].end == len(text)
    assert read_facts(text) == ()
