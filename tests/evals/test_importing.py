"""``cqo eval import``: what is rendered, how trees are compared, and the suite over two own texts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from assistant.cli.app import run
from corpus.errors import BadInput
from corpus.models import Clause
from evals.importing.command import formats_of
from evals.importing.comparing import Difference, around, bare, compare, wrong_characters
from evals.importing.rendered import FileFigures, FormatFigures
from evals.importing.rendering import render
from evals.importing.rendering_blocks import automatic, blocks_of, numeral
from evals.importing.rendering_docx import write_docx
from evals.importing.rendering_html import write_html
from evals.importing.rendering_variant import variant_of, with_table
from evals.importing.report import ImportReport, difference_words, file_lines, print_report
from evals.importing.texts import SampleText, even_sample, read_folder

MEASURES = """# 临江市企业首席质量官评测办法

2021年3月1日 临江市人民政府令第9号公布

<!-- INFO END -->

## 第一章 总 则

第一条 为了检查导入，制定本办法。

第二条 本办法适用于本市企业。

企业的分支机构参照执行。

## 第二章 任职

第三条 首席质量官应当符合下列条件：

（一）具有本科以上学历；

（二）具有五年以上质量工作经验。

第四条 有下列情形之一的，不得任职：

（一）受过处罚的；

（二）提供虚假材料的。

第四条之一 前条所称处罚，不含警告。

第五条 本办法自2021年5月1日起施行。
"""
RULES = """河湾公司质量管理规定

第一条 本规定由质量部解释。

第二条 质量授权由总经理书面作出。

