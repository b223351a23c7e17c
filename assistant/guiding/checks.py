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
from corpus.models import Clause, ClauseKind, Modality, Slug, Source, Topic
from corpus.primary import primary_of
from corpus.structure.topics import topics_by_clause
from index.catalogue.catalogue import Catalogue

#: Sentences that a company can do or leave.
_ASKED = frozenset({Modality.REQUIREMENT, Modality.RECOMMENDATION})
_NOT_ASKED = frozenset(
    {ClauseKind.CONTENTS, ClauseKind.PREAMBLE, ClauseKind.CLOSING, ClauseKind.TERM}
)
#: Characters of a sentence that is asked.
_LONGEST = 400


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
    file = prepared()
    standard = primary_of(catalogue.sources(), on)
    from_notes = tuple(_of_notes(file.checks, catalogue))
    if standard is None:
        title = next((s.title for s in catalogue.sources() if s.id == "cqo-notes"), "")
        return CheckList(file.groups, from_notes, title, standard=False)
    by_topic = {one.topic.value: one.group for one in file.checks}
    own = tuple(_of_standard(standard, catalogue.clauses(standard.id), by_topic))
    covered = {one.topic for one in own}
    rest = tuple(one for one in from_notes if one.topic not in covered)
    order = {group.id: n for n, group in enumerate(file.groups)}
    checks = sorted((*own, *rest), key=lambda one: order[one.group])
    return CheckList(file.groups, tuple(checks), standard.title, standard=True)


def _of_notes(checks: Iterable[_Prepared], catalogue: Catalogue) -> Iterable[Check]:
    for one in checks:
        clause = catalogue.clause(one.clause)
        source = catalogue.source(clause.source_id) if clause else None
        if clause is None or source is None or one.quote not in clause.text:
            continue  # `cqo doctor` and a test tell
        yield Check(
            id=one.id,
            group=one.group,
            topic=one.topic.value,
            text=one.check,
            clause_id=one.clause,
            mark=mark_of(source, clause),
            quote=one.quote,
            force="要点",
            evidence=one.evidence,
        )


def _of_standard(
    standard: Source, clauses: tuple[Clause, ...], groups: dict[str, str]
) -> Iterable[Check]:
    """Each sentence with 应 or 宜 of a clause whose topic is one that is assessed."""
    topics = topics_by_clause(clauses)
    for clause in clauses:
        if clause.kind in _NOT_ASKED:
            continue
        topic = next((t.value for t in topics.get(clause.id, ()) if t.value in groups), None)
        if topic is None:
            continue
        for number, sentence in enumerate(clause.sentences, 1):
            words = clause.text[sentence.start : sentence.end]
            if sentence.modality not in _ASKED or sentence.heading or len(words) > _LONGEST:
                continue
            yield Check(
                id=f"{clause.id}#{number}",
                group=groups[topic],
                topic=topic,
                text=_asked(clause, words),
                clause_id=clause.id,
                mark=mark_of(standard, clause),
                quote=words,
                force=sentence.modality.value,
            )


def _asked(clause: Clause, words: str) -> str:
    """The sentence; an item of a list behind the words that introduce it."""
    lead = clause.lead.rstrip("：:")
    return f"{lead}：{words}" if lead else words
