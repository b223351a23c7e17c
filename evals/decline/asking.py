"""Ask a question at several thresholds of the gate, again only where another one decides otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.service import LocalAssistant
from evals.decline.watching import Watched, gate_at
from evals.qa.asking import Given, given
from evals.questions_schema import GoldQuestion

#: From letting everything through to letting nothing through.
GRID = (0.0, *(round(0.05 * step, 2) for step in range(1, 20)), 1.0)


@dataclass(frozen=True, slots=True)
class Gated:
    """A question as asked at the product's own threshold (with what was weighed), and at each of a grid."""

    given: Given
    at: dict[float, Given]

    @property
    def decided_by_gate(self) -> bool:
        """Whether the gate alone decides: declined where nothing is let through, else answered."""
        if not self.at:
            return False
        lowest, highest = self.at[min(self.at)], self.at[max(self.at)]
        return not declined(lowest) and declined(highest)


def declined(given: Given) -> bool:
    """Whether there is an answer and it declines."""
    return given.answer is not None and given.answer.status == "declined"


def gated(assistant: LocalAssistant, gold: GoldQuestion, grid: Sequence[float] = GRID) -> Gated:
    """Ask ``gold`` at its own threshold and walk the grid.

    What an answer is depends on the threshold by comparisons alone; where those that were made come
    out the same at the next threshold, so does the answer, and it is not asked again. Exact, and the
    known gaps, routes and places that decline without the gate stay what they are.
    """
    own = given(assistant, gold)
    at: dict[float, Given] = {}
    seen: Watched | None = None
    for threshold in grid:
        if seen is None or not seen.decides_as(threshold):
            with gate_at(assistant, threshold) as seen:
                last = given(assistant, gold, looked_into=False)
        at[threshold] = last
    return Gated(own, at)


def all_gated(
    assistant: LocalAssistant,
    questions: Sequence[GoldQuestion],
    grid: Sequence[float] = GRID,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Gated, ...]:
    """Each question in turn."""
    assistant.warm_up()
    found: list[Gated] = []
    for gold in questions:
        found.append(gated(assistant, gold, grid))
        progress(len(found), len(questions))
    return tuple(found)
