"""A threshold of the gate that remembers what was held against it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from assistant.answering.gating import calibrated_threshold
from assistant.service import LocalAssistant


class Watched(float):
    """A number that keeps every number it was compared with.

    ``probability >= threshold`` asks the threshold first, because its type is the narrower one: what
    was compared is all that the threshold has decided, wherever in the product.
    """

    compared: list[float]

    def __new__(cls, value: float) -> Watched:
        made = super().__new__(cls, value)
        made.compared = []
        return made

    def decides_as(self, threshold: float) -> bool:
        """Whether ``threshold`` would have decided everything as this one did."""
        own = float(self)
        return all((one >= own) == (one >= threshold) for one in self.compared)

    def __le__(self, other: float) -> bool:
        self.compared.append(float(other))
        return float(self) <= other

    def __lt__(self, other: float) -> bool:
        self.compared.append(float(other))
        return float(self) < other

    def __ge__(self, other: float) -> bool:
        self.compared.append(float(other))
        return float(self) >= other

    def __gt__(self, other: float) -> bool:
        self.compared.append(float(other))
        return float(self) > other

    __eq__, __ne__, __hash__ = float.__eq__, float.__ne__, float.__hash__


def threshold_of(assistant: LocalAssistant) -> float:
    """From which probability the assistant answers."""
    own = assistant.answerer.weigher.threshold
    return calibrated_threshold() if own is None else float(own)


@contextmanager
def gate_at(assistant: LocalAssistant, threshold: float) -> Iterator[Watched]:
    """The assistant with another threshold, which remembers; its own one again afterwards."""
    weigher = assistant.answerer.weigher
    before, watched = weigher.threshold, Watched(threshold)
    weigher.threshold = watched
    try:
        yield watched
    finally:
        weigher.threshold = before
