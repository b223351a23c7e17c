"""What an assessment asks: sentences of the standard when it is in the library, else the topics of its 编制说明."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict

from assistant.answering.citing import mark_of
from assistant.answering.lists import announces, items_below
from corpus.models import Clause, ClauseKind, Modality, Slug, Source, Topic
from corpus.primary import primary_of
from corpus.structure.topics import topics_by_clause
from index.catalogue.catalogue import Catalogue

#: Sentences that a company can do or leave.
_ASKED = frozenset({Modality.REQUIREMENT, Modality.RECOMMENDATION})
#: The 编制说明, and the force of what is asked of it: no sentence of the standard, a point of its topics.
NOTES, PREPARED = "cqo-notes", "要点"
_NOT_ASKED = frozenset(
    {ClauseKind.CONTENTS, ClauseKind.PREAMBLE, ClauseKind.CLOSING, ClauseKind.TERM}
)


class Group(BaseModel):
    """What is counted together and drawn as one ray of the radar."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    title: str
    chapter: str


class _Prepared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    group: Slug
    topic: Topic
    clause: str
    quote: str
    check: str
    evidence: str = ""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    groups: tuple[Group, ...]
    checks: tuple[_Prepared, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A statement that a company answers with 是, 部分, 否 or 不适用.

    ``id`` stays the same as long as the clause says the same. ``force``: 应 or 宜 of a sentence of the
    standard, 要点 of a topic of the 编制说明. ``quote`` stands in the clause.
    """

    id: str
    group: str
    topic: str
    text: str
    clause_id: str
    mark: str
    quote: str
    force: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class CheckList:
    """``source``: title of the text that they are from; ``standard``: whether that is the standard itself."""

    groups: tuple[Group, ...]
    checks: tuple[Check, ...]
    source: str
    standard: bool


@cache
def prepared() -> _File:
    """``prompts/journeys/checks.yaml``."""
    text = (resources.files("prompts") / "journeys" / "checks.yaml").read_text("utf-8")
    return _File.model_validate(yaml.safe_load(text))


def checks_of(catalogue: Catalogue, on: date) -> CheckList:
    """The checks of the texts that the library has on the day ``on``.

    A topic on which the standard's text has no sentence with 应 or 宜 is asked as the 编制说明 has it.
    """
    notes = notes_checks(catalogue)
    standard = primary_of(catalogue.sources(), on)
    if standard is None:
        return notes
    groups = group_of_topic()
    own = tuple(_of_standard(catalogue, standard, groups))
    covered = {one.topic for one in own}
    rest = tuple(one for one in notes.checks if one.topic not in covered)
    order = {group.id: n for n, group in enumerate(notes.groups)}
    checks = sorted((*own, *rest), key=lambda one: order[one.group])
    return CheckList(notes.groups, tuple(checks), standard.title, standard=True)


def notes_checks(catalogue: Catalogue) -> CheckList:
    """The checks that are prepared from the 编制说明, whether or not the standard is there."""
    file = prepared()
    title = next((s.title for s in catalogue.sources() if s.id == NOTES), "")
    return CheckList(file.groups, tuple(_of_notes(file.checks, catalogue)), title, standard=False)


def group_of_topic() -> dict[str, str]:
    """Group id by topic, for the topics that are assessed."""
    return {one.topic.value: one.group for one in prepared().checks}


def faults(catalogue: Catalogue) -> list[str]:
    """Prepared checks that cannot be asked: a clause that is not in the library, a quote not in it."""
    found = []
    for one in prepared().checks:
        clause = catalogue.clause(one.clause)
        if clause is None:
            found.append(f"自查项 {one.id} 的条款 {one.clause} 不在资料库里")
        elif one.quote not in clause.text:
            found.append(f"自查项 {one.id} 的引文不在 {one.clause} 里")
    return found


def _of_notes(checks: Iterable[_Prepared], catalogue: Catalogue) -> Iterable[Check]:
    for one in checks:
        clause = catalogue.clause(one.clause)
        source = catalogue.source(clause.source_id) if clause else None
        if clause is None or source is None or one.quote not in clause.text:
            continue  # ``faults`` says so, `cqo doctor` and a test show it
        yield Check(
            id=one.id,
            group=one.group,
            topic=one.topic.value,
            text=one.check,
            clause_id=one.clause,
            mark=mark_of(source, clause),
            quote=one.quote,
            force=PREPARED,
            evidence=one.evidence,
        )


def _of_standard(catalogue: Catalogue, standard: Source, groups: dict[str, str]) -> Iterable[Check]:
    """Each sentence with 应 or 宜 of a clause whose topic is one that is assessed."""
    clauses = catalogue.clauses(standard.id)
    topics = topics_by_clause(clauses)
    listed: set[str] = set()  # items that were asked with the sentence that introduces them
    for clause in clauses:
        topic = next((t.value for t in topics.get(clause.id, ()) if t.value in groups), None)
        if clause.kind is ClauseKind.ITEM and clause.parent in listed:
            listed.add(clause.id)
            continue
        if clause.kind in _NOT_ASKED or topic is None:
            continue
        for number, sentence in enumerate(clause.sentences, 1):
            words = clause.text[sentence.start : sentence.end]
            if sentence.modality not in _ASKED or sentence.heading:
                continue
            text = _asked(clause, words)
            if announces(words):
                text += _items(catalogue, standard, clause)
                listed.add(clause.id)
            yield Check(
                id=f"{clause.id}#{number}",
                group=groups[topic],
                topic=topic,
                text=text,
                clause_id=clause.id,
                mark=mark_of(standard, clause),
                quote=words,
                force=sentence.modality.value,
            )


def _items(catalogue: Catalogue, standard: Source, clause: Clause) -> str:
    """The items that the clause introduces, on one line."""
    said = ""
    for piece in items_below(catalogue, standard, clause):
        said += ("；" if said and not announces(said) else "") + piece.text.rstrip("；。; ")
    return f"{said}。" if said else ""


def _asked(clause: Clause, words: str) -> str:
    """The sentence without the number of its clause; an item of a list behind what introduces it."""
    label = clause.path[-1] if clause.path else ""
    rest = words.removeprefix(label)
    said = rest.strip() if label and rest != words and rest[:1].isspace() else words
    lead = clause.lead.rstrip("：:")
    return f"{lead}：{said}" if lead else said
