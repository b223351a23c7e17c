"""How many processor cores this process may keep busy."""

from __future__ import annotations

import os
from pathlib import Path

_CPUS = Path("/sys/devices/system/cpu")
_QUOTA = Path("/sys/fs/cgroup/cpu.max")  # of a container: "200000 100000" is two cores


def available_cores() -> int:
    """Physical cores this process may run on, no more than a container's quota; at least 1."""
    if hasattr(os, "sched_getaffinity"):
        allowed = os.sched_getaffinity(0)
        cores = {_siblings(cpu) for cpu in allowed}
        return max(1, min(len(cores), _quota() or len(cores)))
    import psutil

    return psutil.cpu_count(logical=False) or os.cpu_count() or 1


def _siblings(cpu: int) -> str:
    """Names the core of a logical processor: the list of processors that share it."""
    try:
        return (_CPUS / f"cpu{cpu}" / "topology" / "thread_siblings_list").read_text("ascii")
    except OSError:
        return str(cpu)


def _quota() -> int | None:
    try:
        quota, period = _QUOTA.read_text("ascii").split()
        return max(1, int(quota) // int(period))
    except (OSError, ValueError):  # no container, or "max"
        return None
