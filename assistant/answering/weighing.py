"""Read a question and weigh the evidence for it."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.absence import says_absent
from assistant.answering.editions import drafts_named, names_draft
from assistant.answering.evidence import Evidence, Place, weigh_evidence
from assistant.answering.gating import Verdict, asserts, gate_features, judge
from assistant.answering.matching import WeightedTerms, weigh_terms
from assistant.answering.question import Question, read_question
from assistant.answering.shelf import Scope, Shelf
from assistant.answering.standing import asks_others
from corpus.models import ClauseKind, Source, Status
from corpus.primary import is_edition
from corpus.regions import HOME, NATION
from index.exact import Match
from index.filters import Filters

#: Probability given to evidence that is the named place's own clause on the topic asked for.
_RULED = 0.7
#: Probability left to evidence that is known to be beside the question, and the nearness to a known
#: question from which a place may answer under another heading than the topic's.
_SILENT, _ASKED_FOR = 0.1, 0.5
#: Below both of these (nearness to a known question; ``cosine`` as the gate scales it) a clause whose
#: questions are known is about something else (公司食堂怎么管理).
_LEAST_ASKED, _LEAST_COSINE = 0.25, 0.9


@dataclass(frozen=True, slots=True)
class Asked:
    """A standalone question and where the user stands."""

    text: str
    region: str | None = None
    workspace: str | None = None
    without: tuple[str, ...] = ()  # clause ids already shown (还有吗？)
    leave: frozenset[str] = frozenset()  # sources left out: versions that are not meant
    only: str | None = None  # the version that is asked, when each of several is


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question with its evidence, for the evaluation to look into."""

    question: Question
    terms: WeightedTerms
    ranked: tuple[Evidence, ...]
    verdict: Verdict | None


