"""Layout that PDFs and scans share: positions, furniture, marks, characters of a text layer."""

from __future__ import annotations

import pytest

from corpus.models import Box
from corpus.reading.layout.furniture import take_furniture
from corpus.reading.layout.letters import (
    close_up,
    first_token,
    is_garbage,
    is_spread,
    plain,
    width_of,
)
from corpus.reading.layout.marks import (
    has_mark,
    is_article,
    is_caption,
    is_closed,
    is_contents,
    is_numbered_title,
)
from corpus.reading.layout.page import PageLayout, Strip, Table, one_line, side_by_side, union
from corpus.reading.layout.reading import reading_of
from corpus.reading.models import Format, LineKind


def strip(page: PageLayout, left: float, top: float, words: str, size: float = 12) -> Strip:
    right = left + width_of(words) * size
    box = page.box(left, top, right, top + size)
    made = Strip(page.number, words, left, top, right, top + size, size, box)
    page.strips.append(made)
    return made


@pytest.mark.parametrize(
    ("turned", "expected"),
    [
        (0, Box(1, 0.1, 0.2, 0.3, 0.4)),
        (90, Box(1, 0.2, 0.7, 0.4, 0.9)),
        (180, Box(1, 0.7, 0.6, 0.9, 0.8)),
        (270, Box(1, 0.6, 0.1, 0.8, 0.3)),
    ],
)
def test_boxes_are_shares_of_the_page_as_it_is_shown(turned: int, expected: Box) -> None:
    box = PageLayout(1, 100, 200, turned=turned).box(10, 40, 30, 80)
    assert (box.left, box.top, box.right, box.bottom) == pytest.approx(
        (expected.left, expected.top, expected.right, expected.bottom)
    )


def test_boxes_stay_inside_the_page() -> None:
    assert PageLayout(1, 100, 100).box(-5, -5, 400, 90) == Box(1, 0.0, 0.0, 1.0, 0.9)


def test_scaling_moves_all_but_the_boxes() -> None:
    page = PageLayout(1, 200, 400)
    made = strip(page, 20, 40, "第一条")
    box = made.box
    page.tables.append(Table(1, 10, 100, 190, 200, (10, 100, 190), [("甲", "乙")], [box]))
    page.scale(0.5)
    assert list(page.tables[0].edges) == [5, 50, 95]
    assert (page.width, page.height) == (100, 200)
    assert (made.left, made.top, made.size, made.box) == (10, 20, 6, box)
    assert page.letters == 5


def test_pieces_of_a_row_are_one_line_from_left_to_right() -> None:
    page = PageLayout(1, 600, 800)
    strip(page, 200, 101, "总则")
    strip(page, 80, 100, "第一章")
    (row,) = side_by_side(page.strips)
    line = one_line(row)
    assert line.text == "第一章  总则"
    assert line.box == union(*(s.box for s in row))


def test_headers_with_changing_numbers_are_known() -> None:
    pages = []
    for number in (1, 2, 3):
        page = PageLayout(number, 600, 800)
        strip(page, 80, 30, f"临江市测试公报 2021 年第 {number} 期", 9)
        for line in range(8):
            strip(page, 80, 120 + 20 * line, "甲乙丙"[number - 1] + "页的文字各不相同")
        pages.append(page)
    take_furniture(pages)
    assert [page.left_out[0].reason for page in pages] == ["page-header"] * 3
    assert all(len(page.strips) == 8 for page in pages)


def test_a_header_that_repeats_the_title_of_a_single_page_is_left_out() -> None:
    page = PageLayout(1, 600, 842)
    strip(page, 80, 40, "临江市测试办法", 9)
    strip(page, 180, 120, "临江市测试办法", 24)
    strip(page, 104, 200, "第一条 本办法只用来检查导入。")
    take_furniture([page])
    assert [entry.text for entry in page.left_out] == ["临江市测试办法"]


@pytest.mark.parametrize(
    "words",
    [
        "第一条 为了",
        "（一）具有",
        "4.2.1 要求",
        "A.1 一般",
        "a) 检验",
        "一、总体",
        "——企业",
        "①首先",
        "注1：见",
    ],
)
def test_marks_that_begin_a_clause(words: str) -> None:
    assert has_mark(words)


@pytest.mark.parametrize("words", ["第三条规定的条件", "第五条第二款", "2024年", "企业应当"])
def test_words_that_begin_none(words: str) -> None:
    assert not has_mark(words)


def test_what_the_end_of_a_line_says() -> None:
    assert is_closed("到此为止。”")
    assert not is_closed("没有写完的")
    assert is_article("第一条 为了")
    assert not is_article("第一条规定")
    assert is_contents("1 范围………………3")
    assert is_caption("表 1 期限")
    assert not is_caption("表 1 中的期限应当符合规定。")


def test_radicals_and_invisible_characters_of_a_text_layer() -> None:
    assert plain(0x2F00) == "一"
    assert plain(0x2EA0) == "民"
    assert plain(0xFB01) == "fi"
    assert plain(0x200B) == ""
    assert plain(0xA0) == " "
    assert plain(0xF0B7) == "•"
    assert plain(0xD800) == ""


def test_text_that_no_font_table_explains_is_garbage() -> None:
    assert is_garbage("\ue000\ue001\ue002" * 10)
    assert is_garbage("ǆɐʘϞ" * 10)
    assert is_garbage("譎蠲鼇鱻麤龘" * 10)
    assert not is_garbage("首席质量官是企业质量工作的负责人，由企业任命。" * 2)
    assert not is_garbage("The chief quality officer reports to the board of the company.")
    assert not is_garbage("")


def test_spaces_between_all_characters_are_closed_up() -> None:
    spread = "企 业 应 当 任 命 首 席 质 量 官 并 公 布"
    assert is_spread([spread])
    assert not is_spread(["企业应当 任命首席质量官并公布名单"])
    assert close_up(spread) == "企业应当任命首席质量官并公布"


def test_what_is_not_divided_at_the_beginning_of_a_line() -> None:
    assert first_token("质量官") == "质"
    assert first_token("（一）具有") == "（一）"
    assert first_token("GB/T 1.1") == "GB/T"


def test_confidence_of_a_paragraph_is_that_of_its_letters() -> None:
    page = PageLayout(1, 600, 842, scanned=True)
    strip(page, 104, 100, "第一条 本办法适用于企业。").confidence = 0.5
    strip(page, 104, 120, "第二条 另起。").confidence = 1.0
    reading = reading_of([page], Format.SCAN)
    assert [line.confidence for line in reading.lines] == [0.5, 1.0]
    assert [line.kind for line in reading.lines] == [LineKind.TEXT] * 2


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("5 建设流程", True),
        ("5.1 总则", True),
        ("3 个工作日内办完。", False),
        ("2024 年发布", False),
        ("5建设流程", False),
        ("12 家企业，占一半", False),
    ],
)
def test_a_number_a_space_and_a_few_words_are_a_title_of_their_own(
    line: str, expected: bool
) -> None:
    assert is_numbered_title(line) is expected
