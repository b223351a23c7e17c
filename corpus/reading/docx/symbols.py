"""Signs of symbol fonts, which have codes of their own, as the characters that a reader sees."""

from __future__ import annotations

_SYMBOL = {
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅", 0x5C: "∴", 0x5E: "⊥", 0x7E: "∼",
    0xA2: "′", 0xA3: "≤", 0xA4: "⁄", 0xA5: "∞", 0xA7: "♣", 0xA8: "♦", 0xA9: "♥", 0xAA: "♠", 0xAB: "↔",
    0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×",
    0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xC5: "⊕",
    0xC7: "∩", 0xC8: "∪", 0xC9: "⊃", 0xCA: "⊇", 0xCC: "⊂", 0xCD: "⊆", 0xCE: "∈", 0xCF: "∉", 0xD0: "∠",
    0xD5: "∏", 0xD6: "√", 0xD7: "⋅", 0xD8: "¬", 0xD9: "∧", 0xDA: "∨", 0xDB: "⇔", 0xDC: "⇐", 0xDD: "⇑",
    0xDE: "⇒", 0xDF: "⇓", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
_GREEK = dict(
    zip(
        range(0x61, 0x7B),
        "αβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
) | dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True))
_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x75: "◆", 0x76: "❖",
    0x77: "◆", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xE1: "↑",
    0xE2: "↓", 0xE8: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
} | {0x81 + n: chr(0x2460 + n) for n in range(10)} | {0x8C + n: chr(0x2776 + n) for n in range(10)}  # fmt: skip
_WINGDINGS_2 = {
    0x50: "✓",
    0x4F: "✗",
    0x51: "☒",
    0x52: "☑",
    0x53: "☒",
    0x54: "☒",
    0xA3: "□",
    0x97: "●",
}
_FONTS = {
    "symbol": _SYMBOL | _GREEK,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
}


def symbol(code: int, font: str | None) -> str:
    """The character with ``code`` in ``font``; the code itself as a character in other fonts.

    >>> symbol(0xF0FE, "Wingdings"), symbol(0xF0B0, "Symbol")
    ('☑', '°')
    """
    known = _FONTS.get((font or "").lower())
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    if known is not None:
        return known.get(low, chr(low) if 0x20 < low < 0x7F and known is not _WINGDINGS else "□")
    if code != low:  # the private area, without a word about the font
        return _SYMBOL.get(low) or _WINGDINGS.get(low) or "□"
    if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF:
        return chr(code)
    return ""


def in_font(text: str, font: str | None) -> str:
    """``text`` of a run with the characters of the private area that symbol fonts use replaced."""
    if not any("\uf000" <= c <= "\uf0ff" for c in text):
        return text
    return "".join(symbol(ord(c), font) if "\uf000" <= c <= "\uf0ff" else c for c in text)


def bullet(text: str) -> str:
    """The sign of a list without numbers; dots and arrows of symbol fonts all as ``•``.

    >>> bullet("\\uf0d8"), bullet("——"), bullet("o")
    ('•', '——', '•')
    """
    text = text.strip()
    if text in ("o", "§", "·", "Ø", "ü", "l", "n", "u", "v") or any(
        "\ue000" <= c <= "\uf8ff" for c in text
    ):
        return "•"
    return text
