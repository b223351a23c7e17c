"""Kill an import while it embeds, import again, and look at what is there."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import CqoError
from evals.importing.rendering import Progress
from evals.importing.texts import SampleText
from index.embedding.vector_store import FILE_NAME
from index.store import open_index

_WAIT_SECONDS = 1800.0
_VECTORS_BEFORE_KILL = 300


@dataclass(frozen=True, slots=True)
class KillFigures:
    """``visible``: imported sources seen by a reader after the kill; ``half`` of them whose clauses
    joined are not their text. ``repeated``: files that became two sources. ``kept``: vectors on
    disk when the process was killed; ``reused``: of them still there and not made again."""

    files: int
    killed: bool
    kept: int
    visible_after_kill: int
    half_after_kill: int
    sources: int
    repeated: int
    half: int
    made_again: int
    vectors: int
    reused: int
    first_seconds: float
    second_seconds: float
    verified: bool
    second_exit: int


def kill_and_resume(
    texts: Sequence[SampleText], folder: Path, progress: Progress | None = None
) -> KillFigures:
    """Import ``texts`` into a data folder of its own inside ``folder``, which is emptied first."""
    data = folder / "kill-data"
    shutil.rmtree(data, ignore_errors=True)
    copies = folder / "kill-texts"
    shutil.rmtree(copies, ignore_errors=True)
    copies.mkdir(parents=True)
    for text in texts:
        shutil.copyfile(text.path, copies / f"{text.key}{text.path.suffix}")
    environment = {**os.environ, "CQO_DATA_DIR": str(data)}
    _run(["index", "build"], environment)
    shipped = set(_sources(data))
    before = _vectors(data)
    if progress:
        progress("准备资料库", 1, 1)

    started = time.perf_counter()
    killed = _kill_while_embedding(["corpus", "add", str(copies)], environment, data, before)
    first_seconds = time.perf_counter() - started
    kept = _vectors(data)
    seen = _sources(data)
    visible = [key for key in seen if key not in shipped]
    half = sum(not seen[key] for key in visible)
    if progress:
        progress("中断后检查", 1, 1)

    started = time.perf_counter()
    again = subprocess.run(
        _command(["corpus", "add", str(copies)]),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    second_seconds = time.perf_counter() - started
    seen = _sources(data)
    ours = [key for key in seen if key not in shipped]
    digests = Counter(_digests(data, ours).values())
    vectors = _vectors(data)
    verified = subprocess.run(
        _command(["index", "verify"]), env=environment, capture_output=True, check=False
    )
    return KillFigures(
        files=len(texts),
        killed=killed,
        kept=len(kept - before),
        visible_after_kill=len(visible),
        half_after_kill=half,
        sources=len(ours),
        repeated=sum(count - 1 for count in digests.values()),
        half=sum(not seen[key] for key in ours),
        made_again=len(vectors - kept),
        vectors=len(vectors - before),
        reused=len((kept - before) & vectors),
        first_seconds=first_seconds,
        second_seconds=second_seconds,
        verified=verified.returncode == 0,
        second_exit=again.returncode,
    )


def _command(arguments: Sequence[str]) -> list[str]:
    code = "import sys; from assistant.cli.app import run; sys.exit(run(sys.argv[1:]))"
    return [sys.executable, "-c", code, *arguments]


def _run(arguments: Sequence[str], environment: dict[str, str]) -> None:
    done = subprocess.run(
        _command(arguments), env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["没有说明"]
        raise CqoError(f"cqo {' '.join(arguments)} 没有完成：{said[-1]}")


def _kill_while_embedding(
    arguments: Sequence[str], environment: dict[str, str], data: Path, before: set[bytes]
) -> bool:
    """Start the command and kill it (SIGKILL) once it has put 300 new vectors on disk.

    False when it ended by itself before that.
    """
    process = subprocess.Popen(
        _command(arguments),
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name == "posix",
    )
    deadline = time.perf_counter() + _WAIT_SECONDS
    try:
        while process.poll() is None and time.perf_counter() < deadline:
            if len(_vectors(data) - before) >= _VECTORS_BEFORE_KILL:
                _kill(process)
                return True
            time.sleep(0.1)
        return False
    finally:
        if process.poll() is None:
            _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The process and the readers that it started, at once and without a chance to tidy up."""
    if os.name == "posix":
        import signal

        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _vectors(data: Path) -> set[bytes]:
    """Keys of the passages' vectors on disk."""
    path = data / FILE_NAME
    if not path.exists():
        return set()
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)
    try:
        rows = connection.execute("SELECT sha256 FROM vectors WHERE role = 0")
        return {row[0] for row in rows}
    except sqlite3.OperationalError:
        return set()  # made, but no table in it yet
    finally:
        connection.close()


def _sources(data: Path) -> dict[str, bool]:
    """Each source that a reader sees, and whether its clauses joined are its text."""
    with open_index(data, read_only=True) as index:
        whole = {}
        for source in index.catalogue.sources():
            document: Any = index.catalogue.document(source.id)
            joined = "".join(clause.text for clause in document.clauses) if document else None
            whole[source.id] = bool(joined) and joined == document.text
        return whole


def _digests(data: Path, ids: Sequence[str]) -> dict[str, str]:
    """SHA-256 of the file that each source was read from; its part too, where a file holds two."""
    with open_index(data, read_only=True) as index:
        found = {}
        for key in ids:
            document: Any = index.catalogue.document(key)
            origin = document.origin if document else None
            found[key] = f"{origin.file_sha256}/{origin.part}" if origin else key
        return found
