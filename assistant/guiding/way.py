"""A company's way as it stands: what is stored, and the plan that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assistant.drafting.facts.values import Facts
from assistant.guiding.journey import State, Task
from assistant.guiding.journeys import Route
from assistant.guiding.planning import Plan
from corpus.errors import BadInput
from index.catalogue.guide_records import Guide, TaskState

STATES: tuple[State, ...] = ("todo", "doing", "done", "na")


class NoSuchWay(BadInput):
    """No company of that name or id is on its way."""


@dataclass(frozen=True)
class Way:
    """Made by ``GuideDesk``; a change gives a new one."""

    guide: Guide
    company: Any
    route: Route
    facts: Facts
    states: Mapping[str, TaskState]
    plan: Plan

    @cached_property
    def state(self) -> dict[str, State]:
        """State by task id."""
        return {name: one.state for name, one in self.states.items() if one.state in STATES}

    @cached_property
    def planned(self) -> frozenset[str]:
        """Ids of the tasks of the plan."""
        return frozenset(one.task.id for one in self.plan.tasks)

    def blockers(self, task: Task) -> tuple[Task, ...]:
        """Tasks of the plan that come before and are not done."""
        return tuple(
            self.route.tasks[name]
            for name in self.route.before(task, self.planned)
            if self.state.get(name, "todo") != "done"
        )

    @property
    def next(self) -> tuple[Task, ...]:
        """What can be done now: under way first, then what nothing blocks, by date."""
        open_tasks = [
            one.task
            for one in self.plan.tasks
            if self.state.get(one.task.id, "todo") in ("todo", "doing")
        ]
        doing = [task for task in open_tasks if self.state.get(task.id) == "doing"]
        ready = [task for task in open_tasks if task not in doing and not self.blockers(task)]
        return (*doing, *ready)

    @property
    def progress(self) -> tuple[int, int]:
        """Tasks that are done, of those of the plan."""
        done = sum(self.state.get(one.task.id) == "done" for one in self.plan.tasks)
        return done, len(self.plan.tasks)
