"""Answer one standalone question: route, look up, retrieve, weigh, choose, compose, check."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from assistant.answering import replies
from assistant.answering.absence import says_absent
from assistant.answering.choosing import announced_children, choose, quote_of
from assistant.answering.citing import Quoted, outside_lead
from assistant.answering.comparing import Compared, compare_topic
from assistant.answering.evidence import Evidence, Place, weigh_evidence
from assistant.answering.gating import (
    Verdict,
    asserts,
    gap_of,
    gate_features,
    judge,
    lacks_figure,
    unsupported_claims,
)
from assistant.answering.matching import WeightedTerms, weigh_terms
from assistant.answering.models import Missing
from assistant.answering.parts import split_parts
from assistant.answering.question import Question, lexicon, outside_regions, read_question
from assistant.answering.replies import Reply
from assistant.answering.routing import Routed, route_of
from assistant.answering.shelf import Scope, Shelf
from assistant.answering.wording import messages
from corpus.gaps import Gap
from corpus.models import Kind, Topic
from corpus.regions import HOME, NATION
from index.exact import Match
from index.filters import Filters
from prompts.loading import load_prompts


@dataclass(frozen=True, slots=True)
class Asked:
    """A standalone question and where the user stands."""

    text: str
    region: str | None = None
    workspace: str | None = None
    without: tuple[str, ...] = ()  # clause ids already shown (还有吗？)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question with its evidence, for the evaluation to look into."""

    question: Question
    terms: WeightedTerms
    ranked: tuple[Evidence, ...]
    verdict: Verdict | None


