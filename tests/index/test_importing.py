"""An import: nothing half done is ever visible, a kill loses next to nothing, what is known is skipped."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from corpus.models import Document, Origin
from index import importing
from index.errors import DataFolderError
from index.importing import ImportStep
from index.store import Index, open_index
from tests.index.fakes import FakeEncoder, document, library

ROOT = Path(__file__).resolve().parents[2]


def text_of(key: str, words: str = "条文", **facts: Any) -> Document:
    """An invented measure of three articles, read from a file."""
    made = document(
        key,
        f"第一条 {key}的第一句{words}。\n第二条 {key}的第二句{words}。\n第三条 {key}的第三句{words}。\n",
        **facts,
    )
    sha256 = hashlib.sha256(key.encode()).hexdigest()
    return replace(made, origin=Origin(f"{key}.txt", sha256, 10, "text"))


def _seen(index: Index) -> set[str]:
    """Texts that a reader sees, by list, words and vectors alike."""
    with open_index(index.data_dir, embedder=FakeEncoder()) as other:
        listed = {s.id for s in other.catalogue.sources()}
        found: set[str] = set()
        for key in ("one", "two", "three"):
            for mode in ("lexical", "dense"):
                hits = other.retriever.search(f"{key}的第二句条文", k=20, mode=mode)
                found |= {hit.source_id for hit in hits}
                for hit in hits:
                    assert other.catalogue.clause(hit.clause_id) is not None
        assert found <= listed
        return listed


def test_texts_become_visible_together_at_the_end(built: Index) -> None:
    before = _seen(built)
    during: list[set[str]] = []

    def coming() -> Iterator[Document]:
        for key in ("one", "two", "three"):
            during.append(_seen(built))
            yield text_of(key)

    summary = built.import_documents(coming())
    assert during == [before] * 3
    assert _seen(built) == before | {"one", "two", "three"}
    assert summary.stored == ("one", "two", "three")
    assert built.catalogue.pending.ids() == ()
    assert built.verify().ok


def test_a_group_is_published_when_it_is_large(
    built: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "GROUP_CHARACTERS", 60)
    told: list[str] = []
    seen: list[set[str]] = []

    def coming() -> Iterator[Document]:
        for key in ("one", "two", "three"):
            yield text_of(key)
            seen.append(_seen(built) & {"one", "two", "three"})

    built.import_documents(coming(), on_stored=told.append)
    assert told == ["one", "two", "three"]
    assert seen[-1] >= {"one"}
    for earlier, later in pairwise(seen):
        assert earlier <= later


def test_one_transaction_or_nothing(built: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    before, generation = _seen(built), built.catalogue.generation

    def broken(*args: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("index.catalogue.catalogue.forget", broken)  # late in the transaction
    with pytest.raises(RuntimeError, match="power cut"):
        built.import_documents([text_of("one"), text_of("two")])
    monkeypatch.undo()
    assert _seen(built) == before
    assert built.catalogue.generation == generation
    assert built.catalogue.pending.ids() == ("one", "two")
    assert set(built.settle()) == {"one", "two"}
    assert _seen(built) == before | {"one", "two"}
    assert built.verify().ok


def test_the_old_text_stays_until_the_new_one_is_whole(built: Index) -> None:
    built.import_documents([text_of("one", "旧条文")])

    def coming() -> Iterator[Document]:
        yield text_of("one", "新条文")
        with open_index(built.data_dir, embedder=FakeEncoder()) as other:
            clause = other.catalogue.clause("one#第一条")
            assert clause is not None
            assert "旧条文" in clause.text
            assert any("旧条文" in hit.text for hit in _hits(other, "one的第一句旧条文"))

    summary = built.import_documents(coming())
    assert (summary.stored, summary.replaced) == ((), ("one",))
    clause = built.catalogue.clause("one#第一条")
    assert clause is not None
    assert "新条文" in clause.text
    assert not any("旧条文" in hit.text for hit in _hits(built, "one的第一句旧条文"))
    assert built.verify().ok


class _Hit:
    def __init__(self, text: str) -> None:
        self.text = text


def _hits(index: Index, query: str) -> list[_Hit]:
    found = []
    for hit in index.retriever.search(query, k=10):
        clause = index.catalogue.clause(hit.clause_id)
        assert clause is not None
        found.append(_Hit(clause.text[hit.start : hit.end]))
    return found


def test_what_is_known_is_left_alone(built: Index, encoder: FakeEncoder) -> None:
    built.import_documents([text_of("one")])
    generation, embedded = built.catalogue.generation, encoder.passages
    summary = built.import_documents([text_of("one"), text_of("one")])
    assert summary.unchanged == ("one", "one")
    assert summary.stored == ()
    assert (built.catalogue.generation, encoder.passages) == (generation, embedded)


def test_other_facts_are_a_change(built: Index) -> None:
    built.import_documents([text_of("one")])
    summary = built.import_documents([text_of("one", region="湖北")])
    assert summary.replaced == ("one",)
    source = built.catalogue.source("one")
    assert source is not None
    assert source.region == "湖北"


def test_progress_tells_characters_rate_and_time_left(built: Index) -> None:
    steps: list[ImportStep] = []
    texts = [text_of("one"), text_of("two")]
    total = sum(len(text.text) for text in texts)
    built.import_documents(texts, progress=steps.append, expected=lambda: total)
    embedding = [step for step in steps if step.stage == "embedding"]
    assert [step.done for step in embedding] == sorted(step.done for step in embedding)
    assert embedding[-1].done == embedding[-1].total == total
    assert {step.total for step in embedding} == {total}
    # FakeEncoder says that all was cached: there is no rate to tell
    storing = [(step.done, step.total) for step in steps if step.stage == "storing"]
    assert storing == [(0, 2), (2, 2)]


def test_rate_and_time_left_where_the_model_reads(built: Index) -> None:
    class Reading(FakeEncoder):
        def encode_passages(self, texts, progress=None):  # type: ignore[no-untyped-def]
            if progress:
                progress(0, len(texts), 0.0)
            return super().encode_passages(texts)

    steps: list[ImportStep] = []
    with open_index(built.data_dir, embedder=Reading()) as index:
        index.import_documents([text_of("one"), text_of("two")], progress=steps.append)
    told = [step for step in steps if step.rate is not None]
    assert told
    assert all(
        step.rate > 0 and step.left is not None and step.left >= 0 for step in told if step.rate
    )


def test_stopping_keeps_whole_documents(built: Index) -> None:
    class Stop(Exception):
        pass

    def stop(step: ImportStep) -> None:
        if step.source_id == "three" and step.stage == "embedding":
            raise Stop

    with pytest.raises(Stop):
        built.import_documents([text_of(key) for key in ("one", "two", "three")], progress=stop)
    assert {"one", "two"} <= _seen(built)
    assert "three" not in _seen(built)
    assert built.verify().ok


def test_a_file_that_cannot_be_read_keeps_those_before_it(built: Index) -> None:
    def coming() -> Iterator[Document]:
        yield text_of("one")
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        built.import_documents(coming())
    assert "one" in _seen(built)


KILLED = """
import os, signal, sys
from index import importing
from index.store import open_index
from tests.index.fakes import FakeEncoder
from tests.index.test_importing import text_of
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
{patch}
with open_index(sys.argv[1], embedder=FakeEncoder()) as index:
    index.import_documents(text_of(key) for key in ("one", "two", "three"))
