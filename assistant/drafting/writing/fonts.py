"""Fonts of official documents, with the names under which other systems have them."""

from __future__ import annotations

from assistant.drafting.writing.elements import Element, el

TITLE = "方正小标宋简体"
HEAVY = "黑体"
SCRIPT = "楷体_GB2312"
BODY = "仿宋_GB2312"
SONG = "宋体"
LATIN = "Times New Roman"

#: Name, another name of it or of the next best, family, width.
_KNOWN = (
    (TITLE, "华文中宋", "roman", "variable", "02010600040101010101"),
    (HEAVY, "SimHei", "modern", "fixed", "02010609060101010101"),
    (SCRIPT, "楷体", "modern", "fixed", "02010609060101010101"),
    (BODY, "仿宋", "modern", "fixed", "02010609060101010101"),
    (SONG, "SimSun", "auto", "variable", "02010600030101010101"),
)


def fonts(east_asian: str, latin: str = LATIN) -> Element:
    """``w:rFonts`` for Chinese characters, and for Latin letters and digits between them."""
    return el("w:rFonts", ascii=latin, eastAsia=east_asian, hAnsi=latin, cs=LATIN)


def font_table() -> Element:
    """Where a font is missing, a program takes its other name, else one of its family."""
    table = el("w:fonts")
    for name, other, family, pitch, panose in _KNOWN:
        table.append(
            el(
                "w:font",
                el("w:altName", val=other),
                el("w:panose1", val=panose),
                el("w:charset", val="86"),
                el("w:family", val=family),
                el("w:pitch", val=pitch),
                name=name,
            )
        )
    latin = el("w:font", name=LATIN)
    latin.extend(
        [
            el("w:panose1", val="02020603050405020304"),
            el("w:charset", val="00"),
            el("w:family", val="roman"),
            el("w:pitch", val="variable"),
        ]
    )
    table.append(latin)
    return table
