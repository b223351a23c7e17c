"""The score from which a baseline answers, tuned on questions that may be tuned on."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.errors import BadInput
from evals.baselines.answering import Baseline
from evals.questions_schema import GoldQuestion, Split


def tuned_least(baseline: Baseline, questions: Sequence[GoldQuestion]) -> float:
    """The least score that answers the most answerable and declines the most unanswerable questions.

    The two shares count alike; of equally good scores the lowest. Questions of the test split are not
    looked at. Raises BadInput when there are not both kinds.
    """
    asked = [q for q in questions if q.split is Split.DEV]
    scores = [
        (baseline.confidence(_whole(q, joined=baseline.joined)), q.unanswerable) for q in asked
    ]
    answerable = [score for score, unanswerable in scores if not unanswerable]
    others = [score for score, unanswerable in scores if unanswerable]
    if not answerable or not others:
        raise BadInput("定门槛要用可以回答的和应当拒答的两种题，题组里缺一种。")

    def balance(least: float) -> float:
        kept = sum(score >= least for score in answerable) / len(answerable)
        declined = sum(score < least for score in others) / len(others)
        return kept + declined

    return max(sorted({score for score, _ in scores}), key=balance)


def _whole(question: GoldQuestion, *, joined: bool) -> str:
    return "\n".join((*question.before, question.question)) if joined else question.question
