"""Open the catalogue's database: SQLite in the data folder, or any URL that SQLAlchemy knows.

Measured on 2 cores: importing Alembic costs 0.4 s, so a start compares one number with ``SCHEMA``
and only an older or empty database meets Alembic.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool

from index.errors import DataFolderError

#: Newest migration. Migrations are numbered, so that a larger number is a newer version.
SCHEMA = "0006"
FILE_NAME = "catalogue.sqlite3"
_BUSY_MS = 10_000


class Database:
    """An engine and whether it may be written. Make one with ``open_database``."""

    def __init__(self, engine: Engine, *, read_only: bool, place: str) -> None:
        self.engine, self.read_only, self.place = engine, read_only, place

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection whose reads see one state of the catalogue. Raises DataFolderError."""
        with self._translated(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that takes the write lock at once: all is stored, or nothing."""
        if self.read_only:
            raise DataFolderError(
                f"数据文件夹只读，无法写入：{self.place}。请换用可写的文件夹或修改权限。"
            )
        with self._translated():
            connection = self.engine.connect().execution_options(cqo_write=True)
            with connection, connection.begin():
                yield connection

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise _explained(error, self.place) from error


def open_database(
    data_dir: Path, url: str | None = None, *, read_only: bool = False, busy_ms: int = _BUSY_MS
) -> Database:
    """Open (and where allowed create or bring up to date) the catalogue.

    A folder that cannot be written is opened for reading. Raises DataFolderError when there is
    nothing to read, when the data are of a newer version, or when the file is locked or damaged.
    """
    if url and not url.startswith("sqlite"):
        database = Database(create_engine(url), read_only=read_only, place=_masked(url))
    else:
        path = Path(make_url(url).database or "") if url else data_dir / FILE_NAME
        database = _open_sqlite(path, read_only=read_only, busy_ms=busy_ms)
    try:
        _bring_up_to_date(database)
    except BaseException:
        database.close()
        raise
    return database


def _open_sqlite(path: Path, *, read_only: bool, busy_ms: int) -> Database:
    place = str(path.parent)
    if not read_only:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            raise DataFolderError(
                f"数据文件夹不是文件夹：{place}。请在设置中换一个路径。"
            ) from None
        except OSError:
            read_only = True
    writable = os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))
    read_only = read_only or not writable
    if not read_only:
        return Database(
            _sqlite_engine(f"file:{_quoted(path)}", busy_ms), read_only=False, place=place
        )
    if not path.exists():
        raise DataFolderError(
            f"数据文件夹中没有可读的索引：{place}。请先在可写的文件夹中运行 cqo index rebuild。"
        )
    uri = f"file:{_quoted(path)}?mode=ro"
    engine = _sqlite_engine(uri, busy_ms)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
    except OperationalError:
        # A WAL file cannot be read where its -shm cannot be made, unless nobody changes the file.
        engine.dispose()
        engine = _sqlite_engine(f"{uri}&immutable=1", busy_ms)
    return Database(engine, read_only=True, place=place)


def _sqlite_engine(uri: str, busy_ms: int) -> Engine:
    import sqlite3

    read_only = "mode=ro" in uri

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            uri, uri=True, timeout=busy_ms / 1000, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA cache_size=-16000")
        if not read_only:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
        return connection

    engine = create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, pool_size=8, max_overflow=24
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("cqo_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _bring_up_to_date(database: Database) -> None:
    version = _version(database)
    if version == SCHEMA:
        return
    if version is not None and version > SCHEMA:
        raise DataFolderError(
            f"数据文件夹由更新版本的程序创建（数据版本 {version}，本程序 {SCHEMA}）："
            f"{database.place}。"
            "请升级本程序，或换用另一个数据文件夹。"
        )
    if database.read_only:
        raise DataFolderError(
            f"数据文件夹只读，且数据版本较旧，无法升级：{database.place}。请换用可写的文件夹。"
        )
    _migrate(database)


def _version(database: Database) -> str | None:
    """The migration the database stands at; None when it is empty."""
    from sqlalchemy import inspect, text

    if database.is_sqlite:
        query = "SELECT name FROM sqlite_master WHERE name = 'alembic_version'"
        with database.reading() as connection:
            if connection.exec_driver_sql(query).first() is None:
                return None
            row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
            return str(row[0]) if row else None
    with database.reading() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
        return str(row[0]) if row else None


def _migrate(database: Database) -> None:
    """Run the missing migrations in one transaction; two processes at once do it once."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _explained(error: DBAPIError, place: str) -> DataFolderError | DBAPIError:
    words = str(error.orig).lower()
    if "locked" in words or "busy" in words:
        return DataFolderError(
            f"数据文件夹正被另一个程序占用：{place}。请稍后再试，或先关闭那个程序。"
        )
    if "readonly" in words or "read-only" in words:
        return DataFolderError(f"数据文件夹只读，无法写入：{place}。请换用可写的文件夹或修改权限。")
    if "disk" in words and "full" in words:
        return DataFolderError(f"磁盘已满，无法写入：{place}。请清理后重试。")
    if isinstance(error, DatabaseError) and ("not a database" in words or "malformed" in words):
        return DataFolderError(
            f"索引文件已损坏：{place}。请移走 {FILE_NAME} 后运行 cqo index rebuild。"
        )
    if "unable to open" in words:
        return DataFolderError(f"打不开数据文件夹中的索引：{place}。请检查权限和磁盘。")
    return error


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path.absolute()))


def _masked(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)
