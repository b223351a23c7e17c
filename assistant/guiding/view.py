"""The guide as JSON: what the page and ``cqo guide --json`` show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from assistant.answering.citing import mark_of
from assistant.drafting.blueprints import plan_of
from assistant.drafting.facts.describing import describe
from assistant.drafting.facts.values import Facts
from assistant.guiding.checks import Check, CheckList
from assistant.guiding.desk import GuideDesk
from assistant.guiding.journey import Question, Task
from assistant.guiding.planning import Planned, specs_of
from assistant.guiding.proposing import FROM_GUIDE
from assistant.guiding.scoring import Comparison, Gap, Result
from assistant.guiding.way import Way
from corpus.models import Authority
from index.catalogue.catalogue import Catalogue
from index.catalogue.guides import Assessment, Event, Evidence, StoredReply, TaskState


class GuideView:
    """Makes JSON of what a desk holds."""

    def __init__(self, desk: GuideDesk, catalogue: Catalogue) -> None:
        self._desk, self._catalogue = desk, catalogue

    # -- ways ------------------------------------------------------------------------------------

    def summary(self, way: Way) -> dict[str, Any]:
        """A line of the list of companies."""
        done, total = way.progress
        return {
            "id": way.guide.id,
            "company_id": way.company.id,
            "company": way.company.name,
            "journey": way.route.journey.title,
            "start": way.guide.start,
            "end": way.plan.end.isoformat(),
            "done": done,
            "total": total,
            "open_questions": len(self._desk.open_questions(way)),
            "next": [{"id": task.id, "title": task.title} for task in way.next],
            "updated": _time(way.guide.updated),
        }

    def way(self, way: Way) -> dict[str, Any]:
        """The overview: progress, road map, what is next, what to ask, what does not go together."""
        evidence = self._desk.store.evidence(way.guide.id)
        planned = {one.task.id: one for one in way.plan.tasks}
        left = {one.task.id: one.reason for one in way.plan.left_out}
        return self.summary(way) | {
            "revision": way.guide.revision,
            "purpose": way.route.journey.purpose,
            "facts": way.facts.raw,
            "phases": [
                {
                    "id": phase.id,
                    "title": phase.title,
                    "purpose": phase.purpose,
                    "clauses": self.clauses(phase.clauses),
                    "tasks": [
                        self._line(way, task, planned.get(task.id), left.get(task.id), evidence)
                        for task in phase.tasks
                    ],
                }
                for phase in way.route.journey.phases
            ],
            "documents": [{"id": one, **_document(one)} for one in way.plan.documents],
            "notes": list(way.plan.notes),
            "to_ask": list(way.plan.to_ask),
            "contradictions": list(self._desk.contradictions(way)),
            "weights": dict(way.guide.weights),
        }

    def _line(
        self,
        way: Way,
        task: Task,
        planned: Planned | None,
        reason: str | None,
        evidence: Sequence[Evidence],
    ) -> dict[str, Any]:
        state = way.states.get(task.id, TaskState(task.id))
        return {
            "id": task.id,
            "title": task.title,
            "state": "na" if planned is None else state.state,
            "left_out": reason,
            "start": planned.start.isoformat() if planned else None,
            "end": planned.end.isoformat() if planned else None,
            "owner": planned.owner if planned else task.owner,
            "evidence": sum(one.task == task.id for one in evidence),
            "blocked_by": [one.title for one in way.blockers(task)] if planned else [],
            "produces": [{"id": one, **_document(one)} for one in task.produces],
        }

    def task(self, way: Way, task_id: str) -> dict[str, Any]:
        """All of one task."""
        task = way.route.tasks[task_id]
        state = way.states.get(task_id, TaskState(task_id))
        planned = next((one for one in way.plan.tasks if one.task.id == task_id), None)
        reason = next((o.reason for o in way.plan.left_out if o.task.id == task_id), None)
        evidence = self._desk.store.evidence(way.guide.id)
        return self._line(way, task, planned, reason, evidence) | {
            "phase": way.route.phase_of[task_id].title,
            "what": list(task.what),
            "why": task.why,
            "signs": task.signs,
            "days": list(task.days),
            "planned_days": planned.days if planned else None,
            "own_days": state.days,
            "own_owner": state.owner,
            "needs": [{"id": n, "title": way.route.tasks[n].title} for n in task.needs],
            "wanted": list(task.evidence),
            "done_when": list(task.done_when),
            "ticked": [line for line in task.done_when if line in state.ticked],
            "self_check": task.self_check,
            "question": task.question,
            "hints": [
                {"text": h.text, "clause": self._clause(h.clause) if h.clause else None}
                for h in task.hints
            ],
            "clauses": self.clauses(task.clauses),
            "ask": list(task.ask),
            "own_state": state.state,
            "reason": state.reason,
            "note": state.note,
            "revision": state.revision,
            "files": [_evidence(one) for one in evidence if one.task == task_id],
        }

    def clauses(self, ids: Iterable[str]) -> list[dict[str, Any]]:
        """Clauses that are in the library, with their mark and words."""
        found = (self._clause(one) for one in ids)
        return [one for one in found if one is not None]

    def _clause(self, clause_id: str) -> dict[str, Any] | None:
        clause = self._catalogue.clause(clause_id)
        source = self._catalogue.source(clause.source_id) if clause else None
        if clause is None or source is None:
            return None
        return {
            "clause_id": clause.id,
            "mark": mark_of(source, clause),
            "source": source.title,
            "source_id": source.id,
            "guide": source.authority is Authority.GUIDE,
            "text": clause.text.strip(),
        }

    # -- interview -------------------------------------------------------------------------------

    def interview(self, way: Way) -> dict[str, Any]:
        """All questions that this company is asked, the first open one ahead, and what does not fit."""
        asked = self._desk.questions(way)
        still = {one.id for one in self._desk.open_questions(way)}
        return {
            "id": way.guide.id,
            "revision": way.guide.revision,
            "questions": [self._question(way, one, one.id in still) for one in asked],
            "next": next((one.id for one in asked if one.id in still), None),
            "answered": len(asked) - len(still),
            "total": len(asked),
            "contradictions": list(self._desk.contradictions(way)),
        }

    def _question(self, way: Way, question: Question, still_open: bool) -> dict[str, Any]:
        specs = specs_of(way.route, question)
        return {
            "id": question.id,
            "ask": question.ask,
            "why": question.why,
            "example": question.example,
            "regulator": question.regulator,
            "clauses": self.clauses(question.clauses),
            "facts": describe(specs),
            "values": {
                s.name: way.facts.values[s.name].raw for s in specs if s.name in way.facts.values
            },
            "spoken": _spoken(way.facts, [spec.name for spec in specs]),
            "open": still_open,
            "skipped": question.id in way.guide.skipped,
        }

    # -- self-checks -----------------------------------------------------------------------------

    def assessment(
        self,
        checks: CheckList,
        made: Assessment,
        replies: Mapping[str, StoredReply],
        result: Result,
    ) -> dict[str, Any]:
        """A self-check with its questions, answers and result."""
        return {
            **_assessment(made),
            "standard": checks.standard,
            "from": checks.source,
            "note": self._newer(checks),
            "groups": [
                {
                    "id": group.id,
                    "title": group.title,
                    "checks": [
                        _check(one, replies.get(one.id))
                        for one in checks.checks
                        if one.group == group.id
                    ],
                }
                for group in checks.groups
            ],
            "result": result_view(result),
        }

    def _newer(self, checks: CheckList) -> str:
        """That the library has another text now; empty when it has not."""
        now = self._desk.self_checks.checks().source
        if now == checks.source:
            return ""
        return f"这次自查对照的是《{checks.source}》。资料库里现在有《{now}》，下一次自查按它提问。"


def result_view(result: Result) -> dict[str, Any]:
    """Counts, shares and gaps."""
    return {
        "asked": result.asked,
        "answered": result.answered,
        "share": result.share,
        "reach": result.reach,
        "before": result.before,
        "scores": [
            {
                "id": one.group.id,
                "title": one.group.title,
                "yes": one.yes,
                "partly": one.partly,
                "no": one.no,
                "na": one.na,
                "open": one.open,
                "share": one.share,
                "reach": one.reach,
                "before": one.before,
            }
            for one in result.scores
        ],
        "gaps": [_gap(one) for one in result.gaps],
        "comparison": _comparison(result.comparison),
    }


def _comparison(made: Comparison | None) -> dict[str, Any] | None:
    if made is None:
        return None
    return {
        "title": made.title,
        "same": made.same,
        "new": made.new,
        "gone": made.gone,
        "better": made.better,
        "worse": made.worse,
        "share": made.share,
        "before": made.before,
        "said": made.said,
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "check": gap.check.id,
        "text": gap.check.text,
        "topic": gap.check.topic,
        "mark": gap.check.mark,
        "clause_id": gap.check.clause_id,
        "reply": gap.reply,
        "reason": gap.reason,
        "worse": gap.worse,
    }


def _check(check: Check, reply: StoredReply | None) -> dict[str, Any]:
    return {
        "id": check.id,
        "text": check.text,
        "topic": check.topic,
        "force": check.force,
        "clause_id": check.clause_id,
        "mark": check.mark,
        "quote": check.quote,
        "hint": check.evidence,
        "reply": reply.reply if reply else None,
        "evidence": reply.evidence if reply else "",
        "note": reply.note if reply else "",
        "revision": reply.revision if reply else 0,
    }


def _assessment(made: Assessment) -> dict[str, Any]:
    return {
        "id": made.id,
        "title": made.title,
        "source": made.source,
        "started": _time(made.started),
        "finished": _time(made.finished) if made.finished else None,
    }


assessment_line = _assessment


def trend_line(result: Result) -> dict[str, Any]:
    """The share that is met; ``apart``: the one before did not ask the same, and ``said`` says what differs."""
    told = result.comparison
    apart = told is not None and bool(told.new or told.gone)
    return {"share": result.share, "apart": apart, "said": told.said if told else ""}


def event_view(event: Event) -> dict[str, Any]:
    return {
        "at": _time(event.at),
        "kind": event.kind,
        "subject": event.subject,
        "detail": dict(event.detail),
    }


def _evidence(one: Evidence) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "size": one.size,
        "url": one.url,
        "file": one.sha256 is not None,
        "added": _time(one.added),
    }


def _document(blueprint: str) -> dict[str, Any]:
    """``from_guide``: a self-check may give facts for it."""
    found = plan_of(blueprint).blueprint
    return {"code": found.code, "title": found.title, "from_guide": blueprint in FROM_GUIDE}


def _spoken(facts: Facts, names: Sequence[str]) -> str:
    """The answer as a person would say it."""
    said = []
    for spec, value in facts:
        if spec.name in names and value is not None:
            said.append(f"{spec.label}：{value.text or f'{len(value.rows)}项'}")
    return "；".join(said)


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
