"""PDFs with a text layer: order, joins, what is left out, and where everything stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from corpus.errors import BadInput
from corpus.models import Box
from corpus.reading.layout.page import PageLayout, Strip
from corpus.reading.models import Format, Limits, LineKind, Reading
from corpus.reading.ocr import page as ocr_page
from corpus.reading.pdf.reader import read
from tests.corpus.reading.making_pdf import HEIGHT, WIDTH, PdfPage, jpeg_of, pdf_of, write_pdf

FULL = "本办法由测试单位制定，只用来检查导入，这一行写到右边为止不留空白"  # 32 characters


def paragraphs(reading: Reading) -> list[str]:
    return [reading.text[line.start : line.end] for line in reading.lines]


def read_pages(folder: Path, *pages: PdfPage) -> Reading:
    return read(write_pdf(folder / "测试.pdf", *pages), Limits())


def place_of(reading: Reading, words: str) -> Box:
    start = reading.text.index(words)
    for line in reading.lines:
        for place in line.places:
            if place.start <= start < place.end and place.box is not None:
                return place.box
    raise AssertionError(words)


def body(first: int = 130) -> PdfPage:
    """A page with three paragraphs, indented two characters."""
    page = PdfPage()
    page.text(104, first, "第一条 " + FULL[:26])
    page.text(80, first + 20, FULL).text(80, first + 40, "的位置。")
    page.text(104, first + 60, "第二条 本办法适用于临江市的企业。")
    page.text(104, first + 80, "第三条 " + FULL[:26]).text(80, first + 100, "到此为止。")
    return page


def test_lines_that_the_page_breaks_are_one_paragraph(tmp_path: Path) -> None:
    reading = read_pages(tmp_path, body())
    assert paragraphs(reading) == [
        f"第一条 {FULL[:26]}{FULL}的位置。",
        "第二条 本办法适用于临江市的企业。",
        f"第三条 {FULL[:26]}到此为止。",
    ]
    assert reading.format is Format.PDF


def test_a_paragraph_goes_on_over_the_page_break(tmp_path: Path) -> None:
    first = body().text(104, 750, "第四条 " + FULL[:26])
    second = PdfPage().text(80, 100, "在下一页继续。").text(104, 120, "第五条 另起一条。")
    reading = read_pages(tmp_path, first, second)
    assert f"第四条 {FULL[:26]}在下一页继续。" in paragraphs(reading)
    pages = [place.box.page for line in reading.lines[3:4] for place in line.places if place.box]
    assert pages == [1, 2]


def test_latin_words_are_joined_with_a_space_and_divided_ones_without() -> None:
    from corpus.reading.layout.cells import joined

    assert joined("quality manage-", "ment system") == "quality management system"
    assert joined("quality", "officer") == "quality officer"
    assert joined("首席质量官", "（CQO）") == "首席质量官（CQO）"


def test_the_largest_line_of_the_first_page_is_the_title(tmp_path: Path) -> None:
    reading = read_pages(tmp_path, body(180).text(180, 110, "临江市测试办法", 24))
    first = reading.lines[0]
    assert (first.kind, first.level) == (LineKind.HEADING, 0)


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    page = PdfPage()
    for number in range(12):
        page.text(60, 120 + 20 * number, f"左栏第{number:02d}行写满这一栏的宽度不")
        page.text(320, 120 + 20 * number, f"右栏第{number:02d}行写满这一栏的宽度不")
    text = read_pages(tmp_path, page).text
    assert text.index("左栏第11行") < text.index("右栏第00行")


def test_headers_footers_and_page_numbers_are_no_text(tmp_path: Path) -> None:
    pages = []
    for number in range(1, 4):
        page = body()
        page.text(230, 50, "临江市测试文件汇编", 9).text(290, 800, f"— {number} —", 9)
        page.text(80, 780, "内部资料", 9)
        pages.append(page)
    reading = read_pages(tmp_path, *pages)
    assert "汇编" not in reading.text
    assert "内部资料" not in reading.text
    assert {(entry.reason, entry.page) for entry in reading.left_out} == {
        (reason, number)
        for reason in ("page-header", "page-footer", "page-number")
        for number in (1, 2, 3)
    }


def test_a_number_in_the_text_is_no_page_number(tmp_path: Path) -> None:
    reading = read_pages(tmp_path, body().text(104, 400, "12"))
    assert "12" in paragraphs(reading)


def test_a_footnote_stands_behind_its_paragraph(tmp_path: Path) -> None:
    page = body()
    page.text(80, 300, "企业应当任命首席质量官").text(212, 295, "1", 7).text(220, 300, "。")
    page.text(104, 320, "第四条 后面还有一条。")
    page.text(80, 760, "1", 6).text(88, 764, "这是脚注的文字。", 9)
    reading = read_pages(tmp_path, page)
    found = paragraphs(reading)
    owner = next(n for n, words in enumerate(found) if "任命" in words)
    assert found[owner] == "企业应当任命首席质量官[1]。"
    assert found[owner + 1] == "[1] 这是脚注的文字。"
    assert reading.lines[owner + 1].kind is LineKind.FOOTNOTE


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_turned_page_reads_the_same(tmp_path: Path, rotate: int) -> None:
    page = body()
    page.rotate = rotate
    assert read_pages(tmp_path, page).text == read_pages(tmp_path, body()).text


@pytest.mark.parametrize("rotate", [0, 90, 270])
def test_letters_that_run_upwards_read_the_same(tmp_path: Path, rotate: int) -> None:
    page = PdfPage(rotate=rotate)
    lines = ["第一条 本办法适用于临江市的企业。", "第二条 本办法自公布之日起施行。"]
    page.content = b"\n".join(
        b"BT /F1 12 Tf 0 1 -1 0 %d 100 Tm <%s> Tj ET"
        % (200 + 24 * number, words.encode("utf-16-be").hex().encode())
        for number, words in enumerate(lines)
    )
    reading = read_pages(tmp_path, page)
    assert paragraphs(reading) == lines
    box = place_of(reading, "第二条")
    if rotate == 0:
        assert box.left < 220 / WIDTH < box.right
        assert box.bottom == pytest.approx(1 - 100 / HEIGHT, abs=0.01)
    if rotate == 90:  # shown level
        assert box.left == pytest.approx(100 / HEIGHT, abs=0.01)
        assert box.top < 220 / WIDTH < box.bottom


def test_the_box_of_a_turned_page_lies_where_it_is_shown(tmp_path: Path) -> None:
    page = body()
    page.rotate = 90
    reading = read_pages(tmp_path, page)
    box = place_of(reading, "第二条")
    assert (reading.pages[0].width, reading.pages[0].height) == (HEIGHT, WIDTH)
    # Turned clockwise, what stood 190 points from the top stands as far from the right.
    assert box.left < 1 - 190 / HEIGHT < box.right + 0.005
    assert box.top == pytest.approx(104 / WIDTH, abs=0.01)


def test_the_box_of_a_quote_lies_where_it_is_printed(tmp_path: Path) -> None:
    box = place_of(read_pages(tmp_path, body()), "第二条")
    assert box.page == 1
    assert box.left == pytest.approx(104 / WIDTH, abs=0.005)
    assert box.top < (190 - 6) / HEIGHT < box.bottom


def test_places_cover_every_character(tmp_path: Path) -> None:
    reading = read_pages(tmp_path, body(), body())
    covered = {n for line in reading.lines for p in line.places for n in range(p.start, p.end)}
    assert covered == {n for n, c in enumerate(reading.text) if c != "\n"}


def test_letters_printed_twice_to_look_bold_are_read_once(tmp_path: Path) -> None:
    page = body()
    for shift in (0, 0.3):
        page.text(104 + shift, 400, "第四条 加粗的字。")
    assert read_pages(tmp_path, page).text.count("第四条") == 1


def test_slanted_words_are_a_watermark(tmp_path: Path) -> None:
    page = body()
    slanted = b"\nBT /F1 40 Tf 0.7 0.7 -0.7 0.7 150 300 Tm <%s> Tj ET" % (
        "仅供测试".encode("utf-16-be").hex().encode()
    )
    page.content = page.stream() + slanted
    reading = read_pages(tmp_path, page)
    assert "仅供测试" not in reading.text
    assert [entry.text for entry in reading.left_out if entry.reason == "watermark"] == ["仅供测试"]


def test_progress_is_told_page_by_page(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = write_pdf(tmp_path / "a.pdf", body(), body())
    read(path, Limits(), lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


@pytest.fixture
def recognised(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Pages that were read by OCR, which here finds one line on each."""
    pages: list[int] = []

    def recognise(picture: Image.Image, page: int) -> PageLayout:
        pages.append(page)
        layout = PageLayout(page, *picture.size, scanned=True, confidence=0.9)
        box = layout.box(200, 300, 1000, 340)
        words = "第九条 本页由识别得来。"
        layout.strips.append(Strip(page, words, 200, 300, 1000, 340, 40, box, confidence=0.9))
        return layout

    monkeypatch.setattr(ocr_page, "recognise", recognise)
    return pages


