"""Make a stored text anew with other facts, another family or other corrections, without reading its file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.importing.assembling import FRONT_MATTER
from assistant.importing.front_matter import read_front_matter
from assistant.importing.hints import hints_again
from assistant.importing.models import Overrides
from assistant.importing.overlay import (
    Overlay,
    corrected,
    overlay_of,
    overlay_yaml,
    uncorrected,
)
from assistant.importing.places import moved_places
from assistant.importing.renaming import with_source
from assistant.importing.sourcing import (
    describe,
    merged,
    restated,
    stated_of,
    stored_statement,
)
from assistant.importing.trees import parsed_document
from corpus.errors import BadInput
from corpus.models import Authority, Document, Notice, Origin, Source
from corpus.structure.document_facts import read_facts
from corpus.structure.parse import parse
from corpus.structure.parsed import Hint

#: Notices that a change of facts may settle: the fact each asks for.
_ASKS = {"no-title": "title", "no-region": "region", "no-kind": "kind"}


def with_facts(document: Document, overrides: Overrides) -> Document:
    """``document`` with facts that a person states, its text and id as they are. Raises BadInput."""
    family = overrides.family
    source = restated(document.source, overrides)
    origin = document.origin
    if origin is not None:
        stated = stored_statement(merged(stated_of(origin.stated), overrides))
        origin = replace(origin, stated=stated)
    settled = {code for code, fact in _ASKS.items() if getattr(overrides, fact) is not None}
    changed = replace(
        with_source(document, source),
        origin=origin,
        notices=tuple(one for one in document.notices if one.code not in settled),
    )
    if family is not None and family != document.family:
        changed = _parsed_again(changed, source, family=family)
    return changed


def with_overlay(
    document: Document,
    overlay: Overlay | None,
    *,
    name: str,
    notice: Source | None = None,
    original: Path | None = None,
) -> Document:
    """``document`` corrected by ``overlay`` alone (None: not at all), under the same id.

    ``name`` is the overlay's file, ``notice`` the text that issues this one, ``original`` the file it
    was read from. Raises BadInput where the overlay does not fit the text.
    """
    origin = document.origin
    if origin is None:
        raise BadInput(
            f"{document.source.id} 没有保存原件的信息，不能更正；请先用 cqo corpus add 重新加入。"
        )
    plain = _plain(document, origin, original)
    assert plain.origin is not None
    hints = hints_again(plain.origin)
    stated = stated_of(origin.stated)
    text, places = plain.text, plain.origin.places
    if overlay is not None:
        fixed = corrected(name, text, hints, overlay)
        places = moved_places(text, fixed.text, places)
        text, hints, overlay = fixed.text, fixed.hints, fixed.overlay
    facts = plain.origin.facts
    if text != document.text and origin.reading != FRONT_MATTER:
        facts = read_facts(text, file_name=origin.file_name)
    source, told = _source(document, plain, facts, stated, overlay, notice)
    family = (overlay.family if overlay else None) or stated.family
    if family is None and source.authority is not Authority.ORIGINAL:
        family = "markdown"
    return parsed_document(
        source,
        text,
        hints=hints,
        family=family,
        origin=replace(
            plain.origin,
            facts=facts,
            places=places,
            overlay=overlay_yaml(overlay) if overlay else None,
            stated=origin.stated,
        ),
        notices=(*told, *_of_reader(document)),
        named=name,
    )


def _plain(document: Document, origin: Origin, original: Path | None) -> Document:
    """The text without corrections, its facts as the file has them where it states them itself."""
    if origin.reading == FRONT_MATTER and original is not None:
        stated = stated_of(origin.stated)
        fresh = read_front_matter(
            original, stated, origin=replace(origin, overlay=None, places=(), facts=())
        )
        source = fresh.source.model_copy(
            update={"id": document.source.id, "workspace": document.source.workspace}
        )
        return with_source(fresh, source)
    if origin.overlay is None:
        return document
    overlay = overlay_of(document.source.id, origin.overlay)
    text = uncorrected(document.text, overlay)
    places = moved_places(document.text, text, origin.places)
    return replace(document, text=text, origin=replace(origin, places=places, overlay=None))


def _source(
    document: Document,
    plain: Document,
    facts: Sequence[object],
    stated: Overrides,
    overlay: Overlay | None,
    notice: Source | None,
) -> tuple[Source, tuple[Notice, ...]]:
    """The facts with those of the overlay; id, workspace and a short title made distinct stay."""
    old, origin = document.source, document.origin
    assert origin is not None
    clauses = dict(overlay.clauses) if overlay else {}
    if origin.reading == FRONT_MATTER:
        source = restated(plain.source, overlay.facts) if overlay else plain.source
        return source.model_copy(update={"clauses": {**source.clauses, **clauses}}), ()
    chosen = merged(stated, overlay.stated) if overlay else stated
    described = describe(
        origin.file_name,
        facts,  # type: ignore[arg-type]
        chosen.model_copy(update={"id": old.id, "workspace": old.workspace}),
        stem=Path(origin.file_name).stem,
        sha256=origin.file_sha256,
        family=document.family,
        notice=notice,
        clauses=clauses,
    )
    kept = {} if described.source.title != old.title else {"short_title": old.short_title}
    if chosen.short_title:
        kept = {}
    update = {**kept, "attached_to": old.attached_to}
    return described.source.model_copy(update=update), described.notices


def _of_reader(document: Document) -> tuple[Notice, ...]:
    """The notices that the structure did not give: they stand for the file."""
    again = _parse(document, document.family)
    told = {(one.code, one.line) for one in again}
    return tuple(
        one
        for one in document.notices
        if (one.code, one.line) not in told and one.code not in _ASKS and one.code != "overlay"
    )


def _parse(document: Document, family: str | None) -> tuple[Notice, ...]:
    return parse("x", document.text, hints=_hints(document), family=family).notices


def _hints(document: Document) -> tuple[Hint, ...]:
    """The hints under which the text stands now, corrections included."""
    hints = hints_again(document.origin)
    if document.origin is None or not document.origin.overlay:
        return hints
    overlay = overlay_of(document.source.id, document.origin.overlay)
    before = uncorrected(document.text, overlay)
    return corrected(document.source.id, before, hints, overlay).hints


def _parsed_again(document: Document, source: Source, *, family: str) -> Document:
    return parsed_document(
        source,
        document.text,
        hints=_hints(document),
        family=family,
        origin=document.origin,
        notices=_of_reader(document),
        named=source.id,
    )
