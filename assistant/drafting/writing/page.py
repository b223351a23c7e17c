"""The page: paper, margins, page numbers, and the line that says it is a draft."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.drafting.writing.elements import Element, el, field, paragraph, run, twips

#: Of GB/T 9704—2012: a type area of 156 mm by 225 mm on A4.
_TOP, _BOTTOM, _LEFT, _RIGHT = 37, 35, 28, 26
#: A page number stands 7 mm below the type area; the line about the draft takes its place below.
_FOOT_ALONE, _FOOT_WITH_NOTE = 21, 15


@dataclass(frozen=True, slots=True)
class Page:
    """Paper and margins in millimetres."""

    width: float = 210
    height: float = 297
    top: float = _TOP
    bottom: float = _BOTTOM
    left: float = _LEFT
    right: float = _RIGHT

    @property
    def text_width(self) -> int:
        """Of the type area, in twips."""
        return twips(self.width - self.left - self.right)


PORTRAIT = Page()
#: The paper turned: what was the binding edge is the upper one.
LANDSCAPE = Page(297, 210, _LEFT, _RIGHT, _BOTTOM, _TOP)


def section(page: Page, footers: tuple[str, str], noted: bool, *, first: bool) -> Element:
    """``w:sectPr``. ``footers`` are the relationships of odd and even pages; ``noted``: they say draft."""
    odd, even = footers
    foot = _FOOT_WITH_NOTE if noted else _FOOT_ALONE
    turned = page.width > page.height
    size = {"w": twips(page.width), "h": twips(page.height)}
    return el(
        "w:sectPr",
        el("w:footerReference", type="default", r__id=odd),
        el("w:footerReference", type="even", r__id=even),
        None if first else el("w:type", val="nextPage"),
        el("w:pgSz", **size, orient="landscape") if turned else el("w:pgSz", **size),
        el(
            "w:pgMar",
            top=twips(page.top),
            right=twips(page.right),
            bottom=twips(page.bottom),
            left=twips(page.left),
            header=twips(15),
            footer=twips(min(foot, page.bottom - 14)),
            gutter=0,
        ),
        el("w:cols", space=425),
        el("w:docGrid", linePitch=312),
    )


def footer(even: bool, note: str) -> list[Element]:
    """— 1 —, on odd pages to the right and on even ones to the left; below it ``note``, if there is one."""
    look = [run("— "), *field("PAGE", "1"), run(" —")]
    number = paragraph("CqoPageNumberEven" if even else "CqoPageNumber", look)
    return [number, paragraph("CqoDraftNote", [run(note)])] if note else [number]
