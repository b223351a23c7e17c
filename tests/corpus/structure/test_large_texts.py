"""Work grows with the length of a text, not with its square, whatever stands in it.

Work is counted as calls of Python functions: time would depend on the machine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from corpus.structure.parse import parse
from corpus.structure.parts import split_documents

#: Texts of ``n`` lines or pieces.
TEXTS: dict[str, Callable[[int], str]] = {
    "one line": lambda n: "甲应乙，" * n,
    "open brackets": lambda n: "（“「『《【〔[" * n,
    "nested brackets": lambda n: "（" * n + "）" * n,
    "articles": lambda n: "".join(f"第{i}条 甲。\n" for i in range(1, n)),
    "one article repeated": lambda n: "第一条 甲。\n" * n,
    "items repeated": lambda n: "第一条 甲：\n" + "（一）乙；\n" * n,
    "paragraphs of one article": lambda n: "第一条 甲。\n第二条 乙。\n" + "丙。\n" * n,
    "dotted numbers": lambda n: "".join(f"{i % 99 + 1}.{i % 9 + 1} 甲\n" for i in range(n)),
    "headings of Markdown": lambda n: "# 甲\n" * n,
    "nested headings": lambda n: "".join("#" * (i % 6 + 1) + f" 甲{i}\n" for i in range(n)),
    "rows": lambda n: "1 甲\n2 乙\n3 丙\n表1 丁\n" + "| 甲 | 乙 |\n" * n,
    "references": lambda n: "第一条 甲。\n第二条 " + "第一条、第二条和" * n,
    "title of a measure repeated": lambda n: (
        "关于印发《甲办法》的通知\n" + "甲办法\n第一条 乙\n" * n
    ),
    "amendments": lambda n: "一、修改为：“第一条\n" * n,
    "blank": lambda n: "\n \n" * n,
}


@pytest.mark.parametrize("name", TEXTS)
def test_work_grows_with_the_length(name: str) -> None:
    small, large = (_calls(TEXTS[name](size)) for size in (400, 1600))
    assert large <= 6 * small + 2000


@pytest.mark.parametrize("name", TEXTS)
def test_nothing_of_a_large_text_is_lost(name: str) -> None:
    text = TEXTS[name](20_000)
    assert "".join(clause.text for clause in parse("x", text).clauses) == text


def _calls(text: str) -> int:
    """Function calls and loop steps of generators that splitting and parsing ``text`` take."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        for part in split_documents(text):
            parse("x", text[part.start : part.end])
    finally:
        sys.setprofile(before)
    return count
