"""Letters of a PDF page to lines: runs of letters, joined where they stand side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.reading.layout.letters import CJK, LOWERED, RAISED
from corpus.reading.layout.page import PageLayout, Strip, side_by_side, union
from corpus.reading.pdf.letters import Letter

_MARK = re.compile(r"\[?\d{1,3}\]?$|[①-⑳*＊†‡]$|〔\d{1,3}〕$")
_BLANKS = re.compile(r"[ \u2002-\u200a]{2,}")
IsBold = Callable[[int], bool]


def strips_of(letters: Sequence[Letter], layout: PageLayout, is_bold: IsBold) -> list[Strip]:
    """The lines; columns and cells stay apart as long as a letter's width lies between them."""
    runs = [run for run in _runs(letters) if any(not c.text.isspace() for c in run)]
    strips = [_strip(run, layout, is_bold) for run in runs]
    joined: list[Strip] = []
    for row in side_by_side(strips):
        current = row[0]
        for strip in row[1:]:
            gap = strip.left - current.right
            if gap < max(current.size, strip.size):
                current = _beside(current, strip)
            else:
                joined.append(current)
                current = strip
        joined.append(current)
    return joined


def take_vertical(letters: Sequence[Letter]) -> tuple[list[Letter], str]:
    """Letters without those that stand one below the other, and the words these make."""
    stacks: list[list[Letter]] = []
    for letter in letters:
        last = stacks[-1][-1] if stacks else None
        if (
            last is not None
            and CJK.match(letter.text)
            and abs(letter.left - last.left) < 0.3 * letter.size
            and 0.7 * letter.size < letter.base - last.base < 1.8 * letter.size
        ):
            stacks[-1].append(letter)
        elif not letter.text.isspace():
            stacks.append([letter])
    tall = [stack for stack in stacks if len(stack) >= 5]
    if not tall:
        return list(letters), ""
    gone = {letter.number for stack in tall for letter in stack}
    words = " ".join("".join(letter.text for letter in stack) for stack in tall)
    return [letter for letter in letters if letter.number not in gone], words


def _runs(letters: Sequence[Letter]) -> list[list[Letter]]:
    """Letters that follow one another on a line, in the order of the file."""
    runs: list[list[Letter]] = []
    last: Letter | None = None
    for letter in letters:
        if last is not None:
            size = max(last.size, letter.size)
            gap = letter.left - last.right
            level = abs(letter.base - last.base) <= 0.12 * size
            alike = min(last.size, letter.size) > 0.8 * size or letter.text.isspace()
            # One sign for two dashes is as wide as both.
            again = (
                letter.text == last.text
                and abs(letter.left - last.left) < 0.3 * letter.size
                and letter.right - letter.left < 1.4 * letter.size
            )
            if level and again and abs(gap) > 0.3 * size and not letter.text.isspace():
                continue  # printed twice to look bold
            if level and alike and -0.5 * size < gap < 0.9 * size:
                runs[-1].append(letter)
                last = letter
                continue
        runs.append([letter])
        last = letter
    return runs


def _strip(run: list[Letter], layout: PageLayout, is_bold: IsBold) -> Strip:
    inked = [letter for letter in run if not letter.text.isspace()]
    first, last = run.index(inked[0]), len(run) - run[::-1].index(inked[-1])
    parts: list[str] = []
    before: Letter | None = None
    for letter in run[first:last]:
        if before is not None and parts[-1] != " " and letter.text != " ":
            gap = letter.left - before.right
            wide = CJK.match(before.text) or CJK.match(letter.text)
            if gap > (0.6 if wide else 0.2) * letter.size:
                parts.append(" ")
        parts.append(letter.text)
        before = letter
    sizes = sorted(letter.size for letter in inked)
    size = sizes[len(sizes) // 2]
    left = min(letter.left for letter in inked)
    right = max(letter.right for letter in inked)
    base = sorted(letter.base for letter in inked)[len(inked) // 2]
    # The boxes that fonts state differ; those of the letters' size around the line agree.
    top, bottom = base - 0.86 * size, base + 0.14 * size
    return Strip(
        page=layout.number,
        text=_BLANKS.sub("  ", "".join(parts)),
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        size=size,
        box=layout.box(left, top, right, bottom),
        bold=is_bold(inked[len(inked) // 2].number),
    )


def _is_raised(small: Strip, large: Strip) -> bool:
    return small.size < 0.8 * large.size and small.bottom < large.bottom - 0.08 * large.size


def _beside(before: Strip, after: Strip) -> Strip:
    gap = after.left - before.right
    text, own = before.text, after.text
    if _is_raised(after, before):
        if _MARK.match(own.strip()):
            text, own = text.rstrip(), f"{RAISED}{own.strip()}{LOWERED}"
    elif _is_raised(before, after) and _MARK.match(text.strip()):
        text = f"{RAISED}{text.strip()}{LOWERED}"
    elif gap > 0.6 * max(before.size, after.size) or (
        gap > 0.2 * after.size and text[-1:].isascii() and own[:1].isascii()
    ):
        text += " "
    main = before if len(before.text) >= len(after.text) else after
    return replace(
        main,
        text=text + own,
        left=min(before.left, after.left),
        right=max(before.right, after.right),
        box=union(before.box, after.box),
        bold=before.bold and after.bold,
    )