class Answerer:
    """Answers from one library. Keeps no conversation; see ``assistant.service``."""

    def __init__(self, shelf: Shelf, gaps: Sequence[Gap]) -> None:
        self.shelf, self.gaps = shelf, tuple(gaps)
        self.retrieve_ms = 0.0

    # -- whole questions -------------------------------------------------------------------------

    def answer(self, asked: Asked) -> Reply:
        """The reply to ``asked``; every statement's quote stands in its clause."""
        question = self._read(asked.text, asked)
        routed = route_of(question.text, places=len(set(question.regions)))
        if routed.route in replies.FIXED:
            return replies.fixed(routed)
        if routed.route == "document":
            return self._document(question, asked, routed)
        if routed.route == "comparison":
            compared = self._compare(question, asked)
            if compared is not None:
                return compared
        parts = split_parts(
            question.text, self.shelf.gazetteer, lambda piece: self._read(piece, asked).rare
        )
        if len(parts) == 1:
            return self._part(question, asked)
        answers = [
            (part, self._part(self._read(part, asked), replace(asked, text=part))) for part in parts
        ]
        return replies.joined(answers)

    def _whole_gap(self, question: Question, asked: Asked) -> Reply | None:
        """A question in several parts that is as a whole one of the known gaps' ways of asking."""
        near = self.shelf.near(question)
        gap = gap_of(question, self.gaps, near, elsewhere=bool(_elsewhere(question)))
        if gap is None or near.gaps.get(gap.id, 0.0) < _WHOLE_GAP:
            return None
        return self._gap(gap, question, asked)

    def _read(self, text: str, asked: Asked) -> Question:
        region = asked.region if asked.region not in (None, HOME, NATION) else None
        return read_question(
            text, self.shelf.index.tokeniser.words, self.shelf.gazetteer, region=region
        )

    # -- one part --------------------------------------------------------------------------------

    def _part(self, question: Question, asked: Asked) -> Reply:
        matches = self.shelf.index.exact.find(question.text, Filters(workspace=asked.workspace))
        looked_up = self._exact(question, matches)
        if looked_up is not None:
            return looked_up
        early = self.decide_early(question, asked, matches)
        if early is not None:
            return early
        weighed = self._without_false_place(question, asked, matches)
        if weighed.verdict is None or not weighed.verdict.enough:
            return self._insufficient(question, asked, weighed)
        return self._compose(weighed.question, asked, weighed)

    def _without_false_place(
        self, question: Question, asked: Asked, matches: Sequence[Match]
    ) -> Weighed:
        """The evidence; of a question that asserts a place (不是在深圳开的吗), also without the place."""
        weighed = self.weigh(question, asked, matches)
        if not _elsewhere(question) or not asserts(question.text):
            return weighed
        free = self.weigh(replace(question, regions=()), asked, matches)
        if not free.ranked or free.verdict is None or not free.verdict.enough:
            return weighed
        best = free.ranked[0]
        known = weighed.ranked[0].features["asked"] if weighed.ranked else 0.0
        if self.shelf.is_home(best.place.source) and best.features["asked"] >= known + 0.05:
            return free
        return weighed

    def decide_early(
        self, question: Question, asked: Asked, matches: Sequence[Match]
    ) -> Reply | None:
        """Declined without weighing: a place that the library does not know, or a known gap."""
        elsewhere = _elsewhere(question)
        unknown = [r for r in elsewhere if not self.shelf.knows_region(r, asked.workspace)]
        if unknown:
            return replies.declined_region(unknown[0])
        foreign = any(not self.shelf.is_home(self.shelf.source(s)) for s in _named_sources(matches))
        near = self.shelf.near(question)
        gap = gap_of(question, self.gaps, near, elsewhere=bool(elsewhere) or foreign)
        return self._gap(gap, question, asked) if gap is not None else None

    def terms_of(self, question: Question) -> WeightedTerms:
        """The question's content words with their weights."""
        shelf = self.shelf
        return weigh_terms(question, shelf.frequency, shelf.size, shelf.commonness)

    def weigh(self, question: Question, asked: Asked, matches: Sequence[Match]) -> Weighed:
        """Evidence for ``question``, best first, and the gate's verdict on it."""
        named = _named_sources(matches)
        scope = Scope(question.regions, named, asked.workspace, asked.region)
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
        special = _elsewhere(question)
        if special and not named:
            places = self.shelf.of_regions(places, special)
        ranked = weigh_evidence(
            question,
            terms,
            places,
            lambda texts: self.shelf.similarity(question.bare, texts),
            lambda source: self.shelf.prior(question, scope, source),
        )
        if not ranked:
            return Weighed(question, terms, (), None)
        ruled = next(
            (e for e in ranked[:10] if special and self._rules_on_topic(e, question)), None
        )
        if ruled is not None:
            ranked = [ruled, *(e for e in ranked if e is not ruled)]
        features = gate_features(
            question,
            terms,
            ranked,
            background=found.background,
            bm25_ceiling=_ceiling(terms),
            near=found.near,
            elsewhere=bool(_elsewhere(question)),
        )
        verdict = judge(features)
        if ruled is not None:
            verdict = replace(verdict, probability=max(verdict.probability, _RULED))
        return Weighed(question, terms, tuple(ranked), verdict)

    def _rules_on_topic(self, evidence: Evidence, question: Question) -> bool:
        """Whether the sentence stands in the named place's own clause on the topic asked for."""
        place = evidence.place
        if not set(question.topics) & set(place.clause.facts.topics):
            return False
        own = place.source.region in self.shelf.within(Scope(regions=question.regions))
        return own and not says_absent(evidence.text)

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

    def _exact(self, question: Question, matches: Sequence[Match]) -> Reply | None:
        """Answer to 六（四）讲什么 and 粤市监〔2023〕35号是什么; None when the question asks more."""
        numbers = [m for m in matches if m.kind == "number"]
        for match in numbers:
            if not match.sources and not match.clauses:
                return replies.declined_number(match.text)
        labels = [m for m in matches if m.kind == "label"]
        for match in labels:
            if not match.clauses:
                gap = gap_of(question, self.gaps, self.shelf.near(question), elsewhere=False)
                if gap is not None:
                    return replies.declined_gap(gap, self.shelf)
                source = next((self.shelf.source(s) for m in matches for s in m.sources), None)
                return replies.declined_label(match.text, source)
        rest = _rest_of(question.text, matches)
        if labels and _asks_for_content(rest):
            clause = self.shelf.clause(_preferred(labels[0].clauses))
            return replies.whole_clause(self.shelf, clause) if clause else None
        if numbers and numbers[0].sources and _asks_what_it_is(rest):
            return replies.overview(self.shelf, numbers[0].sources[0])
        titles = [m for m in matches if m.kind == "title"]
        if titles and not numbers and _asks_what_it_is(rest) and len(titles[0].sources) == 1:
            return replies.overview(self.shelf, titles[0].sources[0])
        return None

    def _gap(self, gap: Gap, question: Question, asked: Asked) -> Reply:
        """A known gap: declined, or other places' rules as reference where the gap has them."""
        if not gap.references:
            return replies.declined_gap(gap, self.shelf)
        topic = gap.references[0]
        words = list(self.terms_of(question).weights)
        return replies.gap_with_references(gap, self.shelf, topic, words, asked.workspace)

    def _insufficient(self, question: Question, asked: Asked, weighed: Weighed) -> Reply:
        gap = self._nearest_gap(question)
        if gap is not None:
            return replies.declined_gap(gap, self.shelf)
        special = _elsewhere(question)
        related = [e.clause_id for e in weighed.ranked[:6] if e.features["heading"] > 0.5]
        if special:
            return replies.declined_region_topic(special[0], question, related, self.shelf)
        return replies.declined_nothing(question, related, self.shelf)

    def _nearest_gap(self, question: Question) -> Gap | None:
        """The gap whose known ways of asking are nearest to the question, when they are near."""
        if _elsewhere(question):
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
        inner = self._read(text, asked)
        weighed = self.weigh(inner, replace(asked, text=text), ())
        if weighed.verdict is None or not weighed.verdict.enough:
            return replies.declined_document(routed)
        reply = self._compose(inner, asked, weighed)
        return replies.with_document(reply, routed)

    def _compare(self, question: Question, asked: Asked) -> Reply | None:
        regions = tuple(dict.fromkeys(question.regions))
        matches = self.shelf.index.exact.find(question.text, Filters(workspace=asked.workspace))
        documents = _named_sources(matches) or re.search(
            r"评价规范|培训服务规范|条例", question.text
        )
        if len(regions) >= 2 and documents:
            return self._by_region(regions, question, asked, matches)
        topics = sorted(question.topics, key=lambda t: t is Topic.COVERAGE)
        topic = topics[0] if topics else None
        if topic is None:
            if len(regions) < 2:
                return None
            return self._by_region(regions, question, asked, matches)
        if re.search(r"和(?:广东|我省|我们省|本省|省里)", question.text) and HOME not in regions:
            regions = (HOME, *regions)
        words = _filter_words(question)
        compared = compare_topic(self.shelf, topic, regions, workspace=asked.workspace, words=words)
        reply = replies.compared(compared, topic, self.shelf)
        return reply if regions else self._with_summary(reply, question, asked, matches)

    def _with_summary(
        self, reply: Reply, question: Question, asked: Asked, matches: Sequence[Match]
    ) -> Reply:
        """A comparison, after the guide's own summary where that is the best evidence."""
        weighed = self.weigh(question, asked, matches)
        if weighed.verdict is None or not weighed.verdict.enough:
            return reply
        ranked, best = weighed.ranked, weighed.ranked[0]
        if best.place.source.kind is not Kind.GUIDE:
            return reply
        same = sorted((e for e in ranked if e.clause_id == best.clause_id), key=lambda e: e.start)
        summary = tuple(Quoted(e.place.source, e.place.clause, e.start, e.end) for e in same)
        missing = None if len(question.regions) > 1 else reply.missing
        return replace(reply, pieces=(*summary, *reply.pieces), missing=missing)

    def _filled(self, compared: Compared, topic: Topic, question: Question, asked: Asked) -> Reply:
        """A comparison whose missing places are answered by a search of their own, where it finds."""
        reply = replies.compared(compared, topic, self.shelf)
        parts = [(r, self._region_part(r, question, asked)) for r in compared.missing]
        found = [(region, part) for region, part in parts if part.pieces]
        if not found:
            return reply
        extra = replies.by_region(found, question, self.shelf).pieces
        left = tuple(r for r, part in parts if not part.pieces)
        rest = replies.compared(replace(compared, missing=left), topic, self.shelf)
        return replace(rest, pieces=(*rest.pieces, *extra))

    def _by_region(
        self,
        regions: Sequence[str],
        question: Question,
        asked: Asked,
        matches: Sequence[Match],
    ) -> Reply:
        """A comparison on something that is no topic of the library: place by place."""
        parts = [(r, self._region_part(r, question, asked)) for r in regions]
        return self._with_summary(
            replies.by_region(parts, question, self.shelf), question, asked, matches
        )

    def _region_part(self, region: str, question: Question, asked: Asked) -> Reply:
        text = question.text
        for other in question.regions:
            text = text.replace(f"{other}的", "").replace(other, "")
        text = region + re.sub(
            r"^[和与跟、，及\s]+|比较|对比|分别|各自|有什么区别|有何不同|有什么不同", "", text
        )
        return self._part(self._read(text, asked), replace(asked, text=text))


