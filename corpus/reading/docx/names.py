"""Names of WordprocessingML, alike in the transitional and the strict namespace."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_PREFIXES = {
    _W: "w",
    _W_STRICT: "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "urn:schemas-microsoft-com:vml": "v",
}
_OFF = frozenset(("0", "false", "off", "none"))


@lru_cache(maxsize=4096)
def short(tag: Any) -> str:
    """``w:p`` for a tag in any of the namespaces; "" for comments and the like.

    >>> short("{http://purl.oclc.org/ooxml/wordprocessingml/main}p")
    'w:p'
    """
    if not isinstance(tag, str):
        return ""
    uri, _, name = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    return f"{_PREFIXES.get(uri, '?')}:{name}"


def value(element: Any, name: str = "val") -> str | None:
    """An attribute of the namespace w."""
    found: str | None = element.get(f"{{{_W}}}{name}")
    return found if found is not None else element.get(f"{{{_W_STRICT}}}{name}")


def number(element: Any, name: str = "val") -> int | None:
    """An attribute as a whole number; None when it is none."""
    text = value(element, name)
    try:
        return int(text) if text is not None else None
    except ValueError:
        return None


def child(element: Any, name: str) -> Any | None:
    """The first child of that short name."""
    for entry in element:
        if short(entry.tag) == name:
            return entry
    return None


def is_on(element: Any | None) -> bool | None:
    """What a switch like w:b says; None without one."""
    if element is None:
        return None
    return (value(element) or "1").lower() not in _OFF
