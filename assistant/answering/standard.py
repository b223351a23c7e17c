"""Answer from the standard's own text what was a known gap before it arrived."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.answering.citing import Quoted
from assistant.answering.gating import GUIDE_NEARER
from assistant.answering.known_questions import Nearness
from assistant.answering.lists import PIECES, exceptions, introduction
from assistant.answering.matching import WeightedTerms, coverage
from assistant.answering.models import Missing
from assistant.answering.question import Question
from assistant.answering.replies import Reply, annex_heading, notes_for
from assistant.answering.standing import Primary
from assistant.answering.wording import messages
from corpus.gaps import Gap, Part
from corpus.models import Clause, ClauseKind, Topic
from corpus.primary import holding, on_topics
from corpus.structure.topics import topics_by_clause

#: Statements of one answer, beyond which a list of clauses is cut.
_MOST = 12
#: Clauses that rule something, as against notes, examples and headings.
_RULES = frozenset({ClauseKind.CLAUSE, *PIECES, ClauseKind.TABLE}) - {ClauseKind.NOTE}
#: Nearness from which a question counts as one of a closed gap's ways of asking.
_NEAR = 0.5
#: That when no clause's question comes near: nearness, and by how much it is nearer.
_NEAR_ALONE, _NEARER = 0.4, 0.1


def from_standard(
    primary: Primary, gap: Gap, question: Question, terms: WeightedTerms
) -> Reply | None:
    """The reply to a question on ``gap``, which ``primary`` closes; None leaves it to the search."""
    if gap.fills.facts:
        pieces = _facts(primary, gap)
    elif gap.fills.topics:
        pieces = _on_topic(primary, gap, terms)
    else:
        pieces = _part(primary, gap.fills.parts[0], question)
    if not pieces:
        return None
    unsaid = _CONTACT.search(question.text)
    missing = None
    if unsaid is not None and not any(unsaid.group() in piece.text for piece in pieces):
        missing = _not_stated(primary, unsaid.group())
    return Reply(pieces=tuple(pieces), missing=missing, notes=notes_for(pieces))


#: What people want of an office and standards do not say.
_CONTACT = re.compile(r"电话|地址|网址|窗口|邮箱|收费")


def still_missing(primary: Primary, gap: Gap) -> Missing | None:
    """What to say of a gap that the standard could close and does not; None for any other gap."""
    if gap.fills.is_empty or primary.source.kind.value not in gap.fills.kinds:
        return None
    return _not_stated(primary, gap.title)


def _not_stated(primary: Primary, subject: str) -> Missing:
    texts = messages()["missing"]
    number = f"（{primary.source.number}）" if primary.source.number else ""
    what = texts["primary_what"].format(
        title=primary.source.title.strip("《》"), number=number, gap=subject
    )
    return Missing(what=what, ask=texts["ask_regulator"])


# -- facts -------------------------------------------------------------------------------------------


def _facts(primary: Primary, gap: Gap) -> list[Quoted]:
    """The lines of the cover on which the facts stand."""
    pieces: dict[tuple[str, int], Quoted] = {}
    for name in gap.fills.facts:
        fact = next((f for f in primary.facts if f.name == name), None)
        clause = primary.clause_at(fact.start) if fact is not None else None
        if fact is None or clause is None:
            continue
        start, end = _line(clause.text, fact.start - clause.start, fact.end - clause.start)
        pieces.setdefault((clause.id, start), Quoted(primary.source, clause, start, end))
    return list(pieces.values())


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of the line around ``text[start:end]`` that wide spaces or stops set apart."""
    first = max(m.end() for m in re.finditer(r"^|[\n。；\u3000]|\s{2,}", text[:start]))
    found = re.search(r"[\n。]|\s{2,}", text[end:])
    last = end + found.start() if found else len(text)
    while first < start and text[first] in " \t\u3000#*|":
        first += 1
    while last > end and text[last - 1] in " \t\u3000*|":
        last -= 1
    return first, last


# -- parts -------------------------------------------------------------------------------------------


def closed_by(
    primary: Primary, gaps: Iterable[Gap], question: Question, near: Nearness, *, beside: bool
) -> Gap | None:
    """The gap that the question asks for and ``primary`` closes: by its words, else the nearest.

    ``beside``: the question is about another place or its document.
    """
    guide = near.guide_nearness(primary.voids)
    closed = [
        gap
        for gap in gaps
        if gap.id in primary.closed
        and not (beside and gap.scope != "任何")
        and guide - near.closed.get(gap.id, 0.0) < GUIDE_NEARER
    ]
    found = next((gap for gap in closed if gap.matches(question.text)), None)
    if found is not None or not closed:
        return found
    nearest = max(closed, key=lambda gap: near.closed.get(gap.id, 0.0))
    nearness = near.closed.get(nearest.id, 0.0)
    if nearness >= max(_NEAR, near.clause_nearness):
        return nearest
    alone = nearness - near.clause_nearness >= _NEARER
    return nearest if nearness >= _NEAR_ALONE and alone else None


