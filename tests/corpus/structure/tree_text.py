"""A tree of clauses as text that a person can read in a diff."""

from __future__ import annotations

import re

from corpus.models import Clause, Modality
from corpus.structure.parse import parse
from corpus.structure.parsed import Parsed
from corpus.structure.parts import split_documents

#: Characters that an editor hides: written as \uXXXX in golden files.
_HIDDEN = re.compile("[\u00a0\u2002-\u200d\u2028\u2029\u2060\u3000\ufeff\r\t\x0b\x0c\x1c-\x1f\x85]")
_WRITTEN = re.compile(r"\\u([0-9a-f]{4})")


def shown(text: str) -> str:
    """``text`` with hidden characters as ``\\uXXXX``."""
    return _HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def meant(text: str) -> str:
    """The text that a golden file spells with ``\\uXXXX``."""
    return _WRITTEN.sub(lambda match: chr(int(match[1], 16)), text)


def tree_text(text: str) -> str:
    """The documents of ``text``, each with what the parser says of it and of its clauses.

    A clause is a line with its path, what is not ordinary about it, and below it its sentences
    (``应`` and so on, ``题`` for heading words) and its references (``->`` a clause, ``=>`` another
    document, ``-> ?`` a place that does not exist).
    """
    parts = split_documents(text)
    written = []
    for number, part in enumerate(parts):
        if len(parts) > 1:
            written.append(f"==== {part.role} {shown(part.title)}".rstrip())
        written += _document(parse(f"x{number}", text[part.start : part.end]))
    return "\n".join(written) + "\n"


def _document(parsed: Parsed) -> list[str]:
    written = [f"family {parsed.family}, confidence {parsed.confidence:.2f}"]
    for notice in parsed.notices:
        written.append(f"! {notice.code} @{notice.line or '-'} {shown(notice.message)}")
    references: dict[str, list[str]] = {}
    by_id = {clause.id: clause for clause in parsed.clauses}
    for reference in parsed.references:
        words = shown(by_id[reference.clause_id].text[reference.start : reference.end])
        arrow = f"-> {reference.target.partition('#')[2]}" if reference.target else "-> ?"
        if reference.document is not None:
            arrow = f"=> {shown(reference.document)}"
        references.setdefault(reference.clause_id, []).append(f"{words} {arrow}")
    for clause in parsed.clauses:
        written += _clause(clause, references.get(clause.id, []))
    return written


def _clause(clause: Clause, references: list[str]) -> list[str]:
    indent = "  " * max(0, clause.level - 1)
    facts = [clause.kind.value, f"line {clause.line}"]
    path = "/".join(clause.path)
    if clause.label != path:
        facts.append(f"label {clause.label}")
    if clause.title:
        facts.append(f"title {shown(clause.title)}")
    if clause.term is not None:
        facts.append(f"term {shown(clause.term)}")
    if clause.nature is not None:
        facts.append(clause.nature.value)
    if clause.lead:
        facts.append(f"lead {shown(clause.lead)}")
    written = [f"{indent}{shown(path)} | " + " | ".join(facts)]
    for sentence in clause.sentences:
        force = "-" if sentence.modality is Modality.NONE else sentence.modality.value
        force = "题" if sentence.heading else force
        words = shown(clause.text[sentence.start : sentence.end]).replace("\n", "↵")
        written.append(f"{indent}    {force} {words}")
    written += [f"{indent}    ref {reference}" for reference in references]
    return written
