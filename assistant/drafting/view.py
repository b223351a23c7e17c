"""Drafts as JSON: what the page and ``cqo draft --json`` show (docs/drafting.md)."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assistant.answering.citing import mark_of
from assistant.drafting.basis import Texts, ground_of
from assistant.drafting.blueprint import Section
from assistant.drafting.blueprints import Plan, shared_facts
from assistant.drafting.consistency import Difference
from assistant.drafting.desk import DraftDesk
from assistant.drafting.document import BasisRow, Block, Document, Runs, SignLine
from assistant.drafting.draft import Draft, DraftSection
from assistant.drafting.editing import shown
from assistant.drafting.facts.reading import describe
from assistant.drafting.facts.values import Facts, Problem
from assistant.drafting.marked import plain
from corpus.errors import BadInput

_WORDS = re.compile(r"[\u4e00-\u9fff]|[A-Za-z0-9.]+|\s+|.", re.S)
#: Characters of two differing pieces that are compared one by one.
_CLOSELY = 6000
_NO_REFERENCE_MARKS = str.maketrans("", "", "⟦⟧")


def blueprint_line(plan: Plan) -> dict[str, Any]:
    """A blueprint in the list."""
    one = plan.blueprint
    return {
        "id": one.id,
        "code": one.code,
        "title": one.title,
        "purpose": one.purpose,
        "stage": one.stage,
        "style": one.style.value,
        "sections": [{"id": s.id, "title": s.title} for s in one.sections],
        "related": list(one.related),
        "attachments": [a.title for a in one.attachments],
    }


def blueprint_view(plan: Plan, texts: Texts) -> dict[str, Any]:
    """A blueprint with its facts and optional clauses."""
    return blueprint_line(plan) | {
        "facts": [one | {"shared": _shared(one["name"])} for one in describe(plan.specs)],
        "optional": [o for s in plan.blueprint.sections for o in _options(s, {}, texts)],
        "confirm_before": list(plan.blueprint.confirm_before),
    }


def _shared(name: str) -> bool:
    """Whether a fact holds for the company, whatever the document."""
    spec = shared_facts().get(name)
    return spec is not None and not spec.varies


def checked(facts: Facts) -> dict[str, Any]:
    """What a form is told while it is filled in."""
    return {
        "problems": [_problem(one) for one in facts.problems],
        "missing": [{"name": spec.name, "label": spec.label} for spec in facts.missing],
        "unknown": [{"name": one.name, "message": one.message} for one in facts.unknown],
    }


def draft_line(desk: DraftDesk, draft: Draft) -> dict[str, Any]:
    """A draft in the list."""
    try:
        one = desk.plan(draft.blueprint).blueprint
        code, kind, left = one.code, one.title, desk.open_count(draft)
    except BadInput:  # of another version of the product: one such draft must not hide the others
        code, kind, left = "", draft.blueprint, 0
    return {
        "id": draft.id,
        "blueprint": draft.blueprint,
        "code": code,
        "kind": kind,
        "title": draft.title,
        "company": draft.company,
        "open": left,
        "touched": sum(one.kept for one in draft.sections),
        "stale": sum(one.stale for one in draft.sections),
        "created": draft.created.isoformat(timespec="seconds"),
        "updated": draft.updated.isoformat(timespec="seconds"),
        "revision": draft.revision,
    }


def draft_view(desk: DraftDesk, draft: Draft) -> dict[str, Any]:
    """All of a draft: the document, its sections with their basis and versions, what is open."""
    filling = desk.drafter.filling(draft)
    document = desk.document(draft)
    plan, texts = filling.plan, desk.drafter.texts()
    return {
        "id": draft.id,
        "blueprint": draft.blueprint,
        "code": plan.blueprint.code,
        "kind": plan.blueprint.title,
        "title": draft.title,
        "company": draft.company,
        "revision": draft.revision,
        "created": draft.created.isoformat(timespec="seconds"),
        "updated": draft.updated.isoformat(timespec="seconds"),
        "facts": draft.facts,
        "chosen": dict(draft.chosen),
        "style": document.style,
        "document": _document(document),
        "sections": [_section(one, plan, draft, document, texts) for one in draft.sections],
        "open_items": [
            {"name": o.name, "label": o.label, "sections": list(o.sections), "advice": o.advice}
            for o in document.open_items
        ],
        "problems": [_problem(one) for one in filling.facts.problems],
        "consistency": [difference_view(one) for one in desk.consistency(draft.company)],
        "confirm_before": list(plan.blueprint.confirm_before),
        "model": desk.has_model,
    }


def section_line(section: DraftSection) -> dict[str, Any]:
    """A section while the draft is being made."""
    return {"id": section.id, "title": section.title, "text": plain(section.text)}


def version_view(
    desk: DraftDesk, draft: Draft, section: DraftSection, number: int, against: int
) -> dict[str, Any]:
    """A version of a section and how it differs from another; numbers count from 1."""
    one = section.versions[number - 1]
    text = _version_text(desk, draft, section, number)
    return {
        "number": number,
        "origin": one.origin,
        "made": one.made.isoformat(timespec="seconds"),
        "wish": one.wish,
        "text": text,
        "diff": diff_of(_version_text(desk, draft, section, against), text),
    }


def _version_text(desk: DraftDesk, draft: Draft, section: DraftSection, number: int) -> str:
    """The version as a person reads it, in the place of the present text."""
    then = section.model_copy(update={"versions": section.versions[:number]})
    sections = [then if one.id == section.id else one for one in draft.sections]
    lines = desk.drafter.editable(draft.model_copy(update={"sections": sections}), section.id)
    return lines.translate(_NO_REFERENCE_MARKS)


def diff_of(before: str, after: str) -> list[dict[str, str]]:
    """Pieces that are the same, added or left out, by character of Chinese and by word of the rest.

    Lines first: characters of long texts take time that grows with the square of their length.
    """
    pieces: list[dict[str, str]] = []
    for op, old, new in _compared(before.splitlines(True), after.splitlines(True)):
        if op == "replace" and len(old) + len(new) <= _CLOSELY:
            for inner, a, b in _compared(_WORDS.findall(old), _WORDS.findall(new)):
                _add(pieces, inner, a, b)
        else:
            _add(pieces, op, old, new)
    return pieces


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for op, a, b, c, d in matcher.get_opcodes():
        yield op, "".join(old[a:b]), "".join(new[c:d])


def _add(pieces: list[dict[str, str]], op: str, old: str, new: str) -> None:
    wanted = [("equal", old)] if op == "equal" else [("delete", old), ("insert", new)]
    for name, text in wanted:
        if not text:
            continue
        if pieces and pieces[-1]["op"] == name:
            pieces[-1]["text"] += text
        else:
            pieces.append({"op": name, "text": text})


def difference_view(one: Difference) -> dict[str, Any]:
    return {
        "fact": one.fact,
        "label": one.label,
        "values": [
            {"draft": v.draft, "title": v.title, "value": v.value, "section": v.section}
            for v in one.values
        ],
    }


# -- parts -------------------------------------------------------------------------------------------


def _section(
    one: DraftSection, plan: Plan, draft: Draft, document: Document, texts: Texts
) -> dict[str, Any]:
    section = next((s for s in plan.blueprint.sections if s.id == one.id), None)
    blocks = [block for block in document.blocks if block.section == one.id]
    label = next((b.label for b in blocks if b.kind == "heading" and b.level == 1), "")
    return {
        "id": one.id,
        "title": one.title,
        "label": label,
        "origin": one.origin,
        "locked": one.locked,
        "stale": one.stale,
        "notes": list(one.notes),
        "text": shown(document.blocks, one.id),
        "blocks": [_block(block) for block in blocks],
        "basis": [_basis(row) for row in document.basis if row.section_id == one.id],
        "versions": [
            {
                "number": n,
                "origin": v.origin,
                "made": v.made.isoformat(timespec="seconds"),
                "wish": v.wish,
            }
            for n, v in enumerate(one.versions, 1)
        ],
        "optional": _options(section, draft.chosen, texts) if section else [],
    }


def _options(section: Section, chosen: Mapping[str, str], texts: Texts) -> list[dict[str, Any]]:
    found = []
    for option in section.optional:
        cited = texts.cited(option.clause)
        if cited is None:
            continue
        key = f"{section.id}/{option.id}"
        found.append(
            {
                "key": key,
                "section": section.title,
                "title": option.title,
                "mark": mark_of(cited.source, cited.clause),
                "quote": ground_of(cited.source, cited.clause, option.title).quote,
                "source_id": cited.source.id,
                "region": cited.source.region,
                "year": cited.source.year,
                "note": option.note,
                "state": chosen.get(key),
            }
        )
    return found


def _document(document: Document) -> dict[str, Any]:
    closing = document.closing
    return {
        "title": _runs(document.title),
        "number": _runs(document.number),
        "company": _runs(document.company),
        "addressee": _runs(document.addressee),
        "copies": _runs(document.copies),
        "attachments": list(document.attachments),
        "closing": {
            "company": _runs(closing.company),
            "date": _runs(closing.date),
            "signers": _lines(closing.signers),
            "approval": _lines(closing.approval),
            "receipt": _runs(closing.receipt),
            "receipt_signer": closing.receipt_signer,
        },
        "footnote": document.footnote,
        "letterhead": document.letterhead,
        "landscape": document.landscape,
    }


def _block(block: Block) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "label": block.label,
        "level": block.level,
        "runs": _runs(block.runs),
        "rows": [[_runs(cell) for cell in row] for row in block.rows],
        "form": block.form,
        "text": block.text,
    }


def _basis(row: BasisRow) -> dict[str, Any]:
    return {
        "clause_id": row.clause_id,
        "mark": row.mark,
        "quote": row.quote,
        "source": row.source,
        "region": row.region,
        "year": row.year,
        "authority": row.authority,
        "own": row.own,
        "optional": row.optional,
    }


def _runs(runs: Runs) -> list[dict[str, str]]:
    return [{"text": run.text, "kind": run.kind, "name": run.name} for run in runs]


def _lines(lines: Sequence[SignLine]) -> list[dict[str, Any]]:
    return [{"label": line.label, "runs": _runs(line.runs)} for line in lines]


def _problem(one: Problem) -> dict[str, str]:
    return {"name": one.name, "label": one.label, "message": one.message}
