"""The stored runs of a data folder as the page shows them: the newest of each suite, against which they are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from corpus.errors import BadInput
from evals.gates import check, read_gates
from evals.report.render import parts_html, report_html
from evals.results import Result, Run, history, latest, read_result, runs_folder

DEFAULT = "default"
#: Runs of one configuration that follow each other within this time were one call of ``cqo eval all``.
_TOGETHER = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Round:
    """Runs that were made together, at most one of a suite."""

    id: str
    configuration: str
    fast: bool
    runs: tuple[Run, ...]

    @property
    def words(self) -> str:
        """2026-11-27 18:20，8 项，快速"""
        began = f"{self.runs[0].started.astimezone():%Y-%m-%d %H:%M}"
        other = "" if self.configuration == DEFAULT else f"，配置 {self.configuration}"
        return f"{began}，{len(self.runs)} 项{'，快速' if self.fast else ''}{other}"


@dataclass(frozen=True, slots=True)
class Stored:
    """What there is to show. ``against``: the chosen round; None: each suite's own last run."""

    results: tuple[Result, ...]
    earlier: tuple[Run, ...]
    rounds: tuple[Round, ...]
    configuration: str
    configurations: tuple[str, ...]
    against: Round | None

    def view(self, base: str) -> dict[str, Any]:
        """For the page: the parts of the report, and what may be chosen."""
        return {
            "empty": not self.results,
            "html": parts_html(*self._given(), base=base, against=self._compared())
            if self.results
            else "",
            "rounds": [{"id": one.id, "words": one.words} for one in reversed(self.rounds)],
            "against": self.against.id if self.against else "",
            "configuration": self.configuration,
            "configurations": list(self.configurations),
        }

    def file(self, base: str) -> str:
        """The report to download."""
        if not self.results:
            raise BadInput("还没有评测结果。请先运行 cqo eval all。")
        return report_html(*self._given(), base=base, against=self._compared())

    def _given(self) -> tuple[Any, Any, Any]:
        return self.results, self.earlier, check(self.results, read_gates())

    def _compared(self) -> Mapping[str, Run] | None:
        return {run.suite: run for run in self.against.runs} if self.against else None


def stored(data_dir: Path, configuration: str = "", against: str = "") -> Stored:
    """The newest runs of ``configuration`` (the default one, or the newest there is).

    ``against``: id of a round. Raises BadInput when there is no such configuration or round.
    """
    folder = runs_folder(data_dir)
    runs = [run for _, run in history(folder)]
    names = sorted({run.configuration for run in runs}, key=lambda name: (name != DEFAULT, name))
    if configuration and configuration not in names:
        raise BadInput(f"没有配置“{configuration[:40]}”的评测结果，请刷新页面重选。")
    chosen = configuration or (
        DEFAULT if DEFAULT in names else runs[-1].configuration if runs else DEFAULT
    )
    results = tuple(read_result(path) for path in latest(folder, chosen))
    started = {one.run.suite: one.run.started for one in results}
    earlier = tuple(
        run for run in runs if run.suite in started and run.started < started[run.suite]
    )
    shown = {(one.run.suite, one.run.started, one.run.configuration) for one in results}
    rounds = tuple(one for one in rounds_of(runs) if not _shown(one, shown))
    found = next((one for one in rounds if one.id == against), None)
    if against and found is None:
        raise BadInput("没有要比较的那一次评测，可能已经删除，请刷新页面重选。")
    return Stored(results, earlier, rounds, chosen, tuple(names), found)


def rounds_of(runs: Sequence[Run]) -> list[Round]:
    """Runs put together, the oldest round first; ``runs`` come in order of time."""
    groups: list[list[Run]] = []
    open_: dict[tuple[str, bool], list[Run]] = {}
    for run in runs:
        key = (run.configuration, run.fast)
        group = open_.get(key)
        fits = (
            group is not None
            and run.started - group[-1].started <= _TOGETHER
            and all(one.suite != run.suite for one in group)
        )
        if group is not None and fits:
            group.append(run)
        else:
            open_[key] = [run]
            groups.append(open_[key])
    return [_round(group) for group in groups]


def _round(group: Sequence[Run]) -> Round:
    first = group[0]
    name = f"{first.started:%Y%m%dT%H%M%S%f}-{first.configuration}"
    return Round(name, first.configuration, first.fast, tuple(group))


def _shown(one: Round, shown: set[tuple[str, Any, str]]) -> bool:
    """Whether all of a round is what is shown: nothing is compared with itself."""
    return all((run.suite, run.started, run.configuration) in shown for run in one.runs)
