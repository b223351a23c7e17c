"""Asynchronous calls from ordinary code end when they must."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from assistant.language_model.background import Background
from assistant.language_model.deadline import Deadline


async def forever() -> AsyncIterator[int]:
    yield 1
    await asyncio.Event().wait()


def test_items_and_errors_come_through() -> None:
    async def two_then_error() -> AsyncIterator[int]:
        yield 1
        yield 2
        raise KeyError("three")

    background = Background()
    items = background.iterate(two_then_error, Deadline.after(5))
    assert [next(items), next(items)] == [1, 2]
    with pytest.raises(KeyError):
        next(items)
    background.close()


def test_the_deadline_ends_a_call_that_hangs() -> None:
    background = Background()
    items = background.iterate(forever, Deadline.after(0.05))
    assert next(items) == 1
    with pytest.raises(TimeoutError):
        next(items)
    background.close()


def test_a_passed_deadline_starts_nothing() -> None:
    background = Background()
    with pytest.raises(TimeoutError):
        list(background.iterate(forever, Deadline.after(-1)))
    background.close()


def test_a_caller_that_stops_cancels_the_call() -> None:
    ended = threading.Event()

    async def until_cancelled() -> AsyncIterator[int]:
        try:
            yield 1
            await asyncio.Event().wait()
        finally:
            ended.set()

    background = Background()
    items = background.iterate(until_cancelled, Deadline.after(60))
    next(items)
    items.close()
    assert ended.wait(5)
    background.close()


def test_even_a_call_that_blocks_the_loop_is_left_behind() -> None:
    release = threading.Event()

    async def blocking() -> AsyncIterator[int]:
        release.wait(10)
        yield 1

    background = Background()
    with pytest.raises(TimeoutError):
        list(background.iterate(blocking, Deadline.after(0.05)))
    release.set()
    background.close()


def test_closing_twice_and_calling_again() -> None:
    async def one() -> AsyncIterator[int]:
        yield 1

    background = Background()
    background.close()
    assert list(background.iterate(one, Deadline.after(5))) == [1]
    background.close()
    assert list(background.iterate(one, Deadline.after(5))) == [1]
    background.close()
    background.close()