GREY = jpeg_of(Image.new("L", (60, 80), 200))


def test_pages_without_a_text_layer_are_recognised(tmp_path: Path, recognised: list[int]) -> None:
    reading = read_pages(tmp_path, body(), PdfPage(picture=GREY), body())
    assert recognised == [2]
    assert reading.format is Format.PDF
    assert "第九条 本页由识别得来。" in paragraphs(reading)
    assert [notice.code for notice in reading.notices] == ["pages-by-ocr"]
    # Positions are in points, as on the other pages.
    assert reading.pages[1].width == pytest.approx(WIDTH, abs=1)
    assert place_of(reading, "第九条").page == 2


def test_a_file_of_pictures_is_a_scan(tmp_path: Path, recognised: list[int]) -> None:
    reading = read_pages(tmp_path, PdfPage(picture=GREY), PdfPage(picture=GREY))
    assert reading.format is Format.SCAN
    assert recognised == [1, 2]
    assert [page.confidence for page in reading.pages] == [0.9, 0.9]


def test_a_garbled_text_layer_is_recognised_instead(tmp_path: Path, recognised: list[int]) -> None:
    garbled = PdfPage().text(80, 100, "\ue001\ue002\ue003\ue004" * 10)
    reading = read_pages(tmp_path, garbled)
    assert recognised == [1]
    assert reading.notices[0].code == "text-layer-garbage"


