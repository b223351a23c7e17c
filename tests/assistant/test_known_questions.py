"""A question is compared with questions whose answer is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.known_questions import KnownQuestions, Nearness
from corpus.asks import Ask
from corpus.gaps import Gap
from tests.index.fakes import FakeEncoder

ASKS = {
    "notes#一": [
        Ask(q="标准由谁牵头起草", at="牵头起草"),
        Ask(q="标准归口单位是哪家", at="归口"),
    ],
    "notes#三": [Ask(q="征求意见收到多少条")],
    "notes#空": [],
}
GAP = Gap(
    id="number",
    title="标准编号",
    scope="广东",
    what="没有编号。",
    ask="请核对。",
    asks=("标准编号是多少", "DB44后面的号", "这本省标的代号"),
    keys=(),
)
ASIDE = ["政府质量奖怎么申报"]


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


def near(known: KnownQuestions, encoder: FakeEncoder, *texts: str) -> Nearness:
    return known.near(texts, [encoder.encode_query(text) for text in texts], encoder)


@pytest.mark.parametrize(
    ("question", "clause", "at"),
    [
        ("标准由谁牵头起草？", "notes#一", "牵头起草"),
        ("标准的归口单位是哪家", "notes#一", "归口"),
        ("征求意见一共收到多少条", "notes#三", None),
    ],
)
def test_the_clause_whose_question_is_nearest_and_the_piece_that_answers(
    question: str, clause: str, at: str | None, encoder: FakeEncoder
) -> None:
    found = near(KnownQuestions(ASKS, [GAP], ASIDE), encoder, question)
    assert found.best(1) == [clause]
    score, piece = found.of(clause)
    assert piece == at
    assert score == pytest.approx(found.clause_nearness)
    assert score > max(found.gap_nearness, found.neighbour)


def test_the_same_question_is_as_near_as_can_be(encoder: FakeEncoder) -> None:
    found = near(KnownQuestions(ASKS, [GAP], ASIDE), encoder, "征求意见收到多少条")
    assert found.clause_nearness == pytest.approx(1, abs=1e-3)


def test_gaps_and_neighbours_are_measured_apart(encoder: FakeEncoder) -> None:
    known = KnownQuestions(ASKS, [GAP], ASIDE)
    gap = near(known, encoder, "DB44后面的号？")
    assert (gap.gap, gap.gaps["number"]) == (GAP, gap.gap_nearness)
    assert gap.gap_nearness > gap.clause_nearness
    aside = near(known, encoder, "政府质量奖怎么申报？")
    assert aside.neighbour > max(aside.gap_nearness, aside.clause_nearness)


def test_the_nearer_of_two_wordings_counts(encoder: FakeEncoder) -> None:
    known = KnownQuestions(ASKS, [GAP], ASIDE)
    one = near(known, encoder, "老板问个事")
    both = near(known, encoder, "老板问个事", "征求意见收到多少条")
    assert both.clause_nearness > one.clause_nearness


def test_a_clause_without_questions_is_near_to_nothing(encoder: FakeEncoder) -> None:
    found = near(KnownQuestions(ASKS, [GAP]), encoder, "标准由谁起草")
    assert found.of("notes#空") == found.of("nosuch#一") == (0.0, None)
    assert found.neighbour == 0


def test_without_gaps_no_gap_is_near(encoder: FakeEncoder) -> None:
    found = near(KnownQuestions(ASKS, []), encoder, "标准编号是多少")
    assert (found.gap, found.gap_nearness) == (None, 0.0)


def test_known_questions_are_embedded_once(encoder: FakeEncoder, tmp_path: Path) -> None:
    calls: list[int] = []

    class Counting(FakeEncoder):
        def encode_queries(self, texts, progress=None):  # type: ignore[no-untyped-def]
            calls.append(len(texts))
            return super().encode_queries(texts, progress)

    counting = Counting()
    first = KnownQuestions(ASKS, [GAP], ASIDE, cache=tmp_path)
    before = near(first, counting, "标准由谁起草")
    near(first, counting, "标准由谁批准")
    again = near(KnownQuestions(ASKS, [GAP], ASIDE, cache=tmp_path), counting, "标准由谁起草")
    assert calls == [len(first.texts())]
    assert again.best(2) == before.best(2)
    assert again.clause_nearness == pytest.approx(before.clause_nearness)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04broken"])
def test_a_spoilt_file_of_known_questions_is_made_again(
    content: bytes, encoder: FakeEncoder, tmp_path: Path
) -> None:
    near(KnownQuestions(ASKS, [GAP], cache=tmp_path), encoder, "标准由谁起草")
    (kept,) = tmp_path.glob("known-questions-*.npz")
    kept.write_bytes(content)
    found = near(KnownQuestions(ASKS, [GAP], cache=tmp_path), encoder, "征求意见收到多少条")
    assert found.best(1) == ["notes#三"]
    assert kept.read_bytes() != content


def test_another_model_prepares_anew(encoder: FakeEncoder) -> None:
    known = KnownQuestions(ASKS, [GAP])
    assert known.prepare(encoder) is known.prepare(encoder)
    assert known.prepare(FakeEncoder("fake-2")).fingerprint == "fake-2"


def test_all_known_questions_of_a_clause_in_one_string() -> None:
    known = KnownQuestions(ASKS, [GAP])
    assert known.asks_of("notes#一") == "标准由谁牵头起草 标准归口单位是哪家"
    assert known.asks_of("notes#空") == ""
