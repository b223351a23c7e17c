"""Charts as Plotly figures in JSON: the plan as a Gantt chart, a self-check as a radar and as a trend.

The page draws them with the plotly.js that comes inside the plotly package; nothing is loaded from elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from assistant.guiding.journey import State
from assistant.guiding.planning import Plan, Planned
from assistant.guiding.scoring import Result
from index.catalogue.guide_records import Assessment

#: States as a person reads them, and their colours: told apart in grey too, with a pattern.
STATES: Mapping[State, str] = {
    "todo": "未开始",
    "doing": "进行中",
    "done": "已完成",
    "na": "不适用",
}
_COLOURS: Mapping[str, str] = {
    "todo": "#9aa5b1",
    "doing": "#2f6fb2",
    "done": "#2e7d5b",
    "na": "#d0d5db",
}
_PATTERNS: Mapping[str, str] = {"todo": "", "doing": "/", "done": "", "na": "x"}
_RINGS: Mapping[str, str] = {
    "做到": "#2f6fb2",
    "做到或部分做到": "#7a8ea3",
    "上一次做到": "#b26a2f",
}
_FONT = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"
#: Pixels of a bar and around the bars.
_ROW, _AROUND = 26, 90
#: Of the steps between two self-checks, what is left free at both ends.
_MARGIN = 0.4


def gantt(plan: Plan, states: Mapping[str, State], today: date) -> dict[str, Any]:
    """The plan, a bar a task in the order of the plan, coloured by state; a line for today."""
    import plotly.graph_objects as go

    figure = go.Figure()
    for state in ("todo", "doing", "done"):
        own = [one for one in plan.tasks if states.get(one.task.id, "todo") == state]
        if own:
            figure.add_trace(_bars(go, own, state))
    names = [one.task.title for one in plan.tasks]
    figure.update_yaxes(
        categoryorder="array", categoryarray=names[::-1], automargin=True, fixedrange=True
    )
    figure.update_xaxes(type="date", tickformat="%Y-%m-%d", side="top", fixedrange=True)
    figure.update_layout(
        barmode="overlay",
        height=_AROUND + _ROW * max(len(names), 1),
        margin={"l": 8, "r": 16, "t": 40, "b": 16},
        font={"family": _FONT, "size": 13},
        legend={"orientation": "h", "y": -0.02, "yanchor": "top"},
        plot_bgcolor="rgba(0,0,0,0)",
        paper_bgcolor="rgba(0,0,0,0)",
        showlegend=True,
    )
    if plan.tasks and plan.tasks[0].start <= today <= plan.end:
        figure.add_vline(x=today.isoformat(), line_dash="dot", line_color="#b3261e")
    return _json(figure)


def _bars(go: Any, tasks: Sequence[Planned], state: State) -> Any:
    day = timedelta(days=1)
    lengths = [(one.end - one.start + day) / timedelta(milliseconds=1) for one in tasks]
    return go.Bar(
        y=[one.task.title for one in tasks],
        base=[one.start.isoformat() for one in tasks],
        x=lengths,
        orientation="h",
        name=STATES[state],
        marker={
            "color": _COLOURS[state],
            "pattern": {"shape": _PATTERNS[state], "fillmode": "overlay"},
        },
        customdata=[[_spoken(one.start), _spoken(one.end), one.days, one.owner] for one in tasks],
        hovertemplate="%{y}<br>%{customdata[0]} 至 %{customdata[1]}<br>%{customdata[2]}个工作日，%{customdata[3]}<extra></extra>",
    )


def radar(result: Result) -> dict[str, Any]:
    """Shares by group: 做到, 做到或部分做到, and the time before where there was one."""
    import plotly.graph_objects as go

    titles = [score.group.title for score in result.scores]
    figure = go.Figure()
    rings = [
        ("做到或部分做到", [score.reach for score in result.scores], "dot"),
        ("做到", [score.share for score in result.scores], "solid"),
    ]
    if any(score.before is not None for score in result.scores):
        rings.append(("上一次做到", [score.before for score in result.scores], "dash"))
    for name, shares, dash in rings:
        values = [None if share is None else round(share * 100) for share in shares]
        figure.add_trace(
            go.Scatterpolar(
                r=[*values, values[0]] if values else [],
                theta=[*titles, titles[0]] if titles else [],
                name=name,
                fill="toself" if name == "做到" else "none",
                line={"dash": dash, "color": _RINGS[name]},
                connectgaps=True,
                hovertemplate="%{theta}：%{r}%<extra>" + name + "</extra>",
            )
        )
    figure.update_layout(
        polar={
            "radialaxis": {"range": [0, 100], "ticksuffix": "%", "angle": 90, "tickangle": 90},
            "angularaxis": {"direction": "clockwise"},
            "bgcolor": "rgba(0,0,0,0)",
        },
        height=420,
        margin={"l": 60, "r": 60, "t": 30, "b": 30},
        font={"family": _FONT, "size": 13},
        legend={"orientation": "h", "y": -0.08},
        paper_bgcolor="rgba(0,0,0,0)",
        dragmode=False,
    )
    return _json(figure)


def trend(results: Sequence[tuple[Assessment, Result]]) -> dict[str, Any]:
    """The share that is met, self-check by self-check. A line is drawn only between two that asked the
    same: where the questions changed, a new line begins."""
    import plotly.graph_objects as go

    figure = go.Figure()
    lines = _lines(results)
    for name, dash in (("做到", "solid"), ("做到或部分做到", "dot")):
        for number, line in enumerate(lines):
            shares = [one.share if name == "做到" else one.reach for _, one in line]
            figure.add_trace(
                go.Scatter(
                    x=[made.title for made, _ in line],
                    y=[None if share is None else round(share * 100) for share in shares],
                    name=name,
                    legendgroup=name,
                    showlegend=number == 0,
                    mode="lines+markers",
                    line={"dash": dash, "color": _RINGS[name]},
                    hovertemplate="%{x}：%{y}%<extra>" + name + "</extra>",
                )
            )
    figure.update_yaxes(range=[0, 100], ticksuffix="%", fixedrange=True)
    ends = [-_MARGIN, max(len(results) - 1, 0) + _MARGIN]  # or the outer names are cut off
    figure.update_xaxes(type="category", fixedrange=True, range=ends)
    figure.update_layout(
        height=280,
        margin={"l": 48, "r": 16, "t": 16, "b": 40},
        font={"family": _FONT, "size": 13},
        legend={"orientation": "h", "y": -0.2},
        plot_bgcolor="rgba(0,0,0,0)",
        paper_bgcolor="rgba(0,0,0,0)",
    )
    return _json(figure)


def _lines(results: Sequence[tuple[Assessment, Result]]) -> list[list[tuple[Assessment, Result]]]:
    """Runs of self-checks that asked the same."""
    lines: list[list[tuple[Assessment, Result]]] = []
    for one in results:
        told = one[1].comparison
        if not lines or told is None or told.new or told.gone:
            lines.append([])
        lines[-1].append(one)
    return lines


@cache
def plotly_script() -> bytes:
    """plotly.js as it comes inside the package."""
    from plotly.offline import get_plotlyjs

    return bytes(get_plotlyjs(), "utf-8")


def _json(figure: Any) -> dict[str, Any]:
    """Without Plotly's own template, which is larger than the figure."""
    figure.update_layout(template=None)
    made: dict[str, Any] = json.loads(figure.to_json())
    return made


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
