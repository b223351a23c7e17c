"""Small PDF files made byte by byte, and pictures of printed lines, for the tests of the readers."""

from __future__ import annotations

import glob
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 595, 842

_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
    b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 "
    b"/W [1 95 500] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 "
    b"/FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 "
    b"/StemV 93 >> >>] >>"
)
_FONTS = (
    "/usr/share/fonts/**/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/**/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/**/wqy-*.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "C:/Windows/Fonts/simsun.ttc",
)


@dataclass
class PdfPage:
    """Points from the top left corner. ``picture`` fills the page with a grey JPEG."""

    texts: list[tuple[float, float, float, str]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    width: float = WIDTH
    height: float = HEIGHT
    rotate: int = 0
    picture: bytes | None = None
    content: bytes | None = None

    def text(self, left: float, base: float, words: str, size: float = 12) -> PdfPage:
        self.texts.append((left, base, size, words))
        return self

    def lines(self, left: float, base: float, lines: Sequence[str], size: float = 12) -> PdfPage:
        for number, words in enumerate(lines):
            self.text(left, base + number * 1.6 * size, words, size)
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> PdfPage:
        self.rules.append((x0, y0, x1, y1))
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> PdfPage:
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        return self

    def stream(self) -> bytes:
        if self.content is not None:
            return self.content
        parts = [
            f"BT /F1 {size} Tf 1 0 0 1 {left} {self.height - base} Tm "
            f"<{words.encode('utf-16-be').hex()}> Tj ET"
            for left, base, size, words in self.texts
        ]
        parts += [
            f"0.7 w {x0} {self.height - y0} m {x1} {self.height - y1} l S"
            for x0, y0, x1, y1 in self.rules
        ]
        if self.picture is not None:
            parts.append(f"q {self.width} 0 0 {self.height} 0 0 cm /P1 Do Q")
        return "\n".join(parts).encode("ascii")


def pdf_of(*pages: PdfPage, trailer: bytes = b"", flate: bool = False) -> bytes:
    """A PDF of these pages, with a cross-reference table."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", _FONT]
    kids = []
    for page in pages:
        stream = zlib.compress(page.stream()) if flate else page.stream()
        packing = b"/Filter /FlateDecode " if flate else b""
        objects.append(
            b"<< %s/Length %d >>\nstream\n%s\nendstream" % (packing, len(stream), stream)
        )
        content = len(objects)
        extra = b""
        if page.picture is not None:
            objects.append(
                b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray "
                b"/BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream"
                % (*_size(page.picture), len(page.picture), page.picture)
            )
            extra = b"/XObject << /P1 %d 0 R >> " % len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] /Rotate %d /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> %s>> >>"
            % (page.width, page.height, page.rotate, content, extra)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, entry in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, entry)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)


def write_pdf(path: Path, *pages: PdfPage) -> Path:
    path.write_bytes(pdf_of(*pages))
    return path


def jpeg_of(picture: Image.Image) -> bytes:
    import io

    target = io.BytesIO()
    picture.convert("L").save(target, "JPEG", quality=85)
    return target.getvalue()


def printed(
    lines: Sequence[tuple[float, float, str]],
    *,
    size: int = 40,
    page: tuple[int, int] = (1240, 1754),
) -> Image.Image:
    """A white picture with lines of Chinese: left, top (pixels) and words. Skips without a font."""
    picture = Image.new("L", page, 255)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(_font(), size)
    for left, top, words in lines:
        draw.text((left, top), words, font=font, fill=0)
    return picture


def _font() -> str:
    for pattern in _FONTS:
        found = sorted(glob.glob(pattern, recursive=True))
        if found:
            return found[0]
    pytest.skip("没有中文字体，不能画出页面")


def _size(jpeg: bytes) -> tuple[int, int]:
    import io

    with Image.open(io.BytesIO(jpeg)) as picture:
        return picture.size
