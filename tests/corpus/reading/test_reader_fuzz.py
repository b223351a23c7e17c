"""Whatever the bytes: a reader gives a reading whose lines cover the text, or BadInput with one line."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import BadInput
from corpus.reading.models import Limits, Reading
from corpus.reading.registry import read_file
from tests.corpus.reading.docx_files import level, listed, lists, p, root, style, write

LIMITS = Limits(
    file_bytes=2_000_000,
    unpacked_bytes=4_000_000,
    pages=20,
    characters=200_000,
    pixels=4_000_000,
    ocr=False,
)
quick = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def check(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    try:
        reading = read_file(path, LIMITS)
    except BadInput as error:
        message = str(error)
        assert message
        assert "\n" not in message
        assert path.name in message
        return
    assert_covered(reading)


def assert_covered(reading: Reading) -> None:
    assert "\r" not in reading.text
    position = 0
    for line in reading.lines:
        assert reading.text[position : line.start].strip("\n") == ""
        assert line.start < line.end
        assert "\n" not in reading.text[line.start : line.end]
        assert all(line.start <= place.start <= place.end <= line.end for place in line.places)
        position = line.end
    assert reading.text[position:].strip("\n") == ""


# -- seeds: a whole file of each format ----------------------------------------------------------------

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>河湾规定_河湾市</title><style>.x{display:none}</style></head>
<body><div class="nav"><a href="/">首页</a></div><h1>河湾规定</h1><div id="zoom"><p align="center"><b>总则</b></p>
<p>第一条 甲事由质量部负责。<br>　　次行。</p><ol start="2" type="a"><li value="4">乙<li>丙</ol>
<table border="1"><tr><th rowspan="2">部门<th colspan="2">职责</tr><tr><td>质量<td>检验</tr></table>
<p class="x">藏</p></div><footer>版权所有</footer></body></html>"""
TEXTS = [
    "# 河湾规定\n\n第一条 甲。\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n",
    "河湾规定\r\n第一条 为了检查导入，制定本规定。\r\n" * 9,
]


@pytest.fixture(scope="module")
def docx(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    numbering = lists(
        level(0, "chineseCounting", "第%1条"), level(1, "decimalEnclosedCircle", "%2")
    )
    cells = f"<w:tc><w:tcPr><w:gridSpan w:val='2'/><w:vMerge/></w:tcPr>{p('甲')}</w:tc><w:tc>{p('乙')}</w:tc>"
    field = "".join(
        f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "separate", "end")
    )
    body = (
        p("河湾规定", properties='<w:pStyle w:val="t"/>')
        + listed("甲事。")
        + listed("乙事", level=1)
        + p(
            "注",
            raw='<w:r><w:footnoteReference w:id="2"/><w:sym w:font="Symbol" w:char="F0B0"/></w:r>'
            + field,
        )
        + f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>"
    )
    notes = root("footnotes", f'<w:footnote w:id="2">{p("脚注")}</w:footnote>')
    path = tmp_path_factory.mktemp("seed") / "x.docx"
    styles = root("styles", style("t", "Title"))
    return write(path, body, numbering=numbering, styles=styles, footnotes=notes).read_bytes()


