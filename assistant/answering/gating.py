"""Decide whether the evidence is enough to answer: a calibrated gate, and the known gaps."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.absence import says_absent
from assistant.answering.evidence import Evidence, weights
from assistant.answering.known_questions import Nearness
from assistant.answering.matching import WeightedTerms, coverage, share_of
from assistant.answering.question import Question, shows_type
from corpus.gaps import Gap

#: Question types that name a kind of thing which the answer must show.
_DEMANDING = ("number", "date", "who", "where")
#: Types without which there is no answer at all: an amount of money is in the text or is not.
_EXACT_FIGURES = ("money", "percent", "hours")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Probability that the evidence answers, and the features it was computed from.

    ``threshold``: the probability from which it is enough.
    """

    probability: float
    features: Mapping[str, float]
    threshold: float

    @property
    def enough(self) -> bool:
        return self.probability >= self.threshold


def calibrated_threshold() -> float:
    """The threshold that was fitted with the weights."""
    return float(weights()["gate"]["threshold"])


def gate_features(
    question: Question,
    terms: WeightedTerms,
    ranked: Sequence[Evidence],
    *,
    background: tuple[float, float],
    bm25_ceiling: float,
    near: Nearness,
    elsewhere: bool,
) -> dict[str, float]:
    """What the gate looks at, each about 0 to 1.

    ``background`` is mean and deviation of the question's cosine over all chunks found;
    ``bm25_ceiling`` the score that a clause holding every term would get;
    ``near`` the nearness to known questions; ``elsewhere`` whether a place is named.
    """
    best = ranked[0]
    place = best.place
    whole = f"{place.heading}\n{place.clause.text}\n{place.asks}"
    heaviest = max(terms.weights, key=lambda t: terms.weights[t], default="")
    mean, deviation = background
    types = [t for t in question.types if t in _DEMANDING]
    shown = [any(shows_type(e.text, t) for e in ranked[:3]) for t in types]
    top = max((e.features["cosine"] for e in ranked[:5]), default=0.0)
    nearest = near.best(1)
    asked = max((e.features["asked"] for e in ranked[:3]), default=0.0)
    return {
        "asked": asked,
        "gap": near.gap_nearness,
        "gap_nearer": max(0.0, near.gap_nearness - asked),
        "neighbour_nearer": max(0.0, near.neighbour - asked),
        "agree": float(bool(nearest) and nearest[0] == best.clause_id),
        "rank": 1.0 / (1 + place.rank),
        "absent": float(says_absent(best.text)),
        "coverage_clause": coverage(terms, whole),
        "coverage_sentence": coverage(terms, best.text, place.heading),
        "heaviest": share_of(heaviest, whole) if heaviest else 0.0,
        "least": _least(terms, whole),
        "strange": _strange(terms, whole),
        "bigrams": best.features["bigrams"],
        "cosine": (top - 0.8) * 10,
        "margin": min(4.0, (top - mean) / deviation) / 4 if deviation > 1e-6 else 0.0,
        "bm25": min(1.0, place.bm25 / bm25_ceiling) if bm25_ceiling > 0 else 0.0,
        "type": sum(shown) / len(shown) if shown else 1.0,
        "topic": best.features["topic"],
        "topic_missed": float(bool(question.topics) and not best.features["topic"]),
        "place_missed": float(elsewhere and bool(question.topics) and not best.features["topic"]),
    }


def _least(terms: WeightedTerms, text: str) -> float:
    """Share of the two heaviest terms that is held least: one missing key word is telling."""
    heavy = sorted(terms.weights, key=lambda t: -terms.weights[t])[:2]
    return min((share_of(t, text) for t in heavy), default=0.0)


def _strange(terms: WeightedTerms, text: str) -> float:
    """Weight of the heaviest term that ``text`` does not hold, as a share of 6 (a word never seen)."""
    missed = [w * (1 - share_of(t, text)) for t, w in terms.weights.items()]
    return min(1.0, max(missed, default=0.0) / 6)


def lacks_figure(question: Question, evidence: Sequence[Evidence]) -> bool:
    """Whether the question asks for a figure of a kind that no sentence of ``evidence`` holds."""
    wanted = [t for t in question.types if t in _EXACT_FIGURES]
    return any(not any(shows_type(e.text, t) for e in evidence) for t in wanted)


def judge(features: Mapping[str, float], threshold: float | None = None) -> Verdict:
    """Logistic gate over ``features`` with the weights of ``prompts/weights.yaml``.

    ``threshold``: None for the calibrated one; 0 lets everything through.
    """
    gate = weights()["gate"]
    logit = float(gate["bias"]) + sum(
        float(gate["weights"].get(name, 0.0)) * value for name, value in features.items()
    )
    least = calibrated_threshold() if threshold is None else threshold
    return Verdict(1 / (1 + math.exp(-max(-30.0, min(30.0, logit)))), features, least)


#: A gap whose key words match is passed over when a guide's question is nearer by this much.
GUIDE_NEARER = 0.09
#: Without its key words a gap counts from this nearness, when it is nearer than any clause by so much.
_GAP_NEAR, _GAP_NEARER = 0.5, 0.12


def gap_of(
    question: Question, gaps: Iterable[Gap], near: Nearness, *, elsewhere: bool
) -> Gap | None:
    """The known gap that ``question`` asks for.

    ``elsewhere``: the question is about another place or its document, where gaps of Guangdong's do
    not hold.
    """
    clause = near.clause_nearness
    guided = (near.best(1) or [""])[0].startswith("guide-")
    for gap in gaps:
        if (
            not (elsewhere and gap.scope != "任何")
            and gap.matches(question.text)
            and not (guided and clause - near.gaps.get(gap.id, 0.0) >= GUIDE_NEARER)
        ):
            return gap
    nearest = near.gap
    if nearest is None or (elsewhere and nearest.scope != "任何"):
        return None
    if near.gap_nearness >= _GAP_NEAR and near.gap_nearness - clause >= _GAP_NEARER:
        return nearest
    return None


_CLAIM = re.compile(
    r"\d+(?:\.\d+)?\s*(?:多|余)?(?:%|％|万家|家|条|个|名|人|年|月|天|日|项|章|学时|元|万元|票|期)|"
    r"[一二两三四五六七八九十百]+(?:多|余)?(?:万家|家|条|名|人|年|天|学时|万元|万)"
)
_ASSERTS = re.compile(
    r"吧|对吗|是吗|对不对|是不是|是否|没错|听说|据说|不是.{0,20}吗"
    r"|规定了|要求了|说了|写了|既然|已经|[吗么][？?]?$"
)


def asserts(question: str) -> bool:
    """Whether the question states something and asks to confirm it."""
    return bool(_ASSERTS.search(question))


def unsupported_claims(question: str, quotes: Sequence[str]) -> list[str]:
    """Figures that the question asserts and that stand in none of ``quotes``."""
    if not asserts(question):
        return []
    pool = "".join(quotes)
    return [c for c in dict.fromkeys(m.group() for m in _CLAIM.finditer(question)) if c not in pool]
