"""Charts of a report as Plotly figures: the gate's threshold, its ROC and reliability, history.

Colours are names of the page's style variables (``--teal``); ``templates/charts.js`` puts them in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evals.report.sections import lead_figure
from evals.results import Figure, Item, Result, Run
from evals.suites import suite_of

#: Below so many questions of either kind a curve says nothing.
_FEWEST = 10
_BINS = 10
_PERCENT = {"ticksuffix": "%", "range": [-2, 102]}


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure with its title and what it shows in words. ``small``: several stand in a row."""

    title: str
    words: str
    figure: dict[str, Any]
    small: bool = False


def charts_of(result: Result) -> list[Chart]:
    """The curves that a result has items for."""
    if result.run.suite != "decline":
        return []
    found = [_threshold(result), _roc(result.items), _reliability(result.items)]
    return [chart for chart in found if chart is not None]


def history_charts(results: Sequence[Result], earlier: Sequence[Run]) -> list[Chart]:
    """The leading figure of each suite over its runs, where there are two at least."""
    found = (_history(result.run, earlier) for result in results)
    return [chart for chart in found if chart is not None]


def _threshold(result: Result) -> Chart | None:
    points = sorted(
        (item.measures for item in result.items if item.kind == "threshold"),
        key=lambda one: one.get("threshold") or 0.0,
    )
    if len(points) < 2:
        return None
    places = [one.get("threshold") for one in points]
    lines = (
        ("declined_rightly", "该拒的拒了", "--teal", "solid"),
        ("declined_wrongly", "不该拒的拒了", "--accent", "dash"),
    )
    traces = [
        _line(places, [_percent(one.get(name)) for one in points], label, colour, dash)
        for name, label, colour, dash in lines
    ]
    layout = _layout("作答门槛", "占该类题的份额", {"range": [-0.02, 1.02]}, _PERCENT)
    own = result.run.figure("threshold")
    if own is not None and own.value is not None:
        layout["shapes"] = [_mark(own.value)]
        layout["annotations"] = [_note(own.value, f"现用 {own.value:.2f}")]
    words = "门槛从 0 到 1，该拒的拒了和不该拒的拒了各占多少。"
    return Chart("拒答随门槛的变化", words, {"data": traces, "layout": layout})


def _judged(items: Sequence[Item]) -> list[tuple[bool, float]]:
    """Whether a question has an answer, and how sure the gate is that it has."""
    found = []
    for item in items:
        if "probability" not in item.detail or item.kind == "threshold":
            continue
        if "declined_rightly" in item.measures or "declined_wrongly" in item.measures:
            sure = item.detail["probability"]
            known = isinstance(sure, int | float)
            found.append(("declined_wrongly" in item.measures, float(sure) if known else 0.0))
    return found


def _enough(judged: Sequence[tuple[bool, float]]) -> bool:
    answerable = sum(answer for answer, _ in judged)
    return min(answerable, len(judged) - answerable) >= _FEWEST


def _roc(items: Sequence[Item]) -> Chart | None:
    judged = _judged(items)
    if not _enough(judged):
        return None
    positive = sum(answer for answer, _ in judged)
    xs, ys, false, true = [0.0], [0.0], 0, 0
    ordered = sorted(judged, key=lambda one: -one[1])
    for at, (answer, sure) in enumerate(ordered):
        true, false = true + answer, false + (not answer)
        if at + 1 == len(ordered) or ordered[at + 1][1] != sure:  # equal scores move together
            xs.append(100 * false / (len(judged) - positive))
            ys.append(100 * true / positive)
    traces = [
        _line([0.0, 100.0], [0.0, 100.0], "碰运气", "--line-strong", "dot"),
        _line(xs, ys, "门槛的概率", "--teal", "solid", mode="lines"),
    ]
    layout = _layout("没有答案的题被放过", "有答案的题被放过", _PERCENT, _PERCENT)
    words = "越靠左上角，越分得开有答案和没有答案的题。"
    return Chart("分得开有没有答案（ROC）", words, {"data": traces, "layout": layout})