def test_a_scan_is_refused_where_recognition_is_off(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "扫描.pdf", PdfPage(picture=GREY))
    with pytest.raises(BadInput, match=r"扫描\.pdf 是扫描件，没有文字层；请开启文字识别"):
        read(path, Limits(ocr=False))


def test_a_scan_without_words_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_page, "recognise", lambda picture, page: PageLayout(page, 1, 1))
    path = write_pdf(tmp_path / "空白.pdf", PdfPage(picture=GREY))
    with pytest.raises(BadInput, match=r"空白\.pdf 中没有认出文字"):
        read(path, Limits())


def test_a_page_too_large_to_draw_is_left_out_with_a_notice(
    tmp_path: Path, recognised: list[int]
) -> None:
    huge = PdfPage(picture=GREY, width=900_000, height=900_000)
    reading = read_pages(tmp_path, body(), huge)
    assert recognised == []
    assert [(notice.code, notice.page) for notice in reading.notices] == [("page-unread", 2)]
    with pytest.raises(BadInput, match="大得画不出来"):
        read_pages(tmp_path, huge)


def test_a_packed_page_is_read(tmp_path: Path) -> None:
    path = tmp_path / "压缩.pdf"
    path.write_bytes(pdf_of(body(), flate=True))
    assert "第二条" in read(path, Limits()).text
