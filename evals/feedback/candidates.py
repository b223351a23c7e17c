"""Candidate questions of one data folder, ``DATA/eval/candidates.yaml``: from a complaint to a decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.clash import Clash
from corpus.errors import BadInput
from evals.feedback.files import write_whole, writing
from evals.feedback.signals import Signal

State = Literal["draft", "reviewed", "added", "rejected"]
STATES: dict[State, str] = {
    "draft": "待审核",
    "reviewed": "已审核",
    "added": "已加入",
    "rejected": "不采用",
}
OPEN = ("draft", "reviewed")
_HEAD = "# 候选评测题：由读者反馈和拒答的问题生成，审核后加入 questions/own.yaml（cqo eval candidates）。\n"


class Candidate(BaseModel):
    """A question on its way. ``draft`` has the fields of a gold question, as far as they are known.

    ``revision`` grows with every change; ``own`` is its id once it was added, ``why`` the reason it
    was not.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    signal: str
    state: State = "draft"
    revision: int = 1
    made: date
    reasons: tuple[str, ...] = ()
    asked: int = 1
    wrong: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    said: str = ""
    cited: tuple[str, ...] = ()
    draft: dict[str, Any] = Field(default_factory=dict)
    own: str = ""
    why: str = ""

    @property
    def open(self) -> bool:
        """Whether nothing was decided yet."""
        return self.state in OPEN


class Candidates:
    """Reads and writes. Who changes one says which revision was seen; a newer one raises Clash."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / "eval"
        self.path = self._folder / "candidates.yaml"

    def all(self) -> list[Candidate]:
        """In the order in which they were made. Raises BadInput."""
        if not self.path.exists():
            return []
        try:
            found = yaml.safe_load(self.path.read_text("utf-8")) or []
            return [Candidate.model_validate(one) for one in found]
        except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError, TypeError) as error:
            raise BadInput(f"候选题文件 {self.path} 读不出来，请检查或移走它再试。") from error

    def get(self, candidate_id: str) -> Candidate:
        """Raises BadInput when there is none."""
        return _found(self.all(), candidate_id)

    def make(self, signal: Signal) -> Candidate:
        """A candidate of ``signal``; the present one where somebody made it before."""
        with writing(self._folder):
            present = self.all()
            known = next((one for one in present if one.signal == signal.id), None)
            if known is not None and known.state != "rejected":
                return known
            if known is not None:  # thought again: the reason it was rejected for stays in sight
                again = known.model_copy(update={"state": "draft", "revision": known.revision + 1})
                self._write([again if one.id == known.id else one for one in present])
                return again
            number = max((int(one.id.partition("-")[2]) for one in present), default=0) + 1
            made = Candidate(
                id=f"c-{number:03d}",
                signal=signal.id,
                made=date.today(),
                reasons=signal.reasons,
                asked=signal.asked,
                wrong=signal.wrong,
                notes=signal.notes,
                said=signal.said,
                cited=signal.cited,
                draft=signal.draft,
            )
            self._write([*present, made])
            return made

    def change(
        self, candidate_id: str, revision: int, changed: Callable[[Candidate], Candidate]
    ) -> Candidate:
        """Put what ``changed`` gives in the candidate's place. Raises BadInput, Clash."""
        with writing(self._folder):
            present = self.all()
            now = _found(present, candidate_id)
            if now.revision != revision:
                raise Clash(f"候选题 {candidate_id}", now.revision)
            if not now.open:
                raise BadInput(f"候选题 {candidate_id} {STATES[now.state]}，不能再改。")
            made = changed(now).model_copy(update={"revision": revision + 1})
            self._write([made if one.id == candidate_id else one for one in present])
            return made

    def _write(self, candidates: Sequence[Candidate]) -> None:
        entries = [one.model_dump(mode="json", exclude_defaults=True) for one in candidates]
        text = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=1000)
        write_whole(self.path, _HEAD + text)


def _found(candidates: Sequence[Candidate], candidate_id: str) -> Candidate:
    found = next((one for one in candidates if one.id == candidate_id), None)
    if found is None:
        raise BadInput(f"没有候选题 {candidate_id[:40]}，请用 cqo eval candidates list 查看。")
    return found
