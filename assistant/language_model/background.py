"""Run asynchronous calls from ordinary code, with an end that holds even when the other side hangs.

A call runs as a task of one event loop in a daemon thread. At its deadline, or when the caller stops
reading, the task is cancelled, which closes its connection.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import aclosing, suppress
from typing import TypeVar

from assistant.language_model.deadline import Deadline

T = TypeVar("T")
#: How often a task is cancelled that does not end, and seconds between.
_CANCELS, _BETWEEN = 20, 0.05
#: Seconds between two looks whether somebody has stopped the call.
_LOOK = 0.05
#: Seconds that closing may take.
_CLOSING = 1.0


class _End:
    """What stands last in the queue of a call: its error, or nothing."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


class Background:
    """An event loop of its own in a daemon thread, started at the first call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def iterate(
        self, make: Callable[[], AsyncIterator[T]], deadline: Deadline
    ) -> Generator[T, None, None]:
        """Items of ``make()`` as they come. Raises what it raises, TimeoutError at the deadline."""
        items: queue.SimpleQueue[T | _End] = queue.SimpleQueue()

        async def pump() -> None:
            error: BaseException | None = None
            try:
                async with aclosing(make()) as source:  # type: ignore[type-var]
                    async for item in source:
                        items.put(item)
            except (Exception, asyncio.CancelledError) as raised:
                error = raised
            items.put(_End(error))

        loop = self._running()
        started = asyncio.run_coroutine_threadsafe(_begun(pump()), loop)
        try:
            while True:
                item = _taken(items, deadline)
                if not isinstance(item, _End):
                    yield item
                    continue
                if isinstance(item.error, asyncio.CancelledError):
                    raise CancelledError
                if item.error is not None:
                    raise item.error
                return
        finally:
            started.add_done_callback(lambda begun: _stop(begun, loop))

    def close(self, release: Callable[[], Awaitable[None]] | None = None) -> None:
        """End calls in progress, release what they used, and stop the loop. It starts anew if need be."""
        with self._lock:
            loop, self._loop = self._loop, None
        if loop is None:
            return

        async def end() -> None:
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            if release is not None:
                await release()

        with suppress(FutureTimeout):
            asyncio.run_coroutine_threadsafe(end(), loop).result(_CLOSING)
        loop.call_soon_threadsafe(loop.stop)

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(
                    target=_serve, args=(self._loop,), name="language-model", daemon=True
                ).start()
            return self._loop


async def _begun(work: Coroutine[None, None, None]) -> asyncio.Task[None]:
    return asyncio.create_task(work)


def _taken(items: queue.SimpleQueue[T], deadline: Deadline) -> T:
    """The next item. Raises TimeoutError when there is none by the deadline."""
    while True:
        left = deadline.left()
        with suppress(queue.Empty):
            return items.get(timeout=left if deadline.stopped is None else min(left, _LOOK))
        if deadline.passed():
            break
    raise TimeoutError


def _stop(begun: Future[asyncio.Task[None]], loop: asyncio.AbstractEventLoop) -> None:
    """Cancel the task, and again until it ends: Python 3.11's ``wait_for`` may swallow a cancellation."""
    if begun.cancelled():  # the loop was stopped before the work began
        return
    task = begun.result()

    def again(left: int = _CANCELS) -> None:
        if not task.done() and left:
            task.cancel()
            loop.call_later(_BETWEEN, again, left - 1)

    with suppress(RuntimeError):  # the loop is closed: the task has ended with it
        loop.call_soon_threadsafe(again)


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()
