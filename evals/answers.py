"""Run the gold questions through the assistant and score every answer."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from assistant.answering.models import Answer
from assistant.protocol import Assistant
from corpus.errors import BadInput
from evals.qa.asking import answered
from evals.qa.citing import cited_ids, recall
from evals.qa.matching import missed
from evals.qa.quoting import statements_rest
from evals.qa.saying import forbidden_said, said
from evals.questions_schema import UNANSWERABLE, GoldQuestion


@dataclass(frozen=True, slots=True)
class Checked:
    """One gold question with its answer and what was found right or wrong."""

    gold: GoldQuestion
    answer: Answer
    milliseconds: float
    status: bool  # the status is one of those expected
    cited: bool  # every gold clause is cited
    points: bool  # every point stands in the answer
    clean: bool  # nothing forbidden is said
    verbatim: bool  # every statement's quote stands in its clause

    @property
    def right(self) -> bool:
        return self.status and self.cited and self.points and self.clean and self.verbatim

    @property
    def faults(self) -> tuple[str, ...]:
        names = ("status", "cited", "points", "clean", "verbatim")
        return tuple(name for name in names if not getattr(self, name))


@dataclass(frozen=True, slots=True)
class Tally:
    """Figures over a set of questions; shares are 0 to 1, times in milliseconds."""

    questions: int
    right: float
    declined_rightly: float | None  # of the unanswerable
    declined_wrongly: float | None  # of the answerable
    cited: float | None
    points: float | None
    verbatim: float
    p50_ms: float
    p95_ms: float


@dataclass(slots=True)
class EvalReport:
    """All answers with their tallies: over all, by set (dev, held) and by kind."""

    checked: list[Checked] = field(default_factory=list)

    def tally(self, keep: Callable[[Checked], bool] = lambda _: True) -> Tally | None:
        """Figures over the questions that ``keep`` keeps; None when there are none."""
        return tally_of([c for c in self.checked if keep(c)])

    def by_set(self) -> dict[str, Tally]:
        return self._grouped(lambda c: c.gold.id.split("-")[0])

    def by_kind(self) -> dict[str, Tally]:
        return self._grouped(lambda c: c.gold.kind.value)

    def _grouped(self, key: Callable[[Checked], str]) -> dict[str, Tally]:
        groups: dict[str, list[Checked]] = defaultdict(list)
        for checked in self.checked:
            groups[key(checked)].append(checked)
        return {name: t for name, group in groups.items() if (t := tally_of(group)) is not None}


def evaluate(
    assistant: Assistant,
    questions: Sequence[GoldQuestion],
    *,
    progress: Callable[[int, int], None] | None = None,
) -> EvalReport:
    """Ask every question as a user does; follow-ups in a conversation of their own."""
    report = EvalReport()
    for done, gold in enumerate(questions, start=1):
        answer, elapsed = answered(assistant, gold)
        report.checked.append(check(gold, answer, elapsed, assistant))
        if progress is not None:
            progress(done, len(questions))
    return report


def check(gold: GoldQuestion, answer: Answer, milliseconds: float, assistant: Assistant) -> Checked:
    """Score one answer."""
    unanswerable = gold.kind in UNANSWERABLE
    return Checked(
        gold=gold,
        answer=answer,
        milliseconds=milliseconds,
        status=answer.status in gold.expect,
        cited=unanswerable or recall(gold.gold, cited_ids(answer)) == 1,
        points=unanswerable or not missed(gold.points, said(answer)),
        clean=not forbidden_said(gold.forbidden, answer),
        verbatim=quotes_stand(answer, assistant),
    )


def quotes_stand(answer: Answer, assistant: Assistant) -> bool:
    """Whether each statement has a citation whose quote is the statement and stands in its clause.

    What a language model wrote need not be its quote; the quote must stand all the same.
    """

    def text_of(clause_id: str) -> str | None:
        try:
            return assistant.view(clause_id).clause.text
        except BadInput:
            return None

    return statements_rest(answer, text_of)


def tally_of(group: Sequence[Checked]) -> Tally | None:
    """Figures over ``group``."""
    if not group:
        return None
    answerable = [c for c in group if c.gold.kind not in UNANSWERABLE]
    unanswerable = [c for c in group if c.gold.kind in UNANSWERABLE]
    times = sorted(c.milliseconds for c in group)
    return Tally(
        questions=len(group),
        right=_share(c.right for c in group) or 0.0,
        declined_rightly=_share(c.answer.status == "declined" for c in unanswerable),
        declined_wrongly=_share(c.answer.status == "declined" for c in answerable),
        cited=_share(c.cited for c in answerable),
        points=_share(c.points for c in answerable),
        verbatim=_share(c.verbatim for c in group) or 0.0,
        p50_ms=statistics.median(times),
        p95_ms=times[min(len(times) - 1, int(0.95 * len(times)))],
    )


def _share(values: Iterable[bool]) -> float | None:
    found = list(values)
    return sum(found) / len(found) if found else None
