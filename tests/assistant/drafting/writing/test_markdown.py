"""Markdown of a document, and that nothing a company writes becomes markup."""

from __future__ import annotations

import html
import re

import pytest

from assistant.drafting.document import Block, Run
from assistant.drafting.writing.markdown import escaped, markdown_of
from tests.assistant.drafting.writing.samples import NASTY, STYLES, runs, sample


def test_headings_articles_tables() -> None:
    text = markdown_of(sample())
    assert "# 关于聘任李乙为首席质量官的决定\n" in text
    assert "\n## 第一章 第1节的题目\n" in text
    assert "\n**第一条** 首席质量官由李乙担任" in text
    assert (
        "\n| 序号 | 目标 | 完成时间 |\n| --- | --- | --- |\n| 1 | 顾客投诉下降 | 2026年12月31日 |\n"
        in text
    )
    assert "〔2026〕8号" in text


@pytest.mark.parametrize("style", STYLES)
def test_every_block_is_there_with_its_number(style: str) -> None:
    document = sample(style)
    text = markdown_of(document).replace("\\", "").replace("**", "")
    assert [b.text for b in document.blocks if b.kind != "table" and b.text not in text] == []


def test_basis_is_left_out_when_not_wanted() -> None:
    assert "依据对照表" in markdown_of(sample())
    assert "依据对照表" not in markdown_of(sample(), basis=False)


@pytest.mark.parametrize(
    "text",
    [
        "# 题", "1. 甲", "12) 乙", "- 丙", "+ 丁", "> 戊", "=== ", "| a | b |", "*重* _斜_ `码`",
        "<b>粗</b>", "&lt;b&gt;", "[链](http://x.cn)", "https://x.cn/a_b", "www.x.cn", "a@b.cn", "$x$",
        "~~删~~", ":smile:", "\\", "    码", "甲\n# 乙", NASTY,
    ],
)  # fmt: skip
def test_facts_are_printed_to_the_letter(text: str) -> None:
    shown = escaped(text)
    assert "\n" not in shown
    # No character that begins markup stands bare.
    assert not re.search(r"(?<!\\)[<>*_`\[\]|~$]", shown)
    assert not re.match(r"\s*(?:[#+-]|\d+[.)])(?:\s|$)", shown)
    back = html.unescape(
        re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", shown.replace("\\\\", "\x01"))
    ).replace("\x01", "\\")
    wanted = re.sub(r"[\x00-\x09\x0b-\x1f\u202e]", "", text).replace("\n", " ").strip()
    assert back.strip() == wanted


def test_a_bar_in_a_cell_makes_no_column() -> None:
    block = Block(
        "table", rows=((runs("甲"), runs("乙")), ((Run("a|b\n| c", "fact", "x"),), runs("2")))
    )
    assert "| a\\|b \\| c | 2 |" in markdown_of(sample(blocks=(block,)))
