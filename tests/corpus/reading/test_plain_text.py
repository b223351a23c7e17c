"""Text files: encodings, line ends, control characters, lines that were wrapped at a width."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import BadInput
from corpus.reading.models import Format, Limits, Reading
from corpus.reading.registry import read_file
from corpus.reading.text.encoding import decode

SIMPLIFIED = "第一条 为了检查导入，制定本规定。\n第二条 质量部负责解释。\n"
TRADITIONAL = "第一條 為了檢查匯入，制定本規定。\n第二條 質量部負責解釋。\n"


def read(path: Path, data: bytes | str, name: str = "河湾.txt") -> Reading:
    file = path / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_file(file)


@pytest.mark.parametrize(
    ("codec", "text", "name"),
    [
        ("utf-8", SIMPLIFIED, "UTF-8"), ("utf-8-sig", SIMPLIFIED, "UTF-8"), ("utf-16", SIMPLIFIED, "UTF-16"),
        ("utf-16-le", SIMPLIFIED, "UTF-16"), ("utf-16-be", SIMPLIFIED, "UTF-16"), ("gb18030", SIMPLIFIED, "GB18030"),
        ("gbk", SIMPLIFIED, "GB18030"), ("gb18030", TRADITIONAL, "GB18030"), ("big5", TRADITIONAL, "Big5"),
        ("utf-32", SIMPLIFIED, "UTF-32"),
    ],
)  # fmt: skip
def test_every_chinese_encoding_gives_the_same_text(
    codec: str, text: str, name: str, tmp_path: Path
) -> None:
    reading = read(tmp_path, text.encode(codec))
    assert reading.text == text
    assert reading.encoding == name


@pytest.mark.parametrize(
    "words", ["联通", "质量", "总经理", "质量授权书", "首席质量官", "第一章 总则"]
)
def test_a_few_characters_are_enough(words: str) -> None:
    decoded = decode(words.encode("gb18030"))
    assert decoded is not None
    assert decoded.text == words


def test_a_utf8_file_with_spoilt_bytes_is_read_and_told(tmp_path: Path) -> None:
    data = (SIMPLIFIED * 20).encode()
    reading = read(tmp_path, data[:100] + b"\xff" + data[100:])
    assert reading.encoding == "UTF-8"
    assert [notice.code for notice in reading.notices] == ["bytes-lost"]
    cut = read(tmp_path, data[:-3])  # ends in the middle of a character
    assert cut.text.endswith("质量部负责解释")


def test_line_ends_and_form_feeds_become_line_breaks(tmp_path: Path) -> None:
    assert read(tmp_path, "甲\r\n乙\r丙\f丁\u2028戊").text == "甲\n乙\n丙\n丁\n戊"


def test_control_characters_are_dropped_and_told(tmp_path: Path) -> None:
    reading = read(tmp_path, "第一条\x01 " + "甲事由质量部负责。" * 20)
    assert "\x01" not in reading.text
    assert [notice.code for notice in reading.notices] == ["control-characters"]


def test_lines_cover_the_text_and_name_their_rows(tmp_path: Path) -> None:
    reading = read(tmp_path, "# 题\n\n 甲 \n乙", "河湾.md")
    assert reading.format is Format.MARKDOWN
    assert [(reading.text[x.start : x.end], x.places[0].row) for x in reading.lines] == [
        ("# 题", 1), (" 甲 ", 3), ("乙", 4),
    ]  # fmt: skip


@pytest.mark.parametrize("data", [b" \r\n\t", "\ufeff".encode(), b"\x00" * 50])
def test_nothing_to_read_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"河湾\.txt"):
        read(tmp_path, data)


def test_too_many_letters_are_refused(tmp_path: Path) -> None:
    (tmp_path / "长.txt").write_text("字" * 101, encoding="utf-8")
    with pytest.raises(BadInput, match="上限"):
        read_file(tmp_path / "长.txt", Limits(characters=100))


# -- hard-wrapped files ----------------------------------------------------------------------------

PARAGRAPHS = [
    f"第{n}条 河湾公司的质量部应当在每个季度结束以后的十个工作日之内，把本季度的检验结果汇总成一份书面的报告，"
    "送交总经理审阅，并抄送各个车间；对于报告中列出的问题，有关车间应当逐项说明原因，提出改正的办法和期限。"
    for n in "一二三四五六七八九"
]


def wrapped(paragraph: str, width: int, indent: str = "") -> list[str]:
    words = indent + paragraph
    return [words[n : n + width] for n in range(0, len(words), width)]


def test_paragraphs_wrapped_at_a_width_are_joined_and_keep_their_rows(tmp_path: Path) -> None:
    rows = [row for paragraph in PARAGRAPHS for row in wrapped(paragraph, 30)]
    reading = read(tmp_path, "\n".join(["河湾公司质量报告规定", *rows]))
    assert reading.text.split("\n") == ["河湾公司质量报告规定", *PARAGRAPHS]
    assert [place.row for place in reading.lines[1].places] == [2, 3, 4, 5]
    first, second = reading.lines[1].places[:2]
    assert reading.text[first.start : first.end] == rows[0]
    assert reading.text[second.start : second.end] == rows[1]
    assert "unwrapped" in [notice.code for notice in reading.notices]


def test_an_indent_divides_paragraphs_even_where_a_sentence_ends_at_the_edge(
    tmp_path: Path,
) -> None:
    rows = [row for paragraph in PARAGRAPHS for row in wrapped(paragraph, 30, "　　")]
    reading = read(tmp_path, "\n".join(rows))
    assert [line.strip() for line in reading.text.split("\n")] == PARAGRAPHS


def test_in_doubt_every_line_stays(tmp_path: Path) -> None:
    poem = "\n".join(["河湾的水向东流去", "流过工厂也流过田野"] * 20)
    assert read(tmp_path, poem).text == poem
    listing = "\n".join(f"{n} 号检验设备的名称、型号和存放地点" for n in range(10, 60))
    assert read(tmp_path, listing).text == listing
    items = "\n".join(
        f"{n} 号检验设备，由第{n}车间的计量员保管，存放在第{n}车间二层" for n in range(10, 60)
    )
    assert read(tmp_path, items).text == items
    long = "\n".join(PARAGRAPHS)
    assert read(tmp_path, long).text == long


def test_the_sample_of_laws_has_one_tree_in_every_encoding(
    shared_data: Path, tmp_path: Path
) -> None:
    from evals.importing.comparing import compare
    from evals.importing.reading import import_file

    files = sorted((shared_data / "laws-sample" / "docs").glob("*.md"))[::44]
    for file in files:
        text = file.read_text(encoding="utf-8")
        tree = import_file(file).tree
        for codec in ("gb18030", "utf-16", "utf-8-sig"):
            copy = tmp_path / "副本.md"
            copy.write_bytes(text.replace("\n", "\r\n").encode(codec))
            found = compare(tree, import_file(copy).tree)
            assert found.equal == found.clauses
            assert found.extra == 0


@pytest.mark.parametrize(
    "picture",
    [
        "![流程图](a.png)",
        '![](图 (1).png "流程")',
        "![流程图][图一]",
        "![流程图](http://a.example/p.png)",
    ],
)
def test_pictures_of_markdown_leave_no_mark_in_a_sentence(tmp_path: Path, picture: str) -> None:
    text = f"# 河湾规定\n\n第一条 应检验。{picture}应记录！\n\n{picture}\n\n第二条 见[附件](b.docx)。\n"
    reading = read(tmp_path, text, "河湾.md")
    assert "第一条 应检验。应记录！\n" in reading.text
    assert "![" not in reading.text
    assert "[附件](b.docx)" in reading.text
    assert reading.lines[-1].places[0].row == 7
    assert [notice.code for notice in reading.notices] == ["pictures"]


def test_pictures_are_only_taken_from_markdown(tmp_path: Path) -> None:
    reading = read(tmp_path, "第一条 写作![流程图](a.png)。\n", "河湾.txt")
    assert "![流程图](a.png)" in reading.text


def test_comments_of_markdown_are_left_out_and_rows_stay(tmp_path: Path) -> None:
    text = (
        "# 河湾规定\n\n第一条 应检验。<!-- 不必检验 -->\n\n<!--\n不必检验\n-->\n\n第二条 应记录。\n"
    )
    reading = read(tmp_path, text, "河湾.md")
    assert "不必检验" not in reading.text
    assert "第一条 应检验。\n" in reading.text
    assert reading.lines[-1].places[0].row == 9
    assert [notice.code for notice in reading.notices] == ["comments"]