@st.composite
def mutated(draw: st.DrawFn, data: bytes) -> bytes:
    """``data`` with a few bytes changed, pieces cut out, doubled or moved."""
    changed = bytearray(data)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(changed) - 1)))
        length = draw(st.integers(0, 40))
        way = draw(st.sampled_from(("set", "cut", "double", "end", "insert")))
        if way == "set":
            changed[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
        elif way == "cut":
            del changed[at : at + length]
        elif way == "double":
            changed[at:at] = changed[at : at + length] * draw(st.integers(1, 30))
        elif way == "insert":
            changed[at:at] = draw(st.binary(max_size=20))
        else:
            del changed[at:]
    return bytes(changed)


# -- promises ------------------------------------------------------------------------------------------


@quick
@given(
    data=st.binary(max_size=3000), name=st.sampled_from(["x.docx", "x.html", "x.md", "x.txt", "x"])
)
def test_random_bytes(data: bytes, name: str, tmp_path: Path) -> None:
    check(tmp_path / name, data)


@quick
@given(
    start=st.sampled_from(
        [
            b"PK\x03\x04",
            b"<html>",
            b"{\\rtf",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"\xff\xfe",
            b"---\n",
        ]
    ),
    data=st.binary(max_size=600),
)
def test_random_bytes_behind_a_known_beginning(start: bytes, data: bytes, tmp_path: Path) -> None:
    check(tmp_path / "x", start + data)


@quick
@given(
    text=st.text(max_size=400),
    codec=st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-16-le", "big5hkscs"]),
    name=st.sampled_from(["x.txt", "x.md", "x.html"]),
)
def test_any_text_in_any_encoding(text: str, codec: str, name: str, tmp_path: Path) -> None:
    check(tmp_path / name, text.encode(codec, errors="ignore"))


@quick
@given(data=st.data(), codec=st.sampled_from(["utf-8", "gb18030"]))
def test_changed_pages(data: st.DataObject, codec: str, tmp_path: Path) -> None:
    check(tmp_path / "x.html", data.draw(mutated(PAGE.encode(codec))))


@quick
@given(
    data=st.data(),
    text=st.sampled_from(TEXTS),
    codec=st.sampled_from(["utf-8", "gb18030", "utf-16"]),
)
def test_changed_texts(data: st.DataObject, text: str, codec: str, tmp_path: Path) -> None:
    check(tmp_path / "x.txt", data.draw(mutated(text.encode(codec))))


@quick
@given(data=st.data())
def test_changed_word_files(data: st.DataObject, docx: bytes, tmp_path: Path) -> None:
    check(tmp_path / "x.docx", data.draw(mutated(docx)))


@quick
@given(data=st.data(), part=st.sampled_from(["document", "numbering", "styles", "footnotes"]))
def test_word_files_with_a_changed_part(
    data: st.DataObject, part: str, docx: bytes, tmp_path: Path
) -> None:
    with zipfile.ZipFile(io.BytesIO(docx)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[f"word/{part}.xml"] = data.draw(mutated(parts[f"word/{part}.xml"]))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    check(tmp_path / "x.docx", file.getvalue())


_NUMBERS = st.integers(-3, 12) | st.sampled_from([10**9, -(10**9), 2**63])


@quick
@given(
    levels=st.lists(
        st.tuples(
            _NUMBERS, st.sampled_from(["decimal", "upperRoman", "none", "x"]), st.text("%123章 ")
        ),
        max_size=4,
    ),
    uses=st.lists(st.tuples(_NUMBERS, _NUMBERS), max_size=8),
)
def test_lists_with_any_numbers(
    levels: list[tuple[int, str, str]], uses: list[tuple[int, int]], tmp_path: Path
) -> None:
    numbering = lists(
        *(level(n, form, text, start=place) for n, (place, form, text) in enumerate(levels))
    )
    body = p("甲") + "".join(listed("乙", num, depth) for num, depth in uses)
    path = write(tmp_path / "x.docx", body, numbering=numbering)
    check(path, path.read_bytes())


_TAGS = st.sampled_from(
    "div p table tr td th ol ul li br a b span h1 h2 pre nav article style".split()
)
_PIECES = st.lists(
    st.one_of(
        st.builds("<{}>".format, _TAGS),
        st.builds("</{}>".format, _TAGS),
        st.sampled_from(
            [
                "甲。",
                " ",
                "&nbsp;",
                "&#150;",
                "<!--",
                "-->",
                '<td rowspan="9" colspan="-1">',
                '<a href="x">',
                "<![CDATA[",
            ]
        ),
    ),
    max_size=60,
)


@quick
@given(pieces=_PIECES)
def test_tags_in_any_order(pieces: list[str], tmp_path: Path) -> None:
    check(tmp_path / "x.html", ("<html><body>甲" + "".join(pieces)).encode())
