"""A model is opened by name; what cannot work is said at once, in one line without secrets."""

from __future__ import annotations

import importlib.util

import pytest
from pydantic import SecretStr

from assistant.language_model.opening import open_model
from assistant.language_model.settings import ModelSettings
from corpus.errors import BadInput
from tests.assistant.language_model.conftest import KEY


def test_no_name_no_model() -> None:
    assert open_model(ModelSettings()) is None
    assert open_model(ModelSettings(model="  ", base_url="http://127.0.0.1:8080/v1")) is None


def test_a_provider_whose_package_is_missing() -> None:
    if importlib.util.find_spec("langchain_mistralai"):
        pytest.skip("langchain-mistralai is installed here")
    with pytest.raises(BadInput, match="pip install langchain-mistralai"):
        open_model(ModelSettings(model="m", provider="mistralai", key=SecretStr(KEY)))


def test_a_provider_that_nobody_knows() -> None:
    with pytest.raises(BadInput, match="提供方") as caught:
        open_model(ModelSettings(model="m", provider="nobody", key=SecretStr(KEY)))
    assert KEY not in caught.value.message


def test_ollama_is_opened_when_its_package_is_there() -> None:
    settings = ModelSettings(
        model="qwen2.5:7b", provider="ollama", base_url="http://127.0.0.1:11434"
    )
    if importlib.util.find_spec("langchain_ollama") is None:
        with pytest.raises(BadInput, match="pip install langchain-ollama"):
            open_model(settings)
        return
    model = open_model(settings)
    assert model is not None
    assert model.mode == "schema"


def test_neither_address_nor_key() -> None:
    with pytest.raises(BadInput, match="地址"):
        open_model(ModelSettings(model="m"))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1:8080/v1",
        "ftp://127.0.0.1/v1",
        f"https://me:{KEY}@example.org/v1",
        f"https://example.org/v1?key={KEY}",
        "http://127.0.0.1:port/v1",
        "http:///v1",
    ],
)
def test_addresses_that_cannot_be(address: str) -> None:
    with pytest.raises(BadInput) as caught:
        ModelSettings(model="m", base_url=address)
    assert KEY not in caught.value.message


@pytest.mark.parametrize(
    "wrong",
    [
        {"timeout": 0},
        {"retries": -1},
        {"answer_tokens": 9000},
        {"answer_tokens": 0},
        {"backoff": -1},
    ],
)
def test_numbers_that_cannot_be(wrong: dict[str, float]) -> None:
    with pytest.raises(BadInput):
        ModelSettings(model="m", **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("address", "loopback"),
    [
        ("http://127.0.0.1:8080/v1", True),
        ("http://localhost/v1", True),
        ("http://[::1]:1/v1", True),
        ("https://example.org/v1", False),
    ],
)
def test_what_is_loopback(address: str, loopback: bool) -> None:
    assert ModelSettings(model="m", base_url=address).is_loopback is loopback


def test_what_is_shown_of_an_address() -> None:
    assert ModelSettings(base_url="https://example.org:8443/tenant/v1").shown == "example.org:8443"
    assert ModelSettings().shown == "api.openai.com"
    assert ModelSettings(provider="ollama").shown == "ollama"
    assert KEY not in repr(ModelSettings(key=SecretStr(KEY)))
