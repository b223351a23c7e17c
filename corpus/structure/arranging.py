"""Decide which marks are headings here, how deep they stand, and under what: one pass over the lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from corpus.models import ClauseKind
from corpus.structure.closing import is_attachment
from corpus.structure.headings import FAMILIES, HEADINGS, LEAVES, TOP_HEADING
from corpus.structure.headwords import (
    annex_head,
    article_title,
    take_title,
    term_of,
    title_of_rest,
    whole_title,
)
from corpus.structure.lines import Line, is_title
from corpus.structure.marks import Mark, Sort
from corpus.structure.nodes import Node
from corpus.structure.notices import Notices
from corpus.structure.placing import Placing
from corpus.structure.sequence import Sequences
from corpus.structure.unmarked import SENTENCE_END, WRAPPED, is_fragment, lacks_number, list_goes_on


class Arranger:
    """Makes the nodes of one text. ``family`` is law, standard or official."""

    def __init__(
        self,
        text: str,
        lines: Sequence[Line],
        family: str,
        *,
        contents: range = range(0),
        closing: int | None = None,
        silent: Collection[int] = (),
    ) -> None:
        self._text_of, self.lines, self.family = text, lines, family
        self.notices = Notices()
        self.places = Placing(family, self.notices)
        self.numbers = Sequences(family, self.notices)
        self._contents, self._closing, self._silent = contents, closing, silent
        self._form = FAMILIES[family]
        self._ranks, self._items = self._form.ranks, self._form.items
        self._leaf: Node | None = None
        self._in_terms = False
        self._unnumbered_list = False
        self._tops = self._tops_are_headings()
        self._points = self._points_are_chapters()

    def run(self) -> list[Node]:
        """Nodes in the order of the text."""
        lines, silent = self.lines, self._silent
        law, places = self.family == "law", self.places
        index, count = 0, len(lines)
        while index < count:
            line = lines[index]
            if index == self._closing:
                index = self._close(index)
                continue
            if index in self._contents:
                self._table_of_contents(line)
                index = self._contents.stop
                continue
            if silent and index in silent:
                index += 1
                continue
            mark = line.mark
            if mark is None:
                if line.heading is not None and self._stated(line):
                    pass
                elif places.stack:
                    self._plain(index, line, law)
                index += 1
                continue
            index += 1 + self._marked(index, line, mark)
        return places.nodes

    # -- contents, signature ---------------------------------------------------------------------

    def _table_of_contents(self, line: Line) -> None:
        node = Node(line.start, line.number, 0, "目次", ClauseKind.CONTENTS)
        self.places.root(node)
        self._leaf = None

    def _close(self, index: int) -> int:
        line = self.lines[index]
        self.places.root(Node(line.start, line.number, 0, "落款", ClauseKind.CLOSING))
        self._leaf = None
        index += 1
        while index < len(self.lines) and not is_attachment(self.lines[index]):
            index += 1
        return index

    # -- headings --------------------------------------------------------------------------------

    def _marked(self, index: int, line: Line, mark: Mark) -> int:
        """Make a node of the line when it begins one. Lines taken beyond it."""
        sort = mark.sort
        if sort in self._ranks:
            return self._numbered(index, line, mark)
        if sort == Sort.ROW:
            self._row(line)
            return 0
        if sort in LEAVES:
            if not self._leaf_of(index, line, mark):
                self._text(index, line)
            return 0
        if sort == Sort.ATTACHMENT and index and is_attachment(line):
            return self._annex(index, line, mark)
        if sort == Sort.ANNEX and self._is_annex(line, mark):
            return self._annex(index, line, mark)
        if sort == Sort.UNNUMBERED and (
            self.family != "official" or line.heading is not None or not self.places.stack
        ):
            self._unnumbered(line, mark)
            return 0
        self._text(index, line)
        return 0

    def _text(self, index: int, line: Line) -> None:
        if line.heading is not None and self._stated(line):
            return
        if self.places.stack:
            self._plain(index, line, self.family == "law")

    def _stated(self, line: Line) -> bool:
        """A heading by the file's own word (style, ``##``), without a number."""
        first = not self.places.nodes
        if not line.words or (line.heading == 0 and first) or len(line.words) > 60:
            return False
        rank = self._form.stated if line.heading else 0
        if line.kind == "stated" and line.heading:  # a person says how deep it stands
            above = [n.rank for n in self.places.stack if n.level < line.heading]
            rank = above[-1] + 1 if above else 1
        node = Node(line.start, line.number, rank, "", ClauseKind.HEADING)
        take_title(node, line, len(line.words), 0)
        node.mark = re.sub(r"\s+", " ", self._text_of[node.title_at : node.title_end])
        self._push(node)
        return True

    def _unnumbered(self, line: Line, mark: Mark) -> None:
        rank = 1 if self.family == "law" else 5
        node = Node(line.start, line.number, rank, mark.mark, ClauseKind.HEADING, mark.sort)
        node.title, node.title_end = mark.mark, line.at + len(line.words)
        if self.family == "standard":
            self.places.close_all()
        self._push(node)
        self._in_terms = False

    def _is_annex(self, line: Line, mark: Mark) -> bool:
        rest = line.rest
        if rest and not line.heading and not mark.spaced and rest[0] not in "（(":
            return False
        return len(rest) <= 60 and not re.search(
            r"[。；，,;]|^(?:的|中|所|给出|规定|和|或|、)", rest
        )

    def _annex(self, index: int, line: Line, mark: Mark) -> int:
        node = Node(
            line.start, line.number, 0, mark.mark, ClauseKind.ANNEX, mark.sort, mark.numbers
        )
        taken = annex_head(node, self.lines, index)
        self._push(node)
        self.numbers.enter(node)
        self._in_terms = False
        return taken

    def _numbered(self, index: int, line: Line, mark: Mark) -> int:
        sort = mark.sort
        if self.places.under_references():
            self._text(index, line)
            return 0
        rank = self._ranks[sort]
        if sort == Sort.NUMBER or sort == Sort.ANNEX_NUMBER:
            rank += len(mark.numbers) - 1
            fits = self.numbers.dotted(line, mark, self.places)
        elif sort == Sort.POINT and self._points and is_title(line.rest):
            mark = Mark(Sort.NUMBER, mark.mark, mark.numbers, mark.end, True)
            fits, rank = self.numbers.dotted(line, mark, self.places), self._ranks[Sort.NUMBER]
        else:
            if sort == Sort.TOP and self._tops:
                rank = TOP_HEADING
            fits = self.numbers.fits(line, mark, rank, self.places)
        if not fits:
            self._text(index, line)
            return 0
        if mark.sort in HEADINGS or rank == TOP_HEADING:
            kind = ClauseKind.HEADING
        else:
            kind = ClauseKind.ITEM if mark.sort in self._items else ClauseKind.CLAUSE
        node = Node(line.start, line.number, rank, mark.mark, kind, mark.sort, mark.numbers)
        taken = self._title(node, index, line, mark)
        self._push(node, index)
        return taken

    def _title(self, node: Node, index: int, line: Line, mark: Mark) -> int:
        sort = mark.sort
        if sort == Sort.ARTICLE:
            article_title(node, self.lines, index)
            node.paragraphs = 1 if len(line.words) > mark.end and self._has_text(node, line) else 0
            return 0
        if node.kind is ClauseKind.HEADING:
            return whole_title(node, self.lines, index)
        if sort == Sort.NUMBER or sort == Sort.ANNEX_NUMBER:
            if len(mark.numbers) == 1 or (not self._in_terms and len(mark.numbers) == 2):
                self._in_terms = False
            if len(mark.numbers) > 1 and self._in_terms:
                taken = term_of(node, self.lines, index)
                if node.term is not None:
                    return taken
            if len(line.words) == mark.end:
                return whole_title(node, self.lines, index)
            title_of_rest(node, line)
            self._in_terms = self._in_terms or "术语" in node.title
            return 0
        if node.kind is not ClauseKind.ITEM:
            title_of_rest(node, line)
        return 0

    def _has_text(self, node: Node, line: Line) -> bool:
        return not node.title_end or node.title_end < line.at + len(line.words)

    def _push(self, node: Node, index: int = -1) -> None:
        self._leaf = None
        listed = index > 0 and self.lines[index - 1].words[-1] in "：:"
        self.places.push(node, listed=listed)

    # -- tables, notes ---------------------------------------------------------------------------

    def _row(self, line: Line) -> None:
        if self._leaf is not None and self._leaf.kind is ClauseKind.TABLE:
            return
        if self.places.nodes:
            self._leaf = Node(line.start, line.number, 99, "表", ClauseKind.TABLE, Sort.ROW)
            self.places.hang(self._leaf)

    def _leaf_of(self, index: int, line: Line, mark: Mark) -> bool:
        sort, rest = mark.sort, line.rest
        if sort in (Sort.TABLE, Sort.FIGURE) and not is_title(rest or "题", 60):
            return False
        if sort == Sort.FOOTNOTE and not (
            line.kind == "footnote" or line.words.startswith("[^") or self._is_footnote(index, mark)
        ):
            return False
        if not self.places.nodes:
            return False
        node = Node(line.start, line.number, 99, mark.mark, LEAVES[sort], sort, mark.numbers)
        if sort in (Sort.TABLE, Sort.FIGURE):
            take_title(node, line, len(rest), mark.end)
        self.places.hang(node)
        self._leaf = node
        return True

    def _is_footnote(self, index: int, mark: Mark) -> bool:
        """Whether the line above, or another footnote's, refers to this one."""
        if self.places.under_references():
            return False
        sign = f"[{mark.numbers[0]}]"
        return any(
            sign in above.words and not above.words.startswith(sign)
            for above in self.lines[max(0, index - 4) : index]
        )

    # -- plain lines -----------------------------------------------------------------------------

    def _plain(self, index: int, line: Line, law: bool) -> None:
        """A line without mark: 款 of a law, a paragraph behind a list or table, or more of the same."""
        if line.words.startswith("<!--"):
            return
        before = self.lines[index - 1]
        leaf = self._leaf
        if leaf is not None:
            if self._stays(leaf, before, index):
                return
            self._leaf = None
        elif (
            line.number == before.number + 1
            and (len(before.words) >= WRAPPED or self._breaks_off(before, law))
            and before.words[-1] not in SENTENCE_END
            and before.heading is None
            and self._is_text(before)
        ):
            return
        if law:
            self._law_paragraph(index, line)
        elif leaf is not None or (self.family == "standard" and self._behind_list(index, before)):
            self.places.continued(line)

    def _breaks_off(self, before: Line, law: bool) -> bool:
        """Whether the line above begins or carries on a 款 and does not end as a sentence does.

        An item may lack its punctuation.
        """
        top = self.places.stack[-1]
        first = top.start == before.start
        return law and top.kind is not ClauseKind.ITEM and (first or before.words[-1] in "，、,")

    def _is_text(self, before: Line) -> bool:
        """Whether the line above is text that may go on, not a heading."""
        top = self.places.stack[-1]
        return top.title_end <= before.start and top.kind is not ClauseKind.HEADING

    def _stays(self, leaf: Node, before: Line, index: int) -> bool:
        if leaf.kind is ClauseKind.TABLE or leaf.kind is ClauseKind.FIGURE:
            following = self.lines[index + 1 : index + 2]
            row = (
                bool(following)
                and following[0].mark is not None
                and following[0].mark.sort == Sort.ROW
            )
            return row and before.start <= leaf.start
        alone = before.start == leaf.start and before.mark is not None and not before.rest
        return alone or before.words[-1] not in "。！？"

    def _law_paragraph(self, index: int, line: Line) -> None:
        stack = self.places.stack
        top = stack[-1]
        if top.kind is ClauseKind.ITEM and list_goes_on(self.lines, index, top):
            return
        if is_fragment(line, self.lines[index - 1]):
            return
        self._unnumbered_list = lacks_number(line, self.lines[index - 1], self._unnumbered_list)
        if self._unnumbered_list:
            return
        for node in reversed(stack):
            if node.sort == Sort.ARTICLE:
                node.paragraphs += 1
                if node.paragraphs > 1:
                    self.places.law_paragraph(node, line)
                return

    def _behind_list(self, index: int, before: Line) -> bool:
        top = self.places.stack[-1]
        if top.kind is not ClauseKind.ITEM or before.words[-1] not in "。！？":
            return False
        return not (top.numbers and list_goes_on(self.lines, index, top))

    # -- what the whole text says ----------------------------------------------------------------

    def _tops_are_headings(self) -> bool:
        """Whether 一、 is a heading above the articles of a law, not an item."""
        if self.family != "law":
            return False
        tops = [line for line in self.lines if line.mark and line.mark.sort == Sort.TOP]
        return len(tops) >= 2 and sum(is_title(line.rest) for line in tops) >= 0.8 * len(tops)

    def _points_are_chapters(self) -> bool:
        """Whether a standard writes its chapters as ``1. 目的``."""
        if self.family != "standard":
            return False
        marks = [line for line in self.lines if line.mark]
        chapters = sum(
            1 for x in marks if x.mark and x.mark.sort == Sort.NUMBER and len(x.mark.numbers) == 1
        )
        points = [x for x in marks if x.mark and x.mark.sort == Sort.POINT and is_title(x.rest)]
        return len(points) >= 2 and chapters < len(points)
