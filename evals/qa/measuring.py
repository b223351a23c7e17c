"""Measure one answer against its gold question.

A measure that does not apply is left out (points of a question without points). One that applies and
cannot be scored is None and counts as failed wherever it is averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answering.models import Answer
from corpus.models import Source
from corpus.regions import Gazetteer
from evals.qa.asking import Given
from evals.qa.choosing import told
from evals.qa.citing import ClauseOf, cited_clauses, cited_ids, recall
from evals.qa.matching import alternatives, missed
from evals.qa.mixing import Meant, mix_ups
from evals.qa.quoting import quotes_exact, statements_rest
from evals.qa.saying import forbidden_said, said
from evals.questions_schema import GoldQuestion
from evals.results import Item

#: Ranks at which the recall of what was retrieved is measured.
DEPTHS = (1, 3, 5, 10)
#: Retrieved clauses that an item keeps.
_KEPT = 10


@dataclass(frozen=True, slots=True)
class Library:
    """The clauses that answers may rest on, their sources, and places."""

    clause_of: ClauseOf
    sources: dict[str, Source]
    gazetteer: Gazetteer

    def text_of(self, clause_id: str) -> str | None:
        clause = self.clause_of(clause_id)
        return clause.text if clause else None

    def gold_sources(self, gold: GoldQuestion) -> tuple[Source, ...]:
        ids = dict.fromkeys(key.partition("#")[0] for key in accepted(gold))
        return tuple(self.sources[key] for key in ids if key in self.sources)


def accepted(gold: GoldQuestion) -> frozenset[str]:
    """All gold clauses and their alternatives."""
    return frozenset(key for entry in gold.gold for key in alternatives(entry))


def measured(given: Given, library: Library) -> Item:
    """The question as an item: right or not, its faults, its measures, and what was said."""
    gold, answer = given.gold, given.answer
    measures = applying(gold)
    measures["milliseconds"] = given.milliseconds
    if answer is None:
        return _item(given, ("error",), measures, {"error": given.error})
    mixed = mix_ups(answer, _meant(gold, answer, library), library.gazetteer, accepted(gold))
    measures |= _retrieved(given) | _cited(gold, answer, library)
    measures |= _said(gold, answer) | _decided(gold, answer)
    measures["mix_ups"] = float(bool(mixed))
    if (quotes := quotes_exact(answer, library.text_of)) is not None:
        measures["quotes"] = quotes
    faults = _faults(gold, answer, measures, library)
    return _item(given, faults, measures, _detail(given, answer, mixed))


def applying(gold: GoldQuestion) -> dict[str, float | None]:
    """The measures that apply to a question whatever is answered, none of them scored yet."""
    names = ["attempted", "mix_ups", "milliseconds"]
    if gold.unanswerable:
        names.append("declined_rightly")
    else:
        names += [*(f"retrieved_recall@{k}" for k in DEPTHS), "cited_recall", "declined_wrongly"]
        names += ["points"] if gold.points else []
    names += ["forbidden_free"] if gold.forbidden else []
    return dict.fromkeys(names)


def _retrieved(given: Given) -> dict[str, float]:
    gold = given.gold
    if gold.unanswerable:
        return {}
    return {f"retrieved_recall@{k}": recall(gold.gold, given.ranked[:k]) for k in DEPTHS}


def _cited(gold: GoldQuestion, answer: Answer, library: Library) -> dict[str, float]:
    """Precision only where an answer was attempted: who declines cites nothing wrong."""
    if gold.unanswerable:
        return {}
    cited = cited_ids(answer)
    found = {"cited_recall": recall(gold.gold, cited)}
    if answer.status != "declined":
        found["cited_precision"] = cited_clauses(gold.gold, cited, library.clause_of).precision
    return found


def _said(gold: GoldQuestion, answer: Answer) -> dict[str, float]:
    found: dict[str, float] = {}
    if gold.points and not gold.unanswerable:
        found["points"] = 1 - len(missed(gold.points, said(answer))) / len(gold.points)
    if gold.forbidden:
        found["forbidden_free"] = float(not forbidden_said(gold.forbidden, answer))
    if answer.status != "declined":
        found |= {"statements": len(answer.statements), "characters": len(answer.answer)}
    return found


def _decided(gold: GoldQuestion, answer: Answer) -> dict[str, float]:
    """Declined or not. A partial answer is a decline where the gold question accepts it as one:
    it says what is missing and shows other places' rules."""
    expected, declined = answer.status in gold.expect, answer.status == "declined"
    found = {"attempted": float(not declined)}
    if gold.unanswerable:
        return {**found, "declined_rightly": float(expected)}
    return {**found, "declined_wrongly": float(declined and not expected)}


def _faults(
    gold: GoldQuestion, answer: Answer, measures: dict[str, float | None], library: Library
) -> tuple[str, ...]:
    def fails(name: str) -> bool:
        return measures.get(name, 1.0) != 1.0

    wrong = {
        "status": answer.status not in gold.expect,
        "cited": fails("cited_recall"),
        "points": fails("points"),
        "forbidden": fails("forbidden_free"),
        "quotes": not statements_rest(answer, library.text_of),
        "mixed": measures["mix_ups"] != 0.0,
    }
    return tuple(name for name, fault in wrong.items() if fault)


def _meant(gold: GoldQuestion, answer: Answer, library: Library) -> Meant:
    sources = library.gold_sources(gold)
    asked = (*gold.before, gold.question, answer.standalone or "")
    return Meant.of(
        asked,
        library.gazetteer,
        region=gold.region,
        gold_regions=[one.region for one in sources],
        gold_years=[one.year for one in sources],
    )


def _item(
    given: Given, faults: Sequence[str], measures: dict[str, float | None], detail: dict[str, Any]
) -> Item:
    gold = given.gold
    return Item(
        id=gold.id,
        kind=gold.kind.value,
        split=gold.split.value,
        tags=tuple(tag.value for tag in gold.tags),
        right=not faults,
        faults=tuple(faults),
        measures=measures,
        detail=told(gold, detail),
    )


def _detail(given: Given, answer: Answer, mixed: Sequence[str]) -> dict[str, Any]:
    """What a person needs to see why it is wrong."""
    gold = given.gold
    return {
        "status": answer.status,
        "standalone": answer.standalone,
        "probability": given.probability,
        "retrieved": given.ranked[:_KEPT],
        "cited": cited_ids(answer),
        "said": answer.answer,
        "missed": () if gold.unanswerable else missed(gold.points, said(answer)),
        "forbidden": forbidden_said(gold.forbidden, answer),
        "mixed": tuple(mixed),
    }
