"""A command that is killed at any moment has lost nothing that was entered."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.guiding.evidence_files import EvidenceFiles
from assistant.guiding.evidence_upload import kept
from assistant.service import open_assistant
from assistant.settings import load_settings
from corpus.errors import BadInput
from tests.assistant.conftest import copy_library

COMPANY = "示例精密制造有限公司"
LIMIT = 60


class Typing:
    """A ``cqo guide`` of its own process, answered line by line."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from assistant.cli import main; main()", "guide", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"CQO_DATA_DIR": str(folder)},
            cwd=Path(__file__).parents[3],
        )
        self._said = b""

    def until(self, words: str) -> None:
        """Read until the command has said ``words`` since it was last typed to."""
        assert self._process.stdout is not None
        end = time.monotonic() + LIMIT
        while words.encode() not in self._said:
            assert time.monotonic() < end, self._said.decode(errors="replace")
            block = os.read(self._process.stdout.fileno(), 4096)
            assert block, self._said.decode(errors="replace")
            self._said += block

    def type(self, line: str) -> None:
        assert self._process.stdin is not None
        self._said = b""
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture(scope="module")
def folder(library_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_library(library_data, tmp_path_factory.mktemp("killed") / "data")


@pytest.mark.timeout(300)
def test_answers_of_the_interview_are_stored_one_by_one(folder: Path) -> None:
    typing = Typing(folder, "start", COMPANY)
    for question, line in (
        ("所在地区", "佛山"),
        ("行业", "小家电"),
        ("经营类别", "1"),
        ("企业规模", "3"),
        ("员工人数", "跳过"),
        ("质量负责人", "跳过"),
        ("第1行", "成品合格率|97%|98%"),
    ):
        typing.until(question)
        typing.type(line)
    typing.until("第2行")
    typing.kill()
    with_answers = open_assistant(load_settings(data_dir=folder))
    way = with_answers.guide.way(COMPANY)
    assert way.facts.raw == {
        "company_name": COMPANY,
        "region": "佛山",
        "industry": "小家电",
        "sector": "product",
        "size": "small",
        "quality_goals": [{"item": "成品合格率", "now": "97%", "goal": "98%"}],
    }
    assert way.guide.skipped == ("business", "posts")
    with_answers.close()
    again = Typing(folder, "start", COMPANY)
    again.until("〔4/10〕")  # the goals were given
    again.kill()


@pytest.mark.timeout(300)
def test_replies_of_a_self_check_are_stored_one_by_one(folder: Path) -> None:
    opened = open_assistant(load_settings(data_dir=folder))
    way = opened.guide.begin(COMPANY)
    typing = Typing(folder, "assess")
    for number, line in enumerate(("1", "2", "3"), 1):
        typing.until(f"〔{number}/20〕")
        typing.type(line)
    typing.until("〔4/20〕")
    typing.kill()
    checks = opened.guide.self_checks
    (made,) = checks.made(way)
    assert [one.reply for one in checks.replies(made).values()] == ["yes", "partly", "no"]
    opened.close()
    again = Typing(folder, "assess")
    again.until("〔4/20〕")
    again.kill()


def test_evidence_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    """A process is killed while it writes; what it leaves is swept away, and never taken for a file."""
    code = (
        "import os, signal; from pathlib import Path\n"
        "from assistant.guiding.evidence_files import EvidenceFiles\n"
        "def blocks():\n"
        "    yield b'half'\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        f"EvidenceFiles(Path({str(tmp_path)!r}), 1 << 20).keep('a.txt', blocks())\n"
    )
    subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[3])
    (left,) = (tmp_path / "evidence").iterdir()
    assert left.name.startswith(".new-")
    os.utime(left, (0, 0))
    sha256, _ = EvidenceFiles(tmp_path, 1 << 20).keep("b.txt", [b"whole"])
    assert not left.exists()
    path = EvidenceFiles(tmp_path, 1 << 20).path(sha256)
    assert path is not None
    assert path.read_bytes() == b"whole"


@pytest.mark.timeout(60)
@pytest.mark.parametrize("size", [0, 5, (1 << 20) + 1])
def test_an_upload_that_breaks_off_or_is_refused_ends_and_leaves_nothing(
    tmp_path: Path, size: int
) -> None:
    files = EvidenceFiles(tmp_path, 1 << 20)

    async def sent() -> AsyncIterator[bytes]:
        for start in range(0, size, 4096):
            yield b"0" * min(4096, size - start)
        if size == 5:
            raise ConnectionError("the sender went away")

    # in a thread of its own: a browser test ahead may have left a loop running in this one
    with ThreadPoolExecutor(1) as apart, pytest.raises((BadInput, ConnectionError)):
        apart.submit(asyncio.run, kept(files, "a.txt", sent())).result()
    assert [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()] == []
