"""The package: everything in one zip that opens anywhere, whole or not at all, nothing in it invented or run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest

from assistant.drafting.blueprints import BLUEPRINTS
from assistant.guiding import exporting
from assistant.guiding.exporting import Counts, write_package
from assistant.guiding.package_pages import chart_page
from assistant.guiding.package_sheets import Sheet, workbook
from assistant.guiding.way import Way
from assistant.service import LocalAssistant
from corpus.errors import BadInput
from tests.assistant.guiding.conftest import begun, checked

FORMULA = '=HYPERLINK("https://example.test","x")'


@pytest.fixture(scope="module")
def way(own_guide: LocalAssistant) -> Way:
    """A small service company with a self-check, evidence and a draft of its own."""
    made = begun(own_guide, "service")
    checked(own_guide, made, {"": "yes", "process-cycle": "no", "duty-appraisal": "partly"})
    store, files = own_guide.guide.store, own_guide.evidence_files
    sha256, size = files.keep("会议纪要.txt", [b"minutes"])
    for _ in range(2):  # the same name twice
        store.add_evidence(made.guide.id, "leadership", "会议纪要.txt", sha256=sha256, size=size)
    store.add_evidence(made.guide.id, "leadership", FORMULA, url="https://example.test/1")
    draft = own_guide.drafting.make("duty-charter", made.company.facts)
    section = draft.sections[0].id
    own_guide.drafting.edit(draft.id, section, "本公司自己写的一句话。", draft.revision)
    return own_guide.guide.set_task(made, "leadership", 0, state="done", note="=1+1")


@pytest.fixture(scope="module")
def package(
    own_guide: LocalAssistant, way: Way, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[zipfile.ZipFile, Counts]]:
    path = tmp_path_factory.mktemp("package") / "包.zip"
    counts = write_package(own_guide, way, path)
    with zipfile.ZipFile(path) as made:
        yield made, counts


def words_of(package: zipfile.ZipFile, name: str) -> str:
    """All words of a Word file."""
    found = docx.Document(io.BytesIO(package.read(name)))
    cells = (cell.text for table in found.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(p.text for p in found.paragraphs), *cells])


def cells_of(package: zipfile.ZipFile, name: str) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(package.read(name)))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def test_it_holds_all_documents_plan_self_check_evidence_and_basis(
    package: tuple[zipfile.ZipFile, Counts],
) -> None:
    made, counts = package
    names = set(made.namelist())
    assert sum(name.startswith("文件/") for name in names) == counts.documents == len(BLUEPRINTS)
    assert counts.evidence == 2
    assert names >= {
        "目录.docx",
        "待填清单.docx",
        "计划/实施计划.xlsx",
        "计划/实施计划.ics",
        "计划/甘特图.html",
        "自查/自查结果.xlsx",
        "自查/雷达图.html",
        "证据/证据清单.xlsx",
        "证据/主要负责人决定启动并指定牵头人/会议纪要.txt",
        "证据/主要负责人决定启动并指定牵头人/会议纪要（2）.txt",
        "依据/依据对照表.xlsx",
    }


def test_the_index_names_each_document_its_open_items_and_who_signs(
    package: tuple[zipfile.ZipFile, Counts],
) -> None:
    made, counts = package
    words = words_of(made, "目录.docx")
    for name in made.namelist():
        if name.startswith("文件/"):
            assert name.removeprefix("文件/") in words
    assert f"{counts.open_items}处待填" in words
    assert "首席质量官阅知" in words
    assert "待填清单.docx" in words
    assert "计划/甘特图.html" in words


def test_a_saved_draft_goes_before_a_new_one_and_what_is_missing_stays_open(
    package: tuple[zipfile.ZipFile, Counts],
) -> None:
    made, _ = package
    assert "本公司自己写的一句话" in words_of(made, "文件/05-职责章程.docx")
    assert "【待填：" in words_of(made, "文件/14-成效评估报告.docx")


def test_the_self_check_feeds_the_effectiveness_report_and_the_improvement_plan(
    package: tuple[zipfile.ZipFile, Counts],
) -> None:
    made, _ = package
    report = words_of(made, "文件/14-成效评估报告.docx")
    assert "做到18项，部分做到1项，没有做到1项" in report
    assert "已建立，执行还不到位" in report
    plan = words_of(made, "文件/15-改进计划.docx")
    assert "制度建设按策划、建立与实施、评估、持续改进的次序开展，各步都有安排" in plan
    assert "只自查过一次" in plan


def test_spreadsheets_say_what_was_answered_and_run_nothing(
    package: tuple[zipfile.ZipFile, Counts],
) -> None:
    made, _ = package
    evidence = cells_of(made, "证据/证据清单.xlsx")["证据清单"]
    assert [row[2] for row in evidence[1:]] == ["文件", "文件", "链接"]
    for name in made.namelist():
        if name.endswith(".xlsx"):
            book = openpyxl.load_workbook(io.BytesIO(made.read(name)))
            kinds = {c.data_type for sheet in book for row in sheet.iter_rows() for c in row}
            assert "f" not in kinds, name
    gaps = cells_of(made, "自查/自查结果.xlsx")["差距"]
    assert [row[3] for row in gaps[1:]] == ["否", "部分"]
    plan = cells_of(made, "计划/实施计划.xlsx")["计划"]
    assert any("已完成" in row and "=1+1" in row for row in plan)


def test_each_line_of_the_basis_quotes_its_clause(
    package: tuple[zipfile.ZipFile, Counts], own_guide: LocalAssistant
) -> None:
    made, _ = package
    rows = cells_of(made, "依据/依据对照表.xlsx")["依据对照"][1:]
    assert {row[0] for row in rows} == {"文件", "任务", "自查"}
    texts = "".join(
        clause.text
        for source in own_guide.index.catalogue.sources()
        for clause in own_guide.index.catalogue.clauses(source.id)
    )
    quotes = [str(row[8]) for row in rows if row[3] != "企业自定" and row[8]]
    assert len(quotes) > 100
    assert [quote for quote in quotes if quote.replace("……", "").strip() not in texts] == []


def test_charts_hold_all_they_need_and_a_name_cannot_end_the_script() -> None:
    figure = {"data": [{"name": "</script><script>alert(1)</script>"}], "layout": {}}
    page = chart_page(figure, "甲<乙>", "说明").decode("utf-8")
    assert "alert(1)</script>" not in page
    assert "甲&lt;乙&gt;" in page
    assert 'src="' not in page.split("Plotly.newPlot")[1]
    assert "default-src 'none'" in page


def test_without_a_self_check_it_says_so(own_guide: LocalAssistant, tmp_path: Path) -> None:
    write_package(own_guide, begun(own_guide, "manufacturing"), tmp_path / "p.zip")
    with zipfile.ZipFile(tmp_path / "p.zip") as made:
        assert not any(name.startswith("自查/") for name in made.namelist())
        assert "还没有自查" in words_of(made, "目录.docx")


def test_evidence_that_is_gone_is_named_and_does_not_stop_it(
    own_guide: LocalAssistant, tmp_path: Path
) -> None:
    way = begun(own_guide, "construction")
    own_guide.guide.store.add_evidence(way.guide.id, "goals", "不见了.pdf", sha256="0" * 64, size=3)
    assert write_package(own_guide, way, tmp_path / "p.zip").missing == ("不见了.pdf",)


def test_a_package_that_breaks_leaves_the_old_one_and_nothing_else(
    own_guide: LocalAssistant, way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(b"old")

    def broken(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting, "_basis", broken)
    with pytest.raises(BadInput, match="写不进去"):
        write_package(own_guide, way, path)
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["p.zip"]


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1"])
def test_a_cell_is_never_a_formula(words: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([Sheet("一", ("头",), [[words]])])))
    assert book["一"]["A2"].data_type != "f"
