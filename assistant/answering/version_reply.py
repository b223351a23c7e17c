"""Answer which version of an imported text applies, and from which day, by the lines that say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from assistant.answering.citing import Quoted
from assistant.answering.editions import edition_name
from assistant.answering.replies import Reply
from assistant.answering.standing import Primary, Standing, primary_text
from assistant.answering.wording import messages
from corpus.models import Authority, Source, Status
from index.catalogue.catalogue import Catalogue
from prompts.loading import load_prompts


def version_reply(
    text: str,
    named: Iterable[str],
    standing: Standing,
    catalogue: Catalogue,
    leave: frozenset[str],
) -> Reply | None:
    """The reply to a question on versions or dates of a text that was imported; None for any other.

    ``named``: ids of the texts that the question names; ``leave``: the versions that it does not mean.
    """
    rules = _patterns()
    which, day = re.search(rules["which"], text), re.search(rules["day"], text)
    if not which and not day:
        return None
    imported = [s for s in standing.sources if s.id in standing.imported_ids]
    asked = [s for s in imported if s.id in set(named)]
    primary = standing.primary
    if which and not asked and primary is not None and names_standard(text):
        asked = [primary.source]
    if not asked:
        return None
    family = [s for s in standing.versions.of(asked[0].id) if _whole(s)] or asked[:1]
    everyone = re.search(rules["all"], text)
    meant = family if everyone else [s for s in family if s.id not in leave]
    name = "issued" if day and re.search(rules["issue"], text) else "effective"
    pieces = [
        piece
        for source in meant
        for piece in _said(primary_text(source, catalogue.clauses(source.id), ()), name)
    ]
    if len(meant) > 1:
        pieces = [_led(piece) for piece in pieces]
    if not pieces:
        return None
    notes = _notes(meant, family) if which else ()
    return Reply(pieces=tuple(pieces), notes=notes)


def names_standard(text: str) -> bool:
    """Whether a question that names no text may mean the standard."""
    return bool(re.search(_patterns()["standard"], text))


@cache
def _patterns() -> dict[str, str]:
    rules: dict[str, str] = load_prompts("questions")["editions"]
    return rules


def _whole(source: Source) -> bool:
    return source.authority is Authority.ORIGINAL and source.status is not Status.DRAFT


def _said(text: Primary, name: str) -> list[Quoted]:
    """The line that states the day of effect; of issue where the text states no other."""
    for wanted in dict.fromkeys((name, "effective", "issued")):
        fact = next((f for f in text.facts if f.name == wanted), None)
        clause = text.clause_at(fact.start) if fact is not None else None
        if fact is not None and clause is not None:
            at = fact.start - clause.start
            sentence = next((s for s in clause.sentences if s.start <= at < s.end), None)
            if sentence is not None and sentence.end - sentence.start <= _LINE:
                return [Quoted(text.source, clause, sentence.start, sentence.end)]
            return [Quoted(text.source, clause, at, fact.end - clause.start)]
    return []


#: Characters up to which the sentence around a date is quoted whole.
_LINE = 120


def _led(piece: Quoted) -> Quoted:
    name = edition_name(piece.source)
    return Quoted(piece.source, piece.clause, piece.start, piece.end, f"{name}：", name)


def _notes(meant: Sequence[Source], family: Sequence[Source]) -> tuple[str, ...]:
    """That the library has no other version, where it has none."""
    if len(family) != 1 or not meant or meant[0].status is Status.REPEALED:
        return ()
    note = str(messages()["notes"]["edition_only"])
    return (note.format(title=meant[0].title.strip("《》")),)
