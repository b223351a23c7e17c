"""A self-check keeps the questions it was asked with, whatever the library has since; and two are compared
only where they asked the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.answering.citing import mark_of
from assistant.guiding.checks import PREPARED, Check, CheckList, Group, group_of_topic
from corpus.structure.modality import modality_of
from corpus.structure.topics import topics_by_clause
from index.catalogue.catalogue import Catalogue
from index.catalogue.guide_records import Assessment, StoredReply

#: What is asked of clauses that the library no longer has.
_GONE = Group(id="gone", title="资料库里已经没有的条款", chapter="")


def asked_in(
    made: Assessment,
    replies: Mapping[str, StoredReply],
    *,
    now: CheckList,
    notes: CheckList,
    catalogue: Catalogue,
) -> CheckList:
    """The checks of the self-check ``made``: those of the text it was begun with.

    A reply to a sentence that has changed or gone stays with the words that were answered.
    """
    if made.source == now.source:
        base = now
    elif made.source == notes.source:
        base = notes
    else:
        base = CheckList(now.groups, (), made.source, standard=True)
    known = {one.id: one for one in base.checks}
    kept = {
        key: _kept(reply, known.get(key), catalogue, made.source)
        for key, reply in replies.items()
        if _changed(reply, known.get(key))
    }
    if not kept:
        return base
    checks = [kept.pop(one.id, one) for one in base.checks]
    if made.finished is not None:  # what is new in the text was never asked
        checks = [one for one in checks if one.id in replies]
    checks += kept.values()
    groups = (*base.groups, _GONE) if any(one.group == _GONE.id for one in checks) else base.groups
    order = {group.id: n for n, group in enumerate(groups)}
    checks.sort(key=lambda one: order[one.group])
    return replace(base, groups=groups, checks=tuple(checks))


def _changed(reply: StoredReply, check: Check | None) -> bool:
    """Our own wording of a prepared check may get better; a sentence of a text is itself."""
    return check is None or (check.force != PREPARED and check.text != reply.words)


def _kept(
    reply: StoredReply, check: Check | None, catalogue: Catalogue, source_title: str
) -> Check:
    if check is not None:
        return replace(check, text=reply.words, quote=reply.words)
    clause = catalogue.clause(reply.clause_id)
    source = catalogue.source(clause.source_id) if clause else None
    topic, group = "", _GONE.id
    if clause is not None:
        groups = group_of_topic()
        topics = topics_by_clause(catalogue.clauses(clause.source_id)).get(clause.id, ())
        topic = next((t.value for t in topics if t.value in groups), "")
        group = groups.get(topic, _GONE.id)
    label = reply.clause_id.partition("#")[2]
    return Check(
        id=reply.check,
        group=group,
        topic=topic,
        text=reply.words,
        clause_id=reply.clause_id,
        mark=mark_of(source, clause) if clause and source else f"{source_title} {label}",
        quote=reply.words,
        force=modality_of(reply.words).value if "#" in reply.check else PREPARED,
    )


def same_checks(now: CheckList, before: CheckList) -> dict[str, str]:
    """Ids of ``now`` -> ids of ``before`` that ask the same: the same prepared check, or the same words."""
    by_id = {one.id: one for one in before.checks}
    words: dict[str, list[str]] = {}
    for one in before.checks:
        words.setdefault(one.text, []).append(one.id)
    found: dict[str, str] = {}
    for one in now.checks:
        other = by_id.get(one.id)
        if other is not None and (other.text == one.text or other.force == one.force == PREPARED):
            found[one.id] = other.id
        elif len(words.get(one.text, ())) == 1:
            found[one.id] = words[one.text][0]
    return found
