"""What the guide's page, API and commands ask for: companies' ways, their interview and tasks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from assistant.clash import Clash
from assistant.drafting.blueprint import FactSpec
from assistant.drafting.blueprints import shared_facts
from assistant.drafting.facts.reading import read_facts
from assistant.drafting.facts.values import Facts
from assistant.guiding.checks import prepared
from assistant.guiding.evidence_files import EvidenceFiles, safe_name
from assistant.guiding.journey import Question
from assistant.guiding.journeys import DEFAULT, Route, route_of
from assistant.guiding.planning import (
    check_start,
    contradictions,
    plan,
    questions,
    unanswered,
)
from assistant.guiding.self_checks import SelfChecks
from assistant.guiding.way import STATES, NoSuchWay, Way
from corpus.errors import BadInput
from corpus.regions import Gazetteer
from index.catalogue.catalogue import Catalogue
from index.catalogue.guides import Conflict, Guide, GuideStore, TaskState

__all__ = ["Clash", "GuideDesk", "NoSuchWay", "Way"]

#: Characters of a note, a reason, an owner, a link and a link's name.
_NOTE, _OWNER, _LINK, _LINK_NAME = 4000, 60, 2000, 200
_URL = re.compile(r"^https?://[^\s<>\"']+$", re.I)
#: How often an answer is merged anew when others answer at the same moment.
_TRIES = 5


class Companies(Protocol):
    """Where profiles are stored; drafting uses the same."""

    def company(self, company_id: str) -> Any: ...
    def companies(self) -> list[Any]: ...
    def put_company(
        self, company_id: str | None, name: str, facts: Mapping[str, Any], revision: int
    ) -> Any: ...


class GuideDesk:
    """Thread-safe. Raises BadInput for what cannot be, Clash where somebody else was faster."""

    def __init__(
        self,
        store: GuideStore,
        companies: Companies,
        catalogue: Catalogue,
        gazetteer: Gazetteer,
        *,
        files: EvidenceFiles | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self.store, self.companies, self._files = store, companies, files
        self._catalogue, self._gazetteer, self.today = catalogue, gazetteer, today

    @cached_property
    def self_checks(self) -> SelfChecks:
        return SelfChecks(self.store, self._catalogue, self.today)

    # -- ways ------------------------------------------------------------------------------------

    def begin(self, name: str, start: date | None = None, journey: str = DEFAULT) -> Way:
        """The way of the company called ``name``; made, with a profile, when there is none.

        A ``start`` that is given counts for a way that there is already, too.
        """
        route = route_of(journey)
        name = " ".join(name.split())
        if not name:
            raise BadInput("请先写企业名称。")
        given = {"company_name": name}
        if problems := self._facts(route.specs, given).problems:
            raise BadInput(problems[0].message)
        if start is not None:
            check_start(start, self.today())
        guide = self.store.begin(name, given, journey, start.isoformat() if start else None)
        way = self.way(guide.company)
        if start is None or way.guide.start == start.isoformat():
            return way
        return self.set_start(way, start)

    def ways(self) -> list[Way]:
        """Newest change first."""
        found = [self._way(guide) for guide in self.store.guides()]
        return [one for one in found if one is not None]

    def names(self) -> dict[str, str]:
        """Company ids and names of all ways, newest change first, without their plans."""
        known = {one.id: str(one.name) for one in self.companies.companies()}
        return {g.company: known[g.company] for g in self.store.guides() if g.company in known}

    def way(self, key: str) -> Way:
        """By id of the way or of the company, or by the company's name. Raises NoSuchWay."""
        guide = self.store.guide(key) or self.store.of_company(key)
        if guide is None:
            named = (one for one in self.companies.companies() if one.name == key)
            guide = next((g for one in named if (g := self.store.of_company(one.id))), None)
        way = self._way(guide) if guide else None
        if way is None:
            raise NoSuchWay(
                f"没有“{key[:100]}”的实施记录，请先用 cqo guide start 或网页“实施向导”开始。"
            )
        return way

    def _way(self, guide: Guide) -> Way | None:
        company = self.companies.company(guide.company)
        if company is None:
            return None
        route = route_of(guide.journey)
        facts = self._facts(route.specs, company.facts)
        states = self.store.tasks(guide.id)
        start = date.fromisoformat(guide.start) if guide.start else self.today()
        made = plan(
            route,
            facts,
            start,
            owners={k: v.owner for k, v in states.items() if v.owner},
            lengths={k: v.days for k, v in states.items() if v.days},
            states={k: v.state for k, v in states.items()},  # type: ignore[misc]
            today=self.today(),
        )
        return Way(guide, company, route, facts, states, made)

    def _facts(self, specs: Sequence[FactSpec], raw: Mapping[str, Any]) -> Facts:
        names = {spec.name for spec in specs}
        own = {name: value for name, value in raw.items() if name in names}
        return read_facts(specs, (), own, self._gazetteer)

    def set_start(self, way: Way, start: date) -> Way:
        check_start(start, self.today())
        return self._changed(way, start=start.isoformat())

    def previewed(self, way: Way, start: date) -> Way:
        """The way as it would be from ``start`` on; nothing is stored. Raises BadInput."""
        check_start(start, self.today())
        return self._way(replace(way.guide, start=start.isoformat())) or way

    def set_weights(self, way: Way, weights: Mapping[str, float]) -> Way:
        """Weights of groups of checks that the company sets itself; empty: none."""
        groups = {group.id for group in prepared().groups}
        if unknown := [name for name in weights if name not in groups]:
            raise BadInput(f"没有这些自查的组：{'、'.join(unknown[:5])}。")
        if any(not 0 <= weight <= 100 for weight in weights.values()):
            raise BadInput("权重应在0到100之间。")
        if weights and abs(sum(weights.values()) - 100) > 1e-6:
            raise BadInput(f"各组权重合计应为100，现在是{sum(weights.values()):g}。")
        return self._changed(way, weights=dict(weights))

    def remove(self, way: Way) -> None:
        """Forget the way, then its files: those that another way has too stay.

        Killed in between, the files are left behind and go with the next sweep.
        """
        left = self.store.remove(way.guide.id)
        self._sweep(left)

    def _sweep(self, files: frozenset[str] = frozenset()) -> None:
        """Remove ``files``, and what was left behind long ago, where no way speaks of them."""
        if self._files is None:
            return
        gone = self.store.without_rows(files | self._files.old())
        if gone:
            self.store.forget_files(gone, self._files.forget)

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

    def specs(self, route: Route) -> tuple[FactSpec, ...]:
        """Facts of the profile: those of the interview, and those that several documents share."""
        own = {spec.name for spec in route.specs}
        shared = (s for s in shared_facts().values() if s.name not in own and not s.varies)
        return (*route.specs, *shared)

    def answer(
        self, way: Way, given: Mapping[str, Any], before: Mapping[str, Any] | None = None
    ) -> Way:
        """Store facts of an answer in the company's profile; None or "" takes a fact back.

        ``before``: the facts as who answers saw them; one that changed since is a Clash, another one is
        not. Raises BadInput naming what is wrong; then nothing is stored.
        """
        specs = self.specs(way.route)
        labels = {spec.name: spec.label for spec in specs}
        if unknown := [name for name in given if name not in labels]:
            raise BadInput(f"没有这项信息：{'、'.join(unknown[:5])}。")
        for _ in range(_TRIES):
            company = self.companies.company(way.company.id)
            if company is None:
                raise BadInput("这家企业的资料已被删除。")
            for name in given:
                if before is not None and company.facts.get(name) != before.get(name):
                    raise Clash(f"“{labels[name]}”", company.revision)
            stored = self._merged(specs, company.facts, given)
            name = str(stored.get("company_name") or company.name)
            self._check_name(name, company)
            try:
                self.companies.put_company(company.id, name, stored, company.revision)
            except Conflict:
                continue  # somebody answered something else meanwhile
            return self.way(way.guide.id)
        raise Clash("企业资料", company.revision)

    def _merged(
        self, specs: Sequence[FactSpec], present: Mapping[str, Any], given: Mapping[str, Any]
    ) -> dict[str, Any]:
        merged = {k: v for k, v in {**present, **given}.items() if v not in (None, "", [])}
        found = self._facts(specs, merged)
        wrong = [one.message for one in found.problems if one.name in given]
        if wrong:
            raise BadInput("".join(wrong[:5]))
        read = {name: found.values[name].raw for name in given if name in found.values}
        return {k: v for k, v in merged.items() if k not in given} | read

    def _check_name(self, name: str, company: Any) -> None:
        others = (one for one in self.companies.companies() if one.id != company.id)
        if name != company.name and any(one.name == name for one in others):
            raise BadInput(f"已经有一家叫“{name}”的企业，请核对企业全称。")

    def skip(self, way: Way, question: str, skipped: bool = True) -> Way:
        """Pass a question over, or take that back."""
        if question not in {one.id for one in way.route.journey.interview}:
            raise BadInput(f"没有“{question}”这个问题。")
        for _ in range(_TRIES):
            others = [one for one in way.guide.skipped if one != question]
            wanted = [*others, question] if skipped else others
            if list(way.guide.skipped) == wanted:
                return way
            try:
                return self._changed(way, skipped=wanted)
            except Clash:
                way = self.way(way.guide.id)  # somebody passed over another one meanwhile
        raise Clash("访谈", way.guide.revision)

    def contradictions(self, way: Way) -> tuple[str, ...]:
        return tuple(one.message for one in contradictions(way.route, way.facts))

    # -- tasks -----------------------------------------------------------------------------------

    def set_task(self, way: Way, task: str, revision: int, **values: Any) -> Way:
        """Change state (with a reason for 不适用), note, owner, days, or ``ticked``, the lines of what must
        be true for it to be done that are. No (None) days: the usual ones; no words: none.

        Raises BadInput, Clash.
        """
        if task not in way.route.tasks:
            raise BadInput(f"没有“{task}”这项任务。")
        clean = _checked(values)
        if "ticked" in clean:
            clean["ticked"] = _ticked(clean["ticked"], way.route.tasks[task].done_when)
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
        if not _URL.match(url):
            raise BadInput("链接应以 http:// 或 https:// 开头，中间没有空格。")
        if len(url) > _LINK or len(name) > _LINK_NAME:
            raise BadInput(f"链接最多{_LINK}个字符，它的名称最多{_LINK_NAME}个字。")
        self.store.add_evidence(way.guide.id, task, " ".join(name.split()) or url, url=url)
        return self.way(way.guide.id)

    def add_file(self, way: Way, task: str, name: str, sha256: str, size: int) -> Way:
        """Register a file that was kept (``EvidenceFiles.keep``) as evidence."""
        files = self._files
        try:
            self.store.add_evidence(
                way.guide.id,
                task,
                safe_name(name),
                sha256=sha256,
                size=size,
                there=lambda: files is None or files.path(sha256) is not None,
            )
        except Conflict as error:
            raise BadInput(
                f"文件 {safe_name(name)} 没有加入：同样的文件刚被删除，请再上传一次。"
            ) from error
        self._sweep()
        return self.way(way.guide.id)


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    clean = dict(values)
    if "state" in clean and clean["state"] not in STATES:
        raise BadInput(
            "任务的状态只能是：todo（未开始）、doing（进行中）、done（已完成）、na（不适用）。"
        )
    for name, most in (("note", _NOTE), ("reason", _NOTE), ("owner", _OWNER)):
        if name in clean:
            clean[name] = "" if clean[name] is None else str(clean[name]).strip()
            if len(clean[name]) > most:
                raise BadInput(f"这一项最多{most}个字，现在有{len(clean[name])}个字。")
    days = clean.get("days")
    whole = isinstance(days, int) and not isinstance(days, bool)
    if days is not None and not (whole and 1 <= days <= 250):
        raise BadInput("工作日天数应是1到250之间的整数；不写则按建议的天数。")
    return clean


def _ticked(given: Any, lines: Sequence[str]) -> list[str]:
    """Those of the task's lines that hold, in its own order."""
    if not isinstance(given, list | tuple) or not all(isinstance(one, str) for one in given):
        raise BadInput("完成条件应是打了勾的各条，每条一行文字。")
    if unknown := [one for one in given if one not in lines]:
        raise BadInput(f"这项任务没有“{unknown[0][:60]}”这一条完成条件，请刷新页面。")
    return [one for one in lines if one in given]
