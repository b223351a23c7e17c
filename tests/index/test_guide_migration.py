"""A data folder of the version before 完成条件 could be ticked off keeps every task, with nothing ticked."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

import index.catalogue.migrations as migrations
from index.catalogue.database import FILE_NAME, SCHEMA, open_database
from index.catalogue.guides import GuideStore, TaskState

BEFORE = "0005"
AT = "2026-07-01 00:00:00.000000"


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """A folder of the version before, with a company on its way and a task that is done."""
    config = Config()
    config.set_main_option("script_location", str(Path(str(migrations.__file__)).parent))
    config.set_main_option("path_separator", "os")
    engine = create_engine(f"sqlite:///{tmp_path / FILE_NAME}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
    engine.dispose()
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        rows = {
            "companies": ("firm", None, "甲公司", "{}", AT, 1),
            "guides": ("way", "firm", "guangdong", "2026-12-01", "[]", "{}", AT, AT, 1),
            "guide_tasks": ("way", "leadership", "done", "", "已开会", "张三", 3, AT, 4),
        }
        for table, row in rows.items():
            connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        connection.commit()
    return tmp_path


def test_tasks_are_there_after_the_upgrade_and_can_be_ticked_off(earlier: Path) -> None:
    database = open_database(earlier)
    store = GuideStore(database)
    (task,) = store.tasks("way").values()
    assert task == TaskState(
        *("leadership", "done", "", "已开会", "张三", 3, (), task.updated, 4),
    )
    made = store.set_task("way", "leadership", 4, ticked=["已经明确。"])
    assert (made.ticked, made.note, made.revision) == (("已经明确。",), "已开会", 5)
    database.close()
    with closing(sqlite3.connect(earlier / FILE_NAME)) as connection:
        (version,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    assert version == SCHEMA


def test_two_processes_upgrade_once(earlier: Path) -> None:
    one, two = open_database(earlier), open_database(earlier)
    GuideStore(one).set_task("way", "leadership", 4, ticked=["已经明确。"])
    assert GuideStore(two).tasks("way")["leadership"].ticked == ("已经明确。",)
    one.close()
    two.close()