第三条 本规定自发布之日起执行。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two texts written for this test, with a manifest that is right for one and wrong for the other."""
    place = tmp_path / "texts"
    place.mkdir()
    (place / "measures.md").write_text(MEASURES, encoding="utf-8")
    (place / "rules.txt").write_text(RULES, encoding="utf-8")
    rows = [{"file": "measures.md", "articles": 6}, {"file": "rules.txt", "articles": 4}]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (place / "manifest.jsonl").write_text(lines, encoding="utf-8")
    return place


def clause(path: str, text: str, label: str | None = None) -> Clause:
    return Clause(
        id=f"x#{path}",
        source_id="x",
        path=tuple(path.split("/")),
        label=label or path.replace("/", ""),
        title="",
        level=1,
        order=0,
        parent=None,
        start=0,
        end=len(text),
        line=1,
        text=text,
    )


def tree(*clauses: Clause) -> dict[str, Clause]:
    return {"/".join(c.path): c for c in clauses}


def test_a_text_becomes_blocks_with_their_numbers() -> None:
    blocks = blocks_of(with_table(MEASURES))
    assert [b.kind for b in blocks[:3]] == ["title", "note", "heading"]
    assert [b.mark for b in blocks if b.number == "article"][:2] == ["第一条", "第二条"]
    (table,) = [b for b in blocks if b.kind == "table"]
    assert table.rows[0] == ("序号", "事项", "期限")
    assert len(table.rows) == 3


def test_only_numbers_that_follow_are_left_to_the_word_processor() -> None:
    blocks = automatic(blocks_of(MEASURES))
    given = [b.mark for b in blocks if b.restart is not None]
    assert given == [
        "第一章", "第一条", "第二条", "第二章", "第三条", "（一）", "（二）",
        "第四条", "（一）", "（二）", "第五条",
    ]  # fmt: skip
    starts = [b.mark for b in blocks if b.restart]
    assert starts == ["第一章", "第一条", "（一）", "（一）"]
    jump = automatic(blocks_of("题\n\n第一条 甲\n\n第三条 乙\n\n第四条 丙\n"))
    assert [b.restart for b in jump] == [None, True, None, None]
    assert [numeral(n) for n in (2, 10, 11, 20, 100, 101, 110, 215)] == [
        "二", "十", "十一", "二十", "一百", "一百零一", "一百一十", "二百一十五",
    ]  # fmt: skip


def test_a_docx_holds_lists_instead_of_typed_numbers(tmp_path: Path) -> None:
    from docx import Document

    path = tmp_path / "x.docx"
    write_docx(blocks_of(with_table(MEASURES)), variant_of(0), path)
    document = Document(str(path))
    words = [p.text for p in document.paragraphs]
    assert "为了检查导入，制定本办法。" in words
    assert "第四条之一 前条所称处罚，不含警告。" in words
    assert document.sections[0].header.paragraphs[0].text == "临江市企业首席质量官评测办法"
    assert len(document.tables) == 1
    formats = [
        n.get(n.keys()[0])
        for n in document.part.numbering_part.element.iter()
        if "lvlText" in n.tag
    ]
    assert {"第%1章", "第%1条", "（%1）"} <= set(formats)
    typed = tmp_path / "y.docx"
    write_docx(blocks_of(MEASURES), variant_of(1), typed)
    assert "第一条 为了检查导入，制定本办法。" in [p.text for p in Document(str(typed)).paragraphs]


@pytest.mark.parametrize("build", range(4))
def test_a_page_has_the_article_and_what_stands_around_it(build: int, tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    write_html(blocks_of(MEASURES), variant_of(build), path)
    page = path.read_bytes().decode("gb18030" if build in (1, 3) else "utf-8")
    for words in (
        "第三条 首席质量官应当符合下列条件：",
        "当前位置：",
        "相关链接",
        "主办单位",
        "<script",
    ):
        assert words in page


def test_rendering_is_the_same_in_every_run(tmp_path: Path) -> None:
    texts = [SampleText(f"{n}.md", Path(f"{n}.md"), MEASURES + f"\n第{n}号\n") for n in range(3)]
    first = render(texts, ["html"], tmp_path / "a")
    second = render(texts, ["html"], tmp_path / "b")
    for one, other in zip(first, second, strict=True):
        assert one.files["html"].name == other.files["html"].name
        assert one.files["html"].read_bytes() == other.files["html"].read_bytes()
        one.files["html"].write_text("kept", encoding="utf-8")
    third = render(texts, ["html"], tmp_path / "a")
    assert {item.files["html"].read_text(encoding="utf-8") for item in third} == {"kept"}
    assert "表 1 评测用表" in third[1].text.text


def test_a_scan_is_pictures_only(tmp_path: Path) -> None:
    if shutil.which("soffice") is None and shutil.which("chromium") is None:
        pytest.skip("没有 LibreOffice 和 Chromium，不能生成 PDF（neither found）")
    import pypdfium2

    text = SampleText("measures.md", Path("measures.md"), MEASURES)
    (item,) = render([text], ["pdf", "scan"], tmp_path)

    def letters(name: str) -> str:
        document = pypdfium2.PdfDocument(item.files[name])
        try:
            return "".join(page.get_textpage().get_text_bounded() for page in document)
        finally:
            document.close()

    assert "第四条之一" in bare(letters("pdf"))
    assert "（二）具有五年以上" in bare(letters("pdf"))
    assert letters("scan") == ""


def test_the_sample_is_even_and_stable() -> None:
    texts = [SampleText(str(n), Path(str(n)), "") for n in range(10)]
    assert [t.name for t in even_sample(texts, 5)] == ["1", "3", "5", "7", "9"]
    assert even_sample(texts, 40) == tuple(texts)


def test_what_is_compared_leaves_out_marks_and_white_space_only() -> None:
    assert bare("## 第一章 总　则\n\n<!-- INFO END -->\n甲 #乙。") == "第一章总则甲#乙。"
    assert bare("| 甲 | 乙 |\n|---|:-:|\n| 1 | 2 |") == "|甲|乙||1|2|"
    expected = tree(
        clause("第一条", "第一条 甲。"), clause("第二条", "乙。"), clause("第三条", "丙。")
    )
    found = tree(
        clause("第一条", "第一条　甲。"),
        clause("第二条", "乙"),
        clause("第四条", "丁"),
    )
    result = compare(expected, found)
    assert (result.clauses, result.equal, result.labels, result.extra) == (3, 1, 2, 1)
    assert [(d.path, d.what) for d in result.differences] == [
        ("第二条", "text"),
        ("第三条", "missing"),
        ("第四条", "extra"),
    ]
    other = compare(tree(clause("一", "甲")), tree(clause("一", "甲", label="1")))
    assert [d.what for d in other.differences] == ["label"]
    assert wrong_characters("第一条 甲乙丙", "第一条甲已丙丁") == 2
    assert around("甲乙丙", "甲乙丁") == ("甲乙丙", "甲乙丁")


def test_a_difference_is_one_line_and_shares_are_not_rounded_up() -> None:
    lines = (Difference("第二条", "text", "由总经理作出", "由总经里作出"),)
    file = FileFigures(
        "a.md", "pdf", "普通", clauses=10_000, equal=9_899, labels=9_999, differences=lines
    )
    bad = FileFigures("b.md", "pdf", "双栏", clauses=10, equal=0, differences=lines)
    broken = FileFigures("c.md", "pdf", "普通", error="文件已损坏")
    figures = FormatFigures("pdf", (file, bad, broken))
    assert difference_words(lines[0]) == "第二条 文字不同：应为 由总经理作出 ｜ 得到 由总经里作出"
    assert list(file_lines(figures, every=False)) == [
        "PDF c.md：没有导入。文件已损坏",
        "PDF b.md（双栏）：10 条，相同 0，条号找到 0，多出 0",
        f"    {difference_words(lines[0])}",
    ]
    report = ImportReport(cores=2, rendered={"pdf": FormatFigures("pdf", (file,))})
    (row,) = [row for row in report.rows() if "都相同" in row.name]
    assert (row.value, row.limit, row.met) == ("98.99%", "≥ 99.00%", False)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["import"], "没有随附文本：请写明放有 Markdown 或 TXT 文本的文件夹"),
        (["import", "nosuch"], "找不到或不能读：nosuch"),
        (["import", ".", "--only", "magic"], "可用：parse、render、speed、kill"),
        (["import", ".", "--files", "0"], "应不小于 1"),
    ],
)
def test_bad_usage_is_one_chinese_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["eval", *arguments]) == 2
    out, error = capsys.readouterr()
    assert out == ""
    assert said in error
    assert error.count("\n") == 1


def test_a_bad_manifest_an_empty_folder_and_unknown_formats_are_told(folder: Path) -> None:
    (folder / "manifest.jsonl").write_text('{"file": "a.md", "articles": 1}\n{}\n')
    with pytest.raises(BadInput, match="清单第 2 行不合格式"):
        read_folder(folder)
    (folder / "empty").mkdir()
    with pytest.raises(BadInput, match=r"没有 \.md 或 \.txt 文本"):
        read_folder(folder / "empty")
    with pytest.raises(BadInput, match="没有“odt”这种格式，可用：pdf、docx、html、scan"):
        formats_of("pdf,odt")
    assert formats_of("scan, PDF") == ("pdf", "scan")


def test_texts_are_parsed_and_differences_from_the_manifest_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["eval", "import", str(folder), "--only", "parse", "--json"]) == 0
    parse: dict[str, Any] = json.loads(capsys.readouterr().out)["parse"]
    assert (parse["files"], parse["failures"], parse["not_whole"]) == (2, [], [])
    assert parse["differences"] == [{"file": "rules.txt", "expected": 4, "found": 3}]
    assert parse["articles"] == 9
    assert parse["speed_best"] >= parse["speed_median"] > 0


def test_rendered_texts_come_back_clause_by_clause(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--only", "render", "--formats", "docx,html", "--work", str(tmp_path / "work")]
    assert run(["eval", "import", str(folder), *options, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert set(report["rendered"]) == {"docx", "html"}
    for name, figures in report["rendered"].items():
        assert len(figures["files"]) == 2
        assert figures["equal_share"] == 1, (name, figures["files"])
    assert run(["eval", "import", str(folder), *options]) == 0
    out = capsys.readouterr().out
    assert "导入评测" in out
    assert "≥ 99.00%" in out


def test_the_table_says_what_is_met(capsys: pytest.CaptureFixture[str]) -> None:
    good = FileFigures(
        "a.md", "scan", "普通", clauses=10, equal=9, labels=10, characters=100, wrong=1, pages=2
    )
    report = ImportReport(cores=1, rendered={"scan": FormatFigures("scan", (good,))})
    print_report(report, failures=False)
    out = capsys.readouterr().out
    assert "扫描件 1 个、2 页" in out
    assert "100.00%" in out
    assert "99.00%" in out
