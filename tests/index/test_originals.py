"""Imported files are kept whole, once each, and go when nothing refers to them any more."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.models import Document, Origin
from index.errors import DataFolderError
from index.originals import Originals
from index.store import Index
from tests.index.fakes import document


class Used:
    """Stands for the catalogue: these files are referred to."""

    def __init__(self, *keys: str) -> None:
        self.keys = frozenset(keys)

    def files(self) -> frozenset[str]:
        return self.keys


def _file(folder: Path, name: str, content: bytes) -> tuple[Path, str]:
    path = folder / name
    path.write_bytes(content)
    return path, hashlib.sha256(content).hexdigest()


def _kept(folder: Path) -> list[Path]:
    return sorted(p for p in (folder / "originals").rglob("*") if p.is_file())


def test_kept_by_content_once(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    path, key = _file(tmp_path, "甲 文件.PDF", b"content")
    place = originals.keep(path, key)
    assert place.read_bytes() == b"content"
    assert place.name == f"{key}.pdf"
    copy, _ = _file(tmp_path, "乙.txt", b"content")
    assert originals.keep(copy, key) == place
    assert _kept(tmp_path) == [place]
    assert originals.path(key) == place
    assert originals.path("0" * 64) is None


@pytest.mark.parametrize("name", ["..%2f..%2fetc", "a.exe", "b.sh", ".htaccess", "x.pdf.js"])
def test_names_are_not_trusted(tmp_path: Path, name: str) -> None:
    path, key = _file(tmp_path, name, name.encode())
    assert Originals(tmp_path).keep(path, key).name == key


@pytest.mark.parametrize("key", ["", "../../x", "A" * 64, "0" * 63, "0" * 64 + "/.."])
def test_only_a_hash_is_a_key(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        Originals(tmp_path).path(key)


def test_a_file_changed_meanwhile_is_refused(tmp_path: Path) -> None:
    path, key = _file(tmp_path, "甲.txt", b"before")
    path.write_bytes(b"after")
    with pytest.raises(DataFolderError, match=r"甲\.txt"):
        Originals(tmp_path).keep(path, key)
    assert _kept(tmp_path) == []


def test_a_file_that_is_gone_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(DataFolderError, match=r"甲\.txt") as told:
        Originals(tmp_path).keep(tmp_path / "甲.txt", "0" * 64)
    assert "\n" not in told.value.message
    assert _kept(tmp_path) == []


def test_a_full_disk_leaves_nothing_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, key = _file(tmp_path, "甲.txt", b"content")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DataFolderError, match="磁盘"):
        Originals(tmp_path).keep(path, key)
    monkeypatch.undo()
    assert _kept(tmp_path) == []
    assert Originals(tmp_path).path(key) is None


def test_dropped_only_when_nothing_refers_to_it(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    path, key = _file(tmp_path, "甲.txt", b"content")
    originals.keep(path, key)
    assert not originals.drop(key, Used(key))
    assert originals.drop(key, Used())
    assert not originals.drop(key, Used())
    assert _kept(tmp_path) == []


def test_orphans_and_missing_files_are_found(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    kept, used = _file(tmp_path, "甲.txt", b"used")
    orphan, unused = _file(tmp_path, "乙.txt", b"unused")
    originals.keep(kept, used)
    place = originals.keep(orphan, unused)
    unfinished = place.parent / ".new-abc"
    unfinished.write_bytes(b"half")
    assert set(originals.orphans(Used(used, "0" * 64))) == {place, unfinished}
    assert originals.missing(Used(used, "0" * 64)) == ("0" * 64,)


def _imported(index: Index, path: Path, key: str, *ids: str) -> None:
    index.originals.keep(path, key)
    texts: list[Document] = [
        replace(
            document(name, f"第一条 {name}甲。\n第二条 {name}乙。\n"),
            origin=Origin(path.name, key, 7, "text", part=part),
        )
        for part, name in enumerate(ids, start=1)
    ]
    index.import_documents(texts)


def test_removing_the_last_text_of_a_file_removes_the_file(index: Index, tmp_path: Path) -> None:
    path, key = _file(tmp_path, "两份.txt", b"content")
    _imported(index, path, key, "one", "two")
    index.remove("one")
    assert index.originals.path(key) is not None
    index.remove("two")
    assert index.originals.path(key) is None


def test_the_file_of_a_waiting_text_stays(index: Index, tmp_path: Path) -> None:
    path, key = _file(tmp_path, "甲.txt", b"content")
    _imported(index, path, key, "one")
    waiting = replace(
        document("two", "第一条 甲。\n第二条 乙。\n"), origin=Origin("甲.txt", key, 7, "text")
    )
    index.catalogue.pending.stage(waiting, "digest")
    index.remove("one")
    assert index.originals.path(key) is not None
    assert index.originals.orphans(index.catalogue) == ()
