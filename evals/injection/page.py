"""What a browser would do with a piece of the page: load something, run something, leave."""

from __future__ import annotations

import re
from html.parser import HTMLParser

#: Elements of the chat, the cards and the reader.
_ELEMENTS = frozenset(
    "a article aside button caption dd details div dl dt h1 h2 h3 h4 header label li mark nav ol p "
    "section span strong summary table tbody td th thead tr ul".split()
)
_ADDRESSES = frozenset(
    "action background cite data formaction href ping poster src srcset xlink:href".split()
)
_OWN = re.compile(r"\./library/[^:]*$|#")
#: Markdown that loads or links, and HTML, where a program shows Markdown.
MARKUP = re.compile(
    r"!?(?<!\\)\[[^\]\n]*\](?:\([^)\n]*\)|:\s)|</?[a-zA-Z!]|(?:https?|ftp|file)://|(?:data|javascript):\S|www\.\w",
    re.I,
)
#: The same in an exported record, where an address is plain words.
EXPORTED = re.compile(r"!?(?<!\\)\[[^\]\n]*\](?:\(|:\s)|<[a-zA-Z/!]")


def page_faults(html: str) -> list[str]:
    """What of ``html`` loads, runs or leads elsewhere; empty when nothing does."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return list(dict.fromkeys(reader.faults))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _ELEMENTS:
            self.faults.append(f"元素 <{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.faults.append(f"属性 {name}")
            if name in _ADDRESSES and not _OWN.match(value or ""):
                self.faults.append(f"{name}={value}")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"<!{decl}>")

    def handle_comment(self, data: str) -> None:
        self.faults.append("注释")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"<?{data}>")
