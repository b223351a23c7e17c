"""What the styles of a DOCX say of a paragraph: heading level, list, alignment, weight, hidden or not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, replace
from typing import Any

from corpus.reading.docx.names import child, is_on, number, short, value

_HEADING = re.compile(r"(?:heading|标题|標題)\s?([1-9])", re.IGNORECASE)
_TITLES = frozenset(("title", "标题", "標題", "文档标题"))
_CAPTIONS = frozenset(("caption", "题注", "題注"))
#: Styles that are based on that of the title, and are none.
_NO_HEADINGS = frozenset(("subtitle", "副标题", "index", "索引")) | _CAPTIONS
#: A chain of styles is not longer than this.
_DEEPEST = 32


@dataclass(frozen=True, slots=True)
class Look:
    """Properties of a paragraph or run; None is what nothing says. ``size`` in half points."""

    num_id: int | None = None
    ilvl: int | None = None
    outline: int | None = None  # 0 is the outermost heading, 9 is text
    align: str | None = None
    bold: bool | None = None
    size: int | None = None
    hidden: bool | None = None

    def over(self, below: Look) -> Look:
        """These, and those of ``below`` where these say nothing."""
        said = {f.name: getattr(self, f.name) for f in fields(self)}
        return replace(below, **{name: v for name, v in said.items() if v is not None})


def look_of(paragraph: Any | None, run: Any | None) -> Look:
    """From ``w:pPr`` and ``w:rPr``."""
    num_id = ilvl = outline = size = None
    align = bold = hidden = None
    for entry in paragraph if paragraph is not None else ():
        name = short(entry.tag)
        if name == "w:numPr":
            for part in entry:
                if short(part.tag) == "w:numId":
                    num_id = number(part)
                elif short(part.tag) == "w:ilvl":
                    ilvl = number(part)
        elif name == "w:outlineLvl":
            outline = number(entry)
        elif name == "w:jc":
            align = value(entry)
    for entry in run if run is not None else ():
        name = short(entry.tag)
        if name == "w:b":
            bold = is_on(entry)
        elif name == "w:sz":
            size = number(entry)
        elif name == "w:vanish":
            hidden = is_on(entry)
    return Look(num_id, ilvl, outline, align, bold, size, hidden)


@dataclass(slots=True)
class Style:
    name: str
    based_on: str | None
    look: Look


@dataclass(slots=True)
class Styles:
    """All styles of a document by id. ``paragraph`` and ``character`` are the ids of the defaults."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: Look = field(default_factory=Look)
    paragraph: str | None = None
    _looks: dict[str, Look] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Any | None) -> Styles:
        """From the root of ``word/styles.xml``; without one, nothing is said."""
        styles = cls()
        for entry in root if root is not None else ():
            name = short(entry.tag)
            if name == "w:docDefaults":
                run = child(entry, "w:rPrDefault")
                paragraph = child(entry, "w:pPrDefault")
                styles.default = look_of(
                    child(paragraph, "w:pPr") if paragraph is not None else None,
                    child(run, "w:rPr") if run is not None else None,
                )
            elif name == "w:style":
                styles._take(entry)
        return styles

    def _take(self, entry: Any) -> None:
        key = value(entry, "styleId")
        if key is None:
            return
        named, based = child(entry, "w:name"), child(entry, "w:basedOn")
        self.by_id[key] = Style(
            (value(named) if named is not None else None) or key,
            value(based) if based is not None else None,
            look_of(child(entry, "w:pPr"), child(entry, "w:rPr")),
        )
        is_default = (value(entry, "default") or "0").lower() in ("1", "true", "on")
        if is_default and value(entry, "type") == "paragraph":
            self.paragraph = key

    def chain(self, key: str | None) -> list[str]:
        """The style and those that it is based on, nearest first."""
        found: list[str] = []
        while key is not None and key in self.by_id and key not in found and len(found) < _DEEPEST:
            found.append(key)
            key = self.by_id[key].based_on
        return found

    def look(self, key: str | None) -> Look:
        """All that the style says, with what it is based on."""
        if key is None or key not in self.by_id:
            return Look()
        if key not in self._looks:
            look = Look()
            for name in reversed(self.chain(key)):
                look = self.by_id[name].look.over(look)
            self._looks[key] = look
        return self._looks[key]

    def level(self, key: str | None, outline: int | None) -> int | None:
        """Level of a heading: 0 the title, 1 the outermost; None for text. ``outline`` is what the
        paragraph and its styles say together."""
        for name in self.chain(key):
            words = self.by_id[name].name.strip().lower()
            match = _HEADING.fullmatch(words)
            if match is not None and outline is None:
                return int(match[1])
            if words in _TITLES:
                return 0
            if match is not None or words in _NO_HEADINGS:
                break
        return outline + 1 if outline is not None and 0 <= outline <= 8 else None

    def is_caption(self, key: str | None) -> bool:
        return any(self.by_id[name].name.strip().lower() in _CAPTIONS for name in self.chain(key))
