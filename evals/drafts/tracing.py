"""Where the names, numbers and dates of a document come from, read anew from its words.

This does not trust the marks that the drafter keeps: it reads the printed words like a stranger would.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from assistant.drafting.blueprints import Plan, sector_words
from assistant.drafting.document import Block, Document, Runs, text_of
from assistant.drafting.draft import Draft
from assistant.drafting.drafter import Drafter
from assistant.verifying.folding import plain
from assistant.verifying.naming import names_of
from assistant.verifying.quantities import dates_of, quantities_of

#: Header of a column of serial numbers, which are counted.
_SERIAL = "序号"


@dataclass(frozen=True, slots=True)
class Stray:
    """A name, number or date that stands in no fact, no template and no cited clause."""

    words: str
    line: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """All that a document may be made of: facts as they are spoken, and words of blueprint and clauses."""

    facts: tuple[str, ...]
    words: str


def strays(document: Document, allowed: Allowed) -> list[Stray]:
    """All strays of the printed document."""
    known = plain(allowed.words).text
    facts = sorted({plain(fact).text for fact in allowed.facts} - {""}, key=len, reverse=True)
    found: list[Stray] = []
    for line in printed(document):
        text = plain(line).text
        for fact in facts:
            text = text.replace(fact, "#")
        found += [Stray(words, line) for words in _claims(text) if words not in known]
    return found


def allowed_words(drafter: Drafter, draft: Draft) -> Allowed:
    """Facts as they are spoken, the blueprint's own words, and the clauses that it cites."""
    filling = drafter.filling(draft)
    values = filling.facts.values.values()
    facts = [line for value in values for line in value.text.split("\n")]
    facts += [cell for value in values for row in value.rows for cell in row.values()]
    facts += [item for value in values for item in value.items]
    rows = drafter.assembled(draft).document.basis
    clauses = [c.text for row in rows if (c := drafter.texts().clause(row.clause_id)) is not None]
    marks = [f"{row.mark}{row.region}{row.year}年" for row in rows]
    return Allowed(tuple(facts), "\n".join((template_words(filling.plan), *clauses, *marks)))


@cache
def _sector_words() -> str:
    return "\n".join(word for words in sector_words().values() for word in words.values())


def template_words(plan: Plan) -> str:
    """All that the blueprint itself may print."""
    blueprint = plan.blueprint
    words = [blueprint.document_title, blueprint.addressee, blueprint.copies, _sector_words()]
    for section in blueprint.sections:
        words += [section.title, section.text]
        words += [option.text for option in section.optional]
    words += [one.title for one in blueprint.attachments]
    words += [one.label for one in (*blueprint.signature.signers, *blueprint.signature.approval)]
    words += [blueprint.signature.receipt, blueprint.signature.receipt_signer]
    for spec in plan.specs:
        words += [spec.label, *(option.label for option in spec.options)]
        words += [column.label for column in spec.columns]
    return "\n".join(words)


def printed(document: Document) -> Iterator[str]:
    """The lines of the document as they are printed, without numbers and references that are computed."""
    closing = document.closing
    for runs in (document.title, document.company, document.number, document.addressee):
        yield text_of(runs)
    for block in document.blocks:
        yield from _lines(block)
    yield from document.attachments
    for runs in (closing.company, closing.date, closing.receipt, document.copies):
        yield text_of(runs)
    for line in (*closing.signers, *closing.approval):
        yield f"{line.label} {text_of(line.runs)}"


def _lines(block: Block) -> Iterator[str]:
    yield _uncounted(block.runs)
    serial = [text_of(cell) == _SERIAL for cell in block.rows[0]] if block.rows else []
    for row in block.rows:
        yield from (
            _uncounted(cell)
            for place, cell in enumerate(row)
            if not (place < len(serial) and serial[place])
        )


def _uncounted(runs: Runs) -> str:
    return "".join("…" if run.kind == "reference" else run.text for run in runs)


def _claims(text: str) -> Iterable[str]:
    """Words of a folded line that name or count something."""
    names = names_of(text)
    spans = [(n.start, n.end) for n in (*names.people, *names.bodies, *names.places, *names.titles)]
    spans += [(start, end) for _, start, end in names.numbers]
    spans += [(d.start, d.end) for d in dates_of(names.blanked)]
    spans += [(q.start, q.end) for q in quantities_of(names.blanked)]
    return [text[start:end].strip() for start, end in spans if text[start:end].strip()]
