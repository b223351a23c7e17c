"""A clause in the making: where it begins, what it is, and under what it stands."""

from __future__ import annotations

from corpus.models import ClauseKind, Nature


class Node:
    """``start`` and ``line`` are those of its first line; ``title_end`` the offset behind its heading.

    ``title_at`` is the offset of its heading words, -1 when ``title`` is not as the text has it.
    ``rank`` orders levels: a node closes all open nodes of its rank or deeper. ``path`` is the path
    of the clause, ``key`` its joined form. ``last`` holds the last number of each sort below it.
    """

    __slots__ = (
        "key", "kind", "label", "last", "level", "line", "mark", "nature", "numbers", "paragraphs",
        "parent", "path", "rank", "sort", "start", "term", "title", "title_at", "title_end",
    )  # fmt: skip

    def __init__(
        self,
        start: int,
        line: int,
        rank: int,
        mark: str,
        kind: ClauseKind,
        sort: str = "",
        numbers: tuple[int, ...] = (),
    ) -> None:
        self.start, self.line, self.rank, self.mark = start, line, rank, mark
        self.kind, self.sort, self.numbers = kind, sort, numbers
        self.title, self.title_at, self.title_end = "", -1, 0
        self.parent: Node | None = None
        self.path: tuple[str, ...] = ()
        self.key = self.label = ""
        self.level = 0
        self.term: str | None = None
        self.nature: Nature | None = None
        self.paragraphs = 0
        self.last: dict[str, int] | None = None
