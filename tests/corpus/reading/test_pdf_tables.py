"""Ruled tables of PDFs: cells, merged cells, tables over two pages."""

from __future__ import annotations

from pathlib import Path

from corpus.reading.models import Limits, LineKind, Reading
from corpus.reading.pdf.reader import read
from corpus.reading.tables import Rule, grids_of, markdown_row, rows_of
from tests.corpus.reading.making_pdf import HEIGHT, PdfPage, write_pdf

XS = (80, 200, 320, 440)


def rows(reading: Reading) -> list[str]:
    lines = [line for line in reading.lines if line.kind is LineKind.TABLE]
    return [reading.text[line.start : line.end] for line in lines]


def filled(page: PdfPage, top: float, cells: list[tuple[str, ...]]) -> PdfPage:
    """A table of three columns, rows 30 points high."""
    page.grid(XS, [top + 30 * n for n in range(len(cells) + 1)])
    for number, row in enumerate(cells):
        for x, words in zip(XS, row, strict=False):
            page.text(x + 6, top + 30 * number + 20, words)
    return page


HEADER, FIRST, SECOND = ("序号", "事项", "期限"), ("1", "提交材料", "十日"), ("2", "审查", "五日")


def test_cells_between_lines_are_a_table(tmp_path: Path) -> None:
    page = PdfPage().text(104, 100, "第一条 期限见下表。").text(220, 130, "表 1 期限")
    filled(page, 140, [HEADER, FIRST]).text(104, 260, "第二条 表格之后。")
    reading = read(write_pdf(tmp_path / "a.pdf", page), Limits())
    assert rows(reading) == [
        "| 序号 | 事项 | 期限 |",
        "| --- | --- | --- |",
        "| 1 | 提交材料 | 十日 |",
    ]
    assert reading.text.endswith("| 1 | 提交材料 | 十日 |\n\n第二条 表格之后。")
    caption = next(line for line in reading.lines if line.kind is LineKind.CAPTION)
    assert reading.text[caption.start : caption.end] == "表 1 期限"


def test_the_box_of_a_row_is_the_row(tmp_path: Path) -> None:
    page = filled(PdfPage(), 140, [HEADER, FIRST])
    reading = read(write_pdf(tmp_path / "a.pdf", page), Limits())
    box = reading.lines[-1].places[0].box
    assert box is not None
    assert (round(box.top * HEIGHT), round(box.bottom * HEIGHT)) == (170, 200)


def test_merged_cells_keep_their_words_in_the_first(tmp_path: Path) -> None:
    page = PdfPage()
    for y in (140, 200):
        page.rule(80, y, 440, y)
    page.rule(200, 170, 440, 170)
    for x in (80, 200, 440):
        page.rule(x, 140, x, 200)
    page.rule(320, 170, 320, 200)
    page.text(90, 175, "类别").text(210, 160, "期限与部门")
    page.text(210, 190, "十日").text(330, 190, "质量部")
    reading = read(write_pdf(tmp_path / "a.pdf", page), Limits())
    assert rows(reading) == [
        "| 类别 | 期限与部门 |  |",
        "| --- | --- | --- |",
        "|  | 十日 | 质量部 |",
    ]


def test_words_broken_in_a_cell_are_joined(tmp_path: Path) -> None:
    page = PdfPage().grid([80, 180, 300], [100, 130, 180])
    page.text(86, 120, "序号").text(186, 120, "事项")
    page.text(86, 150, "1").text(182, 150, "企业应当提交的质量").text(182, 168, "材料")
    reading = read(write_pdf(tmp_path / "a.pdf", page), Limits())
    assert rows(reading)[-1] == "| 1 | 企业应当提交的质量材料 |"


def test_a_table_over_two_pages_has_one_header(tmp_path: Path) -> None:
    first = filled(PdfPage().text(104, 600, "第一条 见下表。"), 700, [HEADER, FIRST])
    second = filled(PdfPage(), 80, [HEADER, SECOND]).text(104, 300, "第二条 之后。")
    reading = read(write_pdf(tmp_path / "a.pdf", first, second), Limits())
    assert rows(reading) == [
        "| 序号 | 事项 | 期限 |",
        "| --- | --- | --- |",
        "| 1 | 提交材料 | 十日 |",
        "| 2 | 审查 | 五日 |",
    ]
    assert [entry.reason for entry in reading.left_out] == ["table-header"]


def test_an_underline_is_no_table(tmp_path: Path) -> None:
    page = PdfPage().text(80, 100, "姓名").rule(120, 102, 220, 102).text(80, 130, "第一条 填写。")
    assert rows(read(write_pdf(tmp_path / "a.pdf", page), Limits())) == []


def test_ends_that_miss_by_a_little_still_meet() -> None:
    across = [Rule(y, 1, 199) for y in (0, 50, 101)]
    down = [Rule(x, 1, 100) for x in (0, 100, 200)]
    (grid,) = grids_of(across, down, 2.5)
    assert len(grid.cells) == 4
    cell = grid.cell_at(150, 75)
    assert cell is not None
    assert (cell.row, cell.column) == (1, 1)
    assert rows_of(grid, {cell: "内容"}) == [(1, ("", "内容"))]


def test_lines_that_do_not_cross_are_no_table() -> None:
    assert grids_of([Rule(0, 0, 100), Rule(50, 0, 100)], [], 2.5) == []
    assert grids_of([], [Rule(0, 0, 100)], 2.5) == []


def test_a_bar_in_a_cell_does_not_divide_it() -> None:
    assert markdown_row(["甲|乙", " 丙 "]) == "| 甲｜乙 | 丙 |"
