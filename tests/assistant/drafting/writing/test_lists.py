"""What Word and LibreOffice number by themselves is what the document says."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from assistant.drafting.document import Document, Run
from assistant.drafting.writing.docx import docx_of
from tests.assistant.drafting.writing.conftest import W, as_word_shows, part, squeezed, words
from tests.assistant.drafting.writing.samples import STYLES, sample

_LONG = (
    "\n".join(f"§ 第{n}件事。" for n in range(1, 116)),
    "\n".join(
        [*(f"- 第{n}项；" for n in range(1, 31)), "一段话。", *(f"- 又{n}项；" for n in (1, 2))]
    ),
)


def numbered(document: Document) -> list[str]:
    return [squeezed(block.text) for block in document.blocks if block.kind != "table"]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("long", [False, True])
def test_numbers_of_the_lists_are_those_of_the_document(
    style: str, long: bool, tmp_path: Path
) -> None:
    document = sample(style, _LONG) if long else sample(style)
    lines = as_word_shows(docx_of(document, basis=False), tmp_path)
    assert [line for line in numbered(document) if line not in lines] == []


@pytest.mark.parametrize("style", STYLES)
def test_libreoffice_shows_the_same_numbers(
    style: str, as_libreoffice_shows: Callable[[bytes], list[str]]
) -> None:
    document = sample(style)
    lines = as_libreoffice_shows(docx_of(document, basis=False))
    assert [line for line in numbered(document) if line not in lines] == []


def test_libreoffice_counts_beyond_a_hundred(
    as_libreoffice_shows: Callable[[bytes], list[str]],
) -> None:
    document = sample("measures", _LONG)
    lines = as_libreoffice_shows(docx_of(document, basis=False))
    assert squeezed("第一百一十五条 第115件事。") in lines
    assert [line for line in numbered(document) if line not in lines] == []


def test_numbers_are_no_text() -> None:
    """So that a person may insert an article; only where no list can count stands a written number."""
    root = part(docx_of(sample("measures"), basis=False), "word/document.xml")
    texts = [words(one) for one in root.iter(f"{W}p")]
    assert any(text.startswith("首席质量官由李乙担任") for text in texts)
    assert not any(text.startswith(("第一条", "第一章", "（一）")) for text in texts)


def test_an_article_put_in_by_hand_moves_the_others(tmp_path: Path) -> None:
    opened = docx.Document(io.BytesIO(docx_of(sample("measures"), basis=False)))
    second = next(one for one in opened.paragraphs if one.text == "职责包括：")
    fresh = copy.deepcopy(second._p)
    second._p.addprevious(fresh)
    stream = io.BytesIO()
    opened.save(stream)
    lines = [line for line in as_word_shows(stream.getvalue(), tmp_path) if line]
    at = lines.index("第三条职责包括：")
    assert lines[at - 1 : at + 3] == [
        "第二条职责包括：",
        "第三条职责包括：",
        "（一）质量策划；",
        "1.每年制定目标；",
    ]


def test_a_label_that_no_list_can_show_is_written(tmp_path: Path) -> None:
    document = sample("measures")
    odd = replace(document.blocks[1], label="第一条之二")
    changed = replace(document, blocks=(document.blocks[0], odd, *document.blocks[2:]))
    assert "第一条之二首席质量官由李乙担任，报告对象是【待填：报告对象】。" in as_word_shows(
        docx_of(changed, basis=False), tmp_path
    )


def test_items_go_on_behind_a_table(tmp_path: Path) -> None:
    document = sample("official", ("- 甲；\n| 一 | 二 |\n| 1 | 2 |\n- 乙。",))
    assert numbered(document)[-1] == "2.乙。"
    assert "2.乙。" in as_word_shows(docx_of(document, basis=False), tmp_path)


def test_headings_stand_in_the_navigation_pane() -> None:
    docx_bytes = docx_of(sample("measures"), basis=False)
    styles = {
        s.get(f"{W}styleId"): s for s in part(docx_bytes, "word/styles.xml").iter(f"{W}style")
    }
    names = {key: one.find(f"{W}name").get(f"{W}val") for key, one in styles.items()}
    assert names["CqoHeading1"] == "质官章"
    assert names["CqoBody"] == "质官正文"
    based = styles["CqoHeading1"].find(f"{W}basedOn").get(f"{W}val")
    assert styles[based].find(f".//{W}outlineLvl").get(f"{W}val") == "0"


def test_a_blank_in_an_article_is_marked() -> None:
    document = sample("measures", (), blocks=())
    block = replace(sample().blocks[1], runs=(Run("【待填：报告对象】", "blank", "reports_to"),))
    root = part(docx_of(replace(document, blocks=(block,))), "word/document.xml")
    assert root.find(f".//{W}highlight").get(f"{W}val") == "yellow"
