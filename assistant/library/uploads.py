"""Uploads: received, read and shown, and stored only when a person confirms; each step in its queue."""

from __future__ import annotations

import logging
import secrets
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from assistant.importing.models import ImportEvent, Outcome, Overrides
from assistant.library.jobs import BUSY, Job, State
from assistant.library.problems import Refused, no_upload
from assistant.library.staging import Staging, safe_name
from assistant.protocol import FileImporter
from corpus.errors import CqoError

_log = logging.getLogger(__name__)
#: Uploads kept at a time, finished ones included.
MOST_JOBS = 60
_FAILED = "读取时服务出了问题，这个文件没有加入。请重试；仍不行请看服务窗口里的错误信息。"


class Uploads:
    """The uploads of one server. One thread reads files, another stores; both start when needed."""

    def __init__(self, importer: FileImporter, data_dir: Path) -> None:
        self._importer = importer
        self._staging = Staging(data_dir)
        self._lock = threading.RLock()
        self._wake = threading.Condition(self._lock)
        self._jobs: dict[str, Job] = {}
        self._to_read: deque[str] = deque()
        self._to_store: deque[str] = deque()
        self._threads: list[threading.Thread] = []
        self._closed = False
        self.on_removed: Callable[[Path], None] = lambda path: None

    # -- receiving -------------------------------------------------------------------------------

    def receive(self, name: str, size: int) -> Job:
        """A job whose file is yet to be written to ``job.path``. Raises Refused."""
        with self._lock:
            self._make_room()
            key, kept = secrets.token_hex(8), safe_name(name)
            job = Job(key, kept, size, self._staging.place(key, kept))
            self._jobs[key] = job
            return job

    def received(self, job: Job) -> None:
        """The file is whole: read it when its turn comes."""
        with self._lock:
            job.size = job.received
            job.state = State.WAITING
            self._to_read.append(job.id)
            self._start()
            self._wake.notify_all()

    def _make_room(self) -> None:
        if self._closed:
            raise Refused(503, "服务正在停止，请稍后再上传。")
        finished = [j for j in self._jobs.values() if j.state in (State.STORED, State.FAILED)]
        for job in finished[: max(0, len(self._jobs) - MOST_JOBS + 1)]:
            self._forget(job)
        if len(self._jobs) >= MOST_JOBS:
            raise Refused(429, f"已有 {MOST_JOBS} 个文件等待处理或确认，请先确认或放弃一些再上传。")

    # -- what a person sees and decides ----------------------------------------------------------

    def shown(self) -> list[dict[str, object]]:
        """All jobs as JSON, oldest first."""
        with self._lock:
            return [job.shown(self._position(job)) for job in self._jobs.values()]

    def job(self, job_id: str) -> Job:
        """Raises Refused (404)."""
        with self._lock:
            if job_id not in self._jobs:
                raise no_upload(job_id)
            return self._jobs[job_id]

    def one_shown(self, job: Job) -> dict[str, object]:
        with self._lock:
            return job.shown(self._position(job))

    def confirm(self, job_id: str, edits: Sequence[Overrides]) -> Job:
        """Store a ready job with these facts, one Overrides a document. Raises Refused."""
        with self._lock:
            job = self.job(job_id)
            if job.state is not State.READY:
                raise Refused(409, f"文件 {job.name} 现在不能确认：还没有读完，或者已经处理过。")
            if edits and len(edits) != len(job.documents):
                raise Refused(
                    422, f"文件 {job.name} 含 {len(job.documents)} 份文件，确认的份数不符。"
                )
            job.edits, job.state, job.event = tuple(edits), State.QUEUED, None
            self._to_store.append(job_id)
            self._start()
            self._wake.notify_all()
            return job

    def give_up(self, job_id: str) -> None:
        """Stop a job, or forget it; leaves nothing of it. Raises Refused."""
        with self._lock:
            job = self.job(job_id)
            job.cancel.set()
            if job.state not in (State.READING, State.STORING, State.RECEIVING):
                self._forget(job)

    def close(self) -> None:
        """Stop what runs and remove all that was not stored."""
        with self._lock:
            self._closed = True
            for job in self._jobs.values():
                job.cancel.set()
            self._wake.notify_all()
            threads = list(self._threads)
        for thread in threads:
            thread.join(10)
        self._staging.close()

    # -- the two workers -------------------------------------------------------------------------

    def _start(self) -> None:
        if self._threads:
            return
        for name, queue, work in (
            ("library-reader", self._to_read, self._read),
            ("library-writer", self._to_store, self._store),
        ):
            thread = threading.Thread(target=self._run, args=(queue, work), name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def _run(self, queue: deque[str], work: Callable[[Job], None]) -> None:
        while True:
            with self._lock:
                while not queue and not self._closed:
                    self._wake.wait()
                if self._closed:
                    return
                job = self._jobs.get(queue.popleft())
                if job is None:
                    continue
                reading = job.state is State.WAITING
                job.state = State.READING if reading else State.STORING
            try:
                work(job)
            except CqoError as error:
                self._fail(job, error.message)
            except Exception:
                _log.exception("an upload was not imported")
                self._fail(job, _FAILED)
            with self._lock:
                if job.cancel.is_set() and job.state is not State.STORED:
                    self._forget(job)

    def _read(self, job: Job) -> None:
        documents = self._importer.check(
            job.path,
            Overrides(),
            progress=lambda event: self._progress(job, event),
            cancelled=job.cancel.is_set,
        )
        with self._lock:
            job.documents, job.event = documents, None
            job.state = State.READY

    def _store(self, job: Job) -> None:
        result = self._importer.store(
            job.path,
            job.documents,
            job.edits,
            progress=lambda event: self._progress(job, event),
            cancelled=job.cancel.is_set,
        )
        with self._lock:
            job.event = None
            if result.outcome is Outcome.FAILED:
                self._fail(job, result.error or _FAILED)
                return
            job.result, job.state = result, State.STORED
            self._staging.remove(job.path)
            self.on_removed(job.path)

    def _progress(self, job: Job, event: ImportEvent) -> None:
        with self._lock:
            job.event = event

    def _fail(self, job: Job, message: str) -> None:
        with self._lock:
            job.state, job.error, job.event = State.FAILED, message, None
            self._staging.remove(job.path)
            self.on_removed(job.path)

    def failed(self, job: Job, message: str) -> None:
        """The file did not arrive; it stays in the list with its line."""
        self._fail(job, message)

    def forget(self, job: Job) -> None:
        """The sender went away."""
        with self._lock:
            self._forget(job)

    def _forget(self, job: Job) -> None:
        self._jobs.pop(job.id, None)
        for queue in (self._to_read, self._to_store):
            with suppress(ValueError):
                queue.remove(job.id)
        self._staging.remove(job.path)
        self.on_removed(job.path)

    def _position(self, job: Job) -> int | None:
        queue = {State.WAITING: self._to_read, State.QUEUED: self._to_store}.get(job.state)
        if queue is None or job.id not in queue:
            return None
        running = any(
            other.state is {State.WAITING: State.READING}.get(job.state, State.STORING)
            for other in self._jobs.values()
        )
        return queue.index(job.id) + 1 + running

    @property
    def storing(self) -> str | None:
        """Name of the file that is being stored."""
        with self._lock:
            names = (job.name for job in self._jobs.values() if job.state is State.STORING)
            return next(names, None)

    @property
    def busy(self) -> bool:
        with self._lock:
            return any(job.state in BUSY for job in self._jobs.values())
