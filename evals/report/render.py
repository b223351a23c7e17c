"""The report as HTML: one file that opens from disk, or its parts for the page of the app."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from evals.gates import GateOutcome
from evals.report.charts import Chart, charts_of, history_charts
from evals.report.sections import Section, previous, section_of
from evals.report.worst import Blind, Wrong, blind, worst
from evals.results import Result, Run
from evals.suites import SUITES

_NAMES = [suite.name for suite in SUITES]
#: What a machine is called in the result files, and in the report.
_MACHINE = {
    "processor": "处理器",
    "cores": "可用核数",
    "memory_gib": "内存（GiB）",
    "system": "系统",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the templates need. ``base``: address of the running app, ending in a stroke; None: there is none."""

    sections: tuple[Section, ...]
    curves: Mapping[str, Sequence[Chart]]
    history: Sequence[Chart]
    worst: tuple[Wrong, ...]
    blind: Blind
    base: str | None
    made: datetime

    @property
    def gated(self) -> int:
        return sum(row.outcome is not None for section in self.sections for row in section.rows)

    @property
    def missed(self) -> list[tuple[Section, Any]]:
        """What is below its target, with its suite."""
        return [(one, row) for one in self.sections for row in one.rows if row.missed]

    @property
    def machine(self) -> list[tuple[str, str]]:
        """Of the newest run."""
        newest = max((one.run for one in self.sections), key=lambda run: run.started, default=None)
        machine = newest.machine if newest else {}
        versions = newest.versions if newest else {}
        told = [(_MACHINE.get(name, name), str(value)) for name, value in machine.items()]
        return [*told, *versions.items()]

    def clause(self, clause_id: str) -> str:
        """The address of a clause in the library page of the app; empty without an app."""
        if self.base is None:
            return ""
        source, _, path = clause_id.partition("#")
        fragment = f"#{quote(path, safe='/,')}" if path else ""
        return f"{self.base}library/{quote(source, safe='')}{fragment}"


def report_html(
    results: Sequence[Result],
    earlier: Sequence[Run],
    gates: Sequence[GateOutcome] = (),
    *,
    base: str | None = None,
    against: Mapping[str, Run] | None = None,
) -> str:
    """The report as one file that needs nothing else.

    ``earlier``: the runs before ``results``; each suite is compared with the last one of the same
    configuration, or with that in ``against``. ``base``: address of the app that clauses lead to.
    """
    shown = _shown(results, earlier, gates, base, against)
    return _environment().get_template("report.html").render(
        r=shown,
        nonce=secrets.token_urlsafe(16),
        styles=[Markup(asset("standalone.css")), Markup(asset("parts.css"))],
        scripts=[Markup(_plotly()), Markup(asset("charts.js")), Markup("cqoCharts.follow();")],
    )  # fmt: skip


def parts_html(
    results: Sequence[Result],
    earlier: Sequence[Run],
    gates: Sequence[GateOutcome] = (),
    *,
    base: str | None = None,
    against: Mapping[str, Run] | None = None,
) -> str:
    """The same without head, styles and scripts, for a page that has its own."""
    shown = _shown(results, earlier, gates, base, against)
    return _environment().get_template("parts.html").render(r=shown)


def asset(name: str) -> str:
    """A style sheet or script of the report."""
    return resources.files(__package__).joinpath("templates", name).read_text("utf-8")


def _shown(
    results: Sequence[Result],
    earlier: Sequence[Run],
    gates: Sequence[GateOutcome],
    base: str | None,
    against: Mapping[str, Run] | None,
) -> Shown:
    ordered = sorted(results, key=lambda one: (_place(one.run.suite), one.run.started))
    sections = [
        section_of(
            one,
            previous(one.run, earlier) if against is None else against.get(one.run.suite),
            gates,
        )
        for one in ordered
    ]
    questions = [item for one in ordered if one.run.suite == "qa" for item in one.items]
    return Shown(
        sections=tuple(sections),
        curves={one.run.suite: charts_of(one) for one in ordered},
        history=history_charts(ordered, earlier),
        worst=worst(questions),
        blind=blind(questions),
        base=base,
        made=max((one.run.started for one in ordered), default=datetime.now().astimezone()),
    )


def _place(suite: str) -> int:
    return _NAMES.index(suite) if suite in _NAMES else len(_NAMES)


def _drawn(figure: Mapping[str, Any]) -> str:
    """A figure as JSON for an attribute; the template escapes it."""
    return json.dumps(figure, ensure_ascii=False, separators=(",", ":"))


def _moment(value: datetime) -> str:
    return f"{value.astimezone():%Y-%m-%d %H:%M}"


@cache
def _plotly() -> str:
    from plotly.offline import get_plotlyjs

    return str(get_plotlyjs())


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("evals.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"drawn": _drawn, "moment": _moment}
    return made
