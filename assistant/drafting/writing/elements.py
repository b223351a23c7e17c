"""Elements of WordprocessingML with their children in the order that the schema wants."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

#: lxml's element; python-docx subclasses it without a public name.
Element = Any

_PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs kinsoku wordWrap "
    "overflowPunct topLinePunct autoSpaceDE autoSpaceDN adjustRightInd snapToGrid spacing ind "
    "contextualSpacing jc textAlignment outlineLvl rPr sectPr"
).split()
_RUN = (
    "rStyle rFonts b bCs i iCs noProof vanish color spacing w kern position sz szCs highlight u "
    "shd vertAlign lang"
).split()
_ORDER = {"w:pPr": _PARAGRAPH, "w:rPr": _RUN}
#: Not XML, or able to turn the order of what is read around.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff"
    "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_BREAKS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def cleaned(text: str) -> str:
    """``text`` as any XML may hold it: line breaks are ``\\n``, tabs are spaces, control characters gone."""
    return _UNSAFE.sub("", _BREAKS.sub("\n", text)).replace("\t", " ")


def el(name: str, /, *children: Element | None, **attributes: str | int) -> Element:
    """``<w:name>``: attributes are of the namespace w unless the name has a prefix; None is passed over.

    >>> el("w:jc", val="center").get(qn("w:val"))
    'center'
    """
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key.replace("__", ":") if "__" in key else f"w:{key}"), str(value))
    order = _ORDER.get(name)
    present = [child for child in children if child is not None]
    if order:
        present.sort(key=lambda child: order.index(str(child.tag).rpartition("}")[2]))
    element.extend(present)
    return element


def text_element(words: str) -> Element:
    element = el("w:t")
    element.text = words
    element.set(_SPACE, "preserve")
    return element


def run(words: str, *properties: Element | None) -> Element:
    """``w:r`` with line breaks where ``words`` have them. ``properties`` are children of its w:rPr."""
    parts: list[Element] = []
    for number, line in enumerate(cleaned(words).split("\n")):
        if number:
            parts.append(el("w:br"))
        if line:
            parts.append(text_element(line))
    # Quotation marks, dashes and dots are Chinese ones here, also for a program that is in doubt.
    fonts = el("w:rFonts", hint="eastAsia")
    given = [one for one in properties if one is not None]
    if any(str(one.tag).endswith("}rFonts") for one in given):
        return el("w:r", el("w:rPr", *given), *parts)
    return el("w:r", el("w:rPr", fonts, *given), *parts)


def field(code: str, words: str) -> list[Element]:
    """A field of Word with the words that it shows until it is renewed."""
    instruction = el("w:instrText")
    instruction.text = f" {code} "
    instruction.set(_SPACE, "preserve")
    return [
        el("w:r", el("w:fldChar", fldCharType="begin")),
        el("w:r", instruction),
        el("w:r", el("w:fldChar", fldCharType="separate")),
        run(words),
        el("w:r", el("w:fldChar", fldCharType="end")),
    ]


def paragraph(style: str, content: Iterable[Element] = (), *properties: Element | None) -> Element:
    """``w:p`` of the style (its id); ``properties`` are further children of its w:pPr."""
    return el("w:p", el("w:pPr", el("w:pStyle", val=style), *properties), *content)


def twips(millimetres: float) -> int:
    return round(millimetres / 25.4 * 1440)
