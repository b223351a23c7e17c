"""A data folder of the first version is brought up to date and loses nothing."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

import index.catalogue.migrations as migrations
from corpus.models import ClauseKind
from index.catalogue.database import FILE_NAME, SCHEMA
from index.errors import DataFolderError
from index.store import Index, open_index
from tests.index.fakes import FakeEncoder, document, library


def make_first_version(path: Path) -> None:
    """An empty catalogue as the first version of the product made it."""
    config = Config()
    config.set_main_option("script_location", str(Path(str(migrations.__file__)).parent))
    config.set_main_option("path_separator", "os")
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()


def copy_rows(newer: Path, older: Path) -> None:
    """Fill the older catalogue with the newer one's rows, as far as it has columns for them."""
    with closing(sqlite3.connect(older)) as connection:
        connection.execute("ATTACH ? AS newer", (str(newer),))
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM main.sqlite_master WHERE type='table'"
            )
            if not name.startswith(("sqlite_", "chunk_words_", "alembic"))
        ]
        for table in tables:
            columns = ", ".join(
                f'"{row[1]}"' for row in connection.execute(f"PRAGMA main.table_info({table})")
            )
            connection.execute(
                f"INSERT INTO main.{table} (rowid, {columns}) SELECT rowid, {columns} FROM newer.{table}"
            )
        connection.execute("UPDATE main.sources SET digest = 'of the first version'")
        connection.commit()


@pytest.fixture
def old_folder(built: Index, tmp_path: Path) -> Path:
    """A data folder of the first version that holds the small library and a conversation."""
    built.conversations.append(built.conversations.start("talk").id, "问？", answer={"a": 1})
    folder = tmp_path / "old"
    shutil.copytree(built.data_dir, folder, ignore=shutil.ignore_patterns(f"{FILE_NAME}*"))
    make_first_version(folder / FILE_NAME)
    with closing(sqlite3.connect(built.data_dir / FILE_NAME)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy_rows(built.data_dir / FILE_NAME, folder / FILE_NAME)
    return folder


def _version(folder: Path) -> str:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_everything_is_there_after_the_upgrade(old_folder: Path) -> None:
    assert _version(old_folder) == "0001"
    with open_index(old_folder, embedder=FakeEncoder()) as index:
        assert _version(old_folder) == SCHEMA
        for text in library():
            stored = index.catalogue.document(text.source.id)
            assert stored is not None
            assert (stored.source, stored.text) == (text.source, text.text)
            assert [c.text for c in stored.clauses] == [c.text for c in text.clauses]
            assert {c.kind for c in stored.clauses} == {ClauseKind.CLAUSE}  # unknown to the first
            assert stored.origin is None
        assert [m.question for m in index.conversations.messages("talk")] == ["问？"]
        assert index.verify().ok
        assert index.retriever.search("本科以上学历")[0].clause_id == "hubei#任职条件"


def test_the_next_build_fills_in_what_is_new(old_folder: Path) -> None:
    with open_index(old_folder, embedder=FakeEncoder()) as index:
        report = index.build(library())
        assert set(report.stored) == {text.source.id for text in library()}
        for text in library():
            assert index.catalogue.clauses(text.source.id) == text.clauses
        assert index.build(library()).stored == ()


def test_imports_work_after_the_upgrade(old_folder: Path) -> None:
    with open_index(old_folder, embedder=FakeEncoder()) as index:
        summary = index.import_documents([document("new", "第一条 新的。\n第二条 新的。\n")])
        assert summary.stored == ("new",)
        assert index.verify().ok


def test_a_turn_of_an_old_folder_is_the_first_of_its_versions(old_folder: Path) -> None:
    with open_index(old_folder, embedder=FakeEncoder()) as index:
        talk = index.conversations
        (old,) = talk.messages("talk")
        assert (old.version, old.versions, old.configuration) == (1, 1, None)
        talk.append("talk", "改过的问？", answer={"a": 2}, version_of=old.turn)
        (new,) = talk.messages("talk")
        assert (new.question, new.version, new.versions) == ("改过的问？", 2, 2)
        index.catalogue.feedback.give(new.pk, "useful")
        assert [one.conversation for one in index.catalogue.feedback.given()] == ["talk"]


def test_two_processes_upgrade_once(old_folder: Path) -> None:
    with (
        open_index(old_folder, embedder=FakeEncoder()) as one,
        open_index(old_folder, embedder=FakeEncoder()) as two,
    ):
        assert len(one.catalogue.sources()) == len(two.catalogue.sources()) == 3


def test_a_newer_folder_is_refused_by_name(old_folder: Path) -> None:
    with closing(sqlite3.connect(old_folder / FILE_NAME)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(DataFolderError, match="9999"):
        open_index(old_folder, embedder=FakeEncoder())
