"""The Word file: what stands where, that it opens everywhere, and that nothing breaks it."""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.document import Block, Closing, Run
from assistant.drafting.drafter import Drafter
from assistant.drafting.writing.docx import docx_of
from tests.assistant.drafting.examples import COMPANIES, facts_of
from tests.assistant.drafting.writing.conftest import W, part, words
from tests.assistant.drafting.writing.samples import NASTY, STYLES, runs, sample

GOLDEN = Path(__file__).parent / "golden"


def outline(content: bytes) -> str:
    """Style and text of each paragraph, rows of tables, breaks between sections."""
    lines: list[str] = []
    for element in part(content, "word/document.xml").find(f"{W}body"):
        if element.tag == f"{W}tbl":
            for row in element.iter(f"{W}tr"):
                lines.append("  | " + " | ".join(words(cell) for cell in row.iter(f"{W}tc")))
        elif element.tag == f"{W}p":
            style = element.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
            lines.append(f"{style}: {words(element)}".rstrip())
            if element.find(f"{W}pPr/{W}sectPr") is not None:
                lines.append("-- section")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("style", STYLES)
def test_structure_is_the_one_kept(style: str) -> None:
    """After a wanted change: ``REGENERATE_GOLDEN=1 pytest tests/assistant/drafting/writing``, and read the diff."""
    kept, made = GOLDEN / f"{style}.txt", outline(docx_of(sample(style)))
    if os.environ.get("REGENERATE_GOLDEN"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(made, "utf-8")
    assert made == kept.read_text("utf-8")


def test_same_document_same_bytes() -> None:
    assert docx_of(sample(), comments=True) == docx_of(sample(), comments=True)


@pytest.mark.parametrize("company", COMPANIES)
def test_appointment_letter_of_each_company_opens(company: str, drafter: Drafter) -> None:
    facts = facts_of(company, "appointment-letter")
    known = {spec.name for spec in drafter.plans("appointment-letter").specs}
    draft = drafter.new("appointment-letter", {k: v for k, v in facts.items() if k in known})
    document = drafter.assembled(draft).document
    opened = docx.Document(io.BytesIO(docx_of(document, comments=True)))
    texts = [paragraph.text.replace("\n", "") for paragraph in opened.paragraphs]
    assert "".join(run.text for run in document.title) in texts
    names = [p.style.name or "" for p in opened.paragraphs if p.style is not None]
    assert any(name.startswith("质官") for name in names)
    assert len(list(opened.comments)) > 0


def test_properties_tell_no_author() -> None:
    core = docx.Document(io.BytesIO(docx_of(sample()))).core_properties
    assert (core.title, core.subject, core.language) == (
        "关于聘任李乙为首席质量官的决定",
        "聘任书",
        "zh-CN",
    )
    assert core.author == core.last_modified_by == core.comments == ""


def test_page_is_that_of_official_documents() -> None:
    section = docx.Document(io.BytesIO(docx_of(sample(), basis=False))).sections[0]
    margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
    assert [round(one.mm) for one in margins if one] == [37, 35, 28, 26]
    assert section.even_page_footer.paragraphs[0].text == "— 1 —"


def test_document_number_has_six_sided_brackets() -> None:
    assert "CqoDocumentNumber: 示例制造〔2026〕8号\n" in outline(docx_of(sample()))


def test_no_red_head_without_letterhead() -> None:
    made = outline(docx_of(sample(letterhead=False)))
    assert "CqoLetterhead" not in made
    assert "CqoRedLine" not in made


def test_without_basis_no_annex() -> None:
    made = outline(docx_of(sample(open_items=()), basis=False))
    assert "依据对照表" not in made
    assert "待填清单" not in made
    assert "待填清单" in outline(docx_of(sample(), basis=False))


def test_comments_say_on_what_a_section_rests() -> None:
    opened = docx.Document(io.BytesIO(docx_of(sample(), comments=True)))
    texts = [comment.text for comment in opened.comments]
    assert "编制说明 六（四）：履职制度明确了工作职责。" in texts[0]
    assert "企业自定：由企业决定" in texts[0]
    assert "comments.xml" not in str(zipfile.ZipFile(io.BytesIO(docx_of(sample()))).namelist())


def test_tables_repeat_their_header_and_split_no_row() -> None:
    table = part(docx_of(sample(), basis=False), "word/document.xml").find(f".//{W}tbl")
    rows = list(table.iter(f"{W}tr"))
    assert rows[0].find(f".//{W}tblHeader") is not None
    assert all(row.find(f".//{W}cantSplit") is not None for row in rows)
    widths = [int(one.get(f"{W}w")) for one in table.iter(f"{W}gridCol")]
    assert sum(widths) == 8844  # 156 mm


def test_given_widths_are_kept() -> None:
    block = Block("table", rows=((runs("甲"), runs("乙")), (runs("1"), runs("2"))), widths=(1, 3))
    table = part(docx_of(sample(blocks=(block,))), "word/document.xml").find(f".//{W}tbl")
    assert [int(one.get(f"{W}w")) for one in table.iter(f"{W}gridCol")] == [2211, 6633]


def test_last_cell_of_a_short_row_of_a_form_spans() -> None:
    rows = (
        (runs("姓名"), runs("李乙"), runs("职务"), runs("副总经理")),
        (runs("经历"), runs("第一行\n第二行")),
    )
    root = part(
        docx_of(sample(blocks=(Block("table", rows=rows, form=True),))), "word/document.xml"
    )
    last = list(root.find(f".//{W}tbl").iter(f"{W}tc"))[-1]
    assert last.find(f".//{W}gridSpan").get(f"{W}val") == "3"
    assert last.find(f".//{W}br") is not None
    shaded = [
        words(c) for c in root.find(f".//{W}tbl").iter(f"{W}tc") if c.find(f".//{W}shd") is not None
    ]
    assert shaded == ["姓名", "职务", "经历"]


def test_line_to_write_on_is_underlined_space() -> None:
    root = part(docx_of(sample(), basis=False), "word/document.xml")
    line = next(one for one in root.iter(f"{W}p") if words(one).startswith("承诺人："))
    assert words(line) == "承诺人：" + "\u3000" * 8
    assert "＿" not in words(root)


def test_a_section_may_begin_a_page() -> None:
    blocks = tuple(replace(b, page=b.label == "第二章") for b in sample().blocks)
    root = part(docx_of(sample(blocks=blocks), basis=False), "word/document.xml")
    broken = [
        words(p) for p in root.iter(f"{W}p") if p.find(f"{W}pPr/{W}pageBreakBefore") is not None
    ]
    assert "第2节的题目" in broken


def test_order_of_elements_follows_the_schema() -> None:
    """Word calls a file damaged whose properties stand in another order."""
    order = "pStyle keepNext keepLines pageBreakBefore numPr pBdr spacing ind jc rPr sectPr".split()
    for style in STYLES:
        for properties in part(docx_of(sample(style)), "word/document.xml").iter(f"{W}pPr"):
            names = [str(child.tag).removeprefix(W) for child in properties]
            assert names == sorted(set(names), key=order.index)


# -- nothing breaks it -------------------------------------------------------------------------------


def test_any_characters_everywhere() -> None:
    nasty = (Run(NASTY, "fact", "x"),)
    document = sample(
        title=nasty,
        company=nasty,
        number=nasty,
        addressee=nasty,
        copies=nasty,
        attachments=(NASTY, NASTY),
        footnote=NASTY,
        kind=NASTY,
        closing=Closing(company=nasty, date=nasty, receipt=nasty, receipt_signer=NASTY),
        blocks=(Block("paragraph", nasty), Block("table", rows=((nasty, nasty), (nasty, nasty)))),
    )
    opened = docx.Document(io.BytesIO(docx_of(document, comments=True)))
    assert any("{{ x }}{% if %}]]>&amp;😀" in paragraph.text for paragraph in opened.paragraphs)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_a_file_that_opens(text: str) -> None:
    document = sample(title=runs(text), blocks=(Block("paragraph", (Run(text, "fact", "x"),)),))
    docx.Document(io.BytesIO(docx_of(document)))


def test_an_empty_document_is_a_file() -> None:
    empty = sample(
        blocks=(),
        attachments=(),
        closing=Closing(),
        basis=(),
        open_items=(),
        copies=(),
        company=(),
        number=(),
    )
    docx.Document(io.BytesIO(docx_of(empty)))
    docx.Document(io.BytesIO(docx_of(replace(empty, landscape=True, footnote=""))))
