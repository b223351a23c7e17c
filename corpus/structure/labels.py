"""The label of a clause as a person says it: 六（四）, 4.2.1 b), 第五条第二款第（一）项, 附录 A."""

from __future__ import annotations

from corpus.models import ClauseKind
from corpus.structure.marks import Sort
from corpus.structure.nodes import Node

_ALONE = frozenset((Sort.NUMBER, Sort.ANNEX_NUMBER, Sort.ARTICLE))


def label_of(node: Node, mark: str, family: str) -> str:
    """``mark`` is the last part of the node's path, ``·2`` included."""
    parent, sort = node.parent, node.sort
    if sort == Sort.ANNEX and len(mark) > 2:
        return f"附录 {mark[2:]}"
    if sort in _ALONE and (sort != Sort.NUMBER or family == "standard"):
        return mark if len(node.path) < 2 or sort == Sort.ANNEX_NUMBER else f"{_root(node)} {mark}"
    if parent is None:
        return mark
    if family == "law":
        return _of_law(node, parent, mark)
    if sort == Sort.DASH:
        mark = f"列项{mark[2:]}"
    above = parent.label
    if parent.sort == "续" and parent.parent is not None:
        above = parent.parent.label
    if family == "standard" or node.kind in _LEAF_KINDS or sort == "续" or not _tight(mark):
        return f"{above} {mark}"
    return above + mark


_LEAF_KINDS = (ClauseKind.TABLE, ClauseKind.FIGURE, ClauseKind.NOTE, ClauseKind.EXAMPLE)


def _tight(mark: str) -> bool:
    return mark[0] in "（(①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳" or mark[0].isdigit()


def _root(node: Node) -> str:
    """Label of the annex in which ``node`` stands: its numbers begin anew there."""
    while node.parent is not None:
        node = node.parent
    return node.label


def _of_law(node: Node, parent: Node, mark: str) -> str:
    above = parent.label
    if parent.sort in _ABOVE_ARTICLES:
        return f"{above} {mark}"
    if node.sort == "款":
        return above + mark
    number, dot, turn = mark.partition("·")
    if node.sort in (Sort.BRACKET, Sort.POINT) and parent.sort in (Sort.ARTICLE, "款"):
        return f"{above}第{number}项{dot}{turn}"
    if node.sort == Sort.BRACKET:
        return f"{above} {mark}"
    if node.sort == Sort.POINT and parent.sort == Sort.BRACKET:
        return f"{above}第{number}目{dot}{turn}"
    if node.kind in _LEAF_KINDS:
        return f"{above} {mark}"
    return f"{above}{mark}" if _tight(mark) else f"{above} {mark}"


_ABOVE_ARTICLES = frozenset((Sort.BOOK, Sort.PART, Sort.CHAPTER, Sort.SECTION, Sort.UNNUMBERED, ""))
