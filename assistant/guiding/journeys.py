"""The journeys that there are, each checked when it is loaded: no cycle, no unknown task, fact or document."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import CycleError, TopologicalSorter
from importlib import resources
from pathlib import Path

import yaml
from pydantic import ValidationError

from assistant.drafting.blueprint import FactSpec, FactType
from assistant.drafting.blueprints import BLUEPRINTS, resolve_facts
from assistant.drafting.templating import FUNCTIONS, names_in
from assistant.guiding.journey import Journey, Phase, Task
from corpus.errors import BadInput

#: The one of the product.
DEFAULT = "guangdong"


@dataclass(frozen=True)
class Route:
    """A journey with its facts resolved."""

    journey: Journey
    specs: tuple[FactSpec, ...]

    @cached_property
    def tasks(self) -> dict[str, Task]:
        return {task.id: task for task in self.journey.tasks}

    @cached_property
    def phase_of(self) -> dict[str, Phase]:
        return {task.id: phase for phase in self.journey.phases for task in phase.tasks}

    @cached_property
    def ordered(self) -> tuple[Task, ...]:
        """Tasks so that each comes behind those that it needs, else in the order of the file."""
        place = {task.id: n for n, task in enumerate(self.journey.tasks)}
        sorter = TopologicalSorter({task.id: task.needs for task in self.journey.tasks})
        sorter.prepare()
        found: list[Task] = []
        while sorter.is_active():
            ready = sorted(sorter.get_ready(), key=place.__getitem__)
            found += [self.tasks[name] for name in ready]
            sorter.done(*ready)
        return tuple(found)

    def before(self, task: Task, planned: Container[str]) -> tuple[str, ...]:
        """Ids of the tasks of the plan that ``task`` comes behind: those that it needs, and in the place of
        one that is left out those that this one would have come behind.
        """
        found: dict[str, None] = {}
        for name in task.needs:
            names = (name,) if name in planned else self.before(self.tasks[name], planned)
            found |= dict.fromkeys(names)
        return tuple(found)

    def clause_ids(self) -> Iterable[tuple[str, str]]:
        """Each clause that the journey names, and where."""
        for phase in self.journey.phases:
            yield from ((clause, phase.id) for clause in phase.clauses)
            for task in phase.tasks:
                yield from ((clause, task.id) for clause in task.clauses)
                yield from ((h.clause, task.id) for h in task.hints if h.clause)
        for question in self.journey.interview:
            yield from ((clause, question.id) for clause in question.clauses)


@cache
def journey_ids() -> tuple[str, ...]:
    """The journeys of ours; ``checks.yaml`` beside them is none."""
    names = (one.name for one in (resources.files("prompts") / "journeys").iterdir())
    return tuple(
        sorted(
            name.removesuffix(".yaml")
            for name in names
            if name.endswith(".yaml") and name != "checks.yaml"
        )
    )


@cache
def route_of(journey_id: str = DEFAULT) -> Route:
    """The journey of ours with this id. Raises BadInput."""
    folder = resources.files("prompts") / "journeys"
    known = journey_ids()
    if journey_id not in known:
        raise BadInput(f"没有名为“{journey_id}”的实施路线，可用的有：{'、'.join(known)}。")
    return parse((folder / f"{journey_id}.yaml").read_text("utf-8"), f"实施路线 {journey_id}")


def route_of_file(path: Path, exists: Callable[[str], bool]) -> Route:
    """A journey of a user's own; ``exists`` tells whether a clause is in the library. Raises BadInput."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"实施路线文件 {path.name} 读不出来，请检查路径，并存成 UTF-8。") from error
    route = parse(text, f"实施路线文件 {path.name}")
    check_clauses(route, exists, f"实施路线文件 {path.name}")
    return route


def parse(text: str, where: str) -> Route:
    """A journey from YAML. Raises BadInput with the place of what is wrong."""
    try:
        journey = Journey.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise BadInput(f"{where}不是有效的 YAML：{error}".replace("\n", " ")) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = " → ".join(str(part) for part in first["loc"])
        raise BadInput(f"{where}的 {place} 不对：{first['msg']}。") from error
    specs = resolve_facts(journey.facts, where)
    route = Route(journey, specs)
    _check_tasks(journey, where)
    _check_facts(route, where)
    return route


def check_clauses(route: Route, exists: Callable[[str], bool], where: str) -> None:
    """Raises BadInput naming the first clause that the library has not."""
    for clause, place in route.clause_ids():
        if not exists(clause):
            raise BadInput(f"{where}的 {place} 引用了资料库里没有的条款 {clause}。")


def _check_tasks(journey: Journey, where: str) -> None:
    ids = [task.id for task in journey.tasks]
    questions = {question.id for question in journey.interview}
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise BadInput(f"{where}有同名的任务：{'、'.join(twice)}。")
    for task in journey.tasks:
        if unknown := [one for one in task.needs if one not in ids]:
            raise BadInput(f"{where}的任务 {task.id} 要等的任务不存在：{'、'.join(unknown)}。")
        if unknown := [one for one in task.produces if one not in BLUEPRINTS]:
            raise BadInput(f"{where}的任务 {task.id} 产出的文件不存在：{'、'.join(unknown)}。")
        if task.question and task.question not in questions:
            raise BadInput(f"{where}的任务 {task.id} 要填进的访谈问题不存在：{task.question}。")
    try:
        tuple(TopologicalSorter({task.id: task.needs for task in journey.tasks}).static_order())
    except CycleError as error:
        circle = " → ".join(error.args[1])
        raise BadInput(f"{where}的任务互相等待：{circle}，请去掉其中一个先后关系。") from error


def _check_facts(route: Route, where: str) -> None:
    names = {spec.name for spec in route.specs}
    for question in route.journey.interview:
        if unknown := [one for one in question.facts if one not in names]:
            raise BadInput(
                f"{where}的问题 {question.id} 用了没有写明的事实：{'、'.join(unknown)}。"
            )
    dates = {spec.name for spec in route.specs if spec.type is FactType.DATE}
    for task in route.journey.tasks:
        if task.not_before and task.not_before not in dates:
            raise BadInput(
                f"{where}的任务 {task.id} 的最早开始日 {task.not_before} 不是写明的日期事实。"
            )
    conditions = [(q.id, q.when) for q in route.journey.interview]
    conditions += [(t.id, t.when) for t in route.journey.tasks]
    conditions += [("contradictions", c.when) for c in route.journey.contradictions]
    for place, when in conditions:
        if when:
            used = names_in(f"{{% if {when} %}}{{% endif %}}", f"{where}的 {place} ")
            if unknown := sorted(used - names - FUNCTIONS):
                raise BadInput(f"{where}的 {place} 用了没有写明的事实：{'、'.join(unknown)}。")
