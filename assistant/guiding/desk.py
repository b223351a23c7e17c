"""What the guide's page, API and commands ask for: a company's way, its tasks, interview, self-checks."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from assistant.drafting.facts.reading import read_facts
from assistant.drafting.facts.values import Facts
from assistant.guiding.checks import CheckList, checks_of
from assistant.guiding.journey import Question, State, Task
from assistant.guiding.journeys import DEFAULT, Route, route_of
from assistant.guiding.planning import Plan, contradictions, plan, questions, unanswered
from assistant.guiding.scoring import Reply, Result, result_of
from corpus.errors import BadInput
from corpus.regions import Gazetteer
from index.catalogue.catalogue import Catalogue
from index.catalogue.guides import (
    Assessment,
    Conflict,
    Guide,
    GuideStore,
    StoredReply,
    TaskState,
)

_STATES: tuple[State, ...] = ("todo", "doing", "done", "na")
_REPLIES: tuple[Reply, ...] = ("yes", "partly", "no", "na")
#: Characters of a note, a reason, an owner, a link.
_NOTE, _OWNER, _LINK = 4000, 60, 2000
_URL = re.compile(r"^https?://[^\s<>\"']+$", re.I)


class Company(Protocol):
    """A company's profile as it is stored."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...
    @property
    def revision(self) -> int: ...


class Companies(Protocol):
    """Where profiles are stored; drafting uses the same."""

    def company(self, company_id: str) -> Company | None: ...
    def companies(self) -> list[Any]: ...
    def put_company(
        self, company_id: str | None, name: str, facts: Mapping[str, Any], revision: int
    ) -> Any: ...


class Clash(BadInput):
    """Somebody else changed the same thing in between; nothing was stored."""

    def __init__(self, what: str, revision: int) -> None:
        super().__init__(f"{what}刚被别人改过，这次没有保存，请刷新后再改。")
        self.revision = revision


