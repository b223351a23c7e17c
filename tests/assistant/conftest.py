"""The real service over the indexed library, and a copy of it that a test may change."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.service import LocalAssistant, open_assistant
from assistant.settings import load_settings
from corpus.library_files import read_regions
from corpus.regions import Gazetteer, gazetteer_of


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return gazetteer_of(read_regions())


@pytest.fixture(scope="session")
def assistant(library_data: Path) -> Iterator[LocalAssistant]:
    """The service that every surface uses. Tests may ask and talk, but change no source."""
    opened = open_assistant(load_settings(data_dir=library_data))
    yield opened
    opened.close()


@pytest.fixture
def own_library(library_data: Path, tmp_path: Path) -> Path:
    """A copy of the indexed library for this test alone; the model's folder is shared."""
    return copy_library(library_data, tmp_path / "library")


@pytest.fixture
def own_assistant(own_library: Path) -> Iterator[LocalAssistant]:
    """The service over a copy of the library: a test may add and remove sources."""
    opened = open_assistant(load_settings(data_dir=own_library))
    yield opened
    opened.close()


def copy_library(library_data: Path, folder: Path) -> Path:
    """Copy an indexed library to ``folder``; the model's folder is shared."""
    databases = sorted(library_data.glob("*.sqlite*"))
    names = [path.name for path in databases]
    shutil.copytree(library_data, folder, ignore=shutil.ignore_patterns("models", *names))
    for path in databases:
        if path.suffix in (".sqlite", ".sqlite3"):  # other test processes may be writing to it
            with (
                closing(sqlite3.connect(path)) as source,
                closing(sqlite3.connect(folder / path.name)) as copy,
            ):
                source.backup(copy)
    (folder / "models").symlink_to(library_data / "models", target_is_directory=True)
    return folder
