"""Companies and drafts: stored whole, a stale change refused, two writers lose nothing, read-only is said."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from index.catalogue.database import Database, open_database
from index.catalogue.draft_tables import CompanyRow, DraftRow
from index.catalogue.drafts import DraftRecord, DraftStore
from index.catalogue.guide_records import Conflict
from index.errors import DataFolderError

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 7, 1, 9, 30, tzinfo=UTC)
RECORD = DraftRecord(
    "a" * 32, "duty-charter", "职责章程", "甲公司", {"text": "第一条 “引号”\n😀"}, NOW, NOW, 0
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def store(database: Database) -> DraftStore:
    return DraftStore(database)


def test_a_draft_comes_back_as_it_was_stored(store: DraftStore) -> None:
    assert store.put_draft(RECORD) == 1
    assert store.draft(RECORD.id) == replace(RECORD, revision=1)
    assert store.drafts() == store.drafts("甲公司") == [replace(RECORD, revision=1)]
    assert store.drafts("乙公司") == []
    assert store.draft("b" * 32) is None


def test_the_newest_change_stands_first(store: DraftStore) -> None:
    store.put_draft(RECORD)
    store.put_draft(replace(RECORD, id="b" * 32, updated=NOW.replace(hour=10)))
    assert [one.id[0] for one in store.drafts()] == ["b", "a"]
    store.put_draft(replace(RECORD, revision=1, updated=NOW.replace(hour=11)))
    assert [one.id[0] for one in store.drafts()] == ["a", "b"]


@pytest.mark.parametrize("stale", [0, 1, 5])
def test_a_stale_change_is_refused_and_changes_nothing(store: DraftStore, stale: int) -> None:
    store.put_draft(RECORD)
    store.put_draft(replace(RECORD, revision=1, title="第二次"))
    with pytest.raises(Conflict) as refused:
        store.put_draft(replace(RECORD, revision=stale, title="晚到的"))
    assert refused.value.revision == 2
    found = store.draft(RECORD.id)
    assert found is not None
    assert (found.title, found.revision) == ("第二次", 2)


def test_what_was_removed_meanwhile_does_not_come_back(store: DraftStore) -> None:
    store.put_draft(RECORD)
    assert store.remove_draft(RECORD.id)
    with pytest.raises(Conflict) as refused:
        store.put_draft(replace(RECORD, revision=1))
    assert refused.value.revision == 0
    assert not store.remove_draft(RECORD.id)
    assert store.drafts() == []


def test_a_company_keeps_its_facts(store: DraftStore) -> None:
    facts = {"company_name": "甲公司", "powers": ["veto"], "cqo_part_time": False}
    made = store.put_company(None, "甲公司", facts, 0)
    assert store.company(made.id) == made
    assert store.companies() == [made]
    changed = store.put_company(made.id, "甲公司", {"company_name": "甲公司"}, made.revision)
    assert (changed.id, changed.revision, changed.facts) == (made.id, 2, {"company_name": "甲公司"})
    with pytest.raises(Conflict):
        store.put_company(made.id, "甲公司", facts, 1)
    assert store.company(made.id) == changed
    assert store.remove_company(made.id)
    assert not store.remove_company(made.id)


def test_of_writers_at_once_one_wins_and_the_others_are_told(store: DraftStore) -> None:
    store.put_draft(RECORD)
    start = threading.Barrier(6)
    won: list[str] = []
    refused: list[int] = []

    def write(name: str) -> None:
        start.wait()
        try:
            store.put_draft(replace(RECORD, revision=1, title=name))
        except Conflict as error:
            refused.append(error.revision)
        else:
            won.append(name)

    threads = [threading.Thread(target=write, args=(f"第{n}人",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = store.draft(RECORD.id)
    assert found is not None
    assert won == [found.title]
    assert refused == [2] * 5


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from index.catalogue.database import open_database
from index.catalogue.drafts import DraftStore
from index.catalogue.guide_records import Conflict
from tests.index.test_drafts import RECORD
store = DraftStore(open_database(Path(sys.argv[1])))
written = 0
while written < 25:
    found = store.draft(RECORD.id)
    content = {"count": found.content.get("count", 0) + 1}
    try:
        store.put_draft(replace(found, content=content))
    except Conflict:
        continue
    written += 1
"""


def test_two_processes_lose_no_change(store: DraftStore, tmp_path: Path) -> None:
    store.put_draft(RECORD)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in processes:
        _, error = process.communicate(timeout=120)
        assert process.returncode == 0, error
    found = store.draft(RECORD.id)
    assert found is not None
    assert (found.content["count"], found.revision) == (50, 51)


def test_a_read_only_folder_is_read_and_says_that_it_cannot_be_written(
    store: DraftStore, tmp_path: Path
) -> None:
    store.put_draft(RECORD)
    reading = open_database(tmp_path, read_only=True)
    try:
        other = DraftStore(reading)
        assert other.draft(RECORD.id) is not None
        with pytest.raises(DataFolderError, match="只读，无法写入"):
            other.put_draft(replace(RECORD, revision=1))
        with pytest.raises(DataFolderError, match="只读，无法写入"):
            other.put_company(None, "甲公司", {}, 0)
    finally:
        reading.close()


@pytest.mark.parametrize("row", [CompanyRow, DraftRow])
def test_the_tables_are_made_by_the_migration_and_known_to_postgresql(
    database: Database, row: type[CompanyRow | DraftRow]
) -> None:
    from sqlalchemy import Table, inspect

    table = row.__table__
    assert isinstance(table, Table)
    made = {one["name"]: one for one in inspect(database.engine).get_columns(table.name)}
    assert set(made) == {column.name for column in table.columns}
    for column in table.columns:
        assert made[column.name]["nullable"] == bool(column.nullable)
        assert str(made[column.name]["type"]) == str(column.type)
    statement = CreateTable(table).compile(dialect=postgresql.dialect())  # type: ignore[no-untyped-call]
    assert "TIMESTAMP WITH TIME ZONE" in str(statement)