class Weigher:
    """Reads questions and weighs evidence over one shelf; ``threshold`` as ``gating.judge`` has it."""

    def __init__(self, shelf: Shelf, *, threshold: float | None = None) -> None:
        self.shelf, self.threshold = shelf, threshold
        self.retrieve_ms = 0.0

    def read(self, text: str, asked: Asked) -> Question:
        """``text`` analysed; the user's own region counts as named when it is not Guangdong."""
        region = asked.region if asked.region not in (None, HOME, NATION) else None
        return read_question(
            text, self.shelf.index.tokeniser.words, self.shelf.gazetteer, region=region
        )

    def named_in(self, question: Question, asked: Asked) -> tuple[Match, ...]:
        """What the question names outright: labels, numbers, titles."""
        matches = self.shelf.index.exact.find(question.text, Filters(workspace=asked.workspace))
        matches = (*matches, *drafts_named(question.text, matches, self._editions(asked)))
        if asked.only is not None:
            matches = (Match("title", 0, 0, "", sources=(asked.only,)), *matches)
        primary = self.shelf.primary(Scope(workspace=asked.workspace, leave=asked.leave))
        found = tuple(kept for m in matches if (kept := _kept(m, asked.leave)) is not None)
        if primary is None or named_sources(found) or asks_others().search(question.text):
            return found
        return tuple(_of_standard(m, primary.source.id) for m in found)

    def _editions(self, asked: Asked) -> tuple[Source, ...]:
        standing = self.shelf.standing(asked.workspace)
        return tuple(s for s in standing.sources if s.id in standing.imported_ids and is_edition(s))

    def own_texts(self, matches: Sequence[Match], asked: Asked) -> frozenset[str]:
        """The imported texts beside the standard that the question names.

        A draft of the standard bears its name: it is meant only where the question says so.
        """
        standing = self.shelf.standing(asked.workspace)
        own = standing.own_texts(named_sources(matches), asked.leave)
        if asked.only is not None or names_draft(asked.text):
            return own
        drafts = {s.id for s in self._editions(asked) if s.status is Status.DRAFT}
        return own - drafts

    def weigh_freely(self, question: Question, asked: Asked, matches: Sequence[Match]) -> Weighed:
        """The evidence; of a question that asserts a place (不是在深圳开的吗), also without the place."""
        weighed = self.weigh(question, asked, matches)
        if not elsewhere(question) or not asserts(question.text):
            return weighed
        free = self.weigh(replace(question, regions=()), asked, matches)
        if not free.ranked or free.verdict is None or not free.verdict.enough:
            return weighed
        best = free.ranked[0]
        primary = self.shelf.primary(Scope(workspace=asked.workspace, leave=asked.leave))
        if primary is not None and best.place.source.id == primary.source.id:
            return weighed  # the standard speaks of no place
        known = weighed.ranked[0].features["asked"] if weighed.ranked else 0.0
        if self.shelf.is_home(best.place.source) and best.features["asked"] >= known + 0.05:
            return free
        return weighed

    def terms_of(self, question: Question) -> WeightedTerms:
        """The question's content words with their weights."""
        shelf = self.shelf
        return weigh_terms(question, shelf.frequency, shelf.size, shelf.commonness)

    def weigh(self, question: Question, asked: Asked, matches: Sequence[Match]) -> Weighed:
        """Evidence for ``question``, best first, and the gate's verdict on it.

        The standard's own clauses go first; where they are not enough, what is best without that.
        """
        scope = Scope(workspace=asked.workspace, leave=asked.leave)
        preferred = self._weigh(question, asked, matches, prefer=True)
        if self.shelf.primary(scope) is None or (preferred.verdict and preferred.verdict.enough):
            return preferred
        return self._weigh(question, asked, matches, prefer=False)

    def _weigh(
        self, question: Question, asked: Asked, matches: Sequence[Match], *, prefer: bool
    ) -> Weighed:
        named = named_sources(matches)
        scope = Scope(question.regions, named, asked.workspace, asked.region, asked.leave)
        primary = self.shelf.primary(scope)
        started = time.perf_counter()
        found = self.shelf.find(question, scope)
        self.retrieve_ms += (time.perf_counter() - started) * 1000
        terms = self.terms_of(question)
        places: Sequence[Place] = [p for p in found.places if p.clause.id not in asked.without]
        labelled = [c for m in matches if m.kind == "label" for c in m.clauses]
        if labelled:
            places = [p for p in places if p.clause.id in labelled] or [
                self.shelf.place(clause, rank=0)
                for c in labelled
                if (clause := self.shelf.clause(c)) is not None
            ]
        special = elsewhere(question)
        if special and not named:
            places = self.shelf.of_regions(places, special)
        near = found.near
        own = self.own_texts(matches, asked)
        if own:  # a text that someone imported and the question names: it alone is meant
            places = [p for p in places if p.source.id in own] or places
            near = near.without_gaps()
        ranked = weigh_evidence(
            question,
            terms,
            places,
            lambda texts: self.shelf.similarity(question.bare, texts),
            lambda source: self.shelf.prior(question, scope, source),
        )
        if primary is not None:
            ranked = [
                e for e in ranked if not primary.is_void(e.place.clause, e.place.source, e.text)
            ]
            ranked = [e for e in ranked if not _is_cover(e, primary.source.id)]
            if prefer:
                ranked = _standard_first(ranked, primary.source.id, question)
        if not ranked:
            return Weighed(question, terms, (), None)
        ruled = next(
            (
                e
                for e in ranked[:10]
                if (special and self._rules_on_topic(e, question))
                or (e.place.source.id in own and _on_topic(e, question))
            ),
            None,
        )
        if ruled is not None:
            ranked = [ruled, *(e for e in ranked if e is not ruled)]
        features = gate_features(
            question,
            terms,
            ranked,
            background=found.background,
            bm25_ceiling=_ceiling(terms),
            near=near,
            elsewhere=bool(special),
        )
        verdict = judge(features, self.threshold)
        if ruled is None and (
            (not own and _far_off(ranked[0])) or self._silent(question, ranked, special)
        ):
            verdict = replace(verdict, probability=min(verdict.probability, _SILENT))
        if ruled is not None:
            verdict = replace(verdict, probability=max(verdict.probability, _RULED))
        return Weighed(question, terms, tuple(ranked), verdict)

    def _silent(
        self, question: Question, ranked: Sequence[Evidence], special: Sequence[str]
    ) -> bool:
        """Whether the named place's texts have nothing on the topic asked for (柳州的任职条件)."""
        if not special or not question.topics or ranked[0].features["asked"] >= _ASKED_FOR:
            return False
        title = ranked[0].place.clause.title
        if len(title) >= 2 and title[-2:] in question.text:
            return False  # 走哪几步流程: what stands under 评价流程
        own = [e.place for e in ranked if e.place.source.region in special]
        return bool(own) and not any(set(question.topics) & set(p.clause.facts.topics) for p in own)

    def _rules_on_topic(self, evidence: Evidence, question: Question) -> bool:
        """Whether the sentence stands in the named place's own clause on the topic asked for."""
        place = evidence.place
        if not _on_topic(evidence, question):
            return False
        own = place.source.region in self.shelf.within(Scope(regions=question.regions))
        return own and not says_absent(evidence.text)


