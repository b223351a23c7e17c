"""A judge that lets every statement of a model pass: what an assistant without verification shows."""

from __future__ import annotations

from assistant.generating.checking import Checker, Judged
from assistant.generating.models import Passed, Written


class Trusting(Checker):
    """Only ids of clauses that were not given are dropped: there is nothing that they could show."""

    def judge(self, written: Written, position: int, *, repaired: bool = False) -> Judged:
        found = (self._packed.find(key) for key in written.clause_ids)
        cited = list({one.clause.id: one for one in found if one is not None}.values())
        text, ids = " ".join(written.text.split()), tuple(one.clause.id for one in cited)
        spans = tuple(piece for one in cited for piece in self._spans(one, text))
        passed = Passed(position, text, ids, "verified", spans, 0.0, repaired)
        return Judged(text, ids, (), passed)
