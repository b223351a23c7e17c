"""Words of a paragraph: facts, blanks to fill in, lines to write on, marks of options, references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Protocol

from assistant.drafting.document import Run
from assistant.drafting.writing.elements import Element, el, run

_LINE = re.compile("(＿{2,})")


class References(Protocol):
    """What makes a reference a link."""

    def of(self, reference: Run) -> list[Element]: ...


def words(runs: Iterable[Run], references: References | None = None) -> list[Element]:
    """Elements of a paragraph. Without ``references`` a reference is plain words."""
    found: list[Element] = []
    for one in _joined(runs):
        if one.kind == "reference" and references is not None:
            found += references.of(one)
        elif one.kind == "option":
            found.append(run(one.text, el("w:highlight", val="cyan")))
        else:
            found += _written(one)
    return found


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Text and facts look alike: one run, so that a line does not end with 《 where a fact begins."""
    for plain, some in groupby(runs, lambda one: one.kind in ("text", "fact")):
        if plain:
            yield Run("".join(one.text for one in some))
        else:
            yield from some


def _written(one: Run) -> list[Element]:
    """A missing fact is marked; a row of low lines becomes a real line to write on."""
    if one.kind == "blank" and set(one.text) == {"＿"}:
        return [line(len(one.text))]
    mark = el("w:highlight", val="yellow") if one.kind == "blank" else None
    return [
        line(len(part)) if _LINE.fullmatch(part) else run(part, mark)
        for part in _LINE.split(one.text)
        if part
    ]


def line(characters: int) -> Element:
    """A line to write on, as wide as so many characters."""
    return run("\u3000" * max(1, characters), el("w:u", val="single"))
