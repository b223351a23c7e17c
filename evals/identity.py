"""What a run was made with: the library, the product's wording, versions and the machine."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil

from corpus.library_files import library_folder

#: Packages whose version may change a figure.
_PACKAGES = ("cqo-assistant", "chromadb", "langchain-core", "numpy", "onnxruntime", "scikit-learn")
_HEX = 12


def library_hash() -> str:
    """Of every file of the shipped library: texts, known questions, gaps, places."""
    return _hash_of(library_folder())


def prompts_hash() -> str:
    """Of every file of ``prompts/``: what is said and how documents are built."""
    import prompts

    return _hash_of(Path(next(iter(prompts.__path__))))


def questions_hash(folder: Path) -> str:
    """Of the gold questions in ``folder``."""
    return _hash_of(folder)


def versions() -> dict[str, str]:
    """Of Python and the packages that matter, as far as they are installed."""
    found = {"python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def machine() -> dict[str, str | int | float]:
    """Processor, cores that may be used, memory in GiB, system."""
    affinity = getattr(os, "sched_getaffinity", None)
    return {
        "system": platform.system(),
        "processor": _processor(),
        "cores": len(affinity(0)) if affinity else os.cpu_count() or 1,
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
    }


def _processor() -> str:
    """The name that the system gives the processor."""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _hash_of(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in _files(folder):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:_HEX]


def _files(folder: Path) -> Iterable[Path]:
    """Data files only: compiled Python comes and goes."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if path.suffix in {".md", ".yaml", ".j2", ".toml", ".txt"})
