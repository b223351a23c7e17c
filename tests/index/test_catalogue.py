"""The catalogue: relatives, transactions, conversations, and folders that cannot be used."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from corpus.errors import BadInput
from index.catalogue.database import SCHEMA
from index.catalogue.tables import Base
from index.errors import DataFolderError, IndexBusy
from index.filters import Filters
from index.store import Index, open_index
from tests.index.fakes import FakeEncoder, document, library


def test_relatives(built: Index) -> None:
    catalogue = built.catalogue
    assert [c.id for c in catalogue.children("notes#二")] == ["notes#二/（一）", "notes#二/（二）"]
    assert [c.id for c in catalogue.parents("notes#二/（二）")] == ["notes#二"]
    assert [c.id for c in catalogue.siblings("notes#二/（二）")] == ["notes#二/（一）"]
    before, after = catalogue.neighbours("notes#二/（二）")
    assert before is not None
    assert after is not None
    assert (before.id, after.id) == ("notes#二/（一）", "notes#三")
    assert catalogue.neighbours("notes#九") == (None, None)
    assert catalogue.clause("none#1") is None
    assert catalogue.clauses("none") == ()


def test_sources_by_filter(built: Index) -> None:
    assert [s.id for s in built.catalogue.sources(Filters())] == ["hubei", "notes"]
    assert [s.id for s in built.catalogue.sources(Filters(regions=("湖北",)))] == ["hubei"]
    assert len(built.catalogue.sources()) == 3


def test_text_enters_whole_or_not_at_all(built: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    before = built.catalogue.generation

    def fail(connection: Connection, rows: Any) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(built.lexical, "write", fail)
    with pytest.raises(RuntimeError):
        built.catalogue.store(document("notes", "一、新\n新的文字。\n"))
    monkeypatch.undo()
    assert built.catalogue.generation == before
    assert built.catalogue.clauses("notes") == library()[0].clauses
    assert built.verify().ok


def test_storing_the_same_again_is_no_change(built: Index) -> None:
    before = built.catalogue.generation
    assert not built.catalogue.store(library()[0])
    assert built.catalogue.generation == before


def test_another_process_s_change_is_seen(built: Index) -> None:
    with open_index(built.data_dir, embedder=FakeEncoder()) as other:
        assert other.retriever.search("唯一的新句子")
        assert other.catalogue.source("later") is None
        built.add([document("later", "一、后来\n唯一的新句子。\n二、附则\n")])
        assert other.retriever.search("唯一的新句子")[0].clause_id == "later#一"
        assert other.catalogue.source("later") is not None


def test_conversations(index: Index) -> None:
    talk = index.conversations
    started = talk.start("abc", workspace="acme")
    assert talk.start("abc") == talk.get("abc")
    talk.append("abc", "任职条件有哪些？", answer={"status": "answered"})
    talk.append("abc", "那考核呢？", standalone="考核有哪些规定？")
    assert [m.question for m in talk.messages("abc")] == ["任职条件有哪些？", "那考核呢？"]
    assert talk.messages("abc", last=1)[0].standalone == "考核有哪些规定？"
    assert talk.messages("abc")[0].answer == {"status": "answered"}
    (listed,) = talk.recent("acme")
    assert listed.title == "任职条件有哪些？"
    assert listed.created == started.created
    assert talk.recent() == []
    assert talk.get("none") is None
    assert talk.remove("abc")
    assert talk.messages("abc") == []
    assert not talk.remove("abc")


def test_newer_data_are_refused(built: Index) -> None:
    with sqlite3.connect(built.data_dir / "catalogue.sqlite3") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DataFolderError, match=r"更新版本.*9999"):
        open_index(built.data_dir)
    assert issubclass(DataFolderError, BadInput)


def test_locked_database_is_told_and_still_read(built: Index) -> None:
    holder = sqlite3.connect(built.data_dir / "catalogue.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(DataFolderError, match="占用"):
            built.conversations.start()
        assert built.retriever.search("任职条件")
    finally:
        holder.close()


def test_second_builder_is_told_to_wait(built: Index) -> None:
    from filelock import FileLock

    with FileLock(built.data_dir / "index.lock"), pytest.raises(IndexBusy, match="正在建立索引"):
        built.build(library())


def test_read_only_index_answers_and_refuses_to_write(built: Index) -> None:
    with open_index(built.data_dir, embedder=FakeEncoder(), read_only=True) as other:
        assert other.read_only
        assert other.retriever.search("任职条件")
        for write in (other.conversations.start, lambda: other.build(library())):
            with pytest.raises(DataFolderError, match="只读"):
                write()


def test_nothing_to_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataFolderError, match="没有可读的索引"):
        open_index(tmp_path, read_only=True)


def test_damaged_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite3").write_bytes("这不是数据库".encode() * 200)
    with pytest.raises(DataFolderError, match="损坏"):
        open_index(tmp_path)


def test_data_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(DataFolderError):
        open_index(tmp_path / "file")


def test_migrations_make_the_tables_of_the_models(built: Index) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    import index.catalogue.migrations as migrations

    folder = Path(str(migrations.__file__)).parent
    assert ScriptDirectory(str(folder)).get_current_head() == SCHEMA
    with built.catalogue.database.reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: not str(name).startswith("chunk_words")},
        )
        assert compare_metadata(context, Base.metadata) == []


def test_tables_can_be_made_in_postgresql() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    for table in Base.metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=dialect))
