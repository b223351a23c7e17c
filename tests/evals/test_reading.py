"""The reading suite: what counts as an answer, the decline curve, and a small set end to end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.answering.reading import Reader
from assistant.answering.reading_features import Passage, sentence_features, sought, without_asking
from corpus.errors import BadInput
from corpus.structure.sentences import spans
from evals.command import evaluation
from evals.reading.run import ask_all, auroc, holds, reading_index
from evals.reading.sets import ReadingSet, read_reading, read_training
from index.store import Index
from index.tokens import Tokeniser
from prompts.loading import load_prompts
from tests.index.fakes import FakeEncoder

KITES = (
    "竹鸢是一种纸鸢。竹鸢的骨架由七根竹条扎成。放飞线长一百二十米。由于山谷多风，竹鸢只在清晨放飞。"
)
LANTERNS = "冰灯节始于1931年。首届冰灯节由石桥镇举办。节日期间共点亮四百盏冰灯。"
BOATS = "芦舟是湖上的小船。芦舟可以坐三人。造一只芦舟需要九天。"
QUESTIONS = {
    "q1": ("竹鸢的放飞线有多长？", "一百二十米", "kite"),
    "q2": ("首届冰灯节由哪里举办？", "石桥镇", "lantern"),
    "q3": ("竹鸢为什么只在清晨放飞？", "山谷多风", "kite"),
    "q4": ("造一只芦舟需要多少天？", "九天", "boat"),
}
#: Weights that do not lean on the cosines of the fake encoder, which are spread otherwise than e5's.
BY_WORDS = {"sentence": {"words": 1.0, "untitled": 1.0, "kind_number": 0.5}, "confidence": {}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "small"
    (made / "qrels").mkdir(parents=True)
    texts = {"kite": ("竹鸢", KITES), "lantern": ("冰灯节", LANTERNS), "boat": ("芦舟", BOATS)}
    corpus = [{"_id": key, "title": title, "text": text} for key, (title, text) in texts.items()]
    queries = [
        {"_id": key, "text": question, "metadata": {"answers": [answer]}}
        for key, (question, answer, _) in QUESTIONS.items()
    ]
    for name, rows in (("corpus", corpus), ("queries", queries)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (made / f"{name}.jsonl").write_text(text, "utf-8")
    lines = [f"{key}\t{passage}\t1" for key, (_, _, passage) in QUESTIONS.items()]
    (made / "qrels" / "test.tsv").write_text(
        "\n".join(["query-id\tcorpus-id\tscore", *lines]) + "\n", "utf-8"
    )
    return made


@pytest.fixture
def data(folder: Path) -> ReadingSet:
    return read_reading(folder)


@pytest.fixture
def whole(data: ReadingSet, data_dir: Path) -> Iterator[Index]:
    with reading_index(data, data_dir, FakeEncoder()) as (index, gone):
        assert not gone
        yield index


def test_every_answer_is_in_the_two_best_sentences(data: ReadingSet, whole: Index) -> None:
    found = ask_all(data, whole, frozenset())
    assert [one.two for one in found] == [True] * 4
    assert [one.rank for one in found] == [0] * 4


def test_the_sentence_that_answers_comes_first(whole: Index) -> None:
    read = Reader(whole, BY_WORDS).read("竹鸢的放飞线有多长？")
    best = read.sentences[0]
    clause = whole.catalogue.clause(best.clause_id)
    assert clause is not None
    assert clause.text[best.start : best.end] == "放飞线长一百二十米。"
    assert [s.score for s in read.sentences] == sorted(s.score for s in read.sentences)[::-1]


def test_it_is_surer_of_what_is_there_than_of_what_is_not(whole: Index) -> None:
    reader = Reader(whole)
    there = min(reader.read(question).confidence for question, _, _ in QUESTIONS.values())
    strange = reader.read("蒸汽机车的锅炉压力有几个标准？").confidence
    assert 0 <= strange < there <= 1


def test_nothing_is_found_for_a_question_without_a_word(whole: Index) -> None:
    read = Reader(whole).read("   ")
    assert (read.sentences, read.confidence) == ((), 0.0)


def test_the_answer_must_stand_in_the_right_passage(data: ReadingSet, whole: Index) -> None:
    read = Reader(whole, BY_WORDS).read("竹鸢的放飞线有多长？")
    assert holds(data, whole, read.sentences[:1], ["kite"], ["一百二十米"])
    assert not holds(data, whole, read.sentences[:1], ["boat"], ["一百二十米"])


def test_an_answer_across_two_sentences_counts_when_both_are_chosen(
    data: ReadingSet, whole: Index
) -> None:
    answer = "七根竹条扎成。放飞线长"
    own = [s for s in Reader(whole).read("竹鸢").sentences if s.clause_id == "p0#1"]
    by_place = sorted(own, key=lambda s: s.start)
    assert holds(data, whole, [by_place[2], by_place[1]], ["kite"], [answer])
    assert not holds(data, whole, [by_place[1], by_place[3]], ["kite"], [answer])


def test_half_of_the_passages_are_left_out_the_same_ones_again(
    data: ReadingSet, data_dir: Path
) -> None:
    drawn = []
    for _ in range(2):
        with reading_index(data, data_dir, FakeEncoder(), seed=5) as (index, gone):
            drawn.append(gone)
            assert len(index.catalogue.sources()) == 2
            found = ask_all(data, index, gone)
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == 1
    for one, (_, _, passage) in zip(found, QUESTIONS.values(), strict=True):
        assert one.there == (passage not in drawn[0])
        assert one.there or not one.two


def test_area_under_the_curve_by_hand() -> None:
    assert auroc([0.9, 0.8, 0.1], [True, True, False]) == 1
    assert auroc([0.1, 0.9], [True, False]) == 0
    assert auroc([0.5, 0.5], [True, False]) == 0.5
    assert auroc([0.9, 0.4, 0.6, 0.1], [True, True, False, False]) == 0.75
    assert auroc([0.3, 0.4], [True, True]) == 0.5


def test_question_words_are_no_words_to_look_for(tmp_path: Path) -> None:
    assert without_asking("造一只芦舟需要多少天？").split() == ["造一只芦舟需要", "天？"]
    asked = sought("芦舟何时下水？", {}, {})
    assert (asked.before, asked.after) == ("芦舟", "下水")
    assert "date" in asked.kinds
    assert sought("冰灯有多少盏？", {}, {}).unit == "盏"


def test_features_tell_the_sentence_with_the_figure() -> None:
    question = "节日期间点亮多少盏冰灯？"
    plain = without_asking(question)
    pairs = {pair: 1.0 for pair in Tokeniser().bigrams(plain) if len(pair) == 2}
    asked = sought(question, {}, pairs)
    passage = Passage(LANTERNS, "冰灯节", tuple(spans(LANTERNS)), 0)
    rows = sentence_features(asked, passage, [0.8, 0.8, 0.8])
    assert [row["unit"] for row in rows] == [0, 0, 1]
    assert max(rows, key=lambda row: row["pairs"]) is rows[2]
    assert [row["first"] for row in rows] == [1, 0, 0]
    assert set(load_prompts("reading")["sentence"]) == set(rows[0])


def test_questions_without_answers_are_told(folder: Path) -> None:
    (folder / "queries.jsonl").write_text('{"_id": "q1", "text": "问"}\n', "utf-8")
    with pytest.raises(BadInput, match=r"metadata\.answers"):
        read_reading(folder)


def test_training_texts_become_simplified(tmp_path: Path) -> None:
    row = {"id": "a-1", "title": "紙鳶", "text": "紙鳶長三尺。"}
    asked = {"id": "a-1-1", "passage": "a-1", "question": "紙鳶多長？", "answers": ["三尺"]}
    other = {"id": "b-1-1", "passage": "b-1", "question": "無關？", "answers": ["無"]}
    (tmp_path / "passages.jsonl").write_text(json.dumps(row), "utf-8")
    (tmp_path / "questions.jsonl").write_text(json.dumps(asked) + "\n" + json.dumps(other), "utf-8")
    data = read_training(tmp_path, passages=10)
    assert data.beir.passages == (("a-1", "纸鸢", "纸鸢长三尺。"),)
    assert data.beir.questions == (("a-1-1", "纸鸢多长？"),)
    assert data.answers == {"a-1-1": ("三尺",)}


def test_command_reports_both_halves(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = FakeEncoder()
    monkeypatch.setattr("evals.reading.command.encoder_factory", lambda *_: lambda: encoder)
    result = CliRunner().invoke(evaluation, ["reading", "--data", str(folder), "--json"])
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert [part["questions"] for part in report["parts"]] == [2, 2, 4]
    assert report["parts"][2]["two"] == 1
    shown = CliRunner().invoke(evaluation, ["reading", "--data", str(folder), "--limit", "2"])
    assert "前两句" in shown.stdout
