"""Answer one standalone question: route, look up, retrieve, weigh, choose, compose, check."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering import replies
from assistant.answering.absence import says_absent
from assistant.answering.choosing import announced_children, choose, quote_of
from assistant.answering.citing import Quoted, outside_lead
from assistant.answering.comparing import compare_topic
from assistant.answering.evidence import Evidence, Place, weigh_evidence
from assistant.answering.gating import (
    Verdict,
    gap_of,
    gate_features,
    judge,
    lacks_figure,
    unsupported_claims,
)
from assistant.answering.matching import WeightedTerms, weigh_terms
from assistant.answering.models import Answer, Missing
from assistant.answering.parts import split_parts
from assistant.answering.question import Question, outside_regions, read_question
from assistant.answering.replies import Reply
from assistant.answering.routing import Routed, route_of
from assistant.answering.shelf import Scope, Shelf
from assistant.answering.wording import messages
from corpus.gaps import Gap
from corpus.models import Kind, Topic
from corpus.regions import HOME, NATION
from index.exact import Match
from index.filters import Filters


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
        answers = [(part, self._part(self._read(part, asked), replace(asked, text=part))) for part in parts]
        return replies.joined(answers)

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
        weighed = self.weigh(question, asked, matches)
        if weighed.verdict is None or not weighed.verdict.enough:
            return self._insufficient(question, asked, weighed)
        return self._compose(question, asked, weighed)

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
        features = gate_features(
            question,
            terms,
            ranked,
            background=found.background,
            bm25_ceiling=_ceiling(terms),
            near=found.near,
            elsewhere=bool(_elsewhere(question)),
        )
        return Weighed(question, terms, tuple(ranked), judge(features))

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
                gap = gap_of(
                    question, self.gaps, self.shelf.near(question), elsewhere=False
                )
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
        documents = _named_sources(matches) or re.search(r"评价规范|培训服务规范|条例", question.text)
        if len(regions) >= 2 and documents:
            parts = [(r, self._region_part(r, question, asked)) for r in regions]
            return replies.by_region(parts, question, self.shelf)
        topic = next(iter(t for t in question.topics if t is not Topic.COVERAGE), None) or next(
            iter(question.topics), None
        )
        if topic is None:
            if len(regions) < 2:
                return None
            parts = [(r, self._region_part(r, question, asked)) for r in regions]
            return replies.by_region(parts, question, self.shelf)
        if re.search(r"和(?:广东|我省|我们省|本省|省里)", question.text) and HOME not in regions:
            regions = (HOME, *regions)
        words = _filter_words(question)
        compared = compare_topic(
            self.shelf, topic, regions, workspace=asked.workspace, words=words
        )
        reply = replies.compared(compared, topic, self.shelf)
        return reply if regions else self._with_summary(reply, question, asked, matches)

    def _with_summary(
        self, reply: Reply, question: Question, asked: Asked, matches: Sequence[Match]
    ) -> Reply:
        """A comparison of all places, after the guide's own summary where one answers the question."""
        ranked = self.weigh(question, asked, matches).ranked
        best = ranked[0] if ranked else None
        if best is None or best.place.source.kind is not Kind.GUIDE:
            return reply
        if best.features["asked"] < _SUMMARY and best.features["titled"] == 0:
            return reply
        same = sorted((e for e in ranked if e.clause_id == best.clause_id), key=lambda e: e.start)
        summary = tuple(Quoted(e.place.source, e.place.clause, e.start, e.end) for e in same)
        return replace(reply, pieces=(*summary, *reply.pieces))

    def _region_part(self, region: str, question: Question, asked: Asked) -> Reply:
        text = question.text
        for other in question.regions:
            text = text.replace(other, "")
        text = region + re.sub(r"^[和与跟、，及\s]+|比较|对比|分别|各自|有什么区别|有何不同|有什么不同", "", text)
        return self._part(self._read(text, asked), replace(asked, text=text))


#: Nearness from which a question counts as one of a gap's ways of asking.
_NEAR_GAP = 0.45
#: Nearness to a known question from which a guide's summary opens a comparison.
_SUMMARY = 0.3
_CONTENT = re.compile(r"^(?:这一?[条段章节部分]*|的?内容|原文|全文|具体|主要|里面?|中|条|部分|章节?|都|讲了?|说了?|写了?|规定了?|是|有|什么|哪些|内容|怎么|啥|一下|请|问|看|查|给我|我|想|帮|把|发|贴|念|解释|介绍|的|了|吗|呢|要求|意思|方面|关于|在|编制说明|，|,|？|\?|。|\s)*$")
_WHAT_IT_IS = re.compile(r"^(?:是|什么|哪个|哪份|哪一?个|文件|文|通知|规定|标准|的|讲|说|写|了|啥|内容|主要|全称|名称|叫|名字|介绍|一下|请|问|请问|是关于|关于|哪方面|讲的?是?|这个?|份|号|和|关系|有|我|想|查|知道|吗|呢|，|,|？|\?|。|《|》|“|”|\s)*$")


def _rest_of(text: str, matches: Sequence[Match]) -> str:
    """``text`` without what was looked up exactly."""
    rest = text
    for match in sorted(matches, key=lambda m: -m.start):
        rest = rest[: match.start] + rest[match.end :]
    return rest


def _asks_for_content(rest: str) -> bool:
    return bool(_CONTENT.match(rest))


def _asks_what_it_is(rest: str) -> bool:
    return bool(_WHAT_IT_IS.match(rest)) and bool(re.search(r"什么|啥|介绍|哪|讲|内容|名称|全称|叫", rest))


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
        name for p in picks for name in (p.place.source.title, *p.place.source.aliases) if len(name) > 3
    )


def _ceiling(terms: WeightedTerms) -> float:
    """BM25 of a text that holds every term once or twice: 1.5 for each unit of idf."""
    return 1.5 * terms.total


_NOT_FILTERS = re.compile(r"比较|对比|不同|区别|差异|分别|各地|哪些|地方|省|市|外地|全国|要求|规定|怎么|什么")


def _filter_words(question: Question) -> tuple[str, ...]:
    """Words by which 哪些地方要求本科 narrows the table; none for a plain comparison."""
    if not re.search(r"哪些(?:省市?|地方|地区|城市|市)|哪个(?:省|地方|地区|城市)|哪几个", question.text):
        return ()
    from assistant.answering.question import lexicon

    names = {topic.value for topic in question.topics}
    generic = lexicon().generic
    return tuple(
        t for t in question.rare if t not in names and t not in generic and not _NOT_FILTERS.search(t)
    )


__all__ = ["Answer", "Answerer", "Asked", "Weighed"]
