"""The open levels of a text while it is read: where a node hangs, its path and its label."""

from __future__ import annotations

from corpus.models import ClauseKind
from corpus.structure.building import PREAMBLE
from corpus.structure.folding import chinese
from corpus.structure.headings import PARAGRAPH
from corpus.structure.labels import label_of
from corpus.structure.lines import Line
from corpus.structure.marks import Sort
from corpus.structure.nodes import Node
from corpus.structure.notices import Notices

_TOLD = frozenset(
    (
        Sort.BOOK, Sort.PART, Sort.CHAPTER, Sort.SECTION, Sort.ARTICLE, Sort.TOP, Sort.BRACKET,
        Sort.NUMBER, Sort.ANNEX_NUMBER, Sort.ANNEX, Sort.ATTACHMENT, Sort.TABLE, Sort.FIGURE,
    )
)  # fmt: skip


class Placing:
    """``nodes`` are all nodes, ``stack`` the open ones, outermost first."""

    def __init__(self, family: str, notices: Notices) -> None:
        self.family = family
        self.nodes: list[Node] = []
        self.stack: list[Node] = []
        self.base: Node | None = None  # the annex or attachment that is open
        self._notices = notices
        # The text before the first heading is called so already.
        self._turns: dict[str, int] = {PREAMBLE: 1}
        self._labels: dict[str, int] = {PREAMBLE: 1}

    def close_all(self) -> None:
        """Close every open level, the annex too."""
        self.stack.clear()
        self.base = None

    def root(self, node: Node) -> None:
        """Add a node outside every level, which has nothing below it."""
        self.close_all()
        self._add(node, None)

    def push(self, node: Node, *, listed: bool = False) -> None:
        """Open a level. ``listed``: the line above ends with a colon."""
        stack, rank = self.stack, node.rank
        if node.kind is ClauseKind.ITEM and self.family == "standard" and stack:
            self._nest(node, listed)
        while stack and stack[-1].rank >= node.rank:
            stack.pop()
        if self._after_foreword(node):
            stack.clear()
        if node.sort == Sort.NUMBER or node.sort == Sort.ANNEX_NUMBER:
            numbers = node.numbers
            while stack and stack[-1].sort == node.sort:
                if stack[-1].numbers == numbers[: len(stack[-1].numbers)]:
                    break
                stack.pop()
        if rank == 0:
            self.base = node if node.kind is ClauseKind.ANNEX else None
        self._add(node, stack[-1] if stack else None)
        stack.append(node)

    def _after_foreword(self, node: Node) -> bool:
        """A standard's chapter stands beside 前言 and 引言, not below them (0.1 of an 引言 does)."""
        return (
            self.family == "standard"
            and node.sort == Sort.NUMBER
            and node.numbers[0] > 0
            and bool(self.stack)
            and self.stack[0].sort == Sort.UNNUMBERED
        )

    def _nest(self, node: Node, listed: bool) -> None:
        """Items of a standard: one more of an open list, or a list below the item that led to it."""
        stack = self.stack
        for position in range(len(stack) - 1, -1, -1):
            if stack[position].kind is not ClauseKind.ITEM:
                break
            if stack[position].sort == node.sort:
                node.rank = stack[position].rank
                return
        top = stack[-1]
        if top.kind is ClauseKind.ITEM and (listed or top.rank >= node.rank):
            node.rank = top.rank + 1 if listed else node.rank

    def hang(self, node: Node) -> None:
        """Add a table, note or the like below the nearest clause that is no list item."""
        parent = None
        for holder in reversed(self.stack):
            if holder.kind is not ClauseKind.ITEM and holder.sort != "续":
                parent = holder
                break
        self._add(node, parent)

    def law_paragraph(self, article: Node, line: Line) -> None:
        """The next 款 of ``article``."""
        stack = self.stack
        while stack[-1] is not article:
            stack.pop()
        number = article.paragraphs
        node = Node(
            line.start, line.number, PARAGRAPH, f"第{chinese(number)}款", ClauseKind.PARAGRAPH,
            "款", (number,),
        )  # fmt: skip
        self._add(node, article)
        stack.append(node)

    def continued(self, line: Line) -> None:
        """A paragraph behind the lists or tables of a clause."""
        stack = self.stack
        while stack and stack[-1].kind in (ClauseKind.ITEM, ClauseKind.PARAGRAPH):
            stack.pop()
        if not stack:
            return
        holder = stack[-1]
        holder.paragraphs += 1
        mark = f"续{holder.paragraphs}" if holder.paragraphs > 1 else "续"
        node = Node(line.start, line.number, PARAGRAPH, mark, ClauseKind.PARAGRAPH, "续")
        self._add(node, holder)
        stack.append(node)

    def under_references(self) -> bool:
        """Whether 参考文献 or 索引 is open: nothing in it is a heading."""
        top = self.stack[-1] if self.stack else None
        return top is not None and top.sort == Sort.UNNUMBERED and top.mark in ("参考文献", "索引")

    def _add(self, node: Node, parent: Node | None) -> None:
        node.parent = parent
        sort = node.sort
        if parent is None:
            base: tuple[str, ...] = ()
            prefix = ""
            node.level = 1 if node.kind is not ClauseKind.CLOSING else 0
        else:
            node.level = parent.level + 1
            holder: Node | None = parent
            if sort == Sort.ARTICLE or sort == Sort.NUMBER or sort == Sort.ANNEX_NUMBER:
                holder = self.base if sort != Sort.NUMBER or self.family == "standard" else parent
            base, prefix = (holder.path, holder.key + "/") if holder is not None else ((), "")
        if sort == Sort.DASH:
            number = self._dash_number(parent)
            node.mark, node.numbers = f"——{number}", (number,)
        key = prefix + node.mark
        mark = node.mark
        if key in self._turns:
            mark, key = self._turned(node, prefix, key)
        self._turns[key] = 1
        node.key, node.path = key, (*base, mark)
        node.label = self._own_label(label_of(node, mark, self.family))
        self.nodes.append(node)

    def _own_label(self, label: str) -> str:
        """``label``, or ``label·2`` where another clause is called so."""
        turn = self._labels.get(label, 0) + 1
        own = label
        while own in self._labels:
            own = f"{label}·{turn}"
            turn += 1
        self._labels[label] = max(turn - 1, 1)
        self._labels.setdefault(own, 1)
        return own

    @staticmethod
    def _dash_number(parent: Node | None) -> int:
        """Which dash of its clause this is; a paragraph between two lists does not begin anew."""
        if parent is None:
            return 1
        holder = parent.parent if parent.sort == "续" and parent.parent is not None else parent
        holder.last = holder.last or {}
        number = holder.last[Sort.DASH] = holder.last.get(Sort.DASH, 0) + 1
        return number

    def _turned(self, node: Node, prefix: str, key: str) -> tuple[str, str]:
        turn, first = self._turns[key] + 1, key
        mark = f"{node.mark}·{turn}"
        while prefix + mark in self._turns:
            turn += 1
            mark = f"{node.mark}·{turn}"
        self._turns[first] = turn
        if node.sort in _TOLD or (node.numbers and node.numbers[0] == 1):
            self._notices.tell(
                "repeated", f"{node.mark} 出现不止一次，这一处记作 {mark}。", node.line
            )
        return mark, prefix + mark
