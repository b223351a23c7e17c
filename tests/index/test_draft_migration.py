"""A data folder of the version before drafting is brought up to date by itself and loses nothing."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

import index.catalogue.migrations as migrations
from index.catalogue.database import FILE_NAME, SCHEMA
from index.catalogue.drafts import DraftRecord
from index.errors import DataFolderError
from index.store import Index, open_index
from tests.index.fakes import FakeEncoder

BEFORE = "0003"
NOW = datetime(2026, 7, 1, tzinfo=UTC)


def _earlier_catalogue(path: Path) -> None:
    """An empty catalogue as the version before drafting made it."""
    config = Config()
    config.set_main_option("script_location", str(Path(str(migrations.__file__)).parent))
    config.set_main_option("path_separator", "os")
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
    engine.dispose()


def _tables(connection: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type='table' ORDER BY name"
    names = [name for (name,) in connection.execute(query)]
    return [n for n in names if not n.startswith(("sqlite_", "chunk_words_", "alembic"))]


def _rows(path: Path, tables: list[str]) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(path)) as connection:
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in tables}


@pytest.fixture
def earlier_folder(built: Index, tmp_path: Path) -> Path:
    """The small library, a conversation with two versions of a turn and feedback, at revision 0003."""
    talk = built.conversations
    talk.append(talk.start("talk").id, "问？", answer={"a": 1})
    talk.append("talk", "改过的问？", answer={"a": 2}, version_of=talk.messages("talk")[0].turn)
    built.catalogue.feedback.give(talk.messages("talk")[0].pk, "useful")
    folder = tmp_path / "earlier"
    shutil.copytree(built.data_dir, folder, ignore=shutil.ignore_patterns(f"{FILE_NAME}*"))
    _earlier_catalogue(folder / FILE_NAME)
    with closing(sqlite3.connect(built.data_dir / FILE_NAME)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        connection.execute("ATTACH ? AS newer", (str(built.data_dir / FILE_NAME),))
        for name in _tables(connection):
            connection.execute(f"DELETE FROM main.{name}")
            connection.execute(f"INSERT INTO main.{name} SELECT * FROM newer.{name}")
        connection.commit()
    return folder


def _version(folder: Path) -> str:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_every_row_is_there_after_the_upgrade(earlier_folder: Path) -> None:
    with closing(sqlite3.connect(earlier_folder / FILE_NAME)) as connection:
        tables = _tables(connection)
    assert "drafts" not in tables
    before = _rows(earlier_folder / FILE_NAME, tables)
    assert before["feedback"]
    with open_index(earlier_folder, embedder=FakeEncoder()) as index:
        assert _version(earlier_folder) == SCHEMA
        assert [m.question for m in index.conversations.messages("talk")] == ["改过的问？"]
        assert index.verify().ok
        assert (index.drafts.drafts(), index.drafts.companies()) == ([], [])
    assert _rows(earlier_folder / FILE_NAME, tables) == before


def test_drafts_can_be_kept_after_the_upgrade(earlier_folder: Path) -> None:
    record = DraftRecord("a" * 32, "duty-charter", "职责章程", "甲公司", {"a": 1}, NOW, NOW, 0)
    with open_index(earlier_folder, embedder=FakeEncoder()) as index:
        index.drafts.put_draft(record)
        index.drafts.put_company(None, "甲公司", {"company_name": "甲公司"}, 0)
    with open_index(earlier_folder, embedder=FakeEncoder()) as index:
        assert [one.title for one in index.drafts.drafts()] == ["职责章程"]
        assert [one.name for one in index.drafts.companies()] == ["甲公司"]


def test_two_processes_upgrade_once(earlier_folder: Path) -> None:
    with (
        open_index(earlier_folder, embedder=FakeEncoder()) as one,
        open_index(earlier_folder, embedder=FakeEncoder()) as two,
    ):
        one.drafts.put_company(None, "甲公司", {}, 0)
        assert [company.name for company in two.drafts.companies()] == ["甲公司"]


def test_an_earlier_folder_that_cannot_be_written_says_so(earlier_folder: Path) -> None:
    with pytest.raises(DataFolderError, match="只读，且数据版本较旧"):
        open_index(earlier_folder, embedder=FakeEncoder(), read_only=True)
    assert _version(earlier_folder) == BEFORE
