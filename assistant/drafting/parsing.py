"""Marked text of a section to pieces: headings, articles, items, paragraphs, tables, and what they cite."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.drafting.document import BlockKind, Run, Runs
from assistant.drafting.marked import Masked

#: Line starts of the markup (docs/drafting.md), longest first.
_STARTS: tuple[tuple[str, BlockKind, int], ...] = (
    ("## ", "heading", 2),
    ("-- ", "item", 2),
    ("§ ", "article", 1),
    ("- ", "item", 1),
    ("> ", "note", 1),
    ("表：", "caption", 1),
)
_ANCHOR = re.compile(r"\s*<#([a-z][a-z0-9-]*)>\s*$")
REFERENCE = re.compile(r"<@((?:file:)?[a-z][a-z0-9-]*)>")
#: Behind an optional clause while it is shown with its origin.
OPTION = re.compile(r"【可选条款（[^【】]*）】")
_SPECIAL = re.compile(f"{REFERENCE.pattern}|{OPTION.pattern}")
_CITE = re.compile(r"\[\[(~?)([^\[\]\n]+)\]\]")
_ENDS = "。！？；\n"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a template that says what a text says, or (``mention``) only names it.

    ``target`` is a clause id, of a mention a source id. ``words`` are as a person reads them.
    """

    words: str
    target: str
    mention: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A block without its number. References stand in ``runs`` as runs of kind reference, text empty."""

    kind: BlockKind
    runs: Runs = ()
    level: int = 1
    anchor: str = ""
    rows: tuple[tuple[Runs, ...], ...] = ()
    form: bool = False  # a table without header whose odd cells are names
    statements: tuple[Statement, ...] = field(default=())


def parse(text: str) -> tuple[Piece, ...]:
    """Pieces of the marked ``text``, in order. Never fails: what is no markup is a paragraph."""
    masked = Masked(text)
    found: list[Piece] = []
    rows: list[str] = []
    for line in [*masked.text.splitlines(), ""]:
        line = line.strip().strip("\u3000") if not line.strip().startswith("|") else line.strip()
        if line.startswith("|") and line.endswith("|") and len(line) > 2:
            if rows and _is_form(rows[0]) != _is_form(line):
                found.append(_table(rows, masked))
                rows = []
            rows.append(line)
            continue
        if rows:
            found.append(_table(rows, masked))
            rows = []
        if line:
            found += _pieces(line, masked)
    return tuple(found)


def _pieces(line: str, masked: Masked) -> Iterator[Piece]:
    kind: BlockKind = "paragraph"
    level = 1
    for start, one, depth in _STARTS:
        if line.startswith(start):
            kind, level, line = one, depth, line.removeprefix(start).strip()
            break
    anchor = ""
    if found := _ANCHOR.search(line):
        anchor, line = found[1], line[: found.start()]
    line, statements = _cited(line, masked)
    for number, part in enumerate(_lines(masked.runs(line, _references))):
        if number == 0:
            yield Piece(kind, part, level, anchor, statements=statements)
        else:  # a fact of several paragraphs
            yield Piece("paragraph", part)


def _references(text: str) -> Runs:
    found: list[Run] = []
    start = 0
    for match in _SPECIAL.finditer(text):
        if match.start() > start:
            found.append(Run(text[start : match.start()]))
        found.append(Run("", "reference", match[1]) if match[1] else Run(match[0], "option"))
        start = match.end()
    if start < len(text):
        found.append(Run(text[start:]))
    return tuple(found)


def _cited(line: str, masked: Masked) -> tuple[str, tuple[Statement, ...]]:
    """The line without its marks of evidence, and the sentence before each."""
    statements: list[Statement] = []
    clean = ""
    start = 0
    for match in _CITE.finditer(line):
        clean += line[start : match.start()]
        start = match.end()
        sentence = _last_sentence(masked.plain(REFERENCE.sub("", clean)))
        statements.append(Statement(sentence, match[2].strip(), bool(match[1])))
    return clean + line[start:], tuple(statements)


def _last_sentence(text: str) -> str:
    body = text.rstrip()
    end = len(body)
    while end and body[end - 1] in _ENDS + "：":
        end -= 1
    begin = max(body.rfind(mark, 0, end) for mark in _ENDS) + 1
    return body[begin:].strip()


def _lines(runs: Runs) -> Iterator[Runs]:
    """The runs split at line breaks inside facts; empty lines are left out."""
    line: list[Run] = []
    for run in runs:
        first, *others = run.text.split("\n") if run.kind == "fact" else [run.text]
        line.append(Run(first, run.kind, run.name))
        for other in others:
            if any(one.text.strip() or one.kind == "reference" for one in line):
                yield tuple(line)
            line = [Run(other, run.kind, run.name)]
    if any(one.text.strip() or one.kind == "reference" for one in line):
        yield tuple(one for one in line if one.text or one.kind == "reference")


def _is_form(line: str) -> bool:
    return line.startswith("|=")


def _table(lines: list[str], masked: Masked) -> Piece:
    form = _is_form(lines[0])
    rows = tuple(
        tuple(
            masked.runs(cell.strip(" \t"), _references)
            for cell in line.removeprefix("|=" if form else "|").removesuffix("|").split("|")
        )
        for line in lines
        if not re.fullmatch(r"[|:\- ]+", line)
    )
    return Piece("table", rows=rows, form=form)
