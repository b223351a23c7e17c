"""Find the clause that a cross-reference means, seen from the clause in which it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.models import ClauseKind
from corpus.structure.folding import NUMERAL, number_of
from corpus.structure.marks import Sort
from corpus.structure.nodes import Node

_N = rf"({NUMERAL}+|\d{{1,4}})"
_LAW = re.compile(
    rf"(?:第\s?{_N}\s?条(?:\s?之\s?({NUMERAL}+)(?![款项分]))?\s?)?(?:第\s?{_N}\s?款\s?)?"
    rf"(?:第\s?[（(]?\s?{_N}\s?[)）]?\s?项\s?)?(?:第\s?{_N}\s?目)?"
)
_LEVELS = re.compile(rf"第\s?{_N}\s?(分编|[编章节])(?:\s?第\s?{_N}\s?节)?")
_DOTTED = re.compile(r"([A-Z]?[\d.]+)(?:\s?([a-z])[)）])?(?:\s?(\d{1,2})[)）])?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reference says. ``document`` when it means another text; ``weak`` when it only counts
    if its target exists; ``joined`` the reference before, of which it leaves out the beginning."""

    words: str
    document: str | None = None
    relative: str = ""
    weak: bool = False
    joined: Wanted | None = None


class Targets:
    """The places of one text by what they are called."""

    def __init__(self, nodes: Sequence[Node], ids: Sequence[str], names: frozenset[str]) -> None:
        self.names = names
        self._ids = dict(zip(map(id, nodes), ids, strict=True))
        self._articles: dict[tuple[str, tuple[int, ...]], Node] = {}
        self._children: dict[tuple[int, str, int], Node] = {}
        self._tops: dict[int, Node] = {}
        self._levels: dict[tuple[str, int], Node] = {}
        self._marks: dict[str, Node] = {}
        self.numbers: dict[str, Node] = {}
        self._amends = any("修改" in name or "修正" in name for name in names)
        for node in nodes:
            self._enter(node)
        self._before = self._articles_before(nodes)

    @property
    def numbered(self) -> bool:
        """Whether the text has numbers like 4.2 at all."""
        return bool(self.numbers)

    @property
    def has_articles(self) -> bool:
        """Whether the text has 第X条."""
        return bool(self._articles)

    def _enter(self, node: Node) -> None:
        sort, numbers = node.sort, node.numbers
        if sort == Sort.TOP and node.parent is None:
            self._tops.setdefault(numbers[0], node)
        if sort == Sort.ARTICLE:
            root = node.path[0] if len(node.path) > 1 else ""
            self._articles.setdefault((root, numbers), node)
        elif sort == Sort.NUMBER or sort == Sort.ANNEX_NUMBER:
            self.numbers.setdefault(node.mark, node)
        elif sort in _LEVEL_SORTS:
            self._levels.setdefault((sort, numbers[0]), node)
            if node.parent is not None:
                self._children.setdefault((id(node.parent), sort, numbers[0]), node)
        elif numbers and node.parent is not None and node.kind in _BELOW:
            self._children.setdefault((id(node.parent), sort, numbers[0]), node)
        if sort in _MARKED:
            self._marks.setdefault(node.mark, node)

    @staticmethod
    def _articles_before(nodes: Sequence[Node]) -> dict[int, Node]:
        found: dict[int, Node] = {}
        last: dict[str, Node] = {}
        for node in nodes:
            if node.sort == Sort.ARTICLE:
                root = node.path[0] if len(node.path) > 1 else ""
                if root in last:
                    found[id(node)] = last[root]
                last[root] = node
        return found

    def find(self, wanted: Wanted, here: Node | None) -> str | None:
        """Id of the clause meant, None when it does not exist here."""
        if wanted.document is not None or not wanted.words:
            return None
        first = wanted.words[0]
        node: Node | None
        if wanted.relative:
            node = self._relative(wanted, here)
        elif first == "第":
            node = self._level(wanted.words, here) or self._law(wanted, here)
        elif first in "附表图":
            node = self._in_attachment(wanted.words)
        elif first.islower():
            node = self._letter(ord(first) - 96, here)
        else:
            node = self._dotted(wanted.words)
        return self._ids[id(node)] if node is not None else None

    # -- laws ------------------------------------------------------------------------------------

    def _law(self, wanted: Wanted, here: Node | None) -> Node | None:
        numbers = _parts(wanted)
        if numbers is None:
            return None
        article, sub, paragraph, item, point = numbers
        if article is None:
            holder = _article_of(here)
            if holder is None:
                return self._item(here, item) if item and not paragraph else None
        else:
            key = (article, sub) if sub else (article,)
            root = here.path[0] if here is not None and _in_annex(here) else ""
            holder = self._articles.get((root, key)) or self._articles.get(("", key))
            if not (
                self._articles or sub or self._amends
            ):  # an old measure counts its articles 一、二、
                holder = self._tops.get(article)
        if holder is None:
            return None
        own = article is None and paragraph is None and here is not None
        node = self._paragraph(holder, paragraph)
        if own:
            node = _paragraph_of(here) or holder
        if node is None or item is None:
            return node
        found = self._children.get((id(node), Sort.BRACKET, item))
        if found is None and paragraph is None:
            found = self._among_paragraphs(holder, item)
        if found is None or point is None:
            return found
        return self._children.get((id(found), Sort.POINT, point))

    def _paragraph(self, article: Node, number: int | None) -> Node | None:
        if number is None or number == 1:
            return article
        return self._children.get((id(article), "款", number))

    def _among_paragraphs(self, article: Node, item: int) -> Node | None:
        """第五条第（二）项 when only one 款 of the article has items."""
        found = [
            self._children[key]
            for number in range(2, article.paragraphs + 1)
            if (paragraph := self._children.get((id(article), "款", number))) is not None
            and (key := (id(paragraph), Sort.BRACKET, item)) in self._children
        ]
        return found[0] if len(found) == 1 else None

    def _item(self, here: Node | None, item: int) -> Node | None:
        while here is not None:
            found = self._children.get((id(here), Sort.BRACKET, item))
            if found is not None:
                return found
            here = here.parent
        return None

    def _relative(self, wanted: Wanted, here: Node | None) -> Node | None:
        article = _article_of(here)
        if article is None or here is None:
            return None
        what = wanted.relative[-1]
        if what == "条":
            return self._before.get(id(article))
        if what == "项":
            item = next((n for n in _upwards(here) if n.sort == Sort.BRACKET), None)
            if item is None or item.parent is None:
                return None
            return self._children.get((id(item.parent), Sort.BRACKET, item.numbers[0] - 1))
        current = _paragraph_of(here)
        number = current.numbers[0] if current is not None else 1
        if number == 1:
            return None
        node = self._paragraph(article, number - 1)
        match = _LAW.search(wanted.words, len(wanted.relative))
        if node is None or match is None or match[4] is None:
            return node
        return self._children.get((id(node), Sort.BRACKET, number_of(match[4]) or 0))

    def _level(self, words: str, here: Node | None) -> Node | None:
        match = _LEVELS.fullmatch(words)
        if match is None:
            return None
        number = number_of(match[1]) or 0
        if match[2] == Sort.CHAPTER and (chapter := self.numbers.get(str(number))) is not None:
            return chapter
        for node in _upwards(here):
            found = self._children.get((id(node), match[2], number))
            if found is not None:
                return found
        found = self._levels.get((match[2], number))
        if found is not None and match[3]:
            return self._children.get((id(found), Sort.SECTION, number_of(match[3]) or 0))
        return found

    # -- standards -------------------------------------------------------------------------------

    def _in_attachment(self, words: str) -> Node | None:
        """附件2, 附件2第一条, 表 1, 附录 A.1."""
        name, sign, rest = words.partition("第")
        node = self._marked(name)
        if node is None or not sign:
            return node
        found = self._law(Wanted(words=sign + rest), node)
        return found if found is not None and found.path[0] == node.path[0] else None

    def _marked(self, words: str) -> Node | None:
        bare = re.sub(r"\s", "", words)
        if bare.startswith("附录") and len(bare) > 3:
            return self.numbers.get(bare[2:])
        return self._marks.get(bare)

    def _letter(self, number: int, here: Node | None) -> Node | None:
        """a) of the clause in which it is spoken of."""
        for node in _upwards(here):
            found = self._children.get((id(node), Sort.LETTER, number))
            if found is not None or node.sort == Sort.NUMBER:
                return found if found is not here else None
        return None

    def _dotted(self, words: str) -> Node | None:
        match = _DOTTED.match(words)
        node = self.numbers.get(match[1]) if match else None
        if match is None or node is None or match[2] is None:
            return node
        item = self._children.get((id(node), Sort.LETTER, ord(match[2]) - 96))
        if item is None or match[3] is None:
            return item
        return self._children.get((id(item), Sort.PAREN, int(match[3])))


