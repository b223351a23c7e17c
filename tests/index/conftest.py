from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.store import Index, open_index
from index.tokens import Tokeniser
from tests.index.fakes import FakeEncoder, library


@pytest.fixture(scope="session")
def word_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with jieba's mapped dictionary, made once."""
    folder = tmp_path_factory.mktemp("words")
    Tokeniser(folder).words("首席质量官")
    return folder


@pytest.fixture
def data_dir(tmp_path: Path, word_folder: Path) -> Path:
    """A new data folder that need not make the dictionary again."""
    folder = tmp_path / "data"
    shutil.copytree(word_folder, folder / "cache")
    return folder


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def index(data_dir: Path, encoder: FakeEncoder) -> Iterator[Index]:
    """An empty index."""
    with open_index(data_dir, embedder=encoder, busy_ms=300, lock_seconds=0.3) as opened:
        yield opened


@pytest.fixture
def built(index: Index) -> Index:
    """An index of the small library."""
    index.build(library())
    return index
