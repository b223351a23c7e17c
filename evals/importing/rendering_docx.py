"""A text as a DOCX file: heading styles, indents, header, page numbers, automatic numbers, tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from evals.importing.rendering_blocks import Block, NumberKind, automatic
from evals.importing.rendering_variant import Variant

_SONG, _HEI = "Noto Serif CJK SC", "Noto Sans CJK SC"


def write_docx(blocks: Sequence[Block], variant: Variant, path: Path) -> None:
    """Write the file; nothing in it depends on the clock."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = Document()
    _styles(document, variant)
    _page(document, blocks[0].text if blocks else "", variant)
    lists = _Lists(document, "tab" if variant.tabs else "space")
    for block in automatic(blocks) if variant.automatic else blocks:
        if block.kind == "table":
            _table(document, block)
            continue
        style = {"title": "Title", "heading": f"Heading {min(block.level, 4)}"}.get(block.kind)
        written = block.text
        if block.restart is not None:
            written = block.text[len(block.mark) :].lstrip()
        paragraph = document.add_paragraph(written, style=style or "Normal")
        if block.kind == "note":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif block.kind == "paragraph":
            paragraph.paragraph_format.first_line_indent = _points(2 * variant.size)
        if block.restart is not None and block.number is not None:
            lists.number(paragraph, block.number, restart=block.restart)
    core = document.core_properties
    core.title, core.author = (blocks[0].text[:250] if blocks else ""), ""
    core.created = core.modified = datetime(2024, 1, 1)
    document.save(str(path))


class _Lists:
    """The numbering part: a list of chapters and sections, one of articles, one of items."""

    def __init__(self, document: Any, suffix: str) -> None:
        self._part = document.part.numbering_part.element
        counting = "chineseCountingThousand"
        heads = [("第%1章", counting, suffix), ("第%2节", counting, suffix)]
        abstracts = (
            self._abstract(90, heads),
            self._abstract(91, [("第%1条", counting, suffix)]),
            self._abstract(92, [("（%1）", "chineseCounting", "nothing")]),
        )
        self._abstracts = dict(zip(("head", "article", "item"), abstracts, strict=True))
        self._lists: dict[str, int] = {}
        self._counts = [0, 0]

    def number(self, paragraph: Any, kind: NumberKind, *, restart: bool) -> None:
        """Give ``paragraph`` the next number of its kind, or 1 in a list of its own."""
        level = 1 if kind == "section" else 0
        name = "head" if kind in ("chapter", "section") else kind
        if name not in self._lists:
            self._lists[name] = self._instance(name, (1, 1) if name == "head" else (1,))
        elif restart and name != "head":
            self._lists[name] = self._instance(name, (1,))
        elif restart and self._counts[level]:
            starts = (1, 1) if level == 0 else (self._counts[0] + 1, 1)
            self._counts[level] = 0
            self._lists[name] = self._instance(name, starts)
        if name == "head":
            self._counts[level] += 1
            if level == 0:
                self._counts[1] = 0  # sections begin anew below each chapter
        marks = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        marks.get_or_add_ilvl().val = level
        marks.get_or_add_numId().val = self._lists[name]

    def _abstract(self, number: int, levels: Sequence[tuple[str, str, str]]) -> int:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        abstract = OxmlElement("w:abstractNum")
        abstract.set(qn("w:abstractNumId"), str(number))
        abstract.append(_element("w:multiLevelType", "multilevel"))
        for level, (text, counting, suffix) in enumerate(levels):
            entry = OxmlElement("w:lvl")
            entry.set(qn("w:ilvl"), str(level))
            entry.append(_element("w:start", 1))
            entry.append(_element("w:numFmt", counting))
            entry.append(_element("w:suff", suffix))
            entry.append(_element("w:lvlText", text))
            abstract.append(entry)
        first = self._part.find(qn("w:num"))
        if first is not None:
            first.addprevious(abstract)
        else:
            self._part.append(abstract)
        return number

    def _instance(self, name: str, starts: Sequence[int]) -> int:
        number = self._part.add_num(self._abstracts[name])
        for level, start in enumerate(starts):
            number.add_lvlOverride(ilvl=level).add_startOverride(start)
        return int(number.numId)


def _element(tag: str, value: object) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    element.set(qn("w:val"), str(value))
    return element


def _points(size: float) -> Any:
    from docx.shared import Pt

    return Pt(size)


def _styles(document: Any, variant: Variant) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn

    sizes = {"Normal": variant.size, "Title": 22, "Header": 9, "Footer": 9}
    sizes |= {f"Heading {n}": variant.size for n in range(1, 5)}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.size = _points(size)
        face = _SONG if name in ("Normal", "Header", "Footer") else _HEI
        style.font.name = face
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            if "heme" in attribute:
                del fonts.attrib[attribute]  # a theme's font goes before one that is named
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia"):
            fonts.set(qn(script), face)
        if name == "Title" or name.startswith("Heading"):
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    normal = document.styles["Normal"].paragraph_format
    normal.space_after = _points(0)
    normal.line_spacing = 1.5


def _page(document: Any, title: str, variant: Variant) -> None:
    """A4, the title in the header, `— 1 —` in the footer, two columns where the variant says so."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    if variant.columns:
        section._sectPr.append(_columns())
    section.header.paragraphs[0].text = title
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("— ")
    _page_field(footer.add_run())
    footer.add_run(" —")


def _columns() -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    columns = OxmlElement("w:cols")
    columns.set(qn("w:num"), "2")
    columns.set(qn("w:space"), "480")
    return columns


def _page_field(run: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", None, "end"):
        if kind is None:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = "PAGE"
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _table(document: Any, block: Block) -> None:
    width = max(len(row) for row in block.rows)
    table = document.add_table(rows=0, cols=width)
    table.style = "Table Grid"
    for row in block.rows:
        cells = table.add_row().cells
        for cell, words in zip(cells, row, strict=False):
            cell.text = words
