"""What a file is, told by its content; what no reader takes is refused with one line that says what to do."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from corpus.errors import BadInput
from corpus.reading.detecting import detect
from corpus.reading.models import Format, Limits
from tests.corpus.reading.docx_files import p, write

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"


def zipped(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return file.getvalue()


def kind_of(tmp_path: Path, data: bytes, name: str = "河湾") -> Format:
    path = tmp_path / name
    path.write_bytes(data)
    return detect(path, Limits())


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (PDF, Format.PDF),
        (b"HTTP/1.1 200 OK\r\n\r\n" + PDF, Format.PDF),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), Format.IMAGE),
        (b"\xff\xd8\xff\xe0" + bytes(40), Format.IMAGE),
        (b"II*\x00" + bytes(40), Format.IMAGE),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", Format.IMAGE),
        (b"BM" + bytes(12) + b"\x28\x00\x00\x00" + bytes(40), Format.IMAGE),
        ("<!DOCTYPE html><html><body>甲</body></html>".encode(), Format.HTML),
        ("\ufeff\n<!-- 保存 -->\n<HTML>甲".encode(), Format.HTML),
        ("<html><body>甲乙</body></html>".encode("utf-16"), Format.HTML),
        ('<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html>甲'.encode(), Format.HTML),
        ("<div><p>甲</p><p>乙</p></div>".encode(), Format.HTML),
        ("# 河湾规定\n\n第一条 甲。".encode(), Format.MARKDOWN),
        ("---\nid: hewan\n---\n甲".encode(), Format.MARKDOWN),
        ("第一条 甲。".encode("gb18030"), Format.TEXT),
        ("第一条 甲。\r\n".encode("utf-16"), Format.TEXT),
        ("本文说明 %PDF-1.4 文件的格式。".encode(), Format.TEXT),
        ("BMW 是商标。".encode(), Format.TEXT),
    ],
)
@pytest.mark.parametrize("name", ["无后缀", "错.docx", "错.pdf", "x.txt"])
def test_content_decides_whatever_the_name(
    data: bytes, form: Format, name: str, tmp_path: Path
) -> None:
    assert kind_of(tmp_path, data, name) is form


def test_a_name_decides_between_markdown_and_text(tmp_path: Path) -> None:
    assert kind_of(tmp_path, "第一条 甲。".encode(), "a.md") is Format.MARKDOWN
    assert kind_of(tmp_path, b"<div align=center>\n\n# x", "a.md") is Format.MARKDOWN
    assert kind_of(tmp_path, b"<p>x", "a.htm") is Format.HTML


def test_word_files_with_and_without_macros(tmp_path: Path) -> None:
    assert detect(write(tmp_path / "a.zip", p("甲")), Limits()) is Format.DOCX
    types = '<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
    assert kind_of(tmp_path, zipped(**{"[Content_Types].xml": types})) is Format.DOCX


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空文件"),
        (OLE + "WordDocument".encode("utf-16-le"), "另存为 .docx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (OLE + "Workbook".encode("utf-16-le"), "XLS"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "PPT"),
        (OLE, "另存为 .docx"),
        (b"{\\rtf1\\ansi x}", "RTF"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "ODT"),
        (zipped(**{"[Content_Types].xml": "x/spreadsheetml.sheet.main+xml"}), "XLSX"),
        (zipped(**{"[Content_Types].xml": "x/presentationml.presentation.main+xml"}), "PPTX"),
        (zipped(**{"OFD.xml": "x"}), "OFD"),
        (zipped(**{"a.txt": "x"}), "解压"),
        (zipped(**{"a.txt": "x"})[:20], "损坏"),
        (b"Rar!\x1a\x07\x01\x00", "RAR"),
        (b"7z\xbc\xaf\x27\x1c\x00", "7z"),
        (b"GIF89a\x01\x00", "GIF"),
        (b"\x00\x00\x00\x18ftypheic", "HEIC"),
        (b'<?xml version="1.0"?><w:wordDocument/>', "XML"),
        (
            b"From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n",
            "MHT",
        ),
        (bytes(range(256)) * 20, "不是能读"),
        (b"\x7fELF" + bytes(200), "不是能读"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",  # a zip holds the time of day
)
def test_what_cannot_be_read_is_refused_by_name_and_with_advice(
    data: bytes, words: str, tmp_path: Path
) -> None:
    with pytest.raises(BadInput) as caught:
        kind_of(tmp_path, data, "河湾.docx")
    message = str(caught.value)
    assert words in message
    assert "河湾.docx" in message
    assert "\n" not in message


def test_no_file_a_folder_and_one_too_large(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="找不到"):
        detect(tmp_path / "没有.txt", Limits())
    with pytest.raises(BadInput, match="文件夹"):
        detect(tmp_path, Limits())
    large = tmp_path / "大.pdf"
    with large.open("wb") as file:
        file.truncate(2_000_000_000)  # a hole: two gigabytes that take no room
    with pytest.raises(BadInput, match="超过上限"):
        detect(large, Limits())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道")
    with pytest.raises(BadInput, match="不是普通文件"):
        detect(tmp_path / "管道", Limits())


def test_a_directory_of_very_many_parts_is_refused(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for number in range(10_001):
            package.writestr(f"{number}", "")
    with pytest.raises(BadInput, match="部件过多"):
        kind_of(tmp_path, file.getvalue())
