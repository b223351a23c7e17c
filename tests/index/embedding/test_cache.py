"""No text is embedded twice, and the cache is never a reason to fail."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.embedding import cache
from index.embedding.cache import CachedEmbedder, text_key
from index.embedding.engine import Vectors
from index.embedding.vector_store import FILE_NAME, Role, VectorStore


class CountingEngine:
    """Four numbers from the text's hash; remembers what it was asked."""

    dimensions = 4

    def __init__(self, fingerprint: str = "counting/1", fail_after: int | None = None) -> None:
        self.fingerprint = fingerprint
        self.asked: list[str] = []
        self.calls = 0
        self.fail_after = fail_after

    def _vectors(self, texts: Sequence[str], sign: int) -> Vectors:
        self.calls += 1
        if self.fail_after is not None and self.calls > self.fail_after:
            raise KeyboardInterrupt
        self.asked += texts
        rows = [np.frombuffer(text_key(text)[:4], np.uint8) for text in texts]
        return np.array(rows, np.float32) * sign

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._vectors(texts, 1)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._vectors(texts, -1)

    def encode_query(self, text: str) -> Vectors:
        row: Vectors = self._vectors([text], -1)[0]
        return row


def test_hits_embed_nothing_even_after_a_restart(tmp_path: Path) -> None:
    texts = ["甲", "乙", "甲"]
    first = CountingEngine()
    vectors = CachedEmbedder(first, tmp_path).encode_passages(texts)
    assert first.asked == ["甲", "乙"]
    second = CountingEngine()
    assert np.array_equal(CachedEmbedder(second, tmp_path).encode_passages(texts), vectors)
    assert second.asked == []


def test_roles_and_models_do_not_mix(tmp_path: Path) -> None:
    engine = CountingEngine()
    embedder = CachedEmbedder(engine, tmp_path)
    passage, query = embedder.encode_passages(["甲"]), embedder.encode_queries(["甲"])
    assert np.array_equal(passage, -query)
    other = CountingEngine("counting/2")
    CachedEmbedder(other, tmp_path).encode_passages(["甲"])
    assert other.asked == ["甲"]


def test_killed_run_keeps_what_it_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "BATCH_TEXTS", 10)
    texts = [f"第{number}条" for number in range(35)]
    killed = CountingEngine(fail_after=2)
    with pytest.raises(KeyboardInterrupt):
        CachedEmbedder(killed, tmp_path).encode_passages(texts)
    resumed = CountingEngine()
    seen: list[tuple[int, int]] = []
    CachedEmbedder(resumed, tmp_path).encode_passages(
        texts, lambda done, total, rate: seen.append((done, total))
    )
    assert resumed.asked == texts[20:]
    assert seen == [(20, 35), (30, 35), (35, 35)]


def test_progress_tells_the_rate(tmp_path: Path) -> None:
    rates: list[float] = []
    CachedEmbedder(CountingEngine(), tmp_path).encode_passages(
        ["甲"], lambda done, total, rate: rates.append(rate)
    )
    assert rates[0] == 0
    assert rates[-1] > 0


def test_questions_stay_in_memory(tmp_path: Path) -> None:
    engine = CountingEngine()
    embedder = CachedEmbedder(engine, tmp_path)
    first = embedder.encode_query("谁任命？")
    first[0] = 99  # the caller's copy
    assert embedder.encode_query("谁任命？")[0] != 99
    assert engine.asked == ["谁任命？"]
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        assert connection.execute("SELECT count(*) FROM vectors").fetchone() == (0,)


def test_memory_holds_a_bounded_number_of_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "QUERIES_KEPT", 2)
    engine = CountingEngine()
    embedder = CachedEmbedder(engine, tmp_path)
    for text in ("一", "二", "一", "三", "一", "二"):
        embedder.encode_query(text)
    assert engine.asked == ["一", "二", "三", "二"]


def test_folder_that_cannot_be_written_works_without_cache(tmp_path: Path) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("in the way")
    engine = CountingEngine()
    embedder = CachedEmbedder(engine, blocked / "data")
    assert embedder.encode_passages(["甲"]).shape == (1, 4)
    assert not embedder.caches


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root 不受写权限限制")
def test_read_only_cache_is_still_read(tmp_path: Path) -> None:
    writer = CachedEmbedder(CountingEngine(), tmp_path)
    writer.encode_passages(["甲"])
    writer.close()
    (tmp_path / FILE_NAME).chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        engine = CountingEngine()
        CachedEmbedder(engine, tmp_path).encode_passages(["甲", "乙"])
        assert engine.asked == ["乙"]
    finally:
        tmp_path.chmod(0o755)


def test_file_that_is_no_database_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"garbage" * 1000)
    embedder = CachedEmbedder(CountingEngine(), tmp_path)
    embedder.encode_passages(["甲"])
    again = CountingEngine()
    CachedEmbedder(again, tmp_path).encode_passages(["甲"])
    assert again.asked == []


def test_a_hundred_vectors_come_back_in_two_milliseconds(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, "speed")
    keys = [text_key(str(number)) for number in range(2000)]
    vectors = np.random.default_rng(0).standard_normal((2000, 384)).astype(np.float32)
    store.put(Role.PASSAGE, keys, vectors)
    times = []
    for start in range(0, 2000, 100):
        began = time.perf_counter()
        found = store.get(Role.PASSAGE, keys[start : start + 100])
        times.append(time.perf_counter() - began)
        assert np.array_equal(found[keys[start]], vectors[start])
    assert min(times) < 0.002
