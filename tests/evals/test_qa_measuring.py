"""Every measure of an answer, each with a case where it falls."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, cast

import pytest

from assistant.answering.models import (
    Answer,
    Citation,
    Comparison,
    ComparisonCell,
    ComparisonRow,
    Missing,
    Statement,
)
from corpus.models import Clause, ClauseKind, Source
from corpus.regions import Gazetteer, Region
from evals.qa.asking import Given
from evals.qa.citing import cited_clauses, recall
from evals.qa.measuring import Library, measured
from evals.qa.quoting import quotes_exact
from evals.qa.saying import forbidden_said, said
from evals.questions_schema import GoldQuestion
from evals.results import Item

TEXTS = {
    "notes#一": "由甲公司牵头起草。",
    "notes#一/a": "甲公司在广州。",
    "notes#一/b": "乙公司参加。",
    "notes#二": "共收集意见40条。",
    "hubei#一": "要求本科学历。",
    "shenzhen#一": "评选57人。",
}
PARENTS = {"notes#一/a": "notes#一", "notes#一/b": "notes#一"}
PLACES = {"notes": ("广东", 2024), "hubei": ("湖北", 2022), "shenzhen": ("深圳", 2025)}


def clause(key: str) -> Clause | None:
    if key not in TEXTS:
        return None
    source, _, path = key.partition("#")
    kind = ClauseKind.ITEM if key in PARENTS else ClauseKind.CLAUSE
    return Clause(
        id=key, source_id=source, path=(path,), label=path, title="", level=1, order=0,
        parent=PARENTS.get(key), start=0, end=len(TEXTS[key]), line=1, text=TEXTS[key], kind=kind,
    )  # fmt: skip


def source(key: str) -> Source:
    region, year = PLACES[key]
    return Source.model_validate(
        {
            "id": key, "title": key, "short_title": key, "issued": str(year), "region": region,
            "kind": "measure", "status": "current", "authority": "digest",
        }
    )  # fmt: skip


LIBRARY = Library(
    clause,
    {key: source(key) for key in PLACES},
    Gazetteer(
        (
            Region(name="全国", level="nation"),
            Region(name="广东", parent="全国", level="province"),
            Region(name="深圳", parent="广东", level="city"),
            Region(name="湖北", parent="全国", level="province"),
        )
    ),
)


def citation(key: str, **changes: Any) -> Citation:
    region, year = PLACES[key.partition("#")[0]]
    facts: dict[str, Any] = {
        "clause_id": key, "mark": key, "source": key, "label": "一", "quote": TEXTS[key], "start": 0,
        "end": len(TEXTS[key]), "region": region, "year": year, "authority": "digest",
    }  # fmt: skip
    return Citation(**{**facts, **changes})


def quoting(*keys: str, lead: str = "", **changes: Any) -> Answer:
    facts: dict[str, Any] = {
        "question": "问",
        "status": "answered",
        "answer": "".join(f"{lead}{TEXTS[key]}" for key in keys),
        "statements": tuple(Statement(text=TEXTS[k], citations=(k,), lead=lead) for k in keys),
        "citations": tuple(citation(key) for key in keys),
    }
    return Answer(**{**facts, **changes})


def declined(what: str = "没有。") -> Answer:
    missing = Missing(what=what, ask="请核实。")
    return Answer(question="问", status="declined", answer=f"{what}请核实。", missing=missing)


def gold(**changes: Any) -> GoldQuestion:
    entry: dict[str, Any] = {
        "id": "own-001", "question": "由谁起草？", "kind": "fact", "expect": ["answered"],
        "gold": ["notes#一"], "points": ["甲公司"],
    }  # fmt: skip
    return GoldQuestion.model_validate({**entry, **changes})


GAP: dict[str, Any] = {"kind": "gap", "expect": ["declined"], "gold": [], "points": []}
RANKED = ("notes#二", "notes#一", "hubei#一")


def item(
    answer: Answer | None, question: GoldQuestion | None = None, ranked: tuple[str, ...] = RANKED
) -> Item:
    given = Given(question or gold(), answer, 12.0, ranked, error="" if answer else "KeyError: x")
    return measured(given, LIBRARY)


def measures(answer: Answer | None, **changes: Any) -> dict[str, float | None]:
    return item(answer, gold(**changes)).measures


def test_a_right_answer_has_no_fault_and_full_marks() -> None:
    found = item(quoting("notes#一"))
    assert found.right
    assert found.faults == ()
    assert found.measures == {
        "attempted": 1, "mix_ups": 0, "milliseconds": 12, "declined_wrongly": 0, "points": 1,
        "retrieved_recall@1": 0, "retrieved_recall@3": 1, "retrieved_recall@5": 1,
        "retrieved_recall@10": 1, "cited_recall": 1, "cited_precision": 1, "quotes": 1,
        "statements": 1, "characters": 9,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("question", "answer", "faults"),
    [
        ({}, quoting("notes#一", status="partial"), ("status",)),
        ({}, quoting("notes#二"), ("cited", "points")),
        ({"points": ["甲公司", "40条"]}, quoting("notes#一"), ("points",)),
        ({"forbidden": ["牵头"]}, quoting("notes#一"), ("forbidden",)),
        ({}, quoting("notes#一", citations=(citation("notes#一", start=1),)), ("quotes",)),
        ({}, quoting("notes#一", "shenzhen#一"), ("mixed",)),
        ({}, declined(), ("status", "cited", "points")),
        ({}, None, ("error",)),
        (GAP, quoting("notes#一"), ("status",)),
    ],
)
def test_each_fault_has_its_name(
    question: dict[str, Any], answer: Answer | None, faults: tuple[str, ...]
) -> None:
    found = item(answer, gold(**question))
    assert found.faults == faults
    assert found.right is False


def test_recall_counts_an_entry_by_any_of_its_alternatives() -> None:
    entries: list[str | tuple[str, ...]] = ["a", ("b", "c")]
    assert recall(entries, ["c", "a"]) == 1
    assert recall(entries, ["b", "c"]) == 0.5
    assert recall(entries, []) == 0
    assert recall([], ["a"]) == 0


def test_recall_of_single_clauses_is_the_one_of_trec_eval() -> None:
    metrics = pytest.importorskip("ir_measures")
    ranked = ["d", "a", "x", "b", "y", "c"]
    entries = ["a", "b", "c", "missing"]
    run = [metrics.ScoredDoc("q", key, -place) for place, key in enumerate(ranked)]
    qrels = [metrics.Qrel("q", key, 1) for key in entries]
    for k in (1, 3, 5, 10):
        theirs = metrics.calc_aggregate([metrics.R @ k], qrels, run)[metrics.R @ k]
        assert recall(entries, ranked[:k]) == pytest.approx(theirs)


def test_what_is_retrieved_later_counts_at_a_greater_depth_only() -> None:
    found = item(quoting("notes#一"), ranked=("x", "x2", "x3", "notes#一")).measures
    assert [found[f"retrieved_recall@{k}"] for k in (1, 3, 5, 10)] == [0, 0, 1, 1]
    assert item(quoting("notes#一"), ranked=()).measures["retrieved_recall@10"] == 0


def test_other_clauses_beside_the_gold_one_cost_precision() -> None:
    assert measures(quoting("notes#一", "notes#二"))["cited_precision"] == 0.5
    assert measures(quoting("notes#二"))["cited_precision"] == 0
    both = measures(quoting("notes#一", "notes#二"), gold=[["notes#一", "notes#二"]])
    assert both["cited_precision"] == 1, "an accepted alternative is no wrong citation"


def test_what_introduces_a_gold_clause_or_belongs_to_it_is_context() -> None:
    item_alone = cited_clauses(["notes#一/a"], ["notes#一", "notes#一/a", "notes#一/b"], clause)
    assert item_alone.right == ("notes#一/a",)
    assert item_alone.context == ("notes#一", "notes#一/b")
    assert item_alone.precision == 1
    below = cited_clauses(["notes#一"], ["notes#一/a", "notes#一/b"], clause)
    assert below.context == ("notes#一/a", "notes#一/b")
    assert below.precision == 0, "context without what it belongs to is no right citation"
    assert cited_clauses(["notes#一"], ["gone#一", "notes#一"], clause).wrong == ("gone#一",)


def test_a_decline_cites_nothing_wrong_but_misses_what_is_due() -> None:
    found = measures(declined())
    assert "cited_precision" not in found
    assert found["cited_recall"] == 0
    assert found["declined_wrongly"] == 1
    assert found["attempted"] == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"start": 1},
        {"end": 3},
        {"quote": "由乙公司牵头起草。"},
        {"clause_id": "gone#一"},
        {"end": 99},
    ],
)
def test_a_quote_must_stand_at_its_place(changed: dict[str, Any]) -> None:
    answer = quoting("notes#一", "notes#二")
    moved = (citation("notes#一", **changed), answer.citations[1])
    share = quotes_exact(answer.model_copy(update={"citations": moved}), LIBRARY.text_of)
    assert share is not None
    assert share < 1


def test_a_statement_without_a_quote_counts_as_inexact() -> None:
    assert quotes_exact(quoting("notes#一", citations=()), LIBRARY.text_of) == 0
    assert quotes_exact(declined(), LIBRARY.text_of) is None
    assert "quotes" not in measures(declined())


def test_points_are_counted_one_by_one() -> None:
    assert measures(quoting("notes#一"), points=["甲公司", "40条"])["points"] == 0.5


def row(**changes: Any) -> ComparisonRow:
    facts: dict[str, Any] = {
        "region": "湖北", "year": 2022, "authority": "digest", "source_id": "hubei",
        "source": "湖北", "number": None, "status": "current",
        "cell": ComparisonCell(quotes=(TEXTS["hubei#一"],), citations=("hubei#一",)),
    }  # fmt: skip
    return ComparisonRow(**{**facts, **changes})


def test_a_table_cell_says_and_cites_too() -> None:
    table = Comparison(topic="任职条件", regions=("湖北",), rows=(row(), row(cell=None)))
    answer = quoting("notes#一", table=table)
    assert "本科" in said(answer)
    found = measures(answer, gold=["hubei#一"], points=["本科"], forbidden=["本科学历"])
    assert (found["cited_recall"], found["points"], found["forbidden_free"]) == (1, 1, 0)


def test_hints_and_quoted_questions_are_no_claims() -> None:
    noted = quoting("notes#一", notes=("问题中的“20条”在所引条款中没有出现，请以所引原文为准。",))
    assert forbidden_said(["20条"], noted) == ()
    refused = declined("资料库中没有找到能够回答“标准号是DB44/T 1吗”的条文。")
    assert forbidden_said(["标准号是DB44/T 1"], refused) == ()
    assert forbidden_said(["标准号是DB44/T 1"], declined("标准号是DB44/T 1。")) != ()
    assert forbidden_said(["湖北要求"], quoting("hubei#一", lead="湖北")) == ("湖北要求",)


def test_a_question_that_forbids_nothing_is_not_counted_as_free_of_it() -> None:
    assert "forbidden_free" not in measures(quoting("notes#一"))


def test_what_must_be_declined_is_declined_in_a_way_that_is_accepted() -> None:
    assert measures(declined(), **GAP)["declined_rightly"] == 1
    assert measures(quoting("notes#一"), **GAP)["declined_rightly"] == 0
    partly = quoting("hubei#一", lead="湖北：", status="partial")
    assert measures(partly, **GAP)["declined_rightly"] == 0
    accepted = {**GAP, "expect": ["declined", "partial"]}
    assert measures(partly, **accepted)["declined_rightly"] == 1
    assert "cited_recall" not in measures(declined(), **GAP)


@pytest.mark.parametrize(
    ("question", "answer", "mixed"),
    [
        ("由谁起草？", quoting("hubei#一"), 1),  # another province, and nobody says so
        ("由谁起草？", quoting("hubei#一", lead="湖北（2022年）："), 0),
        ("由谁起草？", quoting("shenzhen#一"), 1),  # a city where the province was meant
        ("深圳由谁起草？", quoting("shenzhen#一"), 0),
        ("深圳由谁起草？", quoting("notes#二"), 0),  # the province's rule holds in its city
        ("湖北由谁起草？", quoting("notes#二"), 1),
        ("2022年由谁起草？", quoting("notes#二"), 1),  # of 2024
        ("2024年由谁起草？", quoting("notes#二"), 0),
        ("2022年由谁起草？", quoting("notes#二", lead="2024年："), 0),
        ("由谁起草？", quoting("notes#二"), 0),  # no year asked for
        ("由谁起草？", declined(), 0),
    ],
)
def test_places_and_years_are_mixed_up_where_they_are_not_named(
    question: str, answer: Answer, mixed: int
) -> None:
    changes: dict[str, Any] = {"question": question, "gold": ["gone#一"]}
    assert measures(answer, **changes)["mix_ups"] == mixed


def test_a_gold_clause_mixes_nothing_up() -> None:
    found = measures(quoting("hubei#一"), gold=["hubei#一"], question="2010年要什么学历？")
    assert found["mix_ups"] == 0


def test_what_could_not_be_asked_is_kept_without_scores() -> None:
    found = item(None, gold(forbidden=["牵头"]))
    assert found.detail["error"] == "KeyError: x"
    unscored = {name for name, value in found.measures.items() if value is None}
    assert {"cited_recall", "points", "forbidden_free", "declined_wrongly", "mix_ups"} <= unscored
    assert found.measures["milliseconds"] == 12


def test_an_item_tells_what_a_person_needs_to_see() -> None:
    found = item(quoting("notes#二"), gold(before=["标准呢？"], tags=["time"]))
    assert found.tags == ("time",)
    assert found.detail["missed"] == ("甲公司",)
    assert found.detail["cited"] == ("notes#二",)
    assert found.detail["before"] == ("标准呢？",)
    assert cast(str, found.detail["said"]).startswith("共收集")
    assert Item.model_validate_json(found.model_dump_json()).id == found.id


def test_times_are_finite() -> None:
    assert all(
        value is None or math.isfinite(value)
        for value in measured(
            replace(Given(gold(), quoting("notes#一"), 1.0)), LIBRARY
        ).measures.values()
    )
