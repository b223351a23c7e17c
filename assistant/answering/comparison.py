"""Answer a comparison of places: by topic as a table, or place by place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering import replies
from assistant.answering.citing import Quoted
from assistant.answering.comparing import Compared, compare_topic
from assistant.answering.question import Question, lexicon
from assistant.answering.replies import Reply
from assistant.answering.weighing import Asked, Weigher, named_sources
from corpus.models import Clause, Kind, Topic
from corpus.regions import HOME
from index.exact import Match

#: Headings that say nothing of what stands under them.
_EVERYWHERE = ("概况", "结构", "材料未见", "前文", "附录")
#: A place and what was found for it.
Part = tuple[str, Reply]
#: Texts of other places on something else than the duties and rules by which places are compared.
_DOCUMENTS = re.compile(r"评价规范|培训服务规范|条例")


class Comparer:
    """Compares places; ``answer_part`` answers a question about one of them."""

    def __init__(self, weigher: Weigher, answer_part: Callable[[Question, Asked], Reply]) -> None:
        self.weigher, self.shelf = weigher, weigher.shelf
        self._part = answer_part

    def compare(self, question: Question, asked: Asked) -> Reply | None:
        """The comparison asked for; None when the question is none after all."""
        regions = tuple(dict.fromkeys(question.regions))
        matches = self.weigher.named_in(question, asked)
        documents = named_sources(matches) or _DOCUMENTS.search(question.text)
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
        compared = compare_topic(
            self.shelf, topic, regions, workspace=asked.workspace, words=words, leave=asked.leave
        )
        if compared.missing and len(regions) >= 2:
            return self._filled(compared, topic, question, asked)
        reply = replies.compared(compared, topic, self.shelf)
        return reply if regions else self._with_summary(reply, question, asked, matches)

    def _with_summary(
        self, reply: Reply, question: Question, asked: Asked, matches: Sequence[Match]
    ) -> Reply:
        """A comparison, after the guide's own summary where that is the best evidence."""
        weighed = self.weigher.weigh(question, asked, matches)
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
        parts = self._aligned(parts, asked)
        return self._with_summary(
            replies.by_region(parts, question, self.shelf), question, asked, matches
        )

    def _aligned(self, parts: Sequence[Part], asked: Asked) -> list[Part]:
        """``parts`` with the silent places answered where another place was: under the same heading,
        or on the same topic."""
        told = [reply.pieces[0].clause for _, reply in parts if reply.pieces]
        found: list[Part] = []
        for region, reply in parts:
            pieces = reply.pieces or next(
                filter(None, (self._like(c, region, asked) for c in told)), ()
            )
            found.append((region, replace(reply, pieces=tuple(pieces))))
        return found

    def _like(self, clause: Clause, region: str, asked: Asked) -> tuple[Quoted, ...]:
        """What the texts of ``region`` say where ``clause`` says it; empty when they do not."""
        for source in self.shelf.sources(asked.workspace):
            if source.region != region or source.id in asked.leave:
                continue
            for other in self.shelf.index.catalogue.clauses(source.id):
                if other.title and other.title == clause.title and other.title not in _EVERYWHERE:
                    body = (s for s in other.sentences if not s.heading)
                    return tuple(Quoted(source, other, s.start, s.end) for s in body)
        for topic in clause.facts.topics:
            compared = compare_topic(
                self.shelf, topic, (region,), workspace=asked.workspace, leave=asked.leave
            )
            if compared.pieces:
                return compared.pieces
        return ()

    def _region_part(self, region: str, question: Question, asked: Asked) -> Reply:
        text = question.text
        for other in question.regions:
            text = text.replace(f"{other}的", "").replace(other, "")
        text = region + re.sub(
            r"^[和与跟、，及\s]+|比较|对比|分别|各自|有什么区别|有何不同|有什么不同", "", text
        )
        return self._part(self.weigher.read(text, asked), replace(asked, text=text))


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
