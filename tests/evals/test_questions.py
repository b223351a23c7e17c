"""The gold questions: whole, fit for the library, and unknown to what the product learnt from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from assistant.answering.wording import simplified
from corpus.errors import LibraryError
from corpus.library_files import (
    read_gaps,
    read_library,
    read_library_asks,
    read_neighbours,
    read_regions,
)
from corpus.regions import gazetteer_of
from evals.questions_schema import FOLDER as QUESTIONS
from evals.questions_schema import UNANSWERABLE, GoldQuestion, QuestionKind, read_questions

ALL = read_questions(QUESTIONS)
FACT: dict[str, Any] = {
    "id": "own-001",
    "question": "由谁起草？",
    "kind": "fact",
    "expect": ["answered"],
    "gold": ["cqo-notes#一/（一）"],
}


@pytest.fixture(scope="module")
def texts() -> Mapping[str, str]:
    """Clause id -> its text."""
    return {clause.id: clause.text for made in read_library() for clause in made.clauses}


def alternatives(entry: str | tuple[str, ...]) -> tuple[str, ...]:
    return (entry,) if isinstance(entry, str) else entry


def bare(question: str) -> str:
    """A question as it is compared: script, width, case, punctuation and space aside."""
    return re.sub(r"[\W_]", "", simplified(question)).lower()


def test_there_are_enough_questions_of_every_sort() -> None:
    kinds = Counter(question.kind for question in ALL)
    assert len(ALL) >= 120
    assert sum(kinds[kind] for kind in UNANSWERABLE) >= 40
    assert kinds[QuestionKind.COMPARISON] >= 15
    assert kinds[QuestionKind.FOLLOW_UP] >= 15
    assert set(kinds) == set(QuestionKind)


def test_ids_and_questions_are_unique_over_all_sets() -> None:
    assert len({question.id for question in ALL}) == len(ALL)
    asked = Counter((*map(bare, q.before), bare(q.question)) for q in ALL)
    assert [words for words, count in asked.items() if count > 1] == []


def test_every_gold_clause_exists(texts: Mapping[str, str]) -> None:
    named = {(q.id, clause) for q in ALL for entry in q.gold for clause in alternatives(entry)}
    assert {(key, clause) for key, clause in named if clause not in texts} == set()


def test_every_point_stands_in_the_gold(texts: Mapping[str, str]) -> None:
    astray = []
    for question in ALL:
        said = "".join(texts.get(c, "") for entry in question.gold for c in alternatives(entry))
        for entry in question.points:
            if not any(point in said for point in alternatives(entry)):
                astray.append((question.id, entry))
    assert astray == []


def test_a_question_that_must_be_declined_expects_no_full_answer() -> None:
    for question in ALL:
        if question.kind in UNANSWERABLE:
            assert "answered" not in question.expect, question.id
        else:
            assert question.gold, question.id


def test_every_region_of_a_question_is_a_place() -> None:
    gazetteer = gazetteer_of(read_regions())
    assert all(gazetteer.find(q.region) for q in ALL if q.region)


def test_no_gold_question_is_known_to_the_product_or_to_its_calibration(repository: Path) -> None:
    known = {ask.q for asks in read_library_asks().values() for ask in asks}
    known |= {ask for gap in read_gaps() for ask in gap.asks}
    known |= set(read_neighbours())
    for path in sorted((repository / "evals" / "calibration").glob("*.yaml")):
        entries = yaml.safe_load(path.read_text("utf-8"))
        assert entries, path
        known |= {entry["question"] for entry in entries}
    met = {bare(question) for question in known}
    assert [q.id for q in ALL if bare(q.question) in met] == []


@pytest.mark.parametrize(
    "change",
    [
        {"id": "OWN-1"},
        {"expect": []},
        {"expect": ["perhaps"]},
        {"gold": []},
        {"kind": "gap"},
        {"kind": "follow-up"},
        {"kind": "nosuch"},
        {"extra": 1},
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(change: dict[str, Any]) -> None:
    assert GoldQuestion.model_validate(FACT).gold == ("cqo-notes#一/（一）",)
    with pytest.raises(ValidationError):
        GoldQuestion.model_validate({**FACT, **change})


def test_an_id_twice_is_told_with_the_file(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(yaml.safe_dump([FACT], allow_unicode=True), "utf-8")
    with pytest.raises(LibraryError, match=r"b\.yaml 中的题号 own-001 重复"):
        read_questions(tmp_path)
