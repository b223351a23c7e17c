"""A scripted server and the model that asks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr

from assistant.language_model.model import LanguageModel
from assistant.language_model.opening import open_model
from assistant.language_model.settings import ModelSettings
from tests.openai_server import OpenAIServer

#: No real key; it may stand nowhere but in the header of a request.
KEY = "sk-invented-8d1f0c55aa"

GOOD: dict[str, Any] = {
    "note": "好",
    "words": [{"text": "一"}, {"text": '二 {括号} "引号" ]'}, {"text": "三"}],
}


class Word(BaseModel):
    text: str


class Words(BaseModel):
    """What the tests ask for."""

    note: str
    words: list[Word]


Opener = Callable[..., LanguageModel]


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def opened(server: OpenAIServer) -> Iterator[Opener]:
    """Opens a model at ``server``; settings may be changed by name."""
    models: list[LanguageModel] = []

    def open_here(**changes: object) -> LanguageModel:
        settings = {"model": "scripted", "base_url": server.url, "timeout": 5.0, "backoff": 0.001}
        settings |= {"key": SecretStr(KEY), **changes}
        model = open_model(ModelSettings(**settings))  # type: ignore[arg-type]
        assert model is not None
        models.append(model)
        return model

    yield open_here
    for model in models:
        model.close()
