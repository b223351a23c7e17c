"""Tables of facts are streamed, and the cell of whatever is wrong is named."""

from __future__ import annotations

import re
import time
import tracemalloc
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assistant.drafting.blueprints import shared_facts
from assistant.drafting.facts.reading import read_facts
from assistant.drafting.facts.tables import Table, read_table, table_template, text_cell
from corpus.errors import BadInput
from corpus.regions import Gazetteer

NAMES = (
    "company_name", "credit_code", "region", "size", "headcount", "cqo_name", "cqo_part_time", "term_start", "departments",
    "powers", "spending_limit", "quality_goals",
)  # fmt: skip
SPECS = tuple(shared_facts()[name] for name in NAMES)
HEAD = [
    "企业全称",
    "统一社会信用代码",
    "所在地区",
    "企业规模",
    "员工人数",
    "首席质量官姓名",
    "任期开始日",
]
ONE = ["示例甲有限公司", "91110000600037341L", "佛山", "小型", 36, "李乙", date(2026, 4, 1)]


def sheet_of(path: Path, rows: Sequence[Any], *merges: str) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for merge in merges:
        book.active.merge_cells(merge)
    book.save(path)
    return path


def read(path: Path) -> Table:
    return read_table(path, SPECS)


def refused(path: Path) -> str:
    with pytest.raises(BadInput) as error:
        list(read(path))
    assert "\n" not in error.value.message
    return error.value.message


def test_each_row_is_a_company(tmp_path: Path, gazetteer: Gazetteer) -> None:
    table = read(sheet_of(tmp_path / "t.xlsx", [HEAD, ONE, [], ["示例乙有限公司"]]))
    first, second = table
    assert (first.number, second.number) == (2, 4)
    facts = read_facts(SPECS, [], first.facts, gazetteer)
    assert facts.problems == ()
    assert facts.values["headcount"].text == "36人"
    assert facts.values["term_start"].text == "2026年4月1日"
    assert second.facts == {"company_name": "示例乙有限公司"}
    assert [row.number for row in table] == [2, 4]  # may be read again


def test_headers_are_found_under_a_title_and_by_name(tmp_path: Path) -> None:
    rows = [
        ["批量起草"],
        [],
        ["填表人：张三", "2026年"],
        ["company_name", "企业规模*", "员工人数（必填）"],
        ["甲公司", "小型", 5],
    ]
    table = read(sheet_of(tmp_path / "t.xlsx", rows, "A1:C1"))
    assert table.head == 4
    (row,) = table
    assert row.number == 5
    assert row.facts == {"company_name": "甲公司", "size": "小型", "headcount": "5"}


def test_a_wrong_header_names_the_nearest(tmp_path: Path) -> None:
    table = read(
        sheet_of(
            tmp_path / "t.xlsx",
            [["序号", "企业全称", "企业规摸", "备注", "质量目标"], [1, "甲", "小型", "急", "x"]],
        )
    )
    wrong, remark, goals = table.unknown
    assert "表头 C1 “企业规摸”不是已知的事实，相近的是“企业规模”" in wrong.message
    assert "D1 “备注”" in remark.message
    assert "E1 “质量目标”是表格类的事实" in goals.message
    (row,) = table
    assert row.facts == {"company_name": "甲"}
    assert row.problems == ()


def test_no_header_at_all_says_what_was_seen(tmp_path: Path) -> None:
    said = refused(sheet_of(tmp_path / "t.xlsx", [["姓名", "电话"], ["张三", 1]]))
    assert "没有表头" in said
    assert "“姓名”、“电话”" in said
    assert "企业全称" in said
    assert "没有表头" in refused(sheet_of(tmp_path / "e.xlsx", []))


def test_the_same_fact_in_two_columns_is_refused(tmp_path: Path) -> None:
    said = refused(
        sheet_of(
            tmp_path / "t.xlsx", [["企业全称", "所在地区", "company_name"], ["甲", "佛山", "乙"]]
        )
    )
    assert "A1 和 C1 都是“企业全称”" in said


def test_a_value_under_no_header_is_named(tmp_path: Path) -> None:
    (row,) = read(
        sheet_of(tmp_path / "t.xlsx", [["企业全称", None, "所在地区"], ["甲", "？", "佛山"]])
    )
    assert "单元格 B2 所在的列没有表头" in row.problems[0].message


def test_cells_merged_downwards_are_filled(tmp_path: Path) -> None:
    rows = [["企业全称", "所在地区"], ["甲", "佛山"], ["乙", None], ["丙", None], ["丁", None]]
    found = list(read(sheet_of(tmp_path / "t.xlsx", rows, "B2:B4")))
    assert [row.facts.get("region") for row in found] == ["佛山", "佛山", "佛山", None]


