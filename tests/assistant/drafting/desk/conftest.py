"""A desk over a database of this test alone and the texts of the whole library; the API; the commands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api import create_api
from assistant.cli.app import run
from assistant.drafting.desk import DraftDesk
from assistant.drafting.drafter import Drafter
from assistant.service import LocalAssistant
from index.catalogue.database import open_database
from index.catalogue.drafts import DraftStore

WRITE = {"X-CQO-Library": "1"}


@pytest.fixture
def desk(drafter: Drafter, tmp_path: Path) -> Iterator[DraftDesk]:
    database = open_database(tmp_path / "desk")
    yield DraftDesk(DraftStore(database), drafter, lambda: None)
    database.close()


@pytest.fixture
def other_desk(drafter: Drafter, tmp_path: Path, desk: DraftDesk) -> Iterator[DraftDesk]:
    """Another program over the same database."""
    database = open_database(tmp_path / "desk")
    yield DraftDesk(DraftStore(database), drafter, lambda: None)
    database.close()


Open = Callable[..., TestClient]


@pytest.fixture
def open_client(own_assistant: LocalAssistant) -> Open:
    """Makes clients: where they are, under which name they call the server, with which headers."""

    def make(
        *, at: str = "127.0.0.1", host: str = "127.0.0.1:7860", headers: Any = WRITE
    ) -> TestClient:
        return TestClient(
            create_api(own_assistant),
            base_url=f"http://{host}/api/v1/drafts",
            headers=headers,
            client=(at, 50_000),
            raise_server_exceptions=False,
        )

    return make


@pytest.fixture
def client(open_client: Open) -> TestClient:
    """A browser on the server's own machine."""
    return open_client()


class Cqo:
    """Runs commands and gives exit code, stdout, stderr."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object) -> tuple[int, str, str]:
        self._capsys.readouterr()
        code = run([str(one) for one in arguments])
        out, error = self._capsys.readouterr()
        return code, out, error

    def done(self, *arguments: object) -> str:
        """What a command that succeeds prints."""
        code, out, error = self(*arguments)
        assert (code, error) == (0, "")
        return out

    def json(self, *arguments: object) -> Any:
        """The one JSON document of a command that succeeds."""
        return json.loads(self.done(*arguments, "--json"))

    def refused(self, *arguments: object) -> str:
        """The one Chinese line of a command that refuses its input."""
        code, out, error = self(*arguments)
        assert (code, out) == (2, "")
        assert error.count("\n") == 1
        assert re.search(r"[\u4e00-\u9fff].*。$", error.strip()), error
        return error


@pytest.fixture
def cqo(
    own_library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Cqo:
    """Commands over a copy of the library, which they may change."""
    monkeypatch.setenv("CQO_DATA_DIR", str(own_library))
    return Cqo(capsys)
