"""The way from feedback to questions of one's own: listed, made, reviewed, added or rejected."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.service import LocalAssistant
from corpus.errors import BadInput
from evals.feedback.candidates import STATES, Candidate, Candidates
from evals.feedback.own import add_own
from evals.feedback.reviewing import check_clauses, clauses_of, complete, edited
from evals.feedback.signals import REASONS, Signal, signals
from evals.qa.naming import KINDS, TAGS


class CandidateDesk:
    """Over one data folder. Everything raises BadInput, in one Chinese line."""

    def __init__(self, assistant: LocalAssistant) -> None:
        self._assistant = assistant
        self._data_dir = Path(assistant.settings.data_dir)
        self.candidates = Candidates(self._data_dir)

    def signals(self) -> list[dict[str, Any]]:
        """What real use shows, with the candidate that was made of it."""
        made = {one.signal: one for one in self.candidates.all()}
        return [_signal_view(one, made.get(one.id)) for one in signals(self._assistant)]

    def all(self) -> list[dict[str, Any]]:
        """Every candidate, the newest first."""
        return [self.view(one) for one in reversed(self.candidates.all())]

    def one(self, candidate_id: str) -> dict[str, Any]:
        return self.view(self.candidates.get(candidate_id))

    def make(self, signal_id: str) -> dict[str, Any]:
        """The candidate of a signal; once made it is the same one."""
        known = next((one for one in signals(self._assistant) if one.id == signal_id), None)
        if known is None:
            raise BadInput(f"没有编号为 {signal_id[:40]} 的反馈，可能已经撤回，请刷新再看。")
        return self.view(self.candidates.make(known))

    def review(self, candidate_id: str, edits: Mapping[str, Any], revision: int) -> dict[str, Any]:
        """Store what the reviewer wrote. With a note on the review the question must be complete."""
        now = self.candidates.get(candidate_id)
        draft = edited(now.draft, edits)
        if draft.get("reviewed"):
            complete(self._assistant, draft)
        else:
            check_clauses(self._assistant, draft)

        def changed(candidate: Candidate) -> Candidate:
            state = "reviewed" if draft.get("reviewed") else "draft"
            return candidate.model_copy(update={"draft": draft, "state": state})

        return self.view(self.candidates.change(candidate_id, revision, changed))

    def reject(self, candidate_id: str, why: str, revision: int) -> dict[str, Any]:
        """Not taken, for a reason."""
        reason = " ".join(why.split())
        if not reason:
            raise BadInput("请写明不采用的理由。")

        def changed(candidate: Candidate) -> Candidate:
            return candidate.model_copy(update={"state": "rejected", "why": reason[:500]})

        return self.view(self.candidates.change(candidate_id, revision, changed))

    def add(self, candidate_id: str, revision: int) -> dict[str, Any]:
        """Move a reviewed candidate among the own questions.

        The question is written first: killed in between, adding again finds it and only notes it here.
        """

        def changed(candidate: Candidate) -> Candidate:
            if candidate.state != "reviewed":
                raise BadInput(f"候选题 {candidate_id} 还没有审核：先写审核说明，再加入。")
            complete(self._assistant, candidate.draft)
            question = add_own(self._data_dir, candidate.draft)
            return candidate.model_copy(update={"state": "added", "own": question.id})

        return self.view(self.candidates.change(candidate_id, revision, changed))

    def view(self, one: Candidate) -> dict[str, Any]:
        """As pages and ``--json`` get it, with what the clauses are called."""
        return one.model_dump(mode="json") | {
            "state_name": STATES[one.state],
            "reason_names": [REASONS.get(name, name) for name in one.reasons],  # type: ignore[call-overload]
            "clauses": {
                key: self._called(key) for key in (*clauses_of(one.draft), *one.cited, *one.wrong)
            },
        }

    def choices(self) -> dict[str, Any]:
        """What a reviewer may choose from."""
        return {"kinds": KINDS, "tags": TAGS, "regions": sorted(self._assistant.regions())}

    def _called(self, clause_id: str) -> str:
        """编制说明 六（四）; empty for a clause that is not there."""
        clause = self._assistant.shelf.clause(clause_id)
        if clause is None:
            return ""
        return f"{self._assistant.shelf.source(clause.source_id).short_title} {clause.label}"


def _signal_view(one: Signal, candidate: Candidate | None) -> dict[str, Any]:
    return {
        "id": one.id,
        "question": one.question,
        "wordings": list(one.wordings),
        "reasons": list(one.reasons),
        "reason_names": [REASONS[name] for name in one.reasons],
        "asked": one.asked,
        "last": one.last.isoformat(),
        "wrong": list(one.wrong),
        "notes": list(one.notes),
        "said": one.said,
        "candidate": candidate.id if candidate else None,
        "state": candidate.state if candidate else "new",
        "state_name": STATES[candidate.state] if candidate else "未处理",
    }
