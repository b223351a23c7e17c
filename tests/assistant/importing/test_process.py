"""A file is read in a process of its own, which may crash, hang or be given up."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.importing.models import NOTHING
from assistant.importing.process import ReadingProcess, Stopped, Task
from corpus.errors import BadInput
from corpus.reading.models import Limits
from tests.assistant.importing.conftest import Write
from tests.assistant.importing.deadly import DeadlyPath, EndlessPath, FaultyPath
from tests.assistant.importing.texts import MEASURE


def task(path: Path, seconds: float = 60.0) -> Task:
    return Task(path, NOTHING, Limits(), seconds)


def test_a_crash_or_a_fault_is_one_line_and_the_next_file_is_read(write: Write) -> None:
    process = ReadingProcess()
    try:
        for path, said in ((DeadlyPath("坏.pdf"), "意外中止"), (FaultyPath("错.pdf"), "程序出错")):
            with pytest.raises(BadInput, match=path.name) as caught:
                process.read(task(path))
            assert said in caught.value.message
            assert "\n" not in caught.value.message
        (document,) = process.read(task(write("办法.txt", MEASURE)))
        assert document.text == MEASURE
    finally:
        process.close()


def test_a_file_that_takes_too_long_is_given_up() -> None:
    process = ReadingProcess()
    with pytest.raises(BadInput, match=r"慢\.pdf.*CQO_IMPORT_SECONDS"):
        process.read(task(EndlessPath("慢.pdf"), seconds=0.5))


def test_reading_stops_when_it_is_no_longer_wanted() -> None:
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 3

    with pytest.raises(Stopped, match=r"慢\.pdf"):
        ReadingProcess().read(task(EndlessPath("慢.pdf")), cancelled=cancelled)


def test_progress_is_told_in_pages(write: Write) -> None:
    process = ReadingProcess()
    told: list[tuple[int, int]] = []
    try:
        process.read(
            task(write("办法.txt", MEASURE)), lambda done, total: told.append((done, total))
        )
    finally:
        process.close()
    assert told[-1] == (1, 1)
