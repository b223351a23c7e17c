"""What a seeded defect is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from assistant.service import LocalAssistant
from evals.questions_schema import QuestionKind

#: Breaks the product while its context is open; gives the assistant to test.
Switch = Callable[[LocalAssistant], AbstractContextManager[LocalAssistant]]


@dataclass(frozen=True, slots=True)
class Defect:
    """A way to break the product. ``figure`` of ``suite`` must get worse, so that its gate fails.

    ``unseen``: why no suite notices it yet, and what would (in Chinese); empty when one does.
    ``harmless``: the product holds against it, and the figure must stay. ``kinds``: of the questions
    that show it; empty for all.
    """

    name: str
    title: str  # in Chinese
    suite: str
    figure: str
    switch: Switch
    unseen: str = ""
    harmless: bool = False
    kinds: tuple[QuestionKind, ...] = ()
