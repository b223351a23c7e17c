"""What every test gets: a home and a data folder of its own, no network, and the places of outside things.

Sockets are guarded by pytest-socket (``pyproject.toml``): only loopback can be connected to. Names of
other hosts are not looked up either. Processes that a test starts are not guarded, but inherit the
environment below, which keeps libraries from calling home.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

REPOSITORY = Path(__file__).resolve().parent.parent
LOOPBACK = {None, "", "localhost", "127.0.0.1", "::1", "0.0.0.0", "::"}
QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_OFFLINE": "1",
}

_session_folder = Path(tempfile.mkdtemp(prefix="cqo-tests-"))


def pytest_configure() -> None:
    """Set the environment before any module is imported and for fixtures of a wider scope."""
    for name in [name for name in os.environ if name.startswith("CQO_")]:
        del os.environ[name]
    os.environ.update(QUIET)
    os.environ.update(_folders(_session_folder))


def pytest_unconfigure() -> None:
    """Remove what fixtures of a wider scope left behind."""
    shutil.rmtree(_session_folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home for this test; the test runs in it, so that no ``.env`` of a developer is read."""
    home = tmp_path_factory.mktemp("home")
    for name, value in _folders(home).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(home)
    _forget_settings()
    return home


@pytest.fixture
def data_dir(own_home: Path) -> Path:
    """The data folder of this test (``CQO_DATA_DIR``); not yet made."""
    return own_home / "data"


@pytest.fixture(autouse=True)
def only_loopback_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to look up other hosts: pytest-socket guards connections, not the name service."""
    look_up = socket.getaddrinfo

    def guarded(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in LOOPBACK:
            raise socket.gaierror(f"tests may not look up {name!r}")
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", guarded)


@pytest.fixture(scope="session")
def repository() -> Path:
    """Root of this repository."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the shared data sets beside the repository; skips where they are not laid out."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"没有共享数据 {folder}（the shared data sets are not beside this checkout）")
    return folder


@pytest.fixture(scope="session")
def library_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the whole library indexed, made once for all test processes."""
    from assistant.service import open_assistant
    from assistant.settings import load_settings

    root = tmp_path_factory.getbasetemp()
    if root.name.startswith("popen-"):  # pytest-xdist: one folder for all workers
        root = root.parent
    folder = root / "library-data"
    with FileLock(root / "library-data.lock"):
        assistant = open_assistant(load_settings(data_dir=folder))
        assistant.ask("标准由谁牵头起草？")  # what is made at the first question is made here
        assistant.close()
    return folder


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The system's Chromium; skips where there is none. CI installs it (``.ci/run``)."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        found = shutil.which(name)
        if found:
            return found
    pytest.skip(
        "没有 Chromium，浏览器测试跳过；Debian 可用 apt-get install chromium（no Chromium found）"
    )


def _folders(home: Path) -> dict[str, str]:
    """Environment that keeps the product, its libraries and a browser inside ``home``."""
    return {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local" / "share"),
        "HF_HOME": str(home / ".cache" / "huggingface"),
        "CQO_DATA_DIR": str(home / "data"),
    }


def _forget_settings() -> None:
    """Let the settings be read anew: they are cached for the life of a process."""
    cached = getattr(sys.modules.get("assistant.settings"), "settings", None)
    if cached is not None:
        cached.cache_clear()