"""
PLACES = {
    "before publishing": "importing.Importing._publish = die",
    "vectors written, texts not stored": "from index.catalogue.catalogue import Catalogue; Catalogue.publish = die",
    "inside the transaction": "import index.catalogue.catalogue as c; c.forget = die",
}


@pytest.mark.parametrize("place", PLACES)
def test_killed_imports_are_finished_by_whoever_comes_next(built: Index, place: str) -> None:
    before = _seen(built)
    process = subprocess.run(
        [
            sys.executable,
            "-c",
            textwrap.dedent(KILLED.format(patch=PLACES[place])),
            str(built.data_dir),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=90,
        check=False,
    )
    assert process.returncode == -signal.SIGKILL
    assert _seen(built) == before  # nothing of it is visible
    assert built.catalogue.pending.ids() == ("one", "two", "three")
    embedder = FakeEncoder()
    with open_index(built.data_dir, embedder=embedder) as index:
        assert set(index.settle()) == {"one", "two", "three"}
        assert index.settle() == ()
        assert index.verify().ok
    assert _seen(built) == before | {"one", "two", "three"}


def test_the_next_import_finishes_the_killed_one(built: Index) -> None:
    built.catalogue.pending.stage(text_of("one"), "digest")
    assert "one" not in _seen(built)
    built.import_documents([text_of("two")])
    assert {"one", "two"} <= _seen(built)
    assert built.verify().ok


def test_building_the_library_finishes_it_too(built: Index) -> None:
    built.catalogue.pending.stage(text_of("one"), "digest")
    built.build(library())
    assert "one" in _seen(built)


def test_verify_and_rebuild_know_imported_texts(built: Index) -> None:
    built.import_documents([text_of("one"), text_of("two")])
    before = [(h.clause_id, h.start, h.end) for h in built.retriever.search("one的第二句条文")]
    assert built.verify().ok
    built.rebuild()
    assert built.verify().ok
    assert [
        (h.clause_id, h.start, h.end) for h in built.retriever.search("one的第二句条文")
    ] == before
    stored = built.catalogue.document("one")
    assert stored is not None
    assert stored.origin is not None
    assert stored.origin.file_name == "one.txt"


def test_the_build_leaves_imported_texts_alone(built: Index) -> None:
    built.import_documents([text_of("one")])
    report = built.build(library()[:1])
    assert "one" not in report.removed
    assert "one" in _seen(built)


def test_removing_takes_what_waits_too(built: Index) -> None:
    built.catalogue.pending.stage(text_of("one"), "digest")
    built.remove("one")
    assert built.settle() == ()
    assert "one" not in _seen(built)


def test_a_folder_that_cannot_be_written_is_told_before_embedding(
    built: Index, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: object) -> None:
        raise DataFolderError("数据文件夹不可写。")

    monkeypatch.setattr("index.build.Builder.check_writable", refused)
    embedded = encoder.passages
    with pytest.raises(DataFolderError):
        built.import_documents([text_of("one")])
    assert encoder.passages == embedded


def test_themes_of_the_field_are_found_by_topic(built: Index) -> None:
    from index.filters import Filters

    text = "第一章 任职条件\n第一条 首席质量官应具备本科学历。\n第二章 其他\n第二条 首席质量官每年述职。\n"
    built.import_documents([document("cqo", text, title="测试首席质量官办法")])
    other = text.replace("首席质量官", "仓库管理员")
    built.import_documents([document("other", other, title="测试仓库办法")])
    found = built.retriever.search("本科学历", filters=Filters(topics=("任职条件",)), k=20)
    assert "cqo#第一条" in {hit.clause_id for hit in found}
    assert "other" not in {hit.source_id for hit in found}
