"""Ask back which text or which place is meant, where the answer depends on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from assistant.answering.citing import Quoted
from assistant.answering.comparing import compare_topic
from assistant.answering.matching import SYNONYM, share_of
from assistant.answering.models import Clarification, Option
from assistant.answering.question import Question, lexicon, shows_type
from assistant.answering.replies import Reply
from assistant.answering.shelf import Shelf
from assistant.answering.weighing import Asked
from assistant.answering.wording import messages, without_markup
from corpus.models import Authority, Clause, Source, Status, Topic
from corpus.regions import HOME, NATION, UNSTATED
from index.filters import Filters

#: Options of a question, and places that are tried for them.
_MOST, _TRIED = 4, 10
#: What places rule on in their own ways; asked of any other matter, the place changes nothing.
BY_PLACE = frozenset(
    {
        Topic.QUALIFICATION,
        Topic.APPOINTMENT,
        Topic.DUTY,
        Topic.POWER,
        Topic.AUTHORIZATION,
        Topic.FILING,
        Topic.TRAINING,
        Topic.APPRAISAL,
        Topic.INCENTIVE,
        Topic.EXIT,
        Topic.CONDUCT,
    }
)
_STATUS = {Status.CURRENT: 0, Status.TRIAL: 0, Status.UNKNOWN: 1, Status.DRAFT: 2}
_AUTHORITY = {Authority.ORIGINAL: 0, Authority.DIGEST: 1, Authority.REPORT: 2}
#: Kinds of figures that a sentence holds or does not.
_FIGURES = ("money", "percent", "hours", "number", "date")


def in_order(shelf: Shelf, clauses: Iterable[Clause], question: Question) -> list[Clause]:
    """Those of the asked place first, then home, in force, original, newest; else as they came."""
    own = {place for region in question.regions for place in shelf.gazetteer.within(region)}

    def order(clause: Clause) -> tuple[bool, int, int, int, int]:
        source = shelf.source(clause.source_id)
        return source.region not in own, _nearness(shelf, source), *_standing(source)

    return sorted(clauses, key=order)


def which_document(
    shelf: Shelf, label: str, clauses: Sequence[Clause], workspace: str | None
) -> Clarification | None:
    """您问的是哪份文件的“第五条”？ None when one text alone has the label."""
    sources = list(dict.fromkeys(clause.source_id for clause in clauses))
    if len(sources) < 2:
        return None
    made = (_document(shelf, shelf.source(key), label, sources, workspace) for key in sources)
    options = [option for option in made if option is not None][:_MOST]
    question = str(messages()["clarify"]["document"]).format(label=label)
    return Clarification(about="document", question=question, options=tuple(options))


def _document(
    shelf: Shelf, source: Source, label: str, others: Sequence[str], workspace: str | None
) -> Option | None:
    """The text by the first of its names that means none of the others; None when it has none."""
    names = (
        f"《{source.title.strip('《》')}》",
        source.number,
        source.short_title,
        *source.aliases,
    )
    asking = str(messages()["clarify"]["document_ask"])
    for name in filter(None, names):
        ask = asking.format(name=name, label=label)
        found = shelf.index.exact.find(ask, Filters(workspace=workspace))
        meant = {s for m in found if m.kind == "label" for s in m.sources}
        if meant.intersection(others) == {source.id}:
            return Option(label=_called(source, name), ask=ask)
    return None


def _called(source: Source, name: str) -> str:
    """How a text is offered: its title, behind it what else tells it apart."""
    title = f"《{source.title.strip('《》')}》"
    if name != title:
        return f"{title}（{name}）"
    told = source.region in title or source.region in (UNSTATED, NATION)
    return title if told else f"{title}（{source.region}）"


def which_region(
    shelf: Shelf,
    question: Question,
    words: Sequence[str],
    topics: Sequence[Topic],
    asked: Asked,
    answered: Callable[[Asked], Reply],
) -> Clarification | None:
    """您的企业在哪个地区？ with places whose rules answer; None when fewer than two do.

    ``words``: the question's telling words. Places that have what is asked for go before those that
    only rule on the topic: then it is the topic that is asked about. ``answered`` tries it.
    """
    if question.regions or question.about_standard or "标准" in question.text:
        return None  # a place is named, or the standard of Guangdong is meant
    for topic in topics:
        rules = _rules(shelf, topic, asked.workspace)
        holding = [place for place, quotes in rules.items() if _holds(quotes, question, words)]
        said = without_markup(question.core).rstrip("？?")
        exactly = [(place, f"{place}{said}？") for place in holding]
        form = str(messages()["clarify"]["region_ask"])
        broadly = [(place, form.format(region=place, topic=topic.value)) for place in rules]
        for asks in (exactly, broadly):
            options = _answering(shelf, asks, asked, answered)
            if len(options) > 1:
                words_ = str(messages()["clarify"]["region"])
                return Clarification(about="region", question=words_, options=options)
    return None


def _rules(shelf: Shelf, topic: Topic, workspace: str | None) -> dict[str, list[Quoted]]:
    """What places rule on the topic; Guangdong's cities first, then in force, original, newest."""
    pieces = compare_topic(shelf, topic, (), workspace=workspace).pieces
    pieces = tuple(p for p in pieces if p.source.region not in (HOME, NATION, UNSTATED))
    found: dict[str, list[Quoted]] = {}
    for piece in sorted(pieces, key=lambda p: (_nearness(shelf, p.source), *_standing(p.source))):
        found.setdefault(piece.source.region, []).append(piece)
    return found


def _holds(quotes: Sequence[Quoted], question: Question, words: Sequence[str]) -> bool:
    """Whether a rule speaks of what is asked for, with a figure where one is asked for."""
    figures = [kind for kind in question.types if kind in _FIGURES]
    telling = [word for word in words if word not in lexicon().generic]
    return any(
        any(
            share_of(word, f"{q.clause.label}{q.clause.title}{q.text}") >= SYNONYM
            for word in telling
        )
        and (not figures or any(shows_type(q.text, kind) for kind in figures))
        for q in quotes
    )


def _answering(
    shelf: Shelf,
    asks: Sequence[tuple[str, str]],
    asked: Asked,
    answered: Callable[[Asked], Reply],
) -> tuple[Option, ...]:
    """The first few places whose own texts answer what choosing them asks."""
    found: list[Option] = []
    for place, ask in asks[:_TRIED]:
        reply = answered(replace(asked, text=ask))
        own = shelf.gazetteer.within(place)
        if reply.status == "answered" and any(p.source.region in own for p in reply.pieces):
            found.append(Option(label=place, ask=ask))
        if len(found) == _MOST:
            break
    return tuple(found)


def _nearness(shelf: Shelf, source: Source) -> int:
    if source.region == HOME:
        return 0
    return 1 if shelf.is_home(source) else 2


def _standing(source: Source) -> tuple[int, int, int]:
    status, authority = _STATUS.get(source.status, 3), _AUTHORITY.get(source.authority, 3)
    return status, authority, -(source.year or 0)
