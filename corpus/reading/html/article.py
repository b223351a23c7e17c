"""Which elements of a page hold its article: where the words that are no links are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from corpus.reading.html.furniture import SILENT, furniture, hidden_names, is_hidden, line_reason
from corpus.reading.html.links import is_link, is_link_box
from corpus.reading.html.tables import is_data
from corpus.reading.layout.marks import has_mark

#: Elements that stand on lines of their own.
BLOCK = frozenset(
    (
        "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
        "hr", "html", "legend", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
        "th", "thead", "tr", "ul",
    )
)  # fmt: skip
_PARAGRAPHS = frozenset(
    ("p", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "ul", "dl")
)
#: Names that content systems of government sites give to the container of a text.
_KNOWN = re.compile(
    r"trs_?(?:u?editor|preappend)|zoom|ucap-content|artibody|art(?:icle)?-?(?:body|content|con|text|detail)?|news-?(?:content|text|con|body|detail)"
    r"|(?:page|pages|main|text|detail|info|con|xxgk|zwgk)[-_]?(?:content|text|con|detail)s?|content|contents|txt|view",
    re.IGNORECASE,
)
_WORD = re.compile(r"[\w\u3400-\u9fff]")
_SENTENCE = re.compile(r"[。；！？][”’）》」]*")
_IMPRINT = re.compile(
    r"版权所有|ICP备|网站标识码|公网安备|(?:主办|承办|协办|运维)单位|技术支持|建议使用.{0,20}浏览器"
)
_CLOSING = re.compile(
    r"附\s*件.{0,80}|[（(]?此件.{2,20}[）)]?|.{0,4}\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[^，。：:\d]{3,40}(?:局|委员会|部|政府|办公厅|办公室|厅|院|会|公司)"
)
#: A child with so much of the words holds the article, or is around it.
_MOST = 0.85


@dataclass(slots=True)
class Article:
    """``elements`` of the text in the order of the page, each with whether it is the title; ``left``
    those left out, with the reason."""

    elements: list[tuple[Any, bool]] = field(default_factory=list)
    left: list[tuple[Any, str]] = field(default_factory=list)


class Weights:
    """Letters outside links in each element, what is hidden or furniture aside.

    ``out`` are the elements to leave out. ``title`` is what the page is named, without white space.
    """

    def __init__(self, root: Any, title: str) -> None:
        self._elements = list(root.iter("*"))  # holds on to them, so that each stays one object
        self._weights: dict[Any, int] = {}
        self.out: dict[Any, str] = {}
        self.title = title
        hidden = hidden_names(root)
        self._mark(hidden)
        self._weigh()
        if not self.of(root):  # all is hidden: a script would show it
            self.out = {e: reason for e, reason in self.out.items() if reason != "hidden"}
            self._weigh()
        self._spare_the_text(root)

    def of(self, element: Any) -> int:
        return 0 if element in self.out else self._weights.get(element, 0)

    def is_title(self, words: str) -> bool:
        """Whether the page is named so, before the name of its site."""
        bare = "".join(words.split())
        return len(bare) >= 4 and self.title.startswith(bare)

    def _mark(self, hidden: frozenset[str]) -> None:
        for element in self._elements:
            if element.tag in ("html", "body") or element.tag in SILENT:
                continue
            reason = "hidden" if is_hidden(element, hidden) else furniture(element)
            if reason is None and is_link_box(element):
                reason = "related"
            if reason is not None and not (reason != "hidden" and self._has_title(element)):
                self.out[element] = reason

    def _has_title(self, element: Any) -> bool:
        return any(self.is_title(words_of(head)) for head in element.iter("h1", "h2"))

    def _weigh(self) -> None:
        for element in reversed(self._elements):
            weight = 0
            if element.tag not in SILENT:
                weight = sum(self.of(child) for child in element)
                weight += _own(element) if not is_link(element) else 0
            self._weights[element] = weight

    def _spare_the_text(self, root: Any) -> None:
        """What holds most words of the page, or sentences in the middle of them, is no furniture."""
        total = self._weights[root] + sum(
            self._weights[e] for e, reason in self.out.items() if reason != "hidden"
        )
        spared = [
            element
            for element, reason in self.out.items()
            if reason != "hidden" and self._weights[element] > max(40, 0.4 * total)
        ]
        for element in spared:
            del self.out[element]
        if spared:
            self._weigh()


def article_of(root: Any, weights: Weights) -> Article:
    """The container of the text, and the titles, sentences and signatures that stand outside it."""
    body = root.find("body")
    body = root if body is None else body
    container = _container(body, weights)
    article = Article()
    _Around(container, weights, article).collect(body)
    return article


def _container(body: Any, weights: Weights) -> Any:
    node = body
    while True:
        children = [c for c in node if isinstance(c.tag, str) and weights.of(c)]
        if not children:
            return node
        best = max(children, key=weights.of)
        beside = _own(node)
        texts = sum(c.tag in _PARAGRAPHS and weights.of(c) > 0 and c is not best for c in children)
        whole = weights.of(node)
        enough = weights.of(best) >= _MOST * whole and beside < 0.05 * whole and not texts
        if enough and _may_hold(best):
            node = best
            continue
        named = _named(node, weights)
        if named is None:
            return node
        node = named


def _may_hold(element: Any) -> bool:
    if element.tag in _PARAGRAPHS or element.tag not in BLOCK:
        return False
    if element.tag == "table" and is_data(element):
        return False
    return any(c.tag in BLOCK or c.tag == "br" for c in element)


def _named(node: Any, weights: Weights) -> Any | None:
    """The innermost element below ``node`` that is known as a container and holds most of its words."""
    found = None
    for element in node.iterdescendants():
        if not isinstance(element.tag, str) or weights.of(element) < 0.5 * weights.of(node):
            continue
        names = (*(element.get("class") or "").split(), element.get("id") or "")
        known = element.tag in ("article", "main") or any(_KNOWN.fullmatch(n) for n in names if n)
        if known and _may_hold(element) and not _is_out(element, node, weights):
            found = element
    return found


def _is_out(element: Any, node: Any, weights: Weights) -> bool:
    for above in element.iterancestors():
        if above is node:
            return False
        if above in weights.out:
            return True
    return False


class _Around:
    """Walks what is around the container and sorts it."""

    def __init__(self, container: Any, weights: Weights, article: Article) -> None:
        self._container, self._weights, self._article = container, weights, article
        self._above = frozenset(container.iterancestors())
        self._seen = False

    def collect(self, node: Any) -> None:
        if node is self._container:
            self._article.elements.append((node, False))
            self._seen = True
        elif not isinstance(node.tag, str) or node.tag in SILENT:
            return
        elif node in self._weights.out:
            self._article.left.append((node, self._weights.out[node]))
        elif node in self._above or _has_blocks(node):
            for child in node:
                self.collect(child)
        else:
            self._judge(node, words_of(node))

    def _judge(self, node: Any, words: str) -> None:
        """A piece without blocks of its own."""
        if not words:
            return
        reason = line_reason(words)
        named = self._weights.is_title(words)
        title = not self._seen and (named or node.tag == "h1")
        text = _is_text(words, self._weights.of(node))
        if reason is None and (title or text or (self._seen and _CLOSING.fullmatch(words))):
            self._article.elements.append((node, title and named))
        else:
            self._article.left.append((node, reason or "navigation"))


def _has_blocks(node: Any) -> bool:
    if node.tag == "table":
        return not is_data(node)
    return node.tag not in _PARAGRAPHS - {"blockquote"} and any(c.tag in BLOCK for c in node)


def _is_text(words: str, weight: int) -> bool:
    """Whether words outside the container are text of the article: a sentence, no imprint."""
    if _SENTENCE.search(words) is None or _IMPRINT.search(words):
        return False
    return weight >= 20 or (weight >= 8 and has_mark(words))


def words_of(element: Any) -> str:
    """The words of an element in one line, those of scripts aside."""
    parts: list[str] = []

    def take(node: Any) -> None:
        if isinstance(node.tag, str) and node.tag not in SILENT:
            parts.append(node.text or "")
            for child in node:
                take(child)
                if child.tag in BLOCK or child.tag == "br":
                    parts.append(" ")
                parts.append(child.tail or "")

    take(element)
    return " ".join("".join(parts).split())


def _own(element: Any) -> int:
    """Letters directly in the element, not in its children."""
    return _letters(element.text) + sum(_letters(child.tail) for child in element)


def _letters(text: str | None) -> int:
    return len(_WORD.findall(text)) if text else 0