#: Probability given to evidence that is the named place's own clause on the topic asked for.
_RULED = 0.7


#: Nearness from which a question counts as one of a gap's ways of asking.
_NEAR_GAP = 0.45
#: Nearness from which a question in several parts is a gap as a whole.
_WHOLE_GAP = 0.5


def _rest_of(text: str, matches: Sequence[Match]) -> str:
    """``text`` without what was looked up exactly."""
    rest = text
    for match in sorted(matches, key=lambda m: -m.start):
        rest = rest[: match.start] + rest[match.end :]
    return rest


@cache
def _exact_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = load_prompts("questions")["exact"]
    return re.compile(rules["content"]), re.compile(rules["what"])


def _asks_for_content(rest: str) -> bool:
    return bool(_exact_patterns()[0].match(rest))


def _asks_what_it_is(rest: str) -> bool:
    return bool(_exact_patterns()[1].match(rest)) and bool(
        re.search(r"什么|啥|介绍|哪|讲|内容|名称|全称|叫", rest)
    )


def _preferred(clauses: Sequence[str]) -> str:
    return next((c for c in clauses if c.startswith("cqo-notes#")), clauses[0])


def _named_sources(matches: Sequence[Match]) -> tuple[str, ...]:
    found: list[str] = []
    for match in matches:
        if match.kind == "label":
            continue
        found.extend(match.sources)
    return tuple(dict.fromkeys(found))


def _elsewhere(question: Question) -> tuple[str, ...]:
    """Places that the question names beside Guangdong as a whole and the nation."""
    return tuple(r for r in question.regions if r not in (HOME, NATION))


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


def _ceiling(terms: WeightedTerms) -> float:
    """BM25 of a text that holds every term once or twice: 1.5 for each unit of idf."""
    return 1.5 * terms.total


_NOT_FILTERS = re.compile(
    r"比较|对比|不同|区别|差异|分别|各地|哪些|地方|省|市|外地|全国|要求|规定|怎么|什么"
)


def _filter_words(question: Question) -> tuple[str, ...]:
    """Words by which 哪些地方要求本科 narrows the table; none for a plain comparison."""
    if not re.search(
        r"哪些(?:省市?|地方|地区|城市|市)|哪个(?:省|地方|地区|城市)|哪几个", question.text
    ):
        return ()
    names = {topic.value for topic in question.topics}
    generic = lexicon().generic
    return tuple(
        t
        for t in question.rare
        if t not in names and t not in generic and not _NOT_FILTERS.search(t)
    )
