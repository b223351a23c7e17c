"""The baselines: passages with the clauses they stand in, answers in our form, a least score that is tuned."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.protocol import Assistant
from corpus.errors import BadInput
from corpus.library_files import read_library
from corpus.models import Authority, Document, Kind, Source, Status
from corpus.structure.parse import parse
from evals.answers import quotes_stand
from evals.baselines.answering import Baseline
from evals.baselines.langchain_rag import CHUNK, LangChainRag
from evals.baselines.passages import Passage, clause_passages, overlapped
from evals.baselines.table import BASELINES
from evals.baselines.tuning import tuned_least
from evals.baselines.vectors import Vectors
from evals.baselines.words import Words
from evals.questions_schema import GoldQuestion
from index.embedding.registry import open_embedder
from index.tokens import Tokeniser
from tests.index.fakes import FakeEncoder

TEXT = """测试办法

第一条 为规范风筝的检验，制定本办法。

第二条 风筝由质量部检验，每季度一次。

第三条 检验人员应当培训三十学时。
"""


def document(text: str = TEXT, key: str = "measure") -> Document:
    source = Source(
        id=key,
        title="测试办法",
        short_title="测试办法",
        region="全国",
        kind=Kind.LAW,
        status=Status.UNKNOWN,
        authority=Authority.ORIGINAL,
    )
    parsed = parse(key, text)
    return Document(source, text, parsed.clauses, "0")


@pytest.fixture(scope="module")
def words() -> Words:
    return Words([document()], Tokeniser())


class Fixed:
    """A searcher that finds what it was given, and remembers what it was asked."""

    name, title = "fixed", "照给的找"

    def __init__(self, scores: dict[str, float] | None = None) -> None:
        self.scores, self.asked = scores or {}, list[str]()

    def search(self, question: str, k: int) -> Sequence[Passage]:
        self.asked.append(question)
        score = self.scores.get(question, 1.0)
        found = [Passage(one.pieces, score) for one in clause_passages([document()])]
        return found[:k]


# -- passages ----------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_piece_of_a_text_is_its_parts_in_the_clauses(data: st.DataObject) -> None:
    text = document()
    start = data.draw(st.integers(0, len(TEXT)))
    end = data.draw(st.integers(start, len(TEXT)))
    pieces = overlapped(text, start, end)
    assert "".join("".join(p.text.split()) for p in pieces) == "".join(TEXT[start:end].split())
    assert all(piece.text == piece.text.strip() for piece in pieces)
    for piece in pieces:
        assert start <= piece.clause.start + piece.start < piece.clause.start + piece.end <= end


def test_every_clause_that_says_something_is_a_passage() -> None:
    found = clause_passages([document()])
    assert [one.clause_ids[0].split("#")[1] for one in found][-3:] == ["第一条", "第二条", "第三条"]
    assert all(len(one.pieces) == 1 and one.length > 0 for one in found)


# -- searchers ---------------------------------------------------------------------------------------------


def test_words_find_the_clause_that_has_them(words: Words) -> None:
    found = words.search("检验人员要培训多少学时", 3)
    assert found[0].clause_ids == ("measure#第三条",)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert words.search("？！", 3) == []


def test_vectors_find_the_nearest() -> None:
    vectors = Vectors([document()], FakeEncoder())
    text = next(c.text.strip() for c in document().clauses if c.id.endswith("第二条"))
    first = vectors.search(text, 2)
    assert len(first) == 2
    assert first[0].score >= first[1].score


def test_langchain_finds_chunks_with_their_clauses(library_data: Path, tmp_path: Path) -> None:
    pytest.importorskip("langchain_chroma", reason="没有安装 langchain-chroma")
    documents = list(read_library())[:12]
    engine = open_embedder("builtin", library_data)
    rag = LangChainRag(documents, engine)
    found = rag.search("首席质量官由谁聘任？", 4)
    texts = {one.source.id: one.text for one in documents}
    assert len(found) == 4
    for passage in found:
        first, last = passage.pieces[0], passage.pieces[-1]
        start, end = first.clause.start + first.start, last.clause.start + last.end
        assert len(texts[first.source.id][start:end]) <= CHUNK
        assert {piece.source.id for piece in passage.pieces} == {first.source.id}
        chunk = texts[first.source.id][start:end]
        query, own = engine.encode_query("首席质量官由谁聘任？"), engine.encode_passages([chunk])[0]
        assert passage.score == pytest.approx(float(np.dot(query, own)), abs=1e-3)


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cast(dict[str, Any], __import__("sys").modules), "langchain_chroma", None)
    with pytest.raises(BadInput, match="langchain_chroma"):
        LangChainRag([document()], FakeEncoder())


def test_the_table_makes_each(library_data: Path) -> None:
    pytest.importorskip("langchain_chroma", reason="没有安装 langchain-chroma")
    made = [make([document()], FakeEncoder(), Tokeniser()) for make in BASELINES.values()]
    assert [one.name for one in made] == list(BASELINES)
    assert all(one.search("风筝由谁检验？", 2) for one in made)


# -- answers -----------------------------------------------------------------------------------------------


def test_what_is_found_is_the_answer_with_its_clauses(words: Words) -> None:
    baseline = Baseline(words, [document()], top=2)
    answer = baseline.ask("风筝由谁检验？", region="湖北")
    assert answer.status == "answered"
    assert "measure#第二条" in {key for one in answer.statements for key in one.citations}
    assert quotes_stand(answer, cast(Assistant, baseline))
    assert baseline.name == "bm25-top2"
    assert baseline.retrieved("风筝由谁检验？", 1) == ["measure#第二条"]


def test_it_never_declines_unless_it_has_a_least_score() -> None:
    searcher = Fixed({"食堂怎么管理？": 0.2})
    assert Baseline(searcher, [document()]).ask("食堂怎么管理？").status == "answered"
    declining = Baseline(searcher, [document()], least=0.5)
    declined = declining.ask("食堂怎么管理？")
    assert (declined.status, declined.statements) == ("declined", ())
    assert declined.missing is not None
    assert declining.ask("风筝由谁检验？").status == "answered"
    assert declining.name == "fixed-top5-least"


def test_a_follow_up_is_asked_alone_or_with_all_before_it() -> None:
    for joined, expected in ((False, "多久一次？"), (True, "风筝由谁检验？\n多久一次？")):
        searcher = Fixed()
        baseline = Baseline(searcher, [document()], joined=joined)
        talk = baseline.new_conversation()
        baseline.ask("风筝由谁检验？", conversation=talk)
        baseline.ask("多久一次？", conversation=talk)
        assert searcher.asked[-1] == expected
        assert baseline.new_conversation() != talk


def test_a_clause_can_be_read(words: Words) -> None:
    baseline = Baseline(words, [document()])
    assert "三十学时" in baseline.view("measure#第三条").clause.text
    for key in ("measure#第九条", "other#一"):
        with pytest.raises(BadInput, match=key):
            baseline.view(key)


# -- tuning ------------------------------------------------------------------------------------------------


def question(key: str, text: str, *, answerable: bool) -> GoldQuestion:
    facts: dict[str, Any] = (
        {"kind": "fact", "expect": ["answered"], "gold": ["measure#第二条"]}
        if answerable
        else {"kind": "outside", "expect": ["declined"]}
    )
    return GoldQuestion.model_validate({"id": key, "question": text, **facts})


def test_the_least_score_tells_the_two_kinds_apart() -> None:
    scores = {"甲甲": 0.9, "乙乙": 0.8, "丙丙": 0.6, "丁丁": 0.3, "戊戊": 0.95}
    asked = [
        question("dev-001", "甲甲", answerable=True),
        question("dev-002", "乙乙", answerable=True),
        question("dev-003", "丙丙", answerable=False),
        question("dev-004", "丁丁", answerable=False),
        question("test-005", "戊戊", answerable=False),  # blind: it is not looked at
    ]
    searcher = Fixed(scores)
    assert tuned_least(Baseline(searcher, [document()]), asked) == 0.8
    assert "戊戊" not in searcher.asked
    with pytest.raises(BadInput, match="缺一种"):
        tuned_least(Baseline(searcher, [document()]), asked[:2])
