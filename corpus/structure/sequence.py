"""Whether a number continues the numbering: what does not is prose, a date or a measure."""

from __future__ import annotations

import re

from corpus.structure.headings import HEADINGS, WEAK
from corpus.structure.lines import Line, is_title
from corpus.structure.marks import Mark, Sort
from corpus.structure.nodes import Node
from corpus.structure.notices import Notices
from corpus.structure.placing import Placing

#: Numbers of siblings may skip so many before a mark counts as prose.
_SKIP = 3
_PROSE = re.compile(r"[的中和与或、，。；：,;:)）]|规定|所[列述规示]|要求的|给出|至|～|~")
_FREE = frozenset((Sort.DASH, Sort.CIRCLE))


class Sequences:
    """The numbers met so far."""

    def __init__(self, family: str, notices: Notices) -> None:
        self.family = family
        self._notices = notices
        self._articles: dict[str, int] = {}
        self._sorts: dict[str, int] = {}
        self._dotted: dict[tuple[str, tuple[int, ...]], int] = {}
        self._met: set[tuple[str, tuple[int, ...]]] = set()

    def enter(self, annex: Node) -> None:
        """An annex begins: its items are counted anew."""
        self._sorts.clear()

    def fits(self, line: Line, mark: Mark, rank: int, places: Placing) -> bool:
        """Whether the mark is believed; a doubtful one is told."""
        sort = mark.sort
        if sort in _FREE:
            return True
        number = mark.numbers[0]
        if sort == Sort.ARTICLE:
            return self._article(line, mark, number, places)
        parent = None
        for node in reversed(places.stack):
            if node.rank < rank or node.sort == "续":
                parent = node
                break
        if parent is None:
            counts = self._sorts
            last = counts.get("root " + sort, 0)
        else:
            if parent.last is None:
                parent.last = {}
            counts = parent.last
            last = counts.get(sort, 0)
        everywhere = self._sorts.get(sort, 0)
        follows = number == last + 1 or number == 1 or number == everywhere + 1
        if not follows:
            strong = sort not in WEAK or line.heading is not None
            if not strong and not (0 < number - last <= _SKIP or number == last):
                self._reject(line, mark)
                return False
            if number != last:
                self._gap(line, mark, last)
        counts[sort if parent is not None else "root " + sort] = number
        self._sorts[sort] = number
        return True

    def _article(self, line: Line, mark: Mark, number: int, places: Placing) -> bool:
        root = places.base.key if places.base is not None else ""
        last = self._articles.get(root, 0)
        if number == last + 1 or (number == last and len(mark.numbers) > 1):
            self._articles[root] = number
            return True
        if not mark.spaced and line.heading is None:
            self._reject(line, mark)
            return False
        if number != last:
            self._gap(line, mark, last)
        self._articles[root] = number
        return True

    def dotted(self, line: Line, mark: Mark, places: Placing) -> bool:
        """4.2.1 of a standard: its parent's next child, or one of the few behind it."""
        numbers = mark.numbers
        if self.family != "standard":
            return self._below_point(mark, places)
        if mark.sort == Sort.ANNEX_NUMBER:
            base = places.base
            if base is None or base.numbers != numbers[:1]:
                return False
            root = base.key
        else:
            root = places.base.key if places.base is not None else ""
        if _PROSE.match(line.words, mark.end) and line.heading is None:
            return False
        if len(numbers) == 1:
            return self._chapter(line, mark, root)
        last = self._dotted.get((root, numbers[:-1]), 0)
        step = numbers[-1] - last
        near = self._begins(line, mark, root) or self._near(root, numbers, step, mark)
        if line.heading is None and not near:
            self._reject(line, mark)
            return False
        above = numbers[:-1]
        if step != 1 and step != 0:
            self._gap(line, mark, last)
        elif len(above) > (mark.sort == Sort.ANNEX_NUMBER) and (root, above) not in self._met:
            self._met.add((root, above))
            if len(above) > 1 or not any(node.sort in HEADINGS for node in places.stack):
                self._orphan(line, mark)
        self._note(root, numbers)
        return True

    def _begins(self, line: Line, mark: Mark, root: str) -> bool:
        """Whether a page out of the middle of a standard begins here: 4.1 before any other number."""
        fresh = not root and not self._dotted.get((root, ()))
        return fresh and mark.sort == Sort.NUMBER and mark.spaced and is_title(line.rest)

    def _near(self, root: str, numbers: tuple[int, ...], step: int, mark: Mark) -> bool:
        if step < 0 or step > _SKIP or (step != 1 and not mark.spaced):
            return False
        if mark.sort == Sort.ANNEX_NUMBER and len(numbers) == 2:
            return True
        for length in range(1 if mark.sort == Sort.NUMBER else 2, len(numbers)):
            known = self._dotted.get((root, numbers[: length - 1]), 0)
            if numbers[length - 1] not in (known, known + 1):
                return False
        return True

    def _chapter(self, line: Line, mark: Mark, root: str) -> bool:
        number = mark.numbers[0]
        step = number - self._dotted.get((root, ()), 0)
        rest = line.rest
        if line.heading is None:
            limit = 40 if mark.spaced and step == 1 else 20
            if not is_title(rest, limit) or not 1 <= step <= (_SKIP if mark.spaced else 1):
                return False
        if step != 1:
            self._gap(line, mark, number - step)
        self._note(root, mark.numbers)
        return True

    def _note(self, root: str, numbers: tuple[int, ...]) -> None:
        self._met.add((root, numbers))
        for length in range(1, len(numbers) + 1):
            key = (root, numbers[: length - 1])
            if length == len(numbers) or self._dotted.get(key, 0) < numbers[length - 1]:
                self._dotted[key] = numbers[length - 1]

    def _below_point(self, mark: Mark, places: Placing) -> bool:
        """1.1 in an official document: below its own 1."""
        if len(mark.numbers) != 2:
            return False
        for node in reversed(places.stack):
            if node.sort == Sort.POINT:
                if node.numbers[0] != mark.numbers[0]:
                    return False
                node.last = node.last or {}
                fits = mark.numbers[1] == node.last.get(Sort.NUMBER, 0) + 1
                if fits:
                    node.last[Sort.NUMBER] = mark.numbers[1]
                return fits
        return False

    def _gap(self, line: Line, mark: Mark, last: int) -> None:
        before = f"前面编到 {last}" if last else "前面没有同级编号"
        self._notices.tell("gap", f"{mark.mark} 的编号不连续（{before}），请核对。", line.number)

    def _orphan(self, line: Line, mark: Mark) -> None:
        above = mark.mark.rpartition(".")[0]
        self._notices.tell("gap", f"{mark.mark} 的上一级 {above} 没有出现，请核对。", line.number)

    def _reject(self, line: Line, mark: Mark) -> None:
        words = line.words[:16]
        self._notices.tell("not-heading", f"“{words}”不接前面的编号，按正文处理。", line.number)
