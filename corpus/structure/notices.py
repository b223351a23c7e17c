"""Collect the doubtful places of a text; many of one sort are counted, not listed."""

from __future__ import annotations

from collections import Counter

from corpus.models import Notice

_MOST = 30


class Notices:
    """Notices in the order in which they were found."""

    def __init__(self) -> None:
        self._found: list[Notice] = []
        self.counts: Counter[str] = Counter()

    def tell(self, code: str, message: str, line: int | None = None) -> None:
        """Add a notice; the line's number is put in front of the message."""
        self.counts[code] += 1
        if self.counts[code] <= _MOST:
            said = f"第 {line} 行：{message}" if line else message
            self._found.append(Notice(code, said, line))

    def all(self) -> tuple[Notice, ...]:
        """The notices by line, and for each sort how many more there are."""
        found = sorted(self._found, key=lambda notice: notice.line or 0)
        more = [
            Notice(
                code, f"还有 {count - _MOST} 处同类情形（{_NAMES.get(code, code)}）没有逐一列出。"
            )
            for code, count in self.counts.items()
            if count > _MOST
        ]
        return (*found, *more)


_NAMES = {
    "gap": "编号不连续",
    "repeated": "编号重复",
    "not-heading": "像编号但按正文处理",
}
