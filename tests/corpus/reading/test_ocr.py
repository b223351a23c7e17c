"""OCR: the punctuation and spaces of recognised lines, levelling, and real pages read offline."""

from __future__ import annotations

import logging

import numpy as np
import pytest
from PIL import Image

from corpus.reading.layout.reading import reading_of
from corpus.reading.models import Format
from corpus.reading.ocr import page as ocr_page
from corpus.reading.ocr.engine import Words, read_lines
from corpus.reading.ocr.geometry import (
    Leveller,
    Sides,
    pixels_of,
    skew_of,
    split_at,
    stands_on_side,
)
from corpus.reading.ocr.page import recognise
from corpus.reading.ocr.spaces import divided, spaced
from corpus.reading.ocr.tables import crossing
from corpus.reading.ocr.text import typeset
from corpus.reading.tables import Rule, grids_of
from tests.corpus.reading.making_pdf import printed


@pytest.mark.parametrize(
    ("read", "set_so"),
    [
        ("企业应当设立首席质量官,并公布;", "企业应当设立首席质量官，并公布；"),
        ("有下列情形之一的:", "有下列情形之一的："),
        ("自公布之日起施行.", "自公布之日起施行。"),
        ("(一)具有本科学历", "（一）具有本科学历"),
        ("(五）其他情形", "（五）其他情形"),
        ("首席质量官(以下称质量官", "首席质量官（以下称质量官"),
        ("以下称质量官)负责", "以下称质量官）负责"),
        ("临测监〔2023]8号", "临测监〔2023〕8号"),
        ("临测监[2023]8号", "临测监〔2023〕8号"),
        ("临测监(2023〕8号", "临测监〔2023〕8号"),
        ("GB/T 19001一2016的要求", "GB/T 19001—2016的要求"),
        ("—、总体要求", "一、总体要求"),
        ("第—条为了", "第一条为了"),
        ("第十—条为了", "第十一条为了"),
        ("（—）具有", "（一）具有"),
        ("一一企业应当", "——企业应当"),
        ("—一企业应当", "——企业应当"),
        ("二0二三年三月", "二〇二三年三月"),
        ("a）检验规程", "a)检验规程"),
        ("1)检验规程", "1)检验规程"),
        ('所称"质量"是指', "所称“质量”是指"),
        ("”质量安全总监", "“质量安全总监"),
        ("质量安全“", "质量安全”"),
        ("表1检验项目", "表 1 检验项目"),
        ("一4一", "— 4 —"),
    ],
)
def test_punctuation_is_set_as_in_chinese(read: str, set_so: str) -> None:
    assert typeset(read) == set_so


@pytest.mark.parametrize(
    "words",
    [
        "10:30开会",
        "共1,000件",
        "合格率为99.5",
        "quality (CQO), see 4.2",
        "（2023）临民初1号",
        "一一对应",
        "表1中的数据",
        "2021—2025年",
    ],
)
def test_what_is_right_stays(words: str) -> None:
    assert typeset(words) == words


def test_typesetting_twice_changes_nothing_more() -> None:
    once = typeset('(一)按"规定"[2023]8号执行,见表1;')
    assert typeset(once) == once


def words_at(text: str, steps: list[float], em: float = 0.05) -> Words:
    places = [em / 2]
    for step in steps:
        places.append(places[-1] + step * em)
    return Words(text, 0.99, tuple(places))


def test_a_narrow_space_behind_the_number_of_an_article_is_seen() -> None:
    assert spaced(words_at("第一条为了", [1, 1, 1.25, 1]), 0.05) == "第一条 为了"
    assert spaced(words_at("第一条规定", [1, 1, 1.15, 1]), 0.05) == "第一条规定"
    assert spaced(words_at("第一条规定", [1, 1, 1.5, 1]), 0.05) == "第一条 规定"


def test_spaces_between_chinese_characters_are_by_their_distance() -> None:
    assert spaced(words_at("总 则", [1.0]), 0.05) == "总则"
    assert spaced(words_at("总则", [2.0]), 0.05) == "总 则"
    assert spaced(words_at("4.2范围", [0.5, 0.5, 1.4, 1]), 0.05) == "4.2 范围"
    assert spaced(Words("第一条 为了", 0.9, ()), 0.05) == "第一条 为了"


def test_a_line_over_two_columns_is_divided() -> None:
    pieces = divided(words_at("左栏右栏", [1, 2.8, 1]), 0.05)
    assert [piece.text for piece in pieces] == ["左栏", "右栏"]
    assert [len(piece.at) for piece in pieces] == [2, 2]


def quad(left: float, top: float, right: float, bottom: float, fall: float = 0.0) -> np.ndarray:
    return np.array(
        [[left, top], [right, top + fall], [right, bottom + fall], [left, bottom]], dtype=np.float32
    )


def test_skew_is_that_of_the_long_lines() -> None:
    quads = np.stack([quad(100, y, 1100, y + 30, fall=17.5) for y in (100, 200, 300)])
    assert skew_of(quads) == pytest.approx(1.0, abs=0.02)
    assert skew_of(quads[:0]) == 0.0
    level = Leveller(1200, 1600, skew_of(quads)).level(quads)
    assert np.ptp(level[0, :2, 1]) < 0.1


