"""A section as a person edits it: plain lines with their numbers, and back to the text that is stored."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from types import MappingProxyType

from assistant.drafting.blueprint import Style
from assistant.drafting.document import Block, text_of
from assistant.drafting.marked import cleaned, facts_in, with_marks
from assistant.drafting.numbering import Anchored
from assistant.drafting.parsing import Piece, parse

_CHINESE = "[一二三四五六七八九十百零]+"
_HEADING_2 = re.compile(rf"^第{_CHINESE}节[ \u3000]*")
_ARTICLE = re.compile(rf"^第{_CHINESE}条[ \u3000]*")
#: Numbers a person may write before an item, by style: of the first and of the second level.
_ITEMS: Mapping[Style, tuple[re.Pattern[str], re.Pattern[str]]] = {
    Style.STANDARD: (
        re.compile(r"^[a-z]{1,2}[)）][ \u3000]*"),
        re.compile(r"^\d{1,2}[)）][ \u3000]*"),
    ),
    Style.OFFICIAL: (
        re.compile(r"^\d{1,2}[.．][ \u3000]*(?!\d)"),
        re.compile(r"^[（(]\d{1,2}[)）][ \u3000]*"),
    ),
}
_OTHER_ITEMS = (
    re.compile(rf"^[（(]{_CHINESE}[)）][ \u3000]*"),
    re.compile(r"^\d{1,2}[.．][ \u3000]*(?!\d)"),
)
_STANDARD_ARTICLE = re.compile(r"^\d{1,2}(?:\.\d{1,2}){1,2}[ \u3000]+")
_OFFICIAL_HEADING = re.compile(rf"^[（(]{_CHINESE}[)）][ \u3000]*")
NO_FACTS: Mapping[str, str] = MappingProxyType({})
_SHOWN_REFERENCE = re.compile(r"⟦([^⟦⟧\n]{1,40})⟧")
#: Alike enough to be the line that an anchor stood at.
_ALIKE = 0.5


def shown(blocks: Sequence[Block], section: str) -> str:
    """The blocks of ``section`` as lines to edit; its title is edited apart. References stand in ⟦ ⟧."""
    lines: list[str] = []
    own = [block for block in blocks if block.section == section]
    for block in own:
        if block.kind == "heading" and block.level == 1:
            continue
        lines += _shown_lines(block)
    return "\n".join(lines)


def _shown_lines(block: Block) -> list[str]:
    if block.kind == "table":
        start = "|=" if block.form else "|"
        rows = [" | ".join(_words(cell).replace("\n", " ") for cell in row) for row in block.rows]
        return [f"{start} {row} |" for row in rows]
    words = _words(block.runs)
    if block.kind == "caption":
        return [f"表：{words}"]
    if block.kind == "note":
        return [f"> {words}"]
    space = "" if not block.label or block.label.endswith(("、", "）")) else " "
    return [f"{block.label}{space}{words}"]


def _words(runs: Sequence[object]) -> str:
    return "".join(
        f"⟦{run.text}⟧" if run.kind == "reference" else run.text  # type: ignore[attr-defined]
        for run in runs
    )


def stored(
    edited: str,
    before: str,
    style: Style,
    places: Mapping[str, Anchored],
    labels: Mapping[str, str],
    facts: Mapping[str, str] = NO_FACTS,
) -> str:
    """The marked text of what a person wrote in the place of the marked text ``before``.

    Numbers are taken off: the document counts anew. Anchors stay with the lines they stood at,
    evidence with the sentences it stood behind, marks with words of facts that were there, and of
    ``facts`` (words by name).
    """
    lines = [_stored_line(line, style) for line in cleaned(edited).splitlines()]
    lines = _with_anchors([line for line in lines if line.strip()], parse(before))
    by_label = {place.label: anchor for anchor, place in places.items()}
    text = _SHOWN_REFERENCE.sub(
        lambda m: f"<@{by_label[m[1]]}>" if m[1] in by_label else m[1], "\n".join(lines)
    )
    return with_marks(text, {**facts, **dict(facts_in(before))}, labels)


def _stored_line(line: str, style: Style) -> str:
    line = line.strip().strip("\u3000")
    if not line or line.startswith(("|", "> ", "表：", "## ", "§ ", "- ", "-- ")):
        return line
    if style is Style.MEASURES:
        if _HEADING_2.match(line):
            return f"## {_HEADING_2.sub('', line)}"
        if _ARTICLE.match(line):
            return f"§ {_ARTICLE.sub('', line)}"
    if style is Style.STANDARD and (found := _STANDARD_ARTICLE.match(line)):
        return f"§ {line[found.end() :]}"
    if style in (Style.OFFICIAL, Style.FORM) and _OFFICIAL_HEADING.match(line):
        kind = "## " if style is Style.OFFICIAL else "- "
        return f"{kind}{_OFFICIAL_HEADING.sub('', line)}"
    first, second = _ITEMS.get(style, _OTHER_ITEMS)
    if first.match(line):
        return f"- {first.sub('', line)}"
    if second.match(line):
        return f"-- {second.sub('', line)}"
    return line


def _with_anchors(lines: list[str], before: Sequence[Piece]) -> list[str]:
    """The lines with the anchors and evidence of the pieces that they were made from."""
    free = dict(enumerate(lines))
    for piece in before:
        if not piece.anchor and not piece.statements:
            continue
        words = text_of(piece.runs)
        place = max(free, key=lambda i: _likeness(free[i], words), default=None)
        if place is None or _likeness(free[place], words) < _ALIKE:
            continue
        line = free.pop(place)
        for statement in piece.statements:
            if statement.words in line:
                end = line.index(statement.words) + len(statement.words)
                end += line[end : end + 1] in "。；：！？" and bool(line[end : end + 1])
                mark = f"[[{'~' if statement.mention else ''}{statement.target}]]"
                line = f"{line[:end]}{mark}{line[end:]}"
        lines[place] = line + (f" <#{piece.anchor}>" if piece.anchor else "")
    return lines


def _likeness(line: str, words: str) -> float:
    return SequenceMatcher(None, line, words, autojunk=False).ratio()
