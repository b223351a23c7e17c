"""Lists of each style of writing, the numbers that a word processor will show, and ``numbering.xml``.

A block takes the list of its style, so that an article put in by hand moves all others. Where the list
alone would show another number than the block has (items begin anew behind a plain paragraph), the block
gets a list of its own with a new start. Word counts all lists of one kind together, LibreOffice each by
itself: a number stands only where both show the same. Else it is written as text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.drafting.document import Block
from assistant.drafting.writing.elements import Element, el
from corpus.reading.docx.numerals import numeral
from corpus.structure.folding import chinese

_FORMS: dict[str, Callable[[int], str]] = {
    "chineseCountingThousand": chinese,
    "lowerLetter": lambda number: numeral(number, "lowerLetter"),
    "decimal": str,
}
_HAN, _DIGIT, _LETTER = "chineseCountingThousand", "decimal", "lowerLetter"
#: Word writes aa, bb, cc behind z.
_MOST_LETTERS = 26
_LONGEST = 999


@dataclass(frozen=True, slots=True)
class Level:
    """``style``: the paragraph style that has this number. ``heavy``: the number alone is in 黑体."""

    text: str
    form: str
    style: str
    heavy: bool = False
    indented: bool = True

    @property
    def suffix(self) -> str:
        return "nothing" if self.text.endswith(("、", "）")) else "space"


_CHAPTER, _SECTION = "CqoHeading1", "CqoHeading2"
_ARTICLE, _ITEM, _SUB_ITEM = "CqoArticle", "CqoItem", "CqoSubItem"
_ARTICLES = Level("第%1条", _HAN, _ARTICLE, heavy=True)

#: Lists by style of writing; each is a tuple of its levels.
LISTS: dict[str, tuple[tuple[Level, ...], ...]] = {
    "measures": (
        (
            Level("第%1章", _HAN, _CHAPTER, indented=False),
            Level("第%2节", _HAN, _SECTION, indented=False),
        ),
        (_ARTICLES, Level("（%2）", _HAN, _ITEM), Level("%3.", _DIGIT, _SUB_ITEM)),
    ),
    "official": (
        (
            Level("%1、", _HAN, _CHAPTER),
            Level("（%2）", _HAN, _SECTION),
            Level("%3.", _DIGIT, _ITEM),
            Level("（%4）", _DIGIT, _SUB_ITEM),
        ),
        (_ARTICLES,),
    ),
    "standard": (
        (
            Level("%1", _DIGIT, _CHAPTER, indented=False),
            Level("%1.%2", _DIGIT, _SECTION, indented=False),
            Level("%1.%2.%3", _DIGIT, _ARTICLE, heavy=True, indented=False),
            Level("%4)", _LETTER, _ITEM),
            Level("%5)", _DIGIT, _SUB_ITEM),
        ),
    ),
    "form": (
        (
            Level("%1、", _HAN, _CHAPTER),
            Level("（%2）", _HAN, _SECTION),
            Level("（%3）", _HAN, _ITEM),
            Level("%4.", _DIGIT, _SUB_ITEM),
        ),
        (_ARTICLES,),
    ),
}
LISTS["letter"] = LISTS["form"]
_ROLES = {
    ("heading", 1): _CHAPTER,
    ("heading", 2): _SECTION,
    ("article", 1): _ARTICLE,
    ("item", 1): _ITEM,
    ("item", 2): _SUB_ITEM,
}


def style_of(block: Block) -> str:
    """The paragraph style of a heading, article or item."""
    return _ROLES.get((block.kind, min(block.level, 2)), _ARTICLE)


@dataclass(frozen=True, slots=True)
class Place:
    """A number: ``num_id`` and ``level`` of the list. ``by_style``: the paragraph's style says both."""

    num_id: int
    level: int
    by_style: bool


@dataclass
class _Counts:
    """How far one program has counted in one list.

    ``fills``: a number of an inner level makes one of each outer level that has none, as LibreOffice counts.
    """

    fills: bool = False
    now: list[int] = field(default_factory=lambda: [0] * 9)

    def after(self, level: int, start: int | None) -> list[int]:
        counts = list(self.now)
        counts[level] = counts[level] + 1 if start is None else start
        counts[level + 1 :] = [0] * (8 - level)
        if self.fills:
            counts[:level] = [count or 1 for count in counts[:level]]
        return counts


