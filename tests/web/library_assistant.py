"""A small Assistant over the real 编制说明, for tests of the page that need answers of a known shape."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Unpack

from assistant.answering.models import (
    Answer,
    Citation,
    Comparison,
    ComparisonCell,
    ComparisonRow,
    Missing,
    Statement,
)
from assistant.profile.models import Profile
from assistant.profile.reading import read_profile
from assistant.protocol import AskOptions, ClauseView, ConversationSummary, GivenFeedback, Turn
from corpus.errors import BadInput
from corpus.library_files import read_document, read_regions
from corpus.models import Clause, Document, Source
from corpus.regions import gazetteer_of

LIBRARY = Path(__file__).resolve().parents[2] / "corpus" / "library"
FILES = ("cqo-notes", "hubei-guidance-2022", "zhangzhou-measures-2025")
STARTERS = ("聘任制度要写明哪些内容？", "建设流程分哪几步？", "湖北对任职条件怎么规定？")


class LibraryAssistant:
    """Answers a few questions from three texts of the library; keeps conversations in memory."""

    def __init__(self) -> None:
        documents = [read_document(LIBRARY / f"{name}.md") for name in FILES]
        self.documents: dict[str, Document] = {one.source.id: one for one in documents}
        self.clauses = {clause.id: clause for one in documents for clause in one.clauses}
        self.kept: dict[str, list[Turn]] = {}
        self.versions: dict[tuple[str, int], list[Turn]] = {}
        self.stopped: list[str] = []
        self.profiles: list[Profile | None] = []
        self.gazetteer = gazetteer_of(read_regions())
        self.numbers = itertools.count(1)

    def ask(self, question: str, **options: Unpack[AskOptions]) -> Answer:
        return list(self.stream(question, **options))[-1]

    def stream(self, question: str, **options: Unpack[AskOptions]) -> Iterator[Answer]:
        if not re.search(r"\w", question):
            raise BadInput("问题是空的，请写下想问的话。")
        region, conversation = options.get("region"), options.get("conversation")
        if region is not None and region not in self.regions():
            raise BadInput(f"没有“{region}”这个地区的资料，请换一个地区。")
        self.profiles.append(options.get("profile"))
        answer = self._answer(question).model_copy(update={"conversation": conversation})
        for count in range(1, len(answer.statements)):
            yield answer.model_copy(update={"statements": answer.statements[:count]})
        if conversation is not None:
            self._keep(conversation, Turn(question, answer, datetime.now(UTC)), options)
        yield answer

    def _keep(self, conversation: str, turn: Turn, options: AskOptions) -> None:
        turns = self.kept.setdefault(conversation, [])
        number = options.get("replaces") or len(turns) + 1
        versions = self.versions.setdefault((conversation, number), [])
        versions.append(turn)
        turns[number - 1 :] = [turn, *turns[number:]]
        self.choose_version(conversation, number, len(versions))

    def choose_version(self, conversation: str, turn: int, version: int) -> None:
        versions = self.versions[conversation, turn]
        if not 1 <= version <= len(versions):
            raise BadInput(f"没有第 {version} 版，请刷新页面。")
        self.kept[conversation][turn - 1] = replace(
            versions[version - 1], version=version, versions=len(versions)
        )

    def stop(self, conversation: str) -> bool:
        self.stopped.append(conversation)
        return True

    def give_feedback(self, feedback: GivenFeedback) -> None:
        turns = self.kept[feedback.conversation]
        turn, verdict = turns[feedback.turn - 1], feedback.verdict
        if feedback.clause_id:
            one = {feedback.clause_id}
            turn = replace(turn, wrong=turn.wrong | one if verdict else turn.wrong - one)
        else:
            turn = replace(turn, verdict=verdict, note=feedback.note)
        turns[feedback.turn - 1] = turn

    def read_profile(self, message: str) -> Profile:
        return read_profile(message, self.gazetteer)

    def compare(
        self, topic: str, regions: Sequence[str] = (), *, workspace: str | None = None
    ) -> Comparison:
        rows, citations = [], []
        for name in FILES[1:]:
            source = self.documents[name].source
            clause = self.clauses[f"{name}#任职条件"]
            citation = self._cite(clause.id, clause.body)
            citations.append(citation)
            cell = ComparisonCell(quotes=(citation.quote,), citations=(clause.id,))
            rows.append(_row(source, cell))
        rows.append(_row(self.documents["cqo-notes"].source, None))
        return Comparison(
            topic=topic,
            regions=("湖北", "漳州", "广东"),
            rows=tuple(rows),
            citations=tuple(citations),
            note="各地规定不同，以当地原文为准。",
        )

    def view(self, clause_id: str) -> ClauseView:
        if clause_id not in self.clauses:
            raise BadInput(f"资料库里没有条款 {clause_id}，请检查写法。")
        clause = self.clauses[clause_id]
        document = self.documents[clause.source_id]
        place = document.clauses.index(clause)
        parents: list[Clause] = []
        parent = clause.parent
        while parent is not None:
            parents.insert(0, self.clauses[parent])
            parent = self.clauses[parent].parent
        return ClauseView(
            source=document.source,
            clause=clause,
            parents=tuple(parents),
            before=document.clauses[max(place - 2, 0) : place],
            after=document.clauses[place + 1 : place + 3],
            children=tuple(one for one in document.clauses if one.parent == clause.id),
            outline=tuple(
                (one.id, f"{one.label} {one.title}".strip(), one.level) for one in document.clauses
            ),
        )

    def sources(self, *, workspace: str | None = None) -> Sequence[Source]:
        return [one.source for one in self.documents.values()]

    def regions(self) -> Sequence[str]:
        return ("广东", "全国", "湖北", "漳州")

    def warm_up(self) -> None:
        pass

    def starters(self, *, english: bool = False) -> Sequence[str]:
        return STARTERS

    def new_conversation(self) -> str:
        name = f"c{next(self.numbers)}"
        self.kept[name] = []
        return name

    def conversations(self) -> Sequence[ConversationSummary]:
        return [
            ConversationSummary(name, turns[0].question, len(turns), turns[-1].asked)
            for name, turns in reversed(self.kept.items())
            if turns
        ]

    def turns(self, conversation: str) -> Sequence[Turn]:
        if conversation not in self.kept:
            raise BadInput(f"没有会话 {conversation}，请开始新对话。")
        return list(self.kept[conversation])

    def export_markdown(self, conversation: str) -> str:
        parts = [f"## {one.question}\n\n{one.answer.answer}\n" for one in self.turns(conversation)]
        return "# 质官助手对话\n\n" + "\n".join(parts)

    def health(self) -> dict[str, object]:
        return {"status": "ok", "sources": len(self.documents), "clauses": len(self.clauses)}

    def _answer(self, question: str) -> Answer:
        if "对照" in question or "比较" in question:
            table = self.compare("任职条件")
            return _finished(
                Answer(
                    question=question,
                    status="answered",
                    answer="各地对照见表。",
                    table=table,
                    citations=table.citations,
                    route="comparison",
                )
            )
        if "湖北" in question:
            return self._quoting(question, [("hubei-guidance-2022#任职条件", 1)], lead="湖北：")
        if "学时" in question:
            answer = self._quoting(question, [("cqo-notes#六/（四）", 4)])
            missing = Missing(
                what="培训每年多少学时，资料库里没有。", ask="可以问广东省市场监督管理局。"
            )
            return answer.model_copy(update={"status": "partial", "missing": missing})
        if "流程" in question:
            return self._quoting(question, [("cqo-notes#六/（二）", 1)])
        if any(word in question for word in ("聘任", "考核", "写明")):
            places = [("cqo-notes#六/（四）", n) for n in (2, 3, 4)]
            answer = self._quoting(question, [*places, ("cqo-notes#六", 1)])
            return answer.model_copy(update={"notes": ("编制说明写的是报批稿，不是发布稿。",)})
        related = self._cite(
            "cqo-notes#九", self.clauses["cqo-notes#九"].body.split("。")[0] + "。"
        )
        return _finished(
            Answer(
                question=question,
                status="declined",
                answer="资料库里没有。",
                citations=(related,),
                missing=Missing(
                    what="资料库里没有标准正文和标准号。",
                    ask="可以到广东省市场监督管理局网站或标准信息公共服务平台查询。",
                    related=(related.clause_id,),
                ),
            )
        )

    def _quoting(self, question: str, places: Sequence[tuple[str, int]], lead: str = "") -> Answer:
        """An answer made of sentences of clauses; ``places`` names each by clause and number."""
        citations, statements = [], []
        for clause_id, number in places:
            clause = self.clauses[clause_id]
            sentence = clause.sentences[number]
            citation = self._cite(clause_id, clause.text[sentence.start : sentence.end])
            citations.append(citation)
            statements.append(Statement(text=citation.quote, citations=(clause_id,), lead=lead))
        words = "\n".join(
            f"{one.lead}{one.text}〔{cite.mark}〕"
            for one, cite in zip(statements, citations, strict=True)
        )
        return _finished(
            Answer(
                question=question,
                status="answered",
                answer=words,
                statements=tuple(statements),
                citations=tuple(citations),
            )
        )

    def _cite(self, clause_id: str, quote: str) -> Citation:
        clause = self.clauses[clause_id]
        source = self.documents[clause.source_id].source
        start = clause.text.index(quote)
        return Citation(
            clause_id=clause_id,
            mark=f"{source.short_title} {clause.label}",
            source=source.title,
            label=clause.label,
            quote=quote,
            start=start,
            end=start + len(quote),
            region=source.region,
            year=source.year,
            authority=source.authority.value,
        )


def _finished(answer: Answer) -> Answer:
    return answer.model_copy(update={"timings_ms": {"retrieve": 3.0, "total": 5.0}})


def _row(source: Source, cell: ComparisonCell | None) -> ComparisonRow:
    return ComparisonRow(
        region=source.region,
        year=source.year,
        authority=source.authority.value,
        source_id=source.id,
        source=source.title,
        number=source.number,
        status=source.status.value,
        cell=cell,
    )
