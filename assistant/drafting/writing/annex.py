"""Behind the document: on what each section rests (依据对照表), and what is still missing (待填清单)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.drafting.document import BasisRow, Document, OpenItem
from assistant.drafting.writing.elements import Element, paragraph, run
from assistant.drafting.writing.tables import Cell, Row, exactly, grid

_BASIS_NOTE = (
    "本表供起草和审核时核对依据使用，不是文件的正文，签发前删去。"
    "摘要、指引不是原文；写明“企业自定”的，由企业决定并对内容负责。"
)
_OPEN_NOTE = "下列内容还没有给出，在文中写作【待填：…】。全部填好以后删去本清单。"
_BASIS_COLUMNS = (("依据", 4.0), ("摘句", 9.0), ("来源", 5.0))
_OPEN_COLUMNS = (("序号", 1.2), ("待填内容", 4.5), ("所在章节", 4.5), ("怎么定", 9.0))


def source_of(row: BasisRow) -> str:
    """编制说明（广东，2023年，原文）."""
    told = "，".join(
        part for part in (row.region, f"{row.year}年" if row.year else "", row.authority) if part
    )
    source = row.source or row.mark
    return f"{source}（{told}）" if told else source


def basis_annex(document: Document, total: int) -> list[Element]:
    """Title, note and table."""
    rows = [_header(_BASIS_COLUMNS)]
    section = ""
    for one in document.basis:
        if one.section_id != section:
            name = Cell([run(one.section)], "band", span=len(_BASIS_COLUMNS))
            rows.append(Row([name], leads=True))
            section = one.section_id
        rows.append(Row(_basis_cells(one)))
    return _annex("依据对照表", _BASIS_NOTE, rows, _BASIS_COLUMNS, total)


def _basis_cells(row: BasisRow) -> list[Cell]:
    if row.own:
        return [Cell([run("企业自定")]), Cell([run(row.own)]), Cell([run("本企业")])]
    mark = f"{row.mark}（可选条款）" if row.optional else row.mark
    quote = f"“{row.quote}”" if row.quote and row.authority == "原文" else row.quote
    return [Cell([run(mark)]), Cell([run(quote)]), Cell([run(source_of(row))])]


def open_annex(document: Document, total: int) -> list[Element]:
    titles = section_titles(document)
    rows = [_header(_OPEN_COLUMNS)]
    for number, one in enumerate(document.open_items, 1):
        texts = [one.label, places_of(one, titles), one.advice]
        rows.append(Row([Cell([run(str(number))], "centre"), *(Cell([run(t)]) for t in texts)]))
    return _annex("待填清单", _OPEN_NOTE, rows, _OPEN_COLUMNS, total)


def section_titles(document: Document) -> dict[str, str]:
    """Title of each section by its id."""
    titles = {row.section_id: row.section for row in document.basis}
    for block in document.blocks:
        if block.kind == "heading" and block.level == 1:
            titles.setdefault(block.section, block.text)
    return titles


def places_of(item: OpenItem, titles: dict[str, str]) -> str:
    names = [titles.get(section, section) for section in item.sections]
    return "、".join(names) if names else "标题、文号、落款等处"


def _header(columns: Iterable[tuple[str, float]]) -> Row:
    return Row([Cell([run(name)], "name") for name, _ in columns], header=True)


def _annex(
    title: str, note: str, rows: Sequence[Row], columns: Sequence[tuple[str, float]], total: int
) -> list[Element]:
    widths = exactly([part for _, part in columns], total)
    return [
        paragraph("CqoAnnexTitle", [run(title)]),
        paragraph("CqoRemark", [run(note)]),
        grid(rows, widths, small=True),
        paragraph("CqoGap"),
    ]
