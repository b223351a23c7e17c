"""How answers are scored, and what the product scores on the questions it was developed with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from assistant.answering.models import Answer, Citation, Missing, Statement
from assistant.protocol import Assistant
from assistant.service import LocalAssistant, open_assistant
from assistant.settings import load_settings
from evals.answers import Checked, EvalReport, check, evaluate, quotes_stand, tally_of
from evals.command import as_dict
from evals.questions_schema import FOLDER as QUESTIONS
from evals.questions_schema import GoldQuestion, read_questions

TEXTS = {
    "notes#一": "由甲公司牵头起草。",
    "notes#二": "共收集意见40条。",
    "hubei#一": "要求本科学历。",
}


class FewClauses:
    """A service that answers from three clauses what it was told to."""

    def __init__(self, **answers: Answer) -> None:
        self.answers = answers
        self.asked: list[tuple[str, str | None, str | None]] = []

    def view(self, clause_id: str) -> Any:
        return SimpleNamespace(clause=SimpleNamespace(text=TEXTS[clause_id]))

    def new_conversation(self) -> str:
        return "talk"

    def ask(
        self, question: str, *, region: str | None = None, conversation: str | None = None
    ) -> Answer:
        self.asked.append((question, region, conversation))
        return self.answers.get(question, declined())


def service(**answers: Answer) -> Assistant:
    return cast(Assistant, FewClauses(**answers))


def quoting(*clauses: str, **changes: Any) -> Answer:
    """An answer that quotes each clause whole."""
    facts = {"source": "编制说明", "label": "一", "region": "广东", "year": 2024}
    return Answer(
        question="问",
        **{
            "status": "answered",
            "answer": "".join(TEXTS[c] for c in clauses),
            "statements": tuple(Statement(text=TEXTS[c], citations=(c,)) for c in clauses),
            "citations": tuple(
                Citation(
                    clause_id=c,
                    mark=c,
                    quote=TEXTS[c],
                    start=0,
                    end=len(TEXTS[c]),
                    authority="original",
                    **facts,
                )
                for c in clauses
            ),
            **changes,
        },
    )


def declined() -> Answer:
    missing = Missing(what="没有。", ask="请核实。")
    return Answer(question="问", status="declined", answer="没有。请核实。", missing=missing)


def gold(**changes: Any) -> GoldQuestion:
    entry: dict[str, Any] = {
        "id": "own-001",
        "question": "由谁起草？",
        "kind": "fact",
        "expect": ["answered"],
        "gold": [["notes#一", "hubei#一"]],
        "points": [["甲公司", "乙公司"]],
    }
    return GoldQuestion.model_validate({**entry, **changes})


def faults(question: GoldQuestion, answer: Answer) -> tuple[str, ...]:
    return check(question, answer, 1.0, service()).faults


def test_the_right_clause_with_the_right_words_is_right() -> None:
    checked = check(gold(), quoting("notes#一"), 1.0, service())
    assert checked.right
    assert checked.faults == ()


@pytest.mark.parametrize(
    ("change", "answer", "wrong"),
    [
        ({}, quoting("notes#一", status="partial"), ("status",)),
        ({}, quoting("notes#二"), ("cited", "points")),
        ({"gold": ["notes#一", "notes#二"]}, quoting("notes#一"), ("cited",)),
        ({"points": ["甲公司", "40条"]}, quoting("notes#一"), ("points",)),
        ({"forbidden": ["牵头"]}, quoting("notes#一"), ("clean",)),
        ({}, declined(), ("status", "cited", "points")),
    ],
)
def test_each_fault_has_its_name(
    change: dict[str, Any], answer: Answer, wrong: tuple[str, ...]
) -> None:
    assert faults(gold(**change), answer) == wrong


def test_words_in_the_introduction_of_a_place_count_as_said() -> None:
    led = quoting("hubei#一")
    statement = led.statements[0].model_copy(update={"lead": "湖北（2022年）："})
    question = gold(points=["湖北"])
    assert faults(question, led) == ("points",)
    assert faults(question, led.model_copy(update={"statements": (statement,)})) == ()


def test_what_must_be_declined_needs_no_gold() -> None:
    question = gold(kind="gap", expect=["declined"], gold=[], points=[], forbidden=["DB44/T 1"])
    assert faults(question, declined()) == ()
    assert faults(question, quoting("notes#一")) == ("status",)
    invented = declined().model_copy(update={"answer": "编号是DB44/T 1。"})
    assert faults(question, invented) == ("clean",)


def test_a_statement_must_be_a_quote_that_stands_in_its_clause() -> None:
    answer = quoting("notes#一")
    assert quotes_stand(answer, service())
    assert quotes_stand(declined(), service())
    other = (Statement(text="由乙公司牵头起草。", citations=("notes#一",)),)
    assert not quotes_stand(answer.model_copy(update={"statements": other}), service())
    moved = (answer.citations[0].model_copy(update={"start": 1}),)
    assert not quotes_stand(answer.model_copy(update={"citations": moved}), service())
    uncited = (Statement(text=TEXTS["notes#一"], citations=("notes#二",)),)
    assert not quotes_stand(answer.model_copy(update={"statements": uncited}), service())


def test_the_tally_counts_answerable_and_unanswerable_apart() -> None:
    gap = gold(id="own-002", kind="gap", expect=["declined"], gold=[], points=[])
    pairs = [
        (gold(), quoting("notes#一")),
        (gold(), declined()),
        (gap, declined()),
        (gap, quoting("notes#一")),
        (gap, declined()),
    ]
    tally = tally_of([check(q, a, float(ms), service()) for ms, (q, a) in enumerate(pairs, 1)])
    assert tally is not None
    assert tally.questions == 5
    assert tally.right == pytest.approx(3 / 5)
    assert tally.declined_rightly == pytest.approx(2 / 3)
    assert tally.declined_wrongly == tally.cited == tally.points == pytest.approx(1 / 2)
    assert tally.verbatim == 1
    assert (tally.p50_ms, tally.p95_ms) == (3, 5)


def test_a_share_of_nothing_is_no_number() -> None:
    assert tally_of([]) is None
    tally = tally_of([check(gold(), quoting("notes#一"), 1.0, service())])
    assert tally is not None
    assert tally.declined_rightly is None


def test_follow_ups_are_asked_in_a_conversation_of_their_own() -> None:
    few = FewClauses(**{"那湖北呢？": quoting("hubei#一")})
    follow = gold(
        id="own-002",
        question="那湖北呢？",
        kind="follow-up",
        before=["要什么学历？"],
        gold=["hubei#一"],
        points=["本科"],
        region="湖北",
    )
    done: list[tuple[int, int]] = []
    report = evaluate(
        cast(Assistant, few), [gold(), follow], progress=lambda *step: done.append(step)
    )
    assert few.asked == [
        ("由谁起草？", None, None),
        ("要什么学历？", "湖北", "talk"),
        ("那湖北呢？", "湖北", "talk"),
    ]
    assert done == [(1, 2), (2, 2)]
    assert [c.right for c in report.checked] == [False, True]
    assert set(report.by_kind()) == {"fact", "follow-up"}
    assert report.by_set()["own"].questions == 2
    (failure,) = cast(list[dict[str, object]], as_dict(report)["failures"])
    assert failure["id"] == "own-001"
    assert failure["faults"] == ("status", "cited", "points")


@pytest.fixture(scope="module")
def assistant(library_data: Path) -> Iterator[LocalAssistant]:
    opened = open_assistant(load_settings(data_dir=library_data))
    yield opened
    opened.close()


@pytest.mark.slow
def test_the_development_questions_are_answered_well(assistant: LocalAssistant) -> None:
    questions = [q for q in read_questions(QUESTIONS) if q.id.startswith("dev-")]
    report: EvalReport = evaluate(assistant, questions)
    tally = report.tally()
    wrong: list[Checked] = [c for c in report.checked if not c.right]
    found = f"{tally}\n" + "\n".join(f"{c.gold.id} {c.faults}" for c in wrong)
    assert tally is not None
    assert tally.verbatim == 1.0, found
    assert tally.right >= 0.85, found
    assert tally.declined_wrongly is not None
    assert tally.declined_wrongly <= 0.08, found
    assert tally.declined_rightly is not None
    assert tally.declined_rightly >= 0.85, found
