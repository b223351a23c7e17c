"""Choose the sentences that make the answer, and cut long ones to the part that answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.answering.citing import Quoted
from assistant.answering.evidence import Evidence
from assistant.answering.lists import PIECES
from assistant.answering.matching import WeightedTerms, alike, share_of
from assistant.answering.question import Question, shows_type
from assistant.answering.spans import best_part, without_leading
from corpus.models import Authority, Clause, ClauseKind

#: Types that ask for one thing; a list or an explanation is not cut.
_ONE_THING = frozenset({"money", "percent", "hours", "number", "date", "who", "where"})
#: A clause up to this many characters is a fact or topic of its own and is quoted whole; of an
#: original text only for a list.
_SHORT_CLAUSE, _SHORT_ORIGINAL = 420, 200
#: Share of the best score from which a text is quoted before (or instead of) a guide that retells it.
_TEXT_SHARE = 0.7
#: Nearness to a known question from which a second clause joins, and its share of the best one's.
_ASKED, _ASKED_SHARE = 0.33, 0.8
#: Nearness from which the piece named by the known question must stand in the quote.
_TRUSTED = 0.3
#: Characters of a table up to which it is quoted whole.
_WHOLE_TABLE = 800
_ANNOUNCES = re.compile(r"(?:以下|如下|下列|包括|分为)[^。；]{0,20}[：:]$")


def choose(question: Question, terms: WeightedTerms, ranked: Sequence[Evidence]) -> list[Evidence]:
    """The sentences of the answer in the order in which they are said."""
    best = ranked[0]
    one_thing = asks_one_thing(question)
    most, ratio = (2, _TEXT_SHARE if _retells(best) else 0.88) if one_thing else (5, 0.8)
    picks = [best]
    if not one_thing or len(best.text) < 24:
        picks.extend(_rest_of_short_clause(question, best, ranked, one_thing))
    for evidence in ranked[1:]:
        if len(picks) >= most or evidence.score < best.score * ratio:
            break
        if evidence in picks or any(alike(evidence.text, p.text) > 0.5 for p in picks):
            continue
        if evidence.clause_id == best.clause_id or _adds(terms, evidence, picks, question):
            picks.append(evidence)
    return _in_reading_order(_text_before_guide(picks, one_thing))


def _retells(evidence: Evidence) -> bool:
    return evidence.place.source.authority is Authority.GUIDE


def asks_one_thing(question: Question) -> bool:
    """Whether the question asks for one name, date, number or place, not for a list."""
    if "which" in question.types or _OF_SEVERAL.search(question.text):
        return False
    return bool(_ONE_THING & set(question.types))


#: One of several is asked for, or each of them: nothing is cut away.
_OF_SEVERAL = re.compile(
    r"最(?:早|晚|先|后|迟|新|近|多|少|高|低|长|短)的?|各(?:自|是|为|在|轮|要|有|多少|几)|分别|依次|先后"
)


def _rest_of_short_clause(
    question: Question, best: Evidence, ranked: Sequence[Evidence], one_thing: bool
) -> list[Evidence]:
    clause, length = best.place.clause, len(best.place.clause.body)
    if best.place.source.authority is Authority.ORIGINAL:
        if length > _SHORT_ORIGINAL or "which" not in question.types:
            return []
    elif length > _SHORT_CLAUSE:
        return []
    floor = best.score * (0.6 if one_thing else 0.35)
    return [e for e in ranked if e is not best and e.clause_id == clause.id and e.score >= floor]


def _adds(
    terms: WeightedTerms, evidence: Evidence, picks: Sequence[Evidence], question: Question
) -> bool:
    """Whether ``evidence`` answers a near known question, or holds a weighty word that no pick holds."""
    asked = evidence.features["asked"]
    if asked >= _ASKED and asked >= _ASKED_SHARE * picks[0].features["asked"]:
        return True
    said = "\n".join(p.text for p in picks)
    gain = sum(
        weight * max(0.0, share_of(term, evidence.text) - share_of(term, said))
        for term, weight in terms.weights.items()
    )
    return terms.total > 0 and gain / terms.total > 0.12


def _text_before_guide(picks: list[Evidence], one_thing: bool) -> list[Evidence]:
    """Texts before our own guides when they are nearly as good; for one fact the text alone."""
    close = [
        p
        for p in picks
        if p.place.source.authority is not Authority.GUIDE
        and p.score >= _TEXT_SHARE * picks[0].score
    ]
    if not close or picks[0].place.source.authority is not Authority.GUIDE:
        return picks
    return close if one_thing else [*close, *(p for p in picks if p not in close)]


def _in_reading_order(picks: Sequence[Evidence]) -> list[Evidence]:
    """Clauses in order of their best sentence, with their items; each as it stands in the text."""
    order: dict[str, int] = {}
    for pick in picks:
        order.setdefault(_whole_of(pick.place.clause), len(order))
    return sorted(
        picks, key=lambda e: (order[_whole_of(e.place.clause)], e.place.clause.order, e.start)
    )


def _whole_of(clause: Clause) -> str:
    """The clause to which a piece of a clause (item, paragraph, note) belongs."""
    return clause.parent or clause.id if clause.kind in PIECES else clause.id


def quote_of(
    question: Question, terms: WeightedTerms, evidence: Evidence, *, lead: str = "", group: str = ""
) -> Quoted:
    """``evidence`` as a quote: whole, or cut to the part that answers when it is long.

    Of a table the whole is quoted, so that its rows keep their header, unless it is very long.
    """
    text = evidence.text
    place = evidence.place
    table = place.clause.text
    if place.clause.kind is ClauseKind.TABLE and len(table) <= _WHOLE_TABLE:
        begin, end = len(table) - len(table.lstrip()), len(table.rstrip())
        return Quoted(place.source, place.clause, begin, end, lead, group)
    at = place.asked_at if place.asked >= _TRUSTED and (place.asked_at or "") in text else None
    if len(text) <= 120 and not asks_one_thing(question):
        begin, end = without_leading(text), len(text)
    else:
        begin, end = best_part(text, _scorer(question, terms, text), holding=at)
    return Quoted(
        place.source, place.clause, evidence.start + begin, evidence.start + end, lead, group
    )


def _scorer(question: Question, terms: WeightedTerms, text: str) -> Callable[[str], float]:
    """How well a piece of ``text`` answers; 0 when it drops the date, name or place that text holds."""
    wanted = [kind for kind in question.types if kind in _ONE_THING and shows_type(text, kind)]

    def score(piece: str) -> float:
        if not all(shows_type(piece, kind) for kind in wanted):
            return 0.0
        held = sum(w * share_of(t, piece) for t, w in terms.weights.items())
        share = held / terms.total if terms.total else 0.0
        shown = [shows_type(piece, kind) for kind in question.types]
        return share + 0.4 * sum(shown) / len(shown)

    return score


def announced_children(
    evidence: Evidence, children: Sequence[Clause]
) -> list[tuple[Clause, int, int]]:
    """What a sentence announces: 包括以下五个章节： the headings （一）基本原则 … (not items, which are
    clauses without headings; see ``lists``)."""
    last = max((s.end for s in evidence.place.clause.sentences), default=0)
    if not children or evidence.end < last:
        return []
    if not _ANNOUNCES.search(evidence.text):
        return []
    return [(child, s.start, s.end) for child in children for s in child.sentences[:1] if s.heading]
