"""The shapes an answer takes, before it becomes JSON: quotes, what is missing, hints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.answering.citing import (
    Quoted,
    citations_of,
    home_lead,
    mark_of,
    outside_lead,
    statement_of,
    written_answer,
)
from assistant.answering.comparing import Compared, compare_topic
from assistant.answering.evidence import Evidence
from assistant.answering.lists import PIECES, introduction
from assistant.answering.matching import SYNONYM, share_of
from assistant.answering.models import (
    Answer,
    AnswerStatus,
    Clarification,
    Comparison,
    DraftOffer,
    Missing,
    PageLink,
)
from assistant.answering.question import Question, lexicon
from assistant.answering.routing import Routed
from assistant.answering.shelf import Shelf
from assistant.answering.wording import messages, without_markup
from corpus.gaps import Gap
from corpus.models import Clause, ClauseKind, Kind, Source, Topic

#: Routes that are answered without looking anything up.
FIXED = frozenset({"greeting", "thanks", "identity", "injection", "invent", "off-topic"})
#: Parts of a text that tell nothing of what it is.
_NOT_TOLD = frozenset({ClauseKind.CONTENTS, ClauseKind.PREAMBLE, ClauseKind.CLOSING})
#: Sentences quoted when a whole clause or document is asked for.
_OVERVIEW = 4


@dataclass(frozen=True, slots=True)
class Reply:
    """What was found: quotes in order, what is missing, related quotes, hints, a table.

    ``depends``: topics on which the answer depends on the place, where the home region is silent.
    """

    pieces: tuple[Quoted, ...] = ()
    missing: Missing | None = None
    related: tuple[Quoted, ...] = ()
    notes: tuple[str, ...] = ()
    said: str = ""  # the product's own words, when there is nothing to quote
    route: str = "question"
    table: Comparison | None = None
    timings: dict[str, float] = field(default_factory=dict)
    clarify: Clarification | None = None
    depends: tuple[Topic, ...] = ()
    drafts: tuple[DraftOffer, ...] = ()
    links: tuple[PageLink, ...] = ()

    @property
    def status(self) -> AnswerStatus:
        if self.pieces:
            return "partial" if self.missing else "answered"
        return "declined" if self.missing else "answered"


def to_answer(reply: Reply, question: str) -> Answer:
    """The reply as an Answer; raises QuoteError when a quote does not stand in its clause."""
    statements = tuple(statement_of(piece) for piece in reply.pieces)
    citations = citations_of((*reply.pieces, *reply.related))
    marks = {
        piece.clause.id: mark_of(piece.source, piece.clause)
        for piece in (*reply.pieces, *reply.related)
    }
    lines = [written_answer(statements, marks.__getitem__)] if statements else []
    if reply.said:
        lines.insert(0, reply.said)
    missing = reply.missing
    if missing is not None:
        lines.append(f"{missing.what}{missing.ask}")
        if reply.related:
            missing = missing.model_copy(
                update={"related": tuple(dict.fromkeys(p.clause.id for p in reply.related))}
            )
    return Answer(
        question=question,
        status=reply.status,
        answer="\n".join(lines),
        statements=statements,
        citations=citations,
        missing=missing,
        notes=reply.notes,
        route=reply.route,
        table=reply.table,
        timings_ms=reply.timings,
        clarify=reply.clarify,
        drafts=reply.drafts,
        said=reply.said,
        links=reply.links,
    )


# -- fixed replies -----------------------------------------------------------------------------------


def fixed(routed: Routed) -> Reply:
    """Small talk, and requests that are refused whatever the library holds."""
    texts = messages()
    if routed.route in ("greeting", "thanks", "identity"):
        return Reply(said=texts[routed.route], route="chat")
    key = routed.route.replace("-", "_")
    route = "off-topic" if routed.route == "off-topic" else "question"
    return Reply(missing=_missing(key), route=route)


def _missing(key: str, **values: str) -> Missing:
    texts = messages()["missing"]
    return Missing(
        what=texts[f"{key}_what"].format(**values), ask=texts[f"{key}_ask"].format(**values)
    )


def declined_gap(gap: Gap, shelf: Shelf, missing: Missing | None = None) -> Reply:
    """A known gap, with what is known instead; ``missing`` says it otherwise than the gap does."""
    related = [piece for key in gap.known if (piece := first_quote(shelf, key)) is not None]
    missing = missing or Missing(what=gap.what, ask=gap.ask)
    return Reply(missing=missing, related=tuple(related))


def declined_region(region: str) -> Reply:
    return Reply(missing=_missing("region", region=region))


def declined_region_topic(
    region: str, question: Question, related: Sequence[str], shelf: Shelf
) -> Reply:
    texts = messages()["missing"]
    missing = Missing(
        what=texts["region_topic_what"].format(region=region, subject=f"“{question.subject}”"),
        ask=texts["region_ask"].format(region=region),
    )
    return Reply(missing=missing, related=_quotes(shelf, related))


def declined_nothing(question: Question, related: Sequence[str], shelf: Shelf) -> Reply:
    return Reply(
        missing=_missing("nothing", subject=question.subject), related=_quotes(shelf, related)
    )


def declined_absent(question: Question, picks: Sequence[Evidence]) -> Reply:
    """The library itself says that this is not known."""
    related = tuple(Quoted(p.place.source, p.place.clause, p.start, p.end) for p in picks[:2])
    return Reply(missing=_missing("nothing", subject=question.subject), related=related)


def declined_number(number: str) -> Reply:
    return Reply(missing=_missing("number", number=number))


def declined_label(label: str, source: Source | None) -> Reply:
    title = (source.title if source else messages()["labels"].get("library", "资料库")).strip(
        "《》"
    )
    return Reply(missing=_missing("label", source=title, label=label))


def with_drafts(reply: Reply, offers: tuple[DraftOffer, ...]) -> Reply:
    """What the library says of a document, and that it can be drafted."""
    said = "" if reply.pieces else str(messages()["drafts"]["offer"])
    return Reply(pieces=reply.pieces, notes=reply.notes, said=said, route="document", drafts=offers)


# -- quotes ------------------------------------------------------------------------------------------


def first_quote(shelf: Shelf, clause_id: str) -> Quoted | None:
    """The first sentence of a clause (its heading when it has no other)."""
    clause = shelf.clause(clause_id)
    if clause is None or not clause.sentences:
        return None
    sentence = next((s for s in clause.sentences if not s.heading), clause.sentences[0])
    return Quoted(shelf.source(clause.source_id), clause, sentence.start, sentence.end)


def _quotes(shelf: Shelf, clause_ids: Sequence[str]) -> tuple[Quoted, ...]:
    found = [first_quote(shelf, key) for key in dict.fromkeys(clause_ids)]
    return tuple(piece for piece in found if piece is not None)[:3]


def _body(source: Source, clause: Clause, most: int | None = None) -> list[Quoted]:
    """The sentences of a clause; a table in one piece, so that its rows keep their header."""
    if clause.kind is ClauseKind.TABLE:
        start = len(clause.text) - len(clause.text.lstrip())
        return [Quoted(source, clause, start, len(clause.text.rstrip()))]
    sentences = [s for s in clause.sentences if not s.heading][:most]
    return [Quoted(source, clause, s.start, s.end) for s in sentences]


def whole_clause(shelf: Shelf, clause: Clause) -> Reply:
    """All sentences of a clause with its pieces; of a clause that is a heading alone, the headings
    below it. A list item comes with the sentence that introduces it."""
    source = shelf.source(clause.source_id)
    pieces = [*introduction(shelf.index.catalogue, source, clause), *_body(source, clause)]
    if clause.kind is ClauseKind.ANNEX:
        pieces = [annex_heading(source, clause), *pieces]
    for child in shelf.index.catalogue.children(clause.id):
        heading = next((s for s in child.sentences if s.heading), None)
        if heading is None and child.kind in PIECES:
            pieces.extend(_with_pieces(shelf, source, child))
        elif heading is not None:
            pieces.append(Quoted(source, child, heading.start, heading.end))
        elif child.sentences:
            pieces.append(Quoted(source, child, child.sentences[0].start, child.sentences[0].end))
    return Reply(pieces=tuple(pieces), notes=notes_for(pieces))


def _with_pieces(shelf: Shelf, source: Source, clause: Clause) -> list[Quoted]:
    """A piece of a clause and its own pieces: b) and below it 1), 2)."""
    below = [c for c in shelf.index.catalogue.children(clause.id) if c.kind in PIECES]
    return [*_body(source, clause), *(q for c in below for q in _with_pieces(shelf, source, c))]


def annex_heading(source: Source, clause: Clause) -> Quoted:
    """The heading lines of an annex: 附录A, its nature and its title."""
    start = len(clause.text) - len(clause.text.lstrip())
    ends = [s.end for s in clause.sentences if s.heading]
    title = clause.text.find(clause.title) if clause.title else -1
    end = max([*ends, title + len(clause.title) if title >= 0 else 0])
    first = clause.sentences[0].end if clause.sentences else len(clause.text)
    return Quoted(source, clause, start, end if end > start else first)


def overview(shelf: Shelf, source_id: str) -> Reply:
    """What a document is: its overview clause, else its first clauses."""
    source = shelf.source(source_id)
    clauses = [
        c
        for c in shelf.index.catalogue.clauses(source_id)
        if c.body and c.level > 0 and c.kind not in _NOT_TOLD
    ]
    told = Topic.SCOPE if source.kind is Kind.STANDARD else Topic.OVERVIEW
    first = [c for c in clauses if told in c.facts.topics] or clauses
    pieces: list[Quoted] = []
    others = () if first and source.kind is Kind.STANDARD else clauses
    for clause in [*first, *(c for c in others if c not in first)]:
        if len(pieces) < _OVERVIEW:
            pieces.extend(_body(source, clause, _OVERVIEW - len(pieces)))
    return Reply(pieces=tuple(pieces), notes=notes_for(pieces))


def notes_for(pieces: Sequence[Quoted]) -> tuple[str, ...]:
    """Hints on the quotes: figures out of date, facts not verified."""
    texts = messages()["notes"]
    notes: list[str] = []
    for piece in pieces:
        mark, facts = mark_of(piece.source, piece.clause), piece.clause.facts
        if facts.stale and _concerns(facts.stale, piece.text):
            notes.append(texts["stale"].format(mark=mark, reason=facts.stale))
        if facts.unverified:
            notes.append(texts["unverified"].format(mark=mark))
    return tuple(dict.fromkeys(notes))


def _concerns(reason: str, quote: str) -> bool:
    """Whether a hint on a figure concerns the quote: it names the figure, or the quote has one."""
    named = re.findall(r"“([^”]+)”", reason)
    if named:
        return any(figure in quote for figure in named)
    return any(char.isdigit() or char in "万千百" for char in quote)


# -- several parts, several places -------------------------------------------------------------------


def joined(answers: Sequence[tuple[str, Reply]]) -> Reply:
    """The replies to the parts of a question as one; a part without an answer is named."""
    pieces: dict[tuple[str, int, int], Quoted] = {}
    for part, reply in answers:
        shown = without_markup(part)
        for piece in reply.pieces:
            key = (piece.clause.id, piece.start, piece.end)
            pieces.setdefault(key, Quoted(piece.source, piece.clause, *key[1:], piece.lead, shown))
    absent = [(part, reply) for part, reply in answers if not reply.pieces and reply.missing]
    partial = [reply for _, reply in answers if reply.pieces and reply.missing]
    missing = None
    if absent:
        what = "".join(reply.missing.what for _, reply in absent if reply.missing)
        missing = Missing(what=what, ask=absent[0][1].missing.ask if absent[0][1].missing else "")
    elif partial:
        missing = partial[0].missing
    notes = tuple(dict.fromkeys(n for _, reply in answers for n in reply.notes))
    related = tuple(p for _, reply in answers for p in reply.related)
    depends = tuple(dict.fromkeys(t for _, reply in answers for t in reply.depends))
    return Reply(tuple(pieces.values()), missing, related, notes, depends=depends)


def compared(found: Compared, topic: Topic, shelf: Shelf) -> Reply:
    """A comparison as statements by place, with its table."""
    pieces = tuple(_introduced(piece, shelf) for piece in found.pieces)
    missing = None
    if found.missing:
        texts = messages()["missing"]
        names = "、".join(found.missing)
        what = (
            texts["region_topic_what"]
            if all(shelf.knows_region(r, None) for r in found.missing)
            else texts["region_what"]
        )
        missing = Missing(
            what=what.format(region=names, subject=topic.value),
            ask=texts["region_ask"].format(region=names),
        )
    if not pieces and missing is None:
        missing = _missing("nothing", subject=topic.value)
    return Reply(
        pieces, missing, notes=notes_for(pieces), route="comparison", table=found.comparison
    )


def _introduced(piece: Quoted, shelf: Shelf) -> Quoted:
    lead = (home_lead if shelf.is_home(piece.source) else outside_lead)(piece.source)
    return Quoted(piece.source, piece.clause, piece.start, piece.end, lead, piece.source.region)


def by_region(parts: Sequence[tuple[str, Reply]], question: Question, shelf: Shelf) -> Reply:
    """Replies place by place, for a comparison on something that is no topic of the library."""
    pieces = [
        Quoted(p.source, p.clause, p.start, p.end, _introduced(p, shelf).lead, region)
        for region, reply in parts
        for p in reply.pieces
    ]
    absent = [region for region, reply in parts if not reply.pieces]
    missing = None
    if absent:
        texts = messages()["missing"]
        names = "、".join(absent)
        missing = Missing(
            what=texts["region_topic_what"].format(region=names, subject=f"“{question.subject}”"),
            ask=texts["region_ask"].format(region=names),
        )
    notes = tuple(dict.fromkeys(n for _, reply in parts for n in reply.notes))
    return Reply(tuple(pieces), missing, notes=notes, route="comparison")


def _on_words(pieces: Sequence[Quoted], words: Sequence[str]) -> Sequence[Quoted]:
    """The quotes that hold what was asked for (学历: 本科, 大专 …); all of them when none does."""
    telling = [w for w in words if w not in lexicon().generic]
    held = [p for p in pieces if any(share_of(word, p.text) >= SYNONYM for word in telling)]
    return held or pieces


def gap_with_references(
    gap: Gap, shelf: Shelf, topic: Topic, words: Sequence[str], workspace: str | None
) -> Reply:
    """A gap of Guangdong's for which other places' rules may be shown as reference."""
    found = compare_topic(shelf, topic, (), workspace=workspace)
    outside = [p for p in found.pieces if not shelf.is_home(p.source)]
    national = [p for p in found.pieces if p.source.region == "全国"]
    pieces = tuple(_introduced(p, shelf) for p in _on_words((*national, *outside), words))
    known = tuple(p for key in gap.known if (p := first_quote(shelf, key)) is not None)
    table = found.comparison if pieces else None
    missing = Missing(what=gap.what, ask=gap.ask)
    return Reply(pieces, missing, known, notes_for(pieces), table=table)
