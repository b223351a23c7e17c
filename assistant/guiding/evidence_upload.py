"""A file of evidence from the network: written block by block in a thread, whole or not at all."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from queue import Queue
from threading import Thread

from starlette.concurrency import run_in_threadpool

from assistant.guiding.evidence_files import EvidenceFiles

#: Blocks that wait to be written.
_WAITING = 8


class _Interrupted(Exception):
    """The sender went away in the middle."""


class _Writing:
    """The thread that writes; it takes all that is sent, so that whoever sends never waits for ever."""

    def __init__(self, files: EvidenceFiles, name: str) -> None:
        self._files, self._name = files, name
        self._blocks: Queue[bytes | _Interrupted | None] = Queue(maxsize=_WAITING)
        self._ended = False
        self.outcome: tuple[str, int] | BaseException | None = None
        self._thread = Thread(target=self._write, daemon=True)
        self._thread.start()

    def put(self, block: bytes | _Interrupted | None) -> None:
        """A block; None at the end; _Interrupted where it breaks off."""
        self._blocks.put(block)

    def wait(self) -> None:
        self._thread.join()

    def _arriving(self) -> Iterator[bytes]:
        while True:
            block = self._blocks.get()
            if isinstance(block, bytes):
                yield block
                continue
            self._ended = True
            if block is not None:
                raise block
            return

    def _write(self) -> None:
        try:
            self.outcome = self._files.keep(self._name, self._arriving())
        except BaseException as error:
            self.outcome = error
        while not self._ended:
            self._ended = not isinstance(self._blocks.get(), bytes)


async def kept(files: EvidenceFiles, name: str, stream: AsyncIterator[bytes]) -> tuple[str, int]:
    """SHA-256 and bytes of the file. Raises as ``EvidenceFiles.keep``, and what the stream raises."""
    writing = _Writing(files, name)
    end: _Interrupted | None = _Interrupted()
    try:
        async for block in stream:
            if writing.outcome is not None:
                break
            await run_in_threadpool(writing.put, block)
        end = None
    finally:
        await run_in_threadpool(writing.put, end)
        await run_in_threadpool(writing.wait)
    found = writing.outcome
    assert found is not None
    if isinstance(found, BaseException):
        raise found
    return found
