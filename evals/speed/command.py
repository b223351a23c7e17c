"""Run ``cqo eval speed``: cold and warm questions, building, embedding, memory."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

from assistant.service import LocalAssistant, open_assistant
from assistant.settings import Settings
from corpus.library_files import read_library
from evals.questions_schema import read_questions
from evals.speed.embedding import measure, read_texts

_QUESTIONS = Path(__file__).parent.parent / "questions"
_COLD_RUNS, _WARM_ROUNDS = 5, 2
_ASK = "标准由谁牵头起草？"


def run(settings: Settings, corpus: Path | None, *, as_json: bool) -> None:
    """Measure on this machine and print a line a figure."""
    figures = measure_all(settings, corpus)
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False, indent=1))
        return
    for name, value in figures.items():
        shown = f"{value:.2f}" if isinstance(value, float) else value
        click.echo(f"{name}: {shown}")


def measure_all(settings: Settings, corpus: Path | None) -> dict[str, object]:
    """Every figure, in a data folder of its own; seconds, milliseconds, megabytes."""
    figures: dict[str, object] = {
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count()
    }
    with tempfile.TemporaryDirectory(prefix="cqo-speed-") as folder:
        own = settings.model_copy(update={"data_dir": Path(folder)})
        figures |= _building(own)
        figures |= _cold(own)
        figures |= _warm(own)
        texts = (
            read_texts(corpus)
            if corpus
            else [c.text for d in read_library() for c in d.clauses if len(c.text) > 60][:200]
        )
        figures |= {f"embedding_{k}": v for k, v in measure(texts, data_dir=Path(folder)).items()}
        figures |= _server(own)
    return figures


def _building(settings: Settings) -> dict[str, object]:
    started = time.perf_counter()
    assistant = open_assistant(settings)
    first = time.perf_counter() - started
    started = time.perf_counter()
    report = assistant.index.build(read_library())
    again = time.perf_counter() - started
    assistant.close()
    return {
        "build_seconds": first,
        "build_again_seconds": again,
        "build_again_embedded": report.written,
        "sources": report.unchanged,
    }


def _cold(settings: Settings) -> dict[str, object]:
    """Seconds of a whole ``cqo ask`` process, and whether it loaded what it must not."""
    code = (
        "import sys; from assistant.cli.app import run; "
        f"code = run(['ask', '{_ASK}', '--json']); "
        "heavy = [m for m in ('torch', 'gradio', 'transformers', 'chromadb', 'langchain') if m in sys.modules]; "
        "print(heavy, file=sys.stderr); sys.exit(code)"
    )
    environment = {**os.environ, "CQO_DATA_DIR": str(settings.data_dir)}
    seconds, heavy = [], ""
    for _ in range(_COLD_RUNS):
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        seconds.append(time.perf_counter() - started)
        heavy = done.stderr.strip().splitlines()[-1]
    return {
        "cold_ask_seconds_median": statistics.median(seconds),
        "cold_ask_seconds_max": max(seconds),
        "cold_ask_heavy_modules": heavy,
    }


def _warm(settings: Settings) -> dict[str, object]:
    """Milliseconds of a question in a running assistant, each question asked cold of any cache of it."""
    assistant: LocalAssistant = open_assistant(settings)
    questions = [q.question for q in read_questions(_QUESTIONS) if not q.before]
    assistant.ask(_ASK)
    times = []
    for turn in range(_WARM_ROUNDS):
        for question in questions:
            asked = question + "？" * (turn + 1)  # another string, so that no vector is remembered
            started = time.perf_counter()
            assistant.ask(asked)
            times.append((time.perf_counter() - started) * 1000)
    assistant.close()
    times.sort()
    return {
        "warm_questions": len(times),
        "warm_p50_ms": statistics.median(times),
        "warm_p95_ms": times[int(0.95 * len(times))],
    }


def _server(settings: Settings) -> dict[str, object]:
    """Resident memory of ``cqo serve`` after some questions, and seconds to its first answer."""
    import socket

    import httpx
    import psutil

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "CQO_DATA_DIR": str(settings.data_dir)}
    code = f"from assistant.cli.app import run; run(['serve', '--port', '{port}'])"
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    base = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(timeout=60, trust_env=False) as client:
            while True:
                try:
                    client.get(f"{base}/healthz").raise_for_status()
                    break
                except httpx.HTTPError:
                    if time.perf_counter() - started > 120 or server.poll() is not None:
                        return {"server": "没有启动"}
                    time.sleep(0.2)
            client.post(f"{base}/api/v1/ask", json={"question": _ASK})
            first = time.perf_counter() - started
            for question in read_questions(_QUESTIONS)[:60]:
                client.post(f"{base}/api/v1/ask", json={"question": question.question})
            client.get(base)
        memory = psutil.Process(server.pid).memory_info().rss / 1e6
    finally:
        server.terminate()
        server.wait(timeout=20)
    return {"server_first_answer_seconds": first, "server_resident_mb": memory}
