"""A plan: the tasks that a company needs, in order, with dates by working days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assistant.drafting.blueprint import FactSpec
from assistant.drafting.facts.values import Facts
from assistant.drafting.templating import context_of, holds
from assistant.guiding.journey import Contradiction, Phase, Question, State, Task
from assistant.guiding.journeys import Route
from assistant.guiding.working_days import after, first_working_day, is_arranged, next_working_day
from corpus.errors import BadInput

#: Years ahead that a plan may begin.
_FARTHEST = 5
#: The fact that a way begins with.
NAME = "company_name"


@dataclass(frozen=True, slots=True)
class Planned:
    """A task with its dates, both working days and both included. ``days`` is what was reckoned with."""

    task: Task
    phase: Phase
    start: date
    end: date
    days: int
    owner: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A task that this company does not need, and why."""

    task: Task
    phase: Phase
    reason: str


@dataclass(frozen=True)
class Plan:
    """``notes``: Chinese lines on the dates. ``documents``: blueprints to come, each once, in order."""

    start: date
    tasks: tuple[Planned, ...]
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    to_ask: tuple[str, ...] = ()  # questions for the local regulator

    @property
    def end(self) -> date:
        return max((one.end for one in self.tasks), default=self.start)

    @property
    def documents(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(b for one in self.tasks for b in one.task.produces))


def plan(
    route: Route,
    facts: Facts,
    start: date,
    *,
    owners: Mapping[str, str] | None = None,
    lengths: Mapping[str, int] | None = None,
    states: Mapping[str, State] | None = None,
    today: date | None = None,
) -> Plan:
    """The plan for a company that begins on ``start``. A task takes the most of its usual days.

    ``owners`` and ``lengths`` by task id go before what is usual. What the company calls not applicable
    (``states``) is left out. Raises BadInput when ``start`` cannot be a start.
    """
    notes = check_start(start, today or date.today())
    first = first_working_day(start)
    if first != start:
        notes.append(f"{_spoken(start)}不是工作日，从{_spoken(first)}开始。")
    context = context_of(facts, {})
    planned: dict[str, Planned] = {}
    left_out: list[LeftOut] = []
    waiting: list[str] = []
    for task in route.ordered:
        phase = route.phase_of[task.id]
        if (states or {}).get(task.id) == "na":
            left_out.append(LeftOut(task, phase, "企业标为不适用"))
        elif not holds(task.when, context, f"任务 {task.id} "):
            left_out.append(LeftOut(task, phase, task.skipped))
        else:
            days = (lengths or {}).get(task.id) or task.days[1]
            owner = (owners or {}).get(task.id) or task.owner
            earliest = _earliest(task, facts, first)
            if earliest is None:
                waiting.append(task.title)
            before = [planned[one].end for one in route.before(task, planned)]
            begin = max([earliest or first, *map(next_working_day, before)])
            planned[task.id] = Planned(task, phase, begin, after(begin, days), days, owner)
    places = {name: place for place, name in enumerate(route.tasks)}
    result = tuple(sorted(planned.values(), key=lambda one: (one.start, places[one.task.id])))
    if waiting:
        notes.append(
            f"“{waiting[0]}”等{len(waiting)}项要等制度运行一段时间，填写评估时间后再排到那时。"
        )
    years = sorted({one.end.year for one in result} | {first.year})
    unknown = [str(year) for year in years if not is_arranged(year)]
    if unknown:
        years_said = "、".join(unknown)
        notes.append(
            f"{years_said}年的放假调休安排还没有收录，按周末和法定节假日推算，公布后请核对。"
        )
    return Plan(start, result, tuple(left_out), tuple(notes), to_ask(route, facts))


def _earliest(task: Task, facts: Facts, first: date) -> date | None:
    """When the task may begin as far as the company's own dates say; None when that date is not given."""
    if task.not_before is None:
        return first
    value = facts.values.get(task.not_before)
    return max(first, first_working_day(date.fromisoformat(str(value.raw)))) if value else None


def check_start(start: date, today: date) -> list[str]:
    """Notes on a start of a plan. Raises BadInput where ``start`` cannot be one."""
    if start.year < 2020 or start.year > today.year + _FARTHEST:
        raise BadInput(
            f"开始日期 {start.isoformat()} 不像计划的开始日期，请填今天（{today.isoformat()}）前后的日期。"
        )
    if start < today:
        return [f"开始日期{_spoken(start)}早于今天，排出的部分日期已经过去，请按实际情况调整。"]
    return []


def contradictions(route: Route, facts: Facts) -> tuple[Contradiction, ...]:
    """Answers that do not go together."""
    context = context_of(facts, {})
    return tuple(
        one for one in route.journey.contradictions if holds(one.when, context, "矛盾检查")
    )


def questions(route: Route, facts: Facts) -> tuple[Question, ...]:
    """Questions of the interview that this company is asked, as far as its answers tell."""
    context = context_of(facts, {})
    return tuple(
        one for one in route.journey.interview if holds(one.when, context, f"问题 {one.id} ")
    )


def unanswered(route: Route, facts: Facts, skipped: frozenset[str]) -> tuple[Question, ...]:
    """Questions that are open: without any of their facts, and not skipped.

    The company's name is known from the start and answers nothing.
    """
    return tuple(
        one
        for one in questions(route, facts)
        if one.id not in skipped
        and not any(name in facts.values for name in one.facts if name != NAME)
    )


def to_ask(route: Route, facts: Facts) -> tuple[str, ...]:
    """What to ask the local regulator: questions of theirs without an answer."""
    return tuple(
        one.ask
        for one in questions(route, facts)
        if one.regulator and not all(name in facts.values for name in one.facts)
    )


def specs_of(route: Route, question: Question) -> tuple[FactSpec, ...]:
    by_name = {spec.name: spec for spec in route.specs}
    return tuple(by_name[name] for name in question.facts)


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
