"""``cqo eval reading``: ask every question of a set through retrieval and the generic reader."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.answering.reading import Reader, ReadSentence
from evals.reading.sets import ReadingSet
from evals.reading.weigher import LibraryWeigher
from evals.retrieval.beir import documents_of
from index.build import BuildProgress
from index.encoder import Encoder
from index.store import Index, open_index


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one question. ``first``, ``two``: the answer stands in the best sentence, in the
    two best; ``by_words``: in the two that hold most of the question's words by rarity;
    ``by_library``: in the two best of the library's own weigher."""

    first: bool
    two: bool
    by_words: bool
    by_library: bool
    rank: int | None  # of the right passage, from 0
    confidence: float
    there: bool  # whether the right passage was in the index
    ms: float


@contextmanager
def reading_index(
    data: ReadingSet,
    data_dir: Path,
    encoder: Encoder,
    *,
    seed: int | None = None,
    progress: BuildProgress | None = None,
) -> Iterator[tuple[Index, frozenset[str]]]:
    """The set's passages indexed (once: kept in ``data_dir/eval``) and the ids of those that were
    left out: half of them, drawn with ``seed``, or none."""
    gone: set[int] = set()
    ending = "reading"
    if seed is not None:
        count = len(data.beir.passages)
        gone, ending = set(random.Random(seed).sample(range(count), count // 2)), f"half-{seed}"
    folder = data_dir / "eval" / f"{data.name}-{data.beir.sha256[:12]}-{ending}"
    documents = [d for n, d in enumerate(documents_of(data.beir)) if n not in gone]
    with open_index(folder, embedder=encoder) as index:
        index.build(documents, progress=progress)
        yield index, frozenset(data.beir.passages[n][0] for n in gone)


def ask_all(
    data: ReadingSet, index: Index, gone: frozenset[str], progress: BuildProgress | None = None
) -> list[Asked]:
    """Every question, in order."""
    reader, weigher, found = Reader(index), LibraryWeigher(index), []
    reader.read("热身")
    for done, (key, question) in enumerate(data.beir.questions, start=1):
        begun = time.perf_counter()
        read = reader.read(question)
        ms = (time.perf_counter() - begun) * 1000
        right = data.beir.gains[key]
        passages = [passage_of(data, clause) for clause in read.clauses]
        answers = data.answers[key]
        plain = sorted(read.sentences, key=lambda s: -s.features["pairs"])
        found.append(
            Asked(
                first=holds(data, index, read.sentences[:1], right, answers),
                two=holds(data, index, read.sentences[:2], right, answers),
                by_words=holds(data, index, plain[:2], right, answers),
                by_library=holds(data, index, weigher.best(question)[:2], right, answers),
                rank=next((n for n, p in enumerate(passages) if p in right), None),
                confidence=read.confidence,
                there=not gone.issuperset(right),
                ms=ms,
            )
        )
        if progress is not None:
            progress("提问", done, len(data.beir.questions))
    return found


def holds(
    data: ReadingSet,
    index: Index,
    sentences: Sequence[ReadSentence],
    right: Iterable[str],
    answers: Sequence[str],
) -> bool:
    """Whether an answer stands whole in one of ``sentences`` of a right passage, or across
    neighbours of them. The same words in another passage do not count."""
    wanted = set(right)
    own = sorted(
        (s for s in sentences if passage_of(data, s.clause_id) in wanted), key=lambda s: s.start
    )
    pieces: list[str] = []
    last: ReadSentence | None = None
    for sentence in own:
        clause = index.catalogue.clause(sentence.clause_id)
        assert clause is not None
        text = clause.text
        if (
            last is not None
            and last.clause_id == sentence.clause_id
            and not text[last.end : sentence.start].strip()
        ):
            pieces[-1] += text[last.end : sentence.end]
        else:
            pieces.append(text[sentence.start : sentence.end])
        last = sentence
    return any(answer in piece for answer in answers for piece in pieces)


def passage_of(data: ReadingSet, clause_id: str) -> str:
    """The id of the set's passage that a clause of the index is."""
    return data.beir.passages[int(clause_id.partition("#")[0][1:])][0]


def auroc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Chance that a true case scores above a false one, ties half; 0.5 when one kind is missing."""
    order = sorted(range(len(scores)), key=lambda n: scores[n])
    ranks = [0.0] * len(scores)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and scores[order[end + 1]] == scores[order[start]]:
            end += 1
        for place in range(start, end + 1):
            ranks[order[place]] = (start + end) / 2 + 1
        start = end + 1
    true = sum(labels)
    false = len(labels) - true
    if not true or not false:
        return 0.5
    total = sum(rank for rank, label in zip(ranks, labels, strict=True) if label)
    return (total - true * (true + 1) / 2) / (true * false)
