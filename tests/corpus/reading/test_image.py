"""Picture files: every kind, several pages, turned by their camera, damaged, or far too large."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from corpus.errors import BadInput
from corpus.reading.layout.page import PageLayout, Strip
from corpus.reading.models import Format, Limits
from corpus.reading.ocr import page as ocr_page
from corpus.reading.picture.reader import read


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Sizes of the pictures that were given to OCR, which finds one line on each."""
    sizes: list[tuple[int, int]] = []

    def recognise(picture: Image.Image, page: int) -> PageLayout:
        sizes.append(picture.size)
        layout = PageLayout(page, *picture.size, scanned=True, confidence=0.9)
        box = layout.box(1, 1, 9, 5)
        layout.strips.append(Strip(page, f"第{page}页。", 1, 1, 9, 5, 4, box, confidence=0.9))
        return layout

    monkeypatch.setattr(ocr_page, "recognise", recognise)
    return sizes


PICTURE = Image.new("RGB", (40, 30), "white")


@pytest.mark.parametrize("name", ["png", "jpeg", "tiff", "bmp", "webp"])
def test_every_kind_of_picture(tmp_path: Path, seen: list[tuple[int, int]], name: str) -> None:
    path = tmp_path / f"图.{name}"
    PICTURE.save(path)
    reading = read(path, Limits())
    assert reading.format is Format.IMAGE
    assert reading.text == "第1页。"
    assert (reading.pages[0].width, reading.pages[0].height) == (40, 30)
    assert seen == [(40, 30)]


def test_all_pages_of_a_tiff_with_progress(tmp_path: Path, seen: list[tuple[int, int]]) -> None:
    path = tmp_path / "多页.tiff"
    PICTURE.save(path, save_all=True, append_images=[PICTURE.resize((20, 50))] * 2)
    told: list[tuple[int, int]] = []
    reading = read(path, Limits(), lambda done, total: told.append((done, total)))
    assert [page.number for page in reading.pages] == [1, 2, 3]
    assert seen == [(40, 30), (20, 50), (20, 50)]
    assert told == [(1, 3), (2, 3), (3, 3)]
    with pytest.raises(BadInput, match="有 3 页，超过上限 2 页"):
        read(path, Limits(pages=2))


def test_the_camera_s_turn_is_undone(tmp_path: Path, seen: list[tuple[int, int]]) -> None:
    path = tmp_path / "照片.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    PICTURE.save(path, exif=exif)
    read(path, Limits())
    assert seen == [(30, 40)]


def test_a_large_picture_is_made_smaller_and_keeps_its_size(
    tmp_path: Path, seen: list[tuple[int, int]]
) -> None:
    path = tmp_path / "大.png"
    Image.new("1", (8000, 5000), 1).save(path)
    reading = read(path, Limits())
    assert seen[0][0] * seen[0][1] <= 20_100_000
    assert reading.pages[0].width == pytest.approx(8000, abs=2)


def png_that_says(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [12_000, 60_000])
def test_a_picture_that_would_fill_the_memory(tmp_path: Path, side: int) -> None:
    path = tmp_path / "炸弹.png"
    path.write_bytes(png_that_says(side, side))
    with pytest.raises(BadInput, match=r"炸弹\.png .*超过上限 120 百万像素"):
        read(path, Limits())


def test_cut_off(tmp_path: Path) -> None:
    data = io.BytesIO()
    Image.effect_noise((200, 200), 50).save(data, "JPEG")
    path = tmp_path / "断.jpg"
    path.write_bytes(data.getvalue()[:2000])
    with pytest.raises(BadInput, match=r"断\.jpg 不是完整的图片"):
        read(path, Limits())


def test_rubbish_and_missing(tmp_path: Path) -> None:
    path = tmp_path / "坏.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(BadInput, match=r"坏\.png"):
        read(path, Limits())
    with pytest.raises(BadInput, match=r"无\.png"):
        read(tmp_path / "无.png", Limits())


def test_without_recognition(tmp_path: Path) -> None:
    path = tmp_path / "图.png"
    PICTURE.save(path)
    with pytest.raises(BadInput, match="请开启文字识别"):
        read(path, Limits(ocr=False))


def test_without_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_page, "recognise", lambda picture, page: PageLayout(page, 1, 1))
    path = tmp_path / "空.png"
    PICTURE.save(path)
    with pytest.raises(BadInput, match=r"空\.png 中没有认出文字"):
        read(path, Limits())


def samples() -> dict[str, bytes]:
    made = {}
    noise = Image.effect_noise((24, 18), 80)
    for name in ("PNG", "JPEG", "TIFF", "BMP", "WEBP"):
        target = io.BytesIO()
        noise.convert("RGB").save(target, name)
        made[name] = target.getvalue()
    return made


SAMPLES = samples()


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    name=st.sampled_from(sorted(SAMPLES)),
    edits=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=12)),
        min_size=1,
        max_size=6,
    ),
)
def test_a_damaged_picture_gives_a_reading_or_one_line(
    tmp_path: Path,
    seen: list[tuple[int, int]],
    name: str,
    edits: list[tuple[float, int, bytes]],
) -> None:
    data = bytearray(SAMPLES[name])
    for share, gone, new in edits:
        place = int(share * share * len(data))  # the head is where the trouble is
        data[place : place + gone] = new
    path = tmp_path / "变.img"
    path.write_bytes(bytes(data))
    message = ""
    try:
        reading = read(path, Limits(pixels=1_000_000))
    except BadInput as error:
        message = error.message
    else:
        assert reading.text
    assert not message or "变.img" in message
    assert "\n" not in message
