"""Metrics by hand, and a small BEIR folder from end to end."""

from __future__ import annotations

import json
from math import log2
from pathlib import Path

import pytest

from corpus.errors import BadInput
from evals.retrieval.metrics import ndcg, percentile, recall, reciprocal_rank
from evals.retrieval.run import report_table, run_beir
from tests.index.fakes import FakeEncoder


def test_metrics_by_hand() -> None:
    ranked, gains = ["a", "b", "c", "d"], {"b": 1, "d": 2, "z": 1}
    assert recall(ranked, gains, 1) == 0
    assert recall(ranked, gains, 4) == pytest.approx(2 / 3)
    assert reciprocal_rank(ranked, gains, 10) == 0.5
    assert reciprocal_rank(ranked, gains, 1) == 0
    best = 2 + 1 / log2(3) + 1 / log2(4)
    assert ndcg(ranked, gains, 10) == pytest.approx((1 / log2(3) + 2 / log2(5)) / best)
    assert ndcg(["b"], {"b": 1}, 10) == 1
    assert percentile([4, 1, 3, 2], 0.5) == 2
    assert percentile([4, 1, 3, 2], 0.95) == 4


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "beir"
    (made / "qrels").mkdir(parents=True)
    texts = ["企业应当聘任首席质量官。", "质量授权由董事会作出。", "考核每年进行一次。"]
    rows = [{"_id": f"d{i}", "title": f"办法第{i}条", "text": t} for i, t in enumerate(texts)]
    asked = [{"_id": "q1", "text": "谁作出质量授权"}, {"_id": "q2", "text": "没有答案"}]
    for name, lines in (("corpus", rows), ("queries", asked)):
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (made / f"{name}.jsonl").write_text(text, encoding="utf-8")
    (made / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\n")
    return made


def test_small_set_from_end_to_end(folder: Path, data_dir: Path) -> None:
    encoder = FakeEncoder()
    first = run_beir(folder, data_dir=data_dir, embedder=lambda: encoder)
    assert (first.passages, first.questions) == (3, 1)
    assert first.recall_1 == first.mrr_10 == first.ndcg_10 == 1
    embedded = encoder.passages
    again = run_beir(folder, data_dir=data_dir, embedder=lambda: encoder, mode="lexical")
    assert encoder.passages == embedded
    assert again.index_seconds == first.index_seconds
    assert "nDCG@10" in report_table(first, again)


def test_folder_that_is_not_beir_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="BEIR"):
        run_beir(tmp_path, data_dir=tmp_path, embedder=FakeEncoder)
