"""An importer over an empty library with a small deterministic embedder, real SQLite and real Chroma."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.importing.service import Importer
from assistant.service import LocalAssistant
from assistant.settings import load_settings
from index.store import open_index
from index.tokens import Tokeniser
from tests.index.fakes import FakeEncoder

Write = Callable[[str, str | bytes], Path]


@pytest.fixture(scope="session")
def word_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with jieba's mapped dictionary, made once."""
    folder = tmp_path_factory.mktemp("words")
    Tokeniser(folder).words("首席质量官")
    return folder


@pytest.fixture
def data_dir(data_dir: Path, word_folder: Path) -> Path:
    """A new data folder that need not make the dictionary again."""
    shutil.copytree(word_folder, data_dir / "cache")
    return data_dir


@pytest.fixture
def library(data_dir: Path) -> Iterator[LocalAssistant]:
    """The service over an empty library."""
    index = open_index(data_dir, embedder=FakeEncoder())
    yield LocalAssistant(index, load_settings(data_dir=data_dir))
    index.close()


@pytest.fixture
def importer(library: LocalAssistant) -> Importer:
    return library.importer


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file below the test's folder; gives its path."""

    def written(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written
