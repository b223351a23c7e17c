"""Run the verifier over statements whose truth is known, and count."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from assistant.verifying.verifier import verify
from evals.verifying.perturbing import Perturber
from evals.verifying.statements import Library, Statement, read_written

#: Least share of wrong statements to be caught, by kind; the most of true ones rejected.
LIMITS = dict.fromkeys(("number", "date", "document-number", "name", "place", "label"), 0.99)
LIMITS |= dict.fromkeys(("modality", "negation"), 0.95)
LIMITS |= dict.fromkeys(("quantifier", "subject", "mixed-regions", "added"), 0.90)
FALSE_ALARMS = 0.03
#: Statements shorter than this say too little to be made wrong.
_SHORTEST = 8


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong statement that passed, or a true one that did not, with the verifier's reasons."""

    statement: Statement
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Group:
    """Statements of one sort. ``right``: wrong ones caught, true ones let pass."""

    total: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    mistakes: list[Mistake] = field(default_factory=list)

    def share(self, kind: str) -> float:
        return self.right[kind] / self.total[kind] if self.total[kind] else 1.0


@dataclass(slots=True)
class VerifyReport:
    """``made``: wrong ones by rule; ``false``: by hand; ``verbatim`` and ``paraphrases``: true ones.

    ``second``: true ones by an author who had seen neither the verifier nor the first author's.
    """

    made: Group
    false: Group
    verbatim: Group
    paraphrases: Group
    second: Group
    milliseconds: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def slow(self) -> float:
        """95th percentile, milliseconds."""
        return statistics.quantiles(self.milliseconds, n=20)[-1]


Progress = Callable[[str, int, int], None]


def run(library: Library, *, seed: int, progress: Progress | None = None) -> VerifyReport:
    """All groups over ``library``; the same for the same ``seed``."""
    sentences = [s for s in library.sentences() if len(s.text) >= _SHORTEST]
    perturber = Perturber(library, seed)
    times: list[float] = []

    def told(name: str, statements: Iterable[Statement], count: int) -> Group:
        group = Group()
        for done, statement in enumerate(statements, start=1):
            _judge(library, statement, group, times)
            if progress and (done % 100 == 0 or done == count):
                progress(name, done, count)
        return group

    wrong = [one for sentence in sentences for one in perturber.all_of(sentence)]
    paraphrases, second = read_written("paraphrases"), read_written("held-paraphrases")
    false = [*read_written("false-statements"), *read_written("held-false-statements")]
    return VerifyReport(
        made=told("按规则改错", wrong, len(wrong)),
        false=told("人写的错句", false, len(false)),
        verbatim=told("原文", sentences, len(sentences)),
        paraphrases=told("人写的转述", paraphrases, len(paraphrases)),
        second=told("第二位作者的转述", second, len(second)),
        milliseconds=times,
    )


def _judge(library: Library, statement: Statement, group: Group, times: list[float]) -> None:
    cited = library.cited(statement.citations)
    begun = time.perf_counter()
    verdict = verify(statement.text, cited)
    times.append((time.perf_counter() - begun) * 1000)
    kind = statement.wrong or "true"
    group.total[kind] += 1
    if verdict.supported is (statement.wrong is None):
        group.right[kind] += 1
    else:
        reasons = tuple(f"{r.fault.value}：{r.message}" for r in verdict.reasons)
        group.mistakes.append(Mistake(statement, reasons))
