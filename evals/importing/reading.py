"""Import one file as the product does, without storing it: read, divide, build the trees."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.importing.hints import hints_between, hints_of
from corpus.models import Clause
from corpus.reading.models import Reading
from corpus.reading.registry import read_file
from corpus.structure.parse import parse
from corpus.structure.parsed import Hint, Parsed
from corpus.structure.parts import split_documents

_ARTICLE = re.compile(r"第[^章节编款]+条(之.+)?(·\d+)?$")


@dataclass(frozen=True, slots=True)
class Imported:
    """A file's text, the tree of each document in it, and the seconds that each step took."""

    reading: Reading
    parts: tuple[Parsed, ...]
    reading_seconds: float
    parsing_seconds: float

    @property
    def tree(self) -> dict[str, Clause]:
        """Clauses by path; those of a second document in the file begin with ``2:``."""
        return {
            ("" if number == 1 else f"{number}:") + "/".join(clause.path): clause
            for number, part in enumerate(self.parts, start=1)
            for clause in part.clauses
        }

    @property
    def whole(self) -> bool:
        """Whether the clauses joined are the text."""
        joined = "".join(clause.text for part in self.parts for clause in part.clauses)
        return joined == self.reading.text

    @property
    def articles(self) -> int:
        """How many 第X条 became clauses."""
        return sum(
            _ARTICLE.match(clause.path[-1]) is not None
            for part in self.parts
            for clause in part.clauses
        )


def import_file(path: Path, *, progress: Callable[[int, int], None] | None = None) -> Imported:
    """Raises BadInput as the reader does."""
    started = time.perf_counter()
    reading = read_file(path, progress=progress)
    read = time.perf_counter()
    parts = parse_all(reading.text, hints_of(reading))
    return Imported(reading, parts, read - started, time.perf_counter() - read)


def parse_all(text: str, hints: tuple[Hint, ...] = ()) -> tuple[Parsed, ...]:
    """The documents of a text, each as a tree."""
    parsed = []
    for number, part in enumerate(split_documents(text)):
        own = hints_between(hints, text, part.start, part.end)
        parsed.append(parse(f"x{number}", text[part.start : part.end], hints=own))
    return tuple(parsed)
