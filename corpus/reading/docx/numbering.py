"""The numbers that a word processor writes before paragraphs, counted as it counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from corpus.reading.docx.names import child, is_on, number, short, value
from corpus.reading.docx.numerals import numeral
from corpus.reading.docx.styles import Styles
from corpus.reading.docx.symbols import bullet

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
#: Marks behind which no space is needed: 一、 （一） 第一条：
_CLOSED = "、）．。：】〕》」』"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list. ``restart``: it begins anew behind a number of that level (1 the outermost),
    0 never, None behind any outer one."""

    start: int = 0
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False
    restart: int | None = None
    style: str | None = None


@dataclass(slots=True)
class _List:
    """``w:num``: an abstract list with levels of its own (``levels``) and new starts (``starts``)."""

    abstract: int
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Lists of a document and how far they have counted."""

    def __init__(self, root: Any | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[int, dict[int, Level]] = {}
        self._linked: dict[int, str] = {}
        self._lists: dict[int, _List] = {}
        self._counts: dict[int, list[int | None]] = {}
        self._begun: set[tuple[int, int]] = set()
        for entry in root if root is not None else ():
            name = short(entry.tag)
            if name == "w:abstractNum":
                self._take_abstract(entry)
            elif name == "w:num":
                self._take_list(entry)

    def level_of(self, num_id: int, ilvl: int | None, style: str | None) -> int:
        """The level of a paragraph whose style puts it in a list: the one that names the style, else
        ``ilvl``, else the one that names a style it is based on."""
        entry = self._lists.get(num_id)
        linked: dict[str, int] = {}
        if entry is not None:
            for place, level in self._levels(entry).items():
                if level.style is not None:
                    linked.setdefault(level.style, place)
        chain = self._styles.chain(style)
        if chain and chain[0] in linked:
            return linked[chain[0]]
        if ilvl is not None:
            return ilvl
        return next((linked[name] for name in chain if name in linked), 0)

    def next(self, num_id: int, ilvl: int) -> str:
        """The number of the next paragraph in the list, with what stands behind it."""
        entry = self._lists.get(num_id)
        if entry is None or not 0 <= ilvl < _LEVELS:
            return ""
        abstract = self._followed(entry)
        levels = self._levels(entry)
        level = levels.get(ilvl)
        if level is None:
            return ""
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        now = counts[ilvl]
        if ilvl in entry.starts and (num_id, ilvl) not in self._begun:
            counts[ilvl] = entry.starts[ilvl]
        else:
            counts[ilvl] = level.start if now is None else now + 1
        self._begun.add((num_id, ilvl))
        for deeper in range(ilvl + 1, _LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart > 0 and ilvl < restart):
                counts[deeper] = None
        return self._written(level, levels, counts)

    def _written(self, level: Level, levels: dict[int, Level], counts: list[int | None]) -> str:
        if level.form == "bullet":
            sign = bullet(level.text)
            return f"{sign} " if sign else ""

        def replaced(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            outer = levels.get(place, Level())
            count = counts[place]
            shown = outer.start if count is None else count
            return numeral(shown, "decimal" if level.legal and outer.form != "none" else outer.form)

        words = _PLACE.sub(replaced, level.text)
        if not words.strip():
            return ""
        if level.suffix == "nothing" or words[-1] in _CLOSED or words[-1].isspace():
            return words
        return words + " "

    def _levels(self, entry: _List) -> dict[int, Level]:
        return {**self._abstract.get(self._followed(entry), {}), **entry.levels}

    def _followed(self, entry: _List) -> int:
        """The abstract list itself, where one only names a style that has it."""
        key = entry.abstract
        for _ in range(_LEVELS):
            style = self._linked.get(key)
            num_id = self._styles.look(style).num_id if style is not None else None
            if num_id is None or num_id not in self._lists or self._abstract.get(key):
                break
            key = self._lists[num_id].abstract
        return key

    def _take_abstract(self, entry: Any) -> None:
        key = number(entry, "abstractNumId")
        if key is None:
            return
        levels: dict[int, Level] = {}
        for part in entry:
            name = short(part.tag)
            if name == "w:lvl":
                place = number(part, "ilvl")
                if place is not None and 0 <= place < _LEVELS:
                    levels[place] = _level(part)
            elif name == "w:numStyleLink":
                self._linked[key] = value(part) or ""
        self._abstract[key] = levels

    def _take_list(self, entry: Any) -> None:
        key, link = number(entry, "numId"), child(entry, "w:abstractNumId")
        abstract = number(link) if link is not None else None
        if key is None or abstract is None:
            return
        found = _List(abstract)
        for part in entry:
            place = number(part, "ilvl") if short(part.tag) == "w:lvlOverride" else None
            if place is None:
                continue
            own, start = child(part, "w:lvl"), child(part, "w:startOverride")
            if own is not None:
                found.levels[place] = _level(own)
            if start is not None:
                found.starts[place] = number(start) or 0
        self._lists[key] = found


def _level(entry: Any) -> Level:
    level = Level()
    for part in entry:
        name = short(part.tag)
        if name == "w:start":
            level = replace(level, start=number(part) or 0)
        elif name == "w:numFmt":
            level = replace(level, form=_form(part))
        elif name == "mc:AlternateContent":  # formats such as 01, 001 for newer versions of Word
            for choice in part.iter():
                if short(choice.tag) == "w:numFmt":
                    level = replace(level, form=_form(choice))
                    break
        elif name == "w:lvlText":
            level = replace(level, text=value(part) or "")
        elif name == "w:suff":
            level = replace(level, suffix=value(part) or "tab")
        elif name == "w:isLgl":
            level = replace(level, legal=bool(is_on(part)))
        elif name == "w:lvlRestart":
            level = replace(level, restart=number(part))
        elif name == "w:pStyle":
            level = replace(level, style=value(part))
    return level


def _form(part: Any) -> str:
    form = value(part) or "decimal"
    zeros = re.match(r"0+1\b", value(part, "format") or "")
    return f"zero{len(zeros[0])}" if form == "custom" and zeros else form