_LEVEL_SORTS = frozenset((Sort.BOOK, Sort.PART, Sort.CHAPTER, Sort.SECTION))
_MARKED = frozenset((Sort.ANNEX, Sort.ATTACHMENT, Sort.TABLE, Sort.FIGURE))
_BELOW = (ClauseKind.ITEM, ClauseKind.PARAGRAPH, ClauseKind.CLAUSE)


def _parts(wanted: Wanted) -> tuple[int | None, int, int | None, int | None, int | None] | None:
    """Article, its 之, 款, 项, 目; what is left out is taken from the reference before."""
    match = _LAW.fullmatch(wanted.words)
    if match is None:
        return None
    article, sub, paragraph, item, point = (number_of(g) if g else None for g in match.groups())
    if article is None and wanted.joined is not None:
        above = _parts(wanted.joined)
        if above is not None:
            article, sub = above[0], above[1]
            paragraph = paragraph if paragraph is not None else above[2]
    return article, sub or 0, paragraph, item, point


def _upwards(node: Node | None) -> list[Node]:
    found = []
    while node is not None:
        found.append(node)
        node = node.parent
    return found


def _article_of(here: Node | None) -> Node | None:
    return next((node for node in _upwards(here) if node.sort == Sort.ARTICLE), None)


def _paragraph_of(here: Node | None) -> Node | None:
    return next((node for node in _upwards(here) if node.sort == "款"), None)


def _in_annex(here: Node) -> bool:
    return _upwards(here)[-1].kind is ClauseKind.ANNEX
