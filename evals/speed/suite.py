"""Speed and memory as a suite: the figures of ``cqo eval speed`` in the common format."""

from __future__ import annotations

from evals.results import Figure
from evals.speed.command import measure_all
from evals.suites import Context, Found

#: Name in the measurement -> name, label, unit.
_SHOWN = (
    ("build_seconds", "build_s", "建资料库索引", "s", "lower"),
    ("build_again_seconds", "build_again_s", "再建一次（没有变化）", "s", "lower"),
    ("cold_ask_seconds_median", "cold_s", "冷启动提问", "s", "lower"),
    ("warm_p50_ms", "warm_p50_ms", "热提问（中位）", "ms", "lower"),
    ("warm_p95_ms", "warm_p95_ms", "热提问（95%）", "ms", "lower"),
    ("server_first_answer_seconds", "server_first_s", "服务启动到第一个回答", "s", "lower"),
    ("server_resident_mb", "server_mb", "服务内存", "MB", "lower"),
)


def speed(context: Context) -> Found:
    """Times of this machine: compared only with runs of the same machine."""
    measured = measure_all(context.settings, None)
    figures = [
        Figure(name=name, label=label, unit=unit, better=better, value=_number(measured.get(key)))
        for key, name, label, unit, better in _SHOWN
    ]
    heavy = str(measured.get("cold_ask_heavy_modules", ""))
    figures.append(
        Figure(
            name="cold_heavy", label="冷启动装入的重型库", unit="count", better="lower",
            value=float(len([m for m in heavy.strip("[]").split(",") if m.strip()])),
        )
    )  # fmt: skip
    return Found(tuple(figures))


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
