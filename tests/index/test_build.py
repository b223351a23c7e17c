"""Building: once, again, after changes, and what verify sees."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexMissing, VectorMismatch
from index.store import Index, open_index
from index.vectors import chroma_store
from index.vectors.pointer import folder_of, read_pointer
from tests.index.fakes import FakeEncoder, document, library


def _folder(index: Index) -> Path:
    pointer = read_pointer(index.catalogue.states())
    assert pointer is not None
    return folder_of(index.data_dir, pointer.token)


def test_building_twice_changes_and_embeds_nothing(built: Index, encoder: FakeEncoder) -> None:
    embedded, generation = encoder.passages, built.catalogue.generation
    folder = _folder(built)
    report = built.build(library())
    assert (report.stored, report.removed, report.written) == ((), (), 0)
    assert report.unchanged == 3
    assert report.seconds < 1
    assert encoder.passages == embedded
    assert built.catalogue.generation == generation
    assert _folder(built) == folder


def test_only_what_changed_is_embedded(built: Index, encoder: FakeEncoder) -> None:
    before = encoder.passages
    changed = library()
    changed[0] = document("notes", "一、工作概况\n改写后的唯一一句。\n", short_title="编制说明")
    report = built.build(changed)
    assert report.stored == ("notes",)
    assert report.written == 1
    assert encoder.passages == before + 2  # the passage, the sentence
    assert built.verify().ok
    assert built.catalogue.clause("notes#二") is None


def test_sentences_are_embedded_for_answering(built: Index, encoder: FakeEncoder) -> None:
    before = encoder.passages
    encoder.encode_passages(["聘任制度明确了任职条件、行为规范及聘任规范。"])
    assert encoder.passages == before


def test_text_that_left_the_library_leaves_all_stores(built: Index) -> None:
    built.add([document("mine", "一、备案\n自己添加的文件。\n")])
    report = built.build(library()[:1])
    assert set(report.removed) == {"hubei", "acme"}
    assert {s.id for s in built.catalogue.sources()} == {"notes", "mine"}
    assert built.verify().ok
    assert built.remove("mine", "nothing").removed == ("mine",)
    assert built.verify().ok


def test_change_of_facts_reaches_the_filters(built: Index) -> None:
    from index.filters import Filters

    texts = library()
    texts[1] = document("hubei", texts[1].text, short_title="湖北办法摘要", region="武汉")
    built.build(texts)
    for mode in ("lexical", "dense"):
        found = built.retriever.search("备案", filters=Filters(regions=("武汉",)), mode=mode)
        assert {hit.source_id for hit in found} == {"hubei"}
    assert built.verify().ok


def test_stored_text_comes_back_whole(built: Index) -> None:
    for text in library():
        assert built.catalogue.source(text.source.id) == text.source
        assert built.catalogue.clauses(text.source.id) == text.clauses
        assert built.catalogue.text(text.source.id) == text.text


def test_other_model_is_refused_until_rebuilt(built: Index) -> None:
    with open_index(built.data_dir, embedder=FakeEncoder("fake-2")) as other:
        with pytest.raises(VectorMismatch, match="cqo index rebuild"):
            other.retriever.search("任职条件")
        assert other.retriever.search("任职条件", mode="lexical")
        assert [d.store for d in other.verify().differences] == ["vectors"]
        other.rebuild()
        assert other.retriever.search("任职条件")
        assert other.verify().ok


def test_search_without_vectors_says_what_to_do(index: Index) -> None:
    with pytest.raises(IndexMissing, match="cqo index rebuild"):
        index.retriever.search("任职条件", mode="lexical")
    index.catalogue.store(library()[0])
    with pytest.raises(IndexMissing, match="cqo index rebuild"):
        index.retriever.search("任职条件")


def test_vectors_are_in_chroma(built: Index) -> None:
    with chroma_store.open_client(_folder(built) / "chroma", None) as client:
        collection = chroma_store.get_collection(client, _folder(built).name)
        assert collection is not None
        assert collection.count() == len(built.catalogue.places())
        assert (collection.configuration["hnsw"] or {}).get("space") == "cosine"
        metadata = collection.metadata
    assert metadata["fingerprint"] == "fake-1"
    assert metadata["generation"] == built.catalogue.generation


def _damage_words_missing(index: Index) -> None:
    _sql(index, "DELETE FROM chunk_words WHERE rowid = (SELECT min(pk) FROM chunks)")


def _damage_words_differ(index: Index) -> None:
    _sql(index, "UPDATE chunk_words SET body = '别的' WHERE rowid = (SELECT min(pk) FROM chunks)")


def _damage_words_extra(index: Index) -> None:
    _sql(index, "INSERT INTO chunk_words(rowid, body) VALUES (99999, '多余')")


def _damage_chunk(index: Index) -> None:
    _sql(index, "UPDATE chunks SET body = '别的' WHERE pk = (SELECT min(pk) FROM chunks)")


def _damage_text(index: Index) -> None:
    _sql(index, "UPDATE sources SET text = text || '。' WHERE id = 'notes'")


def _damage_vector_missing(index: Index) -> None:
    with chroma_store.open_client(_folder(index) / "chroma", None) as client:
        collection = client.list_collections()[0]
        collection.delete(ids=collection.get(limit=1)["ids"])


def _damage_fingerprint(index: Index) -> None:
    pointer = json.loads(index.catalogue.states()["vectors"])
    index.catalogue.set_state("vectors", json.dumps(pointer | {"fingerprint": "other"}))


def _damage_snapshot_value(index: Index) -> None:
    path = _folder(index) / "snapshot.npy"
    matrix = np.load(path)
    matrix[0] = -matrix[0]
    np.save(path, matrix)


def _damage_snapshot_gone(index: Index) -> None:
    (_folder(index) / "snapshot.npy").unlink()


def _damage_chroma_gone(index: Index) -> None:
    shutil.rmtree(_folder(index) / "chroma")


def _damage_generation(index: Index) -> None:
    index.catalogue.store(document("later", "一、后来\n没有向量的一句。\n"))


def _sql(index: Index, statement: str) -> None:
    with sqlite3.connect(index.data_dir / "catalogue.sqlite3") as connection:
        connection.execute(statement)


@pytest.mark.parametrize(
    ("damage", "store", "words"),
    [
        (_damage_words_missing, "words", "没有词索引"),
        (_damage_words_differ, "words", "与文字不符"),
        (_damage_words_extra, "words", "目录里没有"),
        (_damage_chunk, "catalogue", "检索片段"),
        (_damage_text, "catalogue", "SHA-256"),
        (_damage_vector_missing, "vectors", "缺少片段"),
        (_damage_fingerprint, "vectors", "另一个嵌入模型"),
        (_damage_snapshot_value, "vectors", "快照与 Chroma"),
        (_damage_snapshot_gone, "vectors", "快照"),
        (_damage_chroma_gone, "vectors", "Chroma 文件夹"),
        (_damage_generation, "vectors", "比目录旧"),
    ],
)
def test_verify_names_each_kind_of_damage(built: Index, damage, store: str, words: str) -> None:  # type: ignore[no-untyped-def]
    assert built.verify().ok
    damage(built)
    found = built.verify().differences
    assert any(d.store == store and words in d.message for d in found), found
    if store != "catalogue":
        built.rebuild()
        assert built.verify().ok


def test_lost_vectors_come_back_with_the_next_build(built: Index) -> None:
    shutil.rmtree(built.data_dir / "vectors")
    with open_index(built.data_dir, embedder=FakeEncoder()) as other:
        with pytest.raises(IndexMissing):
            other.retriever.search("任职条件")
        other.build(library())
        assert other.retriever.search("任职条件")
        assert other.verify().ok
