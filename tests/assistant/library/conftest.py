"""A library of a few invented texts over a real index, with its API and a browser's manners."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from assistant.api import create_api
from assistant.library.desk import Library
from assistant.settings import Settings, load_settings
from corpus.library_files import read_regions
from corpus.models import Document, Kind, Status
from corpus.reading.models import Limits
from corpus.regions import gazetteer_of
from index.store import Index, open_index
from tests.assistant.library.text_importer import TextImporter
from tests.index.fakes import FakeEncoder, document, library
from tests.web.library_assistant import LibraryAssistant

WRITE = {"X-CQO-Library": "1"}
LIMIT = 60_000
TODAY = date(2030, 6, 1)

Open = Callable[..., TestClient]


def versions() -> list[Document]:
    """Three versions of an invented text: the one in force, an old one, one that is to come."""
    titles = (("rule-2020", "2020-01-01"), ("rule-2029", "2029-03-01"), ("rule-2031", "2031-01-01"))
    return [
        document(
            key,
            "第一条 虚构的办法。\n第二条 企业应当报告。\n",
            title="虚构市质量奖管理办法",
            short_title=key,
            region="深圳",
            kind=Kind.MEASURE,
            status=Status.CURRENT,
            issued=day,
            effective=day,
        )
        for key, day in titles
    ]


@pytest.fixture(scope="session")
def built_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the texts, made once."""
    folder = tmp_path_factory.mktemp("texts") / "data"
    with open_index(folder, embedder=FakeEncoder()) as made:
        made.build(library()[:2])
        made.add([library()[2], *versions()])
    return folder


@pytest.fixture
def index(tmp_path: Path, built_folder: Path) -> Iterator[Index]:
    shutil.copytree(built_folder, tmp_path / "data")
    with open_index(tmp_path / "data", embedder=FakeEncoder()) as made:
        yield made


@pytest.fixture
def importer(index: Index) -> TextImporter:
    return TextImporter(index)


@pytest.fixture
def desk(index: Index, importer: TextImporter) -> Iterator[Library]:
    made = Library(
        index,
        gazetteer_of(read_regions()),
        lambda: importer,
        shipped=frozenset({"notes", "hubei"}),
        limits=Limits(file_bytes=LIMIT),
        today=lambda: TODAY,
    )
    yield made
    importer.gate.set()
    made.close()


@pytest.fixture
def open_client(desk: Library, importer: TextImporter) -> Iterator[Open]:
    """Makes clients: where they are, under which name they call the server, with which settings."""
    opened = ExitStack()

    def make(
        *, at: str = "127.0.0.1", host: str = "127.0.0.1:7860", write: bool = True, **chosen: Any
    ) -> TestClient:
        settings: Settings = load_settings(**chosen)
        client = TestClient(
            create_api(LibraryAssistant(), desk, settings),
            base_url=f"http://{host}",
            headers=WRITE if write else {},
            client=(at, 50_000),
            raise_server_exceptions=False,
        )
        return opened.enter_context(client)

    yield make
    importer.gate.set()
    importer.store_gate.set()
    opened.close()


@pytest.fixture
def client(open_client: Open) -> TestClient:
    """A browser on the server's own machine."""
    return open_client()


def upload(client: TestClient, name: str, content: str | bytes) -> dict[str, Any]:
    """Send a file; the upload as the server shows it."""
    data = content.encode() if isinstance(content, str) else content
    reply = client.post(
        "/api/v1/library/uploads", content=data, headers={"X-File-Name": quote(name)}
    )
    assert reply.status_code == 201, reply.text
    shown: dict[str, Any] = reply.json()
    return shown


def until(client: TestClient, job: str, state: str) -> dict[str, Any]:
    """The upload once it is in ``state``; fails when it ends in another one."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        shown: dict[str, Any] = client.get(f"/api/v1/library/uploads/{job}").json()
        if shown["state"] == state:
            return shown
        assert shown["busy"], shown
        threading.Event().wait(0.01)
    raise AssertionError(f"still {shown['state']}")


class Reply(Protocol):
    """What the tests look at in a reply, whichever client library gave it."""

    @property
    def status_code(self) -> int: ...
    @property
    def text(self) -> str: ...
    def json(self) -> Any: ...


def refused(reply: Reply, status: int, *parts: str) -> None:
    """The reply is one Chinese line with these words."""
    assert reply.status_code == status, reply.text
    assert list(reply.json()) == ["error"]
    line = reply.json()["error"]
    assert "\n" not in line
    assert any("\u4e00" <= char <= "\u9fff" for char in line)
    for part in parts:
        assert part in line
