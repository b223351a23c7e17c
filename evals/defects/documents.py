"""Defects of documents: what is drafted, and what is read from a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from assistant.service import LocalAssistant
from corpus.reading.models import Format, Reading
from corpus.structure.parsed import Parsed
from evals.defects.changing import changed
from evals.importing import reading

_INVENTED = "考核合格率应达到97.3%以上。"


@contextmanager
def draft_invents_a_number(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """Every first section ends with a figure that nobody gave."""
    drafter = assistant.drafting.drafter
    filled = drafter.filled

    def invented(section: Any, filling: Any, texts: Any) -> tuple[str, tuple[str, ...]]:
        text, notes = filled(section, filling, texts)
        first = section.id == filling.sections()[0].id
        return (f"{text}\n\n{_INVENTED}" if first else text), notes

    with changed(drafter, filled=invented):
        yield assistant


@contextmanager
def import_drops_a_line(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """Of every file but plain text the last line but two is read as empty."""
    read_file = reading.read_file  # type: ignore[attr-defined]

    def dropped(*given: Any, **named: Any) -> Reading:
        found = read_file(*given, **named)
        if found.format is Format.TEXT or len(found.lines) < 4:
            return found
        line = found.lines[-3]
        blank = " " * (line.end - line.start)
        return replace(found, text=f"{found.text[: line.start]}{blank}{found.text[line.end :]}")

    with changed(reading, read_file=dropped):
        yield assistant


@contextmanager
def parser_drops_a_clause(assistant: LocalAssistant) -> Iterator[LocalAssistant]:
    """The fourth clause of every text is lost when it is divided, whatever the file."""
    parse = reading.parse  # type: ignore[attr-defined]

    def dropped(*given: Any, **named: Any) -> Parsed:
        found = parse(*given, **named)
        clauses = found.clauses
        return replace(found, clauses=(*clauses[:3], *clauses[4:]))

    with changed(reading, parse=dropped):
        yield assistant
