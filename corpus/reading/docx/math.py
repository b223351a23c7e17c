"""A formula of Word in one line: a/b, x^2, x_i, √(x)."""

from __future__ import annotations

from typing import Any

from corpus.reading.docx.names import child, short


def formula(element: Any) -> str:
    """The words of ``m:oMath`` as they are said in plain text."""
    name = short(element.tag)
    if name in ("m:t", "w:t"):
        return element.text or ""
    if name == "m:f":
        return f"{_grouped(element, 'm:num')}/{_grouped(element, 'm:den')}"
    if name == "m:rad":
        degree = _part(element, "m:deg")
        return f"{degree}√{_grouped(element, 'm:e')}"
    if name in ("m:sSup", "m:sSub", "m:sSubSup"):
        words = _part(element, "m:e")
        below, above = _grouped(element, "m:sub"), _grouped(element, "m:sup")
        return words + (f"_{below}" if below else "") + (f"^{above}" if above else "")
    if name == "m:nary":
        sign = _sign(element, "m:chr", "∫")
        below, above = _grouped(element, "m:sub"), _grouped(element, "m:sup")
        return (
            sign
            + (f"_{below}" if below else "")
            + (f"^{above}" if above else "")
            + _part(element, "m:e")
        )
    if name == "m:d":
        inner = ",".join(formula(entry) for entry in element if short(entry.tag) == "m:e")
        return _sign(element, "m:begChr", "(") + inner + _sign(element, "m:endChr", ")")
    if name.endswith("Pr"):
        return ""
    return "".join(formula(entry) for entry in element)


def _part(element: Any, name: str) -> str:
    part = child(element, name)
    return formula(part) if part is not None else ""


def _grouped(element: Any, name: str) -> str:
    words = _part(element, name)
    return words if len(words) < 2 or words.isalnum() else f"({words})"


def _sign(element: Any, name: str, usual: str) -> str:
    for entry in element:
        if short(entry.tag).endswith("Pr"):
            sign = child(entry, name)
            if sign is not None:
                found = next(iter(sign.attrib.values()), "")
                return str(found)
    return usual
