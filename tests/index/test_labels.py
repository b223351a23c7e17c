"""Places of laws, standards and official documents are found by the names people give them."""

from __future__ import annotations

import pytest

from corpus.models import Kind
from index.characters import fold
from index.exact import Match
from index.labels import find_labels
from index.store import Index
from tests.index.fakes import document

LAW = """测试质量条例

第一章 总则

第一条 为了测试，制定本条例。

第二章 聘任

第一节 条件

第五条 企业应当聘任首席质量官，并具备下列条件：
（一）本科以上学历；
（二）经历，包括：
1.质量管理；
2.质量检验。
前款所称企业包括：
（一）大型企业；
（二）中型企业。

第六条 企业应当备案。
本条例所称备案，应当提交：
（一）聘任书；
（二）学历证明。

第二节 程序

第七条 程序另行规定。
"""
STANDARD = """前言

本文件由测试组起草。

1 范围

本文件规定了测试要求。

2 规范性引用文件

本文件没有规范性引用文件。

3 术语和定义

3.1
测试员 tester
做测试的人。

4 要求

4.1 总则

应建立制度。

4.2 条件

4.2.1 测试员应符合下列要求：
a) 学历；
b) 经历，包括：
1) 管理；
2) 检验。
注1：学历以证书为准。
表1 条件
| 项目 | 要求 |
| --- | --- |
| 学历 | 本科 |

附录 A
（规范性）
评价方法

A.1 一般要求

评价应公正。

A.2 打分

打分见表 A.1。
表 A.1 评分
| 项 | 分 |
| --- | --- |
| 一 | 5 |
"""


@pytest.fixture
def library(index: Index) -> Index:
    index.build(
        [
            document("law", LAW, title="测试质量条例", kind=Kind.REGULATION),
            document("std", STANDARD, title="测试规范", kind=Kind.STANDARD),
        ]
    )
    return index


def _label(index: Index, question: str) -> Match:
    (match,) = (m for m in index.exact.find(question) if m.kind == "label")
    return match


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("测试质量条例第五条", "law#第五条"),
        ("第五条第一款怎么说", "law#第五条"),
        ("第5条第1款", "law#第五条"),
        ("第五条第二款", "law#第五条/第二款"),
        ("第五条的第二款", "law#第五条/第二款"),
        ("第五条第一款第（一）项", "law#第五条/（一）"),
        ("第五条第（二）项", "law#第五条/（二）"),
        ("第五条第二款第（一）项", "law#第五条/第二款/（一）"),
        ("第五条第二款第一项", "law#第五条/第二款/（一）"),
        ("第五条第（二）项第1目", "law#第五条/（二）/1"),
        ("第六条第（二）项", "law#第六条/第二款/（二）"),  # the only list of the article
        ("第二章第一节", "law#第二章/第一节"),
        ("第二章", "law#第二章"),
        ("第二章第五条", "law#第五条"),
        ("4.2.1 b)", "std#4.2.1/b)"),
        ("4.2.1b）", "std#4.2.1/b)"),
        ("4.2.1 的 b 项", "std#4.2.1/b)"),
        ("４．２．１ b) 1)", "std#4.2.1/b)/1)"),
        ("4.2条讲什么", "std#4.2"),
        ("第4.2条", "std#4.2"),
        ("3.1", "std#3.1"),
        ("附录A", "std#附录A"),
        ("附录 a 的内容", "std#附录A"),
        ("附录 A.1", "std#附录A/A.1"),
        ("A.1 是什么", "std#附录A/A.1"),
        ("表1", "std#4.2.1/表1"),
        ("测试规范的表 1", "std#4.2.1/表1"),
        ("4.2.1 表1", "std#4.2.1/表1"),
        ("见表A.1", "std#附录A/A.2/表A.1"),
        ("注1", "std#4.2.1/注1"),
        ("4.2.1的注1", "std#4.2.1/注1"),
    ],
)
def test_names_of_places(library: Index, question: str, clause: str) -> None:
    match = _label(library, question)
    assert match.clauses == (clause,)
    assert match.narrowed


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("第七条第三款", "law#第七条"),
        ("第五条第二款第（九）项", "law#第五条/第二款"),
        ("4.1 c)", "std#4.1"),
        ("4.1 注2", "std#4.1"),
    ],
)
def test_place_around_is_told_as_such(library: Index, question: str, clause: str) -> None:
    match = _label(library, question)
    assert (match.clauses, match.narrowed) == ((clause,), False)


@pytest.mark.parametrize(
    "question",
    [
        "报表1份怎么填",
        "代表2人",
        "表9",
        "附件3",
        "关注2个方面",
        "第一次聘任",
        "表示1年内",
        "每年2次",
        "CQO的4个条件",
    ],
)
def test_words_that_are_no_label_make_no_claim(library: Index, question: str) -> None:
    assert [m for m in library.exact.find(question) if m.kind == "label"] == []


def test_mark_stands_where_the_question_has_it() -> None:
    question = "请问第五条的第二款，以及表 A.1？"
    found = [question[m.start : m.end] for m in find_labels(fold(question))]
    assert found == ["第五条的第二款", "表 A.1"]
