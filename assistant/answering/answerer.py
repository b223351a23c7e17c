"""Answer one standalone question: route, look up, retrieve, weigh, choose, compose, check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering import replies
from assistant.answering.absence import says_absent
from assistant.answering.choosing import announced_children, choose, quote_of
from assistant.answering.citing import Quoted, outside_lead
from assistant.answering.comparison import Comparer
from assistant.answering.evidence import Evidence
from assistant.answering.exact_reply import exact_reply
from assistant.answering.gating import gap_of, lacks_figure, unsupported_claims
from assistant.answering.models import Missing
from assistant.answering.parts import split_parts
from assistant.answering.question import Question, outside_regions
from assistant.answering.replies import Reply
from assistant.answering.routing import Routed, route_of
from assistant.answering.shelf import Shelf
from assistant.answering.weighing import Asked, Weighed, Weigher, elsewhere, named_sources
from assistant.answering.wording import messages
from corpus.gaps import Gap
from index.exact import Match


class Answerer:
    """Answers from one library. Keeps no conversation; see ``assistant.service``."""

    def __init__(self, shelf: Shelf, gaps: Sequence[Gap]) -> None:
        self.shelf, self.gaps = shelf, tuple(gaps)
        self.weigher = Weigher(shelf)
        self.comparer = Comparer(self.weigher, self._part)

    # -- whole questions -------------------------------------------------------------------------

    def answer(self, asked: Asked) -> Reply:
        """The reply to ``asked``; every statement's quote stands in its clause."""
        with self.shelf.index.catalogue.steady():
            self.shelf.renew()
            return self._answer(asked)

    def _answer(self, asked: Asked) -> Reply:
        question = self.weigher.read(asked.text, asked)
        routed = route_of(question.text, places=len(set(question.regions)))
        if routed.route in replies.FIXED:
            return replies.fixed(routed)
        if routed.route == "document":
            return self._document(question, asked, routed)
        if routed.route == "comparison":
            compared = self.comparer.compare(question, asked)
            if compared is not None:
                return compared
        parts = split_parts(
            question.text, self.shelf.gazetteer, lambda piece: self.weigher.read(piece, asked).rare
        )
        if len(parts) == 1:
            return self._part(question, asked)
        whole = self._whole_gap(question, asked)
        if whole is not None:
            return whole
        answers = [
            (part, self._part(self.weigher.read(part, asked), replace(asked, text=part)))
            for part in parts
        ]
        return replies.joined(answers)

    def _whole_gap(self, question: Question, asked: Asked) -> Reply | None:
        """A question in several parts that is as a whole one of the known gaps' ways of asking."""
        near = self.shelf.near(question)
        gap = gap_of(question, self.gaps, near, elsewhere=bool(elsewhere(question)))
        if gap is None or near.gaps.get(gap.id, 0.0) < _WHOLE_GAP:
            return None
        return self._gap(gap, question, asked)

    # -- one part --------------------------------------------------------------------------------

    def _part(self, question: Question, asked: Asked) -> Reply:
        matches = self.weigher.named_in(question, asked)
        looked_up = exact_reply(self.shelf, self.gaps, question, matches)
        if looked_up is not None:
            return looked_up
        early = self.decide_early(question, asked, matches)
        if early is not None:
            return early
        weighed = self.weigher.weigh_freely(question, asked, matches)
        if weighed.verdict is None or not weighed.verdict.enough:
            return self._insufficient(question, asked, weighed)
        return self._compose(weighed.question, asked, weighed)

    def decide_early(
        self, question: Question, asked: Asked, matches: Sequence[Match]
    ) -> Reply | None:
        """Declined without weighing: a place that the library does not know, or a known gap."""
        places = elsewhere(question)
        unknown = [r for r in places if not self.shelf.knows_region(r, asked.workspace)]
        if unknown:
            return replies.declined_region(unknown[0])
        foreign = any(not self.shelf.is_home(self.shelf.source(s)) for s in named_sources(matches))
        near = self.shelf.near(question)
        gap = gap_of(question, self.gaps, near, elsewhere=bool(places) or foreign)
        return self._gap(gap, question, asked) if gap is not None else None

    def _compose(self, question: Question, asked: Asked, weighed: Weighed) -> Reply:
        best = weighed.ranked[0]
        outside = not self.shelf.is_home(best.place.source)
        pool = [e for e in weighed.ranked if self.shelf.is_home(e.place.source) is not outside]
        picks = choose(question, weighed.terms, pool)
        present = [p for p in picks if not says_absent(p.text)]
        if not present or says_absent(best.text) or lacks_figure(question, present):
            return self._absent(question, [best, *picks])
        pieces: list[Quoted] = []
        for pick in present:
            lead = outside_lead(pick.place.source) if outside else ""
            group = pick.place.source.region if outside else ""
            pieces.append(quote_of(question, weighed.terms, pick, lead=lead, group=group))
            children = self.shelf.index.catalogue.children(pick.clause_id)
            for clause, start, end in announced_children(pick, children):
                pieces.append(Quoted(pick.place.source, clause, start, end, lead, group))
        if "which" in question.types and not outside:
            pieces = self._whole_family(question, picks[0]) or pieces
        asked_outside = bool(outside_regions(question, self.shelf.gazetteer))
        missing = None
        if outside and not asked_outside and not _names(question, pick_sources(picks)):
            missing = Missing(
                what=messages()["missing"]["home_what"].format(subject=f"“{question.subject}”"),
                ask=messages()["missing"]["ask_regulator"],
            )
        notes = replies.notes_for(pieces)
        claims = unsupported_claims(question.text, [p.clause.text for p in pieces])
        notes = (*(messages()["notes"]["premise"].format(claim=c) for c in claims), *notes)
        return Reply(pieces=tuple(pieces), missing=missing, notes=notes)

    def _whole_family(self, question: Question, best: Evidence) -> list[Quoted]:
        """All clauses under a heading that the question asks for by its name: 编制原则有哪几条."""
        parent_id = best.place.clause.parent
        parent = self.shelf.clause(parent_id) if parent_id else None
        if parent is None or parent.body or not parent.title:
            return []
        wanted = parent.title in question.text or parent.title[-2:] in question.text
        if not wanted or best.place.clause.title in question.text:
            return []
        source = best.place.source
        children = self.shelf.index.catalogue.children(parent.id)
        return [
            Quoted(source, child, s.start, s.end) for child in children for s in child.sentences[:2]
        ]

    # -- special answers -------------------------------------------------------------------------

    def _gap(self, gap: Gap, question: Question, asked: Asked) -> Reply:
        """A known gap: declined, or other places' rules as reference where the gap has them."""
        if not gap.references:
            return replies.declined_gap(gap, self.shelf)
        topic = gap.references[0]
        words = list(self.weigher.terms_of(question).weights)
        return replies.gap_with_references(gap, self.shelf, topic, words, asked.workspace)

    def _insufficient(self, question: Question, asked: Asked, weighed: Weighed) -> Reply:
        gap = self._nearest_gap(question)
        if gap is not None:
            return replies.declined_gap(gap, self.shelf)
        special = elsewhere(question)
        related = [e.clause_id for e in weighed.ranked[:6] if e.features["heading"] > 0.5]
        if special:
            return replies.declined_region_topic(special[0], question, related, self.shelf)
        return replies.declined_nothing(question, related, self.shelf)

    def _nearest_gap(self, question: Question) -> Gap | None:
        """The gap whose known ways of asking are nearest to the question, when they are near."""
        if elsewhere(question):
            return None
        near = self.shelf.near(question)
        return near.gap if near.gap_nearness >= _NEAR_GAP else None

    def _absent(self, question: Question, picks: Sequence[Evidence]) -> Reply:
        """The best evidence says itself that nothing is known: declined, with that clause to read."""
        gap = self._nearest_gap(question)
        if gap is not None:
            return replies.declined_gap(gap, self.shelf)
        return replies.declined_absent(question, picks)

    def _document(self, question: Question, asked: Asked, routed: Routed) -> Reply:
        """A request to draft: what the library says of the document, and that drafting is not there."""
        text = f"{routed.document or '文件'}要写哪些内容"
        inner = self.weigher.read(text, asked)
        weighed = self.weigher.weigh(inner, replace(asked, text=text), ())
        if weighed.verdict is None or not weighed.verdict.enough:
            return replies.declined_document(routed)
        reply = self._compose(inner, asked, weighed)
        return replies.with_document(reply, routed)


#: Nearness from which a question counts as one of a gap's ways of asking.
_NEAR_GAP = 0.45
#: Nearness from which a question in several parts is a gap as a whole.
_WHOLE_GAP = 0.5


def _names(question: Question, sources: Sequence[str]) -> bool:
    return any(name in question.text for name in sources)


def pick_sources(picks: Sequence[Evidence]) -> tuple[str, ...]:
    """Names of the picks' sources."""
    return tuple(
        name
        for p in picks
        for name in (p.place.source.title, *p.place.source.aliases)
        if len(name) > 3
    )
