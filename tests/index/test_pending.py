"""Documents that wait: kept whole, in order, and dropped with a word when they are damaged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from corpus.models import Box, Document, Fact, Notice, Origin, Place, Reference
from index.catalogue.pending import packed, unpacked
from index.catalogue.tables import PendingRow
from index.store import Index
from tests.index.fakes import document


def whole_document(key: str = "whole") -> Document:
    """A document with everything that a document can have."""
    plain = document(key, "第一条 按第二条办理。\n第二条 办理𠮷的事。\n", workspace="acme")
    return replace(
        plain,
        references=(Reference(f"{key}#第一条", 5, 8, f"{key}#第二条"),),
        notices=(Notice("doubt", "请核对。", 2, 1),),
        family="law",
        confidence=0.75,
        origin=Origin(
            "甲 文件.pdf",
            "a" * 64,
            1234,
            "pdf",
            pages=3,
            part=2,
            facts=(Fact("title", "甲", 0, 1),),
            places=(Place(0, 5, Box(1, 0.125, 0.25, 0.5, 0.75), None), Place(5, 9, None, 7)),
            overlay="clauses: []",
        ),
    )


def test_packing_loses_nothing() -> None:
    whole = whole_document()
    assert unpacked(packed(whole)) == whole
    plain = document("plain", "没有编号的一段。\n")
    assert unpacked(packed(plain)) == plain


def test_stored_and_read_back_whole(index: Index) -> None:
    whole = whole_document()
    index.import_documents([whole])
    assert index.catalogue.document("whole") == whole
    assert index.catalogue.origin("whole") == whole.origin
    assert index.catalogue.by_file("a" * 64) == ("whole",)
    assert index.catalogue.imported("whole") is not None
    assert index.catalogue.references_of("whole#第一条") == whole.references
    assert index.catalogue.references_to("whole#第二条") == whole.references
    assert index.catalogue.document("nothing") is None


def test_order_and_size_of_a_group(index: Index) -> None:
    pending = index.catalogue.pending
    for key in ("c", "a", "b"):
        pending.stage(document(key, f"第一条 {key}。\n第二条 {key}。\n"), key)
    assert pending.ids() == ("c", "a", "b")
    assert [w.document.source.id for w in pending.group(characters=1)] == ["c"]
    assert [w.digest for w in pending.group(characters=10_000)] == ["c", "a", "b"]


def test_staging_again_takes_the_place(index: Index) -> None:
    pending = index.catalogue.pending
    pending.stage(document("a", "第一条 旧。\n第二条 旧。\n"), "old")
    pending.stage(document("a", "第一条 新。\n第二条 新。\n"), "new")
    (waiting,) = pending.group(characters=1)
    assert (waiting.digest, "新" in waiting.document.text) == ("new", True)


def test_files_of_waiting_documents_are_known(index: Index) -> None:
    index.catalogue.pending.stage(whole_document(), "digest")
    assert index.catalogue.pending.files() == {"a" * 64}
    assert index.catalogue.files() == {"a" * 64}
    assert index.catalogue.by_file("a" * 64) == ()
    assert index.catalogue.pending.drop("whole")
    assert not index.catalogue.pending.drop("whole")
    assert index.catalogue.files() == frozenset()


@pytest.mark.parametrize("damage", [b"", b"not zlib", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_what_is_damaged_is_dropped_and_the_rest_goes_on(
    index: Index, damage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    pending = index.catalogue.pending
    for key in ("a", "b"):
        pending.stage(document(key, f"第一条 {key}。\n第二条 {key}。\n"), key)
    with index.catalogue.database.writing() as connection:
        connection.execute(update(PendingRow).where(PendingRow.id == "a").values(content=damage))
    assert index.settle() == ("b",)
    assert index.catalogue.source("a") is None
    assert index.catalogue.source("b") is not None
    assert "a" in caplog.text
