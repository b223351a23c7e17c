"""Files are read in processes of their own: one that crashes, hangs or is cancelled harms nothing else."""

from __future__ import annotations

import logging
import multiprocessing
import queue
import signal
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from assistant.importing.assembling import Kept, documents_of
from assistant.importing.models import Overrides
from assistant.importing.overlay import Overlay
from corpus.errors import BadInput, CqoError
from corpus.models import Document
from corpus.reading.models import Limits, ReadProgress

_log = logging.getLogger(__name__)
#: Files that one process reads before a fresh one takes its place: its memory goes back with it.
_FILES = 64
_POLL_SECONDS = 0.1

Cancelled = Callable[[], bool]


class Stopped(CqoError):
    """The work was given up because whoever asked for it no longer wants it."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read and all that is needed for it."""

    path: Path
    overrides: Overrides
    limits: Limits
    seconds: float  # the longest it may take
    taken: Collection[str] = frozenset()
    overlay: Overlay | None = None
    kept: Mapping[int, Kept] = field(default_factory=dict)


class ReadingProcess:
    """One process that reads one file at a time; started at the first, ended by ``close``."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._read = 0

    def read(
        self,
        task: Task,
        progress: ReadProgress | None = None,
        cancelled: Cancelled | None = None,
    ) -> tuple[Document, ...]:
        """Raises BadInput with one Chinese line when the file cannot be read, Stopped when cancelled."""
        if self._read >= _FILES:
            self.close()
        connection = self._started()
        self._read += 1
        end = time.monotonic() + task.seconds
        whole = False
        try:
            connection.send(task)
            while True:
                if cancelled is not None and cancelled():
                    raise Stopped(f"已停止读取 {task.path.name}。")
                if time.monotonic() > end:
                    raise BadInput(
                        f"{task.path.name} 读了 {task.seconds:.0f} 秒还没有读完，已放弃；"
                        "请拆分后再加入，或调大 CQO_IMPORT_SECONDS。"
                    )
                if not connection.poll(_POLL_SECONDS):
                    continue
                kind, *told = connection.recv()
                if kind == "progress":
                    if progress is not None:
                        progress(*told)
                    continue
                whole = True
                if kind == "failed":
                    raise BadInput(told[0])
                documents: tuple[Document, ...] = told[0]
                return documents
        except (EOFError, OSError) as error:
            raise BadInput(
                f"{task.path.name} 读取时程序意外中止，这个文件没有加入；文件可能已损坏或太大，请换一种格式再试。"
            ) from error
        finally:
            if not whole:
                self.close()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.join(10)
        self._process = self._connection = None
        self._read = 0

    def _started(self) -> Connection:
        if self._connection is not None and self._process is not None and self._process.is_alive():
            return self._connection
        self.close()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._connection = ours
        return ours


class Readers:
    """So many processes, used by as many threads; each file goes to a process that is free."""

    def __init__(self, count: int) -> None:
        self._all = [ReadingProcess() for _ in range(count)]
        self._free: queue.SimpleQueue[ReadingProcess] = queue.SimpleQueue()
        for process in self._all:
            self._free.put(process)
        self._stopped = threading.Event()

    def read(self, task: Task, progress: ReadProgress | None = None) -> tuple[Document, ...]:
        """As ``ReadingProcess.read``; waits for a free process."""
        process = self._free.get()
        try:
            return process.read(task, progress, self._stopped.is_set)
        finally:
            self._free.put(process)

    def stop(self) -> None:
        """Give up what is being read."""
        self._stopped.set()

    def close(self) -> None:
        self.stop()
        for process in self._all:
            process.close()


@contextmanager
def readers(count: int) -> Iterator[Readers]:
    """Reading processes that end with the block."""
    pool = Readers(count)
    try:
        yield pool
    finally:
        pool.close()


def serve(connection: Connection) -> None:
    """What the process does: read what it is sent until the other end closes."""
    with suppress(ValueError, OSError):  # Ctrl+C is the parent's to answer
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        while True:
            task: Task = connection.recv()
            connection.send(_answer(task, connection))


def _answer(task: Task, connection: Connection) -> tuple[str, object]:
    try:
        documents = documents_of(
            task.path,
            task.overrides,
            limits=task.limits,
            progress=_Pages(connection),
            taken=task.taken,
            overlay=task.overlay,
            kept=task.kept,
        )
    except CqoError as error:
        return "failed", error.message
    except MemoryError:
        return "failed", f"{task.path.name} 太大，内存不够读取它，请拆分后再加入。"
    except RecursionError:
        return "failed", f"{task.path.name} 的内部层次过深，读不出来，请另存为普通格式后再加入。"
    except OSError as error:
        said = error.strerror or type(error).__name__
        return "failed", f"{task.path.name} 读不了（{said}），请检查路径和权限。"
    except Exception as error:  # a fault of ours must not end the batch
        _log.exception("a file could not be read")
        return (
            "failed",
            f"{task.path.name} 读取时程序出错（{type(error).__name__}），没有加入；请换一种格式再试。",
        )
    return "documents", documents


class _Pages:
    """Sends progress, at most ten times a second."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self._last = connection, 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if done >= total or now - self._last >= _POLL_SECONDS:
            self._last = now
            self._connection.send(("progress", done, total))
