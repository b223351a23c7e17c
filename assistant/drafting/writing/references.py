"""Cross-references: fields that show the number of the paragraph they point at, with its text in store.

A field is used where Word, when it renews the field, would write the very words that stand there: it
writes a paragraph's number without the dot behind it. Else the words are a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.drafting.document import Block, Run
from assistant.drafting.numbering import FILE
from assistant.drafting.writing.elements import Element, el, field, run


class Bookmarks:
    """Which blocks are pointed at, and under which name."""

    def __init__(self, blocks: Sequence[Block], attachments: int) -> None:
        self._blocks = blocks
        self._at = {block.anchor: n for n, block in enumerate(blocks) if block.anchor}
        self._attachments = attachments
        self._names: dict[int, str] = {}
        self._taken: set[int] = set()
        #: Blocks whose number a list writes; filled before a reference is asked for.
        self.automatic: set[int] = set()

    @staticmethod
    def attachment(number: int) -> str:
        """Name of the bookmark at the number of an attachment."""
        return f"_Ref_CQO_A{number}"

    def mark(self, number: int, content: list[Element]) -> list[Element]:
        """``content`` of the block of that number between its bookmarks, if anything points at it."""
        if number not in self._wanted:
            return content
        return bookmarked(self._name(number), 1000 + number, content)

    @property
    def _wanted(self) -> set[int]:
        if not self._taken:
            for target in self._targets():
                self._taken.update([target, *self._above(target)])
            self._taken.add(-1)
        return self._taken

    def _targets(self) -> Iterator[int]:
        for block in self._blocks:
            for runs in (block.runs, *(cell for row in block.rows for cell in row)):
                for one in runs:
                    if one.kind == "reference" and one.name in self._at:
                        yield self._at[one.name]

    def _name(self, number: int) -> str:
        return self._names.setdefault(number, f"_Ref_CQO_{number + 1:05d}")

    def _above(self, target: int) -> list[int]:
        """The article and the item that the target stands under, as its spoken number names them."""
        found: list[int] = []
        block = self._blocks[target]
        item_wanted = block.kind == "item" and block.level == 2
        for number in range(target - 1, -1, -1):
            one = self._blocks[number]
            if block.kind != "item" or one.section != block.section or one.kind == "heading":
                break
            if one.kind == "article":
                return [number, *found]
            if item_wanted and one.kind == "item" and one.level == 1:
                found, item_wanted = [number], False
        return found

    def of(self, reference: Run) -> list[Element]:
        """Elements of the reference: its words, as fields where they are numbers of paragraphs."""
        if reference.name.startswith(FILE):
            return self._to_attachment(reference)
        target = self._at.get(reference.name)
        if target is None:
            return [run(reference.text)]
        pieces = self._pieces(reference.text, [*self._above(target), target])
        if pieces is None:
            return [_link(self._name(target), reference.text)]
        found: list[Element] = []
        for words, number in pieces:
            found += [run(words)] if number is None else _number_field(self._name(number), words)
        return found

    def _pieces(self, words: str, numbers: list[int]) -> list[tuple[str, int | None]] | None:
        """``words`` cut into plain ones and numbers of blocks; None where that cannot be done."""
        shown: dict[int, str] = {}
        for number in numbers:
            label = self._blocks[number].label
            if number not in self.automatic or not label or label.endswith("、"):
                return None
            shown[number] = label.rstrip(".")
        return _cut(words, shown)

    def _to_attachment(self, reference: Run) -> list[Element]:
        found = re.fullmatch(r"附件(\d*)", reference.text)
        if not found or int(found[1] or 1) > self._attachments:
            return [run(reference.text)]
        name = self.attachment(int(found[1] or 1))
        if not found[1]:
            return [_link(name, reference.text)]
        return [run("附件"), *field(f"REF {name} \\h", found[1])]


def _cut(words: str, shown: Mapping[int, str]) -> list[tuple[str, int | None]] | None:
    pieces: list[tuple[str, int | None]] = []
    rest = words
    for number, label in shown.items():
        before, found, rest = rest.partition(label)
        if not found:
            return None
        pieces += [(before, None)] if before else []
        pieces.append((label, number))
    return pieces + ([(rest, None)] if rest else [])


def _number_field(name: str, words: str) -> list[Element]:
    return field(f"REF {name} \\n \\h", words)


def _link(name: str, words: str) -> Element:
    return el("w:hyperlink", run(words), anchor=name, history=1)


def bookmarked(name: str, key: int, content: list[Element]) -> list[Element]:
    start = el("w:bookmarkStart", id=key, name=name)
    return [start, *content, el("w:bookmarkEnd", id=key)]
