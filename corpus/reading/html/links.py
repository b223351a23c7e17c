"""Links of a page that lead away from it, and boxes that hold little else."""

from __future__ import annotations

import re
from typing import Any

_BOXES = frozenset(("div", "ul", "ol", "dl", "section", "table"))
_HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ATTACHMENT = re.compile(r"附\s*[件表]|下载|原文|全文|解读")
_FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar)(?:$|[?#])", re.IGNORECASE)
#: A box with more words or elements than these is looked at no further.
_MOST, _MOST_ELEMENTS = 3000, 2000


def is_link(element: Any) -> bool:
    """A link to another page; an anchor and a link within the page are text."""
    href = element.get("href") if element.tag == "a" else None
    return href is not None and not href.strip().startswith("#")


def is_link_box(element: Any) -> bool:
    """Whether a box is a list of links to other pages, with a heading at most.

    Links to attachments are none of these: they belong to the article.
    """
    if element.tag not in _BOXES or next(element.iterchildren(), None) is None:
        return False
    links = heads = inside = whole = 0
    for number, entry in enumerate(element.iter()):
        if not isinstance(entry.tag, str) or entry.tag in ("script", "style"):
            continue
        if entry.tag == "p" and not any(is_link(e) for e in entry.iter("a")):
            return False
        if is_link(entry):
            words = "".join(entry.itertext()).strip()
            if _ATTACHMENT.search(words) or _FILE.search(entry.get("href") or ""):
                return False
            links += bool(words)
            inside += len(words)
        elif entry.tag in _HEADS:
            heads += 1
            whole -= len("".join(entry.itertext()).strip())
        whole += len((entry.text or "").strip())
        if entry is not element:
            whole += len((entry.tail or "").strip())
        if whole > _MOST or number > _MOST_ELEMENTS:
            return False
    return (links >= 3 or (links >= 1 and heads == 1)) and inside >= 0.7 * whole
