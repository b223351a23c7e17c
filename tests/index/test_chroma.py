"""Searching in Chroma itself: embedded in a long-running process, and in a Chroma server."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import DataFolderError
from index.filters import Filters
from index.store import Index, open_index
from index.vectors import chroma_store
from index.vectors.search import VectorSearch
from tests.index.fakes import FakeEncoder, document, library

FILTERS = [
    Filters(),
    Filters(sources=("hubei",)),
    Filters(regions=("湖北", "广东"), kinds=("measure",)),
    Filters(statuses=("draft",)),
    Filters(topics=("任职条件",)),
    Filters(topics=("任职条件", "结构")),
    Filters(workspace="acme"),
    Filters(workspace="other"),
]


@pytest.fixture
def searching_chroma(built: Index) -> Iterator[VectorSearch]:
    """A long-running process over more chunks than are searched exactly."""
    search = VectorSearch(built.catalogue, built.data_dir, long_running=True, exact_limit=0)
    yield search
    search.close()


@pytest.mark.parametrize("filters", FILTERS)
def test_embedded_chroma_finds_what_the_mapped_file_finds(
    built: Index, searching_chroma: VectorSearch, filters: Filters
) -> None:
    vector = FakeEncoder().encode_query("任职条件是什么")
    asked = {"k": 5, "fingerprint": "fake-1", "filters": filters}
    near = dict(searching_chroma.search(vector, **asked))  # type: ignore[arg-type]
    exact = dict(built.vectors.search(vector, **asked))  # type: ignore[arg-type]
    assert near == pytest.approx(exact, abs=1e-5)
    assert searching_chroma.cosines(vector, list(exact)) == pytest.approx(exact, abs=1e-5)


def test_second_long_running_process_searches_the_mapped_file(
    built: Index, searching_chroma: VectorSearch
) -> None:
    second = VectorSearch(built.catalogue, built.data_dir, long_running=True, exact_limit=0)
    vector = FakeEncoder().encode_query("备案")
    found = searching_chroma.search(vector, k=3, fingerprint="fake-1")
    assert [key for key, _ in second.search(vector, k=3, fingerprint="fake-1")] == [
        key for key, _ in found
    ]
    second.close()


def test_building_while_chroma_is_held_open(built: Index, searching_chroma: VectorSearch) -> None:
    vector = FakeEncoder().encode_query("唯一的新句子")
    searching_chroma.search(vector, k=3, fingerprint="fake-1")
    built.add([document("later", "一、后来\n唯一的新句子。\n")])
    key, _ = searching_chroma.search(vector, k=1, fingerprint="fake-1")[0]
    assert built.catalogue.places()[key].source_id == "later"
    assert built.verify().ok


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A real Chroma server on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).parent / "chroma"), "run", "--host", "127.0.0.1"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--path", str(tmp_path / "server")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(1200):  # a busy machine takes its time to import Chroma
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            pytest.fail("the Chroma server did not start within two minutes")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


# Chroma leaves the sockets of its HTTP clients to the garbage collector.
@pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
def test_chroma_server_from_build_to_verify(data_dir: Path, server: str) -> None:
    with open_index(data_dir, embedder=FakeEncoder(), chroma_url=server) as index:
        index.build(library())
        assert (
            index.retriever.search("本科以上学历，五年质量管理经历")[0].clause_id
            == "hubei#任职条件"
        )
        for filters in FILTERS:
            found = index.retriever.search("任职条件", filters=filters, mode="dense")
            assert all(hit.source_id != "acme" or filters.workspace == "acme" for hit in found)
            assert bool(found)
            assert all(hit.cosine is not None for hit in found)
        assert index.verify().ok
        for turn in range(3):
            index.add([document("later", f"一、第{turn}次\n第{turn}次的句子。\n")])
        assert index.verify().ok
        with chroma_store.open_client(None, server) as client:
            collections = client.list_collections()
            assert len(collections) == 2  # the current one and the one before
            pointer = index.status().vectors
            assert pointer is not None
            newest = next(c for c in collections if c.name.endswith(pointer.token))
            newest.delete(ids=newest.get(limit=1)["ids"])
        assert [d.store for d in index.verify().differences] == ["vectors"]


def test_server_that_is_not_there_is_told(data_dir: Path) -> None:
    with (
        open_index(data_dir, embedder=FakeEncoder(), chroma_url="127.0.0.1:9") as index,
        pytest.raises(DataFolderError, match="CQO_CHROMA_URL"),
    ):
        index.build(library())