def _on_topic(evidence: Evidence, question: Question) -> bool:
    return bool(set(question.topics) & set(evidence.place.clause.facts.topics))


def _kept(match: Match, leave: frozenset[str]) -> Match | None:
    """``match`` without the sources left out; None when nothing is left of it."""
    if not leave.intersection(match.sources):
        return match
    sources = tuple(s for s in match.sources if s not in leave)
    clauses = tuple(c for c in match.clauses if c.split("#")[0] not in leave)
    return replace(match, sources=sources, clauses=clauses) if sources or clauses else None


def _of_standard(match: Match, standard: str) -> Match:
    """A label that the standard has is meant as the standard's."""
    own = tuple(c for c in match.clauses if c.startswith(f"{standard}#"))
    if match.kind != "label" or not (own or _NUMBERED.search(match.text)):
        return match
    return replace(match, clauses=own, sources=(standard,))


#: Labels as standards have them and the other texts of the library do not.
_NUMBERED = re.compile(r"\d\.\d|附录|[a-z][)）]|第.{1,3}章")


#: What the standard's own clauses gain by nearness to known questions, and by the question's words
#: that they hold: more when they are on its topic.
_STANDARD_ASKED, _STANDARD_WORDS, _STANDARD_TOPIC = 0.5, 0.6, 0.6
#: Share of the most words held by any evidence, or nearness to a known question, from which a clause
#: of the standard gains anything; and what it gains by nearness beyond that.
_AS_MANY_WORDS, _AS_NEAR, _STANDARD_NEAR = 0.8, 0.5, 3.0


def _standard_first(
    ranked: Sequence[Evidence], standard: str, question: Question
) -> list[Evidence]:
    """The evidence with the standard's clauses preferred to texts about it."""
    if asks_others().search(question.text):
        return list(ranked)
    most = max((evidence.features["heading"] for evidence in ranked), default=0.0)
    for evidence in ranked:
        features = evidence.features
        near = max(0.0, features["asked"] - _AS_NEAR)
        held = features["heading"] >= _AS_MANY_WORDS * most
        if evidence.place.source.id == standard and (held or near):
            evidence.score += (
                _STANDARD_ASKED * features["asked"]
                + _STANDARD_NEAR * near
                + (_STANDARD_WORDS + _STANDARD_TOPIC * features["topic"]) * features["coverage"]
            )
    return sorted(ranked, key=lambda e: -e.score)


def _is_cover(evidence: Evidence, standard: str) -> bool:
    """Whether it is a line of the standard's cover, which says nothing but its facts."""
    place = evidence.place
    return place.source.id == standard and place.clause.kind is ClauseKind.PREAMBLE


def _far_off(best: Evidence) -> bool:
    """Whether the best clause's known questions and its words are both far from the question."""
    near = (best.features["cosine"] - 0.8) * 10
    return bool(best.place.asks) and best.place.asked < _LEAST_ASKED and near < _LEAST_COSINE


def named_sources(matches: Sequence[Match]) -> tuple[str, ...]:
    """Sources named by title, alias or number."""
    found: list[str] = []
    for match in matches:
        if match.kind == "label":
            continue
        found.extend(match.sources)
    return tuple(dict.fromkeys(found))


def elsewhere(question: Question) -> tuple[str, ...]:
    """Places that the question names beside Guangdong as a whole and the nation."""
    return tuple(r for r in question.regions if r not in (HOME, NATION))


def _ceiling(terms: WeightedTerms) -> float:
    """BM25 of a text that holds every term once or twice: 1.5 for each unit of idf."""
    return 1.5 * terms.total
