"""Text of a section whose words remember their origin: facts, blanks and lines to write on, between marks.

A mark is ``\\ue000KIND:NAME\\ue001WORDS\\ue002`` in characters that no input keeps (facts are cleaned of
private-use characters), so what a company writes can never be read as template, numbering or mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from assistant.drafting.document import Run, Runs

_OPEN, _MIDDLE, _CLOSE = "\ue000", "\ue001", "\ue002"
_MARK = re.compile(f"{_OPEN}([fbl]):([^{_MIDDLE}]*){_MIDDLE}([^{_CLOSE}]*){_CLOSE}")
#: What a person sees, and may type, where a fact is missing.
BLANK = re.compile(r"【待填：([^【】\n]{1,80})】")
#: Characters of plane 15 stand for marks while a line is taken apart.
_FIRST_STAND_IN = 0xF0000
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")


def cleaned(text: str) -> str:
    """``text`` without private-use characters."""
    return _PRIVATE.sub("", text)


def fact_mark(name: str, words: str) -> str:
    return f"{_OPEN}f:{name}{_MIDDLE}{cleaned(words)}{_CLOSE}"


def blank_mark(name: str, label: str) -> str:
    return f"{_OPEN}b:{name}{_MIDDLE}{cleaned(label)}{_CLOSE}"


def line_mark(length: int) -> str:
    """A line of ``length`` characters to write on by hand."""
    return f"{_OPEN}l:{max(1, min(length, 40))}{_MIDDLE}{_CLOSE}"


def shown_blank(label: str) -> str:
    return f"【待填：{label}】"


def _words(match: re.Match[str]) -> str:
    kind, name, words = match.groups()
    if kind == "b":
        return shown_blank(words)
    return "＿" * int(name) if kind == "l" else words


def plain(text: str) -> str:
    """What a person reads: marks give way to their words."""
    return _MARK.sub(_words, text)


def facts_in(text: str) -> Iterator[tuple[str, str]]:
    """Name and words of each fact in the text."""
    for kind, name, words in _MARK.findall(text):
        if kind == "f":
            yield name, words


def blanks_in(text: str) -> Iterator[tuple[str, str]]:
    """Name and label of each blank in the text."""
    for kind, name, words in _MARK.findall(text):
        if kind == "b":
            yield name, words


def filled_blanks(text: str, facts: Mapping[str, str]) -> str:
    """``text`` with the blanks of ``facts`` (by name) filled; everything else stays as it is."""

    def fill(match: re.Match[str]) -> str:
        kind, name, _ = match.groups()
        return fact_mark(name, facts[name]) if kind == "b" and name in facts else match.group()

    return _MARK.sub(fill, text)


class Masked:
    """``text`` with one character in the place of each mark, and the way back to runs."""

    def __init__(self, text: str) -> None:
        self._marks: list[re.Match[str]] = []
        self.text = _MARK.sub(self._stand_in, text)

    def _stand_in(self, match: re.Match[str]) -> str:
        self._marks.append(match)
        return chr(_FIRST_STAND_IN + len(self._marks) - 1)

    def plain(self, text: str) -> str:
        """Words of a piece of ``self.text``."""
        return "".join(_words(m) if (m := self.mark(c)) else c for c in text)

    def runs(self, text: str, references: Callable[[str], Runs] | None = None) -> Runs:
        """Runs of a piece of ``self.text``; ``references`` takes apart what is not marked."""
        found: list[Run] = []
        start = 0
        for place, character in enumerate(text):
            mark = self.mark(character)
            if mark is None:
                continue
            found += self._plain_runs(text[start:place], references)
            found.append(_run(mark))
            start = place + 1
        found += self._plain_runs(text[start:], references)
        return tuple(found)

    def mark(self, character: str) -> re.Match[str] | None:
        """The mark that the character stands for: its kind, name and words; None for any other."""
        place = ord(character) - _FIRST_STAND_IN
        return self._marks[place] if 0 <= place < len(self._marks) else None

    @staticmethod
    def _plain_runs(text: str, references: Callable[[str], Runs] | None) -> Runs:
        if not text:
            return ()
        return references(text) if references else (Run(text),)


def _run(mark: re.Match[str]) -> Run:
    kind, name, words = mark.groups()
    if kind == "b":
        return Run(shown_blank(words), "blank", name)
    if kind == "l":
        return Run("＿" * int(name), "blank", "")
    return Run(words, "fact", name)


def with_marks(text: str, facts: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """Plain ``text`` with marks put around words of ``facts`` (by name) and around blanks.

    ``labels`` gives the fact's name of a label; another label keeps an empty name. Longer words first;
    words of one character are left: they stand everywhere.
    """
    text = BLANK.sub(lambda m: blank_mark(labels.get(m[1], ""), m[1]), cleaned(text))
    for name, words in sorted(facts.items(), key=lambda one: -len(one[1])):
        if len(words) >= 2:
            masked = Masked(text)
            marked = masked.text.replace(words, fact_mark(name, words))
            text = "".join(m.group() if (m := masked.mark(c)) else c for c in marked)
    return text
