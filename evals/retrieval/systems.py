"""What is compared: our retrieval in its modes, all that answering does, and the baselines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.weighing import Asked
from assistant.answering.wording import simplified
from assistant.service import LocalAssistant
from corpus.errors import BadInput
from corpus.library_files import read_library
from evals.baselines.passages import Searcher
from evals.baselines.table import BASELINES
from evals.retrieval.gold import DEPTH, Found
from index.retrieval import Mode

#: The first passages for a question, best first.
Searching = Callable[[str], Sequence[Found]]
#: Chunks of which some belong to one clause.
_CHUNKS = 3 * DEPTH


@dataclass(frozen=True, slots=True)
class System:
    """One way to find clauses; ``name`` stands behind the stroke in the names of figures."""

    name: str
    title: str
    search: Searching


def ours(assistant: LocalAssistant) -> list[System]:
    """The index as it searches, by words alone, by vectors alone; and as answers use it."""
    return [
        System("ours", "本产品检索", _index(assistant, "hybrid")),
        System("ours-lexical", "本产品检索（只按词）", _index(assistant, "lexical")),
        System("ours-dense", "本产品检索（只按向量）", _index(assistant, "dense")),
        System("weighed", "本产品找条款全过程", _weighed(assistant)),
    ]


def baselines(assistant: LocalAssistant, notes: list[str]) -> Iterator[System]:
    """The common ways, over the shipped texts, with the same tokens and embedder.

    What cannot be had here is told in ``notes``.
    """
    documents, index = list(read_library()), assistant.index
    for make in BASELINES.values():
        try:
            searcher = make(documents, index.encoder(), index.tokeniser)
        except BadInput as error:
            notes.append(error.message)
            continue
        yield System(searcher.name, searcher.title, _searched(searcher))


def _index(assistant: LocalAssistant, mode: Mode) -> Searching:
    def search(question: str) -> list[Found]:
        hits = assistant.index.retriever.search(question, k=_CHUNKS, mode=mode)
        return _clauses(assistant, [hit.clause_id for hit in hits])

    return search


def _weighed(assistant: LocalAssistant) -> Searching:
    """Search, known questions and weights together, before it is decided whether to answer."""
    weigher = assistant.answerer.weigher

    def search(question: str) -> list[Found]:
        plain = simplified(question)
        asked = Asked(plain)
        assistant.shelf.renew(None)
        read = weigher.read(plain, asked)
        weighed = weigher.weigh(read, asked, weigher.named_in(read, asked))
        return _clauses(assistant, [evidence.clause_id for evidence in weighed.ranked])

    return search


def _clauses(assistant: LocalAssistant, keys: Sequence[str]) -> list[Found]:
    """Each clause once, as a passage of its own."""
    clauses = (assistant.shelf.clause(key) for key in list(dict.fromkeys(keys))[:DEPTH])
    return [Found((one.id,), len(one.text.strip())) for one in clauses if one is not None]


def _searched(searcher: Searcher) -> Searching:
    def search(question: str) -> list[Found]:
        found = searcher.search(question, DEPTH)
        return [Found(passage.clause_ids, passage.length) for passage in found]

    return search
