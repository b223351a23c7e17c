"""A draft to the document that a writer takes: numbered, with its basis, what is open, and its end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.basis import Ground, Texts, ground_of, rows_of
from assistant.drafting.blueprint import Attachment, Section, Signer, Style
from assistant.drafting.document import (
    BasisRow,
    Block,
    Closing,
    Document,
    OpenItem,
    Run,
    Runs,
    SignLine,
)
from assistant.drafting.draft import Draft
from assistant.drafting.filling import Filling
from assistant.drafting.marked import Masked, blank_mark, fact_mark
from assistant.drafting.numbering import Anchored, Part, numbered
from assistant.drafting.parsing import Piece, parse

#: Styles whose section titles are printed.
_HEADED = frozenset({Style.MEASURES, Style.OFFICIAL, Style.STANDARD, Style.FORM})
FOOTNOTE = "本文件为草稿，未经法律、人力资源等专业审核；签发前请逐项核对事实、依据和待填内容。"


@dataclass(frozen=True)
class Assembled:
    """The document with what only an editor needs: places of anchors, pieces by section."""

    document: Document
    places: Mapping[str, Anchored]
    pieces: Mapping[str, tuple[Piece, ...]]


def assemble(draft: Draft, filling: Filling, texts: Texts) -> Assembled:
    """The document of the draft's present texts."""
    blueprint = filling.plan.blueprint
    sections = {section.id: section for section in blueprint.sections}
    pieces = {one.id: parse(one.text) for one in draft.sections}
    parts = [
        Part(
            one.id,
            one.title,
            _headed(sections.get(one.id), blueprint.style),
            pieces[one.id],
            page=one.id in sections and sections[one.id].page,
        )
        for one in draft.sections
    ]
    attachments = filling.attachments()
    blocks, places = numbered(blueprint.style, parts, [_key(a) for a in attachments])
    region = filling.facts.values.get("region")
    basis = _basis(draft, filling, texts, pieces, region.text if region else None)
    closing = _closing(filling)
    document = Document(
        title=_runs(filling.title()),
        style=blueprint.style.value,
        kind=blueprint.title,
        company=_fact(filling, "company_name"),
        letterhead=blueprint.letterhead,
        number=_fact(filling, "document_number") if blueprint.numbered else (),
        addressee=_runs(filling.addressee()),
        copies=_runs(filling.copies()),
        blocks=blocks,
        attachments=tuple(a.title for a in attachments),
        closing=closing,
        basis=basis,
        footnote=FOOTNOTE,
        landscape=blueprint.landscape,
    )
    return Assembled(_with_open_items(document, filling), places, pieces)


def _headed(section: Section | None, style: Style) -> bool:
    if section is None or section.heading is None:
        return style in _HEADED
    return section.heading


def _key(attachment: Attachment) -> str:
    return attachment.blueprint or attachment.title


def _runs(marked: str) -> Runs:
    masked = Masked(marked)
    return masked.runs(masked.text)


def _fact(filling: Filling, name: str) -> Runs:
    """A fact, or a blank where the blueprint asks for it and it is not given."""
    spec = filling.plan.by_name.get(name)
    value = filling.facts.values.get(name)
    if value is not None:
        return _runs(fact_mark(name, value.text))
    return _runs(blank_mark(name, spec.label)) if spec else ()


# -- basis -------------------------------------------------------------------------------------------


def _basis(
    draft: Draft,
    filling: Filling,
    texts: Texts,
    pieces: Mapping[str, Sequence[Piece]],
    region: str | None,
) -> tuple[BasisRow, ...]:
    rows: list[BasisRow] = []
    sections = {section.id: section for section in filling.plan.blueprint.sections}
    for one in draft.sections:
        section = sections.get(one.id)
        if section is None:
            rows += rows_of((one.id, one.title), (), "企业自行增加的一节")
            continue
        named = _named(pieces[one.id], texts)
        grounds = texts.grounds(section.basis, region, section.title)
        seen = {ground.clause.id for ground in named}
        grounds = (*named, *(g for g in grounds if g.clause.id not in seen))
        own = section.basis.own or ("" if grounds else "资料库里没有这一主题的条款，由企业自定")
        rows += rows_of((one.id, one.title), grounds, own)
        rows += _options(section, draft, texts)
    return tuple(rows)


def _named(pieces: Iterable[Piece], texts: Texts) -> tuple[Ground, ...]:
    """Clauses that sentences of the section cite."""
    found: dict[str, Ground] = {}
    for piece in pieces:
        for statement in piece.statements:
            cited = None if statement.mention else texts.cited(statement.target)
            if cited is not None:
                ground = ground_of(cited.source, cited.clause, statement.words)
                found.setdefault(cited.clause.id, ground)
    return tuple(found.values())


def _options(section: Section, draft: Draft, texts: Texts) -> tuple[BasisRow, ...]:
    rows: list[BasisRow] = []
    for option in section.optional:
        if draft.chosen.get(f"{section.id}/{option.id}"):
            cited = texts.cited(option.clause)
            if cited is not None:
                ground = ground_of(cited.source, cited.clause, option.title)
                rows += rows_of((section.id, section.title), [ground], "", optional=True)
    return tuple(rows)


# -- the end -----------------------------------------------------------------------------------------


def _closing(filling: Filling) -> Closing:
    signature = filling.plan.blueprint.signature
    return Closing(
        company=_fact(filling, "company_name") if signature.company else (),
        date=_fact(filling, signature.date) if signature.date else (),
        signers=_lines(signature.signers, filling),
        approval=_lines(signature.approval, filling),
        receipt=_runs(filling.receipt()),
        receipt_signer=signature.receipt_signer,
    )


def _lines(signers: Iterable[Signer], filling: Filling) -> tuple[SignLine, ...]:
    return tuple(SignLine(one.label, _signed(one, filling)) for one in signers)


def _signed(one: Signer, filling: Filling) -> Runs:
    """The post and the name printed where one signs."""
    post, name = (_fact(filling, fact) if fact else () for fact in (one.post, one.fact))
    return (*post, Run("　"), *name) if post and name else (*post, *name)


# -- what is open ------------------------------------------------------------------------------------


def _with_open_items(document: Document, filling: Filling) -> Document:
    specs = filling.plan.by_name
    places: dict[tuple[str, str], list[str]] = {}
    for section, run in _all_runs(document):
        if run.kind == "blank" and run.text.startswith("【待填："):
            label = run.text.removeprefix("【待填：").removesuffix("】")
            key = (run.name, label) if run.name not in specs else (run.name, specs[run.name].label)
            where = places.setdefault(key, [])
            if section and section not in where:
                where.append(section)
    for spec in filling.facts.missing:
        places.setdefault((spec.name, spec.label), [])
    items = tuple(
        OpenItem(name, label, tuple(where), specs[name].advice if name in specs else "")
        for (name, label), where in places.items()
    )
    return replace(document, open_items=items)


def _all_runs(document: Document) -> Iterable[tuple[str, Run]]:
    """Every run with the id of its section; empty outside the body."""
    closing = document.closing
    outside = (document.title, document.number, document.addressee, document.copies)
    for runs in outside:
        yield from (("", run) for run in runs)
    for block in document.blocks:
        yield from ((block.section, run) for run in _of_block(block))
    for runs in (closing.company, closing.date, closing.receipt):
        yield from (("", run) for run in runs)
    for line in (*closing.signers, *closing.approval):
        yield from (("", run) for run in line.runs)


def _of_block(block: Block) -> Iterable[Run]:
    yield from block.runs
    for row in block.rows:
        for cell in row:
            yield from cell
