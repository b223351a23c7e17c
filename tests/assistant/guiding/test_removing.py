"""With a way go its files: not those of another company, and none is lost when it is killed in between."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.guiding.evidence_files import EvidenceFiles
from assistant.guiding.way import NoSuchWay, Way
from assistant.service import LocalAssistant
from corpus.errors import BadInput


@dataclass(frozen=True)
class Companies:
    """Two companies of one data folder."""

    assistant: LocalAssistant
    first: Way
    second: Way

    @property
    def files(self) -> EvidenceFiles:
        return self.assistant.evidence_files

    def add(self, way: Way, content: bytes) -> str:
        """SHA-256 of the file, which is evidence of the way now."""
        sha256, size = self.files.keep("纪要.txt", [content])
        self.assistant.guide.add_file(way, "leadership", "纪要.txt", sha256, size)
        return sha256

    def stored(self) -> set[str]:
        folder = self.assistant.index.data_dir / "evidence"
        return {path.name for path in folder.rglob("*") if path.is_file()}

    def age(self, sha256: str) -> None:
        """As if the file had come here long ago."""
        path = self.files.path(sha256)
        assert path is not None
        os.utime(path, (0, 0))


@pytest.fixture
def companies(own_guide: LocalAssistant) -> Iterator[Companies]:
    desk = own_guide.guide
    made = Companies(own_guide, desk.begin("示例甲有限公司"), desk.begin("示例乙有限公司"))
    yield made
    for way in desk.ways():
        desk.remove(way)
    for name in made.stored():
        made.files.forget(name)


def test_the_files_of_a_way_go_with_it_and_shared_ones_stay(companies: Companies) -> None:
    own = companies.add(companies.first, b"own")
    taken_away = companies.add(companies.first, b"taken away")
    shared = companies.add(companies.first, b"shared")
    assert companies.add(companies.second, b"shared") == shared
    other = companies.add(companies.second, b"other")
    desk = companies.assistant.guide
    piece = next(e for e in desk.store.evidence(companies.first.guide.id) if e.sha256 == taken_away)
    desk.store.remove_evidence(companies.first.guide.id, piece.id)
    assert companies.stored() == {own, taken_away, shared, other}

    desk.remove(companies.first)
    assert companies.stored() == {shared, other}
    desk.remove(companies.second)
    assert companies.stored() == set()


def test_killed_between_rows_and_files_nothing_is_half_there_and_the_rest_is_swept(
    companies: Companies, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = companies.add(companies.first, b"left behind")
    fresh, _ = companies.files.keep("上传中.txt", [b"its row comes in a moment"])
    desk = companies.assistant.guide

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(desk.store, "forget_files", killed)
        with pytest.raises(KeyboardInterrupt):
            desk.remove(companies.first)
    with pytest.raises(NoSuchWay):
        desk.way(companies.first.guide.id)
    assert companies.stored() == {left, fresh}

    companies.age(left)
    added = companies.add(companies.second, b"the next upload sweeps")
    assert companies.stored() == {fresh, added}


def test_a_file_that_just_went_is_not_registered_without_itself(companies: Companies) -> None:
    """Somebody removes a way with the same file between the upload's bytes and its row."""
    companies.add(companies.first, b"same")
    sha256, size = companies.files.keep("纪要.txt", [b"same"])
    companies.assistant.guide.remove(companies.first)
    with pytest.raises(BadInput, match="请再上传一次"):
        companies.assistant.guide.add_file(companies.second, "leadership", "纪要.txt", sha256, size)
    assert companies.assistant.guide.store.evidence(companies.second.guide.id) == []


def test_a_file_that_cannot_be_removed_now_hinders_nothing(
    companies: Companies, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = companies.add(companies.first, b"being read")

    def busy(*_: object, **__: object) -> None:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", busy)
        companies.assistant.guide.remove(companies.first)
    assert companies.stored() == {sha256}
    assert [way.company.name for way in companies.assistant.guide.ways()] == ["示例乙有限公司"]
