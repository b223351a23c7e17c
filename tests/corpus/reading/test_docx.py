"""Word files: numbers that lists give, tables, notes, changes, and files made to do harm."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from corpus.errors import BadInput
from corpus.reading.docx.numerals import numeral
from corpus.reading.docx.reader import read
from corpus.reading.models import Limits, LineKind, Reading
from corpus.reading.registry import read_file
from tests.corpus.reading.docx_files import STRICT, W, level, listed, lists, p, root, style, write


def lines(reading: Reading) -> list[str]:
    return [reading.text[line.start : line.end] for line in reading.lines]


def read_body(path: Path, body: str, **parts: str) -> Reading:
    reading = read_file(write(path / "河湾.docx", body, namespace=W, extra=None, **parts))
    covered = [n for line in reading.lines for n in range(line.start, line.end)]
    assert "".join(c for c in reading.text if c != "\n") == "".join(
        reading.text[n] for n in covered
    )
    return reading


# -- numbers ---------------------------------------------------------------------------------------


def test_automatic_numbers_stand_in_the_text_as_a_reader_sees_them(tmp_path: Path) -> None:
    numbering = lists(
        level(0, "chineseCountingThousand", "第%1章"),
        level(1, "chineseCountingThousand", "第%2条", more='<w:lvlRestart w:val="0"/>'),
        level(2, "chineseCounting", "（%3）", more='<w:suff w:val="nothing"/>'),
    )
    body = "".join(
        [
            listed("总则", level=0),
            listed("甲事。", level=1),
            listed("乙事。", level=1),
            listed("附则", level=0),
            listed("丙事：", level=1),
            listed("其一；", level=2),
            listed("其二。", level=2),
            listed("丁事：", level=1),
            listed("其一。", level=2),
        ]
    )
    assert lines(read_body(tmp_path, body, numbering=numbering)) == [
        "第一章 总则", "第一条 甲事。", "第二条 乙事。", "第二章 附则", "第三条 丙事：", "（一）其一；",
        "（二）其二。", "第四条 丁事：", "（一）其一。",
    ]  # fmt: skip


def test_numbers_of_several_levels_and_legal_ones(tmp_path: Path) -> None:
    numbering = lists(
        level(0, "upperRoman", "%1."),
        level(1, "decimal", "%1.%2", more="<w:isLgl/>"),
        level(2, "lowerLetter", "%3)"),
        level(3, "bullet", "\uf0d8"),
    )
    body = (
        listed("甲")
        + listed("乙", level=1)
        + listed("丙", level=2)
        + listed("丁", level=3)
        + listed("戊", level=1)
    )
    assert lines(read_body(tmp_path, body, numbering=numbering)) == [
        "I. 甲",
        "1.1 乙",
        "a) 丙",
        "• 丁",
        "1.2 戊",
    ]


def test_lists_of_one_kind_count_on_unless_they_start_anew(tmp_path: Path) -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    one, two, three = (
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/>{again if n == 3 else ""}</w:num>'
        for n in (1, 2, 3)
    )
    numbering = lists(level(0, "decimal", "%1、"), instances=one + two + three)
    body = listed("甲") + listed("乙", 2) + listed("丙", 3) + listed("丁", 3) + listed("戊", 1)
    assert lines(read_body(tmp_path, body, numbering=numbering)) == [
        "1、甲",
        "2、乙",
        "1、丙",
        "2、丁",
        "3、戊",
    ]


def test_a_style_brings_its_level_of_the_list(tmp_path: Path) -> None:
    numbering = lists(
        level(0, "decimal", "%1", more='<w:pStyle w:val="a1"/>'),
        level(1, "decimal", "%1.%2", more='<w:pStyle w:val="a2"/>'),
    )
    linked = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="{}"/></w:pPr>'
    styles = root(
        "styles",
        style("a1", "章标题", inner=linked.format(0))
        + style("a2", "一级条标题", based="a1", inner=linked.format(1)),
    )
    body = p("范围", properties='<w:pStyle w:val="a1"/>') + p(
        "总则", properties='<w:pStyle w:val="a2"/>'
    )
    body += p(
        "没有编号", properties='<w:pStyle w:val="a2"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    body += p("细则", properties='<w:pStyle w:val="a2"/>')
    reading = read_body(tmp_path, body, numbering=numbering, styles=styles)
    assert lines(reading) == ["1 范围", "1.1 总则", "没有编号", "1.2 细则"]
    assert [line.level for line in reading.lines] == [1, 2, 2, 2]


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("chineseCountingThousand", "一百零五"), ("japaneseCounting", "百五"), ("ideographDigital", "一〇五"),
        ("upperRoman", "CV"), ("lowerRoman", "cv"), ("upperLetter", "AAAAA"), ("decimalFullWidth", "１０５"),
        ("chineseLegalSimplified", "壹佰零伍"), ("decimalZero", "105"), ("不知道", "105"), ("none", ""),
    ],
)  # fmt: skip
def test_formats_of_numbers(form: str, written: str) -> None:
    assert numeral(105, form) == written


def test_formats_with_signs_of_their_own() -> None:
    assert [numeral(n, "decimalEnclosedCircle") for n in (1, 20, 21, 51)] == ["①", "⑳", "㉑", "51"]
    assert [numeral(n, "upperLetter") for n in (26, 27)] == ["Z", "AA"]
    assert numeral(3, "zero3") == "003"
    assert numeral(11, "ideographTraditional") == "甲"


# -- headings, tables, notes -------------------------------------------------------------------------


def test_styles_and_outline_levels_state_headings(tmp_path: Path) -> None:
    styles = root(
        "styles",
        style("T", "Title")
        + style("1", "heading 1")
        + style("x", "公司标题", based="1")
        + style("B", "标题 2"),
    )
    body = "".join(
        [
            p("河湾公司质量规定", properties='<w:pStyle w:val="T"/>'),
            p("总则", properties='<w:pStyle w:val="x"/>'),
            p("目的", properties='<w:pStyle w:val="B"/>'),
            p("范围", properties='<w:outlineLvl w:val="2"/>'),
            p("这一段虽有标题样式，却是一句完整的话。", properties='<w:pStyle w:val="1"/>'),
        ]
    )
    reading = read_body(tmp_path, body, styles=styles)
    assert [line.level for line in reading.lines] == [0, 1, 2, 3, None]


def test_without_styles_large_centred_letters_are_the_title(tmp_path: Path) -> None:
    def centred(words: str, size: int) -> str:
        run = f'<w:r><w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr><w:t>{words}</w:t></w:r>'
        return p(properties='<w:jc w:val="center"/>', raw=run)

    text = (
        p(
            raw='<w:r><w:rPr><w:sz w:val="24"/></w:rPr><w:t>这里是正文的一段话，字号较小。</w:t></w:r>'
        )
        * 6
    )
    reading = read_body(
        tmp_path,
        centred("河湾公司", 44) + centred("质量管理规定", 44) + text + centred("附表说明", 24),
    )
    assert [(line.kind, line.level) for line in reading.lines if line.kind is LineKind.HEADING] == [
        (LineKind.HEADING, 0), (LineKind.HEADING, 0), (LineKind.HEADING, None),
    ]  # fmt: skip


def test_tables_become_rows_and_merged_cells_say_their_words_once(tmp_path: Path) -> None:
    def cell(words: str, more: str = "") -> str:
        return f"<w:tc><w:tcPr>{more}</w:tcPr>{p(words)}</w:tc>"

    inner = f"<w:tbl><w:tr>{cell('内甲')}{cell('内乙')}</w:tr></w:tbl>"
    rows = [
        cell("部门") + cell("职责", '<w:gridSpan w:val="2"/>'),
        cell("质量部", '<w:vMerge w:val="restart"/>') + cell("检验") + cell("甲|乙"),
        cell("看不见", "<w:vMerge/>") + cell("改进") + f"<w:tc>{inner}{p('表外')}</w:tc>",
    ]
    body = (
        p("表 1 分工")
        + f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
        + p("表后。")
    )
    reading = read_body(tmp_path, body)
    assert reading.text.split("\n") == [
        "表 1 分工", "", "| 部门 | 职责 |  |", "| --- | --- | --- |", "| 质量部 | 检验 | 甲｜乙 |",
        "|  | 改进 | 内甲 内乙 表外 |", "", "表后。",
    ]  # fmt: skip
    assert [line.places[0].row for line in reading.lines] == [1, 2, 2, 4, 7, 12]


def test_a_table_of_one_column_is_a_frame_around_paragraphs(tmp_path: Path) -> None:
    body = f"<w:tbl><w:tr><w:tc>{p('第一段。')}{p('第二段。')}</w:tc></w:tr></w:tbl>"
    assert lines(read_body(tmp_path, body)) == ["第一段。", "第二段。"]


def test_notes_stand_behind_their_paragraph(tmp_path: Path) -> None:
    note = '<w:r><w:footnoteReference w:id="5"/></w:r>'
    footnotes = root(
        "footnotes",
        '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="5">{p(raw="<w:r><w:footnoteRef/></w:r><w:r><w:t>注的话。</w:t></w:r>")}</w:footnote>',
    )
    reading = read_body(
        tmp_path,
        p("正文", raw=note + "<w:r><w:t>继续。</w:t></w:r>") + p("下一段。"),
        footnotes=footnotes,
    )
    assert lines(reading) == ["正文[1]继续。", "[1] 注的话。", "下一段。"]
    assert reading.lines[1].kind is LineKind.FOOTNOTE


# -- what is in a paragraph --------------------------------------------------------------------------


def test_runs_of_all_kinds(tmp_path: Path) -> None:
    def run(inner: str) -> str:
        return f"<w:r>{inner}</w:r>"

    field = (
        run('<w:fldChar w:fldCharType="begin"/>')
        + run("<w:instrText>REF x</w:instrText>")
        + run('<w:fldChar w:fldCharType="separate"/>')
        + run("<w:t>第三条</w:t>")
        + run('<w:fldChar w:fldCharType="end"/>')
    )
    raw = (
        f"<w:hyperlink>{run('<w:t>链接</w:t>')}</w:hyperlink>"
        + run(
            '<w:tab/><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t><w:sym w:font="Wingdings" w:char="F0FE"/>'
        )
        + run("<w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t>")
        + f"<w:sdt><w:sdtContent>{run('<w:t>控件</w:t>')}</w:sdtContent></w:sdt>"
        + f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('<w:t>单击填写</w:t>')}</w:sdtContent></w:sdt>"
        + field
        + run("<w:br/><w:t>下一行</w:t>")
    )
    reading = read_body(tmp_path, p("前", raw=raw))
    assert reading.text == "前链接\tA-1☑控件第三条\n下一行"
    assert [entry.text for entry in reading.left_out] == ["单击填写"]


def test_a_field_without_result_shows_nothing_but_a_circled_number(tmp_path: Path) -> None:
    def field(code: str) -> str:
        return (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f'<w:r><w:instrText>{code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    assert read_body(tmp_path, p("甲", raw=field("PAGE") + field(r"eq \o\ac(○,3)"))).text == "甲③"


def test_tracked_changes_are_read_as_accepted_and_told(tmp_path: Path) -> None:
    raw = (
        "<w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    )
    gone = p(
        "",
        properties="<w:rPr><w:del/></w:rPr>",
        raw="<w:del><w:r><w:delText>全删。</w:delText></w:r></w:del>",
    )
    reading = read_body(tmp_path, p("改", raw=raw) + gone + p("留。"))
    assert lines(reading) == ["改新", "留。"]
    assert "tracked-changes" in [notice.code for notice in reading.notices]


def test_a_heading_and_its_text_on_one_line(tmp_path: Path) -> None:
    run_in = p("目的", properties="<w:rPr><w:vanish/><w:specVanish/></w:rPr>")
    assert lines(read_body(tmp_path, run_in + p("：说明。"))) == ["目的：说明。"]


def test_text_boxes_are_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('框中的字。')}</w:txbxContent>"
    raw = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>"
        f"{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(read_body(tmp_path, p("外面。", raw=raw) + p("后面。"))) == [
        "外面。",
        "框中的字。",
        "后面。",
    ]


def test_headers_and_comments_are_left_out_and_told(tmp_path: Path) -> None:
    reading = read_body(
        tmp_path,
        p("正文。"),
        header=root("hdr", p("河湾公司 内部资料")),
        footer=root("ftr", p("第 1 页")),
        comments=root("comments", f"<w:comment>{p('这里要改')}</w:comment>"),
    )
    assert reading.text == "正文。"
    assert [(entry.reason, entry.text) for entry in reading.left_out] == [
        ("page-header", "河湾公司 内部资料"), ("page-footer", "第 1 页"), ("comment", "这里要改"),
    ]  # fmt: skip


def test_the_strict_variant_reads_the_same(tmp_path: Path) -> None:
    path = write(
        tmp_path / "x.docx",
        listed("甲"),
        namespace=STRICT,
        numbering=lists(level(0, "decimal", "%1.")),
    )
    assert read_file(path).text == "1. 甲"


# -- files that are damaged, empty or made to do harm --------------------------------------------------


def refused(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(BadInput) as caught:
        read(path, limits or Limits())
    message = str(caught.value)
    assert path.name in message
    assert "\n" not in message
    return message


def test_an_empty_document_and_one_of_pictures(tmp_path: Path) -> None:
    assert "没有文字" in refused(write(tmp_path / "空.docx", p()))
    picture = "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"
    assert "只有图片" in refused(write(tmp_path / "图.docx", p(raw=picture)))


def test_a_macro_is_told_and_not_run(tmp_path: Path) -> None:
    path = write(tmp_path / "宏.docm", p("正文。"), extra={"word/vbaProject.bin": "x"})
    assert [notice.code for notice in read_file(path).notices] == ["macros"]


def test_a_zip_bomb_is_stopped_while_it_unpacks(tmp_path: Path) -> None:
    path = write(tmp_path / "炸弹.docx", p("甲" + " " * 9_000_000) * 3)
    assert "膨胀" in refused(path)
    big = write(tmp_path / "大.docx", p("甲乙丙丁" * 1000))
    assert "膨胀" in refused(big, Limits(unpacked_bytes=4000))


def test_entities_and_dtds_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "实体.docx"
    write(path, p("甲"))
    bomb = root("document", f"<w:body>{p('&a;')}</w:body>").replace(
        "?>", '?><!DOCTYPE x [<!ENTITY a "十"><!ENTITY b SYSTEM "file:///etc/hostname">]>', 1
    )
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["word/document.xml"] = bomb.encode()
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    assert "DTD" in refused(path)


@pytest.mark.parametrize("name", ["../../etc/x", "/etc/x", "C:/x", "a\\..\\..\\x"])
def test_names_that_leave_the_file_are_refused(name: str, tmp_path: Path) -> None:
    assert "不安全" in refused(write(tmp_path / "路径.docx", p("甲"), extra={name: "x"}))


def test_damaged_files_are_refused_with_one_line(tmp_path: Path) -> None:
    whole = write(tmp_path / "好.docx", p("甲" * 500)).read_bytes()
    for cut in (10, 100, len(whole) // 2, len(whole) - 5):
        path = tmp_path / "坏.docx"
        path.write_bytes(whole[:cut])
        refused(path)
    path = tmp_path / "空壳.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
    assert "没有正文" in refused(path)
    deep = write(tmp_path / "深.docx", "<w:sdt>" * 400 + p("甲") + "</w:sdt>" * 400)
    assert "损坏" in refused(deep)


def test_what_lies_outside_is_never_fetched(tmp_path: Path) -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" Type="x/styles" TargetMode="External" Target="http://x.invalid/styles.xml"/>'
        '<Relationship Id="s" Type="x/numbering" Target="../../../etc/passwd"/></Relationships>'
    )
    path = write(tmp_path / "外.docx", p("甲"), extra={"word/_rels/document.xml.rels": relations})
    assert read(path, Limits()).text == "甲"


def test_too_many_letters_are_refused(tmp_path: Path) -> None:
    assert "上限" in refused(write(tmp_path / "长.docx", p("字" * 50) * 3), Limits(characters=100))
