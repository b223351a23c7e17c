"""The bytes of a page to a tree: character set, depth and size looked after, nothing fetched."""

from __future__ import annotations

import re
from typing import Any

import lxml.html
from lxml import etree

from corpus.errors import BadInput

_CHARSET = re.compile(rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(r"\s*<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]+)")
#: Tags that only dress letters; old editors nest them without end.
_DRESS = re.compile(
    r"</?(?:font|span|b|i|u|em|strong|big|small|o:p|st1:\w+|a|center)\b[^<>]*>", re.IGNORECASE
)
#: Elements within elements; pages of sites have some dozens.
_DEEPEST = 150
#: Codes that windows-1252 has in place of control characters: &#151; is a dash.
_CONTROL = re.compile("[\x80-\x9f]")


def declared_charset(data: bytes) -> str | None:
    """What the page says of its character set."""
    head = data[:8192]
    match = _CHARSET.search(head) or _ENCODING.search(head)
    return match[1].decode("ascii", errors="replace") if match else None


def tree_of(text: str, name: str) -> Any:
    """The root of the page. Raises BadInput when it is nested too deeply or holds no element."""
    text = _XML.sub("", text, count=1)
    root, complete = _parsed(text)
    if not complete:
        root, complete = _parsed(_DRESS.sub("", text))
    if not complete:
        raise BadInput(
            f"{name} 的网页标记嵌套过深或过大，读不完整；请用浏览器打开后另存，或复制到 Word 再导入。"
        )
    if root is None:
        raise BadInput(f"{name} 中没有网页内容；请检查是否选对了文件。")
    return root


def plain_codes(text: str) -> str:
    """``text`` with the control characters that stand for signs of windows-1252 replaced."""
    if not _CONTROL.search(text):
        return text
    return _CONTROL.sub(lambda m: m[0].encode("latin-1").decode("cp1252", errors="ignore"), text)


def _parsed(text: str) -> tuple[Any | None, bool]:
    """The root, and whether all of the page is in it."""
    parser = lxml.html.HTMLParser(
        encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except etree.ParserError:
        return None, True
    except (etree.XMLSyntaxError, ValueError, AssertionError):
        return None, False
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        return root, False
    return root, _depth(root) <= _DEEPEST


def _depth(root: Any) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
