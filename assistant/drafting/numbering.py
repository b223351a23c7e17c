"""Numbers of a document's blocks by its style, and cross-references to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.blueprint import Style
from assistant.drafting.document import Block, Run, Runs
from assistant.drafting.parsing import Piece
from corpus.reading.docx.numerals import numeral
from corpus.structure.folding import chinese

#: Prefix of a reference to an attachment.
FILE = "file:"


@dataclass(frozen=True, slots=True)
class Part:
    """A section to number: its pieces, and whether its title is printed as a heading."""

    id: str
    title: str
    heading: bool
    pieces: tuple[Piece, ...]
    page: bool = False


class _Counter:
    """Where the numbering stands."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.first = self.second = self.article = self.item = self.sub = 0

    def heading(self, level: int) -> str:
        if level == 1:
            self.first, self.second = self.first + 1, 0
            if self.style is Style.STANDARD:
                self.article = 0
        else:
            self.second += 1
            if self.style is Style.STANDARD:
                self.article = 0
        self.restart()
        return self._heading_label(level)

    def _heading_label(self, level: int) -> str:
        number = self.first if level == 1 else self.second
        if self.style is Style.MEASURES:
            return f"第{chinese(number)}{'章' if level == 1 else '节'}"
        if self.style is Style.STANDARD:
            return str(self.first) if level == 1 else f"{self.first}.{self.second}"
        return f"{chinese(number)}、" if level == 1 else f"（{chinese(number)}）"

    def next_article(self) -> str:
        self.article += 1
        self.restart()
        if self.style is Style.STANDARD:
            numbers = [self.first, *([self.second] if self.second else []), self.article]
            return ".".join(str(number) for number in numbers)
        return f"第{chinese(self.article)}条"

    def next_item(self, level: int) -> str:
        if level == 1:
            self.item, self.sub = self.item + 1, 0
            number = self.item
        else:
            self.sub += 1
            number = self.sub
        if self.style is Style.STANDARD:
            return f"{numeral(number, 'lowerLetter')})" if level == 1 else f"{number})"
        if self.style is Style.OFFICIAL:
            return f"{number}." if level == 1 else f"（{number}）"
        return f"（{chinese(number)}）" if level == 1 else f"{number}."

    def restart(self) -> None:
        self.item = self.sub = 0


@dataclass(frozen=True, slots=True)
class Anchored:
    """Where a reference points: 第十二条第（二）项."""

    label: str
    section: str


def numbered(
    style: Style, parts: Iterable[Part], attachments: Sequence[str]
) -> tuple[tuple[Block, ...], Mapping[str, Anchored]]:
    """All blocks with labels and resolved references, and the places of anchors.

    ``attachments`` are keys of attachments in order: ``<@file:KEY>`` gives 附件2 (附件 when there is one).
    A reference that points nowhere is left as 【待填：互见】.
    """
    counter = _Counter(style)
    places: dict[str, Anchored] = {}
    blocks: list[Block] = []
    for part in parts:
        own = list(_of_part(part, counter, places))
        if part.page and own:
            own[0] = replace(own[0], page=True)
        blocks += own
    single = len(attachments) == 1
    for number, key in enumerate(attachments, 1):
        places[FILE + key] = Anchored("附件" if single else f"附件{number}", "")
    return tuple(_resolved(block, places) for block in blocks), places


def _of_part(part: Part, counter: _Counter, places: dict[str, Anchored]) -> Iterator[Block]:
    if part.heading:
        label = counter.heading(1)
        yield Block("heading", (Run(part.title),), 1, label, part.id)
    above = ""
    for piece in part.pieces:
        label = _label(piece, counter)
        spoken = label
        if piece.kind == "article":
            above = label
        elif piece.kind == "heading":
            above = ""
        elif piece.kind == "item":
            spoken = _spoken_item(label, piece.level, above, counter)
        if piece.anchor:
            places[piece.anchor] = Anchored(spoken.rstrip("、."), part.id)
        yield Block(
            piece.kind,
            piece.runs,
            piece.level,
            label,
            part.id,
            piece.anchor,
            piece.rows,
            form=piece.form,
        )


def _label(piece: Piece, counter: _Counter) -> str:
    if piece.kind == "heading":
        return counter.heading(piece.level)
    if piece.kind == "article":
        return counter.next_article()
    if piece.kind == "item":
        return counter.next_item(piece.level)
    if piece.kind == "paragraph":
        counter.restart()
    return ""


def _spoken_item(label: str, level: int, above: str, counter: _Counter) -> str:
    if counter.style is Style.STANDARD:
        upper = f" {numeral(counter.item, 'lowerLetter')})" if level == 2 else ""
        return f"{above}{upper} {label}".strip()
    number = label.rstrip(".")
    if above and level == 1:
        return f"{above}第{number}项"
    if above:
        return f"{above}第（{chinese(counter.item)}）项第{number}目"
    return f"第{number}项"


def _resolved(block: Block, places: Mapping[str, Anchored]) -> Block:
    rows = tuple(tuple(_runs(cell, places) for cell in row) for row in block.rows)
    return replace(block, runs=_runs(block.runs, places), rows=rows)


def _runs(runs: Runs, places: Mapping[str, Anchored]) -> Runs:
    if not any(run.kind == "reference" for run in runs):
        return runs
    return tuple(_reference(run, places) if run.kind == "reference" else run for run in runs)


def _reference(run: Run, places: Mapping[str, Anchored]) -> Run:
    place = places.get(run.name)
    if place is None:
        return Run("【待填：互见】", "blank", run.name)
    return Run(place.label, "reference", run.name)


def _letter(number: int) -> str:
    """As Word counts: a to z, aa, bb …"""
    return numeral(number, "lowerLetter")
