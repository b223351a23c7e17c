"""Markdown with our front matter, read and written: facts first, then the text to the last character."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.importing.hints import StoredHint, hints_again
from assistant.importing.models import Overrides
from assistant.importing.overlay import corrected, overlay_of, uncorrected
from assistant.importing.sourcing import restated, stored_statement
from assistant.importing.trees import parsed_document
from corpus.errors import BadInput, LibraryError
from corpus.library_files import source_of, split_front_matter
from corpus.models import Authority, Document, Origin, Place, Source
from corpus.structure.parsed import Hint

_ENDINGS = frozenset({".md", ".markdown"})
_FENCE = "---\n"
_FIRST_KEY = re.compile(rb"---\r?\n\s*[A-Za-z_]\w*\s*:")


class Structure(BaseModel):
    """What an exported text carries so that it becomes the same clauses again."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    family: str | None = None
    hints: tuple[StoredHint, ...] = ()


def has_front_matter(path: Path) -> bool:
    """Whether the file is Markdown that begins with facts between two lines ``---``."""
    if path.suffix.lower() not in _ENDINGS:
        return False
    with path.open("rb") as file:
        return _FIRST_KEY.match(file.read(200)) is not None


def read_front_matter(path: Path, overrides: Overrides, *, origin: Origin) -> Document:
    """The document; its facts go before what the text says, ``overrides`` before them.

    Raises LibraryError as ``corpus.library_files.read_document`` does.
    """
    try:
        content = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise LibraryError(
            f"{path.name} 不是 UTF-8 编码（第 {error.start} 字节），请另存为 UTF-8。"
        ) from error
    front, text = split_front_matter(path.name, content)
    structure = _structure_of(path.name, front)
    source = source_of(path.name, front)
    source = source.model_copy(update={"workspace": None})
    source = restated(source, overrides)
    if overrides.id is not None:
        source = source.model_copy(update={"id": overrides.id})
    above = content[: len(content) - len(text)].count("\n")
    family = overrides.family or structure.family
    if family is None and source.authority is not Authority.ORIGINAL:
        family = "markdown"
    hints = tuple(Hint(*hint) for hint in structure.hints)
    return parsed_document(
        source,
        text,
        hints=hints,
        family=family,
        origin=replace(
            origin,
            places=_rows(text, above),
            hints=structure.hints,
            stated=stored_statement(overrides),
        ),
        named=path.name,
    )


def markdown_of(document: Document) -> str:
    """The document as Markdown with front matter."""
    front = front_of(document.source)
    origin = document.origin
    hints = _hints_with_overlay(document)
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=1000)
    if origin is not None or hints:
        structure: dict[str, Any] = {"family": document.family}
        if hints:
            structure["hints"] = [[h.line, h.kind, h.level, h.label] for h in hints]
        line = yaml.safe_dump(structure, allow_unicode=True, default_flow_style=True, width=10**9)
        head += f"structure: {line}"
    return f"{_FENCE}{head}{_FENCE}{document.text}"


def front_of(source: Source) -> dict[str, Any]:
    """The facts that are written; the workspace is where a text lies, not what it is."""
    data = source.model_dump(mode="json", exclude={"workspace", "work", "clauses", "attached_to"})
    optional = {name: value for name, value in data.items() if value not in (None, [], ())}
    if source.clauses:
        optional["clauses"] = {
            path: facts.model_dump(mode="json", exclude_defaults=True)
            for path, facts in source.clauses.items()
        }
    return optional


def _hints_with_overlay(document: Document) -> tuple[Hint, ...]:
    hints = hints_again(document.origin)
    if document.origin is None or not document.origin.overlay:
        return hints
    overlay = overlay_of(document.source.id, document.origin.overlay)
    before = uncorrected(document.text, overlay)
    return corrected(document.source.id, before, hints, overlay).hints


def _structure_of(name: str, front: object) -> Structure:
    if not isinstance(front, dict) or "structure" not in front:
        return Structure()
    try:
        return Structure.model_validate(front.pop("structure"))
    except ValidationError as error:
        raise BadInput(
            f"{name} 的文件信息中 structure 不合要求；它由 cqo corpus export 写出，请不要改动或整项删去。"
        ) from error


def _rows(text: str, above: int) -> tuple[Place, ...]:
    """Where each line of the text stands in the file."""
    places, start = [], 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            places.append(Place(start, start + len(line), None, above + number))
        start += len(line) + 1
    return tuple(places)
