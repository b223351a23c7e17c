"""``cqo serve`` as a process: it says where it is, stops on Ctrl-C, and says when it cannot start."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from assistant.settings import load_settings
from assistant.web.server import address_of, listen, serve
from corpus.errors import BadInput
from tests.web.library_assistant import LibraryAssistant

#: Issue 2: resident memory of the server.
MEMORY_MIB = 700


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


@contextmanager
def cqo_serve(data: Path, port: int, repository: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from assistant.cli import main; main()",
            "serve",
            "--port",
            str(port),
        ],
        cwd=repository,
        env={**os.environ, "CQO_DATA_DIR": str(data)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C reaches another process differently on Windows")
def test_it_answers_within_its_memory_and_stops_on_ctrl_c(
    library_data: Path, repository: Path
) -> None:
    port = free_port()
    with cqo_serve(library_data, port, repository) as process:
        assert process.stdout is not None
        assert f"http://127.0.0.1:{port}" in process.stdout.readline()
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60
        ) as client:
            assert client.get("/").status_code == 200
            for question in ("首席质量官任职要几年经验？", "标准由谁牵头起草？"):
                answer = client.post("/api/v1/ask", json={"question": question})
                assert answer.json()["status"] != "declined"
        resident = psutil.Process(process.pid).memory_info().rss / 2**20
        assert resident <= MEMORY_MIB
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
        assert process.returncode == 0
        assert "已停止" in out
        assert "Traceback" not in err


def test_a_port_in_use_is_one_chinese_line(library_data: Path, repository: Path) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with cqo_serve(library_data, port, repository) as process:
            out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert f"端口 {port} 已被占用" in err
    assert len(err.strip().splitlines()) == 1
    assert out == ""


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(BadInput, match="监听"):
        serve(LibraryAssistant(), load_settings(host="198.51.100.7"))


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_the_address_is_one_that_opens_here(host: str) -> None:
    with listen(host, 0) as listener:
        assert address_of(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"
