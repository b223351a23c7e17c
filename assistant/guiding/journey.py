"""What a journey is: phases and tasks with their basis, an interview, and what each task gives. Data only."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from assistant.drafting.blueprint import FactSpec, FactUse, Line, Name
from corpus.models import Slug, Topic

#: What stands for itself: a reader opens it.
ClauseId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+#.+$", max_length=400)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Hint(_Part):
    """A stumbling stone: what goes wrong, what to do, and the clause that it was read from, if any."""

    text: Line
    clause: ClauseId | None = None


class Task(_Part):
    """A piece of work with an end that can be seen.

    ``days``: working days that it usually takes, least and most; our advice, shown as 建议. ``when``: an
    expression over the facts of the company (as in blueprints); without it the task is for everybody.
    ``needs``: tasks that come before. ``produces``: blueprints. ``owner``: who usually does it.
    """

    id: Slug
    title: Line
    topics: tuple[Topic, ...] = ()
    clauses: tuple[ClauseId, ...] = Field(min_length=1)
    what: tuple[Line, ...] = Field(min_length=1)
    why: Line
    owner: Line
    signs: str = ""  # who approves or signs
    days: tuple[int, int] = (1, 1)
    needs: tuple[Slug, ...] = ()
    produces: tuple[Slug, ...] = ()
    evidence: tuple[Line, ...] = ()
    done_when: tuple[Line, ...] = Field(min_length=1)
    hints: tuple[Hint, ...] = ()
    when: str = ""
    skipped: str = ""  # why it is left out where ``when`` does not hold
    ask: tuple[Line, ...] = ()  # questions to put to the chat
    self_check: bool = False  # done with a self-check of the guide
    question: Slug | None = None  # of the interview, which what comes out of the task answers
    not_before: Name | None = None  # a date of the company's before which it does not begin

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        least, most = self.days
        if not 1 <= least <= most <= 250:
            raise ValueError(f"{self.id}: days must be 1 to 250, the least first")
        if bool(self.when) != bool(self.skipped):
            raise ValueError(
                f"{self.id}: a task with a condition says why it is left out, and only that"
            )
        return self


class Phase(_Part):
    """策划, 聘任, 履职, 管理, 评估, 持续改进."""

    id: Slug
    title: Line
    purpose: Line
    clauses: tuple[ClauseId, ...] = Field(min_length=1)
    tasks: tuple[Task, ...] = Field(min_length=1)


class Question(_Part):
    """One question of the interview: the facts that it fills, why it is asked, and an example.

    ``regulator``: a question for the local authority; what is not answered is put on the list to ask.
    """

    id: Slug
    facts: tuple[Name, ...] = Field(min_length=1)
    ask: Line
    why: Line
    example: str = ""
    clauses: tuple[ClauseId, ...] = ()
    when: str = ""
    regulator: bool = False


class Contradiction(_Part):
    """Answers that do not go together: an expression over the facts, and one line that names them."""

    when: str
    facts: tuple[Name, ...] = Field(min_length=2)
    message: Line


class Journey(_Part):
    """``prompts/journeys/ID.yaml``."""

    id: Slug
    title: Line
    region: Line
    purpose: Line
    facts: tuple[FactSpec | FactUse, ...]
    interview: tuple[Question, ...] = Field(min_length=1)
    contradictions: tuple[Contradiction, ...] = ()
    phases: tuple[Phase, ...] = Field(min_length=1)

    @property
    def tasks(self) -> tuple[Task, ...]:
        return tuple(task for phase in self.phases for task in phase.tasks)


#: To do, doing, done, not applicable.
State = Literal["todo", "doing", "done", "na"]
