"""Whatever a provider calls its errors, they are sorted by what they mean."""

from __future__ import annotations

from concurrent.futures import CancelledError
from types import SimpleNamespace

import pytest
from langchain_core import exceptions

from assistant.language_model.troubles import ModelUnavailable, Trouble, retry_after, trouble_of
from prompts.loading import load_prompts


class OfAnotherProvider(Exception):
    """An error that only says its status, as those of ollama do."""

    def __init__(self, status: int, words: str = "", **headers: str) -> None:
        super().__init__(words)
        self.status_code = status
        self.response = SimpleNamespace(
            headers={n.replace("_", "-"): v for n, v in headers.items()}
        )


def caused(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (OfAnotherProvider(401), Trouble.KEY),
        (OfAnotherProvider(404), Trouble.NOT_FOUND),
        (OfAnotherProvider(408), Trouble.TIMEOUT),
        (OfAnotherProvider(409), Trouble.REJECTED),
        (OfAnotherProvider(429), Trouble.BUSY),
        (OfAnotherProvider(502), Trouble.SERVER),
        (OfAnotherProvider(400, "prompt is too long"), Trouble.TOO_LONG),
        (OfAnotherProvider(401, "no access to this context window"), Trouble.KEY),
        (exceptions.ModelAuthenticationError(), Trouble.KEY),
        (exceptions.ModelRateLimitError(), Trouble.BUSY),
        (exceptions.ModelTimeoutError(), Trouble.TIMEOUT),
        (exceptions.ModelConnectionError(), Trouble.UNREACHABLE),
        (exceptions.ContextOverflowError(), Trouble.TOO_LONG),
        (caused(exceptions.ModelConnectionError(), TimeoutError()), Trouble.TIMEOUT),
        (caused(RuntimeError("failed"), ConnectionRefusedError()), Trouble.UNREACHABLE),
        (TimeoutError(), Trouble.TIMEOUT),
        (CancelledError(), Trouble.STOPPED),
        (ValueError("Expecting value"), Trouble.RUBBISH),
        (KeyError("choices"), Trouble.RUBBISH),
    ],
)
def test_kind_of_an_error(error: Exception, trouble: Trouble) -> None:
    assert trouble_of(error) is trouble


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (OfAnotherProvider(429, retry_after="3"), 3.0),
        (OfAnotherProvider(429, retry_after_ms="250"), 0.25),
        (OfAnotherProvider(429, retry_after="Wed, 01 Jan 2031 00:00:00 GMT"), None),
        (OfAnotherProvider(429, retry_after="-5"), 0.0),
        (OfAnotherProvider(429), None),
        (ValueError(), None),
    ],
)
def test_how_long_the_server_asks_to_wait(error: Exception, seconds: float | None) -> None:
    assert retry_after(error) == seconds


def test_every_trouble_has_its_line() -> None:
    assert set(load_prompts("generating")["troubles"]) == {trouble.value for trouble in Trouble}
    for trouble in Trouble:
        line = ModelUnavailable(trouble, "example.org", seconds=30).message
        assert "example.org" in line
        assert "{" not in line
