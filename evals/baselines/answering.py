"""A baseline as an assistant: what it finds is the answer, its clauses are the citations."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Protocol, Unpack

from assistant.answering.models import Answer, Missing
from assistant.answering.replies import Reply, to_answer
from assistant.protocol import AskOptions, ClauseView
from corpus.errors import BadInput
from corpus.models import Document
from evals.baselines.passages import Searcher


class Asking(Protocol):
    """What the measures of answers ask of an assistant, ours or a baseline."""

    def ask(self, question: str, **options: Unpack[AskOptions]) -> Answer: ...

    def new_conversation(self) -> str: ...

    def view(self, clause_id: str) -> ClauseView: ...


class Baseline:
    """Answers with the ``top`` passages of a searcher, clause by clause.

    ``least``: the score below which it declines; None: it never does. ``joined``: a follow-up is asked
    with all earlier messages of its conversation before it; else alone.
    """

    def __init__(
        self,
        searcher: Searcher,
        documents: Iterable[Document],
        *,
        top: int = 5,
        least: float | None = None,
        joined: bool = False,
    ) -> None:
        self.searcher, self.top, self.least, self.joined = searcher, top, least, joined
        self._documents = {document.source.id: document for document in documents}
        self._numbers = itertools.count(1)
        self._said: dict[str, list[str]] = {}

    @property
    def name(self) -> str:
        """As figures and files call it: ``langchain-top5-least-joined``."""
        extra = ("least" if self.least is not None else "", "joined" if self.joined else "")
        return "-".join((self.searcher.name, f"top{self.top}", *filter(None, extra)))

    def ask(self, question: str, **options: Unpack[AskOptions]) -> Answer:
        """The passages found, or that nothing is near enough; a region is no help to it."""
        found = self.searcher.search(self._asked(question, options.get("conversation")), self.top)
        if not found or (self.least is not None and found[0].score < self.least):
            missing = Missing(what="资料库中没有足够接近的内容。", ask="请换一种问法。")
            return to_answer(Reply(missing=missing), question)
        pieces = [piece for passage in found for piece in passage.pieces]
        unique = {(piece.clause.id, piece.start, piece.end): piece for piece in pieces}
        return to_answer(Reply(pieces=tuple(unique.values())), question)

    def retrieved(self, question: str, k: int) -> list[str]:
        """Ids of the clauses in the ``k`` best passages, in order, each once."""
        found = self.searcher.search(question, k)
        return list(dict.fromkeys(key for passage in found for key in passage.clause_ids))

    def confidence(self, question: str) -> float:
        """The score of the best passage; of none, 0."""
        return next((passage.score for passage in self.searcher.search(question, 1)), 0.0)

    def new_conversation(self) -> str:
        key = f"{self.searcher.name}-{next(self._numbers)}"
        self._said[key] = []
        return key

    def view(self, clause_id: str) -> ClauseView:
        """The clause in its document. Raises BadInput when there is none of that id."""
        document = self._documents.get(clause_id.partition("#")[0])
        clause = (
            next((c for c in document.clauses if c.id == clause_id), None) if document else None
        )
        if document is None or clause is None:
            raise BadInput(f"没有“{clause_id}”这一条，请检查条款编号。")
        return ClauseView(document.source, clause, (), (), (), (), ())

    def _asked(self, question: str, conversation: str | None) -> str:
        """What is searched for; a conversation remembers what was said."""
        if conversation is None:
            return question
        before: Sequence[str] = tuple(self._said[conversation])
        self._said[conversation].append(question)
        return "\n".join((*before, question)) if self.joined else question
