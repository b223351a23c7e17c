"""Searching: fusion, filters in each leg, what is never found."""

from __future__ import annotations

import pytest

from index.filters import Filters
from index.fusion import fuse
from index.retrieval import Mode
from index.store import Index, open_index
from tests.index.fakes import FakeEncoder, document

MODES: tuple[Mode, ...] = ("hybrid", "lexical", "dense")


def test_fusion_by_hand() -> None:
    order = fuse({"a": ["x", "y"], "b": ["y", "z"]}, constant=60, weights={"a": 1.0, "b": 0.5})
    assert [key for key, _ in order] == ["y", "x", "z"]
    scores = dict(order)
    assert scores["y"] == pytest.approx(1 / 62 + 0.5 / 61)
    assert scores["x"] == pytest.approx(1 / 61)
    assert scores["z"] == pytest.approx(0.5 / 62)


@pytest.mark.parametrize("mode", MODES)
def test_the_clause_that_answers_comes_first(built: Index, mode: Mode) -> None:
    hit = built.retriever.search("聘任制度明确了哪些任职条件和行为规范", mode=mode)[0]
    assert hit.clause_id == "notes#二/（二）"
    clause = built.catalogue.clause(hit.clause_id)
    assert clause is not None
    assert clause.text[hit.start : hit.end].startswith("聘任制度明确了")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("filters", "sources"),
    [
        (Filters(), {"notes", "hubei"}),
        (Filters(sources=("hubei",)), {"hubei"}),
        (Filters(regions=("湖北",)), {"hubei"}),
        (Filters(kinds=("compilation-notes",)), {"notes"}),
        (Filters(statuses=("current",)), {"hubei"}),
        (Filters(topics=("任职条件", "结构")), {"notes", "hubei"}),
        (Filters(workspace="acme"), {"notes", "hubei", "acme"}),
        (Filters(workspace="acme", kinds=("company",)), {"acme"}),
        (Filters(workspace="other", kinds=("company",)), set()),
        (Filters(regions=("火星",)), set()),
    ],
)
def test_filters_hold_in_every_leg(
    built: Index, mode: Mode, filters: Filters, sources: set[str]
) -> None:
    hits = built.retriever.search("首席质量官任职条件、聘任规范", filters=filters, mode=mode)
    assert {hit.source_id for hit in hits} == sources


def test_topic_of_a_parent_holds_for_its_children(built: Index) -> None:
    hits = built.retriever.search("任职条件", filters=Filters(topics=("结构",)))
    assert {hit.clause_id for hit in hits} == {"notes#二", "notes#二/（一）", "notes#二/（二）"}


def test_words_that_stand_nowhere_find_nothing_by_words(built: Index) -> None:
    assert built.retriever.search("火锅底料", mode="lexical") == []
    assert all(hit.bm25 == 0.0 for hit in built.retriever.search("火锅底料"))


@pytest.mark.parametrize(
    "query", ["", "  ", "？！……", '"', "a OR b) NEAR(", "*", "\x00\x01", "质" * 5000]
)
@pytest.mark.parametrize("mode", MODES)
def test_strange_questions_do_no_harm(built: Index, query: str, mode: Mode) -> None:
    assert isinstance(built.retriever.search(query, mode=mode), list)


def test_heading_without_text_is_never_found(built: Index) -> None:
    assert not any(h.clause_id == "notes#三" for h in built.retriever.search("附则", k=50))


def test_title_and_heading_are_searched_but_not_quoted(built: Index) -> None:
    hit = built.retriever.search("湖北省管理办法", mode="lexical")[0]
    clause = built.catalogue.clause(hit.clause_id)
    assert clause is not None
    assert hit.source_id == "hubei"
    assert "湖北省" not in clause.text[hit.start : hit.end]


def test_hits_carry_the_evidence_of_both_legs(built: Index) -> None:
    hit = built.retriever.search("五年质量管理经历")[0]
    assert hit.clause_id == "hubei#任职条件"
    assert hit.bm25 > 0
    assert hit.cosine is not None
    assert 0 < hit.cosine <= 1.001
    assert hit.ranks == {"lexical": 1, "dense": 1}


def test_words_alone_load_no_model(built: Index) -> None:
    def never() -> FakeEncoder:
        raise AssertionError("the model was loaded")

    with open_index(built.data_dir, embedder=never) as other:
        assert other.retriever.search("任职条件", mode="lexical")
        assert other.exact.find("二（二）")[0].clauses


def test_long_clause_is_found_by_its_sentences(index: Index) -> None:
    body = "".join(f"第{i}步要求企业完成编号为{i}的工作并留存记录。" for i in range(60))
    index.build([document("long", f"一、流程\n{body}\n二、附则\n")])
    clause = index.catalogue.clause("long#一")
    assert clause is not None
    hits = index.retriever.search("留存记录", k=50)
    spans = sorted((hit.start, hit.end) for hit in hits)
    assert len(spans) > 2
    assert all(end - start <= 500 for start, end in spans)
    assert "".join(clause.text[a:b] for a, b in spans) == body


def test_langchain_gets_quotable_text_with_its_place(built: Index) -> None:
    from index.langchain_retriever import ClauseRetriever

    first = ClauseRetriever(index=built, k=3).invoke("湖北的任职条件")[0]
    clause = built.catalogue.clause(first.metadata["clause_id"])
    assert clause is not None
    assert clause.text[first.metadata["start"] : first.metadata["end"]] == first.page_content
    assert first.metadata["mark"] == "湖北办法摘要 任职条件"
