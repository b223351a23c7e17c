"""What a line without mark is: more of the line above, an item that lacks its number, or a paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.structure.lines import Line
from corpus.structure.nodes import Node

SENTENCE_END = frozenset("。；：！？”）)」》…;:!?|>.")
#: A line that a page breaks is at least so long.
WRAPPED = 20


def is_fragment(line: Line, before: Line) -> bool:
    """Whether the line is no sentence, so no 款: a formula, a cell, a piece of a line."""
    if line.words[-1] in SENTENCE_END:
        return False
    formula = "=" in line.words or "＝" in line.words or before.words[-1] in "：:"
    return formula or len(line.words) < WRAPPED


def lacks_number(line: Line, before: Line, listed: bool) -> bool:
    """Whether the line is an item without number: no 款 ends with ； below a line that ends with ：.

    ``listed``: the line above was such an item, or text below it.
    """
    last = line.words[-1]
    if before.words[-1] in "：:":
        return last in "；;"
    return listed and before.words[-1] in "；;" and last in "；;。"


def list_goes_on(lines: Sequence[Line], index: int, top: Node) -> bool:
    """Whether the next mark behind ``lines[index]`` is one of the next items of the list of ``top``."""
    for line in lines[index + 1 : index + 6]:
        mark = line.mark
        if mark is not None:
            counted = mark.sort == top.sort and mark.numbers and top.numbers
            # 2 when the line between lacks its number
            return bool(counted) and mark.numbers[0] - top.numbers[0] in (1, 2)
    return False
