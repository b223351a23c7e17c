"""Figures of measured questions, and the suite on the real assistant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.answering.weighing import Weighed
from assistant.service import LocalAssistant, open_assistant
from assistant.settings import load_settings
from corpus.errors import BadInput
from evals.qa import suite
from evals.qa.asking import given, interleaved
from evals.qa.choosing import conversation_of, told
from evals.qa.figures import NOT_ASKED, Grouped, Measure, measure_of
from evals.qa.suite import MEASURES, figures_of, qa
from evals.questions_schema import FOLDER, GoldQuestion, QuestionKind, read_questions
from evals.results import Figure, Item
from evals.suites import Context, Found


def item(number: int, right: bool = True, **changes: Any) -> Item:
    facts: dict[str, Any] = {
        "id": f"dev-{number:03d}", "kind": "fact", "split": "dev", "right": right,
        "measures": {"attempted": 1.0, "declined_wrongly": 0.0, "cited_recall": float(right),
                     "milliseconds": float(number)},
    }  # fmt: skip
    return Item(**{**facts, **changes})


def figures(*items: Item) -> dict[str, Figure]:
    return {one.name: one for one in figures_of(items, Grouped(1))}


def test_right_of_attempted_and_right_of_answerable_are_two_things() -> None:
    declined = item(3, False, measures={"attempted": 0.0, "declined_wrongly": 1.0})
    gap = item(4, True, kind="gap", measures={"attempted": 0.0, "declined_rightly": 1.0})
    found = figures(item(1), item(2, False), declined, gap)
    assert found["right"].value == 2 / 4
    assert found["precision"].value == 1 / 2
    assert found["accuracy"].value == pytest.approx(1 / 3)
    assert found["declined_rightly"].value == 1
    assert found["declined_wrongly"].value == pytest.approx(1 / 3)


def test_figures_are_named_by_group_and_have_intervals() -> None:
    tagged = item(3, False, kind="list", split="test", tags=("time",))
    found = figures(item(1), item(2), tagged)
    assert found["right/kind=list"].value == found["right/tag=time"].value == 0
    assert found["right/split=test"].n == 1
    assert found["right/split=dev"].value == 1
    whole = found["right"]
    assert whole.low is not None
    assert whole.high is not None
    assert whole.low < 2 / 3 < whole.high
    assert "declined_rightly/split=dev" not in found, (
        "a group that it does not apply to has no figure"
    )
    assert found["declined_rightly"].value is None
    assert found["p50_ms"].value == 2


@pytest.mark.parametrize("unscored", [None, float("nan"), float("inf")])
def test_what_could_not_be_scored_counts_as_failed(unscored: float | None) -> None:
    broken = item(2, False, measures={"cited_recall": unscored, "declined_wrongly": unscored,
                                      "attempted": None})  # fmt: skip
    found = figures(item(1), broken)
    assert found["cited_recall"].value == 0.5
    assert found["declined_wrongly"].value == 0.5
    assert found["precision"].value == 0.5


def test_unscored_seconds_are_the_worst_seen() -> None:
    timed = Measure("s", "秒", measure_of("s"), "ms", "lower")
    items = [item(1, measures={"s": 4.0}), item(2, measures={"s": None}), item(3, measures={})]
    assert [value for _, value in timed.values(items)] == [4, 4]
    assert measure_of("s")(items[2]) is NOT_ASKED


def test_every_figure_that_is_asked_for_is_there() -> None:
    names = {one.name for one in MEASURES} | {"p50_ms", "p95_ms"}
    assert names >= {
        "right", "precision", "accuracy", "cited_recall", "cited_precision", "points",
        "forbidden_free", "quotes", "declined_rightly", "declined_wrongly", "mix_ups", "statements",
        "characters", *(f"retrieved_recall@{k}" for k in (1, 3, 5, 10)),
    }  # fmt: skip


def question(**changes: Any) -> GoldQuestion:
    entry = {
        "id": "own-001", "question": "由谁起草？", "kind": "fact", "expect": ["answered"],
        "gold": ["cqo-notes#一/（一）"],
    }  # fmt: skip
    return GoldQuestion.model_validate({**entry, **changes})


def test_questions_of_one_conversation_are_known_by_what_opens_it() -> None:
    follow = {"kind": "follow-up", "before": ["由谁 起草?"]}
    asked = [
        question(),
        question(id="own-002", **follow),
        question(id="own-003", question="别的？"),
    ]
    first, second, third = (
        conversation_of(item(n, detail=told(one, {}))) for n, one in enumerate(asked)
    )
    assert first == second != third


def test_a_result_tells_nothing_of_a_blind_question_but_that_it_is_the_same() -> None:
    detail = {"said": "甲公司起草。", "cited": ("cqo-notes#一",), "status": "answered"}
    open_, blind = told(question(), detail), told(question(id="test-001"), detail)
    assert open_["question"] == "由谁起草？"
    assert open_["said"] == "甲公司起草。"
    assert set(blind) == {"asked", "conversation", "expect", "status"}
    assert blind["asked"] == open_["asked"] != told(question(question="谁写？"), {})["asked"]


@pytest.fixture(scope="module")
def assistant(library_data: Path) -> Iterator[LocalAssistant]:
    opened = open_assistant(load_settings(data_dir=library_data))
    yield opened
    opened.close()


def context(assistant: LocalAssistant, work: Path, **changes: Any) -> Context:
    facts: dict[str, Any] = {
        "settings": assistant.settings,
        "work": work,
        **changes,
    }
    return Context(assistant=lambda: assistant, **facts)


def test_a_question_that_breaks_the_product_is_failed_and_not_dropped(
    assistant: LocalAssistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def ask(text: str, **options: Any) -> Any:
        raise KeyError(text)

    monkeypatch.setattr(assistant, "ask", ask)
    monkeypatch.setattr(suite, "questions_of", lambda _: (question(),))
    found = qa(context(assistant, tmp_path))
    assert found.items[0].faults == ("error",)
    values = {one.name: one.value for one in found.figures}
    assert values["right"] == values["cited_recall"] == values["precision"] == 0
    assert values["declined_wrongly"] == 1
    assert found.notes == ("1 题出错，按答错计：own-001。",)


def test_a_split_without_questions_is_told(assistant: LocalAssistant, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="没有题"):
        qa(context(assistant, tmp_path, split="none"))


def test_what_was_ranked_is_what_the_product_ranks(
    assistant: LocalAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Weighed] = []
    weigh = assistant.answerer.weigher.weigh_freely

    def kept(*asked: Any) -> Weighed:
        seen.append(weigh(*asked))
        return seen[-1]

    monkeypatch.setattr(assistant.answerer.weigher, "weigh_freely", kept)
    found = given(assistant, question(question="标准由谁牵头起草？"))
    assert len(seen) == 2, "once for the answer, once to look into it"
    assert found.ranked == interleaved(seen[:1])
    assert len(found.ranked) == len(set(found.ranked)) >= 10
    assert found.probability is not None
    assert found.probability > 0.5


def test_the_parts_of_a_question_take_turns(assistant: LocalAssistant) -> None:
    both = question(question="标准由谁审查通过？征求意见时共收集了多少条意见？")
    alone = [
        question(question=text) for text in ("标准由谁审查通过？", "征求意见时共收集了多少条意见？")
    ]
    best = {given(assistant, one).ranked[0] for one in alone}
    assert best <= set(given(assistant, both).ranked[:2])


def test_a_follow_up_is_ranked_as_it_was_understood(assistant: LocalAssistant) -> None:
    follow = question(
        question="那湖北呢？", kind="follow-up", before=["上海的首席质量官要什么学历？"]
    )
    assert given(assistant, follow).ranked[0].startswith("hubei-")


@pytest.fixture(scope="module")
def some(assistant: LocalAssistant, tmp_path_factory: pytest.TempPathFactory) -> Found:
    """Two questions of each kind of the development questions."""
    every = [one for one in read_questions(FOLDER) if one.id.startswith("dev-")]
    few = [one for kind in QuestionKind for one in [q for q in every if q.kind is kind][:2]]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(suite, "questions_of", lambda _: tuple(few))
        return qa(context(assistant, tmp_path_factory.mktemp("work")))


def test_the_product_is_measured_in_every_way(some: Found) -> None:
    values = {one.name: one for one in some.figures}
    for name in {one.name for one in MEASURES} | {"p50_ms", "p95_ms"}:
        assert values[name].value is not None, name
        assert values[name].low is not None, name
    assert values["quotes"].value == 1
    assert values["mix_ups"].value == 0
    assert len(some.items) == values["right"].n == 2 * len(QuestionKind)


def test_two_runs_find_the_same(
    some: Found, assistant: LocalAssistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    by_id = {one.id: one for one in read_questions(FOLDER)}
    monkeypatch.setattr(suite, "questions_of", lambda _: tuple(by_id[i.id] for i in some.items))
    again = qa(context(assistant, tmp_path))

    def timeless(found: Found) -> list[Figure]:
        return [one for one in found.figures if one.unit != "ms"]

    assert timeless(again) == timeless(some)