def test_places_come_back_from_the_level_picture() -> None:
    leveller = Leveller(1200, 1600, 2.0)
    point = np.array([[[600.0, 800.0]] * 4], dtype=np.float32)
    seen = leveller.as_shown(Sides(*leveller.level(point)[0, 0], *leveller.level(point)[0, 0]))
    assert (seen.left, seen.top) == pytest.approx((600, 800), abs=0.1)


def test_a_slanted_line_is_a_watermark(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = np.stack(
        [quad(100, 100, 500, 140), quad(100, 200, 500, 240), quad(50, 50, 500, 90, 350)]
    )
    said = [Words(text, 0.99, ()) for text in ("第一条。", "第二条。", "仅供测试")]
    monkeypatch.setattr(ocr_page, "find_lines", lambda picture: lines)
    monkeypatch.setattr(ocr_page, "upside_down", lambda lines: False)
    monkeypatch.setattr(ocr_page, "read_lines", lambda lines: said)
    page = recognise(Image.new("L", (600, 600), 255), 1)
    assert [strip.text for strip in page.strips] == ["第一条。", "第二条。"]
    assert [(entry.text, entry.reason) for entry in page.left_out] == [("仅供测试", "watermark")]


def test_a_page_on_its_side_is_told_by_its_lines() -> None:
    assert stands_on_side(np.stack([quad(100, 100, 130, 1100), quad(200, 100, 230, 900)]))
    assert not stands_on_side(np.stack([quad(100, 100, 1100, 130)]))


def test_a_line_over_two_cells_is_divided_at_their_side() -> None:
    rules = [Rule(y, 0, 400) for y in (0, 50, 100)]
    grids = grids_of(rules, [Rule(x, 0, 100) for x in (0, 200, 400)], 3)
    xs = crossing(grids, 50, 350, 25)
    assert xs == [200]
    left, right = split_at(quad(50, 10, 350, 40), xs)
    assert (left[1, 0], right[0, 0]) == (200, 200)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "F"])
def test_pictures_of_every_kind_become_pixels(mode: str) -> None:
    picture = Image.new(mode, (20, 10))
    assert pixels_of(picture).shape == (10, 20, 3)


def test_what_is_transparent_is_white_paper() -> None:
    assert pixels_of(Image.new("RGBA", (4, 4), (0, 0, 0, 0))).min() == 255


LINES = [
    (320, 200, "临江市测试办法"),
    (240, 340, "第一条 为了检查识别，制定本办法。"),
    (240, 420, "第二条 本办法适用于临江市的企业。"),
    (240, 500, "（一）有下列情形之一的；"),
]


def test_a_printed_page_is_read(caplog: pytest.LogCaptureFixture) -> None:
    picture = printed(LINES)
    with caplog.at_level(logging.INFO):
        page = recognise(picture, 3)
    text = reading_of([page], Format.IMAGE).text.replace("\n\n", "\n")
    assert text == "\n".join(words for _, _, words in LINES)
    assert page.confidence is not None
    assert page.confidence > 0.9
    assert not [record for record in caplog.records if record.name == "RapidOCR"]
    second = next(strip for strip in page.strips if strip.text.startswith("第二条"))
    assert second.box.page == 3
    assert second.box.left == pytest.approx(240 / 1240, abs=0.01)
    assert second.box.top < 440 / 1754 < second.box.bottom
    assert second.size == pytest.approx(40, abs=3)


def test_an_empty_page_has_no_lines() -> None:
    assert recognise(Image.new("L", (300, 400), 255), 1).strips == []
    assert recognise(Image.new("L", (2, 2), 0), 1).strips == []


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [2.5, 90, 180, 270])
def test_a_turned_page_reads_the_same(degrees: float) -> None:
    picture = printed(LINES)
    straight = recognise(picture, 1)
    turned = recognise(picture.rotate(degrees, expand=degrees % 90 == 0, fillcolor=255), 1)
    assert [s.text for s in turned.strips] == [s.text for s in straight.strips]


@pytest.mark.slow
def test_a_ruled_table_is_read_by_its_cells() -> None:
    from PIL import ImageDraw

    picture = printed(
        [(220, 320, "序号"), (520, 320, "事项"), (220, 420, "1"), (520, 420, "提交材料")]
    )
    draw = ImageDraw.Draw(picture)
    for y in (300, 400, 500):
        draw.line((200, y, 900, y), fill=0, width=3)
    for x in (200, 500, 900):
        draw.line((x, 300, x, 500), fill=0, width=3)
    page = recognise(picture, 1)
    assert [table.rows for table in page.tables] == [[("序号", "事项"), ("1", "提交材料")]]
    assert page.strips == []


def test_doubtful_lines_are_told_with_their_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def unsure(lines: list[object]) -> list[Words]:
        return [Words(text, score, ()) for text, score in (("第一条看不清", 0.7), ("污点", 0.2))]

    corners = np.stack([quad(100, 100, 500, 140), quad(100, 200, 300, 240)])
    monkeypatch.setattr(ocr_page, "find_lines", lambda picture: corners)
    monkeypatch.setattr(ocr_page, "upside_down", lambda lines: False)
    monkeypatch.setattr(ocr_page, "read_lines", unsure)
    page = recognise(Image.new("L", (600, 400), 255), 7)
    assert [(notice.code, notice.page) for notice in page.notices] == [("ocr-doubtful", 7)]
    assert "第一条看不清" in page.notices[0].message
    assert [(entry.text, entry.reason) for entry in page.left_out] == [("污点", "unclear")]


def test_no_lines_need_no_recogniser() -> None:
    assert read_lines([]) == []