@dataclass(frozen=True)
class Way:
    """A company's way as it stands: what is stored, and the plan that follows from it."""

    guide: Guide
    company: Any
    route: Route
    facts: Facts
    states: Mapping[str, TaskState]
    plan: Plan

    @cached_property
    def state(self) -> dict[str, State]:
        """State by task id."""
        return {name: one.state for name, one in self.states.items() if one.state in _STATES}

    def blockers(self, task: Task) -> tuple[Task, ...]:
        """Tasks of the plan that come before and are not done."""
        planned = {one.task.id for one in self.plan.tasks}
        return tuple(
            self.route.tasks[name]
            for name in task.needs
            if name in planned and self.state.get(name, "todo") != "done"
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


class GuideDesk:
    """Thread-safe. Raises BadInput for what cannot be, Clash where somebody else was faster."""

    def __init__(
        self,
        store: GuideStore,
        companies: Companies,
        catalogue: Catalogue,
        gazetteer: Gazetteer,
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        self.store, self.companies = store, companies
        self._catalogue, self._gazetteer, self._today = catalogue, gazetteer, today
        self._lock = threading.RLock()

    # -- ways ------------------------------------------------------------------------------------

    def begin(self, name: str, start: date | None = None, journey: str = DEFAULT) -> Way:
        """The way of the company called ``name``; made, with a profile, when there is none."""
        name = " ".join(name.split())
        if not name:
            raise BadInput("请先写企业名称。")
        route_of(journey)
        with self._lock:
            known = next((one for one in self.companies.companies() if one.name == name), None)
            company = known or self.companies.put_company(None, name, {"company_name": name}, 0)
            self.store.begin(company.id, journey, start.isoformat() if start else None)
        return self.way(company.id)

    def ways(self) -> list[Way]:
        """Newest change first."""
        found = [self._way(guide) for guide in self.store.guides()]
        return [one for one in found if one is not None]

    def way(self, key: str) -> Way:
        """By id of the way or of the company, or by the company's name. Raises BadInput."""
        guide = self.store.guide(key) or self.store.of_company(key)
        if guide is None:
            named = next((one for one in self.companies.companies() if one.name == key), None)
            guide = self.store.of_company(named.id) if named else None
        way = self._way(guide) if guide else None
        if way is None:
            raise BadInput(f"没有“{key}”的实施记录，请先用 cqo guide start 或网页“实施向导”开始。")
        return way

    def _way(self, guide: Guide) -> Way | None:
        company = self.companies.company(guide.company)
        if company is None:
            return None
        route = route_of(guide.journey)
        facts = self._facts(route, company.facts)
        states = self.store.tasks(guide.id)
        start = date.fromisoformat(guide.start) if guide.start else self._today()
        made = plan(
            route,
            facts,
            start,
            owners={k: v.owner for k, v in states.items() if v.owner},
            lengths={k: v.days for k, v in states.items() if v.days},
            states={k: v.state for k, v in states.items()},  # type: ignore[misc]
            today=self._today(),
        )
        return Way(guide, company, route, facts, states, made)

    def _facts(self, route: Route, raw: Mapping[str, Any]) -> Facts:
        names = {spec.name for spec in route.specs}
        own = {name: value for name, value in raw.items() if name in names}
        return read_facts(route.specs, (), own, self._gazetteer)

    def set_start(self, way: Way, start: date) -> Way:
        plan(way.route, way.facts, start, today=self._today())  # refuses what cannot be a start
        return self._changed(way, start=start.isoformat())

    def set_weights(self, way: Way, weights: Mapping[str, float]) -> Way:
        """Weights of groups of checks that the company sets itself; empty: none."""
        if any(not 0 <= weight <= 100 for weight in weights.values()):
            raise BadInput("权重应在0到100之间。")
        if weights and abs(sum(weights.values()) - 100) > 1e-6:
            raise BadInput(f"各组权重合计应为100，现在是{sum(weights.values()):g}。")
        return self._changed(way, weights=dict(weights))

    def remove(self, way: Way) -> None:
        self.store.remove(way.guide.id)

    def _changed(self, way: Way, **values: Any) -> Way:
        try:
            self.store.change(way.guide.id, way.guide.revision, **values)
        except Conflict as error:
            raise Clash("实施计划", error.revision) from error
        return self.way(way.guide.id)

    # -- interview -------------------------------------------------------------------------------

    def questions(self, way: Way) -> tuple[Question, ...]:
        return questions(way.route, way.facts)

    def open_questions(self, way: Way) -> tuple[Question, ...]:
        return unanswered(way.route, way.facts, frozenset(way.guide.skipped))

    def answer(
        self, way: Way, given: Mapping[str, Any], before: Mapping[str, Any] | None = None
    ) -> Way:
        """Store facts of an answer in the company's profile; None or "" takes a fact back.

        ``before``: the facts as who answers saw them; one that changed since is a Clash. Raises
        BadInput naming what is wrong; then nothing is stored.
        """
        specs = {spec.name for spec in way.route.specs}
        if unknown := [name for name in given if name not in specs]:
            raise BadInput(f"没有这项信息：{'、'.join(unknown)}。")
        with self._lock:
            company = self.companies.company(way.company.id)
            if company is None:
                raise BadInput("这家企业的资料已被删除。")
            present = dict(company.facts)
            for name in given:
                if before is not None and present.get(name) != before.get(name):
                    raise Clash(f"“{name}”", company.revision)
            merged = {k: v for k, v in {**present, **given}.items() if v not in (None, "", [])}
            found = self._facts(way.route, merged)
            wrong = [one for one in found.problems if one.name in given]
            if wrong:
                raise BadInput(wrong[0].message)
            read = {name: found.values[name].raw for name in given if name in found.values}
            stored = {k: v for k, v in merged.items() if k not in given} | read
            self.companies.put_company(
                company.id,
                str(stored.get("company_name") or company.name),
                stored,
                company.revision,
            )
        return self.way(way.guide.id)

    def skip(self, way: Way, question: str, skipped: bool = True) -> Way:
        known = {one.id for one in way.route.journey.interview}
        if question not in known:
            raise BadInput(f"没有“{question}”这个问题。")
        others = [one for one in way.guide.skipped if one != question]
        return self._changed(way, skipped=[*others, question] if skipped else others)

    def contradictions(self, way: Way) -> tuple[str, ...]:
        return tuple(one.message for one in contradictions(way.route, way.facts))

    # -- tasks -----------------------------------------------------------------------------------

    def set_task(self, way: Way, task: str, revision: int, **values: Any) -> Way:
        """Change state (with a reason for 不适用), note, owner, days. Raises BadInput, Clash."""
        if task not in way.route.tasks:
            raise BadInput(f"没有“{task}”这项任务。")
        clean = _checked(values)
        present = way.states.get(task, TaskState(task))
        reason = clean.get("reason", present.reason)
        if clean.get("state", present.state) == "na" and not reason:
            raise BadInput("标为不适用时，请写明原因。")
        try:
            self.store.set_task(way.guide.id, task, revision, **clean)
        except Conflict as error:
            raise Clash(f"任务“{way.route.tasks[task].title}”", error.revision) from error
        return self.way(way.guide.id)

    def add_link(self, way: Way, task: str, url: str, name: str = "") -> Way:
        if task not in way.route.tasks:
            raise BadInput(f"没有“{task}”这项任务。")
        if not _URL.match(url) or len(url) > _LINK:
            raise BadInput("链接应以 http:// 或 https:// 开头。")
        self.store.add_evidence(way.guide.id, task, name.strip()[:200] or url, url=url)
        return self.way(way.guide.id)

    # -- self-checks -----------------------------------------------------------------------------

    def checks(self) -> CheckList:
        return checks_of(self._catalogue, self._today())

    def start_assessment(self, way: Way, title: str = "") -> Assessment:
        """A new self-check; refused while one is not finished."""
        made = self.store.assessments(way.guide.id)
        if made and made[-1].finished is None:
            raise BadInput(f"“{made[-1].title}”还没有完成，请先完成它，再开始新的自查。")
        day = self._today()
        title = title.strip()[:60] or f"第{len(made) + 1}次自查（{day.isoformat()}）"
        key = self.store.start_assessment(way.guide.id, title, self.checks().source)
        return next(one for one in self.store.assessments(way.guide.id) if one.id == key)

    def assessment(self, way: Way, key: str) -> Assessment:
        found = next((one for one in self.store.assessments(way.guide.id) if one.id == key), None)
        if found is None:
            raise BadInput("没有这次自查。")
        return found

    def reply(
        self,
        way: Way,
        key: str,
        check: str,
        reply: str,
        revision: int,
        evidence: str = "",
        note: str = "",
    ) -> StoredReply:
        """Answer one check. Raises BadInput, Clash."""
        assessment = self.assessment(way, key)
        if assessment.finished is not None:
            raise BadInput(
                f"“{assessment.title}”已经完成，不能再改；请重新打开它，或者开始新的自查。"
            )
        asked = next((one for one in self.checks().checks if one.id == check), None)
        if asked is None:
            raise BadInput("没有这一项，资料库可能刚刚变了，请刷新页面。")
        if reply not in _REPLIES:
            raise BadInput("回答只能是：是、部分、否、不适用。")
        try:
            return self.store.reply(
                key,
                check,
                revision,
                reply=reply,
                evidence=evidence[:_NOTE],
                note=note[:_NOTE],
                words=asked.text,
                clause_id=asked.clause_id,
            )
        except Conflict as error:
            raise Clash("这一项的回答", error.revision) from error

    def finish(self, way: Way, key: str, finished: bool = True) -> None:
        self.assessment(way, key)
        self.store.finish_assessment(way.guide.id, key, finished)

    def result(self, way: Way, key: str) -> Result:
        """The result of a self-check, beside the one before."""
        made = self.store.assessments(way.guide.id)
        place = [one.id for one in made].index(self.assessment(way, key).id)
        before = self._replies(made[place - 1].id) if place else None
        return result_of(
            self.checks(), self._replies(key), before=before, weights=way.guide.weights or None
        )

    def _replies(self, key: str) -> dict[str, Reply]:
        return {name: one.reply for name, one in self.store.replies(key).items()}  # type: ignore[misc]


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    clean = {k: v for k, v in values.items() if v is not None}
    if "state" in clean and clean["state"] not in _STATES:
        raise BadInput(
            "任务的状态只能是：todo（未开始）、doing（进行中）、done（已完成）、na（不适用）。"
        )
    for name, most in (("note", _NOTE), ("reason", _NOTE), ("owner", _OWNER)):
        if name in clean:
            clean[name] = str(clean[name]).strip()
            if len(clean[name]) > most:
                raise BadInput(f"这一项最多{most}个字，现在有{len(clean[name])}个字。")
    if "days" in clean and not 1 <= int(clean["days"]) <= 250:
        raise BadInput("工作日天数应在1到250之间。")
    return clean