def _reliability(items: Sequence[Item]) -> Chart | None:
    judged = _judged(items)
    if not _enough(judged):
        return None
    bins: dict[int, list[tuple[bool, float]]] = {}
    for answer, sure in judged:
        bins.setdefault(min(int(sure * _BINS), _BINS - 1), []).append((answer, sure))
    groups = [group for _, group in sorted(bins.items())]
    xs: list[float | None] = [100 * sum(sure for _, sure in one) / len(one) for one in groups]
    ys: list[float | None] = [100 * sum(answer for answer, _ in one) / len(one) for one in groups]
    own = _line(xs, ys, "实际有答案的", "--teal", "solid")
    own["text"] = [f"{len(one)} 题" for one in groups]
    own["hovertemplate"] = "说 %{x:.0f}%，实际 %{y:.0f}%，%{text}<extra></extra>"
    traces = [_line([0.0, 100.0], [0.0, 100.0], "说多少是多少", "--line-strong", "dot"), own]
    layout = _layout("说有答案的把握", "实际有答案", _PERCENT, _PERCENT)
    words = "把握相近的题放在一起，看其中实际有答案的占多少；靠近点线，把握就可信。"
    return Chart("把握可不可信", words, {"data": traces, "layout": layout})


def _history(run: Run, earlier: Sequence[Run]) -> Chart | None:
    figure = lead_figure(run)
    if figure is None:
        return None
    runs = [
        one for one in sorted(earlier, key=lambda one: one.started)
        if (one.suite, one.configuration, one.fast) == (run.suite, run.configuration, run.fast)
        and one.started < run.started
    ]  # fmt: skip
    found = [(one, one.figure(figure.name)) for one in (*runs, run)]
    kept = [(one, value) for one, value in found if value is not None and value.value is not None]
    if len(kept) < 2:
        return None
    suite = suite_of(run.suite)
    share = figure.unit == "share"
    values = [_percent(one.value) if share else one.value for _, one in kept]
    trace = _line(
        [f"{one.started:%Y-%m-%d %H:%M:%S}" for one, _ in kept], values, "", "--teal", "solid"
    )
    trace["error_y"] = _errors([value for _, value in kept], share=share)
    layout = _layout(
        "",
        "",
        {"type": "date", "nticks": 4, "tickformat": "%m-%d"},
        {"ticksuffix": "%"} if share else {},
    )
    layout |= {"height": 170, "showlegend": False, "margin": {"l": 44, "r": 14, "t": 10, "b": 30}}
    title = f"{suite.title if suite else run.suite}：{figure.label}"
    return Chart(title, f"{len(kept)} 次评测的{figure.label}。", {"data": [trace], "layout": layout}, small=True)  # fmt: skip


def _errors(figures: Sequence[Figure], *, share: bool) -> dict[str, Any]:
    scale = 100 if share else 1
    above = [scale * ((one.high or one.value or 0) - (one.value or 0)) for one in figures]
    below = [scale * ((one.value or 0) - (one.low if one.low is not None else one.value or 0)) for one in figures]  # fmt: skip
    return {
        "type": "data", "symmetric": False, "array": above, "arrayminus": below,
        "color": "--line-strong", "thickness": 1.2, "width": 3,
    }  # fmt: skip


def _percent(value: float | None) -> float | None:
    return None if value is None else round(100 * value, 2)


def _line(
    xs: Sequence[Any], ys: Sequence[float | None], name: str, colour: str, dash: str,
    *, mode: str = "",
) -> dict[str, Any]:  # fmt: skip
    plain = "lines" if colour == "--line-strong" else "lines+markers"
    return {
        "type": "scatter", "mode": mode or plain, "name": name, "x": list(xs), "y": list(ys),
        "line": {"color": colour, "dash": dash, "width": 2}, "marker": {"color": colour, "size": 6},
        "hovertemplate": "%{x}：%{y}<extra>" + name + "</extra>",
    }  # fmt: skip


def _layout(x: str, y: str, x_axis: dict[str, Any], y_axis: dict[str, Any]) -> dict[str, Any]:
    return {
        "height": 320, "margin": {"l": 58, "r": 14, "t": 34, "b": 48},
        "xaxis": {"title": {"text": x, "font": {"size": 12.5}, "standoff": 8}, "fixedrange": True, "automargin": True, **x_axis},
        "yaxis": {"title": {"text": y, "font": {"size": 12.5}, "standoff": 6}, "fixedrange": True, "automargin": True, **y_axis},
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    }  # fmt: skip


def _mark(place: float) -> dict[str, Any]:
    return {
        "type": "line", "x0": place, "x1": place, "yref": "paper", "y0": 0, "y1": 1,
        "line": {"color": "--ink-soft", "width": 1, "dash": "dot"},
    }  # fmt: skip


def _note(place: float, words: str) -> dict[str, Any]:
    right = place > 0.75
    return {
        "x": place, "yref": "paper", "y": 1, "yanchor": "top", "text": words, "showarrow": False,
        "xanchor": "right" if right else "left", "xshift": -5 if right else 5,
    }  # fmt: skip
