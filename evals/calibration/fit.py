"""Fit ``prompts/weights.yaml``: ``python -m evals.calibration.fit [--write]``.

Ranking weights: pairwise logistic regression between the best sentence of a gold clause and the best
sentence of each other clause found. Gate: logistic regression, answerable or not, balanced. Both on
``train-*.yaml`` of this folder and on the dev questions; the held questions are never read here.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant.answering.weighing import Asked, Weighed
from assistant.answering.wording import simplified
from assistant.service import LocalAssistant, open_assistant
from assistant.settings import load_settings
from evals.questions_schema import UNANSWERABLE, QuestionKind, read_questions

FOLDER = Path(__file__).parent
WEIGHTS = FOLDER.parent.parent / "prompts" / "weights.yaml"
#: Features of sentences and of the gate that are fitted; the others keep weight 0.
SENTENCE = (
    "asked coverage heading bigrams z type topic titled rank prior guide advised original".split()
)
GATE = (
    "asked gap_nearer neighbour_nearer agree rank absent coverage_clause heaviest "
    "cosine margin bm25 topic_missed place_missed".split()
)
_NOT_SINGLE = (
    QuestionKind.COMPARISON,
    QuestionKind.SEVERAL,
    QuestionKind.EXACT,
    QuestionKind.PREMISE,
)


@dataclass(frozen=True, slots=True)
class Example:
    """A question and the clauses of which any answers it; none when nothing does."""

    question: str
    gold: frozenset[str]


def read_examples() -> list[Example]:
    """Calibration questions and the single dev questions."""
    examples = []
    for path in sorted(FOLDER.glob("train-*.yaml")):
        for entry in yaml.safe_load(path.read_text("utf-8")):
            examples.append(Example(entry["question"], frozenset(entry["gold"])))
    for q in read_questions(FOLDER.parent / "questions"):
        if not q.id.startswith("dev-") or q.before or q.kind in _NOT_SINGLE:
            continue
        gold = {g for entry in q.gold for g in ([entry] if isinstance(entry, str) else entry)}
        examples.append(
            Example(q.question, frozenset() if q.kind in UNANSWERABLE else frozenset(gold))
        )
    return examples


def weigh(assistant: LocalAssistant, question: str) -> Weighed:
    """The evidence for one question, as the assistant sees it."""
    answerer = assistant.answerer
    asked = Asked(simplified(question))
    read = answerer.weigher.read(asked.text, asked)
    return answerer.weigher.weigh(read, asked, assistant.index.exact.find(read.text))


def decided_early(assistant: LocalAssistant, question: str) -> bool:
    """Whether the question is declined before its evidence is weighed."""
    answerer = assistant.answerer
    asked = Asked(simplified(question))
    read = answerer.weigher.read(asked.text, asked)
    reply = answerer.decide_early(read, asked, assistant.index.exact.find(read.text))
    return reply is not None and reply.status == "declined"


def best_by_clause(weighed: Weighed) -> dict[str, dict[str, float]]:
    """Features of each clause's best sentence, best clause first."""
    found: dict[str, dict[str, float]] = {}
    for evidence in weighed.ranked:
        found.setdefault(evidence.clause_id, evidence.features)
    return found


def fit_ranking(pairs: Sequence[tuple[Weighed, frozenset[str]]]) -> dict[str, float]:
    """Weights by which gold clauses come first; scaled so that ``coverage`` and ``asked`` sum to 2.5."""
    rows: list[list[float]] = []
    for weighed, gold in pairs:
        features = best_by_clause(weighed)
        right = [f for clause, f in features.items() if clause in gold]
        wrong = [f for clause, f in list(features.items())[:12] if clause not in gold]
        for good in right[:1]:
            rows.extend([good[n] - bad[n] for n in SENTENCE] for bad in wrong)
    data = np.array(rows)
    both = np.vstack([data, -data])
    labels = np.concatenate([np.ones(len(data)), np.zeros(len(data))])
    model = LogisticRegression(C=0.5, fit_intercept=False, max_iter=2000).fit(both, labels)
    raw = dict(zip(SENTENCE, model.coef_[0], strict=True))
    scale = 2.5 / max(0.1, raw["coverage"] + raw["asked"])
    return {name: round(float(value * scale), 3) for name, value in raw.items()}


def fit_gate(
    pairs: Sequence[tuple[Weighed, frozenset[str]]],
) -> tuple[dict[str, float], float, float]:
    """Weights, bias, and the cross-validated share judged rightly (5 folds, threshold 0.5)."""
    used = [(w, g) for w, g in pairs if w.verdict is not None]
    data = np.array([[w.verdict.features[n] for n in GATE] for w, _ in used if w.verdict])
    labels = np.array([bool(g) for _, g in used])
    scale = StandardScaler()
    logistic = LogisticRegression(C=0.1, class_weight="balanced", max_iter=2000)
    model = make_pipeline(scale, logistic)
    chances = cross_val_predict(model, data, labels, cv=5, method="predict_proba")[:, 1]
    for threshold in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55):
        kept, passed = (chances[labels] >= threshold).mean(), (chances[~labels] >= threshold).mean()
        print(
            f"threshold {threshold}: answerable kept {kept:.3f}, unanswerable passed {passed:.3f}"
        )
    guessed = chances >= 0.5
    model.fit(data, labels)
    plain = logistic.coef_[0] / scale.scale_  # the same function of features as they are
    bias = float(logistic.intercept_[0] - (plain * scale.mean_).sum())
    weights = {n: round(float(v), 3) for n, v in zip(GATE, plain, strict=True)}
    return weights, round(bias, 3), float((guessed == labels).mean())


def first_rank_share(pairs: Sequence[tuple[Weighed, frozenset[str]]]) -> float:
    """Share of answerable questions whose first clause is gold."""
    hits = [next(iter(best_by_clause(w)), "") in g for w, g in pairs if g]
    return sum(hits) / len(hits)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write prompts/weights.yaml")
    arguments = parser.parse_args()
    assistant = open_assistant(load_settings())
    examples = read_examples()
    assistant.shelf.renew(None)
    pairs = [(weigh(assistant, e.question), e.gold) for e in examples]
    early = [decided_early(assistant, e.question) for e in examples]
    print(f"examples: {len(pairs)}, first clause gold: {first_rank_share(pairs):.3f}")
    ranking = fit_ranking(pairs)
    print("ranking:", ranking)
    for name, wanted in (("answerable", True), ("unanswerable", False)):
        decided = [d for d, (_, gold) in zip(early, pairs, strict=True) if bool(gold) is wanted]
        print(f"declined before weighing, {name}: {sum(decided)} of {len(decided)}")
    reached = [pair for pair, decided in zip(pairs, early, strict=True) if not decided]
    gate, bias, right = fit_gate(reached)
    print(f"gate: bias {bias}, right {right:.3f}", gate)
    if arguments.write:
        write_weights(ranking, gate, bias)


def write_weights(ranking: dict[str, float], gate: dict[str, float], bias: float) -> None:
    """Write the data file, threshold kept."""
    old = yaml.safe_load(WEIGHTS.read_text("utf-8"))
    head = (
        "# 句子作为依据的权重，以及作答门槛。由 python -m evals.calibration.fit --write 写出：\n"
        "# 依据 evals/calibration/train-*.yaml 和 dev 题；held 题不参与。\n"
    )
    data = {
        "sentence": ranking,
        "gate": {"threshold": old["gate"]["threshold"], "bias": bias, "weights": gate},
    }
    WEIGHTS.write_text(head + yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")


if __name__ == "__main__":
    main()
