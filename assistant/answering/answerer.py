"""Answer one standalone question: route, look up, retrieve, weigh, choose, compose, check."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering import replies
from assistant.answering.absence import says_absent
from assistant.answering.choosing import announced_children, choose, quote_of
from assistant.answering.citing import Quoted, outside_lead
from assistant.answering.clarifying import BY_PLACE
from assistant.answering.comparison import Comparer
from assistant.answering.drafting_offers import offers_for
from assistant.answering.editions import (
    comparable,
    compares_versions,
    edition_name,
    edition_notes,
    left_out,
    told_apart,
    without_contrast,
    without_edition,
)
from assistant.answering.evidence import Evidence
from assistant.answering.exact_reply import exact_reply
from assistant.answering.gating import gap_of, lacks_figure, unsupported_claims
from assistant.answering.lists import announces, exceptions, introduction, items_below
from assistant.answering.models import Missing
from assistant.answering.naming import names, names_of
from assistant.answering.parts import asks_place_by_place, split_parts
from assistant.answering.question import Question, outside_regions
from assistant.answering.replies import Reply
from assistant.answering.routing import Routed, route_of
from assistant.answering.several import answered_in_parts
from assistant.answering.shelf import Scope, Shelf
from assistant.answering.standard import closed_by, from_standard, on_themes, still_missing
from assistant.answering.standing import Primary
from assistant.answering.version_reply import names_standard, version_reply
from assistant.answering.weighing import Asked, Weighed, Weigher, elsewhere, named_sources
from assistant.answering.wording import messages
from corpus.gaps import Gap, Part
from corpus.models import Topic
from corpus.regions import HOME
from corpus.versions import Versions
from index.exact import Match


class Answerer:
    """Answers from one library. Keeps no conversation; see ``assistant.service``.

    ``threshold``: how sure an answer must be, 0 to 1; None: as calibrated.
    """

    def __init__(
        self, shelf: Shelf, gaps: Sequence[Gap], *, threshold: float | None = None
    ) -> None:
        self.shelf, self.gaps = shelf, tuple(gaps)
        self.weigher = Weigher(shelf, threshold=threshold)
        self.comparer = Comparer(self.weigher, self._part)

    # -- whole questions -------------------------------------------------------------------------

    def answer(self, asked: Asked) -> Reply:
        """The reply to ``asked``; every statement's quote stands in its clause."""
        with self.shelf.index.catalogue.steady():
            self.shelf.renew(asked.workspace)
            standing = self.shelf.standing(asked.workspace)
            question = self.weigher.read(asked.text, asked)
            named = self.weigher.named_in(question, asked)
            leave = left_out(question.text, named, standing.versions, standing.sources)
            meant = replace(asked, leave=leave)
            reply = self._on_versions(question, meant, named) or self._answer(
                replace(meant, text=without_edition(asked.text, standing.versions))
                if leave and self.weigher.own_texts(named, asked)
                else meant
            )
            if compares_versions(question.text):
                about = [*named_sources(named), *(p.source.id for p in reply.pieces)]
                if standing.primary is not None and names_standard(question.text):
                    about.append(standing.primary.source.id)
                reply = self._by_version(about, asked, standing.versions) or reply
            notes = edition_notes((p.source for p in reply.pieces), standing.versions)
            pieces = told_apart(reply.pieces, standing.versions)
            return replace(reply, pieces=pieces, notes=(*notes, *reply.notes))

    def _on_versions(
        self, question: Question, asked: Asked, named: Sequence[Match]
    ) -> Reply | None:
        """Which version applies, and from when; not what versions say."""
        standing = self.shelf.standing(asked.workspace)
        if compares_versions(question.text) or not standing.imported_ids:
            return None
        catalogue = self.shelf.index.catalogue
        sources = named_sources(named)
        return version_reply(question.text, sources, standing, catalogue, asked.leave)

    def _by_version(self, about: Sequence[str], asked: Asked, versions: Versions) -> Reply | None:
        """What each version of a text says, the newest first; None when the text has one version."""
        families = [comparable(key, versions, asked.text) for key in dict.fromkeys(about)]
        family = next((found for found in families if len(found) > 1), ())
        if not family:
            return None
        asked = replace(asked, text=without_contrast(asked.text))
        question = self.weigher.read(asked.text, asked)
        pieces: list[Quoted] = []
        for version in family:
            others = frozenset(s.id for s in versions.of(version.id)) - {version.id}
            part = self._part(question, replace(asked, leave=others, only=version.id))
            name = edition_name(version)
            pieces += [
                Quoted(p.source, p.clause, p.start, p.end, f"{name}：", name)
                for p in part.pieces
                if p.source.id == version.id
            ]
        return Reply(pieces=tuple(pieces)) if pieces else None

    def _answer(self, asked: Asked) -> Reply:
        question = self.weigher.read(asked.text, asked)
        routed = route_of(question.text, places=len(set(question.regions)))
        if routed.route in replies.FIXED:
            return replies.fixed(routed)
        if routed.route == "document":
            return self._document(question, asked, routed)
        if routed.route == "comparison" and not asks_place_by_place(
            question.text, self.shelf.gazetteer
        ):
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
        return answered_in_parts(
            question.text,
            parts,
            lambda part: self._part(self.weigher.read(part, asked), replace(asked, text=part)),
            lambda: self._part(question, asked),
        )

    def _whole_gap(self, question: Question, asked: Asked) -> Reply | None:
        """A question in several parts that is as a whole one of the known gaps' ways of asking."""
        near = self.shelf.near(question, asked.workspace, asked.leave)
        gaps = self._open_gaps(asked)
        gap = gap_of(question, gaps, near, elsewhere=bool(elsewhere(question)))
        if gap is None or near.gaps.get(gap.id, 0.0) < _WHOLE_GAP:
            return None
        return self._gap(gap, question, asked)

    # -- one part --------------------------------------------------------------------------------

    def _part(self, question: Question, asked: Asked) -> Reply:
        matches = self.weigher.named_in(question, asked)
        near = self.shelf.near(question, asked.workspace, asked.leave)
        gaps = () if self.weigher.own_texts(matches, asked) else self._open_gaps(asked)
        looked_up = exact_reply(self.shelf, gaps, question, matches, near, asked.workspace)
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
        foreign = foreign or bool(self.weigher.own_texts(matches, asked))
        near = self.shelf.near(question, asked.workspace, asked.leave)
        beside = bool(places) or foreign
        gap = gap_of(question, self._open_gaps(asked), near, elsewhere=beside)
        answered = self._from_standard(gap, question, asked, matches, beside)
        if answered is not None:
            return answered
        return self._gap(gap, question, asked) if gap is not None else None

    def _closing(self, asked: Asked) -> tuple[Primary, ...]:
        return self.shelf.standing(asked.workspace).closing_beside(asked.leave)

    def _primary(self, asked: Asked) -> Primary | None:
        return self.shelf.primary(Scope(workspace=asked.workspace, leave=asked.leave))

    def _open_gaps(self, asked: Asked) -> tuple[Gap, ...]:
        """The known gaps that no imported text closes."""
        closed = {gap for text in self._closing(asked) for gap in text.closed}
        return tuple(gap for gap in self.gaps if gap.id not in closed)

    def _from_standard(
        self,
        still: Gap | None,
        question: Question,
        asked: Asked,
        matches: Sequence[Match],
        beside: bool,
    ) -> Reply | None:
        """The standard's answer to a question on a gap that it closes; else another text's that does.

        ``still``: the open gap that the question asks for; it goes before a closed one when it asks
        for one thing of the same matter (学历 of the 任职条件).
        """
        for text in self._closing(asked):
            reply = self._from_text(text, still, question, asked, matches, beside)
            if reply is not None:
                return reply
        return None

    def _from_text(
        self,
        primary: Primary,
        still: Gap | None,
        question: Question,
        asked: Asked,
        matches: Sequence[Match],
        beside: bool,
    ) -> Reply | None:
        near = self.shelf.near(question, asked.workspace, asked.leave)
        gap = closed_by(primary, self.gaps, question, near, beside=beside)
        if gap is None or (
            still is not None and still.matches(question.text) and still.fills.words
        ):
            return None
        if Part.CLAUSES in gap.fills.parts:
            labelled = [c for m in matches if m.kind == "label" for c in m.clauses]
            clause = next((c for c in primary.clauses if c.id in labelled), None)
            if clause is not None:
                return replies.whole_clause(self.shelf, clause)
        return from_standard(primary, gap, question, self.weigher.terms_of(question))

    def _compose(self, question: Question, asked: Asked, weighed: Weighed) -> Reply:
        best = weighed.ranked[0]
        outside = not self.shelf.is_home(best.place.source)
        pool = [e for e in weighed.ranked if self.shelf.is_home(e.place.source) is not outside]
        picks = choose(question, weighed.terms, pool)
        present = [p for p in picks if not says_absent(p.text)]
        if not present or says_absent(best.text) or lacks_figure(question, present):
            return self._absent(question, asked, [best, *picks])
        pieces: list[Quoted] = []
        for pick in present:
            lead = outside_lead(pick.place.source) if outside else ""
            group = pick.place.source.region if outside else ""
            quote = quote_of(question, weighed.terms, pick, lead=lead, group=group)
            before, behind = self._list_around(pick)
            children = self.shelf.index.catalogue.children(pick.clause_id)
            headings = [
                Quoted(pick.place.source, clause, start, end)
                for clause, start, end in announced_children(pick, children)
            ]
            around = [replace(q, lead=lead, group=group) for q in (*behind, *headings)]
            pieces += [*(replace(q, lead=lead, group=group) for q in before), quote, *around]
        pieces = list({(p.clause.id, p.start, p.end): p for p in pieces}.values())
        if "which" in question.types and not outside:
            pieces = self._whole_family(question, picks[0]) or pieces
        asked_outside = bool(outside_regions(question, self.shelf.gazetteer))
        missing, depends = None, tuple[Topic, ...]()
        if outside and not asked_outside and not names(question.text, names_of(picks)):
            depends = tuple(t for t in question.topics if t in BY_PLACE)
            missing = Missing(
                what=messages()["missing"]["home_what"].format(subject=f"“{question.subject}”"),
                ask=messages()["missing"]["ask_regulator"],
            )
        notes = replies.notes_for(pieces)
        claims = unsupported_claims(question.text, [p.clause.text for p in pieces])
        if asked.leave:  # the year by which a version is asked for is no claim
            claims = [claim for claim in claims if not _YEAR.fullmatch(claim)]
        notes = (*(messages()["notes"]["premise"].format(claim=c) for c in claims), *notes)
        return Reply(pieces=tuple(pieces), missing=missing, notes=notes, depends=depends)

    def _list_around(self, pick: Evidence) -> tuple[list[Quoted], list[Quoted]]:
        """What is said before a list item and after it, and the items after their introduction."""
        catalogue, source, clause = self.shelf.index.catalogue, pick.place.source, pick.place.clause
        before = introduction(catalogue, source, clause)
        last = max((s.end for s in clause.sentences), default=0)
        announced = announces(pick.text) and pick.end == last
        below = items_below(catalogue, source, clause) if announced else []
        return before, [*below, *exceptions(catalogue, source, clause)]

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
        primary = self._primary(asked)
        missing = still_missing(primary, gap) if primary is not None else None
        if not gap.references:
            return self._declined(gap, asked)
        topic = gap.references[0]
        words = list(self.weigher.terms_of(question).weights)
        reply = replies.gap_with_references(gap, self.shelf, topic, words, asked.workspace)
        reply = replace(reply, depends=_depends(gap))
        return replace(reply, missing=missing) if missing is not None else reply

    def _insufficient(self, question: Question, asked: Asked, weighed: Weighed) -> Reply:
        gap = self._nearest_gap(question, asked)
        if gap is not None:
            return self._declined(gap, asked)
        special = elsewhere(question)
        related = [e.clause_id for e in weighed.ranked[:6] if e.features["heading"] > 0.5]
        if special:
            return replies.declined_region_topic(special[0], question, related, self.shelf)
        return replies.declined_nothing(question, related, self.shelf)

    def _declined(self, gap: Gap, asked: Asked) -> Reply:
        primary = self._primary(asked)
        missing = still_missing(primary, gap) if primary is not None else None
        reply = replies.declined_gap(gap, self.shelf, missing)
        return replace(reply, depends=_depends(gap))

    def _nearest_gap(self, question: Question, asked: Asked) -> Gap | None:
        """The gap whose known ways of asking are nearest to the question, when they are near."""
        if elsewhere(question):
            return None
        if self.weigher.own_texts(self.weigher.named_in(question, asked), asked):
            return None
        near = self.shelf.near(question, asked.workspace, asked.leave)
        return near.gap if near.gap_nearness >= _NEAR_GAP else None

    def _absent(self, question: Question, asked: Asked, picks: Sequence[Evidence]) -> Reply:
        """The best evidence says itself that nothing is known: declined, with that clause to read."""
        gap = self._nearest_gap(question, asked)
        if gap is not None:
            return self._declined(gap, asked)
        return replies.declined_absent(question, picks)

    def _document(self, question: Question, asked: Asked, routed: Routed) -> Reply:
        """A request to draft: what the library says of the document, and which one can be drafted."""
        offers = offers_for(question.text)
        text = f"{routed.document or '文件'}要写哪些内容"
        inner = self.weigher.read(text, asked)
        primary = self._primary(asked)
        basis = on_themes(primary, inner.topics) if primary is not None else ()
        beside = asked.leave | ({primary.source.id} if primary is not None else set())
        aside = replace(asked, text=text, leave=frozenset(beside))
        weighed = self.weigher.weigh(inner, aside, ())
        enough = weighed.verdict is not None and weighed.verdict.enough
        if not enough and not basis:
            return replies.with_drafts(Reply(), offers)
        reply = self._compose(inner, aside, weighed) if enough else Reply()
        if primary is not None:
            told = (p for p in reply.pieces if not primary.is_void(p.clause, p.source, p.text))
            reply = replace(reply, pieces=(*basis, *told))
        return replies.with_drafts(reply, offers)


_YEAR = re.compile(r"(?:19|20)\d\d\s*年")
#: Nearness from which a question counts as one of a gap's ways of asking.
_NEAR_GAP = 0.45
#: Nearness from which a question in several parts is a gap as a whole.
_WHOLE_GAP = 0.5


def _depends(gap: Gap) -> tuple[Topic, ...]:
    """Topics of a gap of Guangdong's on which other places may rule."""
    topics = map(Topic, (*gap.references, *gap.fills.topics))
    return tuple(dict.fromkeys(t for t in topics if t in BY_PLACE and gap.scope == HOME))
