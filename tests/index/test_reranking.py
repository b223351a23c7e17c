"""A reranker reorders the first hits, is shared, and never takes the search down with it."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from assistant.service import reranker_of
from assistant.settings import load_settings
from index.reranking import (
    CrossEncoderReranker,
    RerankerError,
    open_reranker,
    reranked,
)
from index.store import Index, open_index
from tests.index.fakes import FakeEncoder, library

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

QUESTION = "首席质量官的任职条件、聘任规范和备案"


class LongestFirst:
    """Scores a passage by its length; None when told to fail."""

    def __init__(self, candidates: int, *, fails: bool = False) -> None:
        self.candidates, self.fails = candidates, fails
        self.read: list[list[str]] = []

    def scores(self, question: str, texts: Sequence[str]) -> list[float] | None:
        self.read.append(list(texts))
        return None if self.fails else [float(len(text)) for text in texts]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder with random weights, 2 layers of 16 numbers, saved as any other is."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    folder = tmp_path_factory.mktemp("reranker")
    torch.manual_seed(7)
    config = _tiny_config()
    assert isinstance(config, BertConfig)
    BertForSequenceClassification(config).save_pretrained(folder)
    _save_tokenizer(folder)
    return folder


def _tiny_config() -> object:
    from transformers import BertConfig

    return BertConfig(
        vocab_size=len(_vocabulary()),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        num_labels=1,
    )


def _vocabulary() -> list[str]:
    words = "".join(document.text for document in library()) + QUESTION
    return ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted(set(words) - {"\n", " "})]


def _save_tokenizer(folder: Path) -> None:
    from transformers import BertTokenizerFast

    (folder / "vocab.txt").write_text("\n".join(_vocabulary()), "utf-8")
    BertTokenizerFast(vocab=str(folder / "vocab.txt")).save_pretrained(folder)


def test_scores_order_the_first_and_the_rest_follows() -> None:
    found, scores = reranked(LongestFirst(3), "问", ["a", "bb", "ccc", "dddd"], str)
    assert found == ["ccc", "bb", "a", "dddd"]
    assert scores == {"a": 1, "bb": 2, "ccc": 3}


def test_equal_scores_and_failures_keep_the_order() -> None:
    assert reranked(LongestFirst(9), "问", ["b", "a", "c"], str)[0] == ["b", "a", "c"]
    assert reranked(LongestFirst(9, fails=True), "问", ["b", "aa"], str) == (["b", "aa"], {})
    alone = LongestFirst(9)
    assert reranked(alone, "问", ["b"], str) == (["b"], {})
    assert not alone.read


@pytest.mark.parametrize("candidates", [2, 50])
def test_search_hands_over_the_first_hits_of_the_hybrid_search(
    data_dir: Path, candidates: int
) -> None:
    reranker = LongestFirst(candidates)
    with open_index(data_dir, embedder=FakeEncoder(), reranker=reranker) as index:
        index.build(library())
        hits = index.retriever.search(QUESTION, k=4)
        head = [hit for hit in hits if hit.reranked is not None]
        assert hits[: len(head)] == head
        assert [h.reranked for h in head] == sorted((h.reranked or 0 for h in head), reverse=True)
        assert len(head) == min(candidates, len(hits))
        assert any(
            text.startswith("湖北省企业首席质量官管理办法 备案\n") for text in reranker.read[0]
        )
        for mode in ("lexical", "dense"):
            hits = index.retriever.search(QUESTION, mode=mode)
            assert all(hit.reranked is None for hit in hits)


def test_best_of_the_candidates_is_found_though_fewer_are_asked(data_dir: Path) -> None:
    with open_index(data_dir, embedder=FakeEncoder(), reranker=LongestFirst(50)) as index:
        index.build(library())
        every = index.retriever.search(QUESTION, k=50)
        assert index.retriever.search(QUESTION, k=1)[0].chunk_id == every[0].chunk_id


def test_search_goes_on_when_the_reranker_fails(data_dir: Path, built: Index) -> None:
    plain = [hit.chunk_id for hit in built.retriever.search(QUESTION)]
    with open_index(
        data_dir, embedder=FakeEncoder(), reranker=LongestFirst(5, fails=True)
    ) as index:
        assert [hit.chunk_id for hit in index.retriever.search(QUESTION)] == plain


def test_a_real_cross_encoder_orders_the_hits(tiny: Path, data_dir: Path) -> None:
    reranker = CrossEncoderReranker(str(tiny), candidates=3)
    with open_index(data_dir, embedder=FakeEncoder(), reranker=reranker) as index:
        index.build(library())
        hits = index.retriever.search(QUESTION, k=10)
        scores = [hit.reranked for hit in hits if hit.reranked is not None]
        assert len(scores) == 3
        assert scores == sorted(scores, reverse=True)
        again = [hit.chunk_id for hit in index.retriever.search(QUESTION, k=10)]
        assert again == [hit.chunk_id for hit in hits]


def test_long_passages_are_cut_to_what_the_model_reads(tiny: Path) -> None:
    scores = CrossEncoderReranker(str(tiny)).scores(QUESTION, ["质量" * 2000, "", "备案"])
    assert scores is not None
    assert len(scores) == 3


def test_a_pair_is_read_once(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import index.reranking as module

    read: list[int] = []
    real = module._predict

    def counted(model: CrossEncoder, pairs: list[tuple[str, str]]) -> list[float]:
        read.append(len(pairs))
        return real(model, pairs)

    monkeypatch.setattr(module, "_predict", counted)
    reranker = CrossEncoderReranker(str(tiny))
    first = reranker.scores("备案", ["甲", "乙", "甲"])
    assert first is not None
    assert reranker.scores("备案", ["乙", "丙", "甲"]) is not None
    assert read == [2, 1]
    assert first[0] == first[2]


def test_one_model_is_shared(tiny: Path) -> None:
    settings = load_settings(reranker=str(tiny), reranker_candidates=7)
    assert reranker_of(settings) is reranker_of(settings)
    assert open_reranker(str(tiny), candidates=7) is reranker_of(settings)
    assert reranker_of(load_settings()) is None


def test_a_model_that_cannot_be_opened_is_told_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{", "utf-8")
    for name, word in ((str(tmp_path / "none"), "不存在"), (str(tmp_path), "无法打开重排模型")):
        reranker = CrossEncoderReranker(name)
        for _ in range(2):
            with pytest.raises(RerankerError, match=word) as caught:
                reranker.scores("问", ["答"])
            assert "\n" not in caught.value.message
            assert "CQO_RERANKER" in caught.value.message


@pytest.mark.parametrize(("labels", "word"), [(None, "没有打分层"), (3, "多个分数")])
def test_a_model_of_another_kind_is_refused(tmp_path: Path, labels: int | None, word: str) -> None:
    from transformers import BertForSequenceClassification, BertModel

    config = _tiny_config()
    if labels is None:
        BertModel(config).save_pretrained(tmp_path)
    else:
        config.num_labels = labels  # type: ignore[attr-defined]
        BertForSequenceClassification(config).save_pretrained(tmp_path)
    _save_tokenizer(tmp_path)
    with pytest.raises(RerankerError, match=word):
        CrossEncoderReranker(str(tmp_path)).scores("问", ["答"])


def test_failures_are_logged_and_after_three_it_rests(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import index.reranking as module

    asked: list[int] = []

    def fails(model: object, pairs: list[tuple[str, str]]) -> list[float]:
        asked.append(len(pairs))
        raise RuntimeError("out of memory")

    monkeypatch.setattr(module, "_predict", fails)
    reranker = CrossEncoderReranker(str(tiny))
    with caplog.at_level(logging.WARNING, "index.reranking"):
        assert [reranker.scores("问", ["答"]) for _ in range(5)] == [None] * 5
    assert len(asked) == 3
    assert "不再使用" in caplog.text


def test_retrieval_suite_takes_a_reranker(tiny: Path, tmp_path: Path, own_home: Path) -> None:
    from evals.command import evaluation

    (tmp_path / "qrels").mkdir()
    texts = ["纸鸢应用三层纸。", "放飞线长一百米。", "验收由两人进行。"]
    rows = [{"_id": f"d{i}", "title": "", "text": text} for i, text in enumerate(texts)]
    for name, lines in (("corpus", rows), ("queries", [{"_id": "q", "text": "放飞线多长"}])):
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (tmp_path / f"{name}.jsonl").write_text(text, "utf-8")
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq\td1\t1\n")
    arguments = ["retrieval", "--beir", str(tmp_path), "--mode", "hybrid", "--json"]
    result = CliRunner().invoke(evaluation, [*arguments, "--reranker", str(tiny)])
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert report["reranker"] == str(tiny)
    assert report["recall_5"] == 1
