"""What stands in a paragraph of a DOCX: runs, fields, symbols, marks of notes, text boxes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from corpus.reading.docx.math import formula
from corpus.reading.docx.names import child, is_on, short, value
from corpus.reading.docx.styles import Look, Styles, look_of
from corpus.reading.docx.symbols import in_font, symbol

_BREAKS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
#: What only wraps other runs.
_WRAPPERS = frozenset(
    (
        "w:hyperlink", "w:smartTag", "w:customXml", "w:sdtContent", "w:fldSimple", "w:dir", "w:bdo",
        "w:rubyBase", "w:ruby",
    )
)  # fmt: skip
_CIRCLED = re.compile(r"\s*eq\s*\\o.*[○◯〇].*?[,，]\s*(\d{1,2}|[^\s,()]{1,2})\s*\)", re.IGNORECASE)


@dataclass(slots=True)
class Content:
    """A paragraph as read. ``notes``: kind and id of the notes that it refers to, in order; ``boxes``
    the contents of its text boxes; ``bold`` and ``size`` of its letters (half points)."""

    words: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    heavy: int = 0  # letters in bold
    letters: int = 0
    size: int = 0

    @property
    def text(self) -> str:
        return "".join(self.words)

    @property
    def bold(self) -> bool:
        return self.letters > 0 and self.heavy >= 0.9 * self.letters


@dataclass(slots=True)
class _Field:
    code: list[str] = field(default_factory=list)
    shown: bool = False  # behind its separator, where the result stands


@dataclass(slots=True)
class Inline:
    """Reads paragraphs in their order: a field may go on from one to the next."""

    styles: Styles
    inserted: int = 0
    deleted: int = 0
    pictures: int = 0
    placeholders: list[str] = field(default_factory=list)
    marks: dict[tuple[str, str], int] = field(default_factory=dict)  # note -> its number
    _fields: list[_Field] = field(default_factory=list)

    def read(self, paragraph: Any, look: Look) -> Content:
        """``look`` is what the paragraph and its style say of its letters."""
        content = Content()
        self._children(paragraph, look, content)
        return content

    def _children(self, element: Any, look: Look, content: Content) -> None:
        for entry in element:
            name = short(entry.tag)
            if name == "w:r":
                self._run(entry, look, content)
            elif name in _WRAPPERS:
                self._children(entry, look, content)
            elif name in ("w:ins", "w:moveTo"):
                self.inserted += 1
                self._children(entry, look, content)
            elif name in ("w:del", "w:moveFrom"):
                self.deleted += 1
            elif name == "w:sdt":
                self._control(entry, look, content)
            elif name in ("m:oMath", "m:oMathPara"):
                self._say(formula(entry), look, content)
            elif name == "mc:AlternateContent":
                self._alternatives(entry, look, content)

    def _control(self, control: Any, look: Look, content: Content) -> None:
        properties, inner = child(control, "w:sdtPr"), child(control, "w:sdtContent")
        if inner is None:
            return
        empty = child(properties, "w:showingPlcHdr") if properties is not None else None
        if is_on(empty):
            words = "".join(e.text or "" for e in inner.iter() if short(e.tag) == "w:t")
            self.placeholders.append(words)
            return
        self._children(inner, look, content)

    def _alternatives(self, element: Any, look: Look, content: Content) -> None:
        """The first alternative that holds anything."""
        for entry in element:
            if short(entry.tag) in ("mc:Choice", "mc:Fallback"):
                before = len(content.words), len(content.boxes), self.pictures
                self._in_run(entry, look, content, None)
                self._children(entry, look, content)
                if before != (len(content.words), len(content.boxes), self.pictures):
                    return

    def _run(self, run: Any, look: Look, content: Content) -> None:
        properties = child(run, "w:rPr")
        font = None
        if properties is not None:
            own = look_of(None, properties)
            style = child(properties, "w:rStyle")
            if style is not None:
                own = own.over(self.styles.look(value(style)))
            look = own.over(look)
            fonts = child(properties, "w:rFonts")
            if fonts is not None:
                font = value(fonts, "ascii") or value(fonts, "hAnsi")
        self._in_run(run, look, content, font)

    def _in_run(self, run: Any, look: Look, content: Content, font: str | None) -> None:
        for entry in run:
            name = short(entry.tag)
            if name == "w:t":
                self._say(in_font(entry.text or "", font), look, content)
            elif name in _BREAKS:
                self._say(_BREAKS[name], look, content)
            elif name == "w:sym":
                self._say(_symbol(entry), look, content)
            elif name == "w:fldChar":
                self._field(value(entry, "fldCharType"), look, content)
            elif name == "w:instrText":
                if self._fields:
                    self._fields[-1].code.append(entry.text or "")
            elif name in ("w:footnoteReference", "w:endnoteReference"):
                self._note(name[2:-9], value(entry, "id"), look, content)
            elif name in ("w:drawing", "w:pict", "w:object"):
                self._drawing(entry, look, content)
            elif name == "mc:AlternateContent":
                self._alternatives(entry, look, content)
            elif name == "w:ruby":
                self._children(entry, look, content)

    def _say(self, words: str, look: Look, content: Content) -> None:
        if not words or look.hidden or not all(entry.shown for entry in self._fields):
            return
        content.words.append(words)
        letters = len(words.strip())
        content.letters += letters
        if letters:
            content.heavy += letters if look.bold else 0
            content.size = max(content.size, look.size or 0)

    def _field(self, kind: str | None, look: Look, content: Content) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shown = True
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            circled = None if ended.shown else _CIRCLED.match("".join(ended.code))
            if circled is not None:
                self._say(_circled(circled[1]), look, content)

    def _note(self, kind: str, key: str | None, look: Look, content: Content) -> None:
        if key is None or look.hidden or not all(entry.shown for entry in self._fields):
            return
        mark = self.marks.setdefault((kind, key), len(self.marks) + 1)
        content.words.append(f"[{mark}]")
        content.notes.append((kind, key))

    def _drawing(self, element: Any, look: Look, content: Content) -> None:
        if look.hidden:
            return
        boxes, pictures = _inside(element)
        content.boxes += boxes
        self.pictures += pictures


def _inside(element: Any) -> tuple[list[Any], int]:
    """Text boxes of a drawing, the outermost ones, and how many pictures it shows."""
    boxes, pictures = [], 0
    for entry in element:
        name = short(entry.tag)
        if name == "w:txbxContent":
            boxes.append(entry)
            continue
        pictures += name in ("pic:pic", "v:imagedata")
        if name == "mc:AlternateContent":
            for choice in entry:
                inner, seen = _inside(choice)
                if inner or seen:
                    boxes += inner
                    pictures += seen
                    break
            continue
        inner, seen = _inside(entry)
        boxes += inner
        pictures += seen
    return boxes, pictures


def _symbol(entry: Any) -> str:
    try:
        code = int(value(entry, "char") or "", 16)
    except ValueError:
        return ""
    return symbol(code, value(entry, "font"))


def _circled(words: str) -> str:
    """What the field EQ draws a circle around."""
    if words.isdigit() and 1 <= int(words) <= 20:
        return chr(0x245F + int(words))
    place = "一二三四五六七八九十".find(words)
    return chr(0x3280 + place) if place >= 0 else f"({words})"


def direct_look(paragraph: Any) -> tuple[str | None, Look, Any | None]:
    """Style id, what the paragraph says itself, and ``w:pPr``."""
    properties = child(paragraph, "w:pPr")
    style = child(properties, "w:pStyle") if properties is not None else None
    return value(style) if style is not None else None, look_of(properties, None), properties
