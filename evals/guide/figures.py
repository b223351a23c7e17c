"""Plan, draw and pack for the example companies, over a copy of the data folder, and take the time."""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from assistant.guiding.charts import gantt, radar
from assistant.guiding.exporting import write_package
from assistant.guiding.journey import Task
from assistant.guiding.journeys import Route
from assistant.guiding.planning import plan
from assistant.guiding.scoring import Reply, result_of
from assistant.guiding.way import Way
from assistant.service import LocalAssistant, open_assistant
from assistant.settings import Settings

#: What is promised: milliseconds of plan and charts, and seconds of a package, without a model.
MILLISECONDS, SECONDS = 200.0, 60.0
#: Tasks of the plan that is measured, and how often.
TASKS, _TIMES = 60, 9
_START = date(2026, 12, 1)
_REPLIES: tuple[Reply, ...] = ("yes", "partly", "no")


@dataclass(frozen=True)
class Packed:
    """The package of one company."""

    company: str
    documents: int
    open_items: int
    megabytes: float
    seconds: float


@dataclass
class GuideReport:
    """``plan``, ``charts``: median milliseconds for ``TASKS`` tasks; ``first``: with what is loaded at first."""

    plan: float = 0.0
    charts: float = 0.0
    first: float = 0.0
    packages: list[Packed] = field(default_factory=list)

    @property
    def right(self) -> bool:
        """Whether every limit is met."""
        drawn = self.plan + self.charts < MILLISECONDS
        return drawn and all(one.seconds < SECONDS for one in self.packages)


def run(
    settings: Settings,
    companies: Sequence[Path],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> GuideReport:
    """The figures. The data folder itself is not changed."""
    report = GuideReport()
    with copied(settings) as assistant:
        for number, path in enumerate(companies, 1):
            way = _begun(assistant, path)
            if not report.packages:
                _draw(assistant, way, report)
            report.packages.append(_packed(assistant, way, path.stem))
            progress(number, len(companies))
    return report


@contextmanager
def copied(settings: Settings) -> Iterator[LocalAssistant]:
    """The assistant over a copy of the data folder that is forgotten afterwards."""
    source = Path(settings.data_dir)
    with tempfile.TemporaryDirectory(prefix="cqo-eval-guide-") as name:
        folder = Path(name) / "data"
        databases = sorted(source.glob("*.sqlite*"))
        names = [path.name for path in databases]
        skipped = shutil.ignore_patterns("models", "evidence", "originals", *names)
        shutil.copytree(source, folder, ignore=skipped)
        for path in databases:
            if path.suffix in (".sqlite", ".sqlite3"):
                with (
                    closing(sqlite3.connect(path)) as one,
                    closing(sqlite3.connect(folder / path.name)) as other,
                ):
                    one.backup(other)
        if (source / "models").is_dir():
            (folder / "models").symlink_to((source / "models").resolve(), True)
        assistant = open_assistant(settings.model_copy(update={"data_dir": folder}))
        try:
            yield assistant
        finally:
            assistant.close()


def _begun(assistant: LocalAssistant, path: Path) -> Way:
    """The company with its facts and a self-check."""
    desk, checks = assistant.guide, assistant.guide.self_checks
    facts: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    way = desk.begin(str(facts["company_name"]), _START)
    known = {spec.name for spec in desk.specs(way.route)}
    way = desk.answer(way, {name: value for name, value in facts.items() if name in known})
    made = checks.start(way)
    for number, one in enumerate(checks.asked(made).checks):
        reply = _REPLIES[number % 3]
        checks.reply(way, made.id, one.id, reply, 0)
    checks.finish(way, made.id)
    return way


def _draw(assistant: LocalAssistant, way: Way, report: GuideReport) -> None:
    route = _long(way.route)
    checks = assistant.guide.self_checks.checks()
    replies = {one.id: _REPLIES[n % 3] for n, one in enumerate(checks.checks)}
    planning, drawing = [], []
    for number in range(_TIMES + 1):
        started = time.perf_counter()
        made = plan(route, way.facts, _START, today=_START)
        planned = time.perf_counter()
        gantt(made, {}, _START)
        radar(result_of(checks, replies))
        drawn = time.perf_counter()
        if number == 0:
            report.first = (drawn - started) * 1000
            continue
        planning.append((planned - started) * 1000)
        drawing.append((drawn - planned) * 1000)
    report.plan, report.charts = statistics.median(planning), statistics.median(drawing)


def _long(route: Route) -> Route:
    """The route with ``TASKS`` tasks that every company needs: its own, again and again, one behind the other."""
    phases = list(route.journey.phases)
    tasks: list[Task] = []
    while len(tasks) < TASKS:
        for task in route.journey.tasks[: TASKS - len(tasks)]:
            name = f"{task.id}-{len(tasks)}"
            changed = {"id": name, "when": "", "skipped": "", "title": f"{task.title}{len(tasks)}"}
            needs = (tasks[-1].id,) if tasks and len(tasks) % 3 else ()
            tasks.append(task.model_copy(update={**changed, "needs": needs, "not_before": None}))
    only = phases[0].model_copy(update={"tasks": tuple(tasks)})
    return Route(route.journey.model_copy(update={"phases": (only,)}), route.specs)


def _packed(assistant: LocalAssistant, way: Way, name: str) -> Packed:
    with tempfile.TemporaryDirectory(prefix="cqo-eval-guide-") as folder:
        path = Path(folder) / "package.zip"
        started = time.perf_counter()
        counts = write_package(assistant, way, path)
        seconds = time.perf_counter() - started
        return Packed(name, counts.documents, counts.open_items, path.stat().st_size / 1e6, seconds)