class Lists:
    """Gives each block its number, in the order of the document."""

    def __init__(self, style: str) -> None:
        self.levels = LISTS[style]
        #: ``num_id`` to list, level and start of a list that begins anew.
        self.starts: dict[int, tuple[int, int, int]] = {}
        self._shared = [_Counts() for _ in self.levels]
        self._own: dict[int, _Counts] = {}
        self._items: int | None = None  # the list that items go on with

    def place(self, block: Block) -> Place | None:
        """Where the block's label comes from; None when no list can show it."""
        if block.kind in ("heading", "article"):
            self._items = None
        if not block.label:
            return None
        style = style_of(block)
        for number, levels in enumerate(self.levels):
            for level, one in enumerate(levels):
                if self._fits(one, style) and (place := self._at(number, level, block.label)):
                    by_style = one.style == style and place.num_id == number + 1
                    return Place(place.num_id, place.level, by_style)
        return None

    def _fits(self, level: Level, style: str) -> bool:
        """An article of a chapter without sections has the number of a section."""
        return level.style == style or (style == _ARTICLE and level.text == "%1.%2")

    def _at(self, number: int, level: int, label: str) -> Place | None:
        one = self.levels[number][level]
        item = one.style in (_ITEM, _SUB_ITEM)
        num_id = self._items if item and self._list_of(self._items) == number else number + 1
        assert num_id is not None
        if self._shows(num_id, number, level, None) == {label}:
            return self._take(num_id, number, level, None)
        start = _value(one, label)
        if start is None:
            return None
        fresh = len(self.levels) + len(self.starts) + 1
        if self._shows(fresh, number, level, start) != {label}:
            return None
        self.starts[fresh] = (number, level, start)
        if item:
            self._items = fresh
        return self._take(fresh, number, level, start)

    def _list_of(self, num_id: int | None) -> int | None:
        if num_id is None:
            return None
        return self.starts[num_id][0] if num_id in self.starts else num_id - 1

    def _shows(self, num_id: int, number: int, level: int, start: int | None) -> set[str]:
        """What Word and LibreOffice would show."""
        levels = self.levels[number]
        shared = self._shared[number].after(level, start)
        own = self._own.get(num_id, _Counts(fills=True)).after(level, start)
        return {_written(levels, level, shared), _written(levels, level, own)}

    def _take(self, num_id: int, number: int, level: int, start: int | None) -> Place:
        shared = self._shared[number]
        shared.now = shared.after(level, start)
        own = self._own.setdefault(num_id, _Counts(fills=True))
        own.now = own.after(level, start)
        return Place(num_id, level, False)


def _written(levels: tuple[Level, ...], level: int, counts: list[int]) -> str:
    words = levels[level].text
    for place, count in enumerate(counts[: level + 1]):
        if f"%{place + 1}" in words:
            if not count or (levels[place].form == _LETTER and count > _MOST_LETTERS):
                return "?"
            words = words.replace(f"%{place + 1}", _FORMS[levels[place].form](count))
    return words


def _value(level: Level, label: str) -> int | None:
    """The number that the label says, where nothing but the level's own number stands in it."""
    if level.text.count("%") != 1:
        return None
    before, after = level.text[: level.text.index("%")], level.text[level.text.index("%") + 2 :]
    form = _FORMS[level.form]
    return next((n for n in range(1, _LONGEST + 1) if f"{before}{form(n)}{after}" == label), None)


# -- numbering.xml -----------------------------------------------------------------------------------


def numbering(lists: Lists, heavy: Element, indent: Element) -> Element:
    """``w:numbering``. ``heavy`` is the look of an article's number, ``indent`` that of an indented line."""
    root = el("w:numbering")
    for number, levels in enumerate(lists.levels):
        root.append(_abstract(number, levels, heavy, indent))
    for number in range(len(lists.levels)):
        root.append(el("w:num", el("w:abstractNumId", val=number), numId=number + 1))
    for num_id, (number, level, start) in lists.starts.items():
        override = el("w:lvlOverride", el("w:startOverride", val=start), ilvl=level)
        root.append(el("w:num", el("w:abstractNumId", val=number), override, numId=num_id))
    return root


def _abstract(number: int, levels: tuple[Level, ...], heavy: Element, indent: Element) -> Element:
    root = el("w:abstractNum", abstractNumId=number)
    root.append(el("w:nsid", val=f"4351{number + 1:04X}"))
    root.append(el("w:multiLevelType", val="multilevel"))
    root.append(el("w:tmpl", val=f"4352{number + 1:04X}"))
    for place, level in enumerate(levels):
        entry = el("w:lvl", ilvl=place)
        entry.extend(
            [
                el("w:start", val=1),
                el("w:numFmt", val=level.form),
                el("w:pStyle", val=level.style),
                el("w:suff", val=level.suffix),
                el("w:lvlText", val=level.text),
                el("w:lvlJc", val="left"),
                el("w:pPr", _copy(indent) if level.indented else el("w:ind", left=0, firstLine=0)),
            ]
        )
        if level.heavy:
            entry.append(el("w:rPr", _copy(heavy)))
        root.append(entry)
    return root


def _copy(element: Element) -> Element:
    return element.__deepcopy__(None)