def _part(primary: Primary, part: Part, question: Question) -> list[Quoted]:
    clauses = holding(part, primary.clauses)
    if part is Part.TERMS:
        asked = [c for c in clauses if c.term and c.term in question.text]
        longest = max((c.term for c in asked if c.term), key=len, default="")
        wanted = [c for c in asked if c.term == longest] or list(clauses)
        return [q for c in wanted for q in _whole(primary, c, lead=f"{c.term}：")][:_MOST]
    if part is Part.ANNEXES:
        named = [
            c for c in clauses if re.sub(r"\s", "", c.label) in re.sub(r"\s", "", question.text)
        ]
        return [annex_heading(primary.source, c) for c in named or clauses][:_MOST]
    if part is Part.REFERENCES:
        return [q for c in clauses for q in _with_pieces(primary, c)][:_MOST]
    if part in (Part.DRAFTERS, Part.UNITS):
        return _named(primary, clauses, "起草人" if part is Part.DRAFTERS else "起草单位")
    return _outline(primary, question)


def _outline(primary: Primary, question: Question) -> list[Quoted]:
    """The clause that is named by its title, or the headings of the chapters for the whole text."""
    titled = [
        c
        for c in primary.clauses
        if c.kind is ClauseKind.CLAUSE and len(c.title) > 1 and c.title in question.text
    ]
    if titled:
        clause = max(titled, key=lambda c: len(c.title))
        return list(_with_pieces(primary, clause)) or _headings_below(primary, clause)
    if not re.search(r"全文|正文|原文|完整|PDF|pdf|电子|下载|逐条|贴|发我|目录", question.text):
        return []
    chapters = [
        c
        for c in primary.clauses
        if c.parent is None and (c.kind is ClauseKind.ANNEX or c.path[0][:1].isdigit())
    ]
    return [quoted for c in chapters for quoted in _heading(primary, c)]


def _headings_below(primary: Primary, clause: Clause) -> list[Quoted]:
    below = [c for c in primary.clauses if c.parent == clause.id]
    return [quoted for c in below for quoted in _heading(primary, c)]


def _named(primary: Primary, clauses: Sequence[Clause], word: str) -> list[Quoted]:
    """The sentences that name the drafters, with the line under a heading that only announces them."""
    pieces: list[Quoted] = []
    for clause in clauses:
        for sentence in clause.sentences:
            if word in clause.text[sentence.start : sentence.end]:
                pieces.append(Quoted(primary.source, clause, sentence.start, sentence.end))
    return pieces[:2]


def _whole(primary: Primary, clause: Clause, *, lead: str = "") -> list[Quoted]:
    """The sentences of a clause; a table in one piece, so that its rows keep their header."""
    if clause.kind is ClauseKind.TABLE:
        start = len(clause.text) - len(clause.text.lstrip())
        return [Quoted(primary.source, clause, start, len(clause.text.rstrip()), lead)]
    return [
        Quoted(primary.source, clause, s.start, s.end, lead)
        for s in clause.sentences
        if not s.heading
    ]


def _heading(primary: Primary, clause: Clause) -> list[Quoted]:
    if clause.kind is ClauseKind.ANNEX:
        return [annex_heading(primary.source, clause)]
    heading = next((s for s in clause.sentences if s.heading), None)
    first = heading or next(iter(clause.sentences), None)
    return [Quoted(primary.source, clause, first.start, first.end)] if first else []


# -- topics ------------------------------------------------------------------------------------------


def on_themes(primary: Primary, themes: Sequence[Topic]) -> tuple[Quoted, ...]:
    """What the standard's body says on ``themes``: the basis of a document on them."""
    known = topics_by_clause(primary.clauses)
    found = [
        c
        for c in primary.clauses
        if set(themes) & set(known[c.id]) and c.kind in _RULES and not _in_annex(primary, c)
    ]
    return tuple(q for c in found for q in _whole(primary, c))[:_MOST]


def _on_topic(primary: Primary, gap: Gap, terms: WeightedTerms) -> list[Quoted]:
    """The clauses on the gap's topics; where it names words, the sentences that hold one of them."""
    found = on_topics(gap, primary.clauses)
    main = [c for c in found if not _in_annex(primary, c)] or list(found)
    if not gap.fills.words:
        return [q for c in main for q in _whole(primary, c)][:_MOST]
    words = re.compile(gap.fills.words)
    pieces = [q for c in main for q in _whole(primary, c) if words.search(q.text)]
    ranked = sorted(pieces, key=lambda q: -coverage(terms, q.text))[: _MOST // 2]
    kept: list[Quoted] = []
    for piece in pieces:
        if piece in ranked:
            told = (
                *introduction(primary, primary.source, piece.clause),
                piece,
                *exceptions(primary, primary.source, piece.clause),
            )
            kept.extend(q for q in told if q not in kept)
    return sorted(kept, key=lambda q: (q.clause.order, q.start))


def _in_annex(primary: Primary, clause: Clause) -> bool:
    return clause.path[0].startswith(("附录", "附件"))


def _with_pieces(primary: Primary, clause: Clause) -> Iterable[Quoted]:
    """A clause's sentences, then those of its items and paragraphs."""
    yield from _whole(primary, clause)
    for child in primary.clauses:
        if child.parent == clause.id and child.kind in PIECES:
            yield from _with_pieces(primary, child)
