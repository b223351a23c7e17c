"""``cqo eval all --only retrieval``: our own questions, ours against common ways, the BEIR set beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.service import LocalAssistant
from assistant.settings import load_settings
from evals.configurations.configuration import Configuration
from evals.configurations.opening import opened
from evals.questions_schema import FOLDER, GoldQuestion, Split, read_questions
from evals.results import Figure
from evals.retrieval import metrics, suite
from evals.retrieval.gold import DEPTH, Found, asked, standalone
from evals.retrieval.suite import figures_of, retrieval
from evals.retrieval.systems import System
from evals.suites import Context
from tests.assistant.conftest import copy_library

SYSTEMS = ("ours", "ours-lexical", "ours-dense", "weighed", "langchain", "bm25", "dense")


def question(*gold: Any, **changes: Any) -> GoldQuestion:
    entry = {
        "id": "dev-001",
        "question": "由谁起草？",
        "kind": "several",
        "expect": ["answered"],
        "gold": list(gold),
    }
    return GoldQuestion.model_validate({**entry, **changes})


def passages(*clauses: str) -> list[Found]:
    """A passage a string; its clauses parted by spaces."""
    return [Found(tuple(one.split()), 10) for one in clauses]


# -- measures ----------------------------------------------------------------------------------------------


def test_a_gold_entry_is_found_by_any_of_its_alternatives() -> None:
    found = asked(question("a", ["b", "c"]), passages("x", "c", "y", "a"))
    assert found.ranks == (4, 2)
    assert [found.recall(k) for k in (1, 3, 5)] == [0, 0.5, 1]
    assert found.reciprocal_rank == 0.5
    assert found.clauses == ("x", "c", "y", "a")
    assert found.characters == 40


def test_ranks_count_passages_whatever_they_hold() -> None:
    found = asked(question("a", "b"), passages("x y z", "a b"))
    assert found.ranks == (2, 2)
    assert asked(question("a", "b"), passages("a b")).ndcg == 1.0


def test_nothing_found_is_nothing() -> None:
    found = asked(question("a"), [])
    assert set(found.measures().values()) == {0.0}


def test_only_the_first_passages_count() -> None:
    found = asked(question("a"), passages(*"bcdefghijk", "a"))
    assert (found.ranks, found.characters) == ((None,), 10 * DEPTH)


@given(
    st.lists(st.sampled_from("abcdefgh"), unique=True), st.sets(st.sampled_from("abcd"), min_size=1)
)
def test_with_a_clause_a_passage_they_are_the_usual_measures(
    found: list[str], gold: set[str]
) -> None:
    ir = pytest.importorskip("ir_measures", reason="没有安装 ir-measures")
    measures = asked(question(*sorted(gold)), passages(*found)).measures()
    gains = dict.fromkeys(gold, 1)
    run = {key: float(-rank) for rank, key in enumerate(found)} or {"nothing": 0.0}
    names = {"recall@1": "R@1", "recall@5": "R@5", "mrr@10": "RR@10", "ndcg@10": "nDCG@10"}
    theirs = ir.calc_aggregate(
        [ir.parse_measure(n) for n in names.values()], {"q": gains}, {"q": run}
    )
    expected = {str(measure): value for measure, value in theirs.items()}
    for ours, name in names.items():
        assert measures[ours] == pytest.approx(expected[name]), ours
    assert measures["recall@5"] == pytest.approx(metrics.recall(found, gains, 5))
    assert measures["mrr@10"] == pytest.approx(metrics.reciprocal_rank(found, gains, 10))
    assert measures["ndcg@10"] == pytest.approx(metrics.ndcg(found, gains, 10))


def test_the_questions_are_those_that_stand_alone() -> None:
    shipped = read_questions(FOLDER)
    found = standalone(shipped, "dev")
    assert len(found) > 100
    assert all(q.split is Split.DEV and q.gold and not q.before for q in found)
    assert {q.split for q in standalone(shipped)} == {Split.DEV, Split.TEST}


def test_a_figure_has_its_interval() -> None:
    judged = [asked(question("a"), passages(one)) for one in "aaab"]
    found = {f.name: f for f in figures_of(System("x", "某", lambda _: []), judged, seed=1)}
    recall = found["recall@10/x"]
    assert (recall.value, recall.n) == (0.75, 4)
    assert recall.low is not None
    assert recall.high is not None
    assert recall.low < 0.75 < recall.high
    assert found["characters@10/x"].better == "neither"
    assert figures_of(System("x", "某", lambda _: []), [], seed=1)[0].value is None


# -- the suite ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def opened_assistant(
    library_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LocalAssistant]:
    folder = copy_library(library_data, tmp_path_factory.mktemp("retrieval") / "data")
    with opened(Configuration(), load_settings(data_dir=folder)) as assistant:
        yield assistant


def context(assistant: LocalAssistant, work: Path, *, fast: bool = True) -> Context:
    return Context(assistant.settings, lambda: assistant, work, fast=fast, split="dev")


@pytest.mark.slow
def test_ours_is_compared_with_the_common_ways(
    opened_assistant: LocalAssistant, tmp_path: Path
) -> None:
    pytest.importorskip("langchain_chroma", reason="没有安装 langchain-chroma")
    found = retrieval(context(opened_assistant, tmp_path))
    values = {figure.name: figure for figure in found.figures}
    assert {name.partition("/")[2] for name in values} == set(SYSTEMS)
    assert {name.partition("/")[0] for name in values} == {
        "recall@1", "recall@3", "recall@5", "recall@10", "mrr@10", "ndcg@10", "characters@10",
    }  # fmt: skip
    assert len(found.items) == values["recall@10/ours"].n
    assert _value(values["recall@10/ours"]) > 0.8
    for system in ("bm25", "dense"):
        assert _value(values["recall@10/ours"]) > _value(values[f"recall@10/{system}"])
        assert _value(values["recall@5/weighed"]) > _value(values[f"recall@5/{system}"])
    wrong = [item for item in found.items if not item.right]
    assert all(item.measures["recall@10/ours"] != 1.0 and item.faults for item in wrong)
    assert all(item.detail["retrieved"] for item in found.items)


def test_blind_questions_do_not_show_their_words(
    opened_assistant: LocalAssistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blind = question("cqo-notes#八", id="test-901", question="标准涉及专利吗？")
    monkeypatch.setattr(suite, "read_questions", lambda _: (blind,))
    monkeypatch.setattr(suite, "baselines", lambda *_: ())
    only = Context(opened_assistant.settings, lambda: opened_assistant, tmp_path, fast=True)
    (item,) = retrieval(only).items
    assert item.split == "test"
    assert not {"question", "gold", "retrieved"} & set(item.detail)


def test_without_langchain_the_rest_is_measured(
    opened_assistant: LocalAssistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "langchain_chroma", None)
    monkeypatch.setattr(suite, "read_questions", lambda _: standalone(read_questions(FOLDER))[:3])
    found = retrieval(context(opened_assistant, tmp_path))
    names = {figure.name for figure in found.figures}
    assert "recall@10/bm25" in names
    assert "recall@10/langchain" not in names
    assert any("langchain" in note for note in found.notes)


def test_the_set_beside_the_checkout_is_measured_in_whole_runs(
    opened_assistant: LocalAssistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "laws"
    (folder / "qrels").mkdir(parents=True)
    lines = [
        {"_id": f"d{n}", "title": "", "text": f"第{n}条 风筝{n}号应当检验。"} for n in range(4)
    ]
    _write(folder / "corpus.jsonl", lines)
    _write(folder / "queries.jsonl", [{"_id": "q1", "text": "风筝2号"}])
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td2\t1\n", "utf-8")
    monkeypatch.setattr(suite, "BEIR", folder)
    monkeypatch.setattr(suite, "read_questions", lambda _: standalone(read_questions(FOLDER))[:1])
    monkeypatch.setattr(suite, "baselines", lambda *_: ())
    whole = retrieval(context(opened_assistant, tmp_path, fast=False))
    values = {figure.name: figure.value for figure in whole.figures}
    assert values["beir/recall@10/lexical"] == 1.0
    assert {f"beir/ndcg@10/{mode}" for mode in ("hybrid", "lexical", "dense")} <= set(values)
    fast = retrieval(context(opened_assistant, tmp_path))
    assert not any(figure.name.startswith("beir/") for figure in fast.figures)
    assert any("法条" in note for note in fast.notes)


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def _value(figure: Figure) -> float:
    assert figure.value is not None
    return figure.value