def test_a_merge_makes_no_company_of_an_empty_row(tmp_path: Path) -> None:
    rows = [["企业全称", "所在地区"], ["甲", "佛山"], [None, None], ["丙", "广州"]]
    assert len(list(read(sheet_of(tmp_path / "t.xlsx", rows, "B2:B3")))) == 2


@pytest.mark.parametrize("merge", ["A2:B2", "A2:B3"])
def test_cells_merged_across_are_refused_with_their_name(tmp_path: Path, merge: str) -> None:
    rows = [["企业全称", "所在地区", "员工人数"], ["甲", None, 5], [None, None, 6]]
    first, second = read(sheet_of(tmp_path / "t.xlsx", rows, merge))
    assert f"企业全称：单元格 A2 是合并单元格（{merge}）" in first.problems[0].message
    assert first.facts == {"headcount": "5"}
    assert bool(second.problems) is merge.endswith("3")


def test_headers_merged_over_two_rows_are_found(tmp_path: Path) -> None:
    rows = [["企业全称", "企业", None], [None, "所在地区", "员工人数"], ["甲", "佛山", 5]]
    table = read(sheet_of(tmp_path / "t.xlsx", rows, "A1:A2", "B1:C1"))
    assert [row.facts for row in table] == [
        {"company_name": "甲", "region": "佛山", "headcount": "5"}
    ]


def formula_sheet(path: Path, kept: str) -> Path:
    """B2 is a formula; ``kept`` is what the file keeps of its result, as Excel would write it."""
    sheet_of(path, [["企业全称", "员工人数"], ["甲", "=5+5"]])
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = re.sub(
        rb'<c r="B2"[^>]*><f>5\+5</f><v ?/?>(</v>)?</c>', kept.encode(), parts[part]
    )
    assert kept.encode() in parts[part]
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path


def test_of_a_formula_the_kept_result_is_read(tmp_path: Path) -> None:
    (row,) = read(formula_sheet(tmp_path / "t.xlsx", '<c r="B2"><f>5+5</f><v>10</v></c>'))
    assert row.facts["headcount"] == "10"


def test_a_formula_without_result_and_an_error_are_named(tmp_path: Path) -> None:
    (row,) = read(sheet_of(tmp_path / "t.xlsx", [["企业全称", "员工人数"], ["甲", "=5+5"]]))
    assert "员工人数：单元格 B2 是公式，文件里没有保存计算结果" in row.problems[0].message
    (row,) = read(formula_sheet(tmp_path / "e.xlsx", '<c r="B2" t="e"><f>5+5</f><v>#REF!</v></c>'))
    assert "单元格 B2 是错误值“#REF!”" in row.problems[0].message
    (row,) = read(formula_sheet(tmp_path / "s.xlsx", '<c r="B2" t="str"><f>5+5</f><v></v></c>'))
    assert row.problems == ()


