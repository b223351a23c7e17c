"""What a file's format says of its lines, as the parser takes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.models import Origin
from corpus.reading.models import LineKind, Reading
from corpus.structure.parsed import Hint

#: How a hint is stored with a text and written in front matter: line, kind, level, label.
StoredHint = tuple[int, str, int | None, str | None]


def hints_of(reading: Reading) -> tuple[Hint, ...]:
    """What the format says of lines, by the number of the line."""
    hints, line, position = [], 1, 0
    for entry in reading.lines:
        line += reading.text.count("\n", position, entry.start)
        position = entry.start
        if entry.kind is not LineKind.TEXT:
            hints.append(Hint(line, entry.kind.value, entry.level))
    return tuple(hints)


def hints_between(hints: Sequence[Hint], text: str, start: int, end: int) -> tuple[Hint, ...]:
    """The hints of the lines of ``text[start:end]``, counted from its own first line."""
    above = text.count("\n", 0, start)
    lines = text.count("\n", start, end) + 1
    return tuple(
        Hint(hint.line - above, hint.kind, hint.level, hint.label)
        for hint in hints
        if above < hint.line <= above + lines
    )


def stored_hints(hints: Iterable[Hint]) -> tuple[StoredHint, ...]:
    return tuple((hint.line, hint.kind, hint.level, hint.label) for hint in hints)


def hints_again(origin: Origin | None) -> tuple[Hint, ...]:
    """The hints that were stored with a text."""
    return tuple(Hint(*stored) for stored in origin.hints) if origin else ()
