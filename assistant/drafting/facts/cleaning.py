"""Text as a person typed it to text that a document can print: literal but for what nobody sees."""

from __future__ import annotations

import re
import unicodedata

_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_AROUND_BREAK = re.compile(r"\s*\n\s*")
_JOINER = "\u200d"
#: Controls, format characters (zero width, direction), surrogates, private use.
_UNSEEN = ("Cc", "Cf", "Cs", "Co")
_NONCHARACTERS = frozenset("\ufffe\uffff")


def cleaned(text: str) -> str:
    """``text`` in NFC with ``\\n`` line ends, without characters that nobody sees; spaces at its ends gone.

    A zero-width joiner stays between two pictures: it makes one emoji of them.
    """
    text = _BREAK.sub("\n", text).replace("\t", " ")
    if text.isascii() and text.replace("\n", "").isprintable():
        return text.strip()
    kept = [c for at, c in enumerate(text) if _stays(text, at, c)]
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def _stays(text: str, at: int, character: str) -> bool:
    if character == "\n":
        return True
    if character == _JOINER:
        return 0 < at < len(text) - 1 and _is_picture(text[at - 1]) and _is_picture(text[at + 1])
    return unicodedata.category(character) not in _UNSEEN and not _is_noncharacter(character)


def _is_picture(character: str) -> bool:
    return character == "\ufe0f" or unicodedata.category(character) in ("So", "Sk")


def _is_noncharacter(character: str) -> bool:
    """Code points that no XML, and so no Word or Excel file, may hold or that mean nothing."""
    code = ord(character)
    return character in _NONCHARACTERS or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


def one_line(text: str) -> str:
    """Cleaned ``text`` with a space for each line break."""
    return _AROUND_BREAK.sub(" ", cleaned(text))


def lines_of(text: str) -> list[str]:
    """Cleaned lines of ``text`` that are not empty."""
    return [line for part in cleaned(text).split("\n") if (line := part.strip())]


def folded(text: str) -> str:
    """For comparing what people type: full width to half width, letter case and all spaces gone."""
    return "".join(unicodedata.normalize("NFKC", cleaned(text)).casefold().split())


def narrowed(text: str) -> str:
    """One line with full-width letters, digits and marks in half width, for values that are read."""
    return unicodedata.normalize("NFKC", one_line(text)).strip()


def quoted(value: object, longest: int = 40) -> str:
    """``value`` between Chinese quotation marks for a message, cut when it is long."""
    try:
        text = one_line(str(value))
    except ValueError:  # a whole number of thousands of digits
        text = "一个极大的数"
    return f"“{text[:longest]}…”" if len(text) > longest else f"“{text}”"
