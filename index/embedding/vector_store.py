"""Vectors kept in SQLite by model, role and content hash: a cache, derived and safe to delete.

Never a reason to fail: where it cannot be written it is only read, and where it cannot be read it
is left out, with a line in the log.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path

import numpy as np

from index.embedding.engine import Vectors

FILE_NAME = "embeddings.sqlite"
BUSY_MILLISECONDS = 10_000
LOOKUP = 500  # keys of one SELECT

_log = logging.getLogger(__name__)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS models (id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS vectors (
    model INTEGER NOT NULL REFERENCES models (id),
    role INTEGER NOT NULL,  -- 0 passage, 1 query
    sha256 BLOB NOT NULL,  -- of the text, UTF-8
    vector BLOB NOT NULL,  -- float32, little endian
    UNIQUE (model, role, sha256)
);
"""


class Role(IntEnum):
    """What a text is embedded as; e5 gives the same text two vectors."""

    PASSAGE = 0
    QUERY = 1


class VectorStore:
    """Vectors of one model in ``<data_dir>/embeddings.sqlite``; safe to share between threads."""

    def __init__(self, data_dir: Path, fingerprint: str) -> None:
        self._lock = threading.Lock()
        self.path = data_dir / FILE_NAME
        self._fingerprint = fingerprint
        self._connection: sqlite3.Connection | None = None
        self._model = -1
        self.writable = False
        self._open()

    def get(self, role: Role, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        """Vectors of those keys (SHA-256 of the texts, 32 bytes) that are kept: key -> [dimensions]."""
        found: dict[bytes, Vectors] = {}
        with self._lock:
            if self._connection is None:
                return found
            try:
                for start in range(0, len(keys), LOOKUP):
                    found.update(self._select(self._connection, role, keys[start : start + LOOKUP]))
            except sqlite3.Error as error:
                self._give_up("读取", error)
        return found

    def put(self, role: Role, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Keep vectors [keys, dimensions] in one transaction; on disk when this returns."""
        with self._lock:
            if self._connection is None or not self.writable:
                return
            rows = [
                (self._model, int(role), key, row.astype("<f4").tobytes())
                for key, row in zip(keys, vectors, strict=True)
            ]
            try:
                with self._connection as transaction:
                    transaction.executemany("INSERT OR IGNORE INTO vectors VALUES (?,?,?,?)", rows)
            except sqlite3.Error as error:
                self._give_up("写入", error)

    def close(self) -> None:
        """Close the file; later calls find nothing and keep nothing."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _select(
        self, connection: sqlite3.Connection, role: Role, keys: Sequence[bytes]
    ) -> dict[bytes, Vectors]:
        marks = ",".join("?" * len(keys))
        rows = connection.execute(
            f"SELECT sha256, vector FROM vectors WHERE model = ? AND role = ? AND sha256 IN ({marks})",
            (self._model, int(role), *keys),
        )
        return {key: np.frombuffer(blob, "<f4").astype(np.float32) for key, blob in rows}

    def _open(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._open_to_write()
        except sqlite3.OperationalError as error:
            self._open_to_read(error)
        except sqlite3.DatabaseError as error:  # not a database: nothing of worth is in it
            self._start_anew(error)
        except OSError as error:
            self._open_to_read(error)

    def _start_anew(self, cause: sqlite3.DatabaseError) -> None:
        _log.warning("向量缓存已损坏，重新建立：%s（%s）", self.path, cause)
        try:
            for ending in ("", "-wal", "-shm"):
                self.path.with_name(FILE_NAME + ending).unlink(missing_ok=True)
            self._open_to_write()
        except (OSError, sqlite3.Error) as error:
            _log.warning("向量缓存无法重建，本次不缓存：%s", error)

    def _open_to_write(self) -> None:
        connection = self._connect(self.path.as_posix(), uri=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.executescript(_SCHEMA)
            with connection:
                connection.execute(
                    "INSERT OR IGNORE INTO models (fingerprint) VALUES (?)", (self._fingerprint,)
                )
            self._use(connection)
            self.writable = True
        except sqlite3.Error:
            connection.close()
            raise

    def _open_to_read(self, cause: Exception) -> None:
        _log.warning("向量缓存不可写，本次不保存：%s（%s）", self.path, cause)
        # "immutable" needs no -shm file beside it, but does not see what another process is writing
        for mode in ("mode=ro", "mode=ro&immutable=1"):
            try:
                self._use(self._connect(f"{self.path.absolute().as_uri()}?{mode}", uri=True))
                return
            except sqlite3.Error:
                continue

    def _use(self, connection: sqlite3.Connection) -> None:
        try:
            row = connection.execute(
                "SELECT id FROM models WHERE fingerprint = ?", (self._fingerprint,)
            ).fetchone()
        except sqlite3.Error:
            connection.close()
            raise
        self._connection, self._model = connection, row[0] if row else -1

    @staticmethod
    def _connect(path: str, *, uri: bool) -> sqlite3.Connection:
        seconds = BUSY_MILLISECONDS / 1000
        return sqlite3.connect(path, timeout=seconds, check_same_thread=False, uri=uri)

    def _give_up(self, doing: str, error: sqlite3.Error) -> None:
        _log.warning("向量缓存无法%s，本次不再使用：%s（%s）", doing, self.path, error)
        self.writable = False
        if doing == "读取" and self._connection is not None:
            self._connection.close()
            self._connection = None
