"""Corrections made by hand to how a text was read: a YAML file, checked against the text line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.importing.models import Overrides
from corpus.errors import BadInput
from corpus.models import ClauseFacts
from corpus.structure.lines import label_mark
from corpus.structure.parsed import Hint

_LONGEST_FILE = 2_000_000


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    line: int = Field(ge=1)
    words: str | None = None  # what must stand on the line, as a check


class Heading(_Entry):
    """This line is a heading: ``label`` its number where the line does not show it, ``level`` how deep
    one without a number stands."""

    level: int | None = Field(default=None, ge=1, le=12)
    label: str | None = Field(default=None, min_length=1, max_length=40)


class NoHeading(_Entry):
    """This line is text, whatever it looks like."""


class Correction(_Entry):
    """On this line ``from`` was misread; it reads ``to``. ``was``: the whole line before, kept by us."""

    wrong: str = Field(alias="from", min_length=1)
    right: str = Field(alias="to")
    was: str | None = None


class Overlay(BaseModel):
    """All corrections of one text. Lines count from 1 in the text as it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    facts: Overrides = Overrides()
    family: str | None = None
    headings: tuple[Heading, ...] = ()
    not_headings: tuple[NoHeading | int, ...] = ()
    text: tuple[Correction, ...] = ()
    clauses: dict[str, ClauseFacts] = Field(default_factory=dict)

    @property
    def stated(self) -> Overrides:
        """Facts and family."""
        if self.family is None:
            return self.facts
        return self.facts.model_copy(update={"family": self.family})

    @property
    def no_headings(self) -> tuple[NoHeading, ...]:
        return tuple(
            NoHeading(line=entry) if isinstance(entry, int) else entry
            for entry in self.not_headings
        )


@dataclass(frozen=True, slots=True)
class Corrected:
    """A text with its corrections: ``text`` has as many lines as before."""

    text: str
    hints: tuple[Hint, ...]
    overlay: Overlay  # with the lines as they were


def read_overlay(path: Path) -> Overlay:
    """Raises BadInput with the file's name and the place in it."""
    try:
        if path.stat().st_size > _LONGEST_FILE:
            raise BadInput(f"{path.name} 太大，不像更正文件；写法见 docs/import.md。")
        content = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path.name} 不是 UTF-8 编码，请另存为 UTF-8。") from error
    except OSError as error:
        raise BadInput(
            f"更正文件 {path.name} 读不了（{error.strerror}），请检查路径和权限。"
        ) from error
    return overlay_of(path.name, content)


def overlay_of(name: str, content: str) -> Overlay:
    """The corrections written in YAML. Raises BadInput."""
    try:
        data: Any = yaml.safe_load(content)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"第 {mark.line + 1} 行" if mark else "某处"
        raise BadInput(
            f"{name} {place}不是有效的 YAML，请检查缩进、冒号和引号；写法见 docs/import.md。"
        ) from error
    if not isinstance(data, dict) or not data:
        raise BadInput(f"{name} 里没有更正内容；写法见 docs/import.md。")
    try:
        overlay = Overlay.model_validate(data)
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise BadInput(f"{name} 的 {field} 不合要求，请对照 docs/import.md 改正。") from error
    if overlay.facts.id or overlay.facts.workspace:
        raise BadInput(f"{name} 的 facts 不能改 id 和 workspace，请删去这两项。")
    return overlay


def overlay_yaml(overlay: Overlay) -> str:
    """As it is kept with the text and can be read again."""
    data = overlay.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)


def corrected(name: str, text: str, hints: Sequence[Hint], overlay: Overlay) -> Corrected:
    """``text`` and what is stated of its lines. Raises BadInput where a line is not as it says."""
    lines = text.split("\n")
    for entry in (*overlay.headings, *overlay.no_headings, *overlay.text):
        _check_line(name, lines, entry)
    changed = list(lines)
    corrections = []
    for entry in overlay.text:
        row = entry.line - 1
        if entry.wrong not in changed[row]:
            raise BadInput(
                f"{name} 说第 {entry.line} 行有“{entry.wrong}”，但这一行是“{_start(lines[row])}”，请核对行号和文字。"
            )
        if "\n" in entry.right:
            raise BadInput(f"{name} 对第 {entry.line} 行的更正里有换行，请改成一行。")
        changed[row] = changed[row].replace(entry.wrong, entry.right)
        corrections.append(entry.model_copy(update={"was": lines[row]}))
    stated = {hint.line: hint for hint in hints}
    for no in overlay.no_headings:
        stated[no.line] = Hint(no.line, "plain")
    for heading in overlay.headings:
        if heading.label and label_mark(heading.label) is None:
            raise BadInput(
                f"{name} 给第 {heading.line} 行写的标号“{heading.label}”认不出，可写 4.2、第五条、（一）、附录 A 这样的标号。"
            )
        stated[heading.line] = Hint(heading.line, "stated", heading.level or 1, heading.label)
    return Corrected(
        "\n".join(changed),
        tuple(stated[line] for line in sorted(stated)),
        overlay.model_copy(update={"text": tuple(corrections)}),
    )


def uncorrected(text: str, overlay: Overlay) -> str:
    """The text as it was before the corrections of ``overlay``, as kept with it."""
    lines = text.split("\n")
    for entry in overlay.text:
        if entry.was is not None and entry.line <= len(lines):
            lines[entry.line - 1] = entry.was
    return "\n".join(lines)


def _check_line(name: str, lines: Sequence[str], entry: _Entry) -> None:
    if entry.line > len(lines):
        raise BadInput(
            f"{name} 提到第 {entry.line} 行，但文本只有 {len(lines)} 行，请用 cqo corpus check 核对行号。"
        )
    words = lines[entry.line - 1]
    if not words.strip():
        raise BadInput(f"{name} 提到的第 {entry.line} 行是空行，请用 cqo corpus check 核对行号。")
    if entry.words and _bare(entry.words) not in _bare(words):
        raise BadInput(
            f"{name} 说第 {entry.line} 行有“{entry.words}”，但这一行是“{_start(words)}”，请核对行号。"
        )


def _bare(words: str) -> str:
    return re.sub(r"\s", "", words)


def _start(words: str) -> str:
    return words.strip()[:20]
