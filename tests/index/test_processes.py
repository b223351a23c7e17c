"""Several processes over one data folder: they wait, they read, they never hang or see half."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import pytest

from index.store import Index, open_index
from tests.index.fakes import FakeEncoder, library

ROOT = Path(__file__).resolve().parents[2]
HEAD = """
import sys
from index.store import open_index
from tests.index.fakes import FakeEncoder, document, library
folder = sys.argv[1]
"""


def _start(code: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HEAD + textwrap.dedent(code), str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _ended(process: subprocess.Popen[str]) -> str:
    out, error = process.communicate(timeout=90)
    assert process.returncode == 0, error
    return out


BUILDER = """
with open_index(folder, embedder=FakeEncoder()) as index:
    for turn in range(4):
        index.build([*library(), document("extra", f"一、第{turn}次\\n第{turn}次写入的句子。\\n")])
    assert index.verify().ok
"""
READER = """
import time
end = time.monotonic() + 6
found = 0
while time.monotonic() < end:
    with open_index(folder, embedder=FakeEncoder()) as index:
        hits = index.retriever.search("本科以上学历，五年质量管理经历")
        assert hits[0].clause_id == "hubei#任职条件", hits
        assert all(index.catalogue.clause(hit.clause_id) for hit in hits[:1])
        index.conversations.append(index.conversations.start().id, "问")
        found += 1
print(found)
"""


def test_two_readers_and_a_builder_at_once(built: Index) -> None:
    readers = [_start(READER, built.data_dir) for _ in range(2)]
    builder = _start(BUILDER, built.data_dir)
    _ended(builder)
    assert all(int(_ended(reader)) > 2 for reader in readers)
    assert built.retriever.search("第3次写入的句子")[0].source_id == "extra"


def test_two_builders_at_once_do_the_work_once_each(data_dir: Path) -> None:
    for process in [_start(BUILDER, data_dir) for _ in range(2)]:
        _ended(process)
    with open_index(data_dir, embedder=FakeEncoder()) as index:
        assert index.verify().ok
        assert len(index.catalogue.sources()) == 4


KILLED_IN_VECTORS = """
import os
import index.vectors.write as write
write.write_snapshot = lambda *a: os._exit(9)
with open_index(folder, embedder=FakeEncoder()) as index:
    index.build([*library(), document("extra", "一、新\\n被打断的句子。\\n")])
"""
KILLED_IN_TRANSACTION = """
import os
with open_index(folder, embedder=FakeEncoder()) as index:
    index.lexical.write = lambda *a: os._exit(9)
    index.build([*library(), document("extra", "一、新\\n被打断的句子。\\n")])
"""


@pytest.mark.parametrize("code", [KILLED_IN_VECTORS, KILLED_IN_TRANSACTION])
def test_killed_build_leaves_a_working_index_and_is_made_up_for(built: Index, code: str) -> None:
    process = _start(code, built.data_dir)
    process.communicate(timeout=60)
    assert process.returncode == 9
    with open_index(built.data_dir, embedder=FakeEncoder()) as index:
        assert (
            index.retriever.search("本科以上学历，五年质量管理经历")[0].clause_id
            == "hubei#任职条件"
        )
        stored = index.catalogue.source("extra") is not None
        words = index.retriever.search("被打断的句子", mode="lexical")
        assert stored == any(hit.source_id == "extra" for hit in words)
        index.build(library())
        assert index.verify().ok
        folders = [p for p in (built.data_dir / "vectors").iterdir() if p.is_dir()]
        assert len(folders) <= 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX permissions")
def test_folder_without_write_permission_is_read(word_folder: Path) -> None:
    """As another user, for whom the folder is read-only, with no -shm file beside the database."""
    data_dir = Path(tempfile.mkdtemp(prefix="cqo-read-only-"))
    shutil.copytree(word_folder, data_dir / "cache")
    with open_index(data_dir, embedder=FakeEncoder()) as index:
        index.build(library())
    for path in [data_dir, *data_dir.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    code = """
    import os
    from index.errors import DataFolderError
    if os.getuid() == 0:
        import shutil, tempfile  # import all while the interpreter's own files can be read
        copy = shutil.copytree(folder, tempfile.mkdtemp() + "/copy")
        with open_index(copy, embedder=FakeEncoder()) as index:
            index.retriever.search("质量")
        shutil.rmtree(copy)
        os.setgid(65534); os.setuid(65534)
    with open_index(folder, embedder=FakeEncoder()) as index:
        assert index.read_only
        print(index.retriever.search("本科以上学历，五年质量管理经历")[0].clause_id)
        try:
            index.conversations.start()
        except DataFolderError as error:
            print(error)
    """
    try:
        lines = _ended(_start(code, data_dir)).splitlines()
    finally:
        for path in [data_dir, *data_dir.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        shutil.rmtree(data_dir)
    assert lines[0] == "hubei#任职条件"
    assert "只读" in lines[1]


def test_cold_search_imports_neither_chroma_nor_torch(built: Index) -> None:
    code = """
    with open_index(folder, embedder=FakeEncoder()) as index:
        assert index.retriever.search("任职条件")
    slow = {"chromadb", "torch", "gradio", "alembic", "langchain_core", "opencc"} & set(sys.modules)
    print(sorted(slow))
    """
    begun = time.perf_counter()
    assert _ended(_start(code, built.data_dir)).strip() == "[]"
    assert time.perf_counter() - begun < 20
