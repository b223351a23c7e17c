"""Who stops an answer waits for nothing: the model is hung up, and what was verified stays."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering.models import Answer
from assistant.service import LocalAssistant, open_assistant
from assistant.settings import load_settings
from assistant.stopping import Stopping
from tests.assistant.conftest import copy_library
from tests.openai_server import MODEL, OpenAIServer
from tests.scripted_answers import first_then_silence, silence

QUESTION = "聘任制度要明确哪些内容？"
#: Seconds the model may take; no test waits for them.
TIMEOUT = 40.0


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def assistant(server: OpenAIServer, library_data: Path, tmp_path: Path) -> Iterator[LocalAssistant]:
    settings = load_settings(
        data_dir=copy_library(library_data, tmp_path / "library"),
        language_model=MODEL,
        language_model_url=server.url,
        language_model_timeout=TIMEOUT,
        language_model_retries=0,
    )
    opened = open_assistant(settings)
    yield opened
    opened.close()


def test_what_was_verified_stays_and_the_model_is_hung_up(
    assistant: LocalAssistant, server: OpenAIServer
) -> None:
    server.otherwise = first_then_silence
    growing = assistant.stream(QUESTION, conversation="talk")
    shown = next(growing)
    assert len(shown.statements) == 1
    started = time.monotonic()
    assert assistant.stop("talk")
    *_, last = growing
    assert time.monotonic() - started < 5
    assert last.mode == "generative"
    assert last.statements == shown.statements
    assert any("已停止" in note for note in last.notes)
    assert server.left_early.wait(5)
    (turn,) = assistant.turns("talk")
    assert turn.answer.statements == shown.statements
    assert not assistant.stop("talk")


def test_before_the_first_statement_the_quotes_answer(
    assistant: LocalAssistant, server: OpenAIServer
) -> None:
    server.otherwise = silence
    found: list[Answer] = []
    asking = threading.Thread(
        target=lambda: found.extend(assistant.stream(QUESTION, conversation="talk")), daemon=True
    )
    asking.start()
    while not server.requests:
        asking.join(0.02)
    assert assistant.stop("talk")
    asking.join(5)
    assert not asking.is_alive()
    assert found[-1].mode == "extractive"
    assert found[-1].statements
    assert any("已停止" in note for note in found[-1].notes)


def test_another_conversation_is_not_stopped() -> None:
    stopping = Stopping()
    with stopping.answering("one") as one, stopping.answering(None) as nameless:
        assert not stopping.stop("two")
        assert not stopping.stop("")
        assert stopping.stop("one")
        assert one.is_set()
        assert not nameless.is_set()
    assert not stopping.stop("one")
