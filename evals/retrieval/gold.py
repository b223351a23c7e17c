"""Our own gold questions as a test of retrieval: which passage holds each clause that must be cited.

A gold entry is found by the first passage that holds one of its clauses. Ranks count passages, not
clauses: a passage of several clauses is read as one, so that longer pieces are not held against a
system (nor for it: :attr:`Asked.characters` says how much is read).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.questions_schema import GoldQuestion, Split

#: Passages that are looked at.
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Found:
    """A passage: the clauses in it, and its length in characters."""

    clauses: tuple[str, ...]
    characters: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What one system found for one question."""

    ranks: tuple[int | None, ...]  # of each gold entry, from 1
    clauses: tuple[str, ...]  # found, in order, each once
    characters: int  # of all passages

    def recall(self, k: int) -> float:
        """Share of the gold entries in the first ``k`` passages."""
        return sum(rank is not None and rank <= k for rank in self.ranks) / len(self.ranks)

    @property
    def reciprocal_rank(self) -> float:
        """1 / rank of the first passage with a gold clause; 0 when there is none."""
        return max((1 / rank for rank in self.ranks if rank is not None), default=0.0)

    @property
    def ndcg(self) -> float:
        """Gain 1 a gold entry, discounted by its passage's rank; of the best order, an entry a passage.

        Several entries in one passage cannot make it better than that.
        """
        gained = sum(1 / math.log2(rank + 1) for rank in self.ranks if rank is not None)
        best = sum(1 / math.log2(place + 1) for place in range(1, len(self.ranks) + 1))
        return min(1.0, gained / best)

    def measures(self) -> Mapping[str, float]:
        """All measures by their names in a report."""
        return {
            **{f"recall@{k}": self.recall(k) for k in (1, 3, 5, 10)},
            "mrr@10": self.reciprocal_rank,
            "ndcg@10": self.ndcg,
            "characters@10": float(self.characters),
        }


def asked(question: GoldQuestion, found: Sequence[Found]) -> Asked:
    """Judge the first ``DEPTH`` passages found for a question."""
    seen = found[:DEPTH]
    return Asked(
        ranks=tuple(_rank(entry, seen) for entry in question.gold),
        clauses=tuple(dict.fromkeys(key for passage in seen for key in passage.clauses)),
        characters=sum(passage.characters for passage in seen),
    )


def standalone(questions: Sequence[GoldQuestion], split: str | None = None) -> list[GoldQuestion]:
    """The questions that can be searched for as they stand; ``split`` None for all but ``own``."""
    wanted = {split} if split else {Split.DEV, Split.TEST}
    return [
        q for q in questions if q.gold and not q.unanswerable and not q.before and q.split in wanted
    ]


def _rank(entry: str | tuple[str, ...], found: Sequence[Found]) -> int | None:
    wanted = {entry} if isinstance(entry, str) else set(entry)
    ranks = (rank for rank, passage in enumerate(found, 1) if wanted.intersection(passage.clauses))
    return next(ranks, None)
