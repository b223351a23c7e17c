"""Bad PDFs: one Chinese line that names the file, or a reading, and never anything else."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import BadInput
from corpus.reading.layout.page import PageLayout
from corpus.reading.models import Limits
from corpus.reading.ocr import page as ocr_page
from corpus.reading.pdf.reader import read
from tests.corpus.reading.making_pdf import PdfPage, pdf_of

GOOD = pdf_of(
    PdfPage()
    .lines(80, 100, ["第一条 为了检查导入，制定本办法。", "第二条 本办法适用于临江市。"])
    .grid([80, 200, 320], [200, 230, 260])
    .text(90, 220, "事项")
    .text(210, 220, "期限")
)
ENCRYPTED = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>] " % (
    b"11" * 32,
    b"22" * 32,
)


def refusal(folder: Path, data: bytes, limits: Limits | None = None) -> str:
    path = folder / "坏.pdf"
    path.write_bytes(data)
    with pytest.raises(BadInput) as caught:
        read(path, limits or Limits())
    message = caught.value.message
    assert "坏.pdf" in message
    assert "\n" not in message
    return message


def outcome(path: Path) -> str:
    """What of the good file was read, or the name that the refusal states."""
    try:
        return "第一条" if "第一条" in read(path, Limits()).text else ""
    except BadInput as error:
        return path.name if path.name in error.message else ""


def bomb(layers: int = 1, size: int = 400 * 1024 * 1024) -> bytes:
    tool = zlib.compressobj(9)
    block = b"\0" * (1024 * 1024)
    stream = b"".join(tool.compress(block) for _ in range(size // len(block))) + tool.flush()
    for _ in range(layers - 1):
        stream = zlib.compress(stream, 9)
    names = b"/FlateDecode " * layers
    entry = b"9 0 obj\n<< /Filter [%s] /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        names,
        len(stream),
        stream,
    )
    return GOOD.replace(b"xref\n", entry + b"xref\n", 1)


def test_encrypted(tmp_path: Path) -> None:
    assert "已加密，需要密码；请去掉密码后再导入" in refusal(
        tmp_path, pdf_of(PdfPage().text(80, 100, "密"), trailer=ENCRYPTED)
    )


def test_empty(tmp_path: Path) -> None:
    assert "是空文件" in refusal(tmp_path, b"")


def test_only_a_header(tmp_path: Path) -> None:
    assert "不是完整的 PDF" in refusal(tmp_path, b"%PDF-1.7\n")


def test_rubbish(tmp_path: Path) -> None:
    assert "不是完整的 PDF" in refusal(tmp_path, bytes(range(256)) * 40)


def test_no_pages(tmp_path: Path) -> None:
    message = refusal(tmp_path, pdf_of())
    assert "没有一页" in message or "不是完整的 PDF" in message


def test_no_words(tmp_path: Path) -> None:
    assert "没有认出文字" in refusal(tmp_path, pdf_of(PdfPage()))


def test_two_gigabytes_are_refused_by_their_size(tmp_path: Path) -> None:
    path = tmp_path / "大.pdf"
    with path.open("wb") as file:
        file.write(GOOD)
        file.truncate(2 * 1024**3)
    with pytest.raises(BadInput, match=r"大\.pdf 有 2147 MB，超过上限"):
        read(path, Limits())


def test_too_many_pages(tmp_path: Path) -> None:
    data = pdf_of(*[PdfPage().text(80, 100, "页")] * 5)
    assert "有 5 页，超过上限 4 页" in refusal(tmp_path, data, Limits(pages=4))


def test_too_many_characters(tmp_path: Path) -> None:
    assert "超过上限 10 字" in refusal(tmp_path, GOOD, Limits(characters=10))


@pytest.mark.parametrize("layers", [1, 2])
def test_a_stream_that_unpacks_to_a_bomb(tmp_path: Path, layers: int) -> None:
    assert "展开后过大" in refusal(tmp_path, bomb(layers))


def test_a_broken_cross_reference_is_mended(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(re.sub(rb"startxref\n\d+", b"startxref\n99999", GOOD))
    assert "第一条" in read(path, Limits()).text
    path.write_bytes(re.sub(rb"\d{10} 00000 n", b"0000000007 00000 n", GOOD))
    assert "第一条" in read(path, Limits()).text


def test_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    for share in (0.3, 0.6, 0.9):
        path.write_bytes(GOOD[: int(share * len(GOOD))])
        assert outcome(path) in ("a.pdf", "第一条")


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"无\.pdf"):
        read(tmp_path / "无.pdf", Limits())


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    edits=st.lists(
        st.tuples(
            st.integers(0, len(GOOD) - 1),
            st.integers(0, 12),
            st.one_of(
                st.binary(max_size=8),
                st.sampled_from(
                    [b"99999999999", b"-1", b"0", b"<<", b">>", b"null", b"1e38", b"2 0 R", b"nan"]
                ),
            ),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_a_damaged_file_gives_a_reading_or_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edits: list[tuple[int, int, bytes]]
) -> None:
    monkeypatch.setattr(ocr_page, "recognise", lambda picture, page: PageLayout(page, 1, 1))
    data = bytearray(GOOD)
    for place, gone, new in edits:
        data[place : place + gone] = new
    path = tmp_path / "变.pdf"
    path.write_bytes(bytes(data))
    message, reading = "变.pdf", None
    try:
        reading = read(path, Limits(pixels=2_000_000))
    except BadInput as error:
        message = error.message
    assert "变.pdf" in message
    if reading is not None:
        covered = sum(line.end - line.start for line in reading.lines)
        assert covered + reading.text.count("\n") == len(reading.text)
