"""Many files at once: the good ones are stored, the bad ones named, nothing twice and nothing half."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from assistant.importing.models import (
    NOTHING,
    FileResult,
    ImportEvent,
    ImportReport,
    Outcome,
    Overrides,
)
from assistant.importing.process import Stopped, Task
from assistant.importing.service import Importer
from assistant.service import LocalAssistant
from corpus.errors import BadInput
from corpus.models import Status
from tests.assistant.importing.conftest import Write
from tests.assistant.importing.deadly import DeadlyPath
from tests.assistant.importing.texts import FRONT, MEASURE, NOTICE, law, standard


def outcomes(report: ImportReport) -> dict[str, Outcome]:
    return {result.path.name: result.outcome for result in report.files}


def ids(library: LocalAssistant, workspace: str | None = None) -> set[str]:
    return {source.id for source in library.sources(workspace=workspace)}


def test_a_folder_of_good_and_bad_files(
    library: LocalAssistant, importer: Importer, write: Write, tmp_path: Path
) -> None:
    write("in/a.txt", MEASURE)
    write("in/sub/deep/通知.txt", NOTICE)
    write("in/own-rules.md", FRONT)
    write("in/空.txt", "")
    write("in/乱.docx", bytes(range(256)) * 20)
    write("in/表.xlsx", b"PK")
    write("in/.hidden.txt", MEASURE + "隐藏")
    write("in/~$a.txt", MEASURE + "锁定")
    write("in/.git/x.txt", MEASURE + "隐藏文件夹")
    said: list[FileResult] = []
    events: list[ImportEvent] = []
    report = importer.add([tmp_path / "in"], on_file=said.append, progress=events.append, jobs=2)
    assert outcomes(report) == {
        "a.txt": Outcome.STORED,
        "own-rules.md": Outcome.STORED,
        "通知.txt": Outcome.STORED,
        "乱.docx": Outcome.FAILED,
        "空.txt": Outcome.FAILED,
    }
    assert report.failed == 2
    for result in report.files:
        if result.outcome is Outcome.FAILED:
            assert result.error is not None
            assert result.path.name in result.error
            assert "\n" not in result.error
    assert {result.path for result in said} == {result.path for result in report.files}
    assert {event.stage for event in events} == {"reading", "embedding", "storing"}
    assert len(ids(library)) == 4
    for key in ids(library):
        document = library.index.catalogue.document(key)
        assert document is not None
        assert "".join(clause.text for clause in document.clauses) == document.text
        assert document.origin is not None
        assert library.index.originals.path(document.origin.file_sha256) is not None
    assert library.index.verify().ok


def test_again_nothing_is_read_and_a_change_is(
    library: LocalAssistant, importer: Importer, write: Write
) -> None:
    path = write("a.txt", MEASURE)
    importer.add([path], Overrides(region="广东", status=Status.CURRENT))
    (key,) = ids(library)
    generation = library.index.catalogue.generation
    for overrides in (NOTHING, Overrides(region="广东省")):
        report = importer.add([path], overrides)
        assert outcomes(report) == {"a.txt": Outcome.UNCHANGED}
        assert report.files[0].note == key
    assert library.index.catalogue.generation == generation
    assert outcomes(importer.add([path], Overrides(region="深圳"))) == {"a.txt": Outcome.UPDATED}
    source = library.index.catalogue.source(key)
    assert source is not None
    assert (source.region, source.status) == ("深圳", Status.CURRENT)


def test_a_newer_reading_reads_the_file_again_and_keeps_what_was_stated(
    library: LocalAssistant, importer: Importer, write: Write, data_dir: Path
) -> None:
    path = write("a.txt", MEASURE)
    importer.add([path], Overrides(region="广东"))
    (database,) = (
        p
        for p in data_dir.glob("*.sqlite*")
        if p.suffix in (".sqlite", ".sqlite3") and "vectors" not in p.name
    )
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE origins SET reading = '0'")
        connection.execute("UPDATE sources SET digest = '0'")
    assert outcomes(importer.add([path])) == {"a.txt": Outcome.UPDATED}
    assert {source.region for source in library.sources()} == {"广东"}
    assert outcomes(importer.add([path])) == {"a.txt": Outcome.UNCHANGED}


def test_two_files_of_one_text_are_one(
    library: LocalAssistant, importer: Importer, write: Write
) -> None:
    first = write("a.txt", MEASURE)
    same = write("b.txt", MEASURE)
    encoded = write("c.txt", MEASURE.encode("gb18030"))
    report = importer.add([first, same, encoded])
    assert outcomes(report) == {
        "a.txt": Outcome.STORED,
        "b.txt": Outcome.DUPLICATE,
        "c.txt": Outcome.DUPLICATE,
    }
    assert all("a.txt" in str(result.note) for result in report.files[1:])
    later = importer.add([encoded])
    assert outcomes(later) == {"c.txt": Outcome.DUPLICATE}
    assert next(iter(ids(library))) in str(later.files[0].note)
    assert len(ids(library)) == 1


def test_two_formats_of_one_text_are_one(
    library: LocalAssistant, importer: Importer, write: Write
) -> None:
    html = "".join(f"<p>{line}</p>\n" for line in MEASURE.splitlines() if line)
    page = f"<!doctype html><html><head><title>页</title></head><body>{html}</body></html>"
    report = importer.add([write("a.txt", MEASURE), write("b.html", page)])
    assert outcomes(report) == {"a.txt": Outcome.STORED, "b.html": Outcome.DUPLICATE}
    undated = MEASURE.replace("自2031年3月1日起", "即日起")
    report = importer.add([write("c.txt", undated), write("d.txt", undated.replace("\n", "\n\n"))])
    assert outcomes(report) == {"c.txt": Outcome.STORED, "d.txt": Outcome.DUPLICATE}
    assert len(ids(library)) == 2


def test_the_same_version_from_another_file_takes_the_place_of_the_first(
    library: LocalAssistant, importer: Importer, write: Write
) -> None:
    importer.add([write("a.md", standard(2031))])
    report = importer.add([write("b.md", standard(2031, more="（重排）"))])
    assert outcomes(report) == {"b.md": Outcome.UPDATED}
    assert ids(library) == {"db44-t-9999-2031"}
    assert "（重排）" in str(library.index.catalogue.text("db44-t-9999-2031"))


def test_a_new_version_supersedes_and_the_old_one_stays(
    library: LocalAssistant, importer: Importer, write: Write
) -> None:
    importer.add([write("a.md", standard(2021))])
    report = importer.add([write("b.md", standard(2024, more="和记录"))])
    assert "取代《虚构测试规范》（db44-t-9999-2021）" in str(report.files[0].note)
    assert ids(library) == {"db44-t-9999-2021", "db44-t-9999-2024"}
    versions = library.shelf.standing(None).versions
    assert versions.superseded() == {"db44-t-9999-2021"}
    assert len({source.short_title for source in library.sources()}) == 2
    report = importer.add([write("c.md", standard(2019, more="，旧稿"))])
    assert "现行的是《虚构测试规范》（db44-t-9999-2024）" in str(report.files[0].note)


def test_a_draft_never_outranks_the_final_text(
    library: LocalAssistant, importer: Importer, write: Write
) -> None:
    importer.add([write("a.md", standard(2021))])
    report = importer.add([write("b.md", standard(2025, draft=True, more="（新）"))])
    (draft,) = ids(library) - {"db44-t-9999-2021"}
    assert "是草案，不取代正式文本" in str(report.files[0].note)
    versions = library.shelf.standing(None).versions
    assert versions.in_force("db44-t-9999-2021")
    assert not versions.in_force(draft)


def test_a_text_of_one_workspace_is_not_seen_in_another(
    library: LocalAssistant, importer: Importer, write: Write
) -> None:
    path = write("a.txt", MEASURE)
    importer.add([path], Overrides(workspace="acme"))
    report = importer.add([path], Overrides(workspace="other"))
    assert outcomes(report) == {"a.txt": Outcome.STORED}
    (acme,) = ids(library, "acme")
    (other,) = ids(library, "other")
    assert acme != other
    assert ids(library) == set()
    words = "首席质量官应当由总经理聘任"
    from index.filters import Filters

    for space, wanted in (("acme", {acme}), ("other", {other}), (None, set())):
        hits = library.index.retriever.search(words, k=20, filters=Filters(workspace=space))
        assert {hit.clause_id.partition("#")[0] for hit in hits} == wanted
    importer.remove(acme)
    assert ids(library, "other") == {other}
    assert library.index.originals.missing(library.index.catalogue) == ()


def test_an_id_of_another_text_is_not_taken_over(
    library: LocalAssistant, importer: Importer, write: Write
) -> None:
    shipped = next(iter(library.shipped_ids()))
    report = importer.add(
        [
            write("a.md", FRONT.replace("own-rules", shipped)),
            write("b.md", FRONT),
            write("c.md", FRONT.replace("测试结束", "虚构结束")),
        ]
    )
    assert outcomes(report) == {
        "a.md": Outcome.FAILED,
        "b.md": Outcome.STORED,
        "c.md": Outcome.FAILED,
    }
    assert "请给文件换一个 id" in str(report.files[0].error)
    other = importer.add([write("c.md", FRONT + "附则\n")], Overrides(workspace="acme"))
    assert "别的工作区" in str(other.files[0].error)
    again = importer.add([write("c.md", FRONT + "附则\n")])
    assert outcomes(again) == {"c.md": Outcome.UPDATED}


def test_what_belongs_to_one_text_is_not_stated_for_many(
    importer: Importer, write: Write, tmp_path: Path
) -> None:
    files = [write("a.txt", MEASURE), write("b.txt", NOTICE)]
    with pytest.raises(BadInput, match="--id 只能用于一个文件"):
        importer.add(files, Overrides(id="mine"))


def test_a_file_that_ends_its_process_does_not_end_the_batch(
    library: LocalAssistant, importer: Importer, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = [write(f"{n}.txt", law(f"第{n}类", 3)) for n in range(4)]

    def deadly(path: Path, *rest: object, **named: object) -> object:
        return Task(DeadlyPath(path) if path.name == "1.txt" else path, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("assistant.importing.adding.Task", deadly)
    report = importer.add(good, jobs=2)
    assert outcomes(report) == {
        "0.txt": Outcome.STORED,
        "1.txt": Outcome.FAILED,
        "2.txt": Outcome.STORED,
        "3.txt": Outcome.STORED,
    }
    assert "意外中止" in str(report.files[1].error)
    assert len(ids(library)) == 3


def test_an_import_that_is_stopped_leaves_whole_texts_and_goes_on_later(
    library: LocalAssistant, importer: Importer, write: Write
) -> None:
    files = [write(f"{n}.txt", law(f"第{n}类", 40)) for n in range(6)]
    steps: list[ImportEvent] = []

    def cancelled() -> bool:
        return sum(event.stage == "embedding" for event in steps) > 6

    with pytest.raises(Stopped):
        importer.add(files, progress=steps.append, cancelled=cancelled, jobs=1)
    for key in ids(library):
        document = library.index.catalogue.document(key)
        assert document is not None
        assert "".join(clause.text for clause in document.clauses) == document.text
    report = importer.add(files, jobs=1)
    assert not report.failed
    assert len(ids(library)) == 6
    assert library.index.verify().ok


def test_a_name_that_is_no_text_is_stored_and_told(
    library: LocalAssistant, importer: Importer, tmp_path: Path
) -> None:
    if os.name != "posix":
        pytest.skip("such names exist on POSIX only")
    good, bad = (tmp_path / os.fsdecode(name) for name in (b"\xff\x1b[31m.txt", b"\xfe\n.txt"))
    try:
        good.write_text(MEASURE, "utf-8")
    except OSError:
        pytest.skip("this file system refuses such names")
    bad.write_bytes(b"")
    report = importer.add([good, bad])
    assert [result.outcome for result in report.files] == [Outcome.STORED, Outcome.FAILED]
    assert str(report.files[1].error).isprintable()
    (key,) = ids(library)
    origin = library.index.catalogue.origin(key)
    assert origin is not None
    assert origin.file_name == "??[31m.txt"


def test_patterns_are_expanded_where_the_shell_does_not(
    importer: Importer, write: Write, tmp_path: Path
) -> None:
    write("a.txt", MEASURE)
    write("b.md", standard(2031))
    report = importer.add([tmp_path / "*.txt", tmp_path / "nosuch*.pdf", tmp_path / "a.txt"])
    assert outcomes(report) == {"a.txt": Outcome.STORED, "nosuch*.pdf": Outcome.FAILED}