def test_cells_are_read_as_a_person_sees_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(
        [
            "企业全称",
            "统一社会信用代码",
            "所在地区",
            "员工人数",
            "任期开始日",
            "首席质量官姓名",
            "是否兼任",
        ]
    )
    sheet.append(
        [5.0, 911100006000373410, 0.97, 36.0, datetime(2026, 4, 1), timedelta(hours=5), True]
    )
    sheet["C2"].number_format = "0.0%"
    sheet.append([23, 0.1 + 0.2])
    sheet["A3"].number_format = "0000"
    book.save(tmp_path / "t.xlsx")
    first, second = read(tmp_path / "t.xlsx")
    assert first.facts == {
        "company_name": "5", "region": "97%", "headcount": "36", "term_start": date(2026, 4, 1), "cqo_part_time": True,
    }  # fmt: skip
    assert [p.name for p in first.problems] == ["credit_code", "cqo_name"]
    assert "B2 存成了数字，超过15位的部分已经丢失" in first.problems[0].message
    assert second.facts == {"company_name": "0023", "credit_code": "0.3"}


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8-sig", ","), ("gb18030", ","), ("utf-16", "\t"), ("utf-8", ";")],
)
def test_csv_as_excel_writes_it(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [
        ["企业全称", "所在地区", "分管部门"],
        ["示例甲有限公司", "佛山", '"质量部\n检验中心"'],
        ["", "", ""],
        ["=1+1", "广州", "0123"],
    ]
    path = tmp_path / "t.csv"
    path.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    first, second = read(path)
    assert first.facts == {
        "company_name": "示例甲有限公司",
        "region": "佛山",
        "departments": "质量部\n检验中心",
    }
    assert (first.number, second.number) == (2, 4)
    assert second.facts == {"company_name": "=1+1", "region": "广州", "departments": "0123"}


def test_ten_thousand_rows_are_streamed(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEAD)
    for number in range(10_000):
        sheet.append([f"示例{number}有限公司", *ONE[1:]])
    book.save(path)
    started = time.process_time()  # not the clock: other tests run beside this one
    numbers = [row.number for row in read(path)]
    assert time.process_time() - started < 5
    assert numbers == list(range(2, 10_002))
    table = read(path)
    tracemalloc.start()
    next(iter(table))
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("t.xls", b"\xd0\xcf\x11\xe0", "不是 .xlsx 或 .csv"),
        ("t.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1", "旧版 .xls 或者加了密码"),
        ("t.xlsx", b"text", "不是 .xlsx 表格"),
        ("t.xlsx", b"", "不是 .xlsx 表格"),
        ("t.xlsx", b"PK\x03\x04broken", "已损坏"),
        ("t.csv", b"", "没有表头"),
        ("t.csv", bytes(range(256)) * 8, "t.csv"),
        ("t.csv", "企业全称\n".encode() + b'"' + b"x" * 200_000, "引号没有成对或者一格太长"),
        ("t.docx", b"PK", "不是 .xlsx 或 .csv"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert says in refused(tmp_path / name)


def test_a_missing_file_and_a_package_that_is_no_workbook(tmp_path: Path) -> None:
    assert "找不到表格" in refused(tmp_path / "没有.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as package:
        package.writestr("word/document.xml", "<x/>")
    assert "没有工作簿" in refused(tmp_path / "t.xlsx")


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
@pytest.mark.parametrize(
    "content", [b"<x", b"", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', b"<worksheet/>"]
)
def test_a_damaged_package_is_refused(tmp_path: Path, part: str, content: bytes) -> None:
    path = sheet_of(tmp_path / "t.xlsx", [HEAD, ONE])
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()} | {part: content}
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    refused(path)


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = sheet_of(tmp_path / "t.xlsx", [HEAD, ONE])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/sharedStrings2.xml", b" " * 60_000_000)
    assert "压缩炸弹" in refused(path)


# -- the form ------------------------------------------------------------------------------------


def test_the_form_has_labels_lists_dates_and_a_guide(tmp_path: Path) -> None:
    table_template(SPECS, tmp_path / "form.xlsx")
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert heads[0] == "企业全称*"
    assert "质量目标" not in heads
    assert sheet.freeze_panes == "B2"
    assert "必填" in sheet["A1"].comment.text
    assert "不要用简称" in sheet["A1"].comment.text
    kinds = {
        rule.sqref.ranges.pop().coord.split(":")[0]: rule
        for rule in sheet.data_validations.dataValidation
    }
    assert kinds["D2"].formula1 == "'选项'!$D$1:$D$4"
    assert [book["选项"].cell(n, 4).value for n in range(1, 5)] == ["大型", "中型", "小型", "微型"]
    assert (kinds["H2"].type, kinds["G2"].formula1) == ("date", '"是,否"')
    guide = " ".join(
        str(cell.value) for row in book["填写说明"].iter_rows() for cell in row if cell.value
    )
    assert all(spec.label in guide and spec.name in guide for spec in SPECS)
    assert "质量目标 是表格" in guide
    assert sheet.max_row == 1


def test_an_empty_form_gives_no_company(tmp_path: Path) -> None:
    table_template(SPECS, tmp_path / "form.xlsx")
    table = read(tmp_path / "form.xlsx")
    assert list(table) == []
    assert table.unknown == ()
    assert [spec.name for spec in table.columns.values()] == [
        n for n in NAMES if n != "quality_goals"
    ]


def test_facts_come_back_from_a_filled_form(tmp_path: Path, gazetteer: Gazetteer) -> None:
    raw = {
        "company_name": "=cmd|'/c calc'!A1", "credit_code": "91110000600037341L", "region": "佛山", "size": "small",
        "headcount": 36, "cqo_part_time": False, "term_start": "2026-04-01", "departments": ["质量部", "检验中心"],
        "powers": ["suggest", "veto"], "spending_limit": 1234.5,
    }  # fmt: skip
    table_template(SPECS, tmp_path / "form.xlsx", [raw, {}, raw])
    rows = list(read(tmp_path / "form.xlsx"))
    assert [row.number for row in rows] == [2, 4]
    facts = read_facts(SPECS, [], rows[0].facts, gazetteer)
    assert facts.problems == ()
    assert facts.raw == raw


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "甲\x00\x07=1"])
def test_what_looks_like_a_formula_is_written_as_text(tmp_path: Path, words: str) -> None:
    book = openpyxl.Workbook()
    text_cell(book.active, 1, 1, words)
    book.save(tmp_path / "t.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "t.xlsx").active["A1"]
    assert cell.data_type == "s"
    assert cell.value == words.strip().replace("\x00", "").replace("\x07", "")
    assert bool(cell.quotePrefix) is not words.startswith("甲")


def test_a_form_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="写不进去"):
        table_template(SPECS, tmp_path / "没有" / "form.xlsx")
