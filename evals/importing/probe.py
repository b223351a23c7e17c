"""Import files in a process of its own and print seconds and peak memory as JSON.

python -m evals.importing.probe FILE...
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.errors import CqoError


def probe(files: Sequence[Path]) -> dict[str, Any]:
    """Run this module on ``files``; raises CqoError with what it said when it failed."""
    command = [sys.executable, "-m", "evals.importing.probe", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["没有说明"]
        raise CqoError(f"测速进程没有完成：{said[-1]}")
    figures: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def main(arguments: Sequence[str] | None = None) -> int:
    """Seconds of reading and parsing over all files, of processor time too; peak memory in MB."""
    from evals.importing.reading import import_file

    files = [Path(name) for name in (sys.argv[1:] if arguments is None else arguments)]
    started, processor = time.perf_counter(), time.process_time()
    read = parsed = 0.0
    pages = clauses = 0
    for path in files:
        imported = import_file(path)
        read += imported.reading_seconds
        parsed += imported.parsing_seconds
        pages += len(imported.reading.pages)
        clauses += len(imported.tree)
    figures = {
        "files": len(files),
        "pages": pages,
        "clauses": clauses,
        "seconds": time.perf_counter() - started,
        "processor_seconds": time.process_time() - processor,
        "read_seconds": read,
        "parse_seconds": parsed,
        "peak_mb": peak_megabytes(),
    }
    print(json.dumps(figures))
    return 0


def peak_megabytes() -> float:
    """Most resident memory of this process so far, in 1,000,000 bytes."""
    import psutil

    memory = psutil.Process().memory_info()
    if hasattr(memory, "peak_wset"):  # Windows
        return float(memory.peak_wset / 1e6)
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6)


if __name__ == "__main__":
    sys.exit(main())
