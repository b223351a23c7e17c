"""What must be declined and what must not, and a curve that is what asking again would give."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.answering.gating import judge
from assistant.answering.models import Answer, AnswerStatus, Missing
from assistant.service import LocalAssistant, open_assistant
from assistant.settings import load_settings
from evals.decline import suite
from evals.decline.asking import Gated, gated
from evals.decline.suite import decline, item_of, judged, point
from evals.decline.watching import Watched, gate_at, threshold_of
from evals.qa.asking import Given, answered
from evals.questions_schema import FOLDER, GoldQuestion, QuestionKind, read_questions
from evals.suites import Context


def question(key: str = "dev-001", **changes: Any) -> GoldQuestion:
    entry = {
        "id": key, "question": "由谁起草？", "kind": "fact", "expect": ["answered"],
        "gold": ["cqo-notes#一/（一）"],
    }  # fmt: skip
    return GoldQuestion.model_validate({**entry, **changes})


def reply(status: AnswerStatus, said: str = "甲公司起草。") -> Answer:
    missing = Missing(what=said, ask="请询问当地。") if status == "declined" else None
    return Answer(question="问", status=status, answer=said, missing=missing)


def given(gold: GoldQuestion, answer: Answer | None, probability: float | None = None) -> Given:
    return Given(gold, answer, 1.0, probability=probability, error="" if answer else "KeyError")


GAP = question("dev-002", kind="gap", expect=["declined", "partial"], gold=[])
PREMISE = question("dev-003", kind="premise", forbidden=["没错"])


@pytest.mark.parametrize(
    ("gold", "answer", "expected"),
    [
        (question(), reply("answered"), {"declined_wrongly": 0}),
        (question(), reply("declined"), {"declined_wrongly": 1}),
        (question(expect=["answered", "declined"]), reply("declined"), {"declined_wrongly": 0}),
        (GAP, reply("declined"), {"declined_rightly": 1}),
        (GAP, reply("partial"), {"declined_rightly": 1}),
        (GAP, reply("answered"), {"declined_rightly": 0}),
        (PREMISE, reply("answered"), {"declined_wrongly": 0, "premise_held": 1}),
        (PREMISE, reply("answered", "没错。"), {"declined_wrongly": 0, "premise_held": 0}),
        (PREMISE, reply("declined"), {"declined_wrongly": 1, "premise_held": 0}),
        (PREMISE, None, {"declined_wrongly": None, "premise_held": None}),
    ],
)
def test_each_question_is_judged_by_what_it_asks_for(
    gold: GoldQuestion, answer: Answer | None, expected: dict[str, float | None]
) -> None:
    told = {"says_what_is_missing": 1} if answer and answer.status == "declined" else {}
    assert judged(given(gold, answer)) == {**expected, **told}
    item = item_of(Gated(given(gold, answer), {}))
    wanted = {"declined_rightly": 1, "declined_wrongly": 0, "premise_held": 1}
    assert item.right == all(expected[name] == wanted[name] for name in expected)


def test_a_decline_that_leaves_the_reader_alone_is_a_fault() -> None:
    alone = reply("declined").model_copy(update={"missing": Missing(what="抱歉。", ask="")})
    assert judged(given(GAP, alone))["says_what_is_missing"] == 0
    assert not item_of(Gated(given(GAP, alone), {})).right


def test_a_point_of_the_curve_counts_what_failed_as_the_worst() -> None:
    asked = [
        Gated(given(gold, reply("declined")), {0.5: given(gold, answer)})
        for gold, answer in (
            (GAP, reply("declined")),
            (GAP, None),
            (question(), reply("answered")),
            (question(), None),
        )
    ]
    found = point(0.5, asked)
    assert found.kind == "threshold"
    assert found.right is None
    assert found.measures["declined_rightly"] == 0.5
    assert found.measures["declined_wrongly"] == found.measures["declined_wrongly/split=dev"] == 0.5


def test_a_watched_threshold_decides_as_a_number_and_remembers() -> None:
    watched = Watched(0.38)
    verdict = judge({}, watched)
    assert verdict.enough == (verdict.probability >= 0.38)
    assert watched.compared == [verdict.probability]
    assert [watched > 0.3, watched < 0.5, watched >= 0.38] == [True, True, True]
    assert watched.compared[1:] == [0.3, 0.5, 0.38]
    assert watched.decides_as(0.35)
    assert not watched.decides_as(0.45)


@pytest.fixture(scope="module")
def assistant(library_data: Path) -> Iterator[LocalAssistant]:
    opened = open_assistant(load_settings(data_dir=library_data))
    yield opened
    opened.close()


def few() -> tuple[GoldQuestion, ...]:
    """Two development questions of each kind."""
    every = [one for one in read_questions(FOLDER) if one.id.startswith("dev-")]
    return tuple(one for kind in QuestionKind for one in [q for q in every if q.kind is kind][:2])


def test_the_gate_has_its_own_threshold_again(assistant: LocalAssistant) -> None:
    own = threshold_of(assistant)
    with gate_at(assistant, 0.9):
        assert threshold_of(assistant) == 0.9
    assert threshold_of(assistant) == own
    assert assistant.answerer.weigher.threshold is None


def test_the_curve_is_what_asking_again_at_each_threshold_gives(assistant: LocalAssistant) -> None:
    grid = (0.0, 0.2, 0.38, 0.6, 0.8, 0.95, 1.0)
    for gold in few():
        walked = gated(assistant, gold, grid)
        for threshold in grid:
            with gate_at(assistant, threshold):
                asked, _ = answered(assistant, gold)
            found = walked.at[threshold].answer
            assert found is not None
            assert (found.status, found.answer) == (asked.status, asked.answer), (
                gold.id,
                threshold,
            )


def test_the_suite_declines_more_the_higher_the_threshold(
    assistant: LocalAssistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(suite, "questions_of", lambda _: few())
    found = decline(
        Context(settings=assistant.settings, assistant=lambda: assistant, work=tmp_path)
    )
    values = {one.name: one.value for one in found.figures}
    assert values["threshold"] == threshold_of(assistant)
    assert (values["auroc"] or 0) > 0.6
    curve = [one.measures for one in found.items if one.kind == "threshold"]
    thresholds = [one["threshold"] or 0.0 for one in curve]
    assert thresholds == sorted(thresholds)
    for name in ("declined_rightly", "declined_wrongly"):
        shares = [one[name] or 0.0 for one in curve]
        assert shares[0] < shares[-1]
        own = next(one for one in curve if one["threshold"] == values["threshold"])
        assert own[name] == values[name]


def test_the_fast_part_has_the_ends_of_the_curve(
    assistant: LocalAssistant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(suite, "questions_of", lambda _: few()[:4])
    found = decline(
        Context(settings=assistant.settings, assistant=lambda: assistant, work=tmp_path, fast=True)
    )
    curve = [one.measures["threshold"] for one in found.items if one.kind == "threshold"]
    assert curve == [0.0, threshold_of(assistant), 1.0]
    assert {one.name: one.value for one in found.figures}["auroc"] is None, "nothing unanswerable"
